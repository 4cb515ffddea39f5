/* SPDX-License-Identifier: MIT */
/*
 * Time under a hypervisor: it publishes what the time-stamp counter is worth in a page we share,
 * so telling the time costs no call; a virtual interrupt at a deadline we name does for the timer
 * chip.
 */
#include "machine/pv/pv.h"

#include "hypercall/call.h"
#include "hypercall/event.h"
#include "hypercall/time.h"

#include "kernel/kernel.h"

static uint64_t wall_clock_ns;

static void timer_event(unsigned port, void *context)
{
    (void)port;
    (void)context;
    clock_interrupt();
}

void clock_init(void)
{
    struct time_wall wall = time_boot_wall();

    wall_clock_ns = wall.seconds * NS_PER_SECOND + wall.nanoseconds + time_now_ns();
    pv_must(event_bind_virq(ABI_VIRQ_TIMER, 0, timer_event, NULL), "the timer");
    hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, 0, 0); /* old hypervisors tick unasked */
}

uint64_t machine_clock_ns(void)
{
    return time_now_ns();
}

uint64_t machine_wall_clock_ns(void)
{
    return wall_clock_ns;
}

void machine_timer_set(uint64_t deadline_ns)
{
    time_set_timer(deadline_ns == DEADLINE_NEVER ? 0 : deadline_ns);
}

/*
 * Opens events and sleeps in one step, so no event can slip in between; its handler leaves them
 * masked.
 */
void machine_idle(void)
{
    event_wait();
    pv_vcpu()->upcall_mask = 1;
}
