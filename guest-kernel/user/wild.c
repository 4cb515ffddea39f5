/* SPDX-License-Identifier: MIT */
/*
 * System calls with nonsense in all arguments, many and fast, in processes that are thrown away.
 * The kernel may answer what it likes; it must be there afterwards, and no memory may be lost (free
 * tells). `wild SEED ROUNDS CALLS`: the same seed makes the same calls.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NUMBERS 450

static unsigned state;
static char area[65536];

static unsigned next(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

/* Zero, small, large, in our memory, at its edge, in the kernel's, a name of a file. */
static long argument(void)
{
    switch (next() % 13) {
    case 0:
        return 0;
    case 1:
        return -1;
    case 2:
        return next() % 10;
    case 3:
        return (long)(area + next() % 60000);
    case 4:
        return (long)(0xC0000000u + next() % 0x1000000);
    case 5:
        return (long)0xBFFFFFF0u;
    case 6:
        return (long)0xBFFFEFFCu;
    case 7:
        return (long)next();
    case 8:
        return 1l << next() % 31;
    case 9:
        return 4096;
    case 10:
        return (long)"/proc/self/maps";
    case 11:
        return (long)"/tmp/wild";
    default:
        return (long)area;
    }
}

/* Calls that would end the test or the machine rather than try the kernel. */
static int left_out(unsigned number)
{
    static const unsigned numbers[] = {
        SYS_exit,       SYS_exit_group,    SYS_reboot, SYS_pause,  SYS_fork,      SYS_vfork,
        SYS_clone,      SYS_kill,          SYS_tkill,  SYS_tgkill, SYS_sigreturn, SYS_rt_sigreturn,
        SYS_sigsuspend, SYS_rt_sigsuspend, SYS_mount,  SYS_umount, SYS_umount2,   SYS_chroot,
    };

    for (unsigned i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        if (numbers[i] == number)
            return 1;
    return 0;
}

static void call_wildly(int calls)
{
    setsid();
    for (int fd = 0; fd < 3; fd++)
        close(fd);
    for (int i = 0; i < 256; i++)
        ((long *)area)[i] = argument();
    for (int i = 0; i < calls; i++) {
        unsigned number = next() % NUMBERS;

        if (left_out(number))
            continue;
        syscall((long)number, argument(), argument(), argument(), argument(), argument(),
                argument());
        if (next() % 8 == 0)
            ((long *)area)[next() % 256] = argument();
    }
    _exit(0);
}

/* Most end by themselves; one that sleeps is ended after 0.3 s. */
static void await(pid_t child)
{
    for (int i = 0; i < 30; i++) {
        if (waitpid(child, NULL, WNOHANG) != 0)
            return;
        usleep(10000);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

int main(int count, char **arguments)
{
    unsigned seed = count > 1 ? (unsigned)atoi(arguments[1]) : 1;
    int rounds = count > 2 ? atoi(arguments[2]) : 20, calls = count > 3 ? atoi(arguments[3]) : 300;

    chdir("/tmp");
    for (int round = 0; round < rounds; round++) {
        pid_t child = fork();

        if (child == 0) {
            state = seed * 2654435761u + (unsigned)round * 40503u + 1;
            call_wildly(calls);
        }
        await(child);
    }
    printf("wild: seed %u, %d rounds of %d calls\n", seed, rounds, calls);
    return 0;
}
