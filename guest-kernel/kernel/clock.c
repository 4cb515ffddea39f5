/* SPDX-License-Identifier: MIT */
/*
 * What time it is, and what is to happen when. There is no regular tick: the machine is told the
 * nearest deadline, be it a timer's or the end of a time slice somebody waits for.
 */
#include "kernel/kernel.h"
#include "kernel/sched.h"
#include "kernel/timer.h"
#include "machine/machine.h"

static struct list timers = LIST_INIT(timers); /* earliest first */
static uint64_t boot_ns;                       /* machine time at boot */
static uint64_t realtime_base_ns;              /* wall clock at boot */
static uint64_t programmed_ns = DEADLINE_NEVER;

uint64_t clock_now_ns(void)
{
    return machine_clock_ns() - boot_ns;
}

uint64_t clock_realtime_ns(void)
{
    return realtime_base_ns + clock_now_ns();
}

uint32_t clock_realtime_seconds(void)
{
    return (uint32_t)divide_u64(clock_realtime_ns(), NS_PER_SECOND, NULL);
}

void clock_set_realtime_ns(uint64_t now_ns)
{
    realtime_base_ns = now_ns - clock_now_ns();
}

void clock_start(void)
{
    boot_ns = machine_clock_ns();
    realtime_base_ns = machine_wall_clock_ns();
}

void timer_init(struct timer *timer, void (*handler)(struct timer *timer))
{
    list_init(&timer->node);
    timer->handler = handler;
}

void timer_start(struct timer *timer, uint64_t deadline_ns)
{
    struct list *place = &timers;

    list_remove(&timer->node);
    timer->deadline_ns = deadline_ns;
    list_for_each (node, &timers) {
        if (list_entry(node, struct timer, node)->deadline_ns > deadline_ns) {
            place = node;
            break;
        }
    }
    list_insert_before(&timer->node, place);
}

void timer_stop(struct timer *timer)
{
    list_remove(&timer->node);
}

static void timers_run(void)
{
    uint64_t now = clock_now_ns();

    while (!list_empty(&timers)) {
        struct timer *timer = list_entry(timers.next, struct timer, node);

        if (timer->deadline_ns > now)
            break;
        list_remove(&timer->node);
        timer->handler(timer);
    }
}

/*
 * The machine is told only when it must wake us earlier than it would: an interrupt that has become
 * needless does no harm, and telling may be dear.
 */
void clock_program(void)
{
    uint64_t deadline = sched_slice_deadline_ns();

    if (!list_empty(&timers))
        deadline = MIN(deadline, list_entry(timers.next, struct timer, node)->deadline_ns);
    if (deadline >= programmed_ns)
        return;
    programmed_ns = deadline;
    machine_timer_set(deadline == DEADLINE_NEVER ? DEADLINE_NEVER : deadline + boot_ns);
}

/*
 * The next deadline is not set here but where the CPU is given back, to a program or to nobody:
 * until then the end of a time slice lies in the past, and would call us again at once and for
 * ever.
 */
void clock_interrupt(void)
{
    programmed_ns = DEADLINE_NEVER; /* what was programmed has happened */
    timers_run();
}
