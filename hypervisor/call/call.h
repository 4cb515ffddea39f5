/* SPDX-License-Identifier: MIT */
#ifndef CALL_CALL_H
#define CALL_CALL_H
/*
 * The door of the call room, and the shape of every handler: call_<name>(v, arguments...) in
 * the room that owns the matter, arguments already widened to 64 bits. It returns what the guest
 * gets in its result register; errors come from refuse().
 */
#include "abi/calls.h"
#include "abi/numbers.h"
#include "abi/reasons.h"
#include "domain/domain.h"

#define CALL_SHAPE_o    (struct vcpu * v)
#define CALL_SHAPE_w    (struct vcpu * v, u64 a)
#define CALL_SHAPE_ww   (struct vcpu * v, u64 a, u64 b)
#define CALL_SHAPE_www  (struct vcpu * v, u64 a, u64 b, u64 c)
#define CALL_SHAPE_wwww (struct vcpu * v, u64 a, u64 b, u64 c, u64 d)
#define CALL_SHAPE_D    CALL_SHAPE_w
#define CALL_SHAPE_DD   CALL_SHAPE_ww
#define CALL_SHAPE_wDw  CALL_SHAPE_www
#define CALL_SHAPE_wDww CALL_SHAPE_wwww

#define CALL_DECLARE(number, name, shape, who) long call_##name CALL_SHAPE_##shape;
ABI_CALLS(CALL_DECLARE)

/*
 * A call that has run long enough stops: `return call_restart(v, a, b, c, d, e)` puts the
 * arguments with which it wants to go on back into the guest's registers (or its multicall
 * entry), and the guest executes the instruction again when it next runs.
 */
#define CALL_RESTART (-1000l)
long call_restart(struct vcpu *v, u64 a, u64 b, u64 c, u64 d, u64 e);

/* Should a long operation stop now? True when this CPU has other work pending. */
bool call_should_stop(void);

#endif
