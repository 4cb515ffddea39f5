/* SPDX-License-Identifier: MIT */
/*
 * The terminal. Characters arrive one at a time from the console interrupt (tty_receive), the line
 * discipline (input.c) makes lines of them, echoes and turns ^C into a signal; output.c is the way
 * back; tty.c is what programs read and write; job.c decides which process group may.
 *
 * Nothing locks here: the kernel takes no interrupt while it runs, so a character arrives only
 * between system calls or while everybody sleeps.
 */
#ifndef GUEST_KERNEL_TTY_TTY_H
#define GUEST_KERNEL_TTY_TTY_H

#include "kernel/tty/termios.h"
#include "kernel/types.h"
#include "kernel/wait.h"

struct file;
struct proc;

#define TTY_INPUT_SIZE 4096u /* a power of two; also the longest line */

/* A queued character carries marks beside its eight bits. */
#define MARK_LINE_END 0x100 /* a canonical read ends behind it */
#define MARK_EOF      0x200 /* not a character at all: ^D */
#define MARK_LITERAL  0x400 /* typed after ^V */

struct tty {
    struct termios termios;
    struct winsize size;

    /* Input: written by the line discipline, emptied by readers. The counters only grow. */
    uint16_t input[TTY_INPUT_SIZE];
    uint32_t read_at, write_at;
    uint32_t line_start; /* where the line being typed begins; what is before cannot be erased */
    uint32_t line_ends;  /* how many MARK_LINE_END are queued */
    bool literal_next;   /* the last character was ^V */

    /* Output. */
    unsigned column;       /* of the cursor, for tabs and erasing */
    unsigned start_column; /* where it stood when the line being typed began */
    bool stopped;          /* by ^S */
    void (*write)(const char *bytes, size_t size);

    /* Job control. Written by job.c. */
    int session; /* whose controlling terminal it is; 0: nobody's */
    int group;   /* the foreground process group */
    unsigned hangups;

    struct waitq can_read, can_write;
};

/* ---- the door (tty.c) ------------------------------------------------------------------------ */

/* Register the terminal's devices. Before fs_init, which makes their nodes. */
void tty_init(void);
/* A character came in; from the console interrupt. */
void tty_receive(char character);
/* There is room for output again; from the console interrupt, too. */
void tty_writable(void);
/* The process that leads a session is dying: its terminal is hung up. */
void tty_session_leader_exit(struct proc *leader);

/* ---- line discipline (input.c) --------------------------------------------------------------- */

void tty_setup(struct tty *tty, void (*write)(const char *bytes, size_t size));
void tty_input(struct tty *tty, uint8_t character);
void tty_flush_input(struct tty *tty);
/* Is there something a read would return now? */
bool tty_readable(const struct tty *tty);
/* Characters a raw read could take. */
uint32_t tty_queued(const struct tty *tty);
/*
 * Take what one read may have: in canonical mode up to one line. Returns the number of bytes;
 * *ended says that a line end or ^D was met, so the read is complete even with 0 bytes.
 */
size_t tty_take(struct tty *tty, char *to, size_t size, bool *ended);
/* New settings; what is queued is judged by them from now on. */
void tty_set_termios(struct tty *tty, const struct termios *termios);

/* ---- output (output.c) ----------------------------------------------------------------------- */

void tty_output(struct tty *tty, const char *bytes, size_t size);
void tty_echo(struct tty *tty, uint8_t character);
/* Columns the cursor moves by when `character` is echoed at `column`. */
unsigned tty_echo_width(const struct tty *tty, uint16_t character, unsigned column);

/* ---- job control (job.c) --------------------------------------------------------------------- */

/* May the current process read (SIGTTIN) or change (SIGTTOU) the terminal now? 0 or an error. */
int tty_check_foreground(struct tty *tty, int signal);
/* Become the controlling terminal, if the rules allow; `steal` takes it from another session. */
int tty_acquire(struct tty *tty, bool steal);
/* The session of the current process gives its terminal up. */
int tty_release(struct tty *tty);
int tty_set_group(struct tty *tty, int pgid);

/* ioctl.c */
int tty_ioctl(struct tty *tty, struct file *file, unsigned command, uintptr_t argument);

#endif
