/* SPDX-License-Identifier: MIT */
/*
 * Files from a program's point of view: the corners that shell commands do not reach. Links that
 * bite their own tail, descriptors that outlive their names, pipes that break, poll, and the errors
 * that mistakes must get.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;

static void point(const char *what, int good)
{
    printf("%s: %s\n", good ? "ok" : "NOT OK", what);
    failures += !good;
}

static int fails_with(int result, int error)
{
    return result == -1 && errno == error;
}

static void test_names(void)
{
    struct stat one, other;

    mkdir("d", 0755);
    symlink("loop", "loop");
    point("a link to itself is ELOOP", fails_with(open("loop", O_RDONLY), ELOOP));
    point("a path through a file is ENOTDIR", fails_with(open("/etc/passwd/x", O_RDONLY), ENOTDIR));
    point("a directory is not written", fails_with(open("d", O_WRONLY), EISDIR));
    close(open("d/a", O_CREAT | O_WRONLY, 0644));
    point("a full directory is not removed", fails_with(rmdir("d"), ENOTEMPTY));
    link("d/a", "d/b");
    stat("d/a", &one);
    stat("d/b", &other);
    point("two names, one file", one.st_ino == other.st_ino && one.st_nlink == 2);
    point("a directory is not moved into itself", fails_with(rename("d", "d/e"), EINVAL));
    rename("d/a", "d/c");
    point("a name moves", fails_with(stat("d/a", &one), ENOENT) && stat("d/c", &one) == 0);
    unlink("d/b");
    unlink("d/c");
    unlink("loop");
    point("an empty one is", rmdir("d") == 0);
}

static void test_descriptors(void)
{
    int fd = open("f", O_RDWR | O_CREAT | O_TRUNC, 0600), copy;
    char buffer[32] = {0};
    struct iovec parts[2] = {{"hello ", 6}, {"world", 5}};
    struct stat status;

    point("writev", writev(fd, parts, 2) == 11);
    unlink("f");
    lseek(fd, 0, SEEK_SET);
    point("a file without a name still reads",
          read(fd, buffer, sizeof(buffer)) == 11 && !strcmp(buffer, "hello world"));
    copy = dup(fd);
    lseek(copy, 6, SEEK_SET);
    point("a duplicate shares the position", lseek(fd, 0, SEEK_CUR) == 6);
    ftruncate(fd, 5000);
    fstat(fd, &status);
    memset(buffer, 1, sizeof(buffer));
    pread(fd, buffer, 4, 4096);
    point("growing fills with zeroes", status.st_size == 5000 && buffer[0] == 0 && buffer[3] == 0);
    point("seeking far and writing makes a hole",
          lseek(fd, 100 << 20, SEEK_SET) == 100 << 20 && write(fd, "x", 1) == 1 &&
              fstat(fd, &status) == 0 && status.st_size == (100 << 20) + 1 &&
              status.st_blocks < 100);
    point("a closed descriptor is EBADF",
          close(copy) == 0 && fails_with(read(copy, buffer, 1), EBADF));
    point("a bad address is EFAULT", fails_with(write(fd, (void *)16, 1), EFAULT));
    close(fd);
}

static void test_pipes(void)
{
    int fds[2], full = 0;
    char block[4096] = {0};
    struct pollfd entry;

    pipe(fds);
    entry = (struct pollfd){.fd = fds[0], .events = POLLIN};
    point("poll of an empty pipe times out", poll(&entry, 1, 20) == 0);
    write(fds[1], "x", 1);
    point("and sees a byte", poll(&entry, 1, 1000) == 1 && entry.revents == POLLIN);
    read(fds[0], block, 1);
    fcntl(fds[1], F_SETFL, O_NONBLOCK);
    while (write(fds[1], block, sizeof(block)) == sizeof(block))
        full++;
    point("a full pipe is EAGAIN", errno == EAGAIN && full == 16);
    close(fds[1]);
    while (read(fds[0], block, sizeof(block)) > 0)
        full--;
    point("all of it comes out, then the end", full == 0);
    close(fds[0]);
    pipe(fds);
    close(fds[0]);
    signal(SIGPIPE, SIG_IGN);
    point("nobody reads: EPIPE", fails_with(write(fds[1], "x", 1), EPIPE));
    close(fds[1]);
}

/* Two processes and a FIFO: neither open returns before the other. */
static void test_fifo(void)
{
    char buffer[8] = {0};
    fd_set set;
    int fd, status;

    mkfifo("fifo", 0600);
    if (fork() == 0) {
        fd = open("fifo", O_WRONLY);
        usleep(50000);
        _exit(write(fd, "fifo", 4) != 4);
    }
    fd = open("fifo", O_RDONLY);
    FD_ZERO(&set);
    FD_SET(fd, &set);
    point("select waits for a writer", select(fd + 1, &set, NULL, NULL, NULL) == 1);
    point("and the bytes come", read(fd, buffer, sizeof(buffer)) == 4 && !strcmp(buffer, "fifo"));
    wait(&status);
    point("then the end", read(fd, buffer, sizeof(buffer)) == 0 && status == 0);
    close(fd);
    unlink("fifo");
}

static void test_directory(void)
{
    char name[32];
    int seen = 0;
    DIR *dir;

    mkdir("many", 0755);
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof(name), "many/file-%d", i);
        close(open(name, O_CREAT | O_WRONLY, 0644));
    }
    dir = opendir("many");
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        seen++;
        snprintf(name, sizeof(name), "many/%.20s", entry->d_name);
        unlink(name); /* while it is being read */
    }
    closedir(dir);
    point("300 names are read while they are removed", seen == 300 && rmdir("many") == 0);
}

int main(void)
{
    mkdir("/tmp/files", 0755);
    if (chdir("/tmp/files")) {
        perror("/tmp/files");
        return 1;
    }
    test_names();
    test_descriptors();
    test_pipes();
    test_fifo();
    test_directory();
    chdir("/");
    rmdir("/tmp/files");
    printf("files: %d failures\n", failures);
    return failures > 0;
}
