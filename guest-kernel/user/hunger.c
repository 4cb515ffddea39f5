/* SPDX-License-Identifier: MIT */
/*
 * Taking more than there is: memory in a loop by two routes, processes until fork refuses, and
 * copies of a large page range by several children at once. Every road must end in an error or in
 * the end of the greedy process, and the memory must come back.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB      (1u << 20)
#define CHILDREN 5

static int failures;

static void point(const char *what, int good)
{
    printf("%s: %s\n", good ? "ok" : "NOT OK", what);
    failures += !good;
}

static void eat_by_malloc(void)
{
    for (char *piece; (piece = malloc(MIB));)
        memset(piece, 1, MIB);
    _exit(3);
}

static void eat_by_mmap(void)
{
    for (;;) {
        void *piece = mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        if (piece == MAP_FAILED)
            _exit(3);
        memset(piece, 1, MIB);
    }
}

/* A group of its own, so that all of it can be ended at once. */
static void fork_until_refused(void)
{
    setpgid(0, 0);
    for (;;) {
        pid_t child = fork();

        if (child < 0)
            kill(0, SIGKILL);
        if (child == 0)
            for (;;)
                pause();
    }
}

/* Half of what is free, written to by every child: more than there is. */
static void copy_at_once(void)
{
    struct sysinfo info;

    sysinfo(&info);
    size_t size = info.freeram / 2 & ~(size_t)4095;
    char *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        _exit(4);
    memset(shared, 1, size);
    for (int i = 0; i < CHILDREN; i++) {
        pid_t child = fork();

        if (child == 0) {
            memset(shared, 2, size);
            _exit(0);
        }
    }
    while (wait(NULL) > 0)
        continue;
    for (size_t at = 0; at < size; at += 4096)
        if (shared[at] != 1)
            _exit(5);
    _exit(3);
}

static int status_of(void (*function)(void))
{
    int status;
    pid_t child = fork();

    if (child == 0)
        function();
    waitpid(child, &status, 0);
    return status;
}

static int ended(int status)
{
    return (WIFEXITED(status) && WEXITSTATUS(status) == 3) ||
           (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

int main(void)
{
    struct sysinfo before, after;

    sysinfo(&before);
    point("malloc in a loop comes to an end", ended(status_of(eat_by_malloc)));
    point("mmap in a loop comes to an end", ended(status_of(eat_by_mmap)));
    point("fork in a loop comes to an end", ended(status_of(fork_until_refused)));
    point("too many copies at once: the parent keeps its own", ended(status_of(copy_at_once)));
    usleep(200000); /* the last of the many processes go */
    sysinfo(&after);
    point("the memory is back", after.freeram + MIB > before.freeram);
    printf("hunger: %d failures\n", failures);
    return failures != 0;
}
