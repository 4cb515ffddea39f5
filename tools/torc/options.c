/* SPDX-License-Identifier: MIT */
/*
 * What the person asked for.  The options of `torc run` are one table; each row says which
 * field of struct run_options it fills.  What can be known to be wrong before a machine starts
 * is refused here, with the remedy.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "torc.h"

enum kind { TEXT, NUMBER, FLAG };

struct option {
    const char *name;
    enum kind kind;
    size_t offset;
};

#define FIELD(member) offsetof(struct run_options, member)

static const struct option options_table[] = {
    {"--initrd", TEXT, FIELD(initrd)},
    {"--append", TEXT, FIELD(append)},
    {"--hypervisor", TEXT, FIELD(hypervisor)},
    {"--hypervisor-append", TEXT, FIELD(hypervisor_append)},
    {"--cpu", TEXT, FIELD(cpu)},
    {"--memory", TEXT, FIELD(memory)},
    {"--log", TEXT, FIELD(log)},
    {"--qemu", TEXT, FIELD(qemu)},
    {"--vcpus", NUMBER, FIELD(vcpus)},
    {"--timeout", NUMBER, FIELD(timeout_s)},
    {"--deterministic", FLAG, FIELD(deterministic)},
    {"--show", FLAG, FIELD(show)},
    {"--native", FLAG, FIELD(native)},
    {"--gdb", FLAG, FIELD(gdb)},
    {"--no-reboot", FLAG, FIELD(no_reboot)},
};

static const char help[] =
    "usage: torc run KERNEL [options]\n"
    "Boots a paravirtualized kernel (an ELF file, or a bzImage of Linux) under Torc in QEMU.\n"
    "\n"
    "  --initrd FILE    the kernel's initial file system\n"
    "  --append TEXT    the kernel's command line\n"
    "  --memory SIZE    memory of the machine, in MiB or with K, M, G (512M)\n"
    "  --vcpus N        processors of the machine (1)\n"
    "  --cpu MODEL      processor model, as QEMU names it (qemu64)\n"
    "  --timeout S      end it after S seconds; 0: never (never on a terminal, else 300)\n"
    "  --deterministic  count time in instructions: two runs are the same to the digit\n"
    "  --no-reboot      end when the guest asks for a reboot (else: start it again)\n"
    "  --log FILE       also write the console to FILE\n"
    "  --gdb            start stopped, and wait for a debugger\n"
    "  --native         KERNEL runs on the bare machine, without a hypervisor\n"
    "  --hypervisor FILE         another hypervisor than build/torc (a Xen, say)\n"
    "  --hypervisor-append TEXT  more options for the hypervisor (dom0_mem=64M)\n"
    "  --qemu WORDS     more options for QEMU, separated by spaces\n"
    "  --show           print the QEMU command line and do not run it\n"
    "KERNEL may be 'none': the hypervisor then starts without one (and must refuse).\n"
    "\n"
    "On a terminal every key reaches the guest, but for Ctrl-], which ends the machine.\n"
    "\n"
    "Exit status: 0    the machine was powered off (by the guest, or with Ctrl-])\n"
    "             1    a failure of ours: the hypervisor, QEMU or this command\n"
    "             2    wrong usage of this command\n"
    "             3    the guest crashed\n"
    "             4    the time was over\n"
    "             5    the hypervisor refused to start the kernel\n"
    "             128+ this command was ended by a signal\n";

static bool refuse(enum status *status, const char *what, const char *about, const char *remedy)
{
    say("%s '%s'%s%s", what, about, *remedy ? ": " : "", remedy);
    *status = STATUS_USAGE;
    return false;
}

static bool number_parse(const char *text, unsigned *value)
{
    char *end;
    unsigned long number;

    errno = 0;
    number = strtoul(text, &end, 10);
    if (errno || end == text || *end || *text == '-' || number > 1000000)
        return false;
    *value = (unsigned)number;
    return true;
}

static bool option_take(struct run_options *options, const struct option *option, const char *value,
                        enum status *status)
{
    char *field = (char *)options + option->offset;

    switch (option->kind) {
    case TEXT:
        *(const char **)field = value;
        return true;
    case NUMBER:
        if (!number_parse(value, (unsigned *)field))
            return refuse(status, "not a number:", value, option->name);
        return true;
    case FLAG:
        *(bool *)field = true;
        return true;
    }
    return false;
}

/* QEMU cuts a module's file name at its first space. */
static bool file_check(const char *path, const char *what, enum status *status)
{
    struct stat about;

    if (access(path, R_OK) || stat(path, &about))
        return refuse(status, what, path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return refuse(status, what, path, "it is no regular file");
    if (strchr(path, ' '))
        return refuse(status, what, path, "QEMU takes no space in this file name; rename it");
    return true;
}

/* Less than this does not even hold the hypervisor and its tables; more no machine here has. */
#define MEMORY_MIN_KIB (8ull << 10)
#define MEMORY_MAX_KIB (1ull << 30)

static bool memory_check(const char *memory, enum status *status)
{
    static const char units[] = "KMG";
    char *end;
    errno = 0;
    unsigned long long size = strtoull(memory, &end, 10);

    if (end == memory || !size || *memory == '-' || errno ||
        (*end && (!strchr(units, *end) || end[1])))
        return refuse(status, "not a size of memory:", memory, "say 512M or 1G");
    unsigned shift = *end ? 10 * (unsigned)(strchr(units, *end) - units) : 10; /* to KiB */
    if (size > MEMORY_MAX_KIB || size << shift > MEMORY_MAX_KIB)
        return refuse(status, "too much memory:", memory, "at most 1024G");
    if (size << shift < MEMORY_MIN_KIB)
        return refuse(status, "too little memory:", memory, "at least 8M");
    return true;
}

/* Everything is known: does it make sense?  */
static bool options_check(struct run_options *options, enum status *status)
{
    if (!options->kernel) {
        say("which kernel?  torc run KERNEL; torc run --help tells more");
        *status = STATUS_USAGE;
        return false;
    }
    if (!memory_check(options->memory, status))
        return false;
    if (options->vcpus < 1 || options->vcpus > 255)
        return refuse(status, "not a number of processors:", "--vcpus", "1 to 255");
    if (strcmp(options->kernel, "none") &&
        !file_check(options->kernel, "cannot read kernel", status))
        return false;
    if (options->initrd && !file_check(options->initrd, "cannot read initrd", status))
        return false;
    if (!options->timeout_given && !terminal_present() && !options->gdb)
        options->timeout_s = 300;
    if (!options->native && access(options->hypervisor, R_OK)) {
        say("cannot read the hypervisor '%s': %s; run make", options->hypervisor, strerror(errno));
        *status = STATUS_OUR_FAILURE;
        return false;
    }
    return true;
}

static const struct option *option_find(const char *word)
{
    for (size_t i = 0; i < sizeof options_table / sizeof options_table[0]; i++)
        if (!strcmp(word, options_table[i].name))
            return &options_table[i];
    return NULL;
}

bool options_parse(struct run_options *options, int argc, char **argv, enum status *status)
{
    const char *root = getenv("TORC_ROOT"); /* set by ./torc: where the tree is */

    *options = (struct run_options){
        .append = "",
        .hypervisor =
            root && strcmp(root, ".") ? format_string("%s/build/torc", root) : "build/torc",
        .hypervisor_append = "",
        .cpu = "qemu64",
        .memory = "512M",
        .vcpus = 1,
    };
    for (int i = 0; i < argc; i++) {
        const struct option *option = option_find(argv[i]);

        if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
            fputs(help, stdout);
            *status = STATUS_POWERED_OFF;
            return false;
        }
        if (!option && argv[i][0] == '-')
            return refuse(status, "no such option:", argv[i], "torc run --help lists them");
        if (!option) {
            if (options->kernel)
                return refuse(status, "one kernel too many:", argv[i], "");
            options->kernel = argv[i];
            continue;
        }
        if (option->kind != FLAG && i + 1 == argc)
            return refuse(status, "option without its value:", argv[i], "");
        options->timeout_given |= option->offset == FIELD(timeout_s);
        if (!option_take(options, option, option->kind == FLAG ? "" : argv[++i], status))
            return false;
    }
    return options_check(options, status);
}
