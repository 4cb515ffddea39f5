/* SPDX-License-Identifier: MIT */
/*
 * Values as text. What cannot be seen is written as C writes it, and read back the same way, so
 * that a value is one line wherever it is shown.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"

static const char plain[] = "\\\n\r\t"; /* have a letter of their own */
static const char letters[] = "\\nrt";

/* One byte; how long its text is. */
static size_t escape(unsigned char byte, char *text)
{
    const char *letter = byte ? strchr(plain, byte) : NULL;

    if (letter)
        return (size_t)sprintf(text, "\\%c", letters[letter - plain]);
    if (byte < ' ')
        return (size_t)sprintf(text, "\\%03o", byte);
    if (byte > '~')
        return (size_t)sprintf(text, "\\x%02x", byte);
    text[0] = (char)byte;
    text[1] = '\0';
    return 1;
}

size_t value_print(const char *bytes, size_t length, size_t room)
{
    size_t width = 0;
    char text[8];

    for (size_t i = 0; i < length; i++) {
        size_t more = escape((unsigned char)bytes[i], text);

        if (more > room - width)
            return width + (size_t)printf("\\...");
        fputs(text, stdout);
        width += more;
    }
    return width;
}

/* The byte that the escape at `from` (behind its backslash) stands for; how many characters. */
static int unescape(const char *from, char *byte)
{
    const char *letter = strchr(letters, *from);
    unsigned number;
    int used = 0;

    if (sscanf(from, "x%2x%n", &number, &used) == 1 || sscanf(from, "%3o%n", &number, &used) == 1) {
        *byte = (char)number;
        return used;
    }
    *byte = letter && *letter ? plain[letter - letters] : *from;
    return 1;
}

size_t value_read(char *text)
{
    char *to = text;

    for (const char *from = text; *from; to++) {
        if (*from == '\\' && from[1])
            from += 1 + unescape(from + 1, to);
        else
            *to = *from++;
    }
    return (size_t)(to - text);
}
