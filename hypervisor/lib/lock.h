/* SPDX-License-Identifier: MIT */
#ifndef LIB_LOCK_H
#define LIB_LOCK_H
/*
 * Spin locks, and the one list of them. A CPU takes locks only in rising level, so that no two
 * can wait for each other; debug builds check it at every lock_take. Ticket locks, so that no
 * CPU starves. A lock that an interrupt handler takes as well must be taken with interrupts
 * off everywhere: those have the comment "irq".
 */
#include "lib/types.h"

enum lock_level {
    LOCK_DOMAINS = 1, /* the list of domains, creation and destruction */
    LOCK_DOMAIN_MM,   /* a domain's page tables, types of its frames, its reservation */
    LOCK_EVTCHN,      /* a domain's event ports */
    LOCK_SCHED,       /* irq: run queues and vCPU states */
    LOCK_TIMER,       /* irq: a CPU's timer heap */
    LOCK_HEAP,        /* free frames */
    LOCK_CONSOLE,     /* irq: serial line and its rings */
};

struct lock {
    u32 next, serving; /* tickets: written by whoever holds or waits */
    u32 level;
};

#define LOCK_INIT(lvl) ((struct lock){0, 0, (lvl)})

/* Take, give back; never twice by one CPU. */
void lock_take(struct lock *l);
void lock_give(struct lock *l);

/* The same with interrupts off on this CPU; returns what lock_give_irq must be given back. */
u64 lock_take_irq(struct lock *l);
void lock_give_irq(struct lock *l, u64 saved);

#endif
