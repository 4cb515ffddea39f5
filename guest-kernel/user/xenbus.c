/* SPDX-License-Identifier: MIT */
/*
 * /dev/xen/xenbus in a guest: each open file is a client of xenstore by itself. Requests may have
 * the same numbers and watches the same tokens as another file's; what a file began ends when it is
 * closed.
 */
#include "tools/xenstore/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEVICE "/dev/xen/xenbus"

static int failures;

static struct message {
    struct xs_header header;
    char payload[XENSTORE_PAYLOAD_MAX + 1];
} in;

static void point(const char *rule, int good)
{
    failures += !good;
    printf("%s: %s\n", good ? "ok" : "NOT OK", rule);
}

static int bus(int flags)
{
    int fd = open(DEVICE, O_RDWR | flags);

    if (fd < 0)
        perror(DEVICE);
    return fd;
}

static int send_message(int fd, uint32_t type, uint32_t number, uint32_t tx, const char *payload,
                        size_t size)
{
    struct message out = {.header = {type, number, tx, (uint32_t)size}};

    memcpy(out.payload, payload, size);
    return write(fd, &out, sizeof(out.header) + size) == (ssize_t)(sizeof(out.header) + size);
}

static int take(int fd, void *bytes, size_t size)
{
    for (char *at = bytes; size;) {
        ssize_t got = read(fd, at, size);

        if (got <= 0)
            return 0;
        at += got;
        size -= (size_t)got;
    }
    return 1;
}

/* The next message of this file: its payload, or "?" */
static const char *receive(int fd)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};

    if (poll(&wait, 1, 5000) != 1 || !take(fd, &in.header, sizeof(in.header)) ||
        in.header.len > XENSTORE_PAYLOAD_MAX || !take(fd, in.payload, in.header.len))
        return "?";
    in.payload[in.header.len] = '\0';
    return in.payload;
}

#define ASK(fd, type, tx, text)                                                                    \
    (send_message(fd, type, 7, tx, text, sizeof(text)) ? receive(fd) : "not sent")

static int says(const char *answer, const char *expected)
{
    if (strcmp(answer, expected) == 0)
        return 1;
    printf("# %s, not %s\n", answer, expected);
    return 0;
}

static void two_files(void)
{
    int a = bus(0), b = bus(0);

    send_message(a, XS_READ, 5, 0, "domid", 6);
    send_message(b, XS_READ, 5, 0, "name", 5);
    point("the first one's answer", says(receive(a), getenv("DOMID")) && in.header.req_id == 5);
    point("and the second one's", says(receive(b), getenv("NAME")) && in.header.req_id == 5);
    ASK(a, XS_WRITE, 0,
        "data/x\0"
        "1");
    ASK(b, XS_WRITE, 0,
        "data/y\0"
        "1");
    point("a watch", says(ASK(a, XS_WATCH, 0, "data/x\0token"), "OK"));
    point("fires at once", says(receive(a), "data/x") && in.header.type == XS_WATCH_EVENT &&
                               says(in.payload + 7, "token") && in.header.len == 13);
    ASK(b, XS_WATCH, 0, "data/y\0token");
    point("another file's, of the same name", says(receive(b), "data/y"));
    ASK(b, XS_WRITE, 0,
        "data/x\0"
        "2");
    point("whoever watches hears of it", says(receive(a), "data/x"));
    struct pollfd wait = {.fd = b, .events = POLLIN};
    point("and nobody else", poll(&wait, 1, 300) == 0);
    point("one ends", says(ASK(a, XS_UNWATCH, 0, "data/x\0token"), "OK"));
    ASK(b, XS_WRITE, 0,
        "data/x\0"
        "3");
    wait.fd = a;
    point("and is silent", poll(&wait, 1, 300) == 0);
    close(a);
    close(b);
}

static void pieces(void)
{
    struct message out = {.header = {XS_READ, 9, 0, 5}, .payload = "name"};
    int fd = bus(0), written = 0;

    for (size_t i = 0; i < sizeof(out.header) + 5; i++)
        written += write(fd, (char *)&out + i, 1) == 1;
    point("a request byte by byte", written == 21);
    for (size_t i = 0; i < sizeof(in.header); i++)
        take(fd, (char *)&in.header + i, 1);
    point("an answer byte by byte", in.header.req_id == 9 &&
                                        in.header.len == strlen(getenv("NAME")) &&
                                        take(fd, in.payload, in.header.len));
    out.header.len = XENSTORE_PAYLOAD_MAX + 1;
    point("too long a request", write(fd, &out.header, 16) == -1 && errno == EINVAL);
    point("and the next is one again", says(ASK(fd, XS_READ, 0, "name"), getenv("NAME")));
    point("the kernel's watches are its own",
          !send_message(fd, XS_RESET_WATCHES, 1, 0, "", 1) && errno == EINVAL);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    point("nothing to read", read(fd, &in, 1) == -1 && errno == EAGAIN);
    close(fd);
}

/* More than the ring holds, and more than may be unanswered: the writer waits, and all is answered.
 */
static void many(void)
{
    char payload[900] = "data/x";
    int fd = bus(0), good = 0;

    if (fork() == 0) {
        for (uint32_t i = 0; i < 200; i++)
            send_message(fd, XS_WRITE, i, 0, payload, sizeof(payload));
        _exit(0);
    }
    for (uint32_t i = 0; i < 200; i++)
        good += strcmp(receive(fd), "OK") == 0 && in.header.req_id == i;
    point("two hundred large ones are answered in order", good == 200);
    wait(NULL);
    close(fd);
}

/* As many as one domain may have, three times over: each time the ones before must have ended. */
static void ends_with_the_file(void)
{
    int transactions = 0, watches = 0;

    for (int round = 0; round < 3; round++) {
        int fd = bus(0);

        for (int i = 0; i < 8; i++)
            transactions += atoi(ASK(fd, XS_TRANSACTION_START, 0, "")) > 0;
        close(fd);
        fd = bus(0);
        for (int i = 0; i < 100; i++) {
            char text[40] = "data/x";
            int size = 7 + sprintf(text + 7, "token%d", i) + 1;

            send_message(fd, XS_WATCH, 1, 0, text, (size_t)size);
            do
                receive(fd);
            while (in.header.type == XS_WATCH_EVENT);
            watches += in.header.type == XS_WATCH;
        }
        close(fd);
    }
    point("transactions end with the file", transactions == 24);
    point("watches end with the file", watches == 300);
}

static void begins_and_closes(void)
{
    int open_ones = 0, fd;

    for (int i = 0; i < 30; i++) { /* closed before the answer is there */
        fd = bus(0);
        send_message(fd, XS_TRANSACTION_START, 1, 0, "", 1);
        close(fd);
    }
    sleep(1); /* the kernel ends them when it hears of them */
    fd = bus(0);
    for (int i = 0; i < 8; i++)
        open_ones += atoi(ASK(fd, XS_TRANSACTION_START, 0, "")) > 0;
    point("and those nobody waited for", open_ones == 8);
    close(fd);
}

static void in_a_transaction(void)
{
    int a = bus(0), b = bus(0);
    uint32_t tx = (uint32_t)atoi(ASK(a, XS_TRANSACTION_START, 0, ""));

    ASK(a, XS_WRITE, tx, "data/x\0inside");
    ASK(b, XS_WRITE, 0, "data/x\0outside");
    point("a transaction sees itself", says(ASK(a, XS_READ, tx, "data/x"), "inside"));
    point("others do not", says(ASK(b, XS_READ, 0, "data/x"), "outside"));
    point("it conflicts", says(ASK(a, XS_TRANSACTION_END, tx, "T"), "EAGAIN"));
    close(a);
    close(b);
}

int main(void)
{
    struct stat stat_of;

    if (stat(DEVICE, &stat_of) != 0) {
        printf("xenbus: no device here\n");
        return 1;
    }
    point("for root alone", (stat_of.st_mode & 0777) == 0600);
    two_files();
    pieces();
    many();
    in_a_transaction();
    ends_with_the_file();
    begins_and_closes();
    printf("xenbus: %d failures\n", failures);
    return failures != 0;
}
