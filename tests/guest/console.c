/* SPDX-License-Identifier: MIT */
/*
 * The rule: the first domain writes to the hypervisor's console and reads what was typed, by
 * console_io. A read never waits; a write takes any length; pointers are checked. What is typed
 * raises VIRQ_CONSOLE.
 *
 * The runner types the text below when it sees "# type".
 * @type hello
 * @widths both
 */
#include "test.h"

static char long_text[9000];

static void writes(void)
{
    test_equal(console_write("# plain text\n", 13), 0, "a line can be written");
    test_equal(console_write("", 0), 0, "and nothing at all");
    memset(long_text, 'x', sizeof(long_text));
    long_text[0] = '#';
    long_text[sizeof(long_text) - 1] = '\n';
    test_equal(console_write(long_text, sizeof(long_text)), 0, "and more than a page at once");
    test_refused(console_write((char *)0x1000, 10), ABI_EFAULT, REASON_POINTER_UNREADABLE,
                 "but not what nobody can read");
    char *page = page_alloc();
    memset(page, '.', PAGE_SIZE);
    page[PAGE_SIZE - 8] = '#';
    page[PAGE_SIZE - 1] = '\n';
    page_map((uintptr_t)page + PAGE_SIZE, 0);
    test_refused(console_write(page + PAGE_SIZE - 8, 100), ABI_EFAULT, REASON_POINTER_UNREADABLE,
                 "nor what ends in an unmapped page");
}

static void reads(void)
{
    char text[16] = "";
    test_equal(console_read(text, sizeof(text)), 0, "a read with nothing typed returns 0");
    test_ok(console_read((char *)0x1000, 4) <= 0, "an unreadable buffer is no harm");
    test_equal(console_read(text, 0), 0, "nor a read of nothing");
}

static volatile unsigned console_events;

static void note(unsigned port, void *context)
{
    console_events++;
}

/* Collects what is typed until a line is complete, for at most five seconds. */
static void typed(void)
{
    char line[32] = "";
    size_t length = 0;
    test_ok(event_bind_virq(ABI_VIRQ_CONSOLE, 0, note, NULL) > 0, "VIRQ_CONSOLE can be bound");
    event_enable();
    console_print("# type\n");
    uint64_t limit = time_now_ns() + 5000000000ull;
    static char page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
    long nowhere = 0;
    page_make_read_only(page);
    while (time_now_ns() < limit && (nowhere = console_read(page, 8)) == 0) {
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
    test_refused(nowhere, ABI_EFAULT, REASON_POINTER_UNWRITABLE,
                 "what is typed cannot be put into read-only memory, and is not lost");
    while (time_now_ns() < limit && length < sizeof(line) - 1) {
        long got = console_read(line + length, sizeof(line) - 1 - length);
        length += got > 0 ? (size_t)got : 0;
        if (length > 0 && (line[length - 1] == '\r' || line[length - 1] == '\n')) {
            break;
        }
        hypercall_sched_op(ABI_SCHEDOP_yield, 0);
    }
    event_disable();
    test_ok(length >= 5 && memcmp(line, "hello", 5) == 0, "what was typed is read");
    test_ok(console_events > 0, "and announced by an event");
    console_print("# %u bytes, %u events\n", (unsigned)length, console_events);
}

int guest_main(void)
{
    writes();
    reads();
    typed();
    return test_end();
}
