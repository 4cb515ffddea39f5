/* SPDX-License-Identifier: MIT */
/*
 * What the hypervisor itself says. Its messages are whole lines: one that comes while a guest
 * is in the middle of a line begins a new one.
 */
#include "console/console.h"

#include "boot/options.h"
#include "console/port.h"
#include "console/uart.h"
#include "cpu/cpu.h"
#include "lib/fmt.h"
#include "lib/string.h"
#include "plat/plat.h"
#include "watch/watch.h"

struct lock console_lock = LOCK_INIT(LOCK_CONSOLE);
static bool is_mid_line;

#define LOG_SIZE (1u << 14)
static struct {
    char bytes[LOG_SIZE];
    u32 first, end; /* places: ever rising */
} spoken;           /* under console_lock */
static bool is_panicking;

void console_init(void)
{
    uart_init(options.com1_baud);
}

void console_panic(void)
{
    is_panicking = true;
}

void console_write(const char *bytes, size_t n)
{
    uart_write(bytes, n);
    for (size_t i = 0; i < n; i++)
        spoken.bytes[spoken.end++ % LOG_SIZE] = bytes[i];
    if (spoken.end - spoken.first > LOG_SIZE)
        spoken.first = spoken.end - LOG_SIZE;
    if (n)
        is_mid_line = bytes[n - 1] != '\n';
}

void console_write_line(const char *prefix, const char *text, size_t n)
{
    if (is_mid_line)
        console_write("\n", 1);
    console_write(prefix, strlen(prefix));
    console_write(text, n);
    console_write("\n", 1);
}

u32 console_log_begin(u32 from)
{
    u32 first = spoken.first;

    return from - first <= LOG_SIZE ? from : first;
}

u32 console_log_read(u32 from, char *to, u32 n)
{
    u64 saved = lock_take_irq(&console_lock);

    n = spoken.end - from <= LOG_SIZE ? min(n, spoken.end - from) : 0;
    for (u32 i = 0; i < n; i++)
        to[i] = spoken.bytes[(from + i) % LOG_SIZE];
    lock_give_irq(&console_lock, saved);
    return n;
}

void console_log_clear(u32 before)
{
    u64 saved = lock_take_irq(&console_lock);

    spoken.first = before;
    lock_give_irq(&console_lock, saved);
}

static void write_lines(const char *prefix, const char *text)
{
    u64 saved = is_panicking ? 0 : lock_take_irq(&console_lock);

    do {
        size_t n = 0;
        while (text[n] && text[n] != '\n')
            n++;
        console_write_line(prefix, text, n);
        text += n + (text[n] == '\n');
    } while (*text);
    if (!is_panicking)
        lock_give_irq(&console_lock, saved);
}

void print_as(const char *prefix, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    if (fmt_va(text, sizeof(text), format, args) >= sizeof(text))
        memcpy(text + sizeof(text) - 4, "...", 4); /* cut, and seen to be */
    va_end(args);
    write_lines(prefix, text);
}

/* With noreboot nothing is reset: whatever ended then switches off, so that an emulator ends. */
_Noreturn void console_end(const char *word, const char *text)
{
    irq_save();
    watch_print_refusals();
    print_plain("torc: end: %s: %s", word, text);
    uart_flush();
    if (options.noreboot || !strcmp(word, "poweroff"))
        plat_poweroff();
    plat_reboot();
}
