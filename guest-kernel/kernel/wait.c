/* SPDX-License-Identifier: MIT */
/* Sleeping and being woken; wait.h tells how it is used. */
#include "kernel/wait.h"

#include "kernel/kernel.h"
#include "kernel/sched.h"

void wait_add(struct waitq *queue, struct waiter *waiter)
{
    waiter->proc = current;
    list_append(&waiter->node, &queue->waiters);
}

void wait_remove(struct waiter *waiter)
{
    list_remove(&waiter->node);
}

void wake_all(struct waitq *queue)
{
    while (!list_empty(&queue->waiters)) {
        struct waiter *waiter = list_entry(queue->waiters.next, struct waiter, node);

        list_remove(&waiter->node);
        sched_wake(waiter->proc, false);
    }
}

static void deadline_passed(struct timer *timer)
{
    struct proc *proc = list_entry(timer, struct proc, sleep_timer);

    proc->timed_out = true;
    sched_wake(proc, false);
}

int wait_sleep(uint64_t deadline_ns)
{
    struct proc *me = current;

    if (signal_pending())
        return -ERESTART;
    me->timed_out = false;
    me->interruptible = true;
    me->state = PROC_SLEEPING;
    if (deadline_ns != DEADLINE_NEVER) {
        timer_init(&me->sleep_timer, deadline_passed);
        timer_start(&me->sleep_timer, deadline_ns);
    }
    sched_switch();
    if (deadline_ns != DEADLINE_NEVER)
        timer_stop(&me->sleep_timer);
    me->interruptible = false;
    if (me->timed_out)
        return -ETIMEDOUT;
    return signal_pending() ? -ERESTART : 0;
}

int wait_interruptible_until(struct waitq *queue, uint64_t deadline_ns)
{
    struct waiter waiter;

    wait_add(queue, &waiter);
    int result = wait_sleep(deadline_ns);
    bool woken = list_empty(&waiter.node);
    wait_remove(&waiter);
    return woken ? 0 : result;
}

int wait_interruptible(struct waitq *queue)
{
    return wait_interruptible_until(queue, DEADLINE_NEVER);
}

void wait_on(struct waitq *queue)
{
    struct waiter waiter;

    wait_add(queue, &waiter);
    current->state = PROC_SLEEPING;
    current->interruptible = false;
    sched_switch();
    wait_remove(&waiter);
}
