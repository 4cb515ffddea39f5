/* SPDX-License-Identifier: MIT */
/*
 * The rule: for each thing that can be wrong with a call there is one refusal, and it stands before
 * anything is changed. Most have their story in a test of their own; here are those that need none,
 * only a wrong argument or somebody else's frame.
 *
 * How someone would break it: by asking. Each point would succeed, or fail for another reason, if
 * the check that it is about were missing.
 *
 * @options --hypervisor-append dom0_max_vcpus=2
 * @widths both
 */
#include "builder.h"
#include "smp.h"

static void smp_worker(unsigned number)
{
    while (1)
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
}

/* A call that answers how many it did says 0; on Torc for this reason. */
#define none_done(call, reason, ...)                                                               \
    do {                                                                                           \
        hypercall_by_number(60, 0, 0, 0, 0, 0);                                                    \
        if (test_equal(call, 0, __VA_ARGS__))                                                      \
            test_reason(reason, #reason);                                                          \
    } while (0)

/* Where Xen answers otherwise, nothing is printed there, and on Torc only what is wrong. */
#define torc_refuses(call, error, reason, ...)                                                     \
    do {                                                                                           \
        if (test_on_torc()) {                                                                      \
            long refused_ = (call);                                                                \
            if (refused_ != -(error))                                                              \
                test_equal(refused_, -(error), __VA_ARGS__);                                       \
            test_reason(reason, #reason);                                                          \
        }                                                                                          \
    } while (0)

/* ---- Events. ------------------------------------------------------------------------------ */

#define EVENT(command, name, ...)                                                                  \
    ({                                                                                             \
        guest_evtchn_##name op_ = {__VA_ARGS__};                                                   \
        hypercall_event_channel_op(ABI_EVTCHNOP_##command, (unsigned long)&op_);                   \
    })

static void events(void)
{
    unsigned long frame = page_mfn_at(page_alloc());

    test_refused(EVENT(bind_virq, bind_virq, .virq = ABI_VIRQ_CONSOLE, .vcpu = 1), ABI_EINVAL,
                 REASON_VIRQ_VCPU, "a global virtual interrupt of the second vCPU");
    test_refused(EVENT(bind_ipi, bind_ipi, .vcpu = 77), ABI_ENOENT, REASON_EVENT_VCPU,
                 "an interrupt to a vCPU that is none");
    test_refused(EVENT(bind_pirq, bind_pirq, .pirq = 0xffff), ABI_EINVAL, REASON_PIRQ_ABSENT,
                 "a physical interrupt that is none");
    test_refused(EVENT(init_control, init_control, .control_gfn = frame, .vcpu = 77), ABI_ENOENT,
                 REASON_EVENT_VCPU, "a FIFO for a vCPU that is none");
    test_refused(EVENT(init_control, init_control, .control_gfn = frame, .offset = 4), ABI_EINVAL,
                 REASON_FIFO_ARGUMENT, "a control block at an odd place");
    test_refused(EVENT(init_control, init_control, .control_gfn = frame, .offset = 4088),
                 ABI_EINVAL, REASON_FIFO_ARGUMENT, "a control block across the end of a page");
    test_refused(EVENT(init_control, init_control, .control_gfn = page_base()), ABI_EINVAL,
                 REASON_FIFO_ARGUMENT, "a control block in a page table");
    torc_refuses(EVENT(init_control, init_control, .control_gfn = frame), ABI_ENOSYS,
                 REASON_FIFO_ABSENT, "a FIFO");
    torc_refuses(hypercall_event_channel_op(ABI_EVTCHNOP_expand_array, 0), ABI_ENOSYS,
                 REASON_FIFO_ABSENT, "more FIFO");
    test_refused(EVENT(set_priority, set_priority, .port = EVENT_PORTS + 5), ABI_EINVAL,
                 REASON_PORT_INVALID, "a priority for a port that is none");
    unsigned port = (unsigned)event_alloc_unbound(ABI_DOMID_SELF);
    test_refused(EVENT(set_priority, set_priority, .port = port), ABI_ENOSYS, REASON_FIFO_ABSENT,
                 "a priority, which ports have in a FIFO only");
    test_refused(EVENT(reset, reset, .dom = 77), ABI_ESRCH, REASON_DOMAIN_UNKNOWN,
                 "all ports of a domain that is none");
}

/* ---- vCPUs. ------------------------------------------------------------------------------- */

static void vcpus(void)
{
    guest_vcpu_set_singleshot_timer timer = {.timeout_abs_ns = ~0ull >> 2};
    guest_vcpu_register_vcpu_info info = {.mfn = page_mfn_at(page_alloc())};

    test_refused(hypercall_vcpu_op(ABI_VCPUOP_up, 1, 0), ABI_EINVAL, REASON_VCPU_STATE,
                 "a vCPU without a context cannot come up");
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_set_singleshot_timer, 1, (unsigned long)&timer),
                 ABI_EINVAL, REASON_VCPU_STATE, "a timer of another vCPU cannot be set");
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_stop_singleshot_timer, 1, 0), ABI_EINVAL,
                 REASON_VCPU_STATE, "nor stopped");
    test_equal(smp_start(1), 0, "the second vCPU runs");
    test_refused(hypercall_vcpu_op(ABI_VCPUOP_register_vcpu_info, 1, (unsigned long)&info),
                 ABI_EINVAL, REASON_VCPU_STATE, "the vcpu_info of one that runs cannot be moved");
    test_equal(hypercall_vcpu_op(ABI_VCPUOP_down, 1, 0), 0, "until it is taken down");
}

/* ---- Memory. ------------------------------------------------------------------------------ */

static long reserve(unsigned command, unsigned order, unsigned flags)
{
    static guest_word frame;
    frame = 0x7000;
    guest_memory_reservation request = {.extent_start = guest_address(&frame),
                                        .nr_extents = 1,
                                        .extent_order = order,
                                        .mem_flags = flags,
                                        .domid = ABI_DOMID_SELF};
    return hypercall_memory_op(command, (unsigned long)&request);
}

static void memory(void)
{
    none_done(reserve(ABI_XENMEM_populate_physmap, 19, 0), REASON_EXTENT_ORDER,
              "an extent of 2^19 frames");
    none_done(reserve(ABI_XENMEM_populate_physmap, 0, 12), REASON_ADDRESS_WIDTH,
              "a frame below 2^12");
    torc_refuses(reserve(ABI_XENMEM_increase_reservation, 0, 0), 0, REASON_RESERVATION_FULL,
                 "one frame more than we may have");
    test_refused(page_extended(ABI_MMUEXT_MARK_SUPER, page_mfn_at(page_alloc()), 0), ABI_EOPNOTSUPP,
                 REASON_MARK_SUPER, "a superpage");
    test_refused(foreign_extended(ABI_DOMID_IO, ABI_MMUEXT_PIN_L1_TABLE, page_base()), ABI_EINVAL,
                 REASON_FRAME_FOREIGN, "a page table among devices");
    static const unsigned others[][2] = {
        {ABI_DOMID_IO, 0xb8}, {ABI_DOMID_IO, 0xfee00}, {ABI_DOMID_XEN, 0x110}, {ABI_DOMID_XEN, 0}};
    for (unsigned i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        test_ok(foreign_extended(others[i][0], ABI_MMUEXT_PIN_L1_TABLE, others[i][1]) == -ABI_EINVAL,
                "nor is frame %x of %x a table", others[i][1], others[i][0]);
    }
#if WORD_BITS == 32
    test_refused(page_extended(ABI_MMUEXT_NEW_USER_BASEPTR, page_base(), 0), ABI_EINVAL,
                 REASON_USER_BASE_WIDTH, "a base for programs, which have ours");
#endif
}

/* ---- Others. ------------------------------------------------------------------------------ */

static void others(void)
{
    guest_sched_shutdown end = {.reason = ABI_SHUTDOWN_MAX + 1};
    guest_sched_remote_shutdown far = {.domain_id = 77, .reason = ABI_SHUTDOWN_crash};
    guest_gnttab_get_status_frames frames = {.dom = ABI_DOMID_SELF};
    guest_callback_unregister none = {.type = 77}, event = {.type = ABI_CALLBACKTYPE_event};
    char byte;

    torc_refuses(hypercall_sched_op(ABI_SCHEDOP_shutdown, (unsigned long)&end), ABI_EINVAL,
                 REASON_SHUTDOWN_REASON, "an end that is none");
    torc_refuses(hypercall_sched_op(ABI_SCHEDOP_shutdown_code, (unsigned long)&end), ABI_EINVAL,
                 REASON_SHUTDOWN_REASON, "a reason that is none");
    test_refused(hypercall_sched_op(ABI_SCHEDOP_remote_shutdown, (unsigned long)&far), ABI_ESRCH,
                 REASON_DOMAIN_UNKNOWN, "the end of a domain that is none");
    test_refused(
        hypercall_grant_table_op(ABI_GNTTABOP_get_status_frames, (unsigned long)&frames, 2),
        ABI_EINVAL, REASON_GRANT_COUNT, "the status frames of two tables");
    test_refused(hypercall_callback_op(ABI_CALLBACKOP_unregister, (unsigned long)&none), ABI_ENOSYS,
                 REASON_CALLBACK_TYPE, "a callback that is none cannot be taken away");
    test_refused(hypercall_callback_op(ABI_CALLBACKOP_unregister, (unsigned long)&event),
                 ABI_EINVAL, REASON_CALLBACK_STAYS, "nor that of events");
    test_refused(hypercall_console_io(ABI_CONSOLEIO_read, 0x80000000, (unsigned long)&byte),
                 ABI_E2BIG, REASON_CONSOLE_COUNT, "more bytes typed than a result can say");
    torc_refuses(hypercall_xen_version(ABI_XENVER_build_id, 0), ABI_ENODATA, REASON_BUILD_ID_ABSENT,
                 "a build id");
    test_equal(PROBE("wrmsr", ::"a"(0), "d"(0), "c"(0x12345678)), TRAP_PROTECTION,
               "a model-specific register that is none");
    test_reason(REASON_EMULATE_MSR, "EMULATE_MSR");
#if WORD_BITS == 64
    test_refused(hypercall_set_debugreg(6, 1ull << 40), ABI_EINVAL, REASON_DEBUG_UPPER,
                 "DR6 beyond 32 bits");
    test_equal(PROBE("mov %0, %%cr8", ::"r"(0ul)), TRAP_PROTECTION, "the task priority");
#endif
}

/* Who is held on a CPU for a while cannot be moved meanwhile, by the tools neither. */
static void pinned(void)
{
    static unsigned char set = 1;
    guest_sched_pin_override here = {.pcpu = 0}, nowhere = {.pcpu = -1};
    guest_domctl_vcpuaffinity where = {
        .vcpu = 0, .flags = ABI_XEN_VCPUAFFINITY_HARD, .hard_map = (uintptr_t)&set, .hard_bits = 8};
    test_equal(hypercall_sched_op(ABI_SCHEDOP_pin_override, (unsigned long)&here), 0,
               "held on the first CPU");
    test_refused(CONTROL(setvcpuaffinity, 0, where), ABI_EBUSY, REASON_PIN_OVERRIDE_TWICE,
                 "a vCPU is not told where to run");
    test_equal(hypercall_sched_op(ABI_SCHEDOP_pin_override, (unsigned long)&nowhere), 0, "let go");
}

/* ---- A child's frames, and a child that is half made. ------------------------------------- */

static void nothing(struct child *c)
{
    child_ends(c, ABI_SHUTDOWN_poweroff);
}

static void half_made(void)
{
    guest_domctl_createdomain wish = child_wish();
    guest_domctl_getvcpuinfo info = {.vcpu = 0};
    guest_domctl_vcpuaffinity where = {
        .vcpu = 0, .flags = ABI_XEN_VCPUAFFINITY_HARD, .hard_map = 0x1000, .hard_bits = 8};
    guest_domctl_max_vcpus one = {1};
    unsigned char *everywhere = page_alloc();
    guest_domctl_vcpucontext context = {.vcpu = 0, .ctxt = (uintptr_t)&child_context};
    struct child c = {0};

    test_equal(control(ABI_XEN_DOMCTL_createdomain, &c.domid, &wish, sizeof(wish)), 0,
               "a domain without its vCPUs");
    test_refused(CONTROL(getvcpuinfo, c.domid, info), ABI_ESRCH, REASON_VCPU_MISSING,
                 "its vCPU is not there yet");
    test_ok(CONTROL(getvcpuaffinity, c.domid, where) < 0, "it runs nowhere");
    test_reason(REASON_VCPU_MISSING, "VCPU_MISSING");
    test_equal(CONTROL(getvcpucontext, c.domid, context), -ABI_EINVAL, "and has no registers");
    test_equal(CONTROL(max_vcpus, c.domid, one), 0, "then it gets its vCPU");
    test_refused(CONTROL(getvcpuaffinity, c.domid, where), ABI_EFAULT, REASON_POINTER_UNWRITABLE,
                 "where it runs cannot be told nowhere");
    where.hard_map = (uintptr_t)everywhere;
    memset(everywhere, 0xff, PAGE_SIZE);
    page_make_read_only(everywhere);
    test_refused(CONTROL(setvcpuaffinity, c.domid, where), ABI_EFAULT, REASON_POINTER_UNWRITABLE,
                 "nor what there is of where it may run");
    page_make_writable(everywhere);
    test_equal(child_destroy(&c), 0, "it goes again");
}

static void of_a_child(void)
{
    guest_word frame[1];
    struct child c;

    test_equal(child_run(&c, WORD_BITS, nothing), 0, "a child");
    test_ok(child_wait(child_is_down(c.domid)), "that has ended");
    guest_domctl_hypercall_init init = {c.frame[2]};
    test_refused(CONTROL(hypercall_init, c.domid, init), ABI_EPERM, REASON_CONTROL_FRAME,
                 "a hypercall page in its page table");
    test_refused(
        foreign_extended(c.domid, ABI_MMUEXT_NEW_BASEPTR, c.frame[WORD_BITS == 32 ? 4 : 5]),
        ABI_EPERM, REASON_FOREIGN_BASE, "its page tables are not for us to run on");
    frame[0] = page_take_unmapped();
    guest_memory_exchange change = {.in_start = guest_address(frame),
                                    .in_extents = 1,
                                    .in_domid = (uint16_t)c.domid,
                                    .out_start = guest_address(frame),
                                    .out_extents = 1,
                                    .out_domid = (uint16_t)c.domid};
    torc_refuses(hypercall_memory_op(ABI_XENMEM_exchange, (unsigned long)&change), ABI_EPERM,
                 REASON_DOMAIN_FOREIGN, "its frames are not for us to exchange");
    /* An entry of a table that names a table of the same level: one that is not ours. */
    unsigned level = WORD_BITS == 32 ? 2 : 4;
    unsigned long *table = page_alloc();
    unsigned long mfn = page_mfn_at(table);
    page_make_read_only(table);
    test_equal(page_pin(mfn, level), 0, "a table");
    test_refused(page_set_entry((uint64_t)mfn << PAGE_SHIFT,
                                page_entry(c.frame[WORD_BITS == 32 ? 3 : 5],
                                           PTE_PRESENT | PTE_USER | PTE_ACCESSED)),
                 ABI_EINVAL, REASON_FRAME_FOREIGN, "cannot show us the child's");
    test_equal(page_unpin(mfn), 0, "and goes again");
    guest_domctl_vcpucontext nowhere = {.vcpu = 0, .ctxt = 0x1000};
    test_refused(CONTROL(getvcpucontext, c.domid, nowhere), ABI_EFAULT, REASON_POINTER_UNWRITABLE,
                 "its registers cannot be told nowhere");
    guest_word who = c.domid;
    test_equal(CONTROL_PLAIN(destroydomain, c.domid), 0, "its end, while we map a page of it");
    torc_refuses(CONTROL(hypercall_init, c.domid, init), ABI_EINVAL, REASON_DOMAIN_DYING,
                 "a hypercall page of the dead");
    torc_refuses(hypercall_memory_op(ABI_XENMEM_maximum_gpfn, (unsigned long)&who), ABI_EINVAL,
                 REASON_DOMAIN_DYING, "the last page number of the dead");
    child_unmap(&c);
    test_ok(child_wait(child_is_gone(c.domid)), "without the mapping the child is gone");
}

int guest_main(void)
{
    events();
    vcpus();
    memory();
    others();
    pinned();
    half_made();
    of_a_child();
    return test_end();
}
