/* SPDX-License-Identifier: MIT */
/*
 * Debug registers of a guest. The values are checked so that no breakpoint can hit an address
 * of ring 0, kept per vCPU, and in the processor only while they watch something (XSA-444).
 */
#include "call/call.h"
#include "call/guest.h"
#include "pv/pv.h"

#define DR6_ONES    0xffff0ff0ull
#define DR7_FIXED   0x400ull
#define DR7_ENABLED 0xffull
#define DR7_GD      (1ull << 13)
#define DR7_ZERO    0xffffffff0000d800ull /* bits 11, 12, 14, 15 and the upper half: must be 0 */

#define LOAD_DR(n, x) __asm__ volatile("mov %0, %%dr" #n ::"r"((u64)(x)))

void pv_load_debug(struct vcpu *v)
{
    if (!(v->debugreg[7] & DR7_ENABLED)) {
        LOAD_DR(7, DR7_FIXED);
        return;
    }
    LOAD_DR(0, v->debugreg[0]);
    LOAD_DR(1, v->debugreg[1]);
    LOAD_DR(2, v->debugreg[2]);
    LOAD_DR(3, v->debugreg[3]);
    LOAD_DR(6, v->debugreg[6]);
    LOAD_DR(7, v->debugreg[7]);
}

static bool io_breakpoint(u64 dr7)
{
    for (u32 i = 0; i < 4; i++) {
        if ((dr7 >> (16 + 4 * i) & 3) == 2)
            return true;
    }
    return false;
}

long pv_set_debug(struct vcpu *v, struct vcpu *of, u64 n, u64 value)
{
    if (n == 4 || n == 5) /* old names of 6 and 7 */
        n += 2;
    switch (n) {
    case 0:
    case 1:
    case 2:
    case 3:
        if (!guest_range_ok(of, GADDR(value), 1))
            return refuse(v, REASON_DEBUG_VALUE, value);
        break;
    case 6:
        value = (value & 0xefff) | DR6_ONES;
        break;
    case 7:
        if ((value & DR7_GD) || ((value & DR7_ENABLED) && io_breakpoint(value)))
            return refuse(v, REASON_DEBUG_VALUE, value);
        value = (value & ~DR7_ZERO) | DR7_FIXED;
        break;
    default:
        return refuse(v, REASON_DEBUG_REGISTER, n);
    }
    of->debugreg[n] = value;
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

/* get_debugreg(n): the value, or EINVAL. */
long call_get_debugreg(struct vcpu *v, u64 n)
{
    if (n == 4 || n == 5)
        n += 2;
    if (n > 7)
        return refuse(v, REASON_DEBUG_REGISTER, n);
    return (long)v->debugreg[n];
}
