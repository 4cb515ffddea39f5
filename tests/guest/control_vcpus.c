/* SPDX-License-Identifier: MIT */
/*
 * The rule: the tools say where each vCPU may run and what share its domain gets, and are told what
 * they said. Sets of CPUs are as long as the tools say, which may be more than there are.
 *
 * Xen answers the same when it is told to use this scheduler (sched=credit); else it has another.
 *
 * @widths both
 * @peer no
 */
#include "builder.h"

static uint8_t map[4], soft[4];

static guest_domctl_vcpuaffinity affinity(uint32_t flags, uint32_t bits)
{
    return (guest_domctl_vcpuaffinity){.vcpu = 0,
                                       .flags = flags,
                                       .hard_map = (uintptr_t)map,
                                       .hard_bits = bits,
                                       .soft_map = (uintptr_t)soft,
                                       .soft_bits = bits};
}

static void where(unsigned domid)
{
    guest_domctl_vcpuaffinity a = affinity(ABI_XEN_VCPUAFFINITY_HARD, 32);

    memset(map, 0, sizeof(map));
    test_equal(CONTROL(getvcpuaffinity, domid, a), 0, "where its vCPU may run");
    test_ok(map[0] & 1, "on the first CPU at least");
    memset(map, 0xff, sizeof(map));
    test_equal(CONTROL(setvcpuaffinity, domid, a), 0, "it may run everywhere");
    test_ok((map[0] & 1) && map[3] == 0, "which is where there are CPUs");
    memset(map, 0, sizeof(map));
    test_refused(CONTROL(setvcpuaffinity, domid, a), ABI_EINVAL, REASON_AFFINITY_EMPTY, "nowhere");
    map[3] = 0x80;
    test_refused(CONTROL(setvcpuaffinity, domid, a), ABI_EINVAL, REASON_AFFINITY_EMPTY,
                 "on a CPU that is none");
    map[0] = 0xff;
    a = affinity(ABI_XEN_VCPUAFFINITY_HARD, 1);
    test_equal(CONTROL(setvcpuaffinity, domid, a), 0, "a set of one bit");
    memset(map, 0x55, sizeof(map));
    a = affinity(ABI_XEN_VCPUAFFINITY_HARD, 8);
    test_equal(CONTROL(getvcpuaffinity, domid, a), 0, "is told");
    test_ok(map[0] == 1 && map[1] == 0x55, "and nothing is written behind it");
    a = affinity(0, 8);
    test_refused(CONTROL(setvcpuaffinity, domid, a), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "neither set");
    a = affinity(ABI_XEN_VCPUAFFINITY_HARD, 8);
    a.vcpu = 7;
    test_refused(CONTROL(setvcpuaffinity, domid, a), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "a vCPU that is none");
    a = affinity(ABI_XEN_VCPUAFFINITY_HARD, 8);
    a.hard_map = 0x1000;
    test_refused(CONTROL(setvcpuaffinity, domid, a), ABI_EFAULT, REASON_POINTER_UNREADABLE,
                 "a set nobody can read");
    a = affinity(ABI_XEN_VCPUAFFINITY_SOFT, 8);
    test_equal(CONTROL(getvcpuaffinity, domid, a), 0, "where it would rather run");
    test_ok(soft[0] & 1, "everywhere");
}

static guest_domctl_scheduler_op share(unsigned command, unsigned weight, unsigned cap)
{
    return (guest_domctl_scheduler_op){
        .sched_id = ABI_XEN_SCHEDULER_CREDIT, .cmd = command, .params = weight | cap << 16};
}

static void how_much(unsigned domid)
{
    guest_domctl_scheduler_op s = share(ABI_XEN_DOMCTL_SCHEDOP_getinfo, 0, 0);

    test_equal(CONTROL(scheduler_op, domid, s), 0, "its share");
    test_equal((uint32_t)s.params, 256, "is that of everybody, and it has no cap");
    s = share(ABI_XEN_DOMCTL_SCHEDOP_putinfo, 512, 50);
    test_equal(CONTROL(scheduler_op, domid, s), 0, "it gets another");
    s = share(ABI_XEN_DOMCTL_SCHEDOP_putinfo, 0, 0xffff);
    test_equal(CONTROL(scheduler_op, domid, s), 0, "and keeps it");
    s = share(ABI_XEN_DOMCTL_SCHEDOP_getinfo, 0, 0);
    test_equal(CONTROL(scheduler_op, domid, s), 0, "when nothing is said:");
    test_equal((uint32_t)s.params, 512 | 50 << 16, "weight and cap are as they were");
    s = share(ABI_XEN_DOMCTL_SCHEDOP_getinfo + 1, 0, 0);
    test_refused(CONTROL(scheduler_op, domid, s), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "this scheduler knows no shares of single vCPUs");
    s = share(ABI_XEN_DOMCTL_SCHEDOP_getinfo, 0, 0);
    s.sched_id = 7;
    test_refused(CONTROL(scheduler_op, domid, s), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "there is no other scheduler");
}

int guest_main(void)
{
    struct child c;

    test_equal(child_make(&c, 64), 0, "a child");
    where(c.domid);
    how_much(c.domid);
    test_equal(child_destroy(&c), 0, "goes again");
    return test_end();
}
