/* SPDX-License-Identifier: MIT */
/*
 * The table of contents of the kernel: what comes up in which order, and the first process. The
 * machine below has mapped memory and can print; everything after that is here.
 */
#include "kernel/exit.h"
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/page.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "kernel/syscall.h"
#include "kernel/system.h"
#include "kernel/tty/tty.h"
#include "machine/machine.h"

const char *boot_command_line = "";

static struct boot_info boot;

bool boot_option(const char *name, char *value, size_t size)
{
    size_t length = strlen(name);

    for (const char *word = boot_command_line; *word; word += *word == ' ') {
        const char *end = strchr(word, ' ');

        end = end ? end : word + strlen(word);
        if (strncmp(word, name, length) == 0 && (word + length == end || word[length] == '=')) {
            const char *from = word + length + (word + length != end);

            strlcpy(value, from, MIN(size, (size_t)(end - from) + 1));
            return true;
        }
        word = end;
    }
    return false;
}

unsigned boot_option_number(const char *name, unsigned otherwise)
{
    char value[16];
    const char *text = value;

    if (!boot_option(name, value, sizeof(value)) || *text < '0' || *text > '9')
        return otherwise;
    return parse_unsigned(&text);
}

void console_receive(char character)
{
    tty_receive(character);
}

void console_writable(void)
{
    tty_writable();
}

/* The first process, still in the kernel: unpack the files, then become a program. */
static void first_process(void)
{
    static const char *const environment[] = {
        "HOME=/root", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "TERM=linux", NULL};
    char path[128] = "/init";
    const char *arguments[] = {path, NULL};

    int error = fs_init(boot.initrd, boot.initrd_size);
    if (error)
        panic("no root file system (error %d): give an initrd in newc cpio format", -error);
    if (boot.initrd)
        pages_release_range(page_to_frame(boot.initrd),
                            PAGE_ALIGN_UP(boot.initrd_size) / PAGE_SIZE);
    current->files = files_new();
    current->fs = fs_new();
    if (!current->files || !current->fs)
        panic("out of memory before the first program: give the machine more");
    error = fs_open_console();
    if (error)
        panic("/dev/console cannot be opened (error %d)", -error);
    boot_option("init", path, sizeof(path));
    error = exec_kernel(path, arguments, environment);
    if (error)
        panic(
            "%s cannot be run (error %d): is it in the initrd, executable, and a static i386 ELF?",
            path, -error);
}

void kernel_main(const struct boot_info *boot_info)
{
    boot = *boot_info;
    boot_command_line = boot.command_line;
    page_init(&boot);
    clock_start();
    syscall_init();
    system_init();
    tty_init();
    machine_devices_register();
    machine_console_start();
    proc_start_first(first_process);
    sched_start();
}
