/* SPDX-License-Identifier: MIT */
/*
 * The event_channel_op hypercall: one row an operation. Each copies its structure in, acts on
 * the copy, and copies it out again where it has something to say. A port that the guest could
 * not be told of is closed again, or nobody would ever know that it is there.
 */
#include "call/guest.h"
#include "evtchn/port.h"
#include "mm/frame.h"

/* No domain owns hardware interrupts; Xen answers so for numbers beyond those it has. */
static long event_bind_pirq(struct vcpu *v, struct evtchn_bind_pirq *op)
{
    return refuse(v, REASON_PIRQ_ABSENT, op->pirq);
}

/*
 * The FIFO interface is not offered. Guests probe for it with init_control, and some take a bad
 * frame for a bad frame only if it answers EINVAL, so the arguments are checked all the same.
 */
#define FIFO_CONTROL_SIZE (8 + 16 * 4)

static bool is_writable_frame(struct domain *d, u64 frame)
{
    if (frame > PTE_FRAME >> PAGE_SHIFT || !frame_get(d, MFN(frame)))
        return false;
    bool writable = frame_get_writable(MFN(frame));
    if (writable)
        frame_put_writable(MFN(frame));
    frame_put(MFN(frame));
    return writable;
}

static long event_init_control(struct vcpu *v, struct evtchn_init_control *op)
{
    if (!domain_vcpu(v->domain, op->vcpu))
        return refuse(v, REASON_EVENT_VCPU, op->vcpu);
    if (op->offset > PAGE_SIZE - FIFO_CONTROL_SIZE || op->offset % 8)
        return refuse(v, REASON_FIFO_ARGUMENT, op->offset);
    if (!is_writable_frame(v->domain, op->control_gfn))
        return refuse(v, REASON_FIFO_ARGUMENT, op->control_gfn);
    return refuse(v, REASON_FIFO_ABSENT, 0);
}

static long op_expand_array(struct vcpu *v, gaddr_t arg)
{
    return refuse(v, REASON_FIFO_ABSENT, arg.va);
}

static long event_set_priority(struct vcpu *v, struct evtchn_set_priority *op)
{
    if (!port_find(v->domain, op->port))
        return refuse(v, REASON_PORT_INVALID, op->port);
    return refuse(v, REASON_FIFO_ABSENT, op->port);
}

/* The operations: is their structure also an answer, and what if the guest cannot be told it? */
#define EVENT_OPS(ROW)                                                                             \
    ROW(close, false, )                                                                            \
    ROW(send, false, )                                                                             \
    ROW(bind_vcpu, false, )                                                                        \
    ROW(unmask, false, )                                                                           \
    ROW(reset, false, )                                                                            \
    ROW(bind_pirq, false, )                                                                        \
    ROW(init_control, false, )                                                                     \
    ROW(set_priority, false, )                                                                     \
    ROW(status, true, )                                                                            \
    ROW(alloc_unbound, true, port_close(domain_by_id(v, op.dom), op.port))                         \
    ROW(bind_interdomain, true, port_close(v->domain, op.local_port))                              \
    ROW(bind_virq, true, port_close(v->domain, op.port))                                           \
    ROW(bind_ipi, true, port_close(v->domain, op.port))

/* op_NAME copies the structure in, acts on the copy and, if it is an answer, copies it out. */
#define OP(NAME, is_answer, undo)                                                                  \
    static long op_##NAME(struct vcpu *v, gaddr_t arg)                                             \
    {                                                                                              \
        struct evtchn_##NAME op;                                                                   \
        if (!guest_read_evtchn_##NAME(v, &op, arg))                                                \
            return refuse(v, REASON_POINTER_UNREADABLE, arg.va);                                   \
        long result = event_##NAME(v, &op);                                                        \
        if (result || !is_answer || guest_write_evtchn_##NAME(v, arg, &op))                        \
            return result;                                                                         \
        undo;                                                                                      \
        return refuse(v, REASON_POINTER_UNWRITABLE, arg.va);                                       \
    }

EVENT_OPS(OP)

#define ROW(NAME, is_answer, undo) [ABI_EVTCHNOP_##NAME] = op_##NAME,

long call_event_channel_op(struct vcpu *v, u64 cmd, u64 arg)
{
    static long (*const rows[])(struct vcpu * v,
                                gaddr_t arg) = {EVENT_OPS(ROW) ROW(expand_array, false, )};

    if ((u32)cmd >= array_size(rows))
        return refuse(v, REASON_SUBOP_UNKNOWN, cmd);
    return rows[(u32)cmd](v, GADDR(arg));
}
