/* SPDX-License-Identifier: MIT */
#ifndef BENCH_H
#define BENCH_H
/*
 * How a row is measured: a new one is one line, MEASURE(name, each, body), in a function that
 * guest_main() calls, and one line in goals.tsv.
 *
 * First for instructions: `body` runs TIMES times a round, and the cheapest round counts, since a
 * timer of the hypervisor may have come into the others. Then once more for privileged events,
 * between two readings of the hypervisor's own counters and between marks for those outside
 * (mark.h).
 */
#include "hypercall/call.h"
#include "hypercall/console.h"
#include "hypercall/guest.h"
#include "hypercall/page.h"
#include "hypercall/time.h"
#include "hypercall/user.h"
#include "tests/bench/mark.h"

#define ROUNDS 6
#define TIMES  500
#define WINDOW 0x20000000ul

/* What is counted begins and ends; may be repeated until the report. */
void window_open(void);
void window_close(void);
/* Prints the row: so many instructions were `operations`; what the windows saw were `times` bodies.
 */
void report(const char *name, uint64_t instructions, unsigned operations, unsigned times);

/* `each` is how many operations one body is. */
#define MEASURE(name, each, body) MEASURE_MINUS(name, each, 0, body)

/* The same, less a number of instructions in each operation that are not what is asked for. */
#define MEASURE_MINUS(name, each, less, body)                                                      \
    do {                                                                                           \
        uint64_t best_ = ~0ull;                                                                    \
        for (unsigned round_ = 0; round_ < ROUNDS; round_++) {                                     \
            uint64_t start_ = time_counter();                                                      \
            for (unsigned i = 0; i < TIMES; i++) {                                                 \
                body;                                                                              \
            }                                                                                      \
            uint64_t took_ = time_counter() - start_;                                              \
            best_ = took_ < best_ ? took_ : best_;                                                 \
        }                                                                                          \
        window_open();                                                                             \
        for (unsigned i = 0; i < TIMES; i++) {                                                     \
            body;                                                                                  \
        }                                                                                          \
        window_close();                                                                            \
        report(name, best_ - TIMES * (each) * (uint64_t)(less), TIMES * (each), TIMES);            \
    } while (0)

/* The same where each body needs something done before that does not count: the cheapest single
 * run is the figure. */
#define MEASURE_EACH(name, each, before, body)                                                     \
    do {                                                                                           \
        uint64_t best_ = ~0ull;                                                                    \
        for (unsigned i = 0; i < 20; i++) {                                                        \
            before;                                                                                \
            uint64_t start_ = time_counter();                                                      \
            body;                                                                                  \
            uint64_t took_ = time_counter() - start_;                                              \
            best_ = took_ < best_ ? took_ : best_;                                                 \
        }                                                                                          \
        for (unsigned i = 0; i < 20; i++) {                                                        \
            before;                                                                                \
            window_open();                                                                         \
            body;                                                                                  \
            window_close();                                                                        \
        }                                                                                          \
        report(name, best_, each, 20);                                                             \
    } while (0)

/* ---- What differs between the widths: x86_32/width.c and x86_64/width.c. ------------------ */

/* A second top-level table with the same address space as the first, all its tables read-only. */
pte_t *bench_second_top(void);

/* The ways of a system call, up to a row without a name. */
struct bench_system_call {
    const char *name;
    void (*program)(void); /* bench_user_calls or the like */
    const void *handler;
    bool is_callback; /* for SYSCALL, not vector 0x80 */
};
extern const struct bench_system_call bench_system_calls[];

/* handlers.S */
extern char bench_undefined[], bench_page_fault[], bench_call_hypercall[], bench_call_iret[];
extern char bench_event[];
extern uint64_t bench_entry;
extern guest_word bench_address, bench_event_clear;
void bench_user_calls(void);
void bench_user_syscalls(void);

#endif
