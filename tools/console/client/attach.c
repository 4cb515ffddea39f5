/* SPDX-License-Identifier: MIT */
/* One terminal and one guest's console: bytes in both directions. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "console.h"
#include "tools/console/places.h"

enum { WAIT_TRIES = 50, WAIT_STEP_MS = 100 };

static struct termios saved;
static bool is_raw;

static void terminal_restore(void)
{
    if (is_raw)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &saved);
    is_raw = false;
}

static void terminal_raw(void)
{
    struct termios mode;

    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &saved))
        return;
    mode = saved;
    cfmakeraw(&mode);
    is_raw = tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) == 0;
    atexit(terminal_restore);
}

/* The daemon may not have heard of the guest yet. */
static int connect_to(unsigned domid)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timespec step = {.tv_nsec = WAIT_STEP_MS * 1000000L};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), tries = WAIT_TRIES;

    snprintf(address.sun_path, sizeof(address.sun_path), CONSOLE_SOCKETS "/console.%u", domid);
    while (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address))) {
        if ((errno != ENOENT && errno != ECONNREFUSED) || tries-- == 0) {
            int kept = errno;

            close(fd);
            errno = kept;
            return -1;
        }
        nanosleep(&step, NULL);
    }
    return fd;
}

static bool write_whole(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t done = write(fd, bytes, size);

        if (done < 0 && errno != EINTR && errno != EAGAIN)
            return false;
        bytes += done > 0 ? done : 0;
        size -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

/* What was typed, up to the escape; false: it was there, or nothing more can come. */
static bool keys(int guest, int escape)
{
    char bytes[256];
    ssize_t size = read(STDIN_FILENO, bytes, sizeof(bytes));
    const char *end;

    if (size < 0)
        return errno == EINTR || errno == EAGAIN;
    end = is_raw ? memchr(bytes, escape, (size_t)size) : NULL;
    if (!write_whole(guest, bytes, end ? (size_t)(end - bytes) : (size_t)size))
        return true; /* the guest's end is heard of where it is read */
    return size > 0 && !end;
}

/* False: the guest's console is no more. */
static bool screen(int guest)
{
    char bytes[2048];
    ssize_t size = read(guest, bytes, sizeof(bytes));

    if (size < 0)
        return errno == EINTR || errno == EAGAIN;
    return size > 0 && write_whole(STDOUT_FILENO, bytes, (size_t)size);
}

int console_attach(const char *who, unsigned domid, const char *name, int escape)
{
    int guest = connect_to(domid);
    bool here = true, there = true;

    if (guest < 0) {
        fprintf(stderr,
                "%s: domain %u (%s) has no console to attach to: %s; is consoled running, and what "
                "does " CONSOLE_LOGS "/consoled.log say?\n",
                who, domid, name, strerror(errno));
        return 1;
    }
    terminal_raw();
    while (here && there) {
        struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                               {.fd = guest, .events = POLLIN}};

        if (poll(fds, 2, -1) < 0)
            continue;
        there = !fds[1].revents || screen(guest);
        here = !there || !fds[0].revents || keys(guest, escape);
    }
    terminal_restore();
    close(guest);
    if (!there)
        fprintf(stderr, "%s: the console of %s has ended\n", who, name);
    return 0;
}
