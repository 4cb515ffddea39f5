/* SPDX-License-Identifier: MIT */
/*
 * The console, by hypercall console_io.
 */
#include "hypercall/console.h"
#include "hypercall/call.h"
#include "hypercall/string.h"

long console_write(const char *bytes, size_t size)
{
    return hypercall_console_io(ABI_CONSOLEIO_write, size, (unsigned long)bytes);
}

long console_read(char *bytes, size_t size)
{
    return hypercall_console_io(ABI_CONSOLEIO_read, size, (unsigned long)bytes);
}

void console_print(const char *format, ...)
{
    char line[512];
    va_list list;
    va_start(list, format);
    size_t length = text_format_list(line, sizeof(line), format, list);
    va_end(list);
    console_write(line, length < sizeof(line) ? length : sizeof(line) - 1);
}
