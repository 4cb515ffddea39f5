/* SPDX-License-Identifier: MIT */
/*
 * The rule: a guest starts with the registers, memory layout and page tables that the contract
 * promises (start of day): packed in order behind the image, 4 KiB pages, everything writable but
 * the page tables, and with both directions of the frame number tables telling the truth.
 *
 * A builder that gets one of them wrong breaks kernels in ways that show much later. So: look.
 */
#include "test.h"

extern char boot_stack_top[], hypercall_page[];

static void registers(void)
{
    const struct guest_registers *at = &guest_initial;
    test_equal(at->cs, 0xe019, "CS is the flat ring 1 code selector");
    test_equal(at->ss, 0xe021, "SS is the flat ring 1 data selector");
    test_ok(at->ds == 0xe021 && at->es == 0xe021 && at->fs == 0xe021 && at->gs == 0xe021,
            "DS, ES, FS and GS are the flat ring 1 data selector");
    test_equal(at->si, (uintptr_t)guest_info, "ESI holds the address of start_info");
    test_equal(at->sp & 4095, 0, "ESP is the top of a page");
    test_ok(at->ax == 0 && at->bx == 0 && at->cx == 0 && at->dx == 0 && at->di == 0 && at->bp == 0,
            "the other registers are zero");
    test_ok((at->flags & 0x200) != 0, "EFLAGS.IF is set");
    test_equal(at->flags & 0x3000, 0, "EFLAGS.IOPL is 0");
}

static void start_info(void)
{
    const guest_start_info *si = guest_info;
    test_equal(memcmp(si->magic, "xen-3.0-x86_32p", 16), 0, "magic is xen-3.0-x86_32p");
    test_equal(si->flags & (ABI_SIF_PRIVILEGED | ABI_SIF_INITDOMAIN), 3,
               "flags say privileged and initial domain");
    test_ok(si->nr_pages >= 1024, "nr_pages is plausible");
    test_equal(si->store_mfn, 0, "there is no xenstore page");
    test_equal(si->store_evtchn, 0, "there is no xenstore port");
    test_equal(si->mod_start == 0 && si->mod_len == 0, 1, "there is no initrd");
    test_equal(si->pt_base & 4095, 0, "pt_base is a page");
    console_print("# first_p2m_pfn %lx of %lx pages\n", (unsigned long)si->first_p2m_pfn,
                  (unsigned long)si->nr_pages);
    test_equal(si->nr_p2m_frames, 0, "nr_p2m_frames is 0");
}

/* Image, list of frames, start_info, page tables, stack: packed and in order, up to a 4 MiB end. */
static void layout(void)
{
    const guest_start_info *si = guest_info;
    uintptr_t list_end = (si->mfn_list + si->nr_pages * sizeof(guest_word) + 4095) & ~4095ul;
    test_equal(si->mfn_list, (uintptr_t)guest_image_end, "the frame list follows the image");
    test_equal((uintptr_t)si, list_end, "start_info follows the frame list");
    test_equal(si->pt_base, (uintptr_t)si + 4096, "the page tables follow start_info");
    uintptr_t stack_top = si->pt_base + si->nr_pt_frames * 4096 + 4096;
    test_equal(guest_initial.sp, stack_top, "the boot stack follows the page tables");
    test_equal(page_mapped_end() & ((4 << 20) - 1), 0, "the mapping ends at a multiple of 4 MiB");
    test_ok(page_mapped_end() - stack_top >= 512 << 10, "with at least 512 KiB behind the stack");
    test_equal(page_look_up(page_mapped_end()), 0, "and no further");
}

static void page_tables(void)
{
    const guest_start_info *si = guest_info;
    uintptr_t tables_end = si->pt_base + si->nr_pt_frames * 4096;
    unsigned wrong_frame = 0, wrong_bits = 0, tables_writable = 0;
    for (uintptr_t va = GUEST_BASE; va < page_mapped_end(); va += 4096) {
        pte_t entry = page_look_up(va);
        if (page_entry_mfn(entry) != page_mfn((va - GUEST_BASE) >> 12) &&
            va != (uintptr_t)&guest_shared) {
            wrong_frame++;
        }
        if (va >= si->pt_base && va < tables_end) {
            tables_writable += (entry & PTE_WRITE) != 0;
        } else {
            wrong_bits += (entry & (PTE_PRESENT | PTE_WRITE)) != (PTE_PRESENT | PTE_WRITE);
        }
    }
    test_equal(wrong_frame, 0, "page n of the guest is mapped at its base + n pages");
    test_equal(wrong_bits, 0, "plain pages are mapped writable");
    test_equal(tables_writable, 0, "page tables are mapped read-only");
    unsigned present = 0;
    for (unsigned slot = 0; slot < 4; slot++) {
        present += ((pte_t *)(uintptr_t)si->pt_base)[slot] & 1;
    }
    test_equal(present, 4, "all four top entries are present");
}

/* Tables are usable as memory, but only to read. */
static void table_access(void)
{
    unsigned long word = 0;
    test_equal(probe_read((void *)(uintptr_t)guest_info->pt_base, &word), PROBE_NONE,
               "the top table can be read");
    test_equal(probe_write((void *)(uintptr_t)guest_info->pt_base, word), TRAP_PAGE_FAULT,
               "the top table cannot be written");
    test_equal(probe_last.error, FAULT_PRESENT | FAULT_WRITE, "the fault says: present, write");
    test_equal(probe_last.address, guest_info->pt_base, "and where");
}

static void frame_lists(void)
{
    unsigned disagree = 0;
    for (unsigned long pfn = 0; pfn < guest_info->nr_pages; pfn++) {
        disagree += page_pfn(page_mfn(pfn)) != pfn;
    }
    test_equal(disagree, 0, "the two frame number tables agree for every page");
    unsigned long value = 0;
    test_equal(probe_read((void *)ABI_HOLE32_START, &value), PROBE_NONE,
               "the machine-to-physical table can be read");
    test_equal(probe_write((void *)ABI_HOLE32_START, 0), TRAP_PAGE_FAULT,
               "the machine-to-physical table cannot be written");
    test_equal(probe_last.error, FAULT_PRESENT | FAULT_WRITE, "the fault says: present, write");
}

static void shared(void)
{
    unsigned masked = 0, pending = 0;
    for (unsigned v = 0; v < ABI_LEGACY_VCPUS; v++) {
        masked += guest_shared.vcpu_info[v].upcall_mask;
        pending += guest_shared.vcpu_info[v].upcall_pending;
    }
    test_equal(masked, ABI_LEGACY_VCPUS, "every vCPU's events are masked at the start");
    console_print("# %u vCPUs have an upcall pending\n", pending);
    const guest_vcpu_time_info *time = &guest_shared.vcpu_info[0].time;
    test_ok(time->tsc_to_system_mul != 0 && time->version != 0, "the time record is filled in");
    test_ok(guest_shared.wc_sec != 0, "the wall clock is filled in");
}

/* Stub n lies at page + 32 n; number 17 command 0 answers the version. */
static void call_page(void)
{
    long result = 17;
    unsigned long command = ABI_XENVER_version, argument = 0;
    asm volatile("call *%3"
                 : "+a"(result), "+b"(command), "+c"(argument)
                 : "r"(hypercall_page + 17 * ABI_HYPERCALL_STUB_SIZE)
                 : "memory", "cc");
    test_equal(result, hypercall_xen_version(ABI_XENVER_version, 0),
               "the hypercall page's stub answers as the raw instruction does");
    static const unsigned char start[] = {0xb8, 17, 0, 0, 0, 0xcd, 0x82, 0xc3};
    test_equal(memcmp(hypercall_page + 17 * ABI_HYPERCALL_STUB_SIZE, start, sizeof(start)), 0,
               "a stub is mov, int 0x82, ret");
    static const unsigned char iret[] = {0x50, 0xb8, 23, 0, 0, 0, 0xcd, 0x82};
    test_equal(memcmp(hypercall_page + 23 * ABI_HYPERCALL_STUB_SIZE, iret, sizeof(iret)), 0,
               "the stub of iret pushes eax first");
}

int guest_main(void)
{
    registers();
    start_info();
    layout();
    page_tables();
    table_access();
    frame_lists();
    shared();
    call_page();
    return test_end();
}
