/* SPDX-License-Identifier: MIT */
/*
 * Many processes, one after the other and many at a time: copy-on-write must keep their memory
 * apart, and every exit status must arrive. `forks N` makes N (default 200).
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define AT_ONCE 20

static volatile int shared_page[4096];

static int child_of(int number)
{
    /* Each child sees what the parent wrote and not what its siblings write. */
    if (shared_page[0] != -1)
        return 1;
    for (unsigned i = 0; i < 4096; i += 512)
        shared_page[i] = number;
    for (unsigned i = 0; i < 4096; i += 512)
        if (shared_page[i] != number)
            return 2;
    return number % 100 + 10;
}

static int collect(int *failures)
{
    int status;
    pid_t child = wait(&status);

    if (child < 0)
        return 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status) < 10) {
        printf("child %d: status %#x\n", (int)child, status);
        ++*failures;
    }
    return 1;
}

int main(int count, char **arguments)
{
    int wanted = count > 1 ? atoi(arguments[1]) : 200, running = 0, failures = 0, done = 0;

    shared_page[0] = -1;
    for (int i = 0; i < wanted; i++) {
        pid_t child;

        if (running == AT_ONCE) {
            done += collect(&failures);
            running--;
        }
        child = fork();
        if (child == 0)
            _exit(child_of(i));
        if (child < 0) {
            perror("fork");
            return 1;
        }
        running++;
    }
    while (running-- > 0)
        done += collect(&failures);
    if (shared_page[0] != -1)
        failures++;
    printf("%d processes, %d failures\n", done, failures);
    return failures > 0 || done != wanted;
}
