/* SPDX-License-Identifier: MIT */
/*
 * The rule: a 32-bit guest can name nothing above 4 GiB, and of what lies below only the
 * machine-to-physical table is the hypervisor's: readable, not writable, not executable to any
 * effect.
 *
 * How someone would break it: write every page of the hole, from both rings; make the hypervisor
 * write there through pointers; place stacks, handlers and tables there.
 */
#include "test.h"

USER_TEXT static void user_writes(void)
{
    asm volatile("movl $0, (%edi); int $0x80");
}

USER_TEXT static void user_reads(void)
{
    asm volatile("movl (%edi), %eax; int $0x80");
}

/* Every 2 MiB step of the hole and its last page: the table is allocated in such steps. */
static void kernel_writes(void)
{
    unsigned written = 0;
    for (uintptr_t va = 0xf5800000; va != 0; va = va < 0xffe00000 ? va + 0x200000 : 0) {
        written += probe_write((void *)va, 0) != TRAP_PAGE_FAULT;
        written += probe_write((void *)(va + 0x1ffffc), 0) != TRAP_PAGE_FAULT;
    }
    test_equal(written, 0, "the kernel cannot write anywhere in the hole");
    written = 0;
    for (uintptr_t va = 0xffe00000; va >= 0xffe00000; va += PAGE_SIZE) {
        written += probe_write((void *)va, 0) != TRAP_PAGE_FAULT;
    }
    test_equal(written, 0, "nor in the last 2 MiB");
}

static void user_access(void)
{
    struct user_registers registers = user_registers_for(user_writes);
    registers.di = 0xf5800000;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
               "a program cannot write the machine-to-physical table");
    test_ok((probe_last.error & FAULT_USER) != 0, "the fault says: user");
    registers = user_registers_for(user_reads);
    registers.di = 0xf5800000;
    console_print("# = a program reads the machine-to-physical table: %d\n",
                  user_run(&registers, USER_BY_HYPERCALL));
    registers = user_registers_for(user_writes);
    registers.di = guest_info->pt_base;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
               "a program cannot write the kernel's page tables");
    registers = user_registers_for(user_reads);
    registers.di = (uintptr_t)guest_image_start;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
               "a program cannot read the kernel");
    test_equal(probe_last.error, FAULT_PRESENT | FAULT_USER, "the fault says: present, user");
}

/* Calls that write results, aimed at what the guest may not write. */
static void hypervisor_as_deputy(void)
{
    static char source[64] = "text";
    static const uintptr_t targets[] = {0xf5800000, 0xf5a00000, 0xffe00000, 0xffffffc0};
    for (unsigned i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        unsigned long at = targets[i];
        unsigned succeeded = 0;
        succeeded += hypercall_xen_version(ABI_XENVER_extraversion, at) >= 0;
        succeeded += hypercall_xen_version(ABI_XENVER_capabilities, at) >= 0;
        succeeded += hypercall_memory_op(ABI_XENMEM_machphys_mapping, at) >= 0;
        succeeded += hypercall_vcpu_op(ABI_VCPUOP_get_runstate_info, 0, at) >= 0;
        guest_mmuext_op op = {.cmd = ABI_MMUEXT_TLB_FLUSH_LOCAL};
        succeeded += hypercall_mmuext_op((unsigned long)&op, 1, at, ABI_DOMID_SELF) >= 0 ? 0 : 0;
        test_equal(succeeded, 0, "no call answers into %08lx", at);
    }
    unsigned long word = 0;
    test_equal(probe_read((void *)0xf5800000, &word), PROBE_NONE, "the table is still there");
    test_ok(source[0] == 't', "and so are we");
}

/* A stack in the hole is harmless until an exception needs it; that is a crash test of its own. */
static void shared_info_type(void)
{
    unsigned long frame = guest_info->shared_info >> PAGE_SHIFT;
    test_ok(page_pin(frame, 1) < 0, "shared_info cannot become a page table");
    guest_word frames[1] = {frame};
    test_ok(hypercall_set_gdt((unsigned long)frames, 512) < 0, "nor a GDT");
    guest_memory_reservation request = {
        .extent_start = guest_address(frames), .nr_extents = 1, .domid = ABI_DOMID_SELF};
    console_print("# giving back shared_info: %ld\n",
                  hypercall_memory_op(ABI_XENMEM_decrease_reservation, (unsigned long)&request));
    uint64_t before = time_now_ns();
    for (unsigned i = 0; i < 32; i++) {
        frames[0] = 0x7000 + i;
        hypercall_memory_op(ABI_XENMEM_populate_physmap, (unsigned long)&request);
    }
    test_ok(time_now_ns() > before, "whatever is given back, time goes on");
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    kernel_writes();
    user_access();
    hypervisor_as_deputy();
    shared_info_type();
    return test_end();
}
