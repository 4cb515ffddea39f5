/* SPDX-License-Identifier: MIT */
/*
 * The counting allocator: the C library's, with the size of each block in front of it.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

union head {
    size_t size;
    uint64_t align; /* nothing here needs more */
};

static bool refused(struct memory *memory, size_t more)
{
    if (memory->fail_in && --memory->fail_in == 0)
        return true;
    return memory->limit && (memory->used > memory->limit || more > memory->limit - memory->used);
}

static void *account(struct memory *memory, union head *head, size_t size)
{
    head->size = size;
    memory->used += size;
    if (memory->peak < memory->used)
        memory->peak = memory->used;
    return head + 1;
}

void *memory_get(struct memory *memory, size_t size)
{
    union head *head = refused(memory, size) ? NULL : malloc(sizeof(*head) + size);

    if (!head)
        return NULL;
    memory->blocks++;
    return account(memory, head, size);
}

void *memory_resize(struct memory *memory, void *block, size_t size)
{
    union head *head;
    size_t old;

    if (!block)
        return memory_get(memory, size);
    head = (union head *)block - 1;
    old = head->size;
    if (size > old && refused(memory, size - old))
        return NULL;
    head = realloc(head, sizeof(*head) + size);
    if (!head)
        return NULL;
    memory->used -= old;
    return account(memory, head, size);
}

void memory_put(struct memory *memory, void *block)
{
    union head *head;

    if (!block)
        return;
    head = (union head *)block - 1;
    memory->used -= head->size;
    memory->blocks--;
    free(head);
}

char *memory_string(struct memory *memory, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = memory_get(memory, size);

    return copy ? memcpy(copy, text, size) : NULL;
}
