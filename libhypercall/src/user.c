/* SPDX-License-Identifier: MIT */
/*
 * The visit to ring 3. Going there is user_enter() in the width's user.S; coming back is a trap
 * that found no handler: trap_dispatch() calls user_unwind(), which copies the registers out and
 * lets user_enter() return.
 */
#include "hypercall/user.h"
#include "hypercall/guest.h"
#include "hypercall/page.h"

#include "library.h"

static char user_stack[4096] __attribute__((section(".user.data"), aligned(4096), used));
asm(".globl user_stack_top\nuser_stack_top = user_stack + 4096");

static struct user_registers *visitor;

static long expose_range(char *start, char *end)
{
    long result = 0;
    for (char *page = start; page < end && result == 0; page += PAGE_SIZE) {
        result = user_expose(page);
    }
    return result;
}

long user_prepare(void)
{
    long result = expose_range(user_text_start, user_text_end);
    if (result == 0) {
        result = expose_range(user_data_start, user_data_end);
    }
    return result != 0 ? result : trap_set_handler(USER_VECTOR, 3, NULL);
}

struct user_registers user_registers_for(void (*code)(void))
{
    return user_registers_at((unsigned long)code, (unsigned long)user_stack_top);
}

int user_run(struct user_registers *registers, enum user_way way)
{
    struct user_registers *outer = visitor;
    uint8_t mask = guest_vcpu()->upcall_mask;
    visitor = registers;
    probe_last.vector = PROBE_NONE;
    int vector = user_enter(registers, way == USER_BY_IRET);
    visitor = outer;
    guest_vcpu()->upcall_mask = mask;
    return vector;
}

void user_unwind(struct trap_frame *frame)
{
    if (visitor == NULL || !trap_frame_from_user(frame)) {
        return;
    }
    probe_note(frame);
    user_registers_save(visitor, frame);
    user_leave((int)frame->vector);
}
