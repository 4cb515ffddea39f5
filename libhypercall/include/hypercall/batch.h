/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_BATCH_H
#define HYPERCALL_BATCH_H
/*
 * Crossing into ring 0 is what costs; so collect work and cross once.
 *
 * Two queues. A struct batch holds any calls and sends them as one multicall. A struct table_queue
 * holds page-table changes and sends them as one mmu_update, which is cheaper for that one purpose.
 * Both send themselves when full; nothing is in force before it has been sent. Neither is safe
 * against being used by an interrupt handler in between: mask events, or give each its own.
 */
#include "hypercall/call.h"

#include <stdbool.h>

#define BATCH_ENTRIES       32
#define TABLE_QUEUE_ENTRIES 128

struct batch {
    unsigned count;
    unsigned failures;   /* entries that answered with an error since batch_clear() */
    long first_error;    /* the answer of the first of them, 0 if none */
    unsigned first_call; /* and its call number */
    guest_multicall_entry entries[BATCH_ENTRIES];
};

/* Empties the queue and forgets its errors. A zeroed structure is ready without it. */
static inline void batch_clear(struct batch *batch)
{
    batch->count = 0;
    batch->failures = 0;
    batch->first_error = 0;
    batch->first_call = 0;
}

/*
 * Sends what has been queued. Every entry is attempted, whatever the ones before it answered.
 * Returns 0 if all calls of this and of earlier flushes since batch_clear() answered without an
 * error, otherwise the first error.
 */
long batch_flush(struct batch *batch);

/* Queues call `number` with `count` (at most 6) argument words; sends the batch first if it is
 * full. */
static inline void batch_add(struct batch *batch, unsigned long number, const unsigned long *words,
                             unsigned count)
{
    if (batch->count == BATCH_ENTRIES) {
        batch_flush(batch);
    }
    guest_multicall_entry *entry = &batch->entries[batch->count++];
    entry->op = number;
    for (unsigned i = 0; i < count; i++) {
        entry->args[i] = words[i];
    }
}

/*
 * batch_<name>(batch, ...) queues what hypercall_<name>(...) would do at once. The answer, if it
 * matters, is in batch->entries[i].result after a flush.
 * (A batch must not contain multicall or iret: the hypervisor refuses the one, and the other ends
 * the batch.)
 */
#define BATCH_STUB(number, name, shape, who)                                                       \
    static inline void batch_##name(struct batch *batch, HYPERCALL_PARAMS_##shape)                 \
    {                                                                                              \
        const unsigned long words[] = {HYPERCALL_WORDS_##shape};                                   \
        batch_add(batch, ABI_CALL_##name, words, sizeof(words) / sizeof(words[0]));                \
    }
ABI_CALLS(BATCH_STUB)

struct table_queue {
    unsigned count;
    unsigned done;    /* entries in force since table_queue_clear() */
    long first_error; /* 0 if none */
    guest_mmu_update entries[TABLE_QUEUE_ENTRIES];
};

static inline void table_queue_clear(struct table_queue *queue)
{
    queue->count = 0;
    queue->done = 0;
    queue->first_error = 0;
}

/*
 * Sends what has been queued, in order. Stops at the first refused entry and drops the ones behind
 * it. Returns 0, or the first error since table_queue_clear().
 */
long table_queue_flush(struct table_queue *queue);

/*
 * Queues: the page-table entry at machine address `entry_address` becomes `value`. The low bits of
 * the address hold the command, ABI_MMU_NORMAL_PT_UPDATE (0) or one of its neighbours.
 * Sends the queue first if it is full.
 */
static inline void table_queue_add(struct table_queue *queue, uint64_t entry_address,
                                   uint64_t value)
{
    if (queue->count == TABLE_QUEUE_ENTRIES) {
        table_queue_flush(queue);
    }
    queue->entries[queue->count].ptr = entry_address;
    queue->entries[queue->count].val = value;
    queue->count++;
}

#endif
