/* SPDX-License-Identifier: MIT */
/*
 * Sockets of AF_UNIX from a program's point of view: names, connections, bytes, the several ways it
 * ends, and the errors that mistakes must get. The same source is compiled for Linux and must say
 * the same there (tests/session/sockets.sh), so that what it expects is what Linux does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;
static void *volatile nowhere = (void *)8;
static volatile int pipes_broken;

static void point(const char *what, int good)
{
    printf("%s: %s\n", good ? "ok" : "NOT OK", what);
    failures += !good;
}

static int fails_with(long result, int error)
{
    if (result != -1 || errno != error)
        printf("# result %ld, errno %d, not %d\n", result, result == -1 ? errno : 0, error);
    return result == -1 && errno == error;
}

static struct sockaddr_un name_of(const char *path)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};

    strcpy(name.sun_path, path);
    return name;
}

static int stream(void)
{
    return socket(AF_UNIX, SOCK_STREAM, 0);
}

static int bind_to(int fd, const char *path)
{
    struct sockaddr_un name = name_of(path);

    return bind(fd, (struct sockaddr *)&name, sizeof(name));
}

static int connect_to(int fd, const char *path)
{
    struct sockaddr_un name = name_of(path);

    return connect(fd, (struct sockaddr *)&name, sizeof(name));
}

static int listener(const char *path, int backlog)
{
    int fd = stream();

    unlink(path);
    if (bind_to(fd, path) || listen(fd, backlog))
        return -1;
    return fd;
}

static int polled(int fd, int events)
{
    struct pollfd one = {.fd = fd, .events = (short)events};

    return poll(&one, 1, 0) < 0 ? -1 : one.revents;
}

/* Is SIGPIPE sent by this? */
static int breaks(long result)
{
    int error = errno, broken = pipes_broken;

    pipes_broken = 0;
    return result == -1 && error == EPIPE && broken == 1;
}

static void count_pipe(int number)
{
    (void)number;
    pipes_broken++;
}

/* ---- making and naming ----------------------------------------------------------------------- */

static void test_making(void)
{
    int fd, pair[2];
    struct stat info;

    point("a family nobody has", fails_with(socket(41, SOCK_STREAM, 0), EAFNOSUPPORT));
    point("a family beyond all", fails_with(socket(1000, SOCK_STREAM, 0), EAFNOSUPPORT));
    point("a type nobody has", fails_with(socket(AF_UNIX, 9, 0), ESOCKTNOSUPPORT));
    point("a type beyond all", fails_with(socket(AF_UNIX, 11, 0), EINVAL));
    point("a protocol it has not", fails_with(socket(AF_UNIX, SOCK_STREAM, 7), EPROTONOSUPPORT));
    point("a flag it has not", fails_with(socket(AF_UNIX, SOCK_STREAM | 0x100, 0), EINVAL));
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    point("a socket", fd >= 0);
    point("does not block when asked not to", fcntl(fd, F_GETFL) == (O_RDWR | O_NONBLOCK));
    point("and is closed by exec", fcntl(fd, F_GETFD) == FD_CLOEXEC);
    point("it is a socket to fstat", fstat(fd, &info) == 0 && S_ISSOCK(info.st_mode));
    point("it has no position", fails_with(lseek(fd, 0, SEEK_SET), ESPIPE));
    point("and no terminal", !isatty(fd));
    close(fd);
    point("what is closed is no descriptor", fails_with(listen(fd, 1), EBADF));
    point("a file is no socket", fails_with(listen(0, 1), ENOTSOCK));
    point("a pair at a bad address",
          fails_with(socketpair(AF_UNIX, SOCK_STREAM, 0, nowhere), EFAULT));
    point("leaves no descriptor behind", (pair[0] = dup(0)) == fd);
    close(pair[0]);
}

static void test_names(void)
{
    struct sockaddr_un name = name_of("s"), got;
    socklen_t length = sizeof(got);
    int fd = stream(), other = stream();
    struct stat info;

    unlink("s");
    point("no name is told of", getsockname(fd, (struct sockaddr *)&got, &length) == 0 &&
                                    length == 2 && got.sun_family == AF_UNIX);
    point("a name of another family",
          (name.sun_family = 2, fails_with(bind(fd, (void *)&name, sizeof(name)), EINVAL)));
    name.sun_family = AF_UNIX;
    point("a name too long", fails_with(bind(fd, (void *)&name, sizeof(name) + 1), EINVAL));
    point("a name nowhere", fails_with(bind(fd, nowhere, sizeof(name)), EFAULT));
    point("a name where no directory is", fails_with(bind_to(fd, "no/s"), ENOENT));
    umask(027);
    point("a name", bind_to(fd, "s") == 0);
    umask(022);
    point("is in the file system", stat("s", &info) == 0 && S_ISSOCK(info.st_mode));
    point("with the mask applied", (info.st_mode & 0777) == 0750);
    point("cannot be opened", fails_with(open("s", O_RDWR), ENXIO));
    point("is taken", fails_with(bind_to(other, "s"), EADDRINUSE));
    point("and is for good", fails_with(bind_to(fd, "t"), EINVAL));
    length = sizeof(got);
    getsockname(fd, (struct sockaddr *)&got, &length);
    point("and is told", length == 4 && strcmp(got.sun_path, "s") == 0);
    length = 3;
    memset(&got, 'x', sizeof(got));
    getsockname(fd, (struct sockaddr *)&got, &length);
    point("as far as there is room",
          length == 4 && got.sun_path[0] == 's' && got.sun_path[1] == 'x');
    point("nobody listens there", fails_with(connect_to(other, "s"), ECONNREFUSED));
    point("nor at a file", fails_with(connect_to(other, "/etc/passwd"), ECONNREFUSED));
    point("nor at nothing", fails_with(connect_to(other, "nothing"), ENOENT));
    point("who has no name cannot listen", fails_with(listen(other, 1), EINVAL));
    close(fd);
    point("the name outlives the socket", stat("s", &info) == 0);
    point("and refuses", fails_with(connect_to(other, "s"), ECONNREFUSED));
    point("until it is removed", unlink("s") == 0 && bind_to(other, "s") == 0);
    unlink("s");
    close(other);
}

static void test_abstract(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "\0torc"};
    socklen_t size = offsetof(struct sockaddr_un, sun_path) + 5;
    int server = stream(), second = stream(), client = stream();

    point("a name outside the files", bind(server, (void *)&name, size) == 0);
    point("is taken", fails_with(bind(second, (void *)&name, size), EADDRINUSE));
    point("but not a longer one", bind(second, (void *)&name, size + 1) == 0);
    listen(server, 1);
    point("leads to it", connect(client, (void *)&name, size) == 0);
    close(server);
    close(client);
    client = stream();
    point("and goes with it", fails_with(connect(client, (void *)&name, size), ECONNREFUSED));
    close(second);
    close(client);
}

/* ---- connections ----------------------------------------------------------------------------- */

static void test_connection(void)
{
    int server = listener("s", 0), client = stream(), second = stream(), late, end;
    struct sockaddr_un got;
    socklen_t length = sizeof(got);
    struct ucred who;
    char text[8] = {0};
    int value;

    point("nobody there yet", polled(server, POLLIN | POLLOUT) == 0);
    fcntl(server, F_SETFL, O_NONBLOCK);
    point("so none is accepted", fails_with(accept(server, NULL, NULL), EAGAIN));
    point("who is not connected cannot write", fails_with(send(client, "a", 1, 0), ENOTCONN));
    point("nor read", fails_with(read(client, text, 1), EINVAL));
    point("nor has a peer", fails_with(getpeername(client, (void *)&got, &length), ENOTCONN));
    point("and hangs", polled(client, POLLIN | POLLOUT) == (POLLOUT | POLLHUP));
    point("a connection before it is accepted", connect_to(client, "s") == 0);
    point("can be written to", write(client, "early", 5) == 5);
    point("the server sees it", polled(server, POLLIN) == POLLIN);
    fcntl(second, F_SETFL, O_NONBLOCK);
    late = connect_to(second, "s");
    point("a queue of 0 has room for one", fails_with(late, EAGAIN));
    end = accept4(server, (void *)&got, &length, SOCK_CLOEXEC);
    point("accepted",
          end >= 0 && fcntl(end, F_GETFD) == FD_CLOEXEC && fcntl(end, F_GETFL) == O_RDWR);
    point("from one without a name", length == 2);
    point("who is connected cannot again", fails_with(connect_to(client, "s"), EISCONN));
    point("what was written early is there", read(end, text, 8) == 5 && strcmp(text, "early") == 0);
    length = sizeof(got);
    getpeername(client, (void *)&got, &length);
    point("the client knows whom it reached", length == 4 && strcmp(got.sun_path, "s") == 0);
    length = sizeof(got);
    getsockname(end, (void *)&got, &length);
    point("and so does the end", length == 4 && strcmp(got.sun_path, "s") == 0);
    length = sizeof(who);
    getsockopt(end, SOL_SOCKET, SO_PEERCRED, &who, &length);
    point("it knows who came", who.pid == getpid() && who.uid == geteuid() && length == 12);
    length = sizeof(value);
    getsockopt(server, SOL_SOCKET, SO_ACCEPTCONN, &value, &length);
    point("one listens", value == 1);
    getsockopt(end, SOL_SOCKET, SO_TYPE, &value, &length);
    point("one is a stream", value == SOCK_STREAM);
    point("an option nobody has",
          fails_with(getsockopt(end, SOL_SOCKET, 200, &value, &length), ENOPROTOOPT));
    point("a harmless one", setsockopt(end, SOL_SOCKET, SO_SNDBUF, &(int){8192}, 4) == 0);
    point("who connects cannot listen", fails_with(listen(client, 1), EINVAL));
    point("nor accept", fails_with(accept(client, NULL, NULL), EINVAL));
    point("now there is room", connect_to(second, "s") == 0);
    close(server);
    point("who was never accepted is reset", fails_with(read(second, text, 1), ECONNRESET));
    point("once", read(second, text, 1) == 0);
    close(second);
    close(client);
    close(end);
    unlink("s");
}

/* A server process and a client that ask and answer, both sleeping in turn. */
static void test_processes(void)
{
    int server = listener("s", 4), status, good = 1;
    pid_t child;
    struct ucred who = {0};
    socklen_t length = sizeof(who);
    unsigned value = 0, answer;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        int end = accept(server, NULL, NULL);

        while (read(end, &value, sizeof(value)) == sizeof(value)) {
            value *= 3;
            write(end, &value, sizeof(value));
        }
        _exit(7);
    }
    int fd = stream();
    connect_to(fd, "s");
    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &length);
    for (value = 1; value < 500; value++)
        good &= write(fd, &value, 4) == 4 && read(fd, &answer, 4) == 4 && answer == 3 * value;
    close(fd);
    waitpid(child, &status, 0);
    point("500 questions, 500 answers", good);
    point("the server was told of the end", WIFEXITED(status) && WEXITSTATUS(status) == 7);
    point("who listens is who called listen", who.pid == getpid());
    close(server);
    unlink("s");
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static void test_bytes(void)
{
    static char block[100000], back[100000];
    int pair[2], waiting = 0;
    char text[16] = {0};
    struct iovec parts[2] = {{"ab", 2}, {"cde", 3}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    long sent = 0, got = 0, step;
    int good = 1;

    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair);
    point("nothing there", fails_with(read(pair[0], text, 1), EAGAIN));
    point("but room", polled(pair[0], POLLIN | POLLOUT) == POLLOUT);
    point("a message in two parts", sendmsg(pair[0], &message, 0) == 5);
    point("is there", ioctl(pair[1], FIONREAD, &waiting) == 0 && waiting == 5);
    point("to be looked at", recv(pair[1], text, 3, MSG_PEEK) == 3 && memcmp(text, "abc", 3) == 0);
    parts[0] = (struct iovec){text, 4};
    parts[1] = (struct iovec){text + 8, 4};
    message.msg_flags = -1;
    point("and taken in two", recvmsg(pair[1], &message, 0) == 5 && memcmp(text, "abcd", 4) == 0 &&
                                  text[8] == 'e' && message.msg_flags == 0);
    point("to somebody else",
          fails_with(sendto(pair[0], "a", 1, 0, (void *)&(struct sockaddr_un){AF_UNIX, "x"}, 4),
                     EISCONN));
    point("from nowhere", fails_with(send(pair[0], nowhere, 1, 0), EFAULT));
    point("to nowhere",
          write(pair[0], "x", 1) == 1 && fails_with(recv(pair[1], nowhere, 1, 0), EFAULT));
    point("is not lost", read(pair[1], text, 2) == 1 && text[0] == 'x');
    for (unsigned i = 0; i < sizeof(block); i++)
        block[i] = (char)(i * 7 + i / 251);
    while ((step = write(pair[0], block + sent % 1000, 1000)) > 0)
        sent += step;
    point("until it is full", fails_with(step, EAGAIN) && sent >= 32768);
    point("and not writable", polled(pair[0], POLLOUT) == 0);
    while ((step = read(pair[1], back, 777)) > 0) {
        for (long i = 0; i < step; i++)
            good &= back[i] == block[(got + i) % 1000];
        got += step;
    }
    point("all comes out", got == sent && good);
    fcntl(pair[0], F_SETFL, 0);
    fcntl(pair[1], F_SETFL, 0);
    fflush(stdout);
    if (fork() == 0) {
        close(pair[1]);
        _exit(write(pair[0], block, sizeof(block)) != sizeof(block));
    }
    point("a hundred thousand at once",
          recv(pair[1], back, sizeof(back), MSG_WAITALL) == sizeof(back));
    point("unharmed", memcmp(block, back, sizeof(back)) == 0);
    wait(&waiting);
    point("by a writer that waited", waiting == 0);
    close(pair[0]);
    close(pair[1]);
}

/* ---- endings --------------------------------------------------------------------------------- */

static void test_endings(void)
{
    int pair[2], value;
    char text[8];
    socklen_t length = sizeof(value);

    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    write(pair[1], "rest", 4);
    close(pair[1]);
    point("a closed end hangs", polled(pair[0], POLLIN | POLLOUT) == (POLLIN | POLLOUT | POLLHUP));
    point("what it said is read", read(pair[0], text, 8) == 4);
    point("then the end", read(pair[0], text, 8) == 0);
    point("writing breaks the pipe", breaks(write(pair[0], "a", 1)));
    point("silently, if so wished",
          fails_with(send(pair[0], "a", 1, MSG_NOSIGNAL), EPIPE) && !pipes_broken);
    close(pair[0]);

    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    write(pair[0], "unheard", 7);
    close(pair[1]);
    point("an end that did not listen is an error", polled(pair[0], POLLOUT) & POLLERR);
    getsockopt(pair[0], SOL_SOCKET, SO_ERROR, &value, &length);
    point("with a number", value == ECONNRESET);
    getsockopt(pair[0], SOL_SOCKET, SO_ERROR, &value, &length);
    point("told once", value == 0 && read(pair[0], text, 1) == 0);
    close(pair[0]);

    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    point("a strange shutdown", fails_with(shutdown(pair[0], 3), EINVAL));
    point("one direction ends", shutdown(pair[0], SHUT_WR) == 0);
    point("the other side reads the end", read(pair[1], text, 1) == 0);
    point("and may still write", write(pair[1], "ok", 2) == 2 && read(pair[0], text, 2) == 2);
    point("who ended it may not", breaks(write(pair[0], "a", 1)));
    point("its peer sees it half gone",
          polled(pair[1], POLLIN | POLLOUT | POLLRDHUP) == (POLLIN | POLLOUT | POLLRDHUP));
    shutdown(pair[0], SHUT_RD);
    point("the other direction too", breaks(write(pair[1], "a", 1)));
    point("then both hang", polled(pair[1], POLLIN) == (POLLIN | POLLHUP));
    close(pair[0]);
    close(pair[1]);
}

static void wake_nobody(int number)
{
    (void)number;
}

static void test_interruptions(void)
{
    int server = listener("s", 1), pair[2];
    char text[1];
    fd_set set;
    struct timeval soon = {0, 20000};
    struct sigaction action = {.sa_handler = wake_nobody};

    sigaction(SIGALRM, &action, NULL);
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    alarm(1);
    point("a signal ends a read", fails_with(read(pair[0], text, 1), EINTR));
    alarm(1);
    point("and an accept", fails_with(accept(server, NULL, NULL), EINTR));
    FD_ZERO(&set);
    FD_SET(pair[0], &set);
    point("select waits and gives up", select(pair[0] + 1, &set, NULL, NULL, &soon) == 0);
    fflush(stdout);
    if (fork() == 0) {
        usleep(20000);
        _exit(write(pair[1], "x", 1) != 1);
    }
    FD_SET(pair[0], &set);
    soon.tv_sec = 5;
    point("or is woken by a byte", select(pair[0] + 1, &set, NULL, NULL, &soon) == 1);
    wait(NULL);
    fflush(stdout);
    if (fork() == 0)
        _exit(0);
    close(pair[1]);
    wait(NULL);
    read(pair[0], text, 1);
    point("or by the end", read(pair[0], text, 1) == 0);
    close(pair[0]);
    close(server);
    unlink("s");
}

/* A client that is killed in the midst of a long message. */
static void test_killed(void)
{
    static char block[50000];
    int pair[2];
    long got = 0, step;

    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        close(pair[0]);
        for (;;)
            write(pair[1], block, sizeof(block));
    }
    close(pair[1]);
    read(pair[0], block, 1000);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    while ((step = read(pair[0], block, sizeof(block))) > 0)
        got += step;
    point("a killed writer ends the stream", step == 0 && got > 0);
    close(pair[0]);
}

int main(void)
{
    struct sigaction action = {.sa_handler = count_pipe};
    char directory[] = "/tmp/socketsXXXXXX";

    sigaction(SIGPIPE, &action, NULL);
    if (mkdtemp(directory) == NULL || chdir(directory)) {
        perror(directory);
        return 2;
    }
    test_making();
    test_names();
    test_abstract();
    test_connection();
    test_processes();
    test_bytes();
    test_endings();
    test_interruptions();
    test_killed();
    rmdir(directory);
    printf("sockets: %d failures\n", failures);
    return failures != 0;
}
