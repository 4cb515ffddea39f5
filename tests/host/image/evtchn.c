/* SPDX-License-Identifier: MIT */
/*
 * Event channels against a naive model. First each rule by itself, in the words of a story;
 * then two domains make a hundred thousand random calls, and after each call result and
 * reason, and now and then every bit of both shared pages, must be what the model says.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "evtchn/port.h"
#include "guest_shim.h"

static struct vcpu *v0, *v1; /* vCPU 0 of the privileged domain 0, and of domain 1 */

static void begin(enum width width0, enum width width1)
{
    shim_begin(width0, width1);
    v0 = &shim_vcpu[0][0];
    v1 = &shim_vcpu[1][0];
    ck_assert_int_eq(evtchn_domain_init(&shim_domain[0]), 0);
    ck_assert_int_eq(evtchn_domain_init(&shim_domain[1]), 0);
}

static void end(void)
{
    evtchn_domain_destroy(&shim_domain[0]);
    evtchn_domain_destroy(&shim_domain[1]);
    ck_assert_uint_eq(shim_pages_used, 0);
}

/* ---- The calls as a guest makes them; all of these structures are alike in both widths. ---- */

static long call_op(struct vcpu *v, u32 cmd, void *op, size_t size)
{
    memcpy(guest_memory, op, size);
    shim_reason = REASON_NONE;
    long result = call_event_channel_op(v, cmd, GUEST_BASE);
    memcpy(op, guest_memory, size);
    return result;
}

#define CALL_OP(v, NAME, op) call_op(v, ABI_EVTCHNOP_##NAME, op, sizeof(*(op)))

static long alloc_unbound(struct vcpu *v, u32 dom, u32 remote, u32 *port)
{
    abi32_evtchn_alloc_unbound op = {.dom = (u16)dom, .remote_dom = (u16)remote};
    long result = CALL_OP(v, alloc_unbound, &op);
    *port = op.port;
    return result;
}

static long bind_interdomain(struct vcpu *v, u32 dom, u32 remote, u32 *port)
{
    abi32_evtchn_bind_interdomain op = {.remote_dom = (u16)dom, .remote_port = remote};
    long result = CALL_OP(v, bind_interdomain, &op);
    *port = op.local_port;
    return result;
}

static long bind_virq(struct vcpu *v, u32 virq, u32 vcpu, u32 *port)
{
    abi32_evtchn_bind_virq op = {.virq = virq, .vcpu = vcpu};
    long result = CALL_OP(v, bind_virq, &op);
    *port = op.port;
    return result;
}

static long bind_ipi(struct vcpu *v, u32 vcpu, u32 *port)
{
    abi32_evtchn_bind_ipi op = {.vcpu = vcpu};
    long result = CALL_OP(v, bind_ipi, &op);
    *port = op.port;
    return result;
}

static long bind_vcpu(struct vcpu *v, u32 port, u32 vcpu)
{
    abi32_evtchn_bind_vcpu op = {port, vcpu};
    return CALL_OP(v, bind_vcpu, &op);
}

static long close_port(struct vcpu *v, u32 port)
{
    abi32_evtchn_close op = {port};
    return CALL_OP(v, close, &op);
}

static long send(struct vcpu *v, u32 port)
{
    abi32_evtchn_send op = {port};
    return CALL_OP(v, send, &op);
}

static long unmask(struct vcpu *v, u32 port)
{
    abi32_evtchn_unmask op = {port};
    return CALL_OP(v, unmask, &op);
}

static long reset(struct vcpu *v, u32 dom)
{
    abi32_evtchn_reset op = {(u16)dom};
    return CALL_OP(v, reset, &op);
}

static long status(struct vcpu *v, u32 dom, u32 port, abi32_evtchn_status *op)
{
    memset(op, 0, sizeof(*op));
    op->dom = (u16)dom;
    op->port = port;
    return CALL_OP(v, status, op);
}

static u32 state_of(struct vcpu *v, u32 port)
{
    abi32_evtchn_status op;
    ck_assert_int_eq(status(v, ABI_DOMID_SELF, port, &op), 0);
    return op.status;
}

static void expect_refusal(long got, enum reason reason)
{
    ck_assert_msg(shim_reason == reason, "expected reason %d, got %d", reason, shim_reason);
    ck_assert_int_eq(got, shim_error(reason));
    ck_assert_int_lt(got, 0);
}

/* ---- The shared pages as a guest sees them. ---- */

static abi32_shared_info *page32(u32 domain)
{
    return shim_domain[domain].shared;
}

static abi64_shared_info *page64(u32 domain)
{
    return shim_domain[domain].shared;
}

static void set_mask(u32 domain, u32 port, bool masked)
{
    if (shim_domain[domain].width == WIDTH_32) {
        u32 *w = &page32(domain)->evtchn_mask[port / 32], bit = 1u << port % 32;
        *w = masked ? *w | bit : *w & ~bit;
    } else {
        u64 *w = &page64(domain)->evtchn_mask[port / 64], bit = 1ull << port % 64;
        *w = masked ? *w | bit : *w & ~bit;
    }
}

/* What a guest does in its upcall handler, one port at a time: forget what is pending. */
static void clear_pending(u32 domain, u32 port)
{
    if (shim_domain[domain].width == WIDTH_32)
        page32(domain)->evtchn_pending[port / 32] &= ~(1u << port % 32);
    else
        page64(domain)->evtchn_pending[port / 64] &= ~(1ull << port % 64);
}

static u64 take_selector(u32 domain, u32 vcpu)
{
    u64 old;

    if (shim_domain[domain].width == WIDTH_32) {
        abi32_vcpu_info *i = &page32(domain)->vcpu_info[vcpu];
        i->upcall_pending = 0, old = i->pending_sel, i->pending_sel = 0;
    } else {
        abi64_vcpu_info *i = &page64(domain)->vcpu_info[vcpu];
        i->upcall_pending = 0, old = i->pending_sel, i->pending_sel = 0;
    }
    return old;
}

static bool is_pending(u32 domain, u32 port)
{
    return shim_domain[domain].width == WIDTH_32
               ? page32(domain)->evtchn_pending[port / 32] >> port % 32 & 1
               : page64(domain)->evtchn_pending[port / 64] >> port % 64 & 1;
}

/* ---- Rules, one by one (_i: both widths of domain 0, then of domain 1). ---- */

#define EACH_WIDTH begin((enum width)(_i & 1), (enum width)(_i >> 1))

START_TEST(first_ports)
{
    u32 port;
    abi32_evtchn_status s;

    EACH_WIDTH;
    ck_assert_int_eq(bind_ipi(v1, 0, &port), 0);
    ck_assert_uint_eq(port, 1); /* the lowest free one, and never 0 */
    ck_assert_int_eq(bind_virq(v1, ABI_VIRQ_TIMER, 0, &port), 0);
    ck_assert_uint_eq(port, 2);
    ck_assert_int_eq(close_port(v1, 1), 0);
    ck_assert_int_eq(alloc_unbound(v1, ABI_DOMID_SELF, ABI_DOMID_SELF, &port), 0);
    ck_assert_uint_eq(port, 1);
    /* That is how a guest learns its own number. */
    ck_assert_int_eq(status(v1, ABI_DOMID_SELF, 1, &s), 0);
    ck_assert_uint_eq(s.status, ABI_EVTCHNSTAT_unbound);
    ck_assert_uint_eq(s.detail, 1);
    ck_assert_uint_eq(state_of(v1, 0), ABI_EVTCHNSTAT_closed);
    expect_refusal(close_port(v1, 0), REASON_PORT_STATE);
    expect_refusal(send(v1, 0), REASON_PORT_STATE);
    expect_refusal(bind_vcpu(v1, 0, 0), REASON_PORT_STATE);
    end();
}
END_TEST

/* An event goes to the bound vCPU: pending, selector, upcall flag, one wake; then is silent. */
START_TEST(delivery)
{
    u32 port, shift;

    EACH_WIDTH;
    shift = shim_domain[1].width == WIDTH_32 ? 5 : 6;
    for (u32 i = 0; i < 100; i++)
        ck_assert_int_eq(bind_ipi(v1, 2, &port), 0);
    ck_assert_uint_eq(port, 100);
    ck_assert_int_eq(send(v1, port), 0);
    ck_assert(is_pending(1, port));
    ck_assert_uint_eq(*vcpu_upcall_pending(&shim_vcpu[1][2]), 1);
    ck_assert_uint_eq(*vcpu_upcall_pending(v1), 0);
    ck_assert_uint_eq(shim_wakes[1][2], 1);
    ck_assert_int_eq(send(v1, port), 0);
    ck_assert_uint_eq(shim_wakes[1][2], 1);
    ck_assert_uint_eq(take_selector(1, 2), 1ull << (port >> shift));
    ck_assert_int_eq(send(v1, port), 0); /* still pending: nothing new */
    ck_assert_uint_eq(take_selector(1, 2), 0);
    clear_pending(1, port);
    ck_assert_int_eq(send(v1, port), 0);
    ck_assert_uint_eq(take_selector(1, 2), 1ull << (port >> shift));
    ck_assert_uint_eq(shim_wakes[1][2], 2);
    end();
}
END_TEST

/* A masked port only remembers; unmasking delivers, once, to the vCPU it is bound to. */
START_TEST(masks)
{
    u32 port;

    EACH_WIDTH;
    ck_assert_int_eq(bind_ipi(v1, 3, &port), 0);
    set_mask(1, port, true);
    ck_assert_int_eq(send(v1, port), 0);
    ck_assert(is_pending(1, port));
    ck_assert_uint_eq(shim_wakes[1][3], 0);
    ck_assert_int_eq(unmask(v1, port), 0);
    ck_assert_uint_eq(shim_wakes[1][3], 1);
    ck_assert_uint_eq(take_selector(1, 3), 1);
    ck_assert_int_eq(unmask(v1, port), 0); /* was not masked: nothing happens */
    ck_assert_uint_eq(take_selector(1, 3), 0);
    clear_pending(1, port);
    set_mask(1, port, true);
    ck_assert_int_eq(unmask(v1, port), 0); /* nothing pending */
    ck_assert_uint_eq(take_selector(1, 3), 0);
    ck_assert_int_eq(unmask(v1, 7), 0); /* any port there is, open or not */
    expect_refusal(unmask(v1, 0xffffffff), REASON_PORT_INVALID);
    end();
}
END_TEST

/* SCHEDOP_poll waits for the pending bit, even of a masked port. */
START_TEST(pollers)
{
    u32 port, other;

    EACH_WIDTH;
    ck_assert_int_eq(bind_ipi(v1, 0, &other), 0);
    ck_assert_int_eq(bind_ipi(v1, 0, &port), 0);
    ck_assert_int_eq(evtchn_is_pending(&shim_domain[1], PORT(port)), 0);
    set_mask(1, port, true);
    set_mask(1, other, true);
    shim_vcpu[1][2].is_polling = true;
    shim_vcpu[1][2].poll_port = port;
    shim_vcpu[1][3].is_polling = true; /* of several ports */
    ck_assert_int_eq(send(v1, other), 0);
    ck_assert_uint_eq(shim_wakes[1][2], 0);
    ck_assert_uint_eq(shim_wakes[1][3], 1);
    ck_assert_int_eq(send(v1, port), 0);
    ck_assert_uint_eq(shim_wakes[1][2], 1);
    ck_assert_uint_eq(shim_wakes[1][3], 2);
    ck_assert_int_eq(evtchn_is_pending(&shim_domain[1], PORT(port)), 1);
    /* Nobody can wait for a port that is closed, nor for one that there cannot be. */
    ck_assert_int_eq(evtchn_is_pending(&shim_domain[1], PORT(port + 1)), -1);
    ck_assert_int_eq(evtchn_is_pending(&shim_domain[1], PORT(4095)), -1);
    ck_assert_int_eq(evtchn_is_pending(&shim_domain[1], PORT(4096)), -1);
    ck_assert_int_eq(evtchn_is_pending(&shim_domain[1], PORT(0xffffffff)), -1);
    end();
}
END_TEST

START_TEST(virtual_interrupts)
{
    u32 timer, console, port;
    abi32_evtchn_status s;

    EACH_WIDTH;
    evtchn_raise_virq(v1, ABI_VIRQ_TIMER); /* nobody listens: no harm */
    evtchn_raise_global_virq(&shim_domain[1], ABI_VIRQ_CONSOLE);
    ck_assert_int_eq(bind_virq(v1, ABI_VIRQ_TIMER, 2, &timer), 0);
    expect_refusal(bind_virq(v1, ABI_VIRQ_TIMER, 2, &port), REASON_VIRQ_BOUND);
    ck_assert_int_eq(bind_virq(v1, ABI_VIRQ_TIMER, 3, &port), 0);
    ck_assert_int_eq(bind_virq(v1, ABI_VIRQ_CONSOLE, 0, &console), 0);
    expect_refusal(bind_virq(v1, ABI_VIRQ_CONSOLE, 1, &port), REASON_VIRQ_VCPU);
    expect_refusal(bind_virq(v1, ABI_VIRQ_CONSOLE, 0, &port), REASON_VIRQ_BOUND);
    expect_refusal(bind_virq(v1, ABI_NR_VIRQS, 0, &port), REASON_VIRQ_INVALID);
    expect_refusal(bind_virq(v1, 0xffffffff, 0, &port), REASON_VIRQ_INVALID);
    expect_refusal(bind_virq(v1, ABI_VIRQ_TIMER, SHIM_VCPUS, &port), REASON_EVENT_VCPU);
    expect_refusal(bind_virq(v1, ABI_VIRQ_TIMER, 0xffffffff, &port), REASON_EVENT_VCPU);

    ck_assert_int_eq(status(v1, ABI_DOMID_SELF, timer, &s), 0);
    ck_assert_uint_eq(s.status, ABI_EVTCHNSTAT_virq);
    ck_assert_uint_eq(s.vcpu, 2);
    ck_assert_uint_eq(s.detail, ABI_VIRQ_TIMER);
    evtchn_raise_virq(&shim_vcpu[1][2], ABI_VIRQ_TIMER);
    ck_assert_uint_eq(shim_wakes[1][2], 1);
    ck_assert_uint_eq(shim_wakes[1][3], 0);
    expect_refusal(send(v1, timer), REASON_PORT_STATE);
    expect_refusal(bind_vcpu(v1, timer, 0), REASON_PORT_STATE); /* each vCPU has its own */

    ck_assert_int_eq(bind_vcpu(v1, console, 1), 0);
    evtchn_raise_global_virq(&shim_domain[1], ABI_VIRQ_CONSOLE);
    ck_assert_uint_eq(shim_wakes[1][1], 1);
    ck_assert_int_eq(close_port(v1, console), 0); /* moved or not, it is closed whole */
    ck_assert_int_eq(bind_virq(v1, ABI_VIRQ_CONSOLE, 0, &port), 0);
    ck_assert_int_eq(close_port(v1, timer), 0);
    ck_assert_int_eq(bind_virq(v1, ABI_VIRQ_TIMER, 2, &port), 0);
    end();
}
END_TEST

/* Closing forgets the event, so that the number's next owner does not find it. */
START_TEST(closing_forgets)
{
    u32 port;

    EACH_WIDTH;
    ck_assert_int_eq(bind_ipi(v1, 0, &port), 0);
    ck_assert_int_eq(send(v1, port), 0);
    ck_assert_int_eq(close_port(v1, port), 0);
    ck_assert(!is_pending(1, port));
    expect_refusal(close_port(v1, port), REASON_PORT_STATE);
    expect_refusal(send(v1, port), REASON_PORT_STATE);
    expect_refusal(close_port(v1, 0x80000001), REASON_PORT_INVALID);
    evtchn_raise(&shim_domain[1], PORT(port));
    ck_assert(!is_pending(1, port));
    end();
}
END_TEST

START_TEST(between_domains)
{
    u32 offered, local, port;
    abi32_evtchn_status s;

    EACH_WIDTH;
    ck_assert_int_eq(bind_ipi(v0, 0, &port), 0);
    ck_assert_int_eq(alloc_unbound(v0, ABI_DOMID_SELF, 1, &offered), 0);
    ck_assert_int_eq(send(v0, offered), 0); /* nobody there yet: dropped */
    ck_assert_int_eq(bind_interdomain(v1, 0, offered, &local), 0);
    ck_assert(is_pending(1, local)); /* so the new end is told to look */
    clear_pending(1, local);
    ck_assert_int_eq(status(v0, ABI_DOMID_SELF, offered, &s), 0);
    ck_assert_uint_eq(s.status, ABI_EVTCHNSTAT_interdomain);
    ck_assert_uint_eq(s.detail, 1);
    ck_assert_uint_eq(s.remote_port, local);
    ck_assert_int_eq(bind_vcpu(v0, offered, 2), 0);
    ck_assert_int_eq(send(v1, local), 0);
    ck_assert(is_pending(0, offered) && !is_pending(1, local));
    ck_assert_uint_eq(shim_wakes[0][2], 1);
    expect_refusal(bind_interdomain(v1, 0, offered, &port), REASON_PORT_STATE); /* taken */

    ck_assert_int_eq(close_port(v1, local), 0);
    ck_assert_uint_eq(state_of(v0, offered), ABI_EVTCHNSTAT_unbound);
    ck_assert_int_eq(send(v0, offered), 0);
    ck_assert_int_eq(bind_interdomain(v1, 0, offered, &local), 0); /* for us again */
    ck_assert_int_eq(close_port(v0, offered), 0);
    ck_assert_uint_eq(state_of(v1, local), ABI_EVTCHNSTAT_unbound);
    end();
}
END_TEST

START_TEST(connecting_refused)
{
    u32 offered, port;

    EACH_WIDTH;
    ck_assert_int_eq(alloc_unbound(v0, 0, 0, &offered), 0); /* for itself only */
    expect_refusal(bind_interdomain(v1, 0, offered, &port), REASON_PORT_STATE);
    expect_refusal(bind_interdomain(v1, 0, offered + 1, &port), REASON_PORT_STATE);
    expect_refusal(bind_interdomain(v1, 0, 0, &port), REASON_PORT_STATE);
    expect_refusal(bind_interdomain(v1, 0, 1u << 31, &port), REASON_PORT_INVALID);
    expect_refusal(bind_interdomain(v1, 7, 1, &port), REASON_DOMAIN_UNKNOWN);
    /* Nothing was taken on the way. */
    ck_assert_int_eq(bind_ipi(v1, 0, &port), 0);
    ck_assert_uint_eq(port, 1);
    end();
}
END_TEST

/* Both ends in one domain. */
START_TEST(with_oneself)
{
    u32 a, b;

    EACH_WIDTH;
    ck_assert_int_eq(alloc_unbound(v1, ABI_DOMID_SELF, ABI_DOMID_SELF, &a), 0);
    ck_assert_int_eq(bind_interdomain(v1, ABI_DOMID_SELF, a, &b), 0);
    ck_assert_uint_ne(a, b);
    clear_pending(1, b);
    ck_assert_int_eq(send(v1, b), 0);
    ck_assert(is_pending(1, a) && !is_pending(1, b));
    ck_assert_int_eq(send(v1, a), 0);
    ck_assert(is_pending(1, b));
    ck_assert_int_eq(close_port(v1, a), 0);
    ck_assert_uint_eq(state_of(v1, a), ABI_EVTCHNSTAT_closed);
    ck_assert_uint_eq(state_of(v1, b), ABI_EVTCHNSTAT_unbound);
    ck_assert_int_eq(close_port(v1, b), 0);
    end();
}
END_TEST

/* Only the privileged domain acts for others. */
START_TEST(privilege)
{
    u32 port;
    abi32_evtchn_status s;

    EACH_WIDTH;
    expect_refusal(alloc_unbound(v1, 0, 1, &port), REASON_DOMAIN_FOREIGN);
    expect_refusal(status(v1, 0, 1, &s), REASON_DOMAIN_FOREIGN);
    expect_refusal(reset(v1, 0), REASON_DOMAIN_FOREIGN);
    expect_refusal(alloc_unbound(v0, 9, 1, &port), REASON_DOMAIN_UNKNOWN);
    expect_refusal(status(v0, 9, 1, &s), REASON_DOMAIN_UNKNOWN);
    expect_refusal(reset(v0, 9), REASON_DOMAIN_UNKNOWN);
    ck_assert_int_eq(alloc_unbound(v0, 1, 0, &port), 0); /* as tools do for a new domain */
    ck_assert_int_eq(status(v0, 1, port, &s), 0);
    ck_assert_uint_eq(s.status, ABI_EVTCHNSTAT_unbound);
    ck_assert_uint_eq(s.detail, 0);
    ck_assert_uint_eq(state_of(v1, port), ABI_EVTCHNSTAT_unbound);
    expect_refusal(reset(v0, 1), REASON_PORT_STATE); /* it may be using them ... */
    shim_domain[1].pauses = 1;
    ck_assert_int_eq(reset(v0, 1), 0); /* ... unless it stands still */
    ck_assert_uint_eq(state_of(v1, port), ABI_EVTCHNSTAT_closed);
    end();
}
END_TEST

START_TEST(running_out)
{
    u32 port, limit;

    EACH_WIDTH;
    limit = shim_domain[1].width == WIDTH_32 ? 1024 : 4096;
    for (u32 i = 1; i < limit; i++) {
        ck_assert_int_eq(bind_ipi(v1, 0, &port), 0);
        ck_assert_uint_eq(port, i);
    }
    expect_refusal(bind_ipi(v1, 0, &port), REASON_PORT_NONE_FREE);
    ck_assert_int_eq(send(v1, limit - 1), 0);
    ck_assert(is_pending(1, limit - 1));
    ck_assert_uint_eq(take_selector(1, 0), limit == 1024 ? 1ull << 31 : 1ull << 63);
    expect_refusal(send(v1, limit), REASON_PORT_INVALID);
    ck_assert_int_eq(reset(v1, ABI_DOMID_SELF), 0);
    for (u32 i = 0; i < limit; i++)
        ck_assert_uint_eq(state_of(v1, i), ABI_EVTCHNSTAT_closed);
    ck_assert(!is_pending(1, limit - 1));
    ck_assert_int_eq(bind_ipi(v1, 0, &port), 0);
    ck_assert_uint_eq(port, 1);
    end();
}
END_TEST

START_TEST(no_memory)
{
    u32 port;

    EACH_WIDTH;
    shim_pages_left = 0;
    while (bind_ipi(v1, 0, &port) == 0)
        ;
    expect_refusal(bind_ipi(v1, 0, &port), REASON_MEMORY_EXHAUSTED);
    shim_pages_left = 1;
    ck_assert_int_eq(bind_ipi(v1, 0, &port), 0);
    ck_assert_int_eq(send(v1, port), 0);
    end();
    shim_pages_left = 0;
    ck_assert_int_eq(evtchn_domain_init(&shim_domain[0]), -ABI_ENOMEM);
}
END_TEST

/* A port whose number could not be told is given back. */
START_TEST(unwritable_argument)
{
    u32 port, offered;

    EACH_WIDTH;
    ck_assert_int_eq(alloc_unbound(v0, ABI_DOMID_SELF, 1, &offered), 0);
    guest_read_only = true;
    expect_refusal(bind_ipi(v1, 0, &port), REASON_POINTER_UNWRITABLE);
    expect_refusal(bind_virq(v1, ABI_VIRQ_TIMER, 0, &port), REASON_POINTER_UNWRITABLE);
    expect_refusal(alloc_unbound(v0, 1, 0, &port), REASON_POINTER_UNWRITABLE);
    expect_refusal(bind_interdomain(v1, 0, offered, &port), REASON_POINTER_UNWRITABLE);
    guest_read_only = false;
    ck_assert_uint_eq(state_of(v0, offered), ABI_EVTCHNSTAT_unbound);
    ck_assert_int_eq(bind_virq(v1, ABI_VIRQ_TIMER, 0, &port), 0);
    ck_assert_uint_eq(port, 1);
    for (u32 cmd = 0; cmd <= 13; cmd++) {
        shim_reason = REASON_NONE;
        long got = call_event_channel_op(v1, cmd, 0x100);
        expect_refusal(got, cmd == 12 ? REASON_FIFO_ABSENT : REASON_POINTER_UNREADABLE);
    }
    expect_refusal(call_event_channel_op(v1, 14, GUEST_BASE), REASON_SUBOP_UNKNOWN);
    expect_refusal(call_event_channel_op(v1, ~0ull, GUEST_BASE), REASON_SUBOP_UNKNOWN);
    end();
}
END_TEST

static long init_control(struct vcpu *v, u64 frame, u32 offset, u32 vcpu)
{
    abi32_evtchn_init_control narrow = {.control_gfn = frame, .offset = offset, .vcpu = vcpu};
    abi64_evtchn_init_control wide = {.control_gfn = frame, .offset = offset, .vcpu = vcpu};

    return v->domain->width == WIDTH_32 ? CALL_OP(v, init_control, &narrow)
                                        : CALL_OP(v, init_control, &wide);
}

/* The FIFO interface is absent, but a bad frame is a bad frame first. */
START_TEST(fifo)
{
    abi32_evtchn_set_priority priority = {1, 0};
    abi32_evtchn_bind_pirq pirq = {.pirq = 4};

    EACH_WIDTH;
    expect_refusal(init_control(v1, SHIM_GOOD_FRAME, 0, 0), REASON_FIFO_ABSENT);
    expect_refusal(init_control(v1, SHIM_GOOD_FRAME + 1, 0, 0), REASON_FIFO_ARGUMENT);
    expect_refusal(init_control(v1, 0, 0, 0), REASON_FIFO_ARGUMENT);
    expect_refusal(init_control(v1, ~0ull, 0, 0), REASON_FIFO_ARGUMENT);
    expect_refusal(init_control(v1, SHIM_GOOD_FRAME, 4, 0), REASON_FIFO_ARGUMENT);
    expect_refusal(init_control(v1, SHIM_GOOD_FRAME, 4096 - 64, 0), REASON_FIFO_ARGUMENT);
    expect_refusal(init_control(v1, SHIM_GOOD_FRAME, ~7u, 0), REASON_FIFO_ARGUMENT);
    expect_refusal(init_control(v1, SHIM_GOOD_FRAME, 0, SHIM_VCPUS), REASON_EVENT_VCPU);
    expect_refusal(CALL_OP(v1, set_priority, &priority), REASON_FIFO_ABSENT);
    priority.port = 1 << 20;
    expect_refusal(CALL_OP(v1, set_priority, &priority), REASON_PORT_INVALID);
    expect_refusal(CALL_OP(v1, bind_pirq, &pirq), REASON_PIRQ_ABSENT);
    end();
}
END_TEST

/* A domain that goes leaves its partners waiting, not pointing at nothing. */
START_TEST(destruction)
{
    u32 offered, local;

    EACH_WIDTH;
    ck_assert_int_eq(alloc_unbound(v0, ABI_DOMID_SELF, 1, &offered), 0);
    ck_assert_int_eq(bind_interdomain(v1, 0, offered, &local), 0);
    evtchn_close_all(&shim_domain[1]);
    ck_assert_uint_eq(state_of(v0, offered), ABI_EVTCHNSTAT_unbound);
    ck_assert_int_eq(send(v0, offered), 0);
    evtchn_raise(&shim_domain[1], PORT(local));
    end();
}
END_TEST

/* ---- The model. ---- */

struct model_port {
    u32 state, vcpu, remote_dom, detail, remote;
};

static struct model {
    u32 ports, buckets;
    struct model_port port[4096];
    bool pending[4096], mask[4096];
    bool selector[SHIM_VCPUS][64], upcall[SHIM_VCPUS];
    bool polling[SHIM_VCPUS];
    u32 poll_port[SHIM_VCPUS], wakes[SHIM_VCPUS];
    u32 virq[SHIM_VCPUS][ABI_NR_VIRQS];
} model[2];

static u32 selector_bit(struct model *m, u32 port)
{
    return m->ports == 1024 ? port / 32 : port / 64;
}

static void model_notify(struct model *m, u32 vcpu, u32 port)
{
    if (m->selector[vcpu][selector_bit(m, port)])
        return;
    m->selector[vcpu][selector_bit(m, port)] = true;
    if (!m->upcall[vcpu])
        m->wakes[vcpu]++;
    m->upcall[vcpu] = true;
}

static void model_raise(struct model *m, u32 port)
{
    if (m->pending[port])
        return;
    m->pending[port] = true;
    if (!m->mask[port])
        model_notify(m, m->port[port].vcpu, port);
    for (u32 v = 0; v < SHIM_VCPUS; v++)
        if (m->polling[v] && (m->poll_port[v] == 0 || m->poll_port[v] == port))
            m->wakes[v]++;
}

static u32 model_new(struct model *m, u32 state)
{
    for (u32 n = 1; n < m->ports; n++)
        if (m->port[n].state == PORT_FREE) {
            m->port[n] = (struct model_port){.state = state};
            m->buckets = max(m->buckets, n / 256 + 1);
            return n;
        }
    ck_abort_msg("the test makes too many ports");
    return 0;
}

static bool model_has(struct model *m, u32 port)
{
    return port < m->ports && port / 256 < m->buckets;
}

/* For numbers out of range, some port: the caller asks model_has before using it. */
static struct model_port *model_at(u32 d, u32 port)
{
    return &model[d].port[port % array_size(model[d].port)];
}

static enum reason model_close(u32 d, u32 port)
{
    struct model *m = &model[d];
    struct model_port *p = model_at(d, port);

    if (!model_has(m, port))
        return REASON_PORT_INVALID;
    if (p->state == PORT_FREE || port == 0)
        return REASON_PORT_STATE;
    if (p->state == PORT_VIRQ)
        m->virq[virq_is_global(p->detail) ? 0 : p->vcpu][p->detail] = 0;
    if (p->state == PORT_INTERDOMAIN) {
        struct model_port *far = &model[p->remote].port[p->detail];
        far->state = PORT_UNBOUND;
        far->remote_dom = d;
    }
    m->pending[port] = false;
    *p = (struct model_port){0};
    return REASON_NONE;
}

static u32 random_port(void)
{
    return rand() % 50 == 0 ? (u32)rand() * 2 : (u32)rand() % 24;
}

static void expect(enum reason reason, long got)
{
    ck_assert_msg(shim_reason == reason, "model says %d, got %d", reason, shim_reason);
    ck_assert_int_eq(got, shim_error(reason));
}

static void try_bind_ipi(u32 d, struct vcpu *v)
{
    u32 vcpu = (u32)rand() % (SHIM_VCPUS + 1), port;
    long got = bind_ipi(v, vcpu, &port);

    if (vcpu == SHIM_VCPUS) {
        expect(REASON_EVENT_VCPU, got);
        return;
    }
    expect(REASON_NONE, got);
    u32 want = model_new(&model[d], PORT_IPI);
    ck_assert_uint_eq(port, want);
    model[d].port[want].vcpu = vcpu;
}

static void try_bind_virq(u32 d, struct vcpu *v)
{
    u32 virq = (u32)rand() % (ABI_NR_VIRQS + 1), vcpu = (u32)rand() % SHIM_VCPUS, port;
    vcpu = rand() & 1 ? vcpu : 0;
    long got = bind_virq(v, virq, vcpu, &port);

    if (virq == ABI_NR_VIRQS)
        expect(REASON_VIRQ_INVALID, got);
    else if (virq != 0 && virq != 1 && virq != 7 && virq != 13 && vcpu != 0)
        expect(REASON_VIRQ_VCPU, got);
    else if (model[d].virq[vcpu][virq])
        expect(REASON_VIRQ_BOUND, got);
    else {
        expect(REASON_NONE, got);
        u32 want = model_new(&model[d], PORT_VIRQ);
        ck_assert_uint_eq(port, want);
        model[d].port[want].vcpu = vcpu;
        model[d].port[want].detail = virq;
        model[d].virq[vcpu][virq] = want;
    }
}

static void try_alloc_unbound(u32 d, struct vcpu *v)
{
    u32 dom = rand() & 1 ? ABI_DOMID_SELF : (u32)rand() % 3, remote = (u32)rand() % 3, port;
    u32 target = dom == ABI_DOMID_SELF ? d : dom;
    long got = alloc_unbound(v, dom, remote, &port);

    if (target > 1)
        expect(REASON_DOMAIN_UNKNOWN, got);
    else if (target != d && d != 0)
        expect(REASON_DOMAIN_FOREIGN, got);
    else {
        expect(REASON_NONE, got);
        u32 want = model_new(&model[target], PORT_UNBOUND);
        ck_assert_uint_eq(port, want);
        model[target].port[want].remote_dom = remote;
    }
}

static void try_bind_interdomain(u32 d, struct vcpu *v)
{
    u32 remote = (u32)rand() % 2, far = random_port(), port;
    long got = bind_interdomain(v, remote, far, &port);

    if (!model_has(&model[remote], far))
        expect(REASON_PORT_INVALID, got);
    else if (model[remote].port[far].state != PORT_UNBOUND ||
             model[remote].port[far].remote_dom != d)
        expect(REASON_PORT_STATE, got);
    else {
        expect(REASON_NONE, got);
        u32 want = model_new(&model[d], PORT_INTERDOMAIN);
        ck_assert_uint_eq(port, want);
        model[d].port[want].remote = remote;
        model[d].port[want].remote_dom = remote;
        model[d].port[want].detail = far;
        model[remote].port[far].state = PORT_INTERDOMAIN;
        model[remote].port[far].remote = d;
        model[remote].port[far].remote_dom = d;
        model[remote].port[far].detail = want;
        model_raise(&model[d], want);
    }
}

static void try_send(u32 d, struct vcpu *v)
{
    u32 port = random_port();
    long got = send(v, port);
    struct model_port *p = model_at(d, port);

    if (!model_has(&model[d], port))
        expect(REASON_PORT_INVALID, got);
    else if (p->state == PORT_FREE || p->state == PORT_VIRQ)
        expect(REASON_PORT_STATE, got);
    else {
        expect(REASON_NONE, got);
        if (p->state == PORT_IPI)
            model_raise(&model[d], port);
        if (p->state == PORT_INTERDOMAIN)
            model_raise(&model[p->remote], p->detail);
    }
}

static void try_bind_vcpu(u32 d, struct vcpu *v)
{
    u32 port = random_port(), vcpu = (u32)rand() % (SHIM_VCPUS + 1);
    long got = bind_vcpu(v, port, vcpu);
    struct model_port *p = model_at(d, port);

    if (vcpu == SHIM_VCPUS)
        expect(REASON_EVENT_VCPU, got);
    else if (!model_has(&model[d], port))
        expect(REASON_PORT_INVALID, got);
    else if (p->state == PORT_UNBOUND || p->state == PORT_INTERDOMAIN ||
             (p->state == PORT_VIRQ && virq_is_global(p->detail))) {
        expect(REASON_NONE, got);
        p->vcpu = vcpu;
    } else
        expect(REASON_PORT_STATE, got);
}

static void try_unmask(u32 d, struct vcpu *v)
{
    u32 port = random_port();
    long got = unmask(v, port);

    if (!model_has(&model[d], port)) {
        expect(REASON_PORT_INVALID, got);
        return;
    }
    expect(REASON_NONE, got);
    if (model[d].mask[port] && model[d].pending[port])
        model_notify(&model[d], model[d].port[port].vcpu, port);
    model[d].mask[port] = false;
}

static void try_status(u32 d, struct vcpu *v)
{
    static const u32 answers[] = {[PORT_FREE] = 0,        [PORT_RESERVED] = 0, [PORT_UNBOUND] = 1,
                                  [PORT_INTERDOMAIN] = 2, [PORT_VIRQ] = 4,     [PORT_IPI] = 5};
    u32 port = random_port();
    abi32_evtchn_status s;
    long got = status(v, ABI_DOMID_SELF, port, &s);
    struct model_port *p = model_at(d, port);

    if (!model_has(&model[d], port)) {
        expect(REASON_PORT_INVALID, got);
        return;
    }
    expect(REASON_NONE, got);
    ck_assert_uint_eq(s.status, answers[p->state]);
    ck_assert_uint_eq(s.vcpu, p->vcpu);
    if (p->state == PORT_VIRQ)
        ck_assert_uint_eq(s.detail, p->detail);
    if (p->state == PORT_UNBOUND || p->state == PORT_INTERDOMAIN)
        ck_assert_uint_eq(s.detail, p->remote_dom);
    if (p->state == PORT_INTERDOMAIN)
        ck_assert_uint_eq(s.remote_port, p->detail);
}

/* What guests do by themselves, without a call. */
static void guest_acts(u32 d)
{
    u32 port = (u32)rand() % 24, vcpu = (u32)rand() % SHIM_VCPUS;

    switch (rand() % 4) {
    case 0:
        model[d].mask[port] = rand() & 1;
        set_mask(d, port, model[d].mask[port]);
        break;
    case 1:
        model[d].pending[port] = false;
        clear_pending(d, port);
        break;
    case 2:
        take_selector(d, vcpu);
        memset(model[d].selector[vcpu], 0, sizeof(model[d].selector[vcpu]));
        model[d].upcall[vcpu] = false;
        break;
    case 3:
        shim_vcpu[d][vcpu].is_polling = model[d].polling[vcpu] = rand() & 1;
        shim_vcpu[d][vcpu].poll_port = model[d].poll_port[vcpu] = rand() & 1 ? port : 0;
        break;
    }
}

static void hypervisor_raises(u32 d, u32 vcpu)
{
    u32 virq = (u32)rand() % ABI_NR_VIRQS, port;

    if (virq_is_global(virq)) {
        port = model[d].virq[0][virq];
        evtchn_raise_global_virq(&shim_domain[d], virq);
    } else {
        port = model[d].virq[vcpu][virq];
        evtchn_raise_virq(&shim_vcpu[d][vcpu], virq);
    }
    if (port)
        model_raise(&model[d], port);
}

/* Writes the model down as the guest's structures say, and compares page and wakes. */
static void compare(u32 d)
{
    static u8 want[4096];
    abi32_shared_info *s32 = (void *)want;
    abi64_shared_info *s64 = (void *)want;
    struct model *m = &model[d];

    memset(want, 0, sizeof(want));
    for (u32 n = 0; n < m->ports; n++) {
        if (m->ports == 1024) {
            s32->evtchn_pending[n / 32] |= (u32)m->pending[n] << n % 32;
            s32->evtchn_mask[n / 32] |= (u32)m->mask[n] << n % 32;
        } else {
            s64->evtchn_pending[n / 64] |= (u64)m->pending[n] << n % 64;
            s64->evtchn_mask[n / 64] |= (u64)m->mask[n] << n % 64;
        }
    }
    for (u32 v = 0; v < SHIM_VCPUS; v++) {
        u64 selector = 0;
        for (u32 n = 0; n < 64; n++)
            selector |= (u64)m->selector[v][n] << n;
        if (m->ports == 1024) {
            s32->vcpu_info[v].pending_sel = (u32)selector;
            s32->vcpu_info[v].upcall_pending = m->upcall[v];
        } else {
            s64->vcpu_info[v].pending_sel = selector;
            s64->vcpu_info[v].upcall_pending = m->upcall[v];
        }
        ck_assert_uint_eq(shim_wakes[d][v], m->wakes[v]);
    }
    ck_assert_mem_eq(shim_domain[d].shared, want, sizeof(want));
}

START_TEST(random_calls)
{
    void (*const calls[])(u32 d, struct vcpu *v) = {
        try_bind_ipi, try_bind_virq, try_alloc_unbound, try_bind_interdomain, try_bind_interdomain,
        try_send,     try_send,      try_bind_vcpu,     try_unmask,           try_status,
    };

    EACH_WIDTH;
    srand(1000 + (u32)_i);
    memset(model, 0, sizeof(model));
    for (u32 d = 0; d < 2; d++) {
        model[d].ports = shim_domain[d].width == WIDTH_32 ? 1024 : 4096;
        model[d].buckets = 1;
    }
    for (u32 round = 0; round < 25000; round++) {
        u32 d = (u32)rand() % 2, what = (u32)rand() % 16;
        struct vcpu *v = &shim_vcpu[d][(u32)rand() % SHIM_VCPUS];
        if (what < array_size(calls))
            calls[what](d, v);
        else if (what < 13) {
            u32 port = random_port();
            long got = close_port(v, port);
            expect(model_close(d, port), got);
        } else if (what < 15)
            guest_acts(d);
        else
            hypervisor_raises(d, v->id);
        if (round % 8 == 0) {
            compare(0);
            compare(1);
        }
    }
    end();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("evtchn");
    TCase *c = tcase_create("evtchn");

    suite_add_tcase(suite, c);
    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, first_ports, 0, 4);
    tcase_add_loop_test(c, delivery, 0, 4);
    tcase_add_loop_test(c, masks, 0, 4);
    tcase_add_loop_test(c, pollers, 0, 4);
    tcase_add_loop_test(c, virtual_interrupts, 0, 4);
    tcase_add_loop_test(c, closing_forgets, 0, 4);
    tcase_add_loop_test(c, between_domains, 0, 4);
    tcase_add_loop_test(c, connecting_refused, 0, 4);
    tcase_add_loop_test(c, with_oneself, 0, 4);
    tcase_add_loop_test(c, privilege, 0, 4);
    tcase_add_loop_test(c, running_out, 0, 4);
    tcase_add_loop_test(c, no_memory, 0, 4);
    tcase_add_loop_test(c, unwritable_argument, 0, 4);
    tcase_add_loop_test(c, fifo, 0, 4);
    tcase_add_loop_test(c, destruction, 0, 4);
    tcase_add_loop_test(c, random_calls, 0, 4);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
