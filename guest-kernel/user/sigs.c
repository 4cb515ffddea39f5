/* SPDX-License-Identifier: MIT */
/*
 * Signals from a program's point of view: handlers, masks, interrupted and restarted system calls,
 * an alternate stack, and faults that a handler survives. Prints one line a point, "ok" or "NOT
 * OK".
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t seen, on_altstack;
static sigjmp_buf back;
static char altstack[16384];
static int failures;

static void point(const char *what, int good)
{
    printf("%s: %s\n", good ? "ok" : "NOT OK", what);
    failures += !good;
}

static void remember(int signal)
{
    seen = signal;
}

static void jump_out(int signal)
{
    char here;

    seen = signal;
    on_altstack = &here >= altstack && &here < altstack + sizeof(altstack);
    siglongjmp(back, 1);
}

static void handle(int signal, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};

    sigaction(signal, &action, NULL);
}

static void test_masks(void)
{
    sigset_t one, old, pending;

    handle(SIGUSR1, remember, 0);
    seen = 0;
    raise(SIGUSR1);
    point("a handler runs", seen == SIGUSR1);
    sigemptyset(&one);
    sigaddset(&one, SIGUSR1);
    sigprocmask(SIG_BLOCK, &one, &old);
    seen = 0;
    raise(SIGUSR1);
    sigpending(&pending);
    point("a blocked signal waits", seen == 0 && sigismember(&pending, SIGUSR1));
    sigprocmask(SIG_SETMASK, &old, NULL);
    point("and comes when unblocked", seen == SIGUSR1);
}

/* What parent and child know of each other. */
static struct shared {
    volatile int alarms, wanted, returned;
} * shared;

static void count_alarm(int signal)
{
    seen = signal;
    shared->alarms++;
}

static void alarm_every_ms(int ms)
{
    struct timeval time = {.tv_usec = ms * 1000};
    struct itimerval timer = {.it_interval = time, .it_value = time};

    setitimer(ITIMER_REAL, &timer, NULL);
}

/*
 * A read of a pipe that stays empty until a child writes. The alarm comes again and again, and the
 * child writes only after `alarms` of them or after the read has ended: so on the slowest of
 * machines as well one of them finds the reader waiting.
 */
static ssize_t read_with_alarm(int flags, int alarms, int *error)
{
    int fds[2], status;
    char byte;
    ssize_t got;
    pid_t child;

    if (pipe(fds))
        return -2;
    *shared = (struct shared){.wanted = alarms};
    child = fork();
    if (child == 0) {
        while (shared->alarms < shared->wanted && !shared->returned)
            usleep(10000);
        _exit(write(fds[1], "x", 1) != 1);
    }
    handle(SIGALRM, count_alarm, flags);
    alarm_every_ms(50);
    got = read(fds[0], &byte, 1);
    *error = errno;
    alarm_every_ms(0);
    shared->returned = 1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    close(fds[0]);
    close(fds[1]);
    return got;
}

static void test_restart(void)
{
    int error;
    ssize_t got;

    shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    seen = 0;
    got = read_with_alarm(0, 1000000, &error);
    point("a read is interrupted (EINTR)", got == -1 && error == EINTR && seen == SIGALRM);
    seen = 0;
    got = read_with_alarm(SA_RESTART, 4, &error);
    point("with SA_RESTART it goes on", got == 1 && seen == SIGALRM);
}

static void test_faults(void)
{
    volatile int *volatile nowhere = (int *)16;
    stack_t stack = {.ss_sp = altstack, .ss_size = sizeof(altstack)};

    sigaltstack(&stack, NULL);
    handle(SIGSEGV, jump_out, SA_ONSTACK);
    seen = 0;
    if (!sigsetjmp(back, 1))
        *nowhere = 1;
    point("a wild pointer is SIGSEGV, on the other stack", seen == SIGSEGV && on_altstack);
    handle(SIGFPE, jump_out, 0);
    seen = 0;
    if (!sigsetjmp(back, 1))
        __asm__ volatile("divl %0" : : "r"(0), "a"(1), "d"(0));
    point("a division by zero is SIGFPE", seen == SIGFPE);
    handle(SIGILL, jump_out, 0);
    seen = 0;
    if (!sigsetjmp(back, 1))
        __asm__ volatile("ud2");
    point("nonsense is SIGILL", seen == SIGILL);
}

static void test_children(void)
{
    int status;
    pid_t child;

    handle(SIGCHLD, remember, 0);
    seen = 0;
    child = fork();
    if (child == 0)
        for (;;)
            pause();
    kill(child, SIGSTOP);
    waitpid(child, &status, WUNTRACED);
    point("a child is stopped", WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    kill(child, SIGCONT);
    waitpid(child, &status, WCONTINUED);
    point("and continues", WIFCONTINUED(status));
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    point("and is killed", WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    point("SIGCHLD came", seen == SIGCHLD);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    test_masks();
    test_restart();
    test_faults();
    test_children();
    printf("signals: %d failures\n", failures);
    return failures > 0;
}
