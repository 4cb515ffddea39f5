/* SPDX-License-Identifier: MIT */
/*
 * The rule: what start.c says, as a 64-bit guest finds it: null data segments, four levels of
 * tables, a hypercall page of SYSCALL stubs, and the machine-to-physical table at the beginning of
 * slot 256.
 */
#include "test.h"

extern char hypercall_page[];

static void registers(void)
{
    const struct guest_registers *at = &guest_initial;
    test_equal(at->cs, 0xe033, "CS is the flat 64-bit code selector");
    test_equal(at->ss, 0xe02b, "SS is the flat data selector");
    test_ok(at->ds == 0 && at->es == 0 && at->fs == 0 && at->gs == 0, "DS, ES, FS and GS are null");
    test_equal(at->si, (uintptr_t)guest_info, "RSI holds the address of start_info");
    test_ok((at->ax | at->bx | at->cx | at->dx | at->di | at->bp | at->r8 | at->r9 | at->r10 |
             at->r12 | at->r13 | at->r14 | at->r15) == 0,
            "the other registers are zero");
    test_ok((at->flags & 0x200) != 0, "RFLAGS.IF is set");
    test_equal(guest_ring(), 3, "the kernel runs in ring 3");
}

static void layout(void)
{
    const guest_start_info *si = guest_info;
    uintptr_t list_end = (si->mfn_list + si->nr_pages * sizeof(guest_word) + 4095) & ~4095ul;
    test_equal(memcmp(si->magic, "xen-3.0-x86_64", 15), 0, "magic is xen-3.0-x86_64");
    test_equal(si->mfn_list, (uintptr_t)guest_image_end, "the frame list follows the image");
    test_equal((uintptr_t)si, list_end, "start_info follows the frame list");
    test_equal(si->pt_base, (uintptr_t)si + 4096, "the page tables follow start_info");
    uintptr_t stack_top = si->pt_base + si->nr_pt_frames * 4096 + 4096;
    test_equal(guest_initial.sp, stack_top, "the boot stack follows the page tables");
    test_equal(page_mapped_end() & ((4 << 20) - 1), 0, "the mapping ends at a multiple of 4 MiB");
    test_ok(page_mapped_end() - stack_top >= 512 << 10, "with at least 512 KiB behind the stack");
}

static void tables(void)
{
    const guest_start_info *si = guest_info;
    unsigned wrong_frame = 0, writable = 0, no_user = 0;
    for (uintptr_t va = GUEST_BASE; va < page_mapped_end(); va += 4096) {
        pte_t entry = page_look_up(va);
        wrong_frame += page_entry_mfn(entry) != page_mfn((va - GUEST_BASE) >> 12) &&
                       va != (uintptr_t)&guest_shared;
        no_user += (entry & PTE_USER) == 0;
        if (va >= si->pt_base && va < si->pt_base + si->nr_pt_frames * 4096) {
            writable += (entry & PTE_WRITE) != 0;
        }
    }
    test_equal(wrong_frame, 0, "page n of the guest is mapped at its base + n pages");
    test_equal(writable, 0, "page tables are mapped read-only");
    test_equal(no_user, 0, "every entry has the user bit, kernel and programs being in ring 3");
    const pte_t *top = (void *)(uintptr_t)si->pt_base;
    unsigned hypervisor = 0;
    for (unsigned slot = ABI_HYPERVISOR_SLOT_FIRST; slot <= ABI_HYPERVISOR_SLOT_LAST; slot++) {
        hypervisor += (top[slot] & PTE_PRESENT) != 0;
    }
    console_print("# %u of the hypervisor's slots are present\n", hypervisor);
    test_ok(hypervisor > 0, "the hypervisor's slots are filled in");
}

static void frame_lists(void)
{
    unsigned disagree = 0;
    unsigned long value = 0;
    for (unsigned long pfn = 0; pfn < guest_info->nr_pages; pfn++) {
        disagree += page_pfn(page_mfn(pfn)) != pfn;
    }
    test_equal(disagree, 0, "the two frame number tables agree for every page");
    test_equal(probe_read((void *)M2P_START, &value), PROBE_NONE,
               "the machine-to-physical table can be read");
    test_equal(probe_write((void *)M2P_START, 0), TRAP_PAGE_FAULT, "but not written");
}

static void call_page(void)
{
    static const unsigned char stub[] = {0x51, 0x41, 0x53, 0xb8, 17,   0,    0,
                                         0,    0x0f, 0x05, 0x41, 0x5b, 0x59, 0xc3};
    test_equal(memcmp(hypercall_page + 17 * ABI_HYPERCALL_STUB_SIZE, stub, sizeof(stub)), 0,
               "a stub saves rcx and r11 around SYSCALL");
    static const unsigned char iret[] = {0x51, 0x41, 0x53, 0x50, 0xb8, 23, 0, 0, 0, 0x0f, 0x05};
    test_equal(memcmp(hypercall_page + 23 * ABI_HYPERCALL_STUB_SIZE, iret, sizeof(iret)), 0,
               "the stub of iret pushes rcx, r11 and rax");
}

int guest_main(void)
{
    registers();
    layout();
    tables();
    frame_lists();
    call_page();
    return test_end();
}
