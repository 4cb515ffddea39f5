/* SPDX-License-Identifier: MIT */
/*
 * Sending the two queues of batch.h.
 */
#include "hypercall/batch.h"

/* An error is a value between -4095 and -1, seen as a word of the guest. */
static bool is_error(guest_word result)
{
    return result >= (guest_word)-4095;
}

long batch_flush(struct batch *batch)
{
    unsigned count = batch->count;
    if (count == 0) {
        return batch->first_error;
    }
    batch->count = 0;
    long result = hypercall_multicall((unsigned long)batch->entries, count);
    if (result != 0) {
        batch->failures += count;
        batch->first_error = batch->first_error != 0 ? batch->first_error : result;
        return batch->first_error;
    }
    for (unsigned i = 0; i < count; i++) {
        if (is_error(batch->entries[i].result)) {
            batch->failures++;
            if (batch->first_error == 0) {
                batch->first_error = (long)batch->entries[i].result;
                batch->first_call = (unsigned)batch->entries[i].op;
            }
        }
    }
    return batch->first_error;
}

long table_queue_flush(struct table_queue *queue)
{
    unsigned count = queue->count;
    if (count == 0) {
        return queue->first_error;
    }
    queue->count = 0;
    unsigned done = 0;
    long result = hypercall_mmu_update((unsigned long)queue->entries, count, (unsigned long)&done,
                                       ABI_DOMID_SELF);
    queue->done += done;
    if (result != 0 && queue->first_error == 0) {
        queue->first_error = result;
    }
    return queue->first_error;
}
