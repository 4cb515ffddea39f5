/* SPDX-License-Identifier: MIT */
/*
 * A text in tokens: words (keys), strings in either quotes, numbers, signs, line ends. A number is
 * what begins with a digit and goes on with 0-9, a-f, x: what it is worth is seen where it is used.
 */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool bad(struct lexer *lexer, const char *what, const char *remedy)
{
    struct place at = {lexer->name, lexer->line};

    lexer->token = TOKEN_BAD;
    return report_error(lexer->report, at, NULL, remedy, "%s", what);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_key_char(char c)
{
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '.';
}

static bool is_number_char(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || c == 'x';
}

/* Blanks and comments, up to something, a line end included. */
static void skip_blanks(struct lexer *lexer)
{
    for (;;) {
        while (lexer->next < lexer->end && (*lexer->next == ' ' || *lexer->next == '\t'))
            lexer->next++;
        if (lexer->next == lexer->end || *lexer->next != '#')
            return;
        while (lexer->next < lexer->end && *lexer->next != '\n')
            lexer->next++;
    }
}

static void take(struct lexer *lexer, enum token token, bool (*belongs)(char))
{
    const char *begin = lexer->next;

    while (lexer->next < lexer->end && belongs(*lexer->next))
        lexer->next++;
    lexer->token = token;
    lexer->text = config_copy(lexer->config, begin, (size_t)(lexer->next - begin));
}

/* The character that `count` digits in a base stand for; -1: other characters are there. */
static int escape_number(struct lexer *lexer, unsigned count, unsigned base)
{
    char digits[4] = "", *end;

    if ((size_t)(lexer->end - lexer->next) < count)
        return -1;
    memcpy(digits, lexer->next, count);
    for (unsigned i = 0; i < count; i++) { /* strtoul() would skip spaces and ends of lines, too */
        if (!isxdigit((unsigned char)digits[i]))
            return -1;
    }
    unsigned long value = strtoul(digits, &end, (int)base);
    if (end != digits + count)
        return -1;
    lexer->next += count;
    return (int)(value & 255);
}

/* Behind a backslash; -1: nothing that may stand there. */
static int escape(struct lexer *lexer)
{
    static const char letters[] = "abfnrtv", meant[] = "\a\b\f\n\r\t\v";
    char c = *lexer->next++;
    const char *letter = c ? strchr(letters, c) : NULL;

    if (letter)
        return meant[letter - letters];
    if (c == 'x')
        return escape_number(lexer, 2, 16);
    if (is_digit(c)) {
        lexer->next--;
        return escape_number(lexer, 3, 8);
    }
    return c == '\\' || c == '"' || c == '\'' ? c : -1;
}

static bool take_string(struct lexer *lexer)
{
    char quote = *lexer->next++, *to;
    const char *line_end = memchr(lexer->next, '\n', (size_t)(lexer->end - lexer->next));
    size_t at_most = (size_t)((line_end ? line_end : lexer->end) - lexer->next);

    lexer->text = to = config_alloc(lexer->config, at_most + 1);
    for (; lexer->next < lexer->end && *lexer->next != quote && *lexer->next != '\n'; to++) {
        int c = (unsigned char)*lexer->next++;

        if (c == '\\' && lexer->next < lexer->end && *lexer->next != '\n')
            c = escape(lexer);
        if (c < 0)
            return bad(lexer, "a backslash in a string with nothing behind it that is known",
                       "write \\\\ for a backslash; known are \\\" \\' \\n \\t and the like, three "
                       "octal digits, and x with two hexadecimal ones");
        *to = (char)c;
    }
    if (lexer->next == lexer->end || *lexer->next != quote)
        return bad(lexer, "a string without its end",
                   "end it in the same line, with the quotation mark it begins with");
    *to = 0;
    lexer->next++;
    lexer->token = TOKEN_STRING;
    return true;
}

static bool take_sign(struct lexer *lexer)
{
    char c = *lexer->next++;

    lexer->token = TOKEN_SIGN;
    lexer->sign = c;
    if (c == '+' && lexer->next < lexer->end && *lexer->next == '=') {
        lexer->next++;
        return true;
    }
    if (c && strchr("=[],;", c))
        return true;
    if (c == '\r')
        return bad(lexer, "a line that ends with CR LF", "convert the file: dos2unix FILE");
    if (c >= 'A' && c <= 'Z')
        return bad(lexer, "a capital letter outside of quotation marks",
                   "keys are lower case; text belongs in quotation marks");
    return bad(lexer, "a character that may stand in quotation marks only",
               "keys are lower case letters, digits and _; put text in quotation marks; programs "
               "in Python, as once with xm, are not understood");
}

void lexer_advance(struct lexer *lexer)
{
    skip_blanks(lexer);
    lexer->token_line = lexer->line;
    lexer->text = NULL;
    lexer->sign = 0;
    if (lexer->next == lexer->end) {
        lexer->token = TOKEN_END;
    } else if (*lexer->next == '\n') {
        lexer->token = TOKEN_LINE_END;
        lexer->next++;
        lexer->line++;
    } else if (is_digit(*lexer->next)) {
        take(lexer, TOKEN_NUMBER, is_number_char);
    } else if (is_key_char(*lexer->next) && *lexer->next != '_' && *lexer->next != '.') {
        take(lexer, TOKEN_WORD, is_key_char);
    } else if (*lexer->next == '"' || *lexer->next == '\'') {
        take_string(lexer);
    } else {
        take_sign(lexer);
    }
}
