/* SPDX-License-Identifier: MIT */
/*
 * What a program may not do, tried one by one in a process of its own: privileged instructions, the
 * kernel's memory and segments, the hypercall gate; a stack pointer that points nowhere; a signal
 * handler that returns to other segments, other flags, another ring. Each must end in the signal
 * named here, or do no harm, and never in a kernel that is gone.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define HARMLESS (-1) /* the program goes on and ends by itself */

#define EXIT_STATUS     9
#define END             "mov $1, %eax; mov $9, %ebx; int $0x80;"
#define GET_PID         "mov $20, %eax; int $0x80;"
#define SET_FLAGS(bits) "pushf; orl $" bits ", (%esp); popf;"

/* ---- one instruction, or a few --------------------------------------------------------------- */

#define ATTEMPTS(TRY)                                                                              \
    TRY("cli", SIGSEGV, "cli")                                                                     \
    TRY("sti", SIGSEGV, "sti")                                                                     \
    TRY("hlt", SIGSEGV, "hlt")                                                                     \
    TRY("lgdt", SIGSEGV, "lgdt (%esp)")                                                            \
    TRY("lidt", SIGSEGV, "lidt (%esp)")                                                            \
    TRY("lldt", SIGSEGV, "mov $0x28, %eax; lldt %ax")                                              \
    TRY("ltr", SIGSEGV, "mov $0x28, %eax; ltr %ax")                                                \
    TRY("read CR0", SIGSEGV, "mov %cr0, %eax")                                                     \
    TRY("read CR3", SIGSEGV, "mov %cr3, %eax")                                                     \
    TRY("write CR3", SIGSEGV, "mov %eax, %cr3")                                                    \
    TRY("read DR7", SIGSEGV, "mov %dr7, %eax")                                                     \
    TRY("clts", SIGSEGV, "clts")                                                                   \
    TRY("invlpg", SIGSEGV, "invlpg (%esp)")                                                        \
    TRY("wbinvd", SIGSEGV, "wbinvd")                                                               \
    TRY("rdmsr", SIGSEGV, "mov $0x10, %ecx; rdmsr")                                                \
    TRY("wrmsr", SIGSEGV, "mov $0x10, %ecx; wrmsr")                                                \
    TRY("in", SIGSEGV, "inb $0x71, %al")                                                           \
    TRY("out", SIGSEGV, "outb %al, $0x80")                                                         \
    TRY("out with IOPL asked for", SIGSEGV, SET_FLAGS("0x3000") "outb %al, $0x80")                 \
    TRY("a hypercall", SIGSEGV, "mov $29, %eax; mov $2, %ebx; int $0x82")                          \
    TRY("int 0x81", SIGSEGV, "int $0x81")                                                          \
    TRY("int 0x20", SIGSEGV, "int $0x20")                                                          \
    TRY("int3", SIGTRAP, "int3")                                                                   \
    TRY("into", SIGSEGV, "mov $0x7fffffff, %eax; add $1, %eax; into")                              \
    TRY("ud2", SIGILL, "ud2")                                                                      \
    TRY("division by zero", SIGFPE, "xor %ecx, %ecx; mov $1, %eax; cdq; idiv %ecx")                \
    TRY("a single step", SIGTRAP, SET_FLAGS("0x100") "nop; nop")                                   \
    TRY("a single step into a call", SIGTRAP,                                                      \
        "mov $20, %eax;" SET_FLAGS("0x100") "int $0x80; nop")                                      \
    TRY("the kernel's data segment", SIGSEGV, "mov $0x10, %eax; mov %ax, %ds; mov %ds:0, %eax")    \
    TRY("ring 1's data segment", SIGSEGV, "mov $0xe021, %eax; mov %ax, %ds; mov %ds:0, %eax")      \
    TRY("a jump to ring 0", SIGSEGV, "ljmp $0x08, $0xc0100000")                                    \
    TRY("a jump to ring 1", SIGSEGV, "ljmp $0xe019, $0xc0100000")                                  \
    TRY("a jump to the hypervisor", SIGSEGV, "ljmp $0xe008, $0")                                   \
    TRY("a call through data", SIGSEGV, "lcall $0x33, $0")                                         \
    TRY("reading the kernel", SIGSEGV, "mov 0xc0100000, %eax")                                     \
    TRY("writing the kernel", SIGSEGV, "mov %eax, 0xc0100000")                                     \
    TRY("running the kernel", SIGSEGV, "mov $0xc0100000, %eax; call *%eax")                        \
    TRY("reading the machine's page table list", SIGSEGV, "mov 0xf5800000, %eax")                  \
    TRY("reading the last page", SIGSEGV, "mov 0xfffff000, %eax")                                  \
    TRY("writing to nothing", SIGSEGV, "mov %eax, 0")                                              \
    TRY("pushing onto the kernel", SIGSEGV, "mov $0xc0200000, %esp; push %eax")                    \
    TRY("a call without a stack", HARMLESS, "mov $0, %esp;" GET_PID END)                           \
    TRY("a call with the kernel's stack", HARMLESS, "mov $0xc0200000, %esp;" GET_PID END)          \
    TRY("a call with NT set", HARMLESS, SET_FLAGS("0x4000") GET_PID END)                           \
    TRY("a call with AC set", HARMLESS, SET_FLAGS("0x40000") GET_PID END)                          \
    TRY("a call with DF set", HARMLESS, "std;" GET_PID END)                                        \
    TRY("a call with null segments", HARMLESS,                                                     \
        "xor %eax, %eax; mov %ax, %ds; mov %ax, %es; mov %ax, %fs; mov %ax, %gs;" GET_PID END)     \
    TRY("sigreturn from nowhere", SIGSEGV, "mov $0x1000, %esp; mov $119, %eax; int $0x80")         \
    TRY("rt_sigreturn from the kernel", SIGSEGV, "mov $0xc0200000, %esp; mov $173, %eax; int $0x80")

enum { CODE_SIZE = 64 };

/* The code is assembled one after the other, each padded to CODE_SIZE bytes. */
#define ASSEMBLE(what, how, s) ".balign 64\n" s "\n" END "\n"
__asm__(".text\n.balign 64\nattempts:\n" ATTEMPTS(ASSEMBLE));
extern char attempts[];

static const struct {
    const char *what;
    int signal;
} expected[] = {
#define EXPECT(what, how, s) {what, how},
    ATTEMPTS(EXPECT)};

/* ---- a handler that returns to something else ------------------------------------------------ */

static const struct {
    const char *what;
    int signal;
    struct {
        int reg;
        unsigned value;
    } change[4];
} returns[] = {
    {"a handler gives GS no meaning", HARMLESS, {{REG_GS, 0x33}}},
    {"a handler returns with ring 0's DS", HARMLESS, {{REG_DS, 0x10}}},
    {"a handler returns with LDT segments", HARMLESS, {{REG_DS, 0x77}, {REG_ES, 0x7F}}},
    {"a handler returns to ring 0", HARMLESS, {{REG_CS, 0x08}, {REG_SS, 0x10}}},
    {"a handler returns into ring 1",
     SIGSEGV,
     {{REG_CS, 0xe019}, {REG_SS, 0xe021}, {REG_EIP, 0xC0100000u}}},
    {"a handler sets all flags", SIGTRAP, {{REG_EFL, 0xFFFFFFFFu}}},
    {"a handler moves the stack into the kernel", SIGSEGV, {{REG_ESP, 0xC0000000u}}},
    {"a handler returns with all segments wrong",
     HARMLESS,
     {{REG_GS, 0xFFFC}, {REG_FS, 0xE008}, {REG_ES, 0xE021}, {REG_DS, 0xE033}}},
};

static unsigned current;

static void change_registers(int signal, siginfo_t *info, void *context)
{
    ucontext_t *user = context;

    (void)signal;
    (void)info;
    for (int i = 0; i < 4 && returns[current].change[i].value; i++)
        user->uc_mcontext.gregs[returns[current].change[i].reg] =
            (greg_t)returns[current].change[i].value;
}

static void return_to_something_else(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_sigaction = change_registers;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &action, NULL);
    /* Straight to the kernel and out: the C library's data may be out of reach afterwards. */
    __asm__ volatile("int $0x80\n\tpush %%eax\n\tmov $1, %%eax\n\tmov $9, %%ebx\n\tint $0x80"
                     :
                     : "a"(SYS_kill), "b"(getpid()), "c"(SIGUSR1)
                     : "memory");
}

/* ---- all of them ----------------------------------------------------------------------------- */

static int check(const char *what, int signal, pid_t child)
{
    int status, good;

    waitpid(child, &status, 0);
    good = signal == HARMLESS ? WIFEXITED(status) && WEXITSTATUS(status) == EXIT_STATUS
                              : WIFSIGNALED(status) && WTERMSIG(status) == signal;
    printf("%s: %s", good ? "ok" : "NOT OK", what);
    if (!good)
        printf(" (status %#x)", status);
    printf("\n");
    return !good;
}

int main(void)
{
    int failures = 0;

    for (unsigned i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            alarm(5);
            ((void (*)(void))(attempts + i * CODE_SIZE))();
            _exit(1);
        }
        failures += check(expected[i].what, expected[i].signal, child);
    }
    for (current = 0; current < sizeof(returns) / sizeof(returns[0]); current++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            alarm(5);
            return_to_something_else();
        }
        failures += check(returns[current].what, returns[current].signal, child);
    }
    printf("rights: %d failures\n", failures);
    return failures != 0;
}
