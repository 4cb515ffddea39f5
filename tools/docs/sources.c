/* SPDX-License-Identifier: MIT */
/*
 * The hypervisor's sources as text.  A name of the contract that no file of ring 0 holds is one
 * that it does not know yet; so the reference can say what is offered without anybody
 * keeping a second list.
 */
#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "docs.h"

#define ROOT "hypervisor/"

static struct source {
    const char *name; /* without hypervisor/ */
    char *text;
} *sources;
static size_t count;

static void fail(const char *path)
{
    fprintf(stderr, "docs: %s: %s (run this in the root of the tree)\n", path, strerror(errno));
    exit(1);
}

static char *file_read(const char *path)
{
    FILE *in = fopen(path, "r");
    size_t size = 0, room = 0, n;
    char *text = NULL;

    if (!in)
        fail(path);
    do {
        room += 65536;
        text = realloc(text, room + 1);
        if (!text)
            fail(path);
        n = fread(text + size, 1, room - size, in);
        size += n;
    } while (n);
    fclose(in);
    text[size] = '\0';
    return text;
}

void sources_read(void)
{
    static glob_t found;

    if (glob(ROOT "*/*.c", 0, NULL, &found))
        fail(ROOT "*/*.c");
    count = found.gl_pathc;
    sources = calloc(count, sizeof *sources);
    if (!sources)
        fail(ROOT);
    for (size_t i = 0; i < count; i++) {
        sources[i].name = found.gl_pathv[i] + strlen(ROOT);
        sources[i].text = file_read(found.gl_pathv[i]);
    }
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static bool holds(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = text; (at = strstr(at, word)); at += length)
        if ((at == text || !is_word(at[-1])) && !is_word(at[length]))
            return true;
    return false;
}

/* Macros that refuse with a reason, so that who uses them need not name it (call/guest.h). */
static const char *shorthand(const char *word)
{
    static const char *const pairs[][2] = {
        {"REASON_POINTER_UNREADABLE", "READ_OR_REFUSE"},
        {"REASON_POINTER_UNWRITABLE", "WRITE_OR_REFUSE"},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (!strcmp(word, pairs[i][0]))
            return pairs[i][1];
    return word;
}

bool sources_print(FILE *out, const char *word)
{
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        if (!holds(sources[i].text, word) && !holds(sources[i].text, shorthand(word)))
            continue;
        fprintf(out, "%s`%s`", any ? ", " : "", sources[i].name);
        any = true;
    }
    return any;
}

bool sources_hold(const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (holds(sources[i].text, word))
            return true;
    return false;
}
