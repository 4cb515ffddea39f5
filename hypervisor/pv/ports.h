/* SPDX-License-Identifier: MIT */
#ifndef PV_PORTS_H
#define PV_PORTS_H
/*
 * Inside the pv room: I/O ports under a virtual I/O privilege level.
 */
#include "pv/decode.h"

/* Does the virtual IOPL let this code use CLI, STI and ports? */
bool ports_iopl_ok(const struct vcpu *v, const struct regs *r);
/* IN, OUT and their string forms; false: the guest gets #GP. Moves rip on itself. */
bool ports_emulate(struct vcpu *v, struct regs *r, const struct insn *i);

#endif
