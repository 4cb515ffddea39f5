/* SPDX-License-Identifier: MIT */
/*
 * In which ring does a program run? The low two bits of the code segment register say so, and every
 * program may read it. `ring -n` prints the number alone; `ring -t` also tries what ring 3 must not
 * do and tells how it was refused.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned code_segment(void)
{
    unsigned cs;

    __asm__ volatile("mov %%cs, %0" : "=r"(cs));
    return cs;
}

static void do_cli(void)
{
    __asm__ volatile("cli");
}
static void do_hlt(void)
{
    __asm__ volatile("hlt");
}
static void do_load_cr3(void)
{
    __asm__ volatile("mov %0, %%cr3" : : "r"(0));
}
static void do_lgdt(void)
{
    static const char nothing[6];
    __asm__ volatile("lgdt %0" : : "m"(nothing));
}
static void do_out(void)
{
    __asm__ volatile("outb %%al, $0x80" : : "a"(0));
}
static void do_read_kernel(void)
{
    (void)*(volatile int *)0xc0100000u;
}
static void do_write_kernel(void)
{
    *(volatile int *)0xc0100000u = 0;
}
static void do_int82(void)
{
    __asm__ volatile("int $0x82" : : "a"(17), "b"(0), "c"(0));
}

static const struct {
    const char *what;
    void (*attempt)(void);
} attempts[] = {
    {"cli", do_cli},
    {"hlt", do_hlt},
    {"mov cr3", do_load_cr3},
    {"lgdt", do_lgdt},
    {"outb", do_out},
    {"a read of kernel memory", do_read_kernel},
    {"a write to kernel memory", do_write_kernel},
    {"int 0x82 (hypercall)", do_int82},
};

/* In a child, as it is expected to die. */
static int try(unsigned which)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        attempts[which].attempt();
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        return -1;
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

int main(int count, char **arguments)
{
    const char *option = count > 1 ? arguments[1] : "";
    int failures = 0;

    if (!strcmp(option, "-n")) {
        printf("%u\n", code_segment() & 3);
        return 0;
    }
    printf("a program runs in ring %u\n", code_segment() & 3);
    if (strcmp(option, "-t"))
        return 0;
    for (unsigned i = 0; i < sizeof(attempts) / sizeof(*attempts); i++) {
        int signal = try(i);

        printf("%s: %s\n", attempts[i].what, signal > 0 ? strsignal(signal) : "not refused");
        failures += signal <= 0;
    }
    return failures > 0;
}
