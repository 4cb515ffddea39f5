/* SPDX-License-Identifier: MIT */
/* What the tests of configurations share. */
#include "texts.h"

#include <stdio.h>
#include <string.h>

static void keep(void *context, const char *line)
{
    struct reading *reading = context;
    size_t length = strlen(reading->said);

    snprintf(reading->said + length, sizeof(reading->said) - length, "%s\n", line);
}

void read_text_as(struct reading *reading, const char *name, const char *text, size_t size)
{
    memset(reading, 0, sizeof(*reading));
    reading->report = (struct report){.say = keep, .context = reading};
    config_init(&reading->config);
    /* A copy of just this size: whoever reads beyond its end is caught. */
    char *copy = malloc(size ? size : 1);
    memcpy(copy, text, size);
    reading->is_read = config_read(&reading->config, &reading->report, name, copy, size);
    free(copy);
}

void read_more(struct reading *reading, const char *name, const char *text)
{
    reading->is_read &= config_read(&reading->config, &reading->report, name, text, strlen(text));
}

void reading_end(struct reading *reading)
{
    config_free(&reading->config);
}

static void show(char *to, size_t size, const struct value *value)
{
    size_t length;

    if (value->kind != VALUE_LIST) {
        snprintf(to, size, "%s", value->text);
        return;
    }
    snprintf(to, size, "[");
    for (unsigned i = 0; i < value->count; i++) {
        length = strlen(to);
        snprintf(to + length, size - length, "%s", i ? "|" : "");
        length = strlen(to);
        show(to + length, size - length, &value->items[i]);
    }
    length = strlen(to);
    snprintf(to + length, size - length, "]");
}

const char *shown(const struct reading *reading, const char *key)
{
    static char text[4096];
    const struct setting *setting = config_find(&reading->config, key);

    if (!setting)
        return NULL;
    show(text, sizeof(text), &setting->value);
    return text;
}
