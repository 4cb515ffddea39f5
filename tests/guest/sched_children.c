/* SPDX-License-Identifier: MIT */
/*
 * The rule: a watchdog that is not set anew ends its domain, and tools are told why; a reason that
 * a domain has told beforehand is the one they see. What places a vCPU is for the privileged domain.
 *
 * @widths both
 */
#include "builder.h"

#define DATA(offset) (CHILD_BASE + CHILD_TEXT + (offset))

static void words(struct child *c, unsigned offset, uint32_t first, uint32_t second)
{
    uint32_t *at = (void *)(c->page + CHILD_TEXT + offset);
    at[0] = first;
    at[1] = second;
}

static void is_watched(struct child *c)
{
    words(c, 0, 0, 1);
    child_calls(c, ABI_CALL_sched_op, ABI_SCHEDOP_watchdog, DATA(0), 0, 0);
    child_calls(c, CHILD_SPIN, 0, 0, 0, 0);
}

static void feeds_it(struct child *c)
{
    words(c, 0, 0, 0xffff);
    words(c, 8, 1, 0);
    child_calls(c, ABI_CALL_sched_op, ABI_SCHEDOP_watchdog, DATA(0), 0, 0);
    child_calls(c, ABI_CALL_sched_op, ABI_SCHEDOP_watchdog, DATA(8), 0, 0);
    child_calls(c, ABI_CALL_sched_op, ABI_SCHEDOP_pin_override, DATA(0), 0, 0);
    child_calls(c, ABI_CALL_vcpu_op, ABI_VCPUOP_get_physid, 0, DATA(16), 0);
    child_ends(c, ABI_SHUTDOWN_reboot);
}

static void dies_of_nothing(struct child *c)
{
    words(c, 0, 0, 0);
    child_calls(c, ABI_CALL_sched_op, ABI_SCHEDOP_watchdog, DATA(0), 0, 0);
    child_calls(c, CHILD_SPIN, 0, 0, 0, 0);
}

static void says_before(struct child *c)
{
    words(c, 0, ABI_SHUTDOWN_suspend, 0);
    child_calls(c, ABI_CALL_sched_op, ABI_SCHEDOP_shutdown_code, DATA(0), 0, 0);
    child_ends(c, ABI_SHUTDOWN_poweroff);
}

static void ends_by(unsigned width, void (*how)(struct child *), unsigned reason, const char *text)
{
    struct child c;

    test_equal(child_run(&c, width, how), 0, "a %u-bit child", width);
    struct child_call *list = (struct child_call *)(c.page + CHILD_LIST);
    test_ok(child_wait(child_is_down(c.domid)), "comes to its end");
    test_equal(child_info(c.domid).flags >> ABI_XEN_DOMINF_shutdownshift & 255, reason, "%s", text);
    if (how == feeds_it) {
        test_equal((long)list[0].result, 1, "it had a watchdog");
        test_equal((long)list[1].result, 0, "and could take it away");
        test_equal((long)list[2].result, -ABI_EPERM, "it may not bind itself to a CPU");
        test_equal((long)list[3].result, -ABI_EINVAL, "nor know its identity");
    }
    test_equal(child_destroy(&c), 0, "and goes");
}

int guest_main(void)
{
    for (unsigned width = 32; width <= 64; width += 32) {
        ends_by(width, is_watched, ABI_SHUTDOWN_watchdog, "by its watchdog, after a second");
        ends_by(width, dies_of_nothing, ABI_SHUTDOWN_watchdog, "at once, after 0 seconds");
        ends_by(width, feeds_it, ABI_SHUTDOWN_reboot, "by itself");
        ends_by(width, says_before, ABI_SHUTDOWN_suspend, "for the reason told before");
    }
    return test_end();
}
