/* SPDX-License-Identifier: MIT */
/*
 * Events: binding ports, and the two-level search for the pending ones when the callback comes.
 * shared_info's bits are written by the hypervisor at any time, so every change of a bit that both
 * sides write is one locked instruction.
 */
#include "hypercall/event.h"
#include "hypercall/call.h"
#include "hypercall/guest.h"

static struct {
    event_handler handler;
    void *context;
} handlers[EVENT_PORTS];

unsigned long event_upcalls;

static volatile guest_word *pending_word(unsigned port)
{
    return &guest_shared.evtchn_pending[port / WORD_BITS % (EVENT_PORTS / WORD_BITS)];
}

static volatile guest_word *mask_word(unsigned port)
{
    return &guest_shared.evtchn_mask[port / WORD_BITS % (EVENT_PORTS / WORD_BITS)];
}

static guest_word port_bit(unsigned port)
{
    return (guest_word)1 << port % WORD_BITS;
}

void event_set_handler(unsigned port, event_handler handler, void *context)
{
    if (port < EVENT_PORTS) {
        handlers[port].context = context;
        handlers[port].handler = handler;
    }
}

long event_bind_virq(unsigned virq, unsigned vcpu, event_handler handler, void *context)
{
    guest_evtchn_bind_virq bind = {.virq = virq, .vcpu = vcpu};
    long result = hypercall_event_channel_op(ABI_EVTCHNOP_bind_virq, (unsigned long)&bind);
    if (result != 0) {
        return result;
    }
    event_set_handler(bind.port, handler, context);
    event_unmask(bind.port);
    return (long)bind.port;
}

long event_alloc_unbound(unsigned remote)
{
    guest_evtchn_alloc_unbound alloc = {.dom = ABI_DOMID_SELF, .remote_dom = (uint16_t)remote};
    long result = hypercall_event_channel_op(ABI_EVTCHNOP_alloc_unbound, (unsigned long)&alloc);
    if (result != 0) {
        return result;
    }
    event_mask(alloc.port);
    return (long)alloc.port;
}

long event_bind_remote(unsigned remote, unsigned remote_port)
{
    guest_evtchn_bind_interdomain bind = {.remote_dom = (uint16_t)remote,
                                          .remote_port = remote_port};
    long result = hypercall_event_channel_op(ABI_EVTCHNOP_bind_interdomain, (unsigned long)&bind);
    if (result != 0) {
        return result;
    }
    event_mask(bind.local_port);
    return (long)bind.local_port;
}

long event_bind_ipi(unsigned vcpu)
{
    guest_evtchn_bind_ipi bind = {.vcpu = vcpu};
    long result = hypercall_event_channel_op(ABI_EVTCHNOP_bind_ipi, (unsigned long)&bind);
    if (result != 0) {
        return result;
    }
    event_mask(bind.port);
    return (long)bind.port;
}

long event_close(unsigned port)
{
    guest_evtchn_close close = {.port = port};
    event_set_handler(port, NULL, NULL);
    return hypercall_event_channel_op(ABI_EVTCHNOP_close, (unsigned long)&close);
}

long event_send(unsigned port)
{
    guest_evtchn_send send = {.port = port};
    return hypercall_event_channel_op(ABI_EVTCHNOP_send, (unsigned long)&send);
}

void event_mask(unsigned port)
{
    __atomic_fetch_or(mask_word(port), port_bit(port), __ATOMIC_SEQ_CST);
}

void event_unmask(unsigned port)
{
    guest_evtchn_unmask unmask = {.port = port};
    __atomic_fetch_and(mask_word(port), ~port_bit(port), __ATOMIC_SEQ_CST);
    if (event_pending(port)) { /* came while masked, so nobody has been called: ask for it now */
        event_mask(port);      /* ... which the hypervisor does for ports that are masked only */
        hypercall_event_channel_op(ABI_EVTCHNOP_unmask, (unsigned long)&unmask);
    }
}

bool event_pending(unsigned port)
{
    return (*pending_word(port) & port_bit(port)) != 0;
}

void event_clear(unsigned port)
{
    __atomic_fetch_and(pending_word(port), ~port_bit(port), __ATOMIC_SEQ_CST);
}

bool event_disable(void)
{
    bool open = guest_vcpu()->upcall_mask == 0;
    guest_vcpu()->upcall_mask = 1;
    asm volatile("" : : : "memory");
    return open;
}

void event_enable(void)
{
    asm volatile("" : : : "memory");
    guest_vcpu()->upcall_mask = 0;
    asm volatile("" : : : "memory");
    while (guest_vcpu()->upcall_pending != 0) {
        guest_vcpu()->upcall_mask = 1;
        event_handle_pending();
        guest_vcpu()->upcall_mask = 0;
        asm volatile("" : : : "memory");
    }
}

/* The lowest set bit of a word that is not 0. */
static unsigned lowest_bit(guest_word word)
{
    return (unsigned)__builtin_ctzl((unsigned long)word);
}

static void handle_word(unsigned index)
{
    for (;;) {
        guest_word ready = guest_shared.evtchn_pending[index] & ~guest_shared.evtchn_mask[index];
        if (ready == 0) {
            return;
        }
        unsigned port = index * WORD_BITS + lowest_bit(ready);
        event_clear(port);
        if (handlers[port].handler != NULL) {
            handlers[port].handler(port, handlers[port].context);
        }
    }
}

void event_handle_pending(void)
{
    volatile guest_vcpu_info *vcpu = guest_vcpu();
    while (vcpu->upcall_pending != 0) {
        vcpu->upcall_pending = 0;
        guest_word selected = __atomic_exchange_n(&vcpu->pending_sel, 0, __ATOMIC_SEQ_CST);
        while (selected != 0) {
            unsigned index = lowest_bit(selected);
            selected &= selected - 1;
            handle_word(index);
        }
    }
}

void event_wait(void)
{
    hypercall_sched_op(ABI_SCHEDOP_block, 0);
}
