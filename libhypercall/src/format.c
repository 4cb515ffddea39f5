/* SPDX-License-Identifier: MIT */
/*
 * A small printf into a buffer. 64-bit numbers are divided by hand in 16-bit digits, because 32-bit
 * freestanding code has no 64-bit division.
 */
#include "hypercall/string.h"

#include <stdbool.h>
#include <stdint.h>

struct sink {
    char *to;
    size_t size, length;
};

struct spec {
    bool left, zero;
    unsigned width, longs;
};

static void put(struct sink *sink, char c)
{
    if (sink->length + 1 < sink->size) {
        sink->to[sink->length] = c;
    }
    sink->length++;
}

static void put_padded(struct sink *sink, const struct spec *spec, const char *text, size_t length,
                       const char *sign)
{
    size_t total = length + strlen(sign);
    if (!spec->left && !spec->zero) {
        for (size_t i = total; i < spec->width; i++) {
            put(sink, ' ');
        }
    }
    for (const char *s = sign; *s != 0; s++) {
        put(sink, *s);
    }
    if (!spec->left && spec->zero) {
        for (size_t i = total; i < spec->width; i++) {
            put(sink, '0');
        }
    }
    for (size_t i = 0; i < length; i++) {
        put(sink, text[i]);
    }
    if (spec->left) {
        for (size_t i = total; i < spec->width; i++) {
            put(sink, ' ');
        }
    }
}

/* value /= divisor; returns the remainder. */
static unsigned divide(uint64_t *value, unsigned divisor)
{
    uint32_t remainder = 0;
    uint64_t quotient = 0;
    for (int shift = 48; shift >= 0; shift -= 16) {
        uint32_t digit = remainder << 16 | (uint32_t)(*value >> shift & 0xffff);
        quotient = quotient << 16 | digit / divisor;
        remainder = digit % divisor;
    }
    *value = quotient;
    return remainder;
}

static void put_number(struct sink *sink, const struct spec *spec, uint64_t value, unsigned base,
                       const char *sign)
{
    char digits[24];
    size_t at = sizeof(digits);
    do {
        digits[--at] = "0123456789abcdef"[divide(&value, base)];
    } while (value != 0);
    put_padded(sink, spec, digits + at, sizeof(digits) - at, sign);
}

static const char *read_spec(const char *format, struct spec *spec)
{
    *spec = (struct spec){0};
    for (;; format++) {
        if (*format == '-') {
            spec->left = true;
        } else if (*format == '0') {
            spec->zero = true;
        } else {
            break;
        }
    }
    while (*format >= '0' && *format <= '9') {
        spec->width = spec->width * 10 + (unsigned)(*format++ - '0');
    }
    while (*format == 'l' || *format == 'z') {
        spec->longs += *format++ == 'l' ? 1 : 0;
    }
    return format;
}

/* The next argument, by its length; a size_t is as long as a long on both widths' guests. */
#define NEXT(list, spec, kind)                                                                     \
    ((spec).longs >= 2   ? va_arg(list, kind long long)                                            \
     : (spec).longs == 1 ? va_arg(list, kind long)                                                 \
                         : va_arg(list, kind int))

size_t text_format_list(char *to, size_t size, const char *format, va_list list)
{
    struct sink sink = {.to = to, .size = size};
    for (; *format != 0; format++) {
        struct spec spec;
        if (*format != '%') {
            put(&sink, *format);
            continue;
        }
        format = read_spec(format + 1, &spec);
        if (*format == 'd' || *format == 'i') {
            int64_t value = NEXT(list, spec, signed);
            uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
            put_number(&sink, &spec, magnitude, 10, value < 0 ? "-" : "");
        } else if (*format == 'u' || *format == 'x') {
            put_number(&sink, &spec, NEXT(list, spec, unsigned), *format == 'x' ? 16 : 10, "");
        } else if (*format == 'p') {
            put_number(&sink, &spec, (uintptr_t)va_arg(list, void *), 16, "0x");
        } else if (*format == 'c') {
            char c = (char)va_arg(list, int);
            put_padded(&sink, &spec, &c, 1, "");
        } else if (*format == 's') {
            const char *text = va_arg(list, const char *);
            text = text != NULL ? text : "(null)";
            put_padded(&sink, &spec, text, strlen(text), "");
        } else if (*format == '%') {
            put(&sink, '%');
        } else {
            break; /* a format we do not know, or its end: stop rather than misread arguments */
        }
    }
    if (size > 0) {
        to[sink.length < size ? sink.length : size - 1] = 0;
    }
    return sink.length;
}

size_t text_format(char *to, size_t size, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    size_t length = text_format_list(to, size, format, list);
    va_end(list);
    return length;
}
