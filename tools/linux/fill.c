/* SPDX-License-Identifier: MIT */
/*
 * `fill MIB ROUNDS`: takes so much memory, writes to each page, has a child write to some of them
 * too, reads all of it again and gives it back.  Direct paging makes of that a great many page-table
 * updates, types taken and types given up.  Says "fill: N failures".
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE  4096
#define WORDS (PAGE / sizeof(uint64_t))

static uint64_t mark(size_t page, unsigned round)
{
    return (page + 1) * 0x9e3779b97f4a7c15u ^ round;
}

static unsigned pages_check(const uint64_t *memory, size_t pages, unsigned round)
{
    unsigned failures = 0;

    for (size_t i = 0; i < pages; i++)
        failures += memory[i * WORDS] != mark(i, round) || memory[i * WORDS + WORDS - 1] != 0;
    return failures;
}

/* The child writes to every 16th page; its parent must not see it. */
static int child(uint64_t *memory, size_t pages)
{
    for (size_t i = 0; i < pages; i += 16)
        memory[i * WORDS] = ~(uint64_t)i;
    for (size_t i = 0; i < pages; i += 16)
        if (memory[i * WORDS] != ~(uint64_t)i)
            return 1;
    return 0;
}

static unsigned fill(size_t pages, unsigned round)
{
    uint64_t *memory = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    unsigned failures = 0;
    int status = -1;

    if (memory == MAP_FAILED)
        return 1;
    for (size_t i = 0; i < pages; i++)
        memory[i * WORDS] = mark(i, round);
    pid_t pid = fork();
    if (!pid)
        _exit(child(memory, pages));
    failures += pid < 0 || waitpid(pid, &status, 0) != pid || status;
    failures += pages_check(memory, pages, round);
    mprotect(memory, pages * PAGE, PROT_READ);
    failures += pages_check(memory, pages, round);
    munmap(memory, pages * PAGE);
    return failures;
}

int main(int argc, char **argv)
{
    size_t pages = (size_t)atol(argc > 1 ? argv[1] : "16") * 1024 * 1024 / PAGE;
    unsigned rounds = (unsigned)atoi(argc > 2 ? argv[2] : "1"), failures = 0;

    for (unsigned round = 0; round < rounds; round++)
        failures += fill(pages, round);
    printf("fill: %u failures\n", failures);
    return failures != 0;
}
