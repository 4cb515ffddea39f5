/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_MEMORY_H
#define XENSTORE_MEMORY_H
/*
 * All memory of the store comes from here and is counted, so that a test can see that it all comes
 * back, a limit can be set, and every single allocation can be made to fail.
 */
#include <stddef.h>

struct memory {
    size_t used, peak; /* bytes now, and at most so far */
    size_t blocks;
    size_t limit;          /* 0: none */
    unsigned long fail_in; /* tests: the Nth allocation from here fails; 0: none does */
};

/* NULL: there is no more. What is given is not cleared. */
void *memory_get(struct memory *memory, size_t size);
void *memory_resize(struct memory *memory, void *block, size_t size);
void memory_put(struct memory *memory, void *block);
char *memory_string(struct memory *memory, const char *text);

#endif
