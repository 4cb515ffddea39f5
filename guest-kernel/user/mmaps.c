/* SPDX-License-Identifier: MIT */
/*
 * Memory from a program's point of view: mapping, unmapping, protection, growth by brk and malloc,
 * files mapped privately, and a parent and child that must not see each other's writes, or must.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

static sigjmp_buf back;
static int failures;

static void point(const char *what, int good)
{
    printf("%s: %s\n", good ? "ok" : "NOT OK", what);
    failures += !good;
}

static void jump_out(int signal)
{
    (void)signal;
    siglongjmp(back, 1);
}

static int write_faults(volatile char *at)
{
    if (sigsetjmp(back, 1))
        return 1;
    *at = 1;
    return 0;
}

static char *map(size_t size, int flags)
{
    return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | flags, -1, 0);
}

static void test_anonymous(void)
{
    char *memory = map(64 * PAGE, MAP_PRIVATE);
    int clean = memory != MAP_FAILED;

    for (int i = 0; clean && i < 64 * PAGE; i += 97)
        clean = memory[i] == 0;
    point("fresh memory is zero", clean);
    memset(memory, 'x', 64 * PAGE);
    munmap(memory + 8 * PAGE, 8 * PAGE);
    point("a hole in the middle faults", write_faults(memory + 9 * PAGE));
    point("and its edges do not",
          !write_faults(memory + 8 * PAGE - 1) && !write_faults(memory + 16 * PAGE));
    mprotect(memory, PAGE, PROT_READ);
    point("read-only memory faults on a write", write_faults(memory) && memory[1] == 'x');
    mprotect(memory, PAGE, PROT_READ | PROT_WRITE);
    point("and not when made writable again", !write_faults(memory));
    munmap(memory, 64 * PAGE);
}

static void test_fork(void)
{
    char *private = map(PAGE, MAP_PRIVATE);
    int status;

    strcpy(private, "parent");
    if (fork() == 0) {
        strcpy(private, "child");
        _exit(strcmp(private, "child"));
    }
    wait(&status);
    point("a child's writes stay with the child", !status && !strcmp(private, "parent"));
}

static void test_file(void)
{
    int fd = open("/tmp/mmaps", O_RDWR | O_CREAT | O_TRUNC, 0600);
    char buffer[16] = {0};
    char *mapped;

    if (write(fd, "0123456789", 10) != 10)
        perror("write");
    mapped = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    point("a mapped file shows its bytes",
          mapped != MAP_FAILED && !memcmp(mapped, "0123456789", 10));
    point("and zeroes after its end",
          mapped != MAP_FAILED && mapped[10] == 0 && mapped[PAGE - 1] == 0);
    mapped[0] = 'X';
    pread(fd, buffer, 10, 0);
    point("writes to a private mapping do not reach it", buffer[0] == '0');
    close(fd);
    unlink("/tmp/mmaps");
    point("the mapping outlives the name", mapped[1] == '1');
}

static void test_heap(void)
{
    size_t size = 4 << 20;
    char *block = malloc(size), *before = sbrk(0), *grown;

    memset(block, 7, size);
    block = realloc(block, 2 * size);
    point("malloc and realloc keep what was written", block && block[size - 1] == 7);
    free(block);
    grown = sbrk(3 * PAGE);
    if (grown != (void *)-1) {
        memset(grown, 1, 3 * PAGE);
        point("brk grows", (char *)sbrk(0) == before + 3 * PAGE);
        sbrk(-3 * PAGE);
    } else {
        puts("ok: brk grows (musl keeps it for itself)");
    }
}

int main(void)
{
    signal(SIGSEGV, jump_out);
    signal(SIGBUS, jump_out);
    test_anonymous();
    test_fork();
    test_file();
    test_heap();
    printf("memory: %d failures\n", failures);
    return failures > 0;
}
