/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_TABLE_H
#define XENSTORE_TABLE_H
/*
 * A hash table of strings. Its entries live inside what they name, as `struct entry`; several may
 * have the same key.
 */
#include <stddef.h>
#include <stdint.h>

#include "memory.h"

struct entry {
    struct entry *next;
    uint32_t hash;
    const char *key; /* whoever adds it keeps it alive */
};

struct table {
    struct entry **rows;
    unsigned row_count; /* a power of two, or 0 */
    unsigned count;
};

#define CONTAINER(pointer, type, member) ((type *)((char *)(pointer)-offsetof(type, member)))

uint32_t table_hash(const char *key, size_t length);
/* 0, or ENOMEM. */
int table_add(struct memory *memory, struct table *table, struct entry *entry, const char *key);
void table_remove(struct table *table, struct entry *entry);
/* The first entry of that key, and the next one. The key need not end with a NUL. */
struct entry *table_find(const struct table *table, const char *key, size_t length);
struct entry *table_next(struct entry *entry);
void table_end(struct memory *memory, struct table *table);

#endif
