/* SPDX-License-Identifier: MIT */
/*
 * The core of every message. Pure: it writes only to the caller's buffer, so that the host's
 * tests can hold it against the C library.
 */
#include "lib/fmt.h"

#include "lib/string.h"

struct out {
    char *to;
    size_t size, length; /* length goes on counting when the buffer is full */
};

/* One directive, taken apart. */
struct directive {
    bool left, zero;
    int width;
    int precision; /* -1 = none */
    int longs;     /* 0 int, 1 or more: 64 bits */
};

static void put(struct out *o, char c)
{
    if (o->length + 1 < o->size)
        o->to[o->length] = c;
    o->length++;
}

static void put_padded(struct out *o, const struct directive *d, const char *text, size_t n)
{
    size_t width = d->width > 0 ? (size_t)d->width : 0;
    size_t pad = width > n ? width - n : 0;

    for (size_t i = 0; !d->left && i < pad; i++)
        put(o, ' ');
    for (size_t i = 0; i < n; i++)
        put(o, text[i]);
    for (size_t i = 0; d->left && i < pad; i++)
        put(o, ' ');
}

static void put_string(struct out *o, const struct directive *d, const char *s)
{
    size_t n = 0;

    if (!s)
        s = "(null)";
    while ((d->precision < 0 || n < (size_t)d->precision) && s[n])
        n++;
    put_padded(o, d, s, n);
}

static void put_number(struct out *o, const struct directive *d, u64 value, u32 base,
                       const char *prefix, bool capitals)
{
    char text[72];
    size_t at = sizeof(text), prefix_length = strlen(prefix);
    size_t digits = d->precision >= 0 ? (size_t)d->precision : 1;

    if (d->zero && !d->left && d->precision < 0 && d->width > (int)prefix_length)
        digits = (size_t)d->width - prefix_length;
    digits = min(digits, sizeof(text) - 4);
    for (; value || sizeof(text) - at < digits; value /= base)
        text[--at] = (capitals ? "0123456789ABCDEF" : "0123456789abcdef")[value % base];
    while (prefix_length)
        text[--at] = prefix[--prefix_length];
    put_padded(o, d, text + at, sizeof(text) - at);
}

static int read_count(const char **f, va_list *args)
{
    int n = 0;

    if (**f == '*') {
        (*f)++;
        return va_arg(*args, int);
    }
    while (**f >= '0' && **f <= '9' && n < 10000)
        n = n * 10 + *(*f)++ - '0';
    return n;
}

/* Reads everything between '%' and the letter. */
static struct directive read_directive(const char **f, va_list *args)
{
    struct directive d = {.precision = -1};

    for (;; (*f)++) {
        if (**f == '-')
            d.left = true;
        else if (**f == '0')
            d.zero = true;
        else
            break;
    }
    d.width = read_count(f, args);
    if (d.width < 0) {
        d.left = true;
        d.width = -d.width;
    }
    if (**f == '.') {
        (*f)++;
        d.precision = read_count(f, args);
    }
    for (; **f == 'l' || **f == 'z' || **f == 'h'; (*f)++)
        d.longs += **f == 'h' ? 0 : 1;
    return d;
}

/* Writes one directive; returns where the format goes on. */
static const char *put_directive(struct out *o, const char *f, va_list *args)
{
    const char *start = f;
    struct directive d = read_directive(&f, args);
    u64 value;
    char c;

    switch (*f) {
    case 'd':
    case 'i':
        value = d.longs ? va_arg(*args, u64) : (u64)va_arg(*args, int);
        put_number(o, &d, (s64)value < 0 ? -value : value, 10, (s64)value < 0 ? "-" : "", false);
        break;
    case 'u':
    case 'x':
    case 'X':
        value = d.longs ? va_arg(*args, u64) : va_arg(*args, unsigned);
        put_number(o, &d, value, *f == 'u' ? 10 : 16, "", *f == 'X');
        break;
    case 'p':
        put_number(o, &d, (u64)va_arg(*args, void *), 16, "0x", false);
        break;
    case 'c':
        c = (char)va_arg(*args, int);
        put_padded(o, &d, &c, 1);
        break;
    case 's':
        put_string(o, &d, va_arg(*args, const char *));
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
