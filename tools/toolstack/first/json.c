/* SPDX-License-Identifier: MIT */
/* JSON on standard output, four blanks for each level, as xl prints it. */
#include "first.h"

#include <stdio.h>

static unsigned level;
static bool has_before; /* something stands before, on this level */

static void begin(const char *key)
{
    if (has_before)
        putchar(',');
    if (level > 0)
        printf("\n%*s", (int)(4 * level), "");
    has_before = true;
    if (key)
        printf("\"%s\": ", key);
}

void json_open(const char *key, char bracket)
{
    begin(key);
    putchar(bracket);
    level++;
    has_before = false;
}

void json_close(char bracket)
{
    level--;
    if (has_before)
        printf("\n%*s", (int)(4 * level), "");
    putchar(bracket);
    has_before = true;
    if (level == 0) {
        putchar('\n');
        has_before = false;
    }
}

void json_text(const char *key, const char *text)
{
    begin(key);
    putchar('"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < 32 || c == 127)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

void json_number(const char *key, uint64_t number)
{
    begin(key);
    printf("%llu", (unsigned long long)number);
}

void json_seconds(const char *key, uint64_t ns)
{
    begin(key);
    printf("%llu.%03llu", (unsigned long long)(ns / 1000000000),
           (unsigned long long)(ns / 1000000 % 1000));
}

static void value_json(const char *key, const struct value *value)
{
    if (value->kind != VALUE_LIST) {
        json_text(key, value->text);
        return;
    }
    json_open(key, '[');
    for (unsigned i = 0; i < value->count; i++)
        value_json(NULL, &value->items[i]);
    json_close(']');
}

void json_config(const char *key, const struct config *config)
{
    json_open(key, '{');
    for (unsigned i = 0; i < config->count; i++)
        value_json(config->settings[i].key, &config->settings[i].value);
    json_close('}');
}
