/* SPDX-License-Identifier: MIT */
/*
 * The trap table, and who gets a trap (trap.h states the order). Every entry in entry.S leads to
 * trap_dispatch(), the event callback, too.
 */
#include "hypercall/trap.h"
#include "hypercall/call.h"
#include "hypercall/console.h"
#include "hypercall/event.h"
#include "hypercall/guest.h"

#include "library.h"

#define VECTORS           256
#define EXCEPTIONS        32
#define ENTRY_SIZE        16
#define VECTOR_EVENT      257
#define TRAP_MASKS_EVENTS 4u

static trap_handler handlers[VECTORS];
unsigned char trap_return_by_hypercall;

void *trap_entry(unsigned vector)
{
    return trap_entries + vector * ENTRY_SIZE;
}

unsigned long trap_fault_address(void)
{
    return (unsigned long)guest_vcpu()->cr2;
}

static void describe(guest_trap_info *info, unsigned vector, unsigned ring)
{
    info->vector = (uint8_t)vector;
    info->flags = (uint8_t)(ring | TRAP_MASKS_EVENTS);
    info->cs = SELECTOR_KERNEL_CODE;
    info->address = guest_address(trap_entry(vector));
}

long trap_set_handler(unsigned vector, unsigned ring, trap_handler handler)
{
    guest_trap_info table[2] = {0}; /* the empty row ends the table */
    describe(&table[0], vector, ring);
    handlers[vector % VECTORS] = handler;
    return hypercall_set_trap_table((unsigned long)table);
}

/* A row with address 0 would end the table, so one vector cannot be taken out alone: clear all and
 * register the others anew. */
long trap_remove(unsigned vector)
{
    guest_trap_info table[EXCEPTIONS + 1] = {0};
    unsigned rows = 0;
    for (unsigned other = 0; other < EXCEPTIONS; other++) {
        if (other != vector) {
            describe(&table[rows++], other, 0);
        }
    }
    hypercall_set_trap_table(0);
    return hypercall_set_trap_table((unsigned long)table);
}

static void register_callback(unsigned type, const void *address)
{
    guest_callback_register callback = {.type = (uint16_t)type};
    callback.address = guest_entry_at(address);
    long result = hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback);
    if (result != 0) {
        guest_panic("callback %u was refused: error %ld\n", type, result);
    }
}

void trap_begin(void)
{
    guest_trap_info table[EXCEPTIONS + 1] = {0};
    for (unsigned vector = 0; vector < EXCEPTIONS; vector++) {
        describe(&table[vector], vector, 0);
    }
    long result = hypercall_set_trap_table((unsigned long)table);
    if (result != 0) {
        guest_panic("the trap table was refused: error %ld\n", result);
    }
    register_callback(ABI_CALLBACKTYPE_event, event_entry);
    register_callback(ABI_CALLBACKTYPE_failsafe, failsafe_entry);
}

void trap_print(const struct trap_frame *frame)
{
    console_print("trap %u error %lx at %04x:" WORD_FORMAT " flags " WORD_FORMAT " cr2 " WORD_FORMAT
                  "\n",
                  (unsigned)frame->vector, (unsigned long)frame->error, frame->cs,
                  (unsigned long)frame->ip, (unsigned long)frame->flags, trap_fault_address());
    console_print("  ax " WORD_FORMAT " bx " WORD_FORMAT " cx " WORD_FORMAT " dx " WORD_FORMAT "\n",
                  (unsigned long)frame->ax, (unsigned long)frame->bx, (unsigned long)frame->cx,
                  (unsigned long)frame->dx);
    console_print("  si " WORD_FORMAT " di " WORD_FORMAT " bp " WORD_FORMAT " sp " WORD_FORMAT "\n",
                  (unsigned long)frame->si, (unsigned long)frame->di, (unsigned long)frame->bp,
                  trap_frame_sp(frame));
}

/* Did the way out of an earlier trap fault on a saved segment register? Then 0 takes its place; the
 * word to be popped lies right behind this frame. */
static bool fix_segment(struct trap_frame *frame)
{
    if (trap_frame_from_user(frame) || (frame->ip != (unsigned long)(uintptr_t)trap_return_ds &&
                                        frame->ip != (unsigned long)(uintptr_t)trap_return_es)) {
        return false;
    }
    *(guest_word *)trap_frame_sp(frame) = 0;
    return true;
}

void trap_dispatch(struct trap_frame *frame)
{
    if (frame->vector == VECTOR_EVENT) {
        event_upcalls++;
        event_handle_pending();
        return;
    }
    if (fix_segment(frame) || probe_fix_up(frame)) {
        return;
    }
    if (frame->vector < VECTORS && handlers[frame->vector] != NULL) {
        handlers[frame->vector](frame);
        return;
    }
    user_unwind(frame);
    probe_unwind(frame);
    trap_print(frame);
    guest_panic("no handler for trap %u\n", (unsigned)frame->vector);
}
