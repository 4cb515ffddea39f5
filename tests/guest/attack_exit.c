/* SPDX-License-Identifier: MIT */
/*
 * The rule: a handler that cannot be entered ends the domain; it does not keep the hypervisor trying.
 *
 * How someone would break it: two handlers whose code segments cannot be loaded, each for another
 * reason, so that failing to enter the one is an exception for the other. Their selectors say
 * ring 3, so that each attempt begins on the same kernel stack and never runs out of it. The
 * interrupts are off all the while.
 *
 * In 64 bits the segments of handlers are fixed ones, so there is no such way.
 *
 * On Xen this raises the exception again and again and never ends, so it is not compared.
 * @peer no
 * @expect crash
 * @console the guest's handler address or selector is not valid
 * @limit 20
 */
#include "test.h"

#define CODE_RING3         0x00cffa000000ffffull
#define CODE_RING3_ABSENT  (CODE_RING3 & ~(1ull << 47))
#define DATA_RING3         0x00cff2000000ffffull

int guest_main(void)
{
    uint64_t *gdt = page_alloc();
    guest_word frame = page_mfn_at(gdt);
    guest_trap_info rows[] = {
        {.vector = TRAP_PROTECTION, .cs = 0x0b, .address = 0x1000}, /* raises "not present" */
        {.vector = TRAP_NOT_PRESENT, .cs = 0x13, .address = 0x2000}, /* raises "protection" */
        {0},
    };
    gdt[1] = CODE_RING3_ABSENT;
    gdt[2] = DATA_RING3;
    page_make_read_only(gdt);
    if (hypercall_set_gdt((unsigned long)&frame, 512) == 0) {
        test_ok(true, "about to be crashed");
        console_print("1..1\n");
    }
    static unsigned char stack[4096];
    hypercall_stack_switch(SELECTOR_KERNEL_DATA, (unsigned long)stack + sizeof(stack));
    hypercall_set_trap_table((unsigned long)rows);
    asm volatile("hlt");
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
