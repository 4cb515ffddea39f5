/* SPDX-License-Identifier: MIT */
/*
 * The hash table: chains, and twice as many rows when there are more entries than rows. A guest
 * chooses keys, but its quota says how many, so a chain made long on purpose stays short.
 */
#include <errno.h>
#include <string.h>

#include "table.h"

enum { ROWS_FIRST = 16 };

/* FNV-1a. */
uint32_t table_hash(const char *key, size_t length)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)key[i]) * 16777619u;
    return hash;
}

static int grow(struct memory *memory, struct table *table)
{
    unsigned count = table->row_count ? 2 * table->row_count : ROWS_FIRST;
    struct entry **rows = memory_get(memory, count * sizeof(struct entry *));

    if (!rows)
        return ENOMEM;
    memset(rows, 0, count * sizeof(struct entry *));
    for (unsigned i = 0; i < table->row_count; i++) {
        for (struct entry *entry = table->rows[i], *next; entry; entry = next) {
            next = entry->next;
            entry->next = rows[entry->hash & (count - 1)];
            rows[entry->hash & (count - 1)] = entry;
        }
    }
    memory_put(memory, table->rows);
    table->rows = rows;
    table->row_count = count;
    return 0;
}

int table_add(struct memory *memory, struct table *table, struct entry *entry, const char *key)
{
    struct entry **row;

    if (table->count >= table->row_count && grow(memory, table))
        return ENOMEM;
    entry->key = key;
    entry->hash = table_hash(key, strlen(key));
    row = &table->rows[entry->hash & (table->row_count - 1)];
    entry->next = *row;
    *row = entry;
    table->count++;
    return 0;
}

void table_remove(struct table *table, struct entry *entry)
{
    struct entry **link = &table->rows[entry->hash & (table->row_count - 1)];

    while (*link != entry)
        link = &(*link)->next;
    *link = entry->next;
    table->count--;
}

static struct entry *match(struct entry *entry, uint32_t hash, const char *key, size_t length)
{
    while (entry && !(entry->hash == hash && strncmp(entry->key, key, length) == 0 &&
                      entry->key[length] == '\0'))
        entry = entry->next;
    return entry;
}

struct entry *table_find(const struct table *table, const char *key, size_t length)
{
    uint32_t hash = table_hash(key, length);

    return table->count ? match(table->rows[hash & (table->row_count - 1)], hash, key, length)
                        : NULL;
}

struct entry *table_next(struct entry *entry)
{
    return match(entry->next, entry->hash, entry->key, strlen(entry->key));
}

void table_end(struct memory *memory, struct table *table)
{
    memory_put(memory, table->rows);
    *table = (struct table){0};
}
