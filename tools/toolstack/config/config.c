/* SPDX-License-Identifier: MIT */
/*
 * Settings from tokens. All memory of a configuration hangs in one chain and goes at once, so there
 * is nothing to give back where a text turns out to be wrong.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 16 /* lists in lists: xl uses two */

struct block {
    struct block *next;
    max_align_t bytes[];
};

void *config_alloc(struct config *config, size_t size)
{
    struct block *block = calloc(1, sizeof(*block) + size);

    if (!block) {
        fputs("no memory for the configuration\n", stderr);
        exit(1);
    }
    block->next = config->blocks;
    config->blocks = block;
    return block->bytes;
}

char *config_copy(struct config *config, const char *bytes, size_t size)
{
    return memcpy(config_alloc(config, size + 1), bytes, size);
}

void config_init(struct config *config)
{
    *config = (struct config){0};
}

void config_free(struct config *config)
{
    while (config->blocks) {
        struct block *block = config->blocks;

        config->blocks = block->next;
        free(block);
    }
    config_init(config);
}

/* Arrays grow when their length is a power of two; the old ones stay in the chain. */
static void *grow(struct config *config, void *array, unsigned count, size_t size)
{
    if (count & (count - 1))
        return array;
    void *larger = config_alloc(config, (count ? 2 * count : 1) * size);
    if (count)
        memcpy(larger, array, count * size);
    return larger;
}

void value_append(struct config *config, struct value *list, const struct value *item)
{
    list->items = grow(config, list->items, list->count, sizeof(*item));
    list->items[list->count++] = *item;
}

struct setting *config_find(const struct config *config, const char *key)
{
    for (unsigned i = 0; i < config->count; i++)
        if (!strcmp(config->settings[i].key, key))
            return &config->settings[i];
    return NULL;
}

bool value_number(const struct value *value, long long *number)
{
    char *end;

    if (value->kind == VALUE_LIST || !*value->text)
        return false;
    errno = 0;
    *number = strtoll(value->text, &end, 0);
    return !errno && !*end;
}

/* ---- grammar --------------------------------------------------------------------------------- */

static bool wrong(struct lexer *lexer, const char *what, const char *remedy)
{
    struct place at = {lexer->name, lexer->token_line};

    if (lexer->token == TOKEN_BAD) /* that has been said */
        return false;
    if (lexer->text)
        return report_error(lexer->report, at, NULL, remedy, "%s, but '%s'", what, lexer->text);
    if (lexer->token == TOKEN_SIGN)
        return report_error(lexer->report, at, NULL, remedy, "%s, but %c%s", what, lexer->sign,
                            lexer->sign == '+' ? "=" : "");
    return report_error(lexer->report, at, NULL, remedy, "%s, but the end of the %s", what,
                        lexer->token == TOKEN_END ? "text" : "line");
}

static bool is_sign(const struct lexer *lexer, char sign)
{
    return lexer->token == TOKEN_SIGN && lexer->sign == sign;
}

static void skip_line_ends(struct lexer *lexer)
{
    while (lexer->token == TOKEN_LINE_END)
        lexer_advance(lexer);
}

static bool read_value(struct lexer *lexer, struct value *value, unsigned depth);

/* Behind its [. Lines may end anywhere; a comma may stand behind the last item, too. */
static bool read_list(struct lexer *lexer, struct value *list, unsigned depth)
{
    struct place at = {lexer->name, list->line};

    if (depth == DEPTH_MAX)
        return report_error(lexer->report, at, NULL, "no key takes that",
                            "lists too deep in lists");
    lexer_advance(lexer);
    skip_line_ends(lexer);
    while (!is_sign(lexer, ']')) {
        struct value item;

        if (!read_value(lexer, &item, depth + 1))
            return false;
        value_append(lexer->config, list, &item);
        skip_line_ends(lexer);
        if (is_sign(lexer, ',')) {
            lexer_advance(lexer);
            skip_line_ends(lexer);
        } else if (!is_sign(lexer, ']')) {
            if (lexer->token == TOKEN_END)
                return report_error(lexer->report, at, NULL, "end it with ]",
                                    "a list without its end");
            return wrong(lexer, "a , or ] should follow an item of a list",
                         "separate items with commas");
        }
    }
    lexer_advance(lexer);
    return true;
}

static bool read_value(struct lexer *lexer, struct value *value, unsigned depth)
{
    *value = (struct value){.line = lexer->token_line, .text = lexer->text};
    if (lexer->token == TOKEN_STRING || lexer->token == TOKEN_NUMBER) {
        value->kind = lexer->token == TOKEN_STRING ? VALUE_STRING : VALUE_NUMBER;
        lexer_advance(lexer);
        return true;
    }
    value->kind = VALUE_LIST;
    if (is_sign(lexer, '['))
        return read_list(lexer, value, depth);
    return wrong(lexer, "a value should stand here",
                 "a value is a number, a text in quotation marks, or a list [ , ]");
}

/* key += value: texts are joined, lists too; what is not there yet is empty. */
static bool add(struct lexer *lexer, struct setting *setting, const struct value *more)
{
    struct value *value = &setting->value;
    struct place at = {lexer->name, more->line};

    if ((value->kind == VALUE_LIST) != (more->kind == VALUE_LIST))
        return report_error(lexer->report, at, setting->key,
                            "add a list to a list, a text to a text", "+= of different kinds");
    if (value->kind == VALUE_LIST) {
        for (unsigned i = 0; i < more->count; i++)
            value_append(lexer->config, value, &more->items[i]);
        return true;
    }
    char *both = config_alloc(lexer->config, strlen(value->text) + strlen(more->text) + 1);
    value->text = strcat(strcpy(both, value->text), more->text);
    value->kind = VALUE_STRING;
    return true;
}

static bool store(struct lexer *lexer, const char *key, unsigned line, bool is_addition,
                  const struct value *value)
{
    struct config *config = lexer->config;
    struct setting *setting = config_find(config, key);
    struct place at = {lexer->name, line};

    if (!setting) {
        config->settings = grow(config, config->settings, config->count, sizeof(*config->settings));
        setting = &config->settings[config->count++];
        setting->key = key;
    } else if (is_addition) {
        return add(lexer, setting, value);
    } else if (setting->at.file == lexer->name) {
        report_warning(lexer->report, at, key, "remove one of them",
                       "line %u says it, too; what stands last counts", setting->at.line);
    }
    setting->value = *value;
    setting->at = at;
    return true;
}

static bool read_setting(struct lexer *lexer)
{
    const char *key = lexer->text;
    unsigned line = lexer->token_line;
    struct value value;

    if (lexer->token != TOKEN_WORD)
        return wrong(lexer, "a key should stand here", "a line says KEY = VALUE");
    lexer_advance(lexer);
    bool is_addition = is_sign(lexer, '+');
    if (!is_addition && !is_sign(lexer, '='))
        return wrong(lexer, "= should follow a key", "a line says KEY = VALUE");
    lexer_advance(lexer);
    if (!read_value(lexer, &value, 0))
        return false;
    if (lexer->token != TOKEN_LINE_END && lexer->token != TOKEN_END && !is_sign(lexer, ';'))
        return wrong(lexer, "the line should end behind a value",
                     "begin a new line, or separate pairs with ;");
    return store(lexer, key, line, is_addition, &value);
}

bool config_read(struct config *config, struct report *report, const char *name, const char *text,
                 size_t size)
{
    struct lexer lexer = {.config = config,
                          .report = report,
                          .name = name,
                          .next = text,
                          .end = text + size,
                          .line = 1};

    for (lexer_advance(&lexer); lexer.token != TOKEN_END;) {
        if (lexer.token == TOKEN_LINE_END || is_sign(&lexer, ';'))
            lexer_advance(&lexer);
        else if (!read_setting(&lexer))
            return false;
    }
    return true;
}
