/* SPDX-License-Identifier: MIT */
/*
 * The `torc` command on the laptop, as its parts see each other.  A run goes through them in
 * this order: options (what the person asked for), kernel (a bzImage becomes an ELF), share (a folder goes into the initrd), machine (the
 * QEMU command line that means), session (the machine runs, its console connected to the terminal), verdict (what its last
 * words were), symbols (names for the addresses in a backtrace).
 */
#ifndef TORC_H
#define TORC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The exit statuses of `torc run`; the table in its --help is the documentation. */
enum status {
    STATUS_POWERED_OFF = 0,
    STATUS_OUR_FAILURE = 1,
    STATUS_USAGE = 2,
    STATUS_GUEST_CRASHED = 3,
    STATUS_TIMED_OUT = 4,
    STATUS_REFUSED = 5,
};

/* A kernel, and what was said behind it: one domain. */
struct kernel_options {
    const char *path; /* an ELF file, or "none": the hypervisor starts without a module */
    const char *initrd;
    const char *share; /* a folder that goes with the initrd */
    const char *append;
    const char *memory; /* NULL: the hypervisor chooses */
    unsigned vcpus;     /* 0: the same */
};

/* What the person asked for.  Strings belong to the command line. */
#define KERNELS_MAX 8
#define LINKS_MAX   16
struct run_options {
    struct kernel_options kernel[KERNELS_MAX];
    unsigned kernels; /* several: none of them is privileged, and they are domains 1, 2, ... */
    const char *link[LINKS_MAX]; /* "1:2": these two domains are neighbours */
    unsigned links;
    const char *hypervisor;
    const char *hypervisor_append;
    const char *cpu;
    const char *memory;
    const char *log;
    const char *qemu; /* more words of its command line */
    unsigned vcpus;
    unsigned timeout_s; /* 0: no limit */
    bool timeout_given;
    bool deterministic;
    bool show;
    bool native; /* the kernel runs on the bare machine, no hypervisor below it */
    bool gdb;
    bool no_reboot;
};

/* options.c: a size in KiB, of a number of MiB or one with a suffix of K, M, G; 0: it is none. */
unsigned long long size_parse(const char *text);

/* options.c: fill *options from the words after `torc run`.  Returns true to go on; otherwise
 * *status is what to exit with, and the reason has been printed. */
bool options_parse(struct run_options *options, int argc, char **argv, enum status *status);

/* kernel.c: each bzImage among the options is replaced by the ELF file that was in it. */
bool kernel_prepare(struct run_options *options, enum status *status);

/* share.c: each folder that is shared is packed behind its kernel's initrd. */
void share_prepare(struct run_options *options);

/* A QEMU command line under construction. */
#define MACHINE_ARGUMENTS 48
struct machine {
    char *argv[MACHINE_ARGUMENTS];
    size_t argc;
    unsigned gdb_port;
};

/* machine.c */
void machine_build(struct machine *machine, const struct run_options *options);
void machine_show(const struct machine *machine);

/* How the hypervisor said that it ended.  */
enum end {
    END_SILENT, /* it said nothing */
    END_POWEROFF,
    END_REBOOT,
    END_CRASH,
    END_REFUSED,
    END_PANIC,
};

/* The tail of what came over the console, and the last words found in it. */
#define TRANSCRIPT_TAIL 65536
#define TRANSCRIPT_LINE 512
struct transcript {
    char tail[TRANSCRIPT_TAIL];
    size_t tail_length;
    char line[TRANSCRIPT_LINE];
    size_t line_length;
    enum end end;
    char reason[TRANSCRIPT_LINE]; /* the free text after the word */
    bool stands_still;            /* this ending leaves the machine on: nobody else ends it */
};

/* verdict.c */
void transcript_add(struct transcript *transcript, const char *bytes, size_t length);
enum status verdict_give(const struct transcript *transcript, const struct run_options *options);

/* How the machine itself came to its end. */
enum session_end {
    SESSION_EXITED,    /* QEMU ended by itself, or after the hypervisor's last line */
    SESSION_TIMED_OUT, /* we ended it: the time was over */
    SESSION_LEFT,      /* we ended it: the person typed the way out */
    SESSION_SIGNALLED, /* we ended it: somebody signalled us */
    SESSION_FAILED,    /* QEMU did not start, or said that it could not */
};

struct session {
    enum session_end end;
    int signal;
    struct transcript transcript;
};

/* session.c: run the machine to its end.  `remaining_ms` below zero: no limit. */
void session_run(struct session *session, const struct machine *machine, const char *log,
                 long remaining_ms);

/* terminal.c: the terminal on standard input, if it is one. */
bool terminal_present(void);
bool terminal_size(unsigned *rows, unsigned *columns);
bool terminal_colour(void);
void terminal_raw(void);
bool terminal_is_raw(void);
void terminal_restore(bool tidy);
#define TERMINAL_WAY_OUT 0x1d /* Ctrl-] */

/* symbols.c: write "name+0x12" for an address in ELF file `path`; false when there is none.
 * `is_return`: a call returns there, and the name is that of the caller. */
bool symbols_name(const char *path, uint64_t address, bool is_return, char *name, size_t size);

/* main.c: a message to the person, on standard error, right on a raw terminal too. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *format_string(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
