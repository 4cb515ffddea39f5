/* SPDX-License-Identifier: MIT */
/* Words for people: formatting, and the kernel's own messages on the console. */
#include "kernel/kernel.h"

#include "kernel/proc.h"
#include "machine/machine.h"

struct output {
    char *to;
    size_t size, length; /* length counts what did not fit as well */
};

struct field {
    bool left, zeros, upper;
    int width, precision;
};

static void put(struct output *out, char character)
{
    if (out->length + 1 < out->size)
        out->to[out->length] = character;
    out->length++;
}

static void put_padded(struct output *out, const char *text, size_t length, struct field field,
                       const char *sign)
{
    size_t whole = length + strlen(sign);
    size_t padding = (size_t)field.width > whole ? (size_t)field.width - whole : 0;

    for (size_t i = 0; i < padding && !field.left && !field.zeros; i++)
        put(out, ' ');
    while (*sign)
        put(out, *sign++);
    for (size_t i = 0; i < padding && !field.left && field.zeros; i++)
        put(out, '0');
    for (size_t i = 0; i < length; i++)
        put(out, text[i]);
    for (size_t i = 0; i < padding && field.left; i++)
        put(out, ' ');
}

static void put_number(struct output *out, uint64_t value, unsigned base, const char *sign,
                       struct field field)
{
    char digits[24];
    size_t at = sizeof(digits);

    do {
        uint32_t digit;

        value = divide_u64(value, base, &digit);
        digits[--at] = digit < 10 ? '0' + digit : (field.upper ? 'A' : 'a') + digit - 10;
    } while (value > 0);
    put_padded(out, digits + at, sizeof(digits) - at, field, sign);
}

/* The next argument of `longs` l's. */
static uint64_t next_unsigned(va_list *arguments, int longs)
{
    if (longs >= 2)
        return va_arg(*arguments, uint64_t);
    return longs ? va_arg(*arguments, unsigned long) : va_arg(*arguments, unsigned);
}

static int64_t next_signed(va_list *arguments, int longs)
{
    if (longs >= 2)
        return va_arg(*arguments, int64_t);
    return longs ? va_arg(*arguments, long) : va_arg(*arguments, int);
}

static const char *parse_field(const char *format, struct field *field, va_list *arguments)
{
    for (;; format++) {
        if (*format == '-')
            field->left = true;
        else if (*format == '0')
            field->zeros = true;
        else
            break;
    }
    if (*format == '*') {
        field->width = va_arg(*arguments, int);
        format++;
    } else {
        field->width = (int)parse_unsigned(&format);
    }
    if (*format == '.') {
        format++;
        if (*format == '*') {
            field->precision = va_arg(*arguments, int);
            format++;
        } else {
            field->precision = (int)parse_unsigned(&format);
        }
    }
    return format;
}

static void put_string(struct output *out, const char *text, struct field field)
{
    text = text ? text : "(none)";
    put_padded(out, text, field.precision < 0 ? strlen(text) : strnlen(text, field.precision),
               field, "");
}

static void put_conversion(struct output *out, char conversion, int longs, struct field field,
                           va_list *arguments)
{
    char character;

    switch (conversion) {
    case 'd':
    case 'i': {
        int64_t value = next_signed(arguments, longs);

        put_number(out, value < 0 ? -(uint64_t)value : (uint64_t)value, 10, value < 0 ? "-" : "",
                   field);
        break;
    }
    case 'u':
        put_number(out, next_unsigned(arguments, longs), 10, "", field);
        break;
    case 'o':
        put_number(out, next_unsigned(arguments, longs), 8, "", field);
        break;
    case 'X':
        field.upper = true; /* fall through */
    case 'x':
        put_number(out, next_unsigned(arguments, longs), 16, "", field);
        break;
    case 'p':
        put_number(out, (uintptr_t)va_arg(*arguments, void *), 16, "0x", field);
        break;
    case 's':
        put_string(out, va_arg(*arguments, const char *), field);
        break;
    case 'c':
        character = (char)va_arg(*arguments, int);
        put_padded(out, &character, 1, field, "");
        break;
    case '%':
        put(out, '%');
        break;
    default:
        panic("format %%%c is not known", conversion);
    }
}

int vsnprintf(char *to, size_t size, const char *format, va_list original)
{
    struct output out = {to, size, 0};
    va_list arguments;

    va_copy(arguments, original);
    while (*format) {
        if (*format != '%') {
            put(&out, *format++);
            continue;
        }
        struct field field = {.precision = -1};
        int longs = 0;

        format = parse_field(format + 1, &field, &arguments);
        for (; *format == 'l' || *format == 'z'; format++)
            longs++;
        put_conversion(&out, *format++, longs, field, &arguments);
    }
    va_end(arguments);
    if (size > 0)
        to[MIN(out.length, size - 1)] = 0;
    return (int)out.length;
}

int snprintf(char *to, size_t size, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(to, size, format, arguments);
    va_end(arguments);
    return length;
}

/* A terminal wants a carriage return before each line feed. */
static void console_write_text(const char *text)
{
    for (const char *end; *text; text = end) {
        end = strchr(text, '\n');
        if (!end)
            end = text + strlen(text);
        machine_console_write(text, (size_t)(end - text));
        if (*end == '\n') {
            machine_console_write("\r\n", 2);
            end++;
        }
    }
}

void kprintf(const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    console_write_text(text);
}

void panic(const char *format, ...)
{
    static bool again;
    char text[200];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    kprintf("\nguest kernel panic: %s\n", text);
    if (!again) {
        again = true;
        if (current)
            kprintf("process %d (%s)\n", current->pid, current->name);
        kprintf("  [%08lx] guest\n", (unsigned long)(uintptr_t)panic);
        machine_backtrace((uintptr_t)__builtin_frame_address(0));
    }
    kprintf("torc: end: crash: guest kernel panic: %s\n", text);
    machine_crash();
}
