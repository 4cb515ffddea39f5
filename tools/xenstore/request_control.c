/* SPDX-License-Identifier: MIT */
/*
 * CONTROL: what an administrator may ask of the daemon itself (`xenstore-control`). A table of
 * commands, which `help` lists.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "request.h"

static const struct {
    const char *name;
    size_t offset;
    const char *what;
} quotas[] = {
#define ROW(name, value, what) {#name, offsetof(struct quota, name), what},
    QUOTAS(ROW)
#undef ROW
};

enum { QUOTA_COUNT = sizeof(quotas) / sizeof(quotas[0]) };

static unsigned *quota_of(struct request *request, unsigned i)
{
    return (unsigned *)(void *)((char *)&request->store->quota + quotas[i].offset);
}

/* Lines of an answer, without NULs between them; the last one's is added at the end. */
static int line(struct request *request, const char *text)
{
    return answer_bytes(request, text, strlen(text));
}

/* ---- commands ------------------------------------------------------------------------------ */

/* The books agree with the tree. */
static long count_nodes(const struct node *node)
{
    long count = 1;

    for (unsigned i = 0; i < node->count; i++)
        count += count_nodes(node->children[i]);
    return count;
}

static int control_check(struct request *request)
{
    long booked = 0, there = count_nodes(request->store->root);
    char text[96];

    for (const struct owner *owner = request->store->owners; owner; owner = owner->next)
        booked += owner->nodes;
    snprintf(text, sizeof(text), "%ld nodes, %ld in the books: %s\n", there, booked,
             there == booked ? "good" : "NOT GOOD");
    return line(request, text);
}

static int control_memreport(struct request *request)
{
    const struct memory *memory = &request->store->memory;
    char text[160];

    snprintf(text, sizeof(text),
             "%zu bytes in %zu blocks, at most %zu so far, limit %zu (0: none)\n"
             "%llu changes, %u watches\n",
             memory->used, memory->blocks, memory->peak, memory->limit,
             (unsigned long long)request->store->generation, request->store->watches.count);
    return line(request, text);
}

static int quota_set(struct request *request, const char *name, const char *value)
{
    char *end;
    unsigned long number = strtoul(value, &end, 10);

    for (unsigned i = 0; i < QUOTA_COUNT; i++) {
        if (strcmp(quotas[i].name, name) != 0)
            continue;
        if (end == value || *end || number == 0 || number > 1000000)
            return EINVAL;
        *quota_of(request, i) = (unsigned)number;
        return 0;
    }
    return EINVAL;
}

/* quota; quota set NAME VALUE */
static int control_quota(struct request *request)
{
    int error = 0;

    if (request->args >= 2 && strcmp(request->arg[1], "set") == 0) {
        const char *name = request->arg[2];

        return request->args == 4 ? quota_set(request, name, name + strlen(name) + 1) : EINVAL;
    }
    for (unsigned i = 0; i < QUOTA_COUNT && !error; i++) {
        char text[128];

        snprintf(text, sizeof(text), "%-18s %8u  %s\n", quotas[i].name, *quota_of(request, i),
                 quotas[i].what);
        error = line(request, text);
    }
    return error;
}

static int control_help(struct request *request);

static const struct {
    const char *name;
    int (*serve)(struct request *request);
    const char *what;
} commands[] = {
    {"check", control_check, "count the nodes and compare with the books"},
    {"help", control_help, "this list"},
    {"memreport", control_memreport, "the memory that is in use"},
    {"quota", control_quota, "what a domain may have; quota set NAME VALUE: change it"},
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static int control_help(struct request *request)
{
    int error = 0;

    for (unsigned i = 0; i < COMMAND_COUNT && !error; i++) {
        char text[128];

        snprintf(text, sizeof(text), "%-10s %s\n", commands[i].name, commands[i].what);
        error = line(request, text);
    }
    return error;
}

int request_control(struct request *request)
{
    for (unsigned i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, request->arg[0]) == 0) {
            int error = commands[i].serve(request);

            return error ? error : answer_string(request, request->answer_length ? "" : "OK");
        }
    }
    return EINVAL;
}
