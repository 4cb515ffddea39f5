/* SPDX-License-Identifier: MIT */
/*
 * The rule: a handler that cannot be entered ends the domain; it does not keep the hypervisor trying.
 *
 * How someone would break it: put the code segment of the page-fault handler into an LDT that is not
 * mapped. Loading it is a page fault, whose handler is that same one; and its selector says ring 3,
 * so that each attempt begins on the same kernel stack and never runs out of it.
 *
 * On Xen this raises the exception again and again and never ends, so it is not compared.
 * @peer no
 * In 64 bits the segments of handlers are fixed ones, so there is no such way.
 *
 * @expect crash
 * @console the guest's handler address or selector is not valid
 * @limit 20
 */
#include "test.h"

int guest_main(void)
{
    guest_trap_info rows[] = {{.vector = TRAP_PAGE_FAULT, .cs = 0x0f, .address = 0x1000}, {0}};
    static unsigned char stack[4096];

    if (page_extended(ABI_MMUEXT_SET_LDT, 0x30000000, 512) == 0) {
        test_ok(true, "about to be crashed");
        console_print("1..1\n");
    }
    hypercall_stack_switch(SELECTOR_KERNEL_DATA, (unsigned long)stack + sizeof(stack));
    hypercall_set_trap_table((unsigned long)rows);
    *(volatile int *)0x2000 = 0;
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
