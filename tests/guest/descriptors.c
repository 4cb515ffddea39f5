/* SPDX-License-Identifier: MIT */
/*
 * The rule: a guest's GDT and LDT are its own frames, but never mapped writable while they serve;
 * each descriptor is checked: no ring 0, no 64-bit code, no system types but call gates.
 *
 * How someone would break it: fill a page with dangerous descriptors before it becomes a GDT;
 * change them afterwards; install them one by one.
 *
 * A 64-bit guest may have 64-bit code, and no call gates; what is ring 0 becomes ring 3 there.
 *
 * @widths both
 */
#include "test.h"

#define CODE_RING1 0x00cfba000000ffffull
#define DATA_RING1 0x00cfb2000000ffffull
#define DATA_RING3 0x00cff2000000ffffull
#define DATA_RING0 0x00cf92000000ffffull
#define CODE_LONG  0x00affa000000ffffull

/* What neither width may have, or only the other. */
#define CODE_BAD (WORD_BITS == 32 ? CODE_LONG : 0x00008c00e0190000ull)

static uint64_t *gdt;
static guest_word gdt_frame;

static long descriptor(unsigned slot, uint64_t value)
{
    return hypercall_update_descriptor(((uint64_t)gdt_frame << 12) + slot * 8, value);
}

static int load_es(unsigned selector)
{
    int vector = PROBE("mov %0, %%es", : : "r"(selector) : "memory");
    asm volatile("mov %0, %%es" : : "r"(SELECTOR_KERNEL_DATA));
    return vector;
}

static void set_gdt(void)
{
    gdt = page_alloc();
    gdt_frame = page_mfn_at(gdt);
    gdt[1] = DATA_RING3;
    test_refused(hypercall_set_gdt((unsigned long)&gdt_frame, 512), ABI_EINVAL, REASON_GDT_FRAME,
                 "a page that is mapped writable cannot be a GDT");
    test_equal(page_make_read_only(gdt), 0, "made read-only");
    test_refused(hypercall_set_gdt((unsigned long)&gdt_frame, 7169), ABI_EINVAL,
                 REASON_GDT_TOO_MANY, "more than 7168 entries are refused");
    test_equal(hypercall_set_gdt((unsigned long)&gdt_frame, 512), 0, "it can be the GDT");
    test_ok(page_make_writable(gdt) < 0, "and then not be mapped writable");
    test_equal(load_es(0x0b), PROBE_NONE, "its descriptors can be loaded");
    test_equal(load_es(0x10), TRAP_PROTECTION, "the empty ones cannot");
    test_ok(page_pin(gdt_frame, 1) < 0, "nor become an L1");
    test_ok(page_pin(gdt_frame, 2) < 0, "nor an L2");
    guest_word wrong = 0xfffffff;
    test_refused(hypercall_set_gdt((unsigned long)&wrong, 512), ABI_EINVAL, REASON_GDT_FRAME,
                 "a frame that is none cannot be a GDT");
    wrong = 0x200;
    test_refused(hypercall_set_gdt((unsigned long)&wrong, 512), ABI_EINVAL, REASON_GDT_FRAME,
                 "a frame that is not ours cannot be a GDT");
    test_equal(load_es(0x0b), PROBE_NONE, "after a refusal the old GDT is still in force");
}

static void updates(void)
{
    test_equal(descriptor(2, DATA_RING1), 0, "a ring 1 data descriptor can be installed");
    test_equal(load_es(0x10 | KERNEL_RING), PROBE_NONE, "and loaded");
    test_equal(descriptor(2, 0), 0, "and cleared");
    test_equal(load_es(0x10 | KERNEL_RING), TRAP_PROTECTION, "and then not be loaded");
    test_equal(descriptor(3, DATA_RING0), 0, "a ring 0 data descriptor is accepted");
    test_equal(gdt[3] >> 45 & 3, KERNEL_RING, "but turned into the kernel's ring");
    console_print("# = 64-bit code: %ld\n", descriptor(4, CODE_LONG));
    console_print("# = 64-bit code for ring 0: %ld\n", descriptor(4, 0x00af9a000000ffffull));
    console_print("# = code that is 64-bit and 32-bit: %ld\n",
                  descriptor(4, 0x00effa000000ffffull));
    console_print("# = conforming code: %ld\n", descriptor(4, 0x00affe000000ffffull));
    static const struct {
        uint64_t value;
        const char *name;
    } refused[] = {
        {CODE_BAD, "what the width may not have"},    {0x00008b000000ffffull, "a busy TSS"},
        {0x000089000000ffffull, "a free TSS"},        {0x000082000000ffffull, "an LDT"},
        {0x00008e00e0080000ull, "an interrupt gate"}, {0x00008f00e0080000ull, "a trap gate"},
        {0x00008500e0080000ull, "a task gate"},
    };
    for (unsigned i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        test_refused(descriptor(4, refused[i].value), ABI_EINVAL, REASON_DESCRIPTOR_BAD,
                     "%s is refused", refused[i].name);
    }
    test_equal(descriptor(4, 0x0000050000000000ull), 0, "anything that is not present is accepted");
    test_equal(descriptor(4, 0), 0, "zero as well");
    console_print("# = a call gate to the hypervisor's code: %ld\n",
                  descriptor(4, 0x00008c00e0080000ull));
    console_print("# = a call gate to the kernel's code: %ld\n",
                  descriptor(4, 0x0000ec00e0190000ull));
    descriptor(4, 0);
}

static void addresses(void)
{
    uint64_t base = (uint64_t)gdt_frame << 12;
    test_equal(hypercall_update_descriptor(base + 4, DATA_RING1), -ABI_EINVAL,
               "an address inside a descriptor is refused");
    test_equal(hypercall_update_descriptor(0xfffffff000ull, DATA_RING1), -ABI_EINVAL,
               "an address without memory is refused");
    test_equal(hypercall_update_descriptor(0x200000, DATA_RING1), -ABI_EINVAL,
               "memory that is not ours is refused");
    uint64_t *plain = page_alloc();
    test_equal(hypercall_update_descriptor((uint64_t)page_mfn_at(plain) << 12, DATA_RING1), 0,
               "plain memory of ours is accepted");
    test_ok(*plain == (DATA_RING1 | (uint64_t)KERNEL_RING << 45), "and holds the descriptor");
}

/* What stands in the page already is checked when it becomes a GDT. */
static void prepared_page(void)
{
    uint64_t *page = page_alloc();
    guest_word frame = page_mfn_at(page);
    page[5] = CODE_BAD;
    page_make_read_only(page);
    test_refused(hypercall_set_gdt((unsigned long)&frame, 512), ABI_EINVAL, REASON_GDT_FRAME,
                 "a page with a bad descriptor cannot be a GDT");
    page_make_writable(page);
    page[5] = DATA_RING0;
    page_make_read_only(page);
    test_equal(hypercall_set_gdt((unsigned long)&frame, 512), 0,
               "a page with a ring 0 descriptor can");
    test_equal(page[5] >> 45 & 3, KERNEL_RING, "but it has become the kernel's ring");
    test_equal(hypercall_set_gdt((unsigned long)&gdt_frame, 512), 0, "the first GDT again");
    test_equal(page_make_writable(page), 0, "the other page is plain memory again");
}

static void ldt(void)
{
    uint64_t *page = page_alloc();
    page[1] = DATA_RING3;
    page_make_read_only(page);
    test_equal(page_extended(ABI_MMUEXT_SET_LDT, (unsigned long)page, 512), 0, "an LDT can be set");
    test_equal(load_es(0x0f), PROBE_NONE, "and its descriptors loaded");
    test_ok(page_make_writable(page) < 0, "and then its page not be mapped writable");
    test_equal(load_es(0x17), TRAP_PROTECTION, "the empty ones cannot");
    test_equal(probe_last.error, 0x14, "and the error code is the selector");
    test_equal(page_extended(ABI_MMUEXT_SET_LDT, 0, 0), 0, "it can be taken away");
    test_equal(load_es(0x0f), TRAP_PROTECTION, "and its descriptors are gone");
    test_equal(page_make_writable(page), 0, "its page is plain memory again");
    page[1] = DATA_RING3;
    page_extended(ABI_MMUEXT_SET_LDT, (unsigned long)page, 512);
    test_equal(load_es(0x0f), TRAP_PAGE_FAULT, "an LDT page that is mapped writable faults on use");
    console_print("# = at offset %lx of the LDT, error %lx\n",
                  probe_last.address - (unsigned long)page, probe_last.error);
    page_extended(ABI_MMUEXT_SET_LDT, 0, 0);
}

/* Through a data segment whose base lies in the 32-bit guests' hole. */
static void segment_reach(void)
{
    uint64_t high = 0x0040f20000000fffull | (uint64_t)0xf5 << 56 | (uint64_t)0x80 << 32;
    test_equal(descriptor(6, high), 0, "a segment that begins at the hole can be installed");
    unsigned selector = 0x33;
    asm volatile("mov %0, %%fs" : : "r"(selector));
    test_equal(PROBE("movl $0, %%fs:0",
                     :
                     :
                     : "memory"),
               TRAP_PAGE_FAULT, "but lets nothing be written");
    asm volatile("mov %0, %%fs" : : "r"(0));
}

int guest_main(void)
{
    set_gdt();
    updates();
    addresses();
    prepared_page();
    ldt();
    segment_reach();
    return test_end();
}
