/* SPDX-License-Identifier: MIT */
/*
 * Threads, as the C library makes them: shared memory with thread-local parts, mutexes and
 * condition variables on futexes, a thread that never gives the processor up, waiting with a
 * deadline, and a process that ends while one of its threads still runs. The exit status is 7.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define THREADS 8
#define ROUNDS  2000
#define TURNS   500

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int count, turn, failures;
static volatile int stop;
static __thread long own;

static void point(const char *what, int good)
{
    printf("%s: %s\n", good ? "ok" : "NOT OK", what);
    failures += !good;
}

static void *add_up(void *number)
{
    own = (long)number;
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&mutex);
        count++;
        pthread_mutex_unlock(&mutex);
    }
    return (void *)(own * 2);
}

static void *take_turns(void *number)
{
    int me = (int)(long)number;

    for (int i = 0; i < TURNS; i++) {
        pthread_mutex_lock(&mutex);
        while (turn != me)
            pthread_cond_wait(&changed, &mutex);
        turn = !me;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static void *spin(void *unused)
{
    while (!stop)
        continue;
    return unused;
}

static void test_sum(void)
{
    pthread_t threads[THREADS];
    int wrong = 0;

    for (long i = 0; i < THREADS; i++)
        wrong += pthread_create(&threads[i], NULL, add_up, (void *)i) != 0;
    for (long i = 0; i < THREADS; i++) {
        void *result;

        pthread_join(threads[i], &result);
        wrong += (long)result != i * 2;
    }
    point("eight threads count together, each with a number of its own",
          count == THREADS * ROUNDS && !wrong);
}

static void test_turns(void)
{
    pthread_t one, other;

    pthread_create(&one, NULL, take_turns, (void *)0);
    pthread_create(&other, NULL, take_turns, (void *)1);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    point("two threads take turns", turn == 0);
}

static void test_deadline(void)
{
    struct timespec when;
    sem_t never;

    sem_init(&never, 0, 0);
    clock_gettime(CLOCK_REALTIME, &when);
    when.tv_nsec += 50000000;
    when.tv_sec += when.tv_nsec / 1000000000;
    when.tv_nsec %= 1000000000;
    point("a wait has a deadline", sem_timedwait(&never, &when) < 0);
}

static void *become_another_program(void *unused)
{
    execl("/bin/sh", "sh", "-c", "exit 6", (char *)NULL);
    return unused;
}

static void *leave_last(void *unused)
{
    usleep(20000);
    exit(5);
    return unused;
}

/* In a process with a thread that spins: what `ending` does decides, with its first thread or not.
 */
static int status_of(void *(*ending)(void *), int first_leaves)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        pthread_t spinner, last;

        stop = 0;
        pthread_create(&spinner, NULL, spin, NULL);
        pthread_create(&last, NULL, ending, NULL);
        if (first_leaves)
            pthread_exit(NULL);
        for (;;)
            pause();
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_endings(void)
{
    point("exec in a thread ends the others", status_of(become_another_program, 0) == 6);
    point("also when the first has left", status_of(become_another_program, 1) == 6);
    point("exit in a thread ends the process", status_of(leave_last, 0) == 5);
    point("the last to leave says how it ended", status_of(leave_last, 1) == 5);
}

int main(void)
{
    pthread_t spinner;
    char line[64] = "";
    FILE *pipe;

    test_sum();
    test_turns();
    pthread_create(&spinner, NULL, spin, NULL);
    usleep(30000);
    stop = 1;
    pthread_join(spinner, NULL);
    point("a thread that spins is taken off the processor", 1);
    test_deadline();
    test_endings();
    point("system() finds the shell", system("exit 3") == 3 << 8);
    pipe = popen("echo through a pipe", "r");
    point("popen() reads from it", pipe && fgets(line, sizeof(line), pipe) && line[0] == 't');
    pclose(pipe);
    stop = 0;
    pthread_create(&spinner, NULL, spin, NULL);
    printf("threads: %d failures\n", failures);
    fflush(stdout);
    exit(failures ? 1 : 7); /* the spinner is still at it */
}
