/* SPDX-License-Identifier: MIT */
/*
 * The rule: XENMEM_exchange takes frames from a domain and gives it as many others, contiguous or
 * below an address limit as it asks. The frames given must be its own and used for nothing; each
 * chunk is exchanged whole or not at all, and nr_exchanged says how far it came.
 *
 * How someone would break it: give frames that are mapped, page tables, foreign ones or one twice;
 * sizes that do not match or wrap around; a starting position beyond the list (XSA-212), so that
 * the result is written anywhere.
 *
 * @widths both
 */
#include "test.h"

#define COUNT 16

static guest_word in[COUNT], out[COUNT];
static guest_memory_exchange request;

/* Unless told otherwise: `count` single frames for one extent of that size. */
static void prepare(unsigned count, unsigned order)
{
    request = (guest_memory_exchange){.in_start = guest_address(in),
                                      .in_extents = count,
                                      .in_domid = ABI_DOMID_SELF,
                                      .out_start = guest_address(out),
                                      .out_extents = count >> order,
                                      .out_order = order,
                                      .out_domid = ABI_DOMID_SELF};
}

static long exchange(void)
{
    return hypercall_memory_op(ABI_XENMEM_exchange, (unsigned long)&request);
}

/* Frames the builder did not map: nothing refers to them. */
static void take(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        in[i] = page_take_unmapped();
        out[i] = page_pfn(in[i]);
    }
}

static void contiguous(void)
{
    guest_word old[4];
    take(4);
    unsigned long pfn = out[0];
    memcpy(old, in, sizeof(old));
    prepare(4, 2);
    test_equal(exchange(), 0, "four frames for a block of four");
    test_equal(request.nr_exchanged, 4, "all were exchanged");
    test_equal(out[0] & 3, 0, "the block is aligned to its size");
    unsigned own = 0, lost = 0;
    static unsigned long *window;
    window = page_alloc();
    unsigned long back = page_mfn_at(window), used = 0;
    for (unsigned i = 0; i < 4; i++) {
        own += page_map((uintptr_t)window, page_entry(out[0] + i, PTE_PLAIN)) == 0;
        for (unsigned k = 0; k < PAGE_SIZE / sizeof(long); k++) {
            used |= window[k];
        }
        test_equal(((volatile guest_word *)M2P_START)[out[0] + i], pfn + i,
                   "frame %u has the number we named", i);
        lost +=
            page_map((uintptr_t)window, page_entry(old[i], PTE_PLAIN)) != 0 || old[i] - out[0] < 4;
    }
    console_print("# contents of the new frames: %lx\n", used);
    test_equal(own, 4, "each can be mapped");
    test_equal(lost, 4, "the old ones no longer");
    test_equal(page_map((uintptr_t)window, page_entry(back, PTE_PLAIN)), 0,
               "(the window is put back)");

    in[0] = out[0];
    for (unsigned i = 0; i < 4; i++) {
        out[i] = pfn + i;
    }
    prepare(1, 0);
    request.in_order = 2;
    request.out_extents = 4;
    test_equal(exchange(), 0, "the block for four frames");
    test_equal(request.nr_exchanged, 1, "counted in blocks");
}

static void below(unsigned bits)
{
    take(1);
    prepare(1, 0);
    request.out_flags = bits;
    long result = exchange();
    if (result) {
        console_print("# = below 2^%u: %ld\n", bits, result);
    } else {
        test_ok(out[0] < 1ul << (bits - PAGE_SHIFT), "a frame below 2^%u", bits);
    }
}

static void in_steps(void)
{
    take(8);
    in[5] = page_mfn_at(page_alloc()); /* mapped */
    guest_word third = out[2];
    prepare(8, 1);
    test_refused(exchange(), ABI_EINVAL, REASON_EXCHANGE_FRAME, "a mapped frame in the third pair");
    test_ok(request.nr_exchanged == 4 || (!test_on_torc() && sizeof(long) == 4),
            "two pairs were exchanged");
    test_equal(out[2], third, "the third is untouched");
    if (request.nr_exchanged == 0) { /* Xen forgets to tell 32-bit guests */
        request.nr_exchanged = 4;
    }
    in[5] = page_take_unmapped();
    test_equal(exchange(), 0, "with another frame it goes on where it stood");
    test_equal(request.nr_exchanged, 8, "to the end");
}

static void frames(void)
{
    take(2);
    prepare(2, 1);
    in[1] = in[0];
    test_refused(exchange(), ABI_EINVAL, REASON_EXCHANGE_FRAME, "the same frame twice");
    test_equal(request.nr_exchanged, 0, "nothing was exchanged");
    prepare(1, 0);
    test_equal(exchange(), 0, "and it is still ours to give");
    take(1);
    in[0] = page_base();
    prepare(1, 0);
    test_refused(exchange(), ABI_EINVAL, REASON_EXCHANGE_FRAME, "the page-table base");
    in[0] = 0xfffffff;
    prepare(1, 0);
    test_refused(exchange(), ABI_EINVAL, REASON_EXCHANGE_FRAME, "a frame that is none");
    in[0] = 0x200;
    prepare(1, 0);
    test_refused(exchange(), ABI_EINVAL, REASON_EXCHANGE_FRAME, "a frame that is not ours");
}

/* In a narrow word no count is too big, but then the sizes are unequal. */
#define TOO_MANY (WORD_BITS == 64 ? REASON_COUNT_TOO_BIG : REASON_EXCHANGE_SIZES)

static void arguments(void)
{
    take(4);
    prepare(4, 2);
    request.nr_exchanged = 5;
    test_refused(exchange(), ABI_EINVAL, REASON_EXCHANGE_POSITION, "a position beyond the list");
    prepare(4, 2);
    request.nr_exchanged = ~0ul;
    test_refused(exchange(), ABI_EINVAL, REASON_EXCHANGE_POSITION, "a position far beyond");
    prepare(4, 2);
    request.nr_exchanged = 2;
    console_print("# = a position inside a chunk: %ld, then %lu\n", exchange(),
                  (unsigned long)request.nr_exchanged);
    take(4);
    prepare(4, 2);
    request.nr_exchanged = 4;
    console_print("# = all done already: %ld\n", exchange());
    prepare(4, 2);
    request.out_extents = 2;
    test_refused(exchange(), ABI_EINVAL, REASON_EXCHANGE_SIZES, "unequal sizes");
    prepare(4, 2);
    request.in_extents = ~0ul;
    request.out_extents = ~0ul;
    test_refused(exchange(), ABI_EINVAL, TOO_MANY, "as many as there are numbers");
    prepare(4, 2);
    request.in_extents = 1ul << (sizeof(long) * 8 - 4);
    request.in_order = 4;
    request.out_extents = 0;
    request.out_order = 4;
    test_refused(exchange(), ABI_EINVAL, TOO_MANY, "sizes that wrap around to 0");
    prepare(0, 0);
    console_print("# = nothing: %ld\n", exchange());
    for (unsigned order = 8; order < 19; order++) {
        prepare(1, 0);
        request.out_order = order;
        console_print("# = out of order %u: %ld\n", order, exchange());
    }
    prepare(2, 1);
    request.in_order = 18;
    request.out_order = 19;
    test_refused(exchange(), ABI_EPERM, REASON_EXTENT_ORDER, "an extent of 2^19 frames");
    request.out_order = 200;
    request.in_order = 199;
    test_ok(exchange() < 0, "one of 2^200");
    prepare(1, 0);
    request.in_domid = 77;
    test_refused(exchange(), ABI_EINVAL, REASON_EXCHANGE_SIZES, "in for another domain than out");
    request.out_domid = 77;
    test_refused(exchange(), ABI_ESRCH, REASON_DOMAIN_UNKNOWN, "of a domain that is none");
    request.in_domid = request.out_domid = ABI_DOMID_XEN;
    test_refused(exchange(), ABI_ESRCH, REASON_DOMAIN_UNKNOWN, "of the hypervisor");
    request.in_domid = 0;
    request.out_domid = ABI_DOMID_SELF;
    console_print("# = two names of ourselves: %ld\n", exchange());
    prepare(1, 0);
    request.in_start = M2P_START + 0x10000;
    test_refused(exchange(), ABI_EFAULT, REASON_POINTER_RANGE,
                 "a list of frames in the hypervisor's part");
    prepare(1, 0);
    request.out_start = M2P_START + 0x10000;
    test_refused(exchange(), ABI_EFAULT, REASON_POINTER_RANGE,
                 "a list of results in the hypervisor's part");
    prepare(1, 0);
    request.in_start = 0x1000;
    test_refused(exchange(), ABI_EFAULT, REASON_POINTER_UNREADABLE, "a list that is not mapped");
    take(1);
    prepare(1, 0);
    request.out_start = 0x1000;
    test_refused(exchange(), ABI_EFAULT, REASON_POINTER_UNWRITABLE, "results that are not mapped");
    console_print("# of which were exchanged: %lu\n", (unsigned long)request.nr_exchanged);
    test_refused(hypercall_memory_op(ABI_XENMEM_exchange, 0x1000), ABI_EFAULT,
                 REASON_POINTER_UNREADABLE, "no structure");
    take(1);
    prepare(1, 0);
    test_refused(hypercall_memory_op(ABI_XENMEM_exchange | 1 << 6, (unsigned long)&request),
                 ABI_EINVAL, REASON_EXCHANGE_POSITION, "a command with a starting position");
    unsigned char *page = page_alloc();
    take(1);
    prepare(1, 0);
    memcpy(page, &request, sizeof(request));
    page_make_read_only(page);
    test_refused(hypercall_memory_op(ABI_XENMEM_exchange, (unsigned long)page), ABI_EFAULT,
                 REASON_POINTER_UNWRITABLE, "a structure that cannot be written");
    for (unsigned bits = 1; bits < 64; bits += bits < 12 ? 11 : 1) {
        take(1);
        prepare(1, 0);
        request.out_flags = bits;
        long result = exchange();
        if (bits < 20 || bits > 34)
            console_print("# = flags %u: %ld\n", bits, result);
    }
    take(1);
    prepare(1, 0);
    request.in_flags = 13;
    console_print("# = flags of the old ones: %ld\n", exchange());
    for (unsigned bit = 16; bit < 32; bit++) {
        take(1);
        prepare(1, 0);
        request.out_flags = 1u << bit;
        console_print("# = flag bit %u: %ld\n", bit, exchange());
    }
}

int guest_main(void)
{
    contiguous();
    below(32);
    below(26);
    below(25);
    in_steps();
    frames();
    arguments();
    return test_end();
}
