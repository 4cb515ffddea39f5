/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_CONFIG_H
#define TOOLSTACK_CONFIG_H
/*
 * A configuration as it was written: keys and values, and where each stands. The syntax is that of
 * xl's configuration files:
 *
 *     name = "guest"; vcpus = 2        # pairs, ended by a line end or a semicolon
 *     disk = [ '/dev/vg/a,raw,xvda,rw',
 *              '/dev/vg/b,raw,xvdb,r', ]
 *     extra = "console=hvc0"
 *     extra += " quiet"
 *
 * What a key means is not known here: keys.h and guest.h. Nothing here reads files; texts are
 * handed in, one after the other, and later ones override what earlier ones said.
 */
#include "report.h"

#include <stddef.h>

enum value_kind { VALUE_STRING, VALUE_NUMBER, VALUE_LIST };

struct value {
    enum value_kind kind;
    unsigned line;
    const char *text; /* of a string, and of a number as it was written */
    struct value *items;
    unsigned count;
};

struct setting {
    const char *key;
    struct value value;
    struct place at;
};

struct config {
    struct setting *settings;
    unsigned count;
    struct block *blocks; /* all memory of this configuration */
};

void config_init(struct config *config);
void config_free(struct config *config);
/*
 * Add what a text says. `name` stands in messages, and must live as long as the configuration.
 * False if the text is no configuration; the reason has been reported.
 */
bool config_read(struct config *config, struct report *report, const char *name, const char *text,
                 size_t size);
/* The setting of a key, or NULL. */
struct setting *config_find(const struct config *config, const char *key);
/* As text that reads to the same configuration, for free(); NULL: no memory. */
char *config_print(const struct config *config);

/* A string or number of a value in the C sense: decimal, 0x, or octal with a leading 0. */
bool value_number(const struct value *value, long long *number);

/* ---- between the files that read ------------------------------------------------------------- */

void *config_alloc(struct config *config,
                   size_t size); /* zeroed; ends the program without memory */
char *config_copy(struct config *config, const char *bytes, size_t size);
/* One more item at the end of a list in a configuration's memory. */
void value_append(struct config *config, struct value *list, const struct value *item);

enum token {
    TOKEN_WORD,
    TOKEN_STRING,
    TOKEN_NUMBER,
    TOKEN_SIGN,
    TOKEN_LINE_END,
    TOKEN_END,
    TOKEN_BAD
};

struct lexer {
    struct config *config;
    struct report *report;
    const char *name, *next, *end;
    unsigned line;
    /* The token just read. */
    enum token token;
    unsigned token_line;
    char sign; /* = + [ ] , ;   where + is += */
    const char *text;
};

/* TOKEN_BAD has been reported. */
void lexer_advance(struct lexer *lexer);

#endif
