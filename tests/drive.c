/* SPDX-License-Identifier: MIT */
/*
 * A person at a terminal, for tests: runs a command on a pty of its own and follows a script,
 * typing and waiting for what should appear.  Each thing that appears in time is a TAP point.
 *
 * usage: drive [-o TRANSCRIPT] SCRIPT COMMAND [ARGUMENT...]
 * The script has one word of the following to a line, and the rest of the line as its text:
 *   expect TEXT   TEXT must appear, after what the last expect found, within the limit
 *   took MIN MAX  the last expected thing came MIN to MAX tenths of a second after the last typing (or the start)
 *   absent TEXT   TEXT must not stand between the last two things that were expected
 *   type TEXT     type TEXT and Enter
 *   send TEXT     type TEXT alone
 *   limit N       seconds to wait for each thing that is expected (20)
 *   size R C      the window has R rows and C columns (24 80); before the first expect
 *   pause N       wait N tenths of a second
 *   end N         the command must exit with status N
 *   # ...         nothing
 * In TEXT, \r \n \t \e and \\ stand for what they do in C, \xHH for any byte.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OUTPUT_MAX (8u << 20)

static struct {
    int pty;
    pid_t child;
    FILE *transcript;
    char *output;
    size_t length;    /* of the output so far */
    size_t seen;      /* where the last expected text ended */
    size_t seen_from; /* where the search for it began */
    double typed_s;   /* when something was last typed, or the command started */
    double found_s;   /* when the last expected text was found */
    unsigned limit_s;
    unsigned points;
    bool failed;
} drive = {.limit_s = 20};

static void die(const char *what)
{
    printf("Bail out! drive: %s: %s\n", what, strerror(errno));
    if (drive.child > 0)
        kill(drive.child, SIGKILL);
    exit(1);
}

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void point(bool good, const char *what, const char *text)
{
    printf("%sok %u - %s %s\n", good ? "" : "not ", ++drive.points, what, text);
    fflush(stdout);
    drive.failed |= !good;
}

/* Undo the escapes of a script's text in place; returns its length. */
static size_t unescape(char *text)
{
    char *to = text;

    for (char *from = text; *from; from++) {
        if (*from != '\\' || !from[1]) {
            *to++ = *from;
            continue;
        }
        switch (*++from) {
        case 'r':
            *to++ = '\r';
            break;
        case 'n':
            *to++ = '\n';
            break;
        case 't':
            *to++ = '\t';
            break;
        case 'e':
            *to++ = '\033';
            break;
        case 'x':
            if (isxdigit((unsigned char)from[1]) && isxdigit((unsigned char)from[2])) {
                char digits[3] = {from[1], from[2], 0};
                *to++ = (char)strtoul(digits, NULL, 16);
                from += 2;
                break;
            }
            /* fall through */
        default:
            *to++ = *from;
        }
    }
    *to = '\0';
    return (size_t)(to - text);
}

/* Read what the command prints, waiting at most so long.  False: it prints no more. */
static bool output_read(double wait_s)
{
    struct pollfd fd = {.fd = drive.pty, .events = POLLIN};
    ssize_t got;

    if (poll(&fd, 1, wait_s > 0 ? (int)(wait_s * 1000) + 1 : 0) <= 0)
        return true;
    if (drive.length + 4096 > OUTPUT_MAX)
        die("the command prints without end");
    got = read(drive.pty, drive.output + drive.length, 4096);
    if (got <= 0)
        return false; /* EIO: the other side is closed */
    if (drive.transcript)
        fwrite(drive.output + drive.length, 1, (size_t)got, drive.transcript);
    drive.length += (size_t)got;
    return true;
}

/* The last lines of the output, for a person who wonders why. */
static void output_show(void)
{
    size_t from = drive.length > 2000 ? drive.length - 2000 : 0;

    fputs("# the output ends with:\n# ", stdout);
    for (size_t i = from; i < drive.length; i++) {
        unsigned char c = (unsigned char)drive.output[i];

        if (c == '\n')
            fputs("\n# ", stdout);
        else if (c != '\r')
            printf(c < ' ' || c > '~' ? "\\x%02x" : "%c", c);
    }
    putchar('\n');
}

static bool expect(const char *shown, const char *text, size_t length)
{
    double deadline = now_s() + drive.limit_s;
    bool open = true;

    for (;;) {
        char *found = memmem(drive.output + drive.seen, drive.length - drive.seen, text, length);
        double left = deadline - now_s();

        if (found) {
            drive.found_s = now_s();
            drive.seen_from = drive.seen;
            drive.seen = (size_t)(found - drive.output) + length;
            point(true, "saw", shown);
            return true;
        }
        if (!open || left <= 0)
            break;
        open = output_read(left);
    }
    point(false, open ? "did not see in time:" : "ended without showing:", shown);
    output_show();
    return false;
}

static void absent(const char *shown, const char *text, size_t length)
{
    bool found = memmem(drive.output + drive.seen_from, drive.seen - drive.seen_from, text, length);

    point(!found, "did not show", shown);
}

static void took(const char *limits)
{
    unsigned least, most;
    double tenths = (drive.found_s - drive.typed_s) * 10;
    char text[128];

    if (sscanf(limits, "%u %u", &least, &most) != 2)
        die("took wants two numbers");
    snprintf(text, sizeof text, "%u to %u tenths of a second (it was %.1f)", least, most, tenths);
    point(tenths >= least && tenths <= most, "took", text);
}

static void send_keys(const char *text, size_t length)
{
    double deadline = now_s() + drive.limit_s;

    drive.typed_s = now_s();
    while (length && now_s() < deadline) {
        struct pollfd fd = {.fd = drive.pty, .events = POLLIN | POLLOUT};
        ssize_t done;

        if (poll(&fd, 1, 1000) <= 0)
            continue;
        if (fd.revents & POLLIN && !output_read(0))
            return;
        if (!(fd.revents & POLLOUT))
            continue;
        done = write(drive.pty, text, length > 64 ? 64 : length);
        if (done <= 0)
            return;
        text += done;
        length -= (size_t)done;
    }
}

static void wait_tenths(unsigned tenths)
{
    double deadline = now_s() + tenths / 10.0, left;

    while ((left = deadline - now_s()) > 0)
        if (!output_read(left))
            return;
}

/* Wait for the command's end.  Returns its exit status, or -1 if it does not end. */
static int child_end(double wait_s)
{
    double deadline = now_s() + wait_s;
    bool open = true;
    int status;

    do {
        if (waitpid(drive.child, &status, WNOHANG) == drive.child) {
            drive.child = 0;
            while (open && drive.length + 4096 < OUTPUT_MAX) {
                size_t before = drive.length;
                open = output_read(0) && drive.length > before;
            }
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
        if (open)
            open = output_read(0.05);
        else
            usleep(20000);
    } while (now_s() < deadline);
    return -1;
}

static void end(int wanted)
{
    char text[64];
    int status = child_end(drive.limit_s);

    snprintf(text, sizeof text, "%d (it was %d)", wanted, status);
    point(status == wanted, "the exit status is", status == wanted ? "as expected" : text);
    if (status != wanted)
        output_show();
}

/* Obey one line of the script.  False: there is no sense in going on. */
static bool obey(char *line)
{
    char *text, shown[512];
    size_t length;
    struct winsize size = {0};

    line[strcspn(line, "\n")] = '\0';
    line += strspn(line, " ");
    text = line + strcspn(line, " ");
    if (*text)
        *text++ = '\0';
    if (!*line || *line == '#')
        return true;
    snprintf(shown, sizeof shown, "%s", text);
    length = unescape(text);
    if (!strcmp(line, "expect"))
        return expect(shown, text, length);
    if (!strcmp(line, "absent"))
        absent(shown, text, length);
    else if (!strcmp(line, "took"))
        took(text);
    else if (!strcmp(line, "send"))
        send_keys(text, length);
    else if (!strcmp(line, "type")) {
        send_keys(text, length);
        send_keys("\r", 1);
    } else if (!strcmp(line, "limit"))
        drive.limit_s = (unsigned)strtoul(text, NULL, 10);
    else if (!strcmp(line, "pause"))
        wait_tenths((unsigned)strtoul(text, NULL, 10));
    else if (!strcmp(line, "end"))
        end(atoi(text));
    else if (!strcmp(line, "size") && sscanf(text, "%hu %hu", &size.ws_row, &size.ws_col) == 2)
        ioctl(drive.pty, TIOCSWINSZ, &size);
    else {
        point(false, "the script has no meaning here:", line);
        return false;
    }
    return true;
}

/* The window's size must be known before the command starts: look ahead in the script. */
static struct winsize size_wanted(FILE *script)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    char line[4096];

    while (fgets(line, sizeof line, script) && strncmp(line, "expect", 6))
        sscanf(line, "size %hu %hu", &size.ws_row, &size.ws_col);
    rewind(script);
    return size;
}

int main(int argc, char **argv)
{
    char line[4096];
    struct winsize size;
    FILE *script;

    if (argc > 3 && !strcmp(argv[1], "-o")) {
        drive.transcript = fopen(argv[2], "w");
        if (!drive.transcript)
            die(argv[2]);
        argc -= 2;
        argv += 2;
    }
    if (argc < 3) {
        fputs("usage: drive [-o TRANSCRIPT] SCRIPT COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    script = fopen(argv[1], "r");
    drive.output = malloc(OUTPUT_MAX);
    if (!script || !drive.output)
        die(argv[1]);
    size = size_wanted(script);
    drive.typed_s = now_s();
    drive.child = forkpty(&drive.pty, NULL, NULL, &size);
    if (drive.child < 0)
        die("forkpty");
    if (!drive.child) {
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    while (fgets(line, sizeof line, script) && obey(line))
        ;
    if (drive.child > 0) {
        kill(drive.child, SIGTERM);
        if (child_end(3) < 0)
            kill(drive.child, SIGKILL);
    }
    printf("1..%u\n", drive.points);
    if (drive.transcript)
        fclose(drive.transcript);
    return drive.failed;
}
