/* SPDX-License-Identifier: MIT */
/*
 * The machine, as QEMU wants to hear it.  QEMU loads the hypervisor as a Multiboot kernel and
 * its -initrd as a list of modules: "FILE ARGUMENTS,FILE", first the guest's kernel with its
 * command line, then its initrd, then the next guest's.  A comma inside one of them is written
 * twice.  Which module is what, and each domain's share, the hypervisor's options say.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "torc.h"

static void machine_add(struct machine *machine, const char *word)
{
    if (machine->argc + 1 >= MACHINE_ARGUMENTS)
        fail("too many arguments for QEMU");
    machine->argv[machine->argc++] = format_string("%s", word);
    machine->argv[machine->argc] = NULL;
}

static void machine_add_pair(struct machine *machine, const char *name, const char *value)
{
    machine_add(machine, name);
    machine_add(machine, value);
}

static char *commas_doubled(const char *text)
{
    char *copy = malloc(2 * strlen(text) + 1), *to = copy;

    if (!copy)
        fail("out of memory");
    do {
        if (*text == ',')
            *to++ = ',';
        *to++ = *text;
    } while (*text++);
    return copy;
}

/* A guest's command line: what was asked for, and how large the window is, unless said.  Several
 * guests share a window that none of them can draw on. */
static char *guest_arguments(const struct run_options *options, unsigned i)
{
    const char *append = options->kernel[i].append;
    unsigned rows, columns;

    if (options->kernels > 1 || strstr(append, "rows=") || !terminal_size(&rows, &columns))
        return format_string("%s", append);
    return format_string("%s%srows=%u cols=%u", append, *append ? " " : "", rows, columns);
}

/* QEMU names a file it cannot find by the part before its first space, so that is how the
 * module list is read: name, space, arguments. */
static char *module_list(const struct run_options *options)
{
    char *list = "";

    for (unsigned i = 0; i < options->kernels; i++) {
        const struct kernel_options *kernel = &options->kernel[i];
        char *arguments = guest_arguments(options, i);

        list = format_string("%s%s%s%s%s", list, i ? "," : "", commas_doubled(kernel->path),
                             *arguments ? " " : "", commas_doubled(arguments));
        if (kernel->initrd)
            list = format_string("%s,%s", list, commas_doubled(kernel->initrd));
    }
    return list;
}

/* One kernel becomes the first domain, as on Xen: its share is said in Xen's words. */
static char *first_domain_options(const struct kernel_options *kernel)
{
    char *line = "";

    if (kernel->memory)
        line = format_string(" dom0_mem=%lluK", size_parse(kernel->memory));
    if (kernel->vcpus)
        line = format_string("%s dom0_max_vcpus=%u", line, kernel->vcpus);
    return line;
}

/* Several: an option for each, in the order of their modules. */
static char *domain_options(const struct run_options *options)
{
    char *line = "";

    if (options->kernels == 1)
        return first_domain_options(&options->kernel[0]);
    for (unsigned i = 0; i < options->kernels; i++) {
        const struct kernel_options *kernel = &options->kernel[i];

        line = format_string("%s domain=vcpus=%u", line, kernel->vcpus ? kernel->vcpus : 1);
        if (kernel->memory)
            line = format_string("%s,memory=%lluK", line, size_parse(kernel->memory));
        if (kernel->initrd)
            line = format_string("%s,initrd", line);
    }
    for (unsigned i = 0; i < options->links; i++)
        line = format_string("%s link=%s", line, options->link[i]);
    return line;
}

/* The first port from 1234 on that nobody listens on. */
static unsigned port_free(void)
{
    for (unsigned port = 1234; port < 1334; port++) {
        struct sockaddr_in address = {
            .sin_family = AF_INET,
            .sin_port = htons((uint16_t)port),
            .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        };
        int probe = socket(AF_INET, SOCK_STREAM, 0);
        bool is_free = probe >= 0 && !bind(probe, (struct sockaddr *)&address, sizeof address);

        if (probe >= 0)
            close(probe);
        if (is_free)
            return port;
    }
    fail("no free port between 1234 and 1333 for the debugger");
}

static void machine_add_kernel(struct machine *machine, const struct run_options *options)
{
    if (options->native) {
        machine_add_pair(machine, "-kernel", options->kernel[0].path);
        machine_add_pair(machine, "-append", guest_arguments(options, 0));
        if (options->kernel[0].initrd)
            machine_add_pair(machine, "-initrd", commas_doubled(options->kernel[0].initrd));
        return;
    }
    machine_add_pair(machine, "-kernel", options->hypervisor);
    machine_add_pair(machine, "-append",
                     format_string("console=com1 com1=115200 noreboot%s%s%s",
                                   domain_options(options), *options->hypervisor_append ? " " : "",
                                   options->hypervisor_append));
    if (strcmp(options->kernel[0].path, "none"))
        machine_add_pair(machine, "-initrd", module_list(options));
}

static void machine_add_words(struct machine *machine, const char *words)
{
    char *copy = format_string("%s", words);

    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        machine_add(machine, word);
    free(copy);
}

/* The words of the command line, in the order a reader would ask for them. */
void machine_build(struct machine *machine, const struct run_options *options)
{
    memset(machine, 0, sizeof *machine);
    machine_add(machine, "qemu-system-x86_64");
    machine_add(machine, "-nodefaults");
    machine_add(machine, "-no-user-config");
    machine_add(machine, "-no-reboot");
    machine_add_pair(machine, "-accel", "tcg");
    machine_add_pair(machine, "-display", "none");
    machine_add_pair(machine, "-machine", "pc");
    machine_add_pair(machine, "-cpu", options->cpu);
    machine_add_pair(machine, "-m", options->memory);
    machine_add_pair(machine, "-smp", format_string("%u", options->vcpus));
    machine_add_pair(machine, "-chardev", "stdio,id=tty,signal=off");
    machine_add_pair(machine, "-serial", "chardev:tty");
    if (options->deterministic) {
        machine_add_pair(machine, "-icount", "shift=0,sleep=off");
        machine_add_pair(machine, "-rtc", "base=2000-01-01T00:00:00,clock=vm");
    }
    if (options->gdb) {
        machine->gdb_port = port_free();
        machine_add(machine, "-S");
        machine_add_pair(machine, "-gdb", format_string("tcp:127.0.0.1:%u", machine->gdb_port));
    }
    if (options->qemu)
        machine_add_words(machine, options->qemu);
    machine_add_kernel(machine, options);
}

/* Print it so that a shell reads it back as it is. */
void machine_show(const struct machine *machine)
{
    for (size_t i = 0; i < machine->argc; i++) {
        printf("%s'", i ? " " : "");
        for (const char *c = machine->argv[i]; *c; c++)
            if (*c == '\'')
                fputs("'\\''", stdout);
            else
                putchar(*c);
        putchar('\'');
    }
    putchar('\n');
}
