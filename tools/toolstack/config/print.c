/* SPDX-License-Identifier: MIT */
/* A configuration as text again, one line for each key: what a guest is started from once more. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_text(FILE *to, const char *text)
{
    fputc('"', to);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\')
            fprintf(to, "\\%c", c);
        else if (c < 32 || c == 127)
            fprintf(to, "\\%03o", c);
        else
            fputc(c, to);
    }
    fputc('"', to);
}

static void print_value(FILE *to, const struct value *value)
{
    if (value->kind != VALUE_LIST) {
        print_text(to, value->text); /* numbers too: a text that is a number is one */
        return;
    }
    fputc('[', to);
    for (unsigned i = 0; i < value->count; i++) {
        fputs(i ? ", " : " ", to);
        print_value(to, &value->items[i]);
    }
    fputs(" ]", to);
}

char *config_print(const struct config *config)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    if (!to)
        return NULL;
    for (unsigned i = 0; i < config->count; i++) {
        fprintf(to, "%s = ", config->settings[i].key);
        print_value(to, &config->settings[i].value);
        fputc('\n', to);
    }
    if (fclose(to)) {
        free(text);
        return NULL;
    }
    return text;
}
