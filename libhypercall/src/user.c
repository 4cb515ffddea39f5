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

/* Upper levels must have the user bit, too; builders set it, but the contract leaves it open. */
static long expose_tables(uintptr_t va)
{
    for (unsigned level = PAGE_LEVELS - 1; level > 1; level--) {
        pte_t entry;
        uint64_t at = page_find(va, level, &entry);
        if (at == 0) {
            return -ABI_EINVAL;
        }
        long result = (entry & PTE_USER) != 0 ? 0 : page_set_entry(at, entry | PTE_USER);
        if (result != 0) {
            return result;
        }
    }
    return 0;
}

long user_expose(const void *address)
{
    uintptr_t va = (uintptr_t)address & ~(PAGE_SIZE - 1);
    long result = expose_tables(va);
    if (result != 0) {
        return result;
    }
    return page_map(va, page_look_up(va) | PTE_USER);
}

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
    return (struct user_registers){
        .ip = guest_address((const void *)code),
        .sp = guest_address(user_stack_top),
        .cs = SELECTOR_USER_CODE,
        .ss = SELECTOR_USER_DATA,
        .ds = SELECTOR_USER_DATA,
        .es = SELECTOR_USER_DATA,
        .flags = 0x202,
    };
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
    struct user_registers *out = visitor;
    out->bx = frame->bx;
    out->cx = frame->cx;
    out->dx = frame->dx;
    out->si = frame->si;
    out->di = frame->di;
    out->bp = frame->bp;
    out->ax = frame->ax;
    out->ds = frame->ds & 0xffff;
    out->es = frame->es & 0xffff;
    asm volatile("mov %%fs, %0\n\tmov %%gs, %1" : "=r"(out->fs), "=r"(out->gs));
    out->ip = frame->ip;
    out->cs = frame->cs;
    out->flags = frame->flags;
    out->sp = frame->sp;
    out->ss = frame->ss & 0xffff;
    user_leave((int)frame->vector);
}
