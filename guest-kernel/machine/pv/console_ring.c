/* SPDX-License-Identifier: MIT */
/*
 * The console of a guest: a page with two rings of bytes, shared with the console daemon in the
 * first domain, and an event channel that says that one of them moved. The daemon takes what we
 * write as fast as it likes; programs sleep until it has. The kernel's own words cannot, so they
 * wait here, but only for so long: a guest must not stand still because nobody reads.
 */
#include "machine/pv/console.h"

#include "tools/console/wire.h"

#include "hypercall/call.h"
#include "hypercall/event.h"
#include "hypercall/time.h"

#include "kernel/kernel.h"

#define PATIENCE_NS (1000u * NS_PER_MS)
#define LOOK_NS     NS_PER_MS

/* Our indices are our own; what the page shows of them is for the daemon. */
static uint32_t written, taken;
static bool patient = true; /* the daemon took something since we last gave up */

static struct console_ring *ring(void)
{
    static struct console_ring *page;

    if (!page) { /* another kernel may have used it before us */
        page = pv_page_of_machine(guest_info->console_mfn);
        written = page->out_prod;
        taken = page->in_cons;
    }
    return page;
}

static size_t room(void)
{
    uint32_t waits = written - __atomic_load_n(&ring()->out_cons, __ATOMIC_ACQUIRE);

    return waits <= CONSOLE_OUT_SIZE ? CONSOLE_OUT_SIZE - waits : 0;
}

/* As much as there is room for. */
static size_t put(const char *text, size_t size)
{
    size_t count = MIN(size, room());

    for (size_t i = 0; i < count; i++)
        ring()->out[written++ % CONSOLE_OUT_SIZE] = text[i];
    __atomic_store_n(&ring()->out_prod, written, __ATOMIC_RELEASE);
    if (count)
        event_send(guest_info->console_evtchn);
    return count;
}

/* The whole domain sleeps a moment: the kernel itself has something to say. */
static void wait_a_moment(void)
{
    guest_sched_poll poll = {.timeout = time_now_ns() + LOOK_NS};

    hypercall_sched_op(ABI_SCHEDOP_poll, (unsigned long)&poll);
}

static void write(const char *text, size_t size)
{
    unsigned looks = patient ? PATIENCE_NS / LOOK_NS : 0;

    for (;;) {
        size_t count = put(text, size);

        text += count;
        size -= count;
        patient = patient || count;
        if (!size)
            return;
        if (!count && looks-- == 0)
            break;
        wait_a_moment();
    }
    patient = false;
}

static void console_event(unsigned port, void *context)
{
    uint32_t until = __atomic_load_n(&ring()->in_prod, __ATOMIC_ACQUIRE);

    (void)port;
    (void)context;
    if (until - taken <= CONSOLE_IN_SIZE && until != taken) {
        while (taken != until)
            console_receive(ring()->in[taken++ % CONSOLE_IN_SIZE]);
        __atomic_store_n(&ring()->in_cons, taken, __ATOMIC_RELEASE);
        event_send(guest_info->console_evtchn); /* there is room again */
    }
    console_writable();
}

static void start(void)
{
    event_set_handler(guest_info->console_evtchn, console_event, NULL);
    event_unmask(guest_info->console_evtchn);
    console_event(0, NULL); /* what was typed before we listened */
}

const struct console_way console_ring = {start, write, room};
