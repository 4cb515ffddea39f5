/* SPDX-License-Identifier: MIT */
/*
 * One at a time makes and names guests: a file that only one can make, with the number of the
 * process that has it. Who finds it left by a process that has ended takes it away, in a step that
 * only one can do.
 */
#include "first.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK     CONFIG_FOLDER "/.lock"
#define TRIES    600
#define PAUSE_US 100000

static bool is_held;

static void make_folder(const char *path)
{
    char part[128];

    for (const char *end = strchr(path + 1, '/'); end; end = *end ? strchr(end + 1, '/') : NULL) {
        snprintf(part, sizeof(part), "%.*s", (int)(end - path), path);
        mkdir(part, 0755);
    }
    mkdir(path, 0700);
}

static pid_t holder(const char *path)
{
    char text[16] = "";
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return 0;
    if (read(file, text, sizeof(text) - 1) < 0)
        *text = 0;
    close(file);
    return (pid_t)atoi(text);
}

/* Renaming is what only one can do; if it was a live one's by then, it is put back. */
static void take_away(const char *mine, pid_t dead)
{
    char aside[80];

    snprintf(aside, sizeof(aside), "%s.old", mine);
    if (rename(LOCK, aside) == 0 && holder(aside) != dead)
        link(aside, LOCK);
    unlink(aside);
}

/* Whoever is told to end while it makes a guest first has it made, or undone. */
static sigset_t signals_before;
static void signals_hold(void)
{
    static const int ends[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    sigset_t held;

    sigemptyset(&held);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        sigaddset(&held, ends[i]);
    sigprocmask(SIG_BLOCK, &held, &signals_before);
}

bool lock(void)
{
    char mine[64];
    pid_t other = 0;

    make_folder(CONFIG_FOLDER);
    make_folder(LOG_FOLDER);
    snprintf(mine, sizeof(mine), LOCK ".%d", (int)getpid());
    FILE *file = fopen(mine, "w");
    if (!file || fprintf(file, "%d\n", (int)getpid()) < 0 || fclose(file)) {
        complain_errno("cannot write %s", mine);
        return false;
    }
    for (int i = 0; i < TRIES && !is_held; i++) {
        is_held = link(mine, LOCK) == 0;
        if (is_held || errno != EEXIST)
            break;
        other = holder(LOCK);
        if (other == 0 || (kill(other, 0) != 0 && errno == ESRCH))
            take_away(mine, other);
        else
            usleep(PAUSE_US);
    }
    int error = errno;
    unlink(mine);
    if (is_held)
        signals_hold();
    if (!is_held && error == EEXIST)
        complain("process %d is making a guest, and does not come to an end: look at it, or end it",
                 (int)other);
    else if (!is_held)
        complain("cannot make %s: %s", LOCK, strerror(error));
    return is_held;
}

void unlock(void)
{
    if (!is_held)
        return;
    unlink(LOCK);
    is_held = false;
    sigprocmask(SIG_SETMASK, &signals_before, NULL);
}
