/* SPDX-License-Identifier: MIT */
/*
 * Debug registers of a guest. The values are checked so that no breakpoint can hit an address
 * of ring 0, kept per vCPU, and in the processor only while they watch something (XSA-444).
 */
#include "call/call.h"
#include "call/guest.h"
#include "pv/pv.h"

#define DR6_ONES    0xffff0ff0ull
#define DR6_SET     0xe00full /* what it tells: B0 to B3, BD, BS, BT */
#define DR7_FIXED   0x400ull
#define DR7_ENABLED 0xffull
#define DR7_GD      (1ull << 13)
#define DR7_ZERO    0xffffffff0000d800ull /* bits 11, 12, 14, 15 and the upper half: must be 0 */

#define LOAD_DR(n, x) __asm__ volatile("mov %0, %%dr" #n ::"r"((u64)(x)))

/* Does breakpoint i watch ports? */
static bool watches_ports(u64 dr7, u32 i)
{
    return (dr7 >> (16 + 4 * i) & 3) == 2;
}

/* Those on ports stay out of the processor: all port accesses come to us, who compare ourselves. */
void pv_load_debug(struct vcpu *v)
{
    u64 dr7 = v->debugreg[7];

    for (u32 i = 0; i < 4; i++) {
        if (watches_ports(dr7, i))
            dr7 &= ~(3ull << 2 * i);
    }
    if (dr7 & DR7_ENABLED) {
        LOAD_DR(0, v->debugreg[0]);
        LOAD_DR(1, v->debugreg[1]);
        LOAD_DR(2, v->debugreg[2]);
        LOAD_DR(3, v->debugreg[3]);
    }
    LOAD_DR(7, dr7);
}

u64 pv_port_breakpoints(const struct vcpu *v, u32 port, u32 size)
{
    u64 dr7 = v->debugreg[7], hit = 0;

    for (u32 i = 0; i < 4; i++) {
        u64 at = v->debugreg[i], last = at + (dr7 >> (18 + 4 * i) & 3);
        if ((dr7 >> 2 * i & 3) && watches_ports(dr7, i) && port <= last && at < port + size)
            hit |= 1ull << i;
    }
    return hit;
}

void pv_debug_exception(struct vcpu *v, struct regs *r, u64 dr6)
{
    v->debugreg[6] |= dr6 & DR6_SET; /* bits stay until the guest clears them */
    pv_exception(v, r, VECTOR_DB, false, 0);
}

/* The register's index; DR4 and DR5 are old names of 6 and 7, unless CR4.DE is set. */
static long debug_index(struct vcpu *v, const struct vcpu *of, u64 n)
{
    if (n > 7 || ((n == 4 || n == 5) && (of->cr4 & CR4_DE)))
        return refuse(v, REASON_DEBUG_REGISTER, n);
    return (long)(n == 4 || n == 5 ? n + 2 : n);
}

long pv_set_debug(struct vcpu *v, struct vcpu *of, u64 n, u64 value)
{
    long index = debug_index(v, of, n);
    bool on_ports = false;

    if (index < 0)
        return index;
    for (u32 i = 0; i < 4; i++)
        on_ports |= watches_ports(value, i);
    if (index >= 6 && value >> 32)
        return refuse(v, REASON_DEBUG_UPPER, value);
    if (index == 6) {
        value = (value & DR6_SET) | DR6_ONES;
    } else if (index == 7) {
        if ((value & DR7_GD) || ((value & DR7_ENABLED) && on_ports && !(of->cr4 & CR4_DE)))
            return refuse(v, REASON_DEBUG_VALUE, value);
        value = (value & ~DR7_ZERO) | DR7_FIXED;
    } else if (!guest_range_ok(of, GADDR(value), 1)) {
        return refuse(v, REASON_DEBUG_VALUE, value);
    }
    of->debugreg[index] = value;
    return 0;
}

/* set_debugreg(n, value). ENODEV: no such register; EPERM: the value could reach ring 0. */
long call_set_debugreg(struct vcpu *v, u64 n, u64 value)
{
    long rc = pv_set_debug(v, v, n, value);

    if (!rc)
        pv_load_debug(v);
    return rc;
}

/* get_debugreg(n): the value, or ENODEV. */
long call_get_debugreg(struct vcpu *v, u64 n)
{
    long index = debug_index(v, v, n);

    return index < 0 ? index : (long)v->debugreg[index];
}
