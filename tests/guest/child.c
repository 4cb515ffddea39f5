/* SPDX-License-Identifier: MIT */
/*
 * The rule: the privileged domain can build another domain of either width, let it run, see it
 * end, and destroy it; then everything that it took is there again.
 *
 * How it would break: a frame, a page or a vCPU that is not given back; a domain that cannot be
 * destroyed while it runs, or that takes others with it when it crashes.
 *
 * @widths both
 * @console (d1) hello from the child
 */
#include "builder.h"

static unsigned exceptions;

static void on_exception(unsigned port, void *context)
{
    exceptions++;
}

static void says_hello(struct child *c)
{
    static const char text[] = "hello from the child\n";
    memcpy(c->page + CHILD_TEXT, text, sizeof(text));
    child_calls(c, ABI_CALL_console_io, ABI_CONSOLEIO_write, sizeof(text) - 1,
                CHILD_BASE + CHILD_TEXT, 0);
    child_ends(c, ABI_SHUTDOWN_reboot);
}

static void spins(struct child *c)
{
    child_calls(c, CHILD_SPIN, 0, 0, 0, 0);
}

static void ends(struct child *c)
{
    child_ends(c, ABI_SHUTDOWN_poweroff);
}

static void crashes(struct child *c)
{
    child_calls(c, CHILD_CRASH, 0, 0, 0, 0);
}

/* Xen counts only what nobody keeps in stock for himself: there it goes up and down a little. */
static void nothing_is_left(uint64_t free_before)
{
    uint64_t now = machine_info().free_pages;
    test_ok(now == free_before || (!test_on_torc() && now + 64 > free_before),
            "all of its memory is free again");
}

static void life(unsigned width)
{
    struct child c;
    uint64_t free_before = machine_info().free_pages;

    if (!test_equal(child_run(&c, width, says_hello), 0, "a %u-bit child is built", width)) {
        return;
    }
    test_ok(child_wait(child_is_down(c.domid)), "it runs, and shuts down");
    guest_domctl_getdomaininfo info = child_info(c.domid);
    test_equal(info.flags >> ABI_XEN_DOMINF_shutdownshift & 255, ABI_SHUTDOWN_reboot,
               "for the reason it gave");
    test_equal(info.tot_pages, CHILD_PAGES, "it has the memory we gave it");
    test_equal(info.handle[1], 0x72, "and its handle");
    test_ok(child_wait(exceptions), "we were told that it ended");
    exceptions = 0;
    c.list = (struct child_call *)(c.page + CHILD_LIST);
    console_print("# = its console_io: %ld\n", (long)c.list[0].result);
    test_equal(child_destroy(&c), 0, "it can be destroyed");
    test_ok(child_wait(exceptions), "we are told when it is gone");
    exceptions = 0;
    test_ok(child_is_gone(c.domid), "its number means nobody");
    nothing_is_left(free_before);
}

static void end_of_a_running_one(unsigned width)
{
    struct child c;
    uint64_t free_before = machine_info().free_pages;

    test_equal(child_run(&c, width, spins), 0, "a child that runs for ever, %u-bit", width);
    c.list = (struct child_call *)(c.page + CHILD_LIST);
    test_ok(child_wait(c.list[0].result > 1000), "it runs beside us");
    test_equal(CONTROL_PLAIN(pausedomain, c.domid), 0, "it can be paused");
    hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    uint64_t now = c.list[0].result;
    for (unsigned i = 0; i < 100; i++) {
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
    test_equal(c.list[0].result, now, "and stands still");
    test_equal(CONTROL_PLAIN(unpausedomain, c.domid), 0, "and goes on");
    test_ok(child_wait(c.list[0].result > now), "where it was");
    test_equal(child_destroy(&c), 0, "it can be destroyed in the middle");
    nothing_is_left(free_before);
}

static void end_of_a_crashed_one(unsigned width)
{
    struct child c;
    uint64_t free_before = machine_info().free_pages;

    test_equal(child_run(&c, width, crashes), 0, "a child that crashes, %u-bit", width);
    test_ok(child_wait(child_is_down(c.domid)), "it is down");
    test_equal(child_info(c.domid).flags >> ABI_XEN_DOMINF_shutdownshift & 255, ABI_SHUTDOWN_crash,
               "as crashed");
    test_equal(child_destroy(&c), 0, "it can be destroyed");
    nothing_is_left(free_before);
}

/* What we still map of it keeps it: dead, but not gone. */
static void zombie(void)
{
    struct child c;
    uint64_t free_before = machine_info().free_pages;

    test_equal(child_run(&c, 32, spins), 0, "a child");
    c.page[CHILD_TEXT] = 0x5a;
    test_equal(CONTROL_PLAIN(destroydomain, c.domid), 0, "destroyed while we map a frame of it");
    for (unsigned i = 0; i < 100; i++) {
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
    guest_domctl_getdomaininfo info = child_info(c.domid);
    test_ok(info.flags & ABI_XEN_DOMINF_dying, "and is said to be dying");
    test_equal(c.page[CHILD_TEXT], 0x5a, "the frame is as it was");
    guest_domctl_createdomain wish = child_wish();
    unsigned again = c.domid;
    test_equal(control(ABI_XEN_DOMCTL_createdomain, &again, &wish, sizeof(wish)), -ABI_EEXIST,
               "its number is not given out again");
    test_equal(child_unmap(&c), 0, "the mapping goes");
    test_ok(child_wait(child_is_gone(c.domid)), "and with it the domain");
    nothing_is_left(free_before);
}

static unsigned port_status(unsigned port)
{
    guest_evtchn_status s = {.dom = ABI_DOMID_SELF, .port = port};
    return hypercall_event_channel_op(ABI_EVTCHNOP_status, (unsigned long)&s) ? 99 : s.status;
}

/* Its end of a connection goes with it; ours stays, and waits for nobody. */
static void ports(unsigned width)
{
    struct child c;
    uint64_t free_before = machine_info().free_pages;

    test_equal(child_run(&c, width, spins), 0, "a %u-bit child", width);
    guest_evtchn_alloc_unbound make = {.dom = (uint16_t)c.domid, .remote_dom = 0};
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_alloc_unbound, (unsigned long)&make), 0,
               "gets a port for us");
    long port = event_bind_remote(c.domid, make.port);
    test_ok(port > 0, "we connect to it");
    test_equal(port_status((unsigned)port), ABI_EVTCHNSTAT_interdomain, "and are connected");
    test_equal(CONTROL_PLAIN(destroydomain, c.domid), 0, "it is destroyed while we map it");
    test_equal(port_status((unsigned)port), ABI_EVTCHNSTAT_unbound, "our port has nobody");
    test_equal(event_send((unsigned)port), 0, "to send to, which is no error");
    test_refused(hypercall_event_channel_op(ABI_EVTCHNOP_alloc_unbound, (unsigned long)&make),
                 ABI_EINVAL, REASON_DOMAIN_DYING, "the dead get no ports");
    guest_word frame = 99;
    test_equal(foreign_populate(c.domid, &frame, 1), 0, "and no memory");
    test_equal(event_close((unsigned)port), 0, "it can be closed");
    test_equal(child_unmap(&c), 0, "what we map of it goes");
    test_ok(child_wait(child_is_gone(c.domid)), "and with it the child");
    test_equal(hypercall_event_channel_op(ABI_EVTCHNOP_alloc_unbound, (unsigned long)&make),
               -ABI_ESRCH, "and nobody is there");
    nothing_is_left(free_before);
}

/* The same again and again: nothing gets lost, and nothing gets slower. */
static void many(unsigned count)
{
    struct child c;
    uint64_t free_before = machine_info().free_pages, began = 0, early = 0, late = 0;
    unsigned built = 0;

    for (unsigned i = 0; i < count; i++) {
        began = time_now_ns();
        if (child_run(&c, i % 2 ? 32 : 64, ends) || !child_wait(child_is_down(c.domid)) ||
            child_destroy(&c)) {
            break;
        }
        built++;
        if (i >= 2 && i < 12) {
            early += time_now_ns() - began;
        }
        if (i >= count - 10) {
            late += time_now_ns() - began;
        }
    }
    test_equal(built, count, "%u children, one after the other", count);
    nothing_is_left(free_before);
    console_print("# ten of the first took %lu units of 1024 ns, the last ten %lu\n",
                  (unsigned long)(early >> 10), (unsigned long)(late >> 10));
}

/* 20, or what the command line says: children=1000. */
static unsigned count_asked(void)
{
    static const char word[] = "children=";
    unsigned count = 0;

    for (const char *at = (const char *)guest_info->cmd_line; *at; at++) {
        if (memcmp(at, word, sizeof(word) - 1) == 0) {
            for (at += sizeof(word) - 1; *at >= '0' && *at <= '9'; at++) {
                count = count * 10 + (unsigned)(*at - '0');
            }
            break;
        }
    }
    return count ? count : 20;
}

int guest_main(void)
{
    long port = event_bind_virq(ABI_VIRQ_DOM_EXC, 0, on_exception, NULL);

    test_ok(port > 0, "VIRQ_DOM_EXC can be bound");
    event_enable();
    for (unsigned width = 32; width <= 64; width += 32) {
        life(width);
        end_of_a_running_one(width);
        end_of_a_crashed_one(width);
        ports(width);
    }
    zombie();
    many(count_asked());
    return test_end();
}
