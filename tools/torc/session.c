/* SPDX-License-Identifier: MIT */
/*
 * A machine runs: QEMU is our child, its serial console two pipes.  One loop carries keys to it
 * and its output to the terminal, the log and the transcript, until the machine ends, the time
 * is over, the person types the way out or somebody signals us.  QEMU never outlives us.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "torc.h"

/* After its last line a machine has this long to switch itself off. */
#define GRACE_MS 2000
/* One that is known to stand still gets this long to finish what it has to say. */
#define STAND_MS 100
/* Typed twice in this time, the way out goes to the machine, once. */
#define TWICE_MS 500

struct pump {
    struct session *session;
    pid_t qemu;
    int keys;   /* to the machine; -1 when there is nothing more to send */
    int screen; /* from the machine */
    int errors; /* what QEMU itself has to say */
    int log;
    char pending[4096]; /* keys the machine has not taken yet */
    size_t pending_length;
    bool input_open;
    long way_out_ms; /* typed once: it is taken at this time, unless it is typed again; or -1 */
};

static volatile sig_atomic_t signal_seen;

static void signal_note(int number)
{
    signal_seen = number;
}

static void signals_watch(void)
{
    static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction action = {.sa_handler = signal_note};

    for (size_t i = 0; i < sizeof watched / sizeof watched[0]; i++)
        sigaction(watched[i], &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

static long clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static void qemu_become(const struct machine *machine, int in, int out, int err, pid_t parent)
{
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(127);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    setpgid(0, 0); /* a Ctrl-C meant for us is ours to handle */
    execvp(machine->argv[0], machine->argv);
    dprintf(STDERR_FILENO, "%s: %s; run make deps\n", machine->argv[0], strerror(errno));
    _exit(127);
}

static void qemu_start(struct pump *pump, const struct machine *machine)
{
    int in[2], out[2], err[2];
    pid_t self = getpid();

    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
        fail("no pipe to QEMU: %s", strerror(errno));
    pump->qemu = fork();
    if (pump->qemu < 0)
        fail("cannot start QEMU: %s", strerror(errno));
    if (!pump->qemu)
        qemu_become(machine, in[0], out[1], err[1], self);
    close(in[0]);
    close(out[1]);
    close(err[1]);
    pump->keys = in[1];
    pump->screen = out[0];
    pump->errors = err[0];
    fcntl(pump->keys, F_SETFL, O_NONBLOCK);
}

static void write_whole(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t done = write(fd, bytes, length);

        if (done < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (done <= 0)
            return;
        bytes += done;
        length -= (size_t)done;
    }
}

/* Off a terminal a line ends as a line of a file does. */
static size_t carriage_returns_drop(char *bytes, size_t length)
{
    size_t kept = 0;

    for (size_t i = 0; i < length; i++)
        if (bytes[i] != '\r')
            bytes[kept++] = bytes[i];
    return kept;
}

/* Carry output of the machine.  Returns false at its end. */
static bool pump_screen(struct pump *pump)
{
    char bytes[4096];
    ssize_t length = read(pump->screen, bytes, sizeof bytes);

    if (length <= 0)
        return length < 0 && errno == EINTR;
    transcript_add(&pump->session->transcript, bytes, (size_t)length);
    if (pump->log >= 0)
        write_whole(pump->log, bytes, (size_t)length);
    if (!isatty(STDOUT_FILENO))
        length = (ssize_t)carriage_returns_drop(bytes, (size_t)length);
    write_whole(STDOUT_FILENO, bytes, (size_t)length);
    return true;
}

/* QEMU's own complaints, passed on so that they stand straight on a raw terminal. */
static bool pump_errors(struct pump *pump)
{
    char bytes[1024];
    ssize_t length = read(pump->errors, bytes, sizeof bytes);

    for (ssize_t i = 0; i < length; i++) {
        if (bytes[i] == '\n' && terminal_is_raw())
            write_whole(STDERR_FILENO, "\r", 1);
        write_whole(STDERR_FILENO, &bytes[i], 1);
    }
    return length > 0 || (length < 0 && errno == EINTR);
}

/*
 * On a terminal the way out is ours; typed twice it is one for the machine, where `torc console`
 * knows the same key.  Keeps what is for the machine.  Returns false when we are to leave.
 */
static bool keys_sift(struct pump *pump, char *keys, size_t *length)
{
    size_t kept = 0;

    for (size_t i = 0; i < *length; i++) {
        bool way_out = keys[i] == TERMINAL_WAY_OUT;

        if (pump->way_out_ms >= 0 && !way_out)
            return false;
        if (way_out && pump->way_out_ms < 0) {
            pump->way_out_ms = clock_ms() + TWICE_MS;
        } else {
            pump->way_out_ms = -1;
            keys[kept++] = keys[i];
        }
    }
    *length = kept;
    return true;
}

/* Take keys from the person.  Returns false when they ask for the way out. */
static bool pump_input(struct pump *pump)
{
    char *to = pump->pending + pump->pending_length;
    ssize_t length = read(STDIN_FILENO, to, sizeof pump->pending - pump->pending_length);

    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (length <= 0) {
        pump->input_open = false;
        return true;
    }
    size_t kept = (size_t)length;
    if (terminal_is_raw() && !keys_sift(pump, to, &kept))
        return false;
    pump->pending_length += kept;
    return true;
}

static void pump_keys(struct pump *pump)
{
    ssize_t done = write(pump->keys, pump->pending, pump->pending_length);

    if (done < 0 && errno != EAGAIN && errno != EINTR)
        done = (ssize_t)pump->pending_length; /* it takes no more keys */
    if (done <= 0)
        return;
    pump->pending_length -= (size_t)done;
    memmove(pump->pending, pump->pending + done, pump->pending_length);
}

/* One turn of the loop.  Returns false when the session has ended; how is in the session. */
static bool pump_turn(struct pump *pump, long wait_ms)
{
    bool room = pump->pending_length < sizeof pump->pending;
    struct pollfd fds[] = {
        {.fd = pump->screen, .events = POLLIN},
        {.fd = pump->errors, .events = POLLIN},
        {.fd = pump->input_open && room ? STDIN_FILENO : -1, .events = POLLIN},
        {.fd = pump->pending_length ? pump->keys : -1, .events = POLLOUT},
    };

    if (poll(fds, sizeof fds / sizeof fds[0], wait_ms < 0 ? -1 : (int)wait_ms) < 0)
        return true; /* a signal: the caller looks */
    if (fds[1].revents && !pump_errors(pump)) {
        close(pump->errors);
        pump->errors = -1;
    }
    if (fds[2].revents && !pump_input(pump)) {
        pump->session->end = SESSION_LEFT;
        return false;
    }
    if (fds[3].revents)
        pump_keys(pump);
    return !fds[0].revents || pump_screen(pump);
}

/* Learn how QEMU ended, or end it: it has no disk, so nothing is lost by being brief. */
static int qemu_finish(pid_t qemu, bool end_it)
{
    int status;

    if (end_it)
        kill(qemu, SIGKILL);
    while (waitpid(qemu, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

/* The loop.  Returns whether QEMU still has to be ended. */
static bool pump_run(struct pump *pump, long remaining_ms)
{
    struct transcript *transcript = &pump->session->transcript;
    long deadline_ms = remaining_ms < 0 ? -1 : clock_ms() + remaining_ms;
    long grace_ms = -1;

    for (;;) {
        long now = clock_ms(), wait = deadline_ms < 0 ? -1 : deadline_ms - now;

        if (transcript->end != END_SILENT && grace_ms < 0)
            grace_ms = now + (transcript->stands_still ? STAND_MS : GRACE_MS);
        if (grace_ms >= 0 && (wait < 0 || grace_ms - now < wait))
            wait = grace_ms - now;
        if (signal_seen) {
            pump->session->end = SESSION_SIGNALLED;
            pump->session->signal = signal_seen;
            return true;
        }
        if (grace_ms >= 0 && now >= grace_ms)
            return true;
        if (pump->way_out_ms >= 0 && (wait < 0 || pump->way_out_ms - now < wait))
            wait = pump->way_out_ms > now ? pump->way_out_ms - now : 0;
        if (pump->way_out_ms >= 0 && now >= pump->way_out_ms) {
            pump->session->end = SESSION_LEFT;
            return true;
        }
        if (deadline_ms >= 0 && now >= deadline_ms) {
            pump->session->end = SESSION_TIMED_OUT;
            return true;
        }
        if (!pump_turn(pump, wait))
            return pump->session->end == SESSION_LEFT;
    }
}

void session_run(struct session *session, const struct machine *machine, const char *log,
                 long remaining_ms)
{
    struct pump pump = {.session = session, .input_open = true, .log = -1, .way_out_ms = -1};
    int status;

    if (log) {
        pump.log = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (pump.log < 0)
            fail("cannot write the log '%s': %s", log, strerror(errno));
    }
    session->end = SESSION_EXITED;
    signals_watch();
    qemu_start(&pump, machine);
    terminal_raw();
    bool end_it = pump_run(&pump, remaining_ms);
    status = qemu_finish(pump.qemu, end_it);
    while (pump.errors >= 0 && pump_errors(&pump))
        ; /* what QEMU said last */
    terminal_restore(session->transcript.end != END_POWEROFF);
    if (session->end == SESSION_EXITED && !end_it && (!WIFEXITED(status) || WEXITSTATUS(status))) {
        if (!WIFEXITED(status))
            say("QEMU was ended by signal %d", WTERMSIG(status));
        session->end = SESSION_FAILED;
    }
    close(pump.keys);
    close(pump.screen);
    if (pump.errors >= 0)
        close(pump.errors);
    if (pump.log >= 0)
        close(pump.log);
}
