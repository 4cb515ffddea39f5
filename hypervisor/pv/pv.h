/* SPDX-License-Identifier: MIT */
#ifndef PV_PV_H
#define PV_PV_H
/*
 * The door of the pv room: how ring 0 enters a guest's handlers and what it does on behalf of
 * instructions that a guest kernel may no longer execute itself.
 */
#include "cpu/cpu.h"
#include "domain/domain.h"

/* Is the vCPU with these registers in its kernel (ring 1), or in a program? */
static inline bool pv_in_kernel(const struct vcpu *v, const struct regs *r)
{
    return v->domain->width == WIDTH_32 ? (r->cs & 3) == 1 : v->in_kernel;
}

/* An instruction pointer or register of the guest, in its width. */
static inline u64 pv_truncate(const struct vcpu *v, u64 x)
{
    return v->domain->width == WIDTH_32 ? (u32)x : x;
}

/* Enters a handler with a frame that has no error code, or crashes the domain. */
void pv_enter(struct vcpu *v, struct regs *r, const struct entry_point *to, bool mask_events);

/*
 * Makes the guest go on in its handler for an exception or software interrupt, or crashes the
 * domain if that cannot be (no handler, no room for the frame).
 */
void pv_exception(struct vcpu *v, struct regs *r, u8 vector, bool has_error, u32 error);
/* A page fault: as above, with the address. error: the hardware's code. */
void pv_page_fault(struct vcpu *v, struct regs *r, u64 address, u32 error);
/* The event upcall. */
void pv_upcall(struct vcpu *v, struct regs *r);
/* A pending NMI, if v takes one now. */
void pv_nmi(struct vcpu *v, struct regs *r);
/* A segment register of v could not be loaded and is null now: v->ds to v->gs say what was wanted.
 */
void pv_failsafe(struct vcpu *v, struct regs *r);

/* The same for a segment that is not flat (pv/segment.c). */
bool pv_segment_lookup(struct vcpu *v, u16 selector, u64 offset, u32 n, bool write, gaddr_t *out);

/*
 * The linear address of [offset, offset + n) in the segment a selector of v names; false if the
 * selector or its limit does not allow it. write: also checks that it is a data segment.
 */
static inline bool pv_segment_linear(struct vcpu *v, u16 selector, u64 offset, u32 n, bool write,
                                     gaddr_t *out)
{
    *out = GADDR(offset);
    if (v->domain->width == WIDTH_64)
        return true;
    if (likely((selector | 3u) == (ABI_FLAT_RING1_DS32 | 3u) ||
               (!write && (selector | 3u) == (ABI_FLAT_RING1_CS32 | 3u))))
        return offset + n <= 1ull << 32;
    return pv_segment_lookup(v, selector, offset, n, write, out);
}

/* Raises a selector's privilege and keeps it off our own entries: pv-abi 6.1. */
u16 pv_fix_code_selector(const struct vcpu *v, u16 selector);
u16 pv_fix_stack_selector(const struct vcpu *v, u16 selector);

/* Where an instruction's memory operand is: prefix is its segment override or 0 (for DS). */
bool pv_operand(struct vcpu *v, const struct regs *r, u8 prefix, u64 offset, u32 n, bool write,
                gaddr_t *out);

/* #GP(0) or #UD of a guest: was it a privileged instruction that we carry out? */
bool pv_emulate_gp(struct vcpu *v, struct regs *r);
bool pv_emulate_ud(struct vcpu *v, struct regs *r);
/* #GP(selector): was it a far call or jump through a call gate? Then it has been made. */
bool pv_emulate_gate(struct vcpu *v, struct regs *r);
/*
 * An emulated instruction of `length` bytes is done: on to the next, by way of the debug exception
 * if the guest steps through its code or dr6 says that a breakpoint was met.
 */
void pv_step(struct vcpu *v, struct regs *r, u32 length, u64 dr6);
/* #DB, with these bits of DR6. */
void pv_debug_exception(struct vcpu *v, struct regs *r, u64 dr6);
/* Bits of DR6 for an access to ports by an instruction that we emulate. */
u64 pv_port_breakpoints(const struct vcpu *v, u32 port, u32 size);

/*
 * The processor faulted on our way out: the guest's registers cannot be loaded as they are.
 * address: of a page fault, as the guest knows it.
 */
void pv_exit_fault(struct vcpu *v, struct regs *r, u8 vector, u32 error, u64 address);

/* Checks and sets a debug register of `of`, on behalf of v. */
long pv_set_debug(struct vcpu *v, struct vcpu *of, u64 n, u64 value);
/* Loads v's breakpoints into the processor (at a switch, and when v changes them). */
void pv_load_debug(struct vcpu *v);
/* The processor state an instruction emulator and a switch share. */
void pv_set_ts(struct vcpu *v, bool ts);
void pv_load_control(struct vcpu *v);

/* Fills a guest page with the hypercall stubs of its width. */
void pv_fill_hypercall_page(enum width width, u8 *page);
/* Into a frame of d that the guest could write itself: REASON_NONE, or why not. */
enum reason pv_put_hypercall_page(struct domain *d, mfn_t m);

#endif
