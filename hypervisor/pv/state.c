/* SPDX-License-Identifier: MIT */
/*
 * Pieces of processor state that a guest controls through us: the task-switched flag, the bits
 * of CR4 it may set, and the hypercall page.
 */
#include "call/call.h"
#include "lib/string.h"
#include "mm/frame.h"
#include "pv/pv.h"

#define CR4_OF_GUEST (CR4_TSD | CR4_DE | CR4_FSGSBASE)

/* TS makes the next use of the FPU an exception; ring 0 uses no FPU, so it can be the guest's. */
void pv_set_ts(struct vcpu *v, bool ts)
{
    u64 cr0;

    v->ts = ts;
    __asm__ volatile("mov %%cr0, %0" : "=r"(cr0));
    cr0 = ts ? cr0 | CR0_TS : cr0 & ~CR0_TS;
    __asm__ volatile("mov %0, %%cr0" ::"r"(cr0));
}

void pv_load_control(struct vcpu *v)
{
    u64 cr4;

    __asm__ volatile("mov %%cr4, %0" : "=r"(cr4));
    cr4 = (cr4 & ~CR4_OF_GUEST) | (v->cr4 & CR4_OF_GUEST);
    __asm__ volatile("mov %0, %%cr4" ::"r"(cr4));
    pv_set_ts(v, v->ts);
}

/* fpu_taskswitch(set): the hypercall form of CLTS and of setting CR0.TS. */
long call_fpu_taskswitch(struct vcpu *v, u64 set)
{
    pv_set_ts(v, set != 0);
    return 0;
}

/*
 * One stub of 32 bytes for each number. The iret stub is jumped to, not called, and saves what
 * the iret frame wants. Rule: pv-abi 1.6.
 */
static const struct {
    u8 before[4], after[8]; /* around mov $n, %eax; */
    u8 before_bytes, after_bytes;
} stubs[2] = {
    [WIDTH_32] = {{0}, {0xcd, ABI_HYPERCALL_VECTOR32, 0xc3}, 0, 3}, /* int $0x82; ret */
    [WIDTH_64] = {{0x51, 0x41, 0x53},                               /* push %rcx; push %r11 */
                  {0x0f, 0x05, 0x41, 0x5b, 0x59, 0xc3}, /* syscall; pop %r11; pop %rcx; ret */
                  3,
                  6},
};

void pv_fill_hypercall_page(enum width width, u8 *page)
{
    memset(page, 0xcc, PAGE_SIZE); /* INT3 between the stubs */
    for (u32 n = 0; n < PAGE_SIZE / ABI_HYPERCALL_STUB_SIZE; n++) {
        u8 *s = page + n * ABI_HYPERCALL_STUB_SIZE;
        memcpy(s, stubs[width].before, stubs[width].before_bytes);
        s += stubs[width].before_bytes;
        if (n == ABI_CALL_iret)
            *s++ = 0x50; /* push %eax */
        *s++ = 0xb8;     /* mov $n, %eax */
        *(u32 *)s = n;
        memcpy(s + 4, stubs[width].after, stubs[width].after_bytes);
    }
}

enum reason pv_put_hypercall_page(struct domain *d, mfn_t m)
{
    if (!frame_get(d, m))
        return REASON_FRAME_FOREIGN;
    bool writable = frame_get_writable(m);
    if (writable)
        pv_fill_hypercall_page(d->width, mm_pointer(m));
    frame_put_mapped(m, writable);
    return writable ? REASON_NONE : REASON_CONTROL_FRAME;
}
