/* SPDX-License-Identifier: MIT */
/*
 * What the person asked for.  The options of `torc run` are one table; each row says which
 * field of struct run_options it fills (what they mean to a person: tools/toolstack/verbs/).  What
 * can be known to be wrong before a machine starts is refused here, with the remedy.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/toolstack/verbs/verbs.h"
#include "torc.h"

/* MORE: text that is added to what was given before. */
enum kind { TEXT, MORE, NUMBER, FLAG, LIST };

struct option {
    const char *name;
    enum kind kind;
    bool of_kernel; /* it belongs to the kernel before it, or to the first */
    size_t offset;  /* in struct kernel_options then, else in struct run_options */
};

#define FIELD(member)     false, offsetof(struct run_options, member)
#define OF_KERNEL(member) true, offsetof(struct kernel_options, member)

static const struct option options_table[] = {
    {"--initrd", TEXT, OF_KERNEL(initrd)},
    {"--share", TEXT, OF_KERNEL(share)},
    {"--append", TEXT, OF_KERNEL(append)},
    {"--domain-memory", TEXT, OF_KERNEL(memory)},
    {"--domain-vcpus", NUMBER, OF_KERNEL(vcpus)},
    {"--link", LIST, FIELD(link)},
    {"--hypervisor", TEXT, FIELD(hypervisor)},
    {"--hypervisor-append", MORE, FIELD(hypervisor_append)},
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
    unsigned latest = options->kernels ? options->kernels - 1 : 0;
    char *field =
        (option->of_kernel ? (char *)&options->kernel[latest] : (char *)options) + option->offset;

    switch (option->kind) {
    case LIST:
        if (options->links == LINKS_MAX)
            return refuse(status, "one too many:", value, option->name);
        options->link[options->links++] = value;
        return true;
    case TEXT:
        *(const char **)field = value;
        return true;
    case MORE:
        *(const char **)field = format_string("%s%s%s", *(const char **)field,
                                              **(const char **)field ? " " : "", value);
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
#define MEMORY_MIN_KIB   (8ull << 10)
#define MEMORY_MAX_KIB   (1ull << 30)
#define DOMAIN_MIN_KIB   (1ull << 10)
#define DOMAIN_VCPUS_MAX 32

unsigned long long size_parse(const char *text)
{
    static const char units[] = "KMG";
    char *end;
    errno = 0;
    unsigned long long size = strtoull(text, &end, 10);

    if (end == text || *text == '-' || errno || (*end && (!strchr(units, *end) || end[1])))
        return 0;
    unsigned shift = *end ? 10 * (unsigned)(strchr(units, *end) - units) : 10; /* to KiB */
    return size > MEMORY_MAX_KIB ? MEMORY_MAX_KIB + 1 : size << shift;
}

static bool memory_check(const char *memory, unsigned long long least_kib, enum status *status)
{
    unsigned long long kib = size_parse(memory);

    if (!kib)
        return refuse(status, "not a size of memory:", memory, "say 512M or 1G");
    if (kib > MEMORY_MAX_KIB)
        return refuse(status, "too much memory:", memory, "at most 1024G");
    if (kib < least_kib)
        return refuse(status, "too little memory:", memory,
                      format_string("at least %lluM", least_kib >> 10));
    return true;
}

static bool folder_check(const char *path, enum status *status)
{
    struct stat about;

    if (stat(path, &about) || (S_ISDIR(about.st_mode) && access(path, R_OK | X_OK)))
        return refuse(status, "cannot read folder", path, strerror(errno));
    return S_ISDIR(about.st_mode) ||
           refuse(status, "no folder:", path, "--share takes a folder, say the one it is in");
}

static bool kernel_check(const struct kernel_options *kernel, enum status *status)
{
    if (!file_check(kernel->path, "cannot read kernel", status) ||
        (kernel->initrd && !file_check(kernel->initrd, "cannot read initrd", status)) ||
        (kernel->share && !folder_check(kernel->share, status)) ||
        (kernel->memory && !memory_check(kernel->memory, DOMAIN_MIN_KIB, status)))
        return false;
    if (kernel->vcpus > DOMAIN_VCPUS_MAX)
        return refuse(status, "too many vCPUs for", kernel->path, "at most 32");
    return true;
}

/* "A:B", two different domains of those there are. */
static bool link_check(const char *link, unsigned kernels, enum status *status)
{
    unsigned a, b;
    int length = 0;

    if (sscanf(link, "%u:%u%n", &a, &b, &length) != 2 || link[length])
        return refuse(status, "not two domains:", link, "say --link 1:2");
    if (a < 1 || b < 1 || a > kernels || b > kernels || a == b || kernels == 1)
        return refuse(status, "no such neighbours:", link,
                      "several kernels are domains 1, 2, ..., and no domain is its own neighbour");
    return true;
}

/* All domains' memory must fit into the machine's, and the hypervisor has to live, too. */
static bool share_check(const struct run_options *options, enum status *status)
{
    unsigned long long sum_kib = MEMORY_MIN_KIB;

    for (unsigned i = 0; i < options->kernels; i++)
        if (options->kernel[i].memory)
            sum_kib += size_parse(options->kernel[i].memory);
    if (sum_kib > size_parse(options->memory))
        return refuse(status, "the domains' memory does not fit into", options->memory,
                      format_string("say --memory %lluM or more", (sum_kib + 1023) >> 10));
    return true;
}

static bool kernels_check(const struct run_options *options, enum status *status)
{
    bool is_none = options->kernels == 1 && !strcmp(options->kernel[0].path, "none");

    if (options->native && options->kernels > 1)
        return refuse(status, "one kernel too many:", options->kernel[1].path,
                      "the bare machine runs one (--native)");
    for (unsigned i = 0; i < options->kernels; i++)
        if (!is_none && !kernel_check(&options->kernel[i], status))
            return false;
    for (unsigned i = 0; i < options->links; i++)
        if (!link_check(options->link[i], options->kernels, status))
            return false;
    return true;
}

/* Everything is known: does it make sense?  */
static bool options_check(struct run_options *options, enum status *status)
{
    if (!options->kernels) {
        say("which kernel?  torc run KERNEL; torc run --help tells more");
        *status = STATUS_USAGE;
        return false;
    }
    if (!memory_check(options->memory, MEMORY_MIN_KIB, status))
        return false;
    if (options->vcpus < 1 || options->vcpus > 255)
        return refuse(status, "not a number of processors:", "that of --vcpus", "1 to 255");
    if (!kernels_check(options, status) || !share_check(options, status))
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
        .hypervisor =
            root && strcmp(root, ".") ? format_string("%s/build/torc", root) : "build/torc",
        .hypervisor_append = "",
        .cpu = "qemu64",
        .memory = "512M",
        .vcpus = 1,
    };
    for (unsigned i = 0; i < KERNELS_MAX; i++)
        options->kernel[i].append = "";
    for (int i = 0; i < argc; i++) {
        const struct option *option = option_find(argv[i]);

        if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
            verb_print_help(stdout, &verbs[VERB_run]);
            *status = STATUS_POWERED_OFF;
            return false;
        }
        if (!option && argv[i][0] == '-')
            return refuse(status, "no such option:", argv[i], "torc run --help lists them");
        if (!option) {
            if (options->kernels == KERNELS_MAX)
                return refuse(status, "one kernel too many:", argv[i], "at most 8");
            options->kernel[options->kernels++].path = argv[i];
            continue;
        }
        if (option->kind != FLAG && i + 1 == argc)
            return refuse(status, "option without its value:", argv[i], "");
        options->timeout_given |= !strcmp(option->name, "--timeout");
        if (!option_take(options, option, option->kind == FLAG ? "" : argv[++i], status))
            return false;
    }
    return options_check(options, status);
}
