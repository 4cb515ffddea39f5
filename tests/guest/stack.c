/* SPDX-License-Identifier: MIT */
/*
 * The rule: an exception or event of a program enters the kernel on the stack that stack_switch
 * named; one from the kernel stays on the stack it happened on. Callbacks are registered by callback_op
 * or, in the older form, set_callbacks.
 *
 * @widths both
 */
#include "test.h"

static unsigned calls;
static unsigned long handler_sp;
static char other_stack[8192] __attribute__((aligned(16)));

USER_TEXT static void user_breaks(void)
{
    asm volatile("int3; int $0x80");
}

static void note(struct trap_frame *frame)
{
    calls++;
    handler_sp = (unsigned long)frame;
}

static bool on_other_stack(void)
{
    return handler_sp > (unsigned long)other_stack &&
           handler_sp < (unsigned long)other_stack + sizeof(other_stack);
}

static void switch_in_handler(struct trap_frame *frame)
{
    note(frame);
    hypercall_stack_switch(SELECTOR_KERNEL_DATA, (unsigned long)other_stack + sizeof(other_stack));
}

/* user_run() registers a kernel stack of its own; the first trap changes it, the second uses that.
 */
USER_TEXT static void user_breaks_twice(void)
{
    asm volatile("int3; int3; int $0x80");
}

static void stacks(void)
{
    struct user_registers registers = user_registers_for(user_breaks_twice);
    trap_set_handler(TRAP_BREAKPOINT, 3, switch_in_handler);
    calls = 0;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), USER_VECTOR, "a program that traps twice");
    test_equal(calls, 2, "its traps are handled");
    test_ok(on_other_stack(), "the second on the stack named meanwhile");
    trap_set_handler(TRAP_BREAKPOINT, 3, note);
    asm volatile("int3" : : : "memory");
    test_ok(!on_other_stack(), "a trap of the kernel stays on the kernel's stack");
    trap_set_handler(TRAP_BREAKPOINT, 0, NULL);
}

static void event_note(unsigned port, void *context)
{
    calls++;
}

static void callbacks(void)
{
    unsigned far = (unsigned)event_alloc_unbound(ABI_DOMID_SELF);
    unsigned near = (unsigned)event_bind_remote(ABI_DOMID_SELF, far);
    event_set_handler(far, event_note, NULL);
    event_unmask(far);
    extern char event_entry[], failsafe_entry[];
    const unsigned long event = (unsigned long)event_entry, failsafe = (unsigned long)failsafe_entry;
    const unsigned long words[2][4] = {{SELECTOR_KERNEL_CODE, event, SELECTOR_KERNEL_CODE, failsafe},
                                       {event, failsafe, 0}}; /* no selectors with 64 bits */
    const unsigned long *w = words[WORD_BITS == 64];
    test_equal(hypercall_words4(ABI_CALL_set_callbacks, w[0], w[1], w[2], w[3]), 0,
               "the older form of registering callbacks");
    calls = 0;
    event_enable();
    event_send(near);
    event_disable();
    test_equal(calls, 1, "works");
    static const unsigned types[] = {ABI_CALLBACKTYPE_syscall,
                                     ABI_CALLBACKTYPE_nmi,
                                     ABI_CALLBACKTYPE_sysenter,
                                     ABI_CALLBACKTYPE_syscall32,
                                     6,
                                     99};
    for (unsigned i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        guest_callback_register callback = {.type = (uint16_t)types[i]};
        callback.address = guest_entry_at(event_entry);
        console_print("# = registering callback type %u: %ld\n", types[i],
                      hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback));
    }
    for (unsigned type = 0; type < 9; type++) {
        guest_callback_unregister callback = {.type = (uint16_t)type};
        console_print("# = unregistering callback type %u: %ld\n", type,
                      hypercall_callback_op(ABI_CALLBACKOP_unregister, (unsigned long)&callback));
    }
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    stacks();
    callbacks();
    return test_end();
}
