/* SPDX-License-Identifier: MIT */
/*
 * The core of every message. Pure: it writes only to the caller's buffer, so that the host's
 * tests can hold it against the C library.
 */
#include "lib/fmt.h"

struct out {
    char *to;
    size_t size, length; /* length goes on counting when the buffer is full */
};

static void put(struct out *o, char c)
{
    if (o->length + 1 < o->size)
        o->to[o->length] = c;
    o->length++;
}

static void put_number(struct out *o, u64 value, u32 base, u32 width)
{
    char digits[20]; /* backwards; 2^64 has no more */
    u32 n = 0;

    do
        digits[n++] = "0123456789abcdef"[value % base];
    while (value /= base);
    for (; width > n; width--)
        put(o, '0');
    while (n)
        put(o, digits[--n]);
}

/* Writes one directive; returns where the format goes on. */
static const char *put_directive(struct out *o, const char *f, va_list *args)
{
    const char *start = f, *text;
    bool is_long = false;
    u32 width = 0;
    s64 value;

    for (bool zeros = *f == '0'; zeros && *f >= '0' && *f <= '9'; f++)
        width = width * 10 + (u32)(*f - '0');
    for (; *f == 'l'; f++)
        is_long = true;
    switch (*f) {
    case 'd':
        value = is_long ? va_arg(*args, s64) : va_arg(*args, int);
        if (value < 0)
            put(o, '-');
        put_number(o, value < 0 ? -(u64)value : (u64)value, 10, width - (width && value < 0));
        break;
    case 'u':
    case 'x':
        put_number(o, is_long ? va_arg(*args, u64) : va_arg(*args, u32), *f == 'u' ? 10 : 16,
                   width);
        break;
    case 'c':
        put(o, (char)va_arg(*args, int));
        break;
    case 's':
        text = va_arg(*args, const char *);
        for (text = text ? text : "(null)"; *text; text++)
            put(o, *text);
        break;
    case '%':
        put(o, '%');
        break;
    default: /* not ours: as it stands */
        put(o, '%');
        return start;
    }
    return f + 1;
}

size_t fmt_va(char *to, size_t size, const char *format, va_list args)
{
    struct out o = {to, size, 0};
    va_list rest;

    va_copy(rest, args);
    while (*format)
        if (*format == '%')
            format = put_directive(&o, format + 1, &rest);
        else
            put(&o, *format++);
    va_end(rest);
    if (size)
        to[min(o.length, size - 1)] = '\0';
    return o.length;
}

size_t fmt(char *to, size_t size, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    size_t length = fmt_va(to, size, format, args);
    va_end(args);
    return length;
}
