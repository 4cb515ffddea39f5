/* SPDX-License-Identifier: MIT */
/*
 * The rule: control calls are refused, with the errno that tools know, when their version, their
 * domain or an argument is wrong; and they are refused altogether to a domain without privilege,
 * as is every call that names another domain.
 *
 * How someone would break it: a child that tries them all, and looks whether its parent is harmed.
 *
 * @widths both
 */
#include "builder.h"

static guest_domctl_createdomain wish_with(uint32_t flags, uint32_t vcpus)
{
    guest_domctl_createdomain wish = child_wish();
    wish.flags = flags;
    wish.max_vcpus = vcpus;
    return wish;
}

static void creation(void)
{
    guest_domctl_createdomain wish = wish_with(0, 0);
    test_refused(CONTROL(createdomain, 0, wish), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "a domain without any vCPU");
    wish = wish_with(1u << 31, 1);
    test_refused(CONTROL(createdomain, 0, wish), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "a flag that is none");
    wish = wish_with(0, 1);
    wish.cpupool_id = 77;
    test_ok(CONTROL(createdomain, 0, wish) < 0, "a CPU pool that is none");
    wish = wish_with(0, 1);
    wish.emulation_flags = 1;
    test_refused(CONTROL(createdomain, 0, wish), ABI_EOPNOTSUPP, REASON_CONTROL_DEVICES,
                 "an emulated device");
}

static void envelope(void)
{
    static guest_domctl call;
    static guest_sysctl machine;

    call.cmd = ABI_XEN_DOMCTL_getdomaininfo;
    call.version = ABI_XEN_DOMCTL_INTERFACE_VERSION + 1;
    test_refused(hypercall_domctl((unsigned long)&call), ABI_EACCES, REASON_CONTROL_VERSION,
                 "domctl of another version");
    machine.cmd = ABI_XEN_SYSCTL_physinfo;
    machine.version = ABI_XEN_SYSCTL_INTERFACE_VERSION - 1;
    test_refused(hypercall_sysctl((unsigned long)&machine), ABI_EACCES, REASON_CONTROL_VERSION,
                 "sysctl of another version");
    test_refused(hypercall_domctl(0x1000), ABI_EFAULT, REASON_POINTER_UNREADABLE,
                 "domctl nowhere");
    test_refused(hypercall_sysctl(0x1000), ABI_EFAULT, REASON_POINTER_UNREADABLE,
                 "sysctl nowhere");
    uint64_t body = 0;
    unsigned domid = 0;
    test_equal(control(999, &domid, &body, sizeof(body)), -ABI_ENOSYS, "a command that is none");
    machine.cmd = 999;
    machine.version = ABI_XEN_SYSCTL_INTERFACE_VERSION;
    test_equal(hypercall_sysctl((unsigned long)&machine), -ABI_ENOSYS, "of sysctl, too");
}

static void nobody(void)
{
    guest_domctl_max_mem memory = {4};
    test_refused(CONTROL(max_mem, 77, memory), ABI_ESRCH, REASON_DOMAIN_UNKNOWN,
                 "memory for a domain that is none");
    test_refused(CONTROL_PLAIN(destroydomain, 77), ABI_ESRCH, REASON_DOMAIN_UNKNOWN,
                 "the end of a domain that is none");
    test_refused(CONTROL_PLAIN(destroydomain, 0), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "our own end");
    test_refused(CONTROL_PLAIN(pausedomain, 0), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "pausing ourselves");
    guest_domctl_getdomaininfo info;
    unsigned domid = 0x7000;
    test_refused(control(ABI_XEN_DOMCTL_getdomaininfo, &domid, &info, sizeof(info)), ABI_ESRCH,
                 REASON_DOMAIN_UNKNOWN, "what domain 0x7000 is");
}

static void half_made(void)
{
    struct child c;
    guest_domctl_max_vcpus two = {2};
    guest_domctl_vcpucontext context = {.vcpu = 0, .ctxt = (uintptr_t)&child_context};
    guest_domctl_vcpucontext beyond = {.vcpu = 5, .ctxt = (uintptr_t)&child_context};
    guest_domctl_getvcpuinfo vcpu = {.vcpu = 5};
    guest_domctl_address_size size = {32};
    guest_domctl_hypercall_init page = {0};
    guest_word frame = 0;

    test_equal(child_make(&c, 64), 0, "a child without memory");
    guest_domctl_createdomain wish = child_wish();
    unsigned same = c.domid;
    test_refused(control(ABI_XEN_DOMCTL_createdomain, &same, &wish, sizeof(wish)), ABI_EEXIST,
                 REASON_DOMAIN_EXISTS, "another with its number");
    test_refused(CONTROL(max_vcpus, c.domid, two), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "other vCPUs than it was created for");
    test_refused(CONTROL(getvcpuinfo, c.domid, vcpu), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "a vCPU it will never have");
    vcpu.vcpu = 0;
    test_equal(CONTROL(getvcpuinfo, c.domid, vcpu), 0, "its only vCPU");
    test_equal(vcpu.online, 0, "is not online");
    test_refused(CONTROL(getvcpucontext, c.domid, context), ABI_ENODATA, REASON_VCPU_BLANK,
                 "and has no registers yet");
    test_equal(CONTROL(setvcpucontext, c.domid, beyond), -ABI_EINVAL, "registers for no vCPU");
    test_equal(CONTROL(get_address_size, c.domid, size), 0, "its width can be asked");
    test_equal(size.size, 64, "and is 64");
    size.size = 16;
    test_refused(CONTROL(set_address_size, c.domid, size), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "there are no 16-bit domains");
    test_equal(foreign_populate(c.domid, &frame, 1), 1, "it gets a frame");
    size.size = 32;
    test_refused(CONTROL(set_address_size, c.domid, size), ABI_EACCES, REASON_CONTROL_LATE,
                 "and cannot change its width any more");
    page.gmfn = page_base();
    test_refused(CONTROL(hypercall_init, c.domid, page), ABI_EINVAL, REASON_FRAME_FOREIGN,
                 "a hypercall page in a frame of ours");
    page.gmfn = frame;
    test_equal(CONTROL(hypercall_init, c.domid, page), 0, "and in its own");
    guest_word uses[3] = {frame, page_base(), 0xfffffff};
    guest_domctl_getpageframeinfo3 frames = {.num = 3, .array = (uintptr_t)uses};
    test_equal(CONTROL(getpageframeinfo3, c.domid, frames), 0, "what frames are used as");
    test_equal(uses[0], 0, "plain memory");
    test_ok((uint32_t)uses[1] == ABI_XEN_DOMCTL_PFINFO_XTAB &&
                (uint32_t)uses[2] == ABI_XEN_DOMCTL_PFINFO_XTAB,
            "and frames that are not its own");
    frames.num = 1025;
    test_refused(CONTROL(getpageframeinfo3, c.domid, frames), ABI_E2BIG, REASON_CONTROL_TOO_MANY,
                 "too many of them");
    test_equal(foreign_populate(c.domid, &frame, 1), 1, "a second frame");
    for (unsigned i = 2; i < CHILD_PAGES; i++) {
        foreign_populate(c.domid, &frame, 1);
    }
    frame = 9;
    test_equal(foreign_populate(c.domid, &frame, 1), 0, "but not more than its limit");
    test_equal(CONTROL_PLAIN(unpausedomain, c.domid), 0, "it can be unpaused");
    test_refused(CONTROL_PLAIN(unpausedomain, c.domid), ABI_EINVAL, REASON_CONTROL_ARGUMENT,
                 "but not twice");
    test_equal(child_destroy(&c), 0, "it can be destroyed half made");
}

/* The registers of a stopped child, in its own layout. */
static void spins(struct child *c)
{
    child_calls(c, CHILD_SPIN, 0, 0, 0, 0);
}

static void registers(unsigned width)
{
    struct child c;
    guest_domctl_vcpucontext get = {.vcpu = 0, .ctxt = (uintptr_t)&child_context};

    test_equal(child_run(&c, width, spins), 0, "a %u-bit child", width);
    c.list = (struct child_call *)(c.page + CHILD_LIST);
    test_ok(child_wait(c.list[0].result > 100), "runs");
    test_equal(CONTROL_PLAIN(pausedomain, c.domid), 0, "is stopped");
    memset(&child_context, 0, sizeof(child_context));
    test_equal(CONTROL(getvcpucontext, c.domid, get), 0, "and its registers are read");
    uint64_t ip = width == 32 ? child_context.narrow.user_regs.ip : child_context.wide.user_regs.ip;
    uint64_t bp = width == 32 ? child_context.narrow.user_regs.bp : child_context.wide.user_regs.bp;
    test_ok(ip >= CHILD_BASE && ip < CHILD_BASE + 512, "it is in its program");
    test_equal(bp, CHILD_BASE + CHILD_LIST, "at the beginning of its list");
    guest_word uses[CHILD_PAGES];
    guest_domctl_getpageframeinfo3 frames = {.num = CHILD_PAGES, .array = (uintptr_t)uses};
    for (unsigned i = 0; i < CHILD_PAGES; i++) {
        uses[i] = c.frame[i];
    }
    test_equal(CONTROL(getpageframeinfo3, c.domid, frames), 0, "what its frames are used as");
    test_equal(uses[0] >> 28, 0, "the program: nothing special");
    test_equal(uses[2] >> 28, 1, "an L1");
    test_equal(uses[3] >> 28, 2, "an L2");
    test_equal(uses[width == 32 ? 4 : 5] >> 28 & 15, 8 | (width == 32 ? 3 : 4), "the top, pinned");
    test_equal(child_destroy(&c), 0, "it can be destroyed");
}

/* ---- A child that tries. ------------------------------------------------------------------ */

#define AT(offset) (CHILD_BASE + CHILD_TEXT + (offset))

static struct {
    const char *what;
    struct child_call *call;
    long result;
} tries[16];
static unsigned tried;

static void try(struct child *c, const char *what, long result, unsigned number, uint64_t a,
                uint64_t b, uint64_t d, uint64_t e)
{
    tries[tried].what = what;
    tries[tried].result = result;
    tries[tried++].call = child_calls(c, number, a, b, d, e);
}

static void tries_everything(struct child *c)
{
    guest_domctl *call = (guest_domctl *)(c->page + CHILD_TEXT);
    guest_sysctl *machine = (guest_sysctl *)(c->page + CHILD_TEXT + 0x90);
    abi64_mmu_update *update = (void *)(c->page + CHILD_TEXT + 0x120);
    uint16_t *domid = (void *)(c->page + CHILD_TEXT + 0x140);

    tried = 0;
    call->cmd = ABI_XEN_DOMCTL_destroydomain;
    call->version = ABI_XEN_DOMCTL_INTERFACE_VERSION;
    call->domain = 0;
    machine->cmd = ABI_XEN_SYSCTL_physinfo;
    machine->version = ABI_XEN_SYSCTL_INTERFACE_VERSION;
    update->ptr = (uint64_t)c->frame[2] << PAGE_SHIFT;
    update->val = page_entry(page_mfn_at(&tries), PTE_PRESENT);
    memset(domid, 0, 16);
    try(c, "domctl", -ABI_EPERM, ABI_CALL_domctl, AT(0), 0, 0, 0);
    try(c, "sysctl", -ABI_EPERM, ABI_CALL_sysctl, AT(0x90), 0, 0, 0);
    try(c, "mmu_update with frames of its parent", -ABI_EPERM, ABI_CALL_mmu_update, AT(0x120), 1,
        0, 0);
    try(c, "mmu_update with tables of its parent", -ABI_EPERM, ABI_CALL_mmu_update, AT(0x120), 1,
        0, ABI_DOMID_SELF | 1 << 16);
    try(c, "mmuext_op", -ABI_EPERM, ABI_CALL_mmuext_op, AT(0x120), 1, 0, 0);
    try(c, "the size of its parent", -ABI_EPERM, ABI_CALL_memory_op, ABI_XENMEM_current_reservation,
        AT(0x140), 0, 0);
    try(c, "a port of its parent", -ABI_EPERM, ABI_CALL_event_channel_op, ABI_EVTCHNOP_alloc_unbound,
        AT(0x140), 0, 0);
    try(c, "a reset of its parent", -ABI_EPERM, ABI_CALL_event_channel_op, ABI_EVTCHNOP_reset,
        AT(0x140), 0, 0);
    try(c, "the end of its parent", -ABI_EPERM, ABI_CALL_sched_op, ABI_SCHEDOP_remote_shutdown,
        AT(0x140), 0, 0);
    try(c, "the memory map of the machine", -ABI_EPERM, ABI_CALL_memory_op,
        ABI_XENMEM_machine_memory_map, AT(0x140), 0, 0);
    child_ends(c, ABI_SHUTDOWN_poweroff);
}

static void without_privilege(unsigned width)
{
    struct child c;

    test_equal(child_run(&c, width, tries_everything), 0, "a %u-bit child that tries", width);
    test_ok(child_wait(child_is_down(c.domid)), "comes to its end");
    for (unsigned i = 0; i < tried; i++) {
        test_equal((long)tries[i].call->result, tries[i].result, "refused to it: %s",
                   tries[i].what);
    }
    test_equal(child_destroy(&c), 0, "and we are still there");
}

static void listing(void)
{
    static guest_domctl_getdomaininfo infos[4];
    static guest_sysctl call;
    guest_sysctl_getdomaininfolist list = {.max_domains = 4, .buffer = (uintptr_t)infos};
    struct child c, d;

    child_make(&c, 64);
    child_make(&d, 32);
    call.cmd = ABI_XEN_SYSCTL_getdomaininfolist;
    call.version = ABI_XEN_SYSCTL_INTERFACE_VERSION;
    memcpy(call.body, &list, sizeof(list));
    test_equal(hypercall_sysctl((unsigned long)&call), 0, "all domains");
    memcpy(&list, call.body, sizeof(list));
    test_equal(list.num_domains, 3, "are three");
    test_ok(infos[0].domain == 0 && infos[1].domain == c.domid && infos[2].domain == d.domid,
            "in the order of their numbers");
    test_ok(infos[1].flags & ABI_XEN_DOMINF_paused, "a new one is paused");
    test_equal(infos[1].max_pages, CHILD_PAGES, "and has its limit");
    test_equal(infos[1].max_vcpu_id, 0, "and its vCPU");
    test_equal(child_destroy(&c), 0, "one goes");
    test_equal(child_destroy(&d), 0, "and the other");
}

/* The memory map that the tools give to a domain; here we are both. */
static void memory_map(void)
{
    static struct {
        uint64_t start, size;
        uint32_t type;
    } __attribute__((packed)) said[2] = {{0, 0xa0000, 1}, {0x100000, 0x700000, 1}}, read[4];
    struct {
        guest_word domid;
        guest_memory_map map;
    } set = {77, {2, guest_address(said)}};
    guest_memory_map own = {4, guest_address(read)};

    test_refused(hypercall_memory_op(ABI_XENMEM_set_memory_map, (unsigned long)&set), ABI_ESRCH,
                 REASON_DOMAIN_UNKNOWN, "a memory map for nobody");
    set.domid = ABI_DOMID_SELF;
    set.map.nr_entries = 1025;
    test_refused(hypercall_memory_op(ABI_XENMEM_set_memory_map, (unsigned long)&set), ABI_EINVAL,
                 REASON_MAP_TOO_LONG, "one that is too long");
    set.map.nr_entries = 2;
    test_equal(hypercall_memory_op(ABI_XENMEM_set_memory_map, (unsigned long)&set), 0, "for us");
    test_equal(hypercall_memory_op(ABI_XENMEM_memory_map, (unsigned long)&own), 0, "it is told");
    test_equal(own.nr_entries, 2, "whole");
    test_equal(memcmp(read, said, sizeof(said)), 0, "and as it was said");
}

static void console(void)
{
    static char text[512];
    static guest_sysctl call;
    guest_sysctl_readconsole op = {.buffer = (uintptr_t)text, .count = sizeof(text) - 1};

    call.cmd = ABI_XEN_SYSCTL_readconsole;
    call.version = ABI_XEN_SYSCTL_INTERFACE_VERSION;
    memcpy(call.body, &op, sizeof(op));
    test_equal(hypercall_sysctl((unsigned long)&call), 0, "what was said on the console");
    memcpy(&op, call.body, sizeof(op));
    test_ok(op.count > 0 && op.count < sizeof(text), "can be read");
    op.incremental = 1;
    uint32_t index = op.index;
    memcpy(call.body, &op, sizeof(op));
    test_equal(hypercall_sysctl((unsigned long)&call), 0, "and what came after");
    memcpy(&op, call.body, sizeof(op));
    test_equal(op.index - index, op.count, "from where we were");
}

int guest_main(void)
{
    envelope();
    creation();
    nobody();
    half_made();
    listing();
    memory_map();
    console();
    for (unsigned width = 32; width <= 64; width += 32) {
        registers(width);
        without_privilege(width);
    }
    return test_end();
}
