/* SPDX-License-Identifier: MIT */
/*
 * The services that every part of the guest kernel may use. The rules of the house, once:
 *
 *   - The kernel is not preemptive and takes no interrupt while it runs. An interrupt arrives
 *     only when a program runs or when the CPU is idle. So between two points where a process may
 *     sleep, nobody else changes anything, and no lock is needed; code called from an interrupt
 *     handler (console input, the clock) must not sleep.
 *   - Errors are negative errno numbers; pointers that may fail are NULL.
 *   - Addresses handed in by programs are plain integers (uintptr_t or long), so that C cannot
 *     follow them by mistake; copy_from_user and its relatives are the only way to what they
 *     name.
 */
#ifndef GUEST_KERNEL_KERNEL_H
#define GUEST_KERNEL_KERNEL_H

#include "errno.h"
#include "types.h"

/* ---- memory (page.c, kmalloc.c) -------------------------------------------------------------- */

/* One page of zeroes, at a kernel address, with one reference. NULL when memory is used up. */
void *page_alloc(void);
/* The same, contents undefined: for callers that overwrite all of it. */
void *page_alloc_dirty(void);
/* Give one reference back; the page is reusable when the last is gone. */
void page_free(void *page);
/* One more reference to a page, e.g. because a second owner maps it. */
void page_get(void *page);
unsigned page_references(const void *page);
/* 2^order adjoining pages (contents undefined), for stacks and large buffers. */
void *pages_alloc(unsigned order);
void pages_free(void *pages, unsigned order);
uint32_t pages_total(void); /* pages the kernel manages, free or not */
uint32_t pages_unused(void);

/* Any size up to 4 MiB; contents undefined; kfree(NULL) does nothing. */
void *kmalloc(size_t size);
void *kzalloc(size_t size);
void kfree(void *memory);
char *kstrdup(const char *string);

/* ---- memory of the current program (user.c) -------------------------------------------------- */

/* 0 or -EFAULT. A faulting copy may have moved a part. Pages not there yet are brought in. */
int copy_from_user(void *to, uintptr_t user_from, size_t size);
int copy_to_user(uintptr_t user_to, const void *from, size_t size);
int clear_user(uintptr_t user_to, size_t size);
/*
 * Copy a string of at most `limit` bytes including its end. 0, -EFAULT, -ENAMETOOLONG, -ENOMEM;
 * *result is a kmalloc'ed string that the caller frees.
 */
int user_strndup(uintptr_t user_from, size_t limit, char **result);

/* ---- words on the console (print.c) ---------------------------------------------------------- */

void kprintf(const char *format, ...) PRINTF_LIKE(1, 2);
/* Say why, with a stack trace, and crash the machine. */
NORETURN void panic(const char *format, ...) PRINTF_LIKE(1, 2);
/*
 * As in C: returns the length the whole text would have. Knows %d %i %u %x %o %c %s %p %%, l, ll,
 * z, flags 0 - and width.
 */
int snprintf(char *to, size_t size, const char *format, ...) PRINTF_LIKE(3, 4);
int vsnprintf(char *to, size_t size, const char *format, va_list arguments);

#define ASSERT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition))                                                                          \
            panic("%s:%d: contradiction: %s", __FILE__, __LINE__, #condition);                     \
    } while (0)

/* ---- strings (string.c; memcpy and memset: machine/) ----------------------------------------- */

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *string);
size_t strnlen(const char *string, size_t limit);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t limit);
char *strchr(const char *string, int character);
char *strrchr(const char *string, int character);
/* Copy and always terminate; returns strlen(from). */
size_t strlcpy(char *to, const char *from, size_t size);
/* Decimal digits at *text, advancing *text; 0 if there are none. */
unsigned parse_unsigned(const char **text);
/*
 * 64-bit quotient by a 32-bit divisor; *remainder may be NULL. C's own operator would need
 * libgcc.
 */
uint64_t divide_u64(uint64_t dividend, uint32_t divisor, uint32_t *remainder);

/* ---- time (clock.c) -------------------------------------------------------------------------- */

#define NS_PER_SECOND  1000000000u
#define NS_PER_MS      1000000u
#define DEADLINE_NEVER UINT64_MAX

uint64_t clock_now_ns(void);      /* since boot, never goes back */
uint64_t clock_realtime_ns(void); /* since 1970 */
uint32_t clock_realtime_seconds(void);

/* ---- the command line (main.c) --------------------------------------------------------------- */

extern const char *boot_command_line;
/*
 * The value of the first `name=value` word, copied to `value` (truncated to `size`): true. For a
 * bare `name` the value is empty. False when the word is not there.
 */
bool boot_option(const char *name, char *value, size_t size);
/* The same as a number, or `otherwise`. */
unsigned boot_option_number(const char *name, unsigned otherwise);

#endif
