/* SPDX-License-Identifier: MIT */
#ifndef LIB_LOCK_H
#define LIB_LOCK_H
/*
 * Spin locks, and the one list of them. A CPU takes locks only in rising level, so that no two
 * can wait for each other; debug builds (-DDEBUG_LOCKS) check it at every lock_take. Ticket
 * locks, so that no CPU starves. A lock that an interrupt handler takes as well must be taken
 * with interrupts off everywhere: those have the comment "irq".
 */
#include "lib/types.h"

enum lock_level {
    LOCK_CONTROL = 1, /* control calls: creating, changing and destroying domains */
    LOCK_DOMAINS,     /* the list of domains */
    LOCK_DOMAIN_MM,   /* a domain's page tables, types of its frames, its reservation */
    LOCK_GRANT,       /* a domain's grant table */
    LOCK_EVTCHN,      /* a domain's event ports; two of them in the order of domain numbers */
    LOCK_SCHED,       /* irq: run queues and vCPU states */
    LOCK_TIMER,       /* irq: a CPU's queue of timers */
    LOCK_HEAP,        /* free frames */
    LOCK_PORTS,       /* pairs of index and data ports */
    LOCK_CONSOLE,     /* irq: serial line and its rings */
};

struct lock {
    u32 next, serving; /* tickets: written by whoever holds or waits */
    u32 level;
};

#define LOCK_INIT(lvl) ((struct lock){0, 0, (lvl)})

#ifdef DEBUG_LOCKS
void lock_check_take(const struct lock *l);
void lock_check_give(const struct lock *l);
#else
static inline void lock_check_take(const struct lock *l)
{
    (void)l;
}
static inline void lock_check_give(const struct lock *l)
{
    (void)l;
}
#endif

/* Waits until it is our ticket's turn. */
void lock_wait(struct lock *l, u32 ticket);

/* Take, give back; never twice by one CPU. */
static inline void lock_take(struct lock *l)
{
    lock_check_take(l);
    u32 ticket = __atomic_fetch_add(&l->next, 1, __ATOMIC_ACQUIRE);
    if (unlikely(__atomic_load_n(&l->serving, __ATOMIC_ACQUIRE) != ticket))
        lock_wait(l, ticket);
}

static inline void lock_give(struct lock *l)
{
    lock_check_give(l);
    __atomic_store_n(&l->serving, l->serving + 1, __ATOMIC_RELEASE);
}

/* Takes a lock and gives it back where the block ends, whichever way it is left. */
#define LOCKED(l)                                                                                  \
    struct lock *lock_held __attribute__((cleanup(lock_let_go))) = (l);                            \
    lock_take(lock_held)
static inline void lock_let_go(struct lock **held)
{
    lock_give(*held);
}

/* The same with interrupts off on this CPU; returns what lock_give_irq must be given back. */
u64 lock_take_irq(struct lock *l);
void lock_give_irq(struct lock *l, u64 saved);

#endif
