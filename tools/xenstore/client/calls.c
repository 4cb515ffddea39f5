/* SPDX-License-Identifier: MIT */
/*
 * The calls: what each sends, and what its answer means.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange.h"

#define STRING(text)                                                                               \
    {                                                                                              \
        (text), strlen(text) + 1                                                                   \
    }
#define COUNT(parts) (sizeof(parts) / sizeof((parts)[0]))

/* Nothing but success is of interest. */
static bool done(char *answer)
{
    free(answer);
    return answer != NULL;
}

char **exchange_strings(const char *payload, size_t length, unsigned *count)
{
    unsigned number = 0, i = 0;
    char **list, *text;

    for (size_t at = 0; at < length; at++)
        number += payload[at] == '\0';
    list = malloc((number + 1) * sizeof(char *) + length + 1);
    if (!list)
        return NULL;
    text = (char *)(list + number + 1);
    memcpy(text, payload, length);
    for (; i < number; i++, text += strlen(text) + 1)
        list[i] = text;
    list[number] = NULL;
    if (count)
        *count = number;
    return list;
}

/* ---- nodes --------------------------------------------------------------------------------- */

char *xenstore_read(struct xenstore *store, uint32_t tx, const char *path, size_t *length)
{
    const struct part parts[] = {STRING(path)};

    return exchange(store, XS_READ, tx, parts, COUNT(parts), length);
}

bool xenstore_write(struct xenstore *store, uint32_t tx, const char *path, const void *bytes,
                    size_t length)
{
    const struct part parts[] = {STRING(path), {bytes, length}};

    return done(exchange(store, XS_WRITE, tx, parts, COUNT(parts), NULL));
}

bool xenstore_print(struct xenstore *store, uint32_t tx, const char *path, const char *format, ...)
{
    char text[XENSTORE_PAYLOAD_MAX];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof(text)) {
        errno = E2BIG;
        return false;
    }
    return xenstore_write(store, tx, path, text, (size_t)length);
}

bool xenstore_mkdir(struct xenstore *store, uint32_t tx, const char *path)
{
    const struct part parts[] = {STRING(path)};

    return done(exchange(store, XS_MKDIR, tx, parts, COUNT(parts), NULL));
}

bool xenstore_rm(struct xenstore *store, uint32_t tx, const char *path)
{
    const struct part parts[] = {STRING(path)};

    return done(exchange(store, XS_RM, tx, parts, COUNT(parts), NULL));
}

/* One part of a directory, from so many bytes on; *last: it is the last one. */
static char *directory_part(struct xenstore *store, uint32_t tx, const char *path, size_t from,
                            size_t *length, bool *last)
{
    char offset[24], *part;
    const struct part parts[] = {
        STRING(path), {offset, (size_t)snprintf(offset, sizeof(offset), "%zu", from) + 1}};

    part = exchange(store, XS_DIRECTORY_PART, tx, parts, COUNT(parts), length);
    *last = part && *length > strlen(part) + 1 && !part[*length - 1] && !part[*length - 2];
    return part;
}

/* A directory too large for one message: part by part, anew if it changes meanwhile. */
static char *directory_by_parts(struct xenstore *store, uint32_t tx, const char *path, size_t *size)
{
    char *all = NULL, *part, *more, generation[24] = "";
    size_t length;
    bool last = false;

    for (*size = 0; !last; free(part)) {
        part = directory_part(store, tx, path, *size, &length, &last);
        more = part ? realloc(all, *size + length + 1) : NULL;
        if (!more) {
            free(part);
            free(all);
            return NULL;
        }
        all = more;
        if (*size && strcmp(part, generation) != 0) {
            *size = 0;
            last = false;
            continue;
        }
        snprintf(generation, sizeof(generation), "%s", part);
        length -= strlen(part) + 1;
        memcpy(all + *size, part + strlen(part) + 1, length);
        *size += length - last;
    }
    return all;
}

char **xenstore_directory(struct xenstore *store, uint32_t tx, const char *path, unsigned *count)
{
    const struct part parts[] = {STRING(path)};
    size_t length;
    char *answer = exchange(store, XS_DIRECTORY, tx, parts, COUNT(parts), &length), **list;

    if (!answer && errno == E2BIG)
        answer = directory_by_parts(store, tx, path, &length);
    list = answer ? exchange_strings(answer, length, count) : NULL;
    free(answer);
    return list;
}

char **xenstore_get_perms(struct xenstore *store, uint32_t tx, const char *path, unsigned *count)
{
    const struct part parts[] = {STRING(path)};
    size_t length;
    char *answer = exchange(store, XS_GET_PERMS, tx, parts, COUNT(parts), &length), **list;

    list = answer ? exchange_strings(answer, length, count) : NULL;
    free(answer);
    return list;
}

/* What a message of many strings holds: `first`, if any, and the others. */
static char *exchange_list(struct xenstore *store, uint32_t type, uint32_t tx, const char *first,
                           const char *const *list, unsigned count)
{
    struct part *parts = calloc(count + 1, sizeof(*parts));
    unsigned used = 0;
    char *answer;

    if (!parts)
        return NULL;
    if (first)
        parts[used++] = (struct part)STRING(first);
    for (unsigned i = 0; i < count; i++)
        parts[used++] = (struct part)STRING(list[i]);
    answer = exchange(store, type, tx, parts, used, NULL);
    free(parts);
    return answer;
}

bool xenstore_set_perms(struct xenstore *store, uint32_t tx, const char *path,
                        const char *const *perms, unsigned count)
{
    return done(exchange_list(store, XS_SET_PERMS, tx, path, perms, count));
}

/* ---- transactions and watches -------------------------------------------------------------- */

uint32_t xenstore_begin(struct xenstore *store)
{
    const struct part parts[] = {STRING("")};
    char *answer = exchange(store, XS_TRANSACTION_START, 0, parts, COUNT(parts), NULL);
    uint32_t tx = answer ? (uint32_t)strtoul(answer, NULL, 10) : 0;

    free(answer);
    return tx;
}

static bool finish(struct xenstore *store, uint32_t tx, const char *how)
{
    const struct part parts[] = {STRING(how)};

    return done(exchange(store, XS_TRANSACTION_END, tx, parts, COUNT(parts), NULL));
}

bool xenstore_commit(struct xenstore *store, uint32_t tx)
{
    return finish(store, tx, "T");
}

bool xenstore_abandon(struct xenstore *store, uint32_t tx)
{
    return finish(store, tx, "F");
}

bool xenstore_watch(struct xenstore *store, const char *path, const char *token)
{
    return done(exchange_list(store, XS_WATCH, 0, path, &token, 1));
}

bool xenstore_unwatch(struct xenstore *store, const char *path, const char *token)
{
    return done(exchange_list(store, XS_UNWATCH, 0, path, &token, 1));
}

/* ---- domains ------------------------------------------------------------------------------- */

static char *ask_of_domain(struct xenstore *store, uint32_t type, unsigned domid)
{
    char number[16];
    const char *list[] = {number};

    snprintf(number, sizeof(number), "%u", domid);
    return exchange_list(store, type, 0, NULL, list, 1);
}

bool xenstore_introduce(struct xenstore *store, unsigned domid, unsigned long gfn, unsigned port)
{
    char numbers[3][24];
    const char *list[] = {numbers[0], numbers[1], numbers[2]};

    snprintf(numbers[0], sizeof(numbers[0]), "%u", domid);
    snprintf(numbers[1], sizeof(numbers[1]), "%lu", gfn);
    snprintf(numbers[2], sizeof(numbers[2]), "%u", port);
    return done(exchange_list(store, XS_INTRODUCE, 0, NULL, list, 3));
}

bool xenstore_release(struct xenstore *store, unsigned domid)
{
    return done(ask_of_domain(store, XS_RELEASE, domid));
}

bool xenstore_resume(struct xenstore *store, unsigned domid)
{
    return done(ask_of_domain(store, XS_RESUME, domid));
}

bool xenstore_is_introduced(struct xenstore *store, unsigned domid)
{
    char *answer = ask_of_domain(store, XS_IS_DOMAIN_INTRODUCED, domid);
    bool is = answer && strcmp(answer, "T") == 0;

    free(answer);
    return is;
}

char *xenstore_control(struct xenstore *store, const char *const *words, unsigned count)
{
    return exchange_list(store, XS_CONTROL, 0, NULL, words, count);
}
