/* SPDX-License-Identifier: MIT */
/*
 * Sleeping. A wait queue is a list of processes that wait for one thing to change; the waker
 * wakes all of them, and each looks again whether its wish came true. Because the kernel is not
 * preemptive and takes no interrupts while it runs, nothing can happen between looking and
 * sleeping:
 *
 *     while (buffer_empty(b)) {
 *         int error = wait_interruptible(&b->readers);
 *         if (error)
 *             return error;
 *     }
 */
#ifndef GUEST_KERNEL_WAIT_H
#define GUEST_KERNEL_WAIT_H

#include "types.h"

struct proc;

struct waitq {
    struct list waiters;
};

/* One process in one queue; lives on the stack of the sleeper. poll() uses several at once. */
struct waiter {
    struct list node;
    struct proc *proc;
};

#define WAITQ_INIT(name)                                                                           \
    {                                                                                              \
        LIST_INIT((name).waiters)                                                                  \
    }

static inline void waitq_init(struct waitq *queue)
{
    list_init(&queue->waiters);
}

/* Sleep until woken, whatever signals say. For waits that are certain to end soon. */
void wait_on(struct waitq *queue);
/*
 * Sleep until woken or until a signal is pending for the current process. 0 or -ERESTART, which the
 * caller returns as it is: it becomes EINTR or a second try, as the program wished (SA_RESTART).
 */
int wait_interruptible(struct waitq *queue);
/* The same with a deadline on clock_now_ns(): also -ETIMEDOUT. DEADLINE_NEVER waits without one. */
int wait_interruptible_until(struct waitq *queue, uint64_t deadline_ns);

/*
 * The pieces of the above, for waiting on several queues at once: add one waiter to each queue,
 * call wait_sleep, remove all. A waiter whose queue was woken has been removed already; removing
 * it again is harmless.
 */
void wait_add(struct waitq *queue, struct waiter *waiter);
void wait_remove(struct waiter *waiter);
int wait_sleep(uint64_t deadline_ns);

/* Wake every process waiting here. May be called from an interrupt handler. */
void wake_all(struct waitq *queue);
static inline bool waitq_empty(const struct waitq *queue)
{
    return list_empty(&queue->waiters);
}

#endif
