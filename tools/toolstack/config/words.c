/* SPDX-License-Identifier: MIT */
/* The small languages inside of values: processors, UUIDs, names, parts between commas. */
#include "guest.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CPUS_REMEDY "say processors as in 0-3,5,^1 or all"

char *spec_next(const struct spot *spot, const char **text)
{
    const char *begin = *text + strspn(*text, " \t"), *end = begin + strcspn(begin, ",");
    const char *next = *end ? end + 1 : NULL;

    *text = next;
    return config_copy(spot->config, begin, (size_t)(end - begin));
}

/* A number that a text begins with; *text goes behind it. */
static bool leading_number(const char **text, unsigned *number)
{
    char *end;
    unsigned long value = strtoul(*text, &end, 10);

    if (**text < '0' || **text > '9' || value > 100000)
        return false;
    *number = (unsigned)value;
    *text = end;
    return true;
}

/* "all", "3", "0-3", "node:0", "nodes:0-1": there is one node, with all processors. */
static bool cpus_part(const char *text, uint64_t *mask)
{
    unsigned first, last;
    bool is_node = !strncmp(text, "node:", 5) || !strncmp(text, "nodes:", 6);

    *mask = ~0ull;
    if (!strcmp(text, "all"))
        return true;
    if (is_node)
        text = strchr(text, ':') + 1;
    if (!leading_number(&text, &first))
        return false;
    last = first;
    if (*text == '-' && (text++, !leading_number(&text, &last)))
        return false;
    if (*text || last < first || last >= (is_node ? 1 : GUEST_CPUS_MAX))
        return false;
    if (!is_node)
        *mask = (last - first == 63 ? ~0ull : (1ull << (last - first + 1)) - 1) << first;
    return true;
}

bool cpus_read(const struct spot *spot, const char *text, uint64_t *mask)
{
    const char *rest = text;

    *mask = 0;
    while (rest) {
        const char *part = spec_next(spot, &rest);
        bool is_without = *part == '^';
        uint64_t some;

        if (!cpus_part(part + is_without, &some))
            return report_error(spot->report, spot->at, spot->key, CPUS_REMEDY,
                                "'%s' is no list of processors", text);
        *mask = is_without ? *mask & ~some : *mask | some;
    }
    if (!*mask)
        return report_error(spot->report, spot->at, spot->key, CPUS_REMEDY, "'%s' leaves none",
                            text);
    return true;
}

bool uuid_read(const char *text, uint8_t *uuid)
{
    unsigned digits = 0;

    memset(uuid, 0, 16);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '-')
            continue;
        if (!isxdigit(c) || digits == 32)
            return false;
        uuid[digits / 2] =
            (uint8_t)(uuid[digits / 2] << 4 | (c <= '9' ? c - '0' : (c | 32) - 'a' + 10));
        digits++;
    }
    return digits == 32;
}

/* It becomes part of paths, in xenstore and of files, and must not be taken for a number. */
bool name_is_good(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_.";
    size_t length = strlen(name);

    return length >= 1 && length <= GUEST_NAME_MAX && strspn(name, allowed) == length &&
           strspn(name, "0123456789") != length && !strchr("+-_.", name[0]);
}
