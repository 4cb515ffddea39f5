/* SPDX-License-Identifier: MIT */
/*
 * A guest from which the daemons of the first domain are to suffer; its command line says how. All
 * but the first never end by themselves.
 *
 *   lessons   ask xenstore what it must refuse (lessons.c), and power off
 *   flood     write to the console without a pause
 *   indices   an index of the console that cannot be
 *   deaf      ask xenstore for more and more, and read no answer
 *   storm     a hundred watches on one node, which is written again and again
 *   wild      anything, anywhere in both pages
 */
#include "rings.h"

#include "hypercall/call.h"
#include "hypercall/console.h"
#include "hypercall/guest.h"
#include "hypercall/string.h"

static uint32_t seed = 12345;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void flood(void)
{
    for (uint32_t number = 0;; number++) {
        while (console->out_prod - __atomic_load_n(&console->out_cons, __ATOMIC_ACQUIRE) ==
               CONSOLE_OUT_SIZE)
            hypercall_sched_op(ABI_SCHEDOP_yield, 0);
        console->out[console->out_prod % CONSOLE_OUT_SIZE] = number % 70 == 69 ? '\n' : 'f';
        __atomic_store_n(&console->out_prod, console->out_prod + 1, __ATOMIC_RELEASE);
        if (number % 512 == 0)
            console_notify();
    }
}

static void indices(void)
{
    console->out[0] = '!';
    __atomic_store_n(&console->out_prod, console->out_cons + 100000, __ATOMIC_RELEASE);
    for (;;) {
        console_notify();
        wait_ms(10);
    }
}

static void deaf(void)
{
    store_send(XS_WATCH, 0, "data\0t", 7);
    for (;;)
        store_send(XS_WRITE, 0, "data/x\0value", 12);
}

static void storm(void)
{
    char text[40];

    ASK(XS_WRITE, "data/x\0value");
    for (unsigned i = 0; i < 100; i++) {
        size_t size = text_format(text, sizeof(text), "data/x|%u", i);

        text[6] = '\0';
        store_ask(XS_WATCH, 0, text, size + 1);
    }
    for (unsigned i = 0;; i++)
        ASK(XS_WRITE, "data/x\0value");
}

static void wild(void)
{
    for (;;) {
        char *page = chance(2) ? (char *)console : (char *)store;

        for (unsigned i = chance(200); i > 0; i--)
            page[chance(4096)] = (char)chance(256);
        if (chance(3) == 0)
            store->connection = XENSTORE_RECONNECT;
        if (chance(3) == 0)
            store->req_prod = store->req_cons + chance(1024);
        store_notify();
        console_notify();
        wait_ms(chance(4));
    }
}

static const struct {
    const char *name;
    void (*deed)(void);
} deeds[] = {{"lessons", lessons}, {"flood", flood}, {"indices", indices},
             {"deaf", deaf},       {"storm", storm}, {"wild", wild}};

int guest_main(void)
{
    rings_begin();
    for (unsigned i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
        if (strcmp((const char *)guest_info->cmd_line, deeds[i].name) == 0) {
            console_print("%s begins\n", deeds[i].name);
            deeds[i].deed();
            return ABI_SHUTDOWN_poweroff;
        }
    }
    console_print("no such deed: %s\n", (const char *)guest_info->cmd_line);
    return ABI_SHUTDOWN_crash;
}
