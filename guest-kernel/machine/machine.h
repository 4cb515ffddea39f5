/* SPDX-License-Identifier: MIT */
/*
 * The contract between the kernel and the machine it runs on. Everything in kernel/ is written
 * against this file alone; the folders beside it implement it, file by file under the same names:
 *
 *     native/   ring 0 of a bare PC: instructions, descriptor tables, a UART, a timer chip
 *     pv/       ring 1 under a hypervisor: hypercalls and event channels instead
 *     i386/     what the two share, because ring 0 and ring 1 run the same instructions
 *
 * `diff -u native pv` is the lesson this kernel was written for. Nothing below names a privileged
 * instruction or a hypercall, and `frame_t` always counts pages from 0 as the kernel sees them;
 * what number the real machine gives a page is the secret of pv/paging.c.
 *
 * Interrupts are on only while a program runs and inside machine_idle(); there is therefore no
 * function to switch them.
 */
#ifndef GUEST_KERNEL_MACHINE_H
#define GUEST_KERNEL_MACHINE_H

#include "machine/i386/frame.h"

#include "kernel/types.h"

/*
 * Programs own the addresses below MACHINE_KERNEL_BASE, the kernel those from there to
 * MACHINE_KERNEL_END; physical page n is always at MACHINE_KERNEL_BASE + n * PAGE_SIZE.
 */
#define MACHINE_KERNEL_BASE 0xC0000000u
#define MACHINE_KERNEL_END  0xF5800000u
#define MACHINE_FRAME_LIMIT ((MACHINE_KERNEL_END - MACHINE_KERNEL_BASE - 0x800000u) / PAGE_SIZE)

static inline void *frame_to_page(frame_t frame)
{
    return (void *)(MACHINE_KERNEL_BASE + (uintptr_t)frame * PAGE_SIZE);
}

static inline frame_t page_to_frame(const void *page)
{
    return ((uintptr_t)page - MACHINE_KERNEL_BASE) / PAGE_SIZE;
}

/* ---- the kernel's doors, which the machine calls --------------------------------------------- */

struct frame_range {
    frame_t first, count;
};

struct boot_info {
    const char *command_line;
    const void *initrd; /* kernel address; NULL when there is none */
    size_t initrd_size;
    frame_t frame_count;        /* frames below this number are in the kernel's mapping */
    struct frame_range free[4]; /* those of them that nobody uses yet */
};

/* Called once, on the boot stack, interrupts off. */
NORETURN void kernel_main(const struct boot_info *boot);

#define FAULT_WRITE   1u
#define FAULT_EXECUTE 2u
#define FAULT_USER    4u /* a program did it, not the kernel */
#define FAULT_PRESENT 8u /* the page is mapped, but not for this */

/* A page fault at `address`. May sleep when it comes from a program. */
void trap_page_fault(struct trap_frame *frame, uintptr_t address, unsigned fault);
/* Any other exception, by its x86 vector number. */
void trap_exception(struct trap_frame *frame, unsigned vector);
/* System call: number and arguments are in the frame, the result goes there. */
void trap_system_call(struct trap_frame *frame);
/* Called when a trap came from a program and before it ends: signals, other processes' turns. */
void trap_return_to_user(struct trap_frame *frame);
/* The deadline set by machine_timer_set has passed. */
void clock_interrupt(void);
/* One character was typed. */
void console_receive(char character);
/* machine_console_room() has grown after it was small. */
void console_writable(void);

enum power_wish { POWER_OFF, POWER_HALT, POWER_REBOOT };
/* Somebody outside wants the machine to end in an orderly way, as by its power button. */
void power_wished(enum power_wish wish);

/* ---- end of it all (power.c) ----------------------------------------------------------------- */

NORETURN void machine_poweroff(void);
NORETURN void machine_reboot(void);
/* Stop as one that has failed; the reason has been printed. */
NORETURN void machine_crash(void);

/* ---- faults of the kernel itself (i386/fault.c) ---------------------------------------------- */

/* Copy to or from a program: 0, or 1 when it cannot be (both are wrapped in user.c). */
int machine_copy_user(void *to, const void *from, size_t size);
int machine_clear_user(void *to, size_t size);
/* Is the kernel at one of these two? Then a fault can be made their failure. */
bool machine_fault_in_user_copy(const struct trap_frame *frame);
void machine_fail_user_copy(struct trap_frame *frame);
void machine_frame_print(const struct trap_frame *frame);
void machine_backtrace(uintptr_t frame_pointer);

/* ---- who we are (report.c) ------------------------------------------------------------------- */

/* One word and one line for people: "pv", "ring 1 under Xen 4.17"... */
const char *machine_name(void);
/* The privilege level the kernel is running at, read from the CPU. */
unsigned machine_ring(void);
/* Text of /proc/hypercalls: what the layer below counted for us. Returns the number of bytes. */
int machine_report(char *to, size_t size);

/* ---- page directories (directory.c, paging.c) ------------------------------------------------ */

struct page_directory;

#define MAP_WRITE   1u
#define MAP_EXECUTE 2u
#define MAP_PRESENT 4u
#define MAP_ACCESS                                                                                 \
    8u /* programs may read it; without this only the kernel can (mprotect to nothing) */

struct mapping {
    frame_t frame;
    unsigned flags; /* 0: nothing is mapped */
};

/* A directory with the kernel's half in place and no program mappings. NULL: out of memory. */
struct page_directory *machine_directory_new(void);
/* Make it the current one. NULL stands for the kernel's own, which maps no programs. */
void machine_directory_switch(struct page_directory *directory);
/*
 * It will never be current again. From here on its entries are plain memory: machine_page_clear is
 * free of cost and needs no flush.
 */
void machine_directory_retire(struct page_directory *directory);
/* Give back all its pages. Every entry must have been cleared. */
void machine_directory_free(struct page_directory *directory);

/* Map one page for programs. 0, or -ENOMEM when a page table could not be had. */
int machine_page_set(struct page_directory *directory, uintptr_t address, frame_t frame,
                     unsigned flags);
/* The entry at `address` becomes empty. */
void machine_page_clear(struct page_directory *directory, uintptr_t address);
struct mapping machine_page_get(struct page_directory *directory, uintptr_t address);
/*
 * The next address, from this one on, that has a page table to hold an entry (or the end of all).
 */
uintptr_t machine_page_skip(struct page_directory *directory, uintptr_t address);
/*
 * Changes since the last call may have been queued; after it they are in force and stale
 * translations are gone. Frames that were unmapped may be given away only after it.
 */
void machine_page_flush(void);

/* ---- processes as the machine sees them (context.c, entry.S) --------------------------------- */

/*
 * Everything the CPU must know of the process that runs next: where the kernel stack ends that its
 * traps will use, its thread-local segments, its memory.
 */
void machine_process_load(uintptr_t stack_top, const uint64_t *descriptors,
                          struct page_directory *directory);
/*
 * Leave the present kernel stack for another: the stack pointer is saved to *save and replaced by
 * `next`, a value saved so before or made by machine_stack_prepare.
 */
void machine_stack_switch(uintptr_t *save, uintptr_t next);
/*
 * A stack whose top is `frame`, on which the first switch will call `start` and then enter the
 * program described by *frame.
 */
uintptr_t machine_stack_prepare(struct trap_frame *frame, void (*start)(void));
/* A frame for a program that begins at `entry`: all registers zero, user segments. */
void machine_frame_init(struct trap_frame *frame, uintptr_t entry, uintptr_t stack);
/* Make a frame that a program wrote (sigreturn) harmless. */
void machine_frame_sanitize(struct trap_frame *frame);
/*
 * The thread-local segments (GDT slots MACHINE_TLS_FIRST..) of the current process have changed;
 * they were checked by tls.c, a zero word is an empty slot.
 */
void machine_tls_load(const uint64_t *descriptors);

/* FPU and SSE registers; the buffer has MACHINE_FPU_SIZE bytes and is aligned to 16. */
void machine_fpu_init(void *state);
void machine_fpu_save(void *state);
void machine_fpu_restore(const void *state);

/* ---- time (clock.c) -------------------------------------------------------------------------- */

uint64_t machine_clock_ns(void);      /* since some moment in the past, never goes back */
uint64_t machine_wall_clock_ns(void); /* since 1970, read once at boot */
/*
 * Call clock_interrupt at this time or soon after. The last call counts; DEADLINE_NEVER is
 * allowed.
 */
void machine_timer_set(uint64_t deadline_ns);
/* Let interrupts in, and wait for at least one. Returns with them off again. */
void machine_idle(void);

/* ---- the console (console.c) ----------------------------------------------------------------- */

/* All of it; when there is no room, this waits, and may give up if nobody at all takes it. */
void machine_console_write(const char *text, size_t size);
/* How many bytes would not have to wait now. */
size_t machine_console_room(void);
/* From now on console_receive is called for what is typed. */
void machine_console_start(void);

/* ---- devices of its own (devices.c) ---------------------------------------------------------- */

/* Register what this machine has and the kernel knows nothing of. */
void machine_devices_register(void);

#endif
