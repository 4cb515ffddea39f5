/* SPDX-License-Identifier: MIT */
/*
 * The rule: a 32-bit guest can name nothing above 4 GiB, and of what lies below only the
 * machine-to-physical table is the hypervisor's: readable, not writable, not executable to any
 * effect. A 64-bit guest can name everything, and of the hypervisor's sixteen slots it can read the
 * same table and nothing else.
 *
 * How someone would break it: write every part of the hypervisor's, from kernel and program; read
 * and execute there; make the hypervisor write there through pointers.
 *
 * @widths both
 */
#include "test.h"

/* The hypervisor's addresses, and the steps in which they are tried: 2 MiB, of which the table is
 * made with 32 bits, and 32 GiB, of which there are sixteen in each slot of a top table. */
#if WORD_BITS == 32
#define HOLE_START 0xf5800000ul
#define HOLE_END   0xffe00000ul /* from here on there is nothing */
#define HOLE_STEP  0x200000ul
#else
#define HOLE_START 0xffff800000000000ul
#define HOLE_END   0xffff880000000000ul
#define HOLE_STEP  (32ul << 30)
#endif
#define TABLE_END (WORD_BITS == 32 ? HOLE_END : HOLE_START + (512ul << 30))

USER_TEXT static void user_writes(void)
{
    asm volatile("xorl %eax, %eax; stosl; int $0x80");
}

USER_TEXT static void user_reads(void)
{
    asm volatile("lodsl; int $0x80");
}

static unsigned long hole_word(uintptr_t va)
{
    unsigned long word = 0;

    return probe_read((void *)va, &word) == PROBE_NONE;
}

static void kernel_access(void)
{
    unsigned written = 0, read = 0, run = 0;

    for (unsigned step = 0; step < (HOLE_END - HOLE_START) / HOLE_STEP; step++) {
        uintptr_t va = HOLE_START + step * HOLE_STEP;
        uintptr_t last = va + HOLE_STEP - sizeof(long);
        written += probe_write((void *)va, 0) == PROBE_NONE;
        written += probe_write((void *)last, 0) == PROBE_NONE;
        if (va >= TABLE_END) {
            read += hole_word(va) + hole_word(last);
            run += probe_exec((void *)va) == PROBE_NONE;
        }
    }
    test_equal(written, 0, "the kernel cannot write anywhere among the hypervisor's addresses");
    test_equal(read, 0, "nor read anything but the table");
    test_equal(run, 0, "nor execute anything");
    for (uintptr_t page = 0; page < 512; page++) {
        written +=
            probe_write((void *)(-(page + 1) * PAGE_SIZE), 0) == PROBE_NONE && WORD_BITS == 32;
    }
    test_equal(written, 0, "nor write behind them with 32 bits");
}

static void user_access(void)
{
    struct user_registers registers = user_registers_for(user_writes);
    registers.di = registers.si = M2P_START;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
               "a program cannot write the machine-to-physical table");
    test_ok((probe_last.error & FAULT_USER) != 0, "the fault says: user");
    registers = user_registers_for(user_reads);
    registers.di = registers.si = M2P_START;
    console_print("# = a program reads the machine-to-physical table: %d\n",
                  user_run(&registers, USER_BY_HYPERCALL));
    registers = user_registers_for(user_writes);
    registers.di = guest_info->pt_base;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
               "a program cannot write the kernel's page tables");
    registers = user_registers_for(user_reads);
    registers.si = (uintptr_t)guest_image_start;
    test_equal(user_run(&registers, USER_BY_HYPERCALL), TRAP_PAGE_FAULT,
               "a program cannot read the kernel");
    test_equal(probe_last.error, FAULT_USER | (WORD_BITS == 32 ? FAULT_PRESENT : 0),
               "the fault says: user");
}

/* Calls that write results, aimed at what the guest may not write. */
static void hypervisor_as_deputy(void)
{
    static char source[64] = "text";
    static const uintptr_t targets[] = {HOLE_START, HOLE_START + 0x200000, HOLE_END - 64,
                                        WORD_BITS == 32 ? 0xffffffc0 : HOLE_START + (3ul << 39)};
    for (unsigned i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        unsigned long at = targets[i];
        unsigned succeeded = 0;
        succeeded += hypercall_xen_version(ABI_XENVER_extraversion, at) >= 0;
        succeeded += hypercall_xen_version(ABI_XENVER_capabilities, at) >= 0;
        succeeded += hypercall_memory_op(ABI_XENMEM_machphys_mapping, at) >= 0;
        succeeded += hypercall_vcpu_op(ABI_VCPUOP_get_runstate_info, 0, at) >= 0;
        guest_mmuext_op op = {.cmd = ABI_MMUEXT_TLB_FLUSH_LOCAL};
        succeeded += hypercall_mmuext_op((unsigned long)&op, 1, at, ABI_DOMID_SELF) >= 0 ? 0 : 0;
        test_equal(succeeded, 0, "no call answers into " WORD_FORMAT, at);
    }
    unsigned long word = 0;
    test_equal(probe_read((void *)M2P_START, &word), PROBE_NONE, "the table is still there");
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
    kernel_access();
    user_access();
    hypervisor_as_deputy();
    shared_info_type();
    return test_end();
}
