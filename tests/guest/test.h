/* SPDX-License-Identifier: MIT */
#ifndef TEST_H
#define TEST_H
/*
 * What every guest test uses to say how it went: TAP lines on the console, the plan at the end.
 *
 * The same test runs on Torc and on real Xen, and the two outputs are compared. So a point's name
 * never holds an address or a number that may differ; such things go into comment lines ("# ..."),
 * and values that must agree into "# = ..." lines. Which refusal it was, and not only its errno,
 * can be asked on Torc alone: test_reason() stays silent elsewhere.
 */
#include "hypercall/batch.h"
#include "hypercall/call.h"
#include "hypercall/console.h"
#include "hypercall/event.h"
#include "hypercall/guest.h"
#include "hypercall/page.h"
#include "hypercall/probe.h"
#include "hypercall/string.h"
#include "hypercall/time.h"
#include "hypercall/trap.h"
#include "hypercall/user.h"

static unsigned test_count __attribute__((unused));
static unsigned test_failures __attribute__((unused));

/* One point. Returns `passed`, so that what depends on it can be left out. */
#define test_ok(passed, ...) test_ok_((passed) ? true : false, __FILE__, __LINE__, __VA_ARGS__)

__attribute__((format(printf, 4, 5), unused)) static bool
test_ok_(bool passed, const char *file, int line, const char *format, ...)
{
    char text[200];
    va_list list;
    va_start(list, format);
    text_format_list(text, sizeof(text), format, list);
    va_end(list);
    test_count++;
    console_print("%s %u - %s\n", passed ? "ok" : "not ok", test_count, text);
    if (!passed) {
        test_failures++;
        console_print("#   at %s:%d\n", file, line);
    }
    return passed;
}

/* A point that two numbers are equal; shows both if not. */
#define test_equal(got, wanted, ...)                                                               \
    ({                                                                                             \
        long long got_ = (long long)(got), wanted_ = (long long)(wanted);                          \
        if (!test_ok(got_ == wanted_, __VA_ARGS__)) {                                              \
            console_print("#   got %lld (0x%llx), wanted %lld (0x%llx)\n", got_, got_, wanted_,    \
                          wanted_);                                                                \
        }                                                                                          \
        got_ == wanted_;                                                                           \
    })

/* A point that cannot be judged here. */
__attribute__((unused)) static void test_skip(const char *name, const char *why)
{
    console_print("ok %u - %s # SKIP %s\n", ++test_count, name, why);
}

/* On Torc: the vCPU's last refusal had this reason. Elsewhere nothing, not even a point. */
__attribute__((unused)) static void test_reason(unsigned reason, const char *name)
{
    long last = hypercall_torc_op(ABI_TORC_OP_last_refusal, 0);
    if (last != -ABI_ENOSYS && last != (long)reason) {
        test_failures++;
        console_print("not ok %u - the refusal's reason: %s\n#   got reason %ld, wanted %u\n",
                      ++test_count, name, last, reason);
    }
}

/* True on Torc: it answers its own call. */
__attribute__((unused)) static bool test_on_torc(void)
{
    return hypercall_torc_op(ABI_TORC_OP_last_refusal, 0) != -ABI_ENOSYS;
}

/*
 * The error code of a refused `int n` must name the gate: n * 8 + 2. The emulator QEMU gets it
 * wrong in long mode and says n * 16 + 2, which Xen passes on; Torc looks at the instruction
 * instead.
 */
#define test_gate_error(error, n, ...)                                                             \
    test_ok((error) == ((n) << 3 | 2) || (!test_on_torc() && (error) == ((n) << 4 | 2)),           \
            __VA_ARGS__)

/* A call must be refused with this error and, on Torc, for this reason. */
#define test_refused(call, error, reason, ...)                                                     \
    do {                                                                                           \
        if (test_equal(call, -(error), __VA_ARGS__)) {                                             \
            test_reason(reason, #reason);                                                          \
        }                                                                                          \
    } while (0)

/* The last thing: prints the plan. What guest_main() should return. */
__attribute__((unused)) static int test_end(void)
{
    if (test_failures != 0) {
        console_print("# %u of %u points failed\n", test_failures, test_count);
    }
    console_print("1..%u\n", test_count);
    return ABI_SHUTDOWN_poweroff;
}

#endif
