/* SPDX-License-Identifier: MIT */
/*
 * /proc: the forms that ps, top and free parse, links that lead straight to what is open, and files
 * of processes that are gone while they are read.
 */
#include "tests/host/edge/run.h"

#include "shim.h"

#include <stdio.h>

static char text[65536];

static long read_file(const char *path)
{
    long fd = sys_open(U(path), O_RDONLY, 0), got;

    if (fd < 0)
        return fd;
    got = sys_read(fd, U(text), sizeof(text) - 1);
    text[MAX(got, 0)] = '\0';
    sys_close(fd);
    return got;
}

START_TEST(stat_line)
{
    int pid, ppid, pgrp, session, tty, fields = 1;
    char name[32], state;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    ck_assert_int_gt(read_file("/proc/1/stat"), 0);
    ck_assert_int_eq(sscanf(text, "%d (%31[^)]) %c %d %d %d %d", &pid, name, &state, &ppid, &pgrp,
                            &session, &tty),
                     7);
    ck_assert_int_eq(pid, 1);
    ck_assert_str_eq(name, "test");
    ck_assert_int_eq(state, 'R');
    for (char *c = text; *c; c++)
        fields += *c == ' ';
    ck_assert_int_eq(fields, 52);
}
END_TEST

START_TEST(texts)
{
    unsigned total;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    ck_assert_int_gt(read_file("/proc/meminfo"), 0);
    ck_assert_int_eq(sscanf(text, "MemTotal: %u kB", &total), 1);
    ck_assert_uint_eq(total, pages_total() * 4);
    ck_assert_int_eq(read_file("/proc/self/cmdline"), 8);
    ck_assert_mem_eq(text, "test\0-v", 8);
    ck_assert_int_gt(read_file("/proc/mounts"), 0);
    ck_assert_ptr_nonnull(strstr(text, "proc /proc proc rw"));
    ck_assert_int_gt(read_file("/proc/1/maps"), 3000); /* longer than the first buffer */
    ck_assert_ptr_nonnull(strstr(text, "line 99 of process 1"));
    ck_assert_int_eq(read_file("/proc/hypercalls"), 9);
    ck_assert_int_gt(read_file("/proc/sys/kernel/osrelease"), 0);
    ck_assert_int_eq(read_file("/proc/2/stat"), -ENOENT);
    ck_assert_int_eq(read_file("/proc/01/stat"), -ENOENT);
    ck_assert_int_eq(read_file("/proc/1x"), -ENOENT);
    ck_assert_int_eq(read_file("/proc/nothing"), -ENOENT);
}
END_TEST

START_TEST(in_pieces)
{
    char whole[4096], piece[64];
    long size, fd, got, at = 0;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    size = read_file("/proc/1/status");
    memcpy(whole, text, size);
    fd = sys_open(U("/proc/1/status"), O_RDONLY, 0);
    while ((got = sys_read(fd, U(piece), 7)) > 0) {
        ck_assert_mem_eq(piece, whole + at, got);
        at += got;
    }
    ck_assert_int_eq(at, size);
    ck_assert_int_eq(sys_write(fd, U("x"), 1), -EBADF);
    ck_assert_int_eq(sys_open(U("/proc/new"), O_CREAT | O_RDWR, 0600), -EACCES);
    ck_assert_int_eq(sys_mkdir(U("/proc/new"), 0600), -EPERM);
    ck_assert_int_eq(sys_unlink(U("/proc/stat")), -EPERM);
}
END_TEST

START_TEST(gone_while_read)
{
    long fd, dir;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    fd = sys_open(U("/proc/1/stat"), O_RDONLY, 0);
    dir = sys_open(U("/proc/1"), O_RDONLY | O_DIRECTORY, 0);
    shim_proc.pid = 9; /* the process with number 1 has gone */
    ck_assert_int_eq(sys_read(fd, U(text), 10), -ESRCH);
    ck_assert_int_eq(sys_getdents64(dir, U(text), 1000), -ENOENT);
    ck_assert_int_eq(sys_openat(dir, U("stat"), O_RDONLY, 0), -ENOENT);
}
END_TEST

START_TEST(descriptors)
{
    struct stat64 one, other;
    long fd, again, length;
    int32_t ends[2];

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    sys_mkdir(U("/d"), 0700);
    fd = sys_open(U("/d/file"), O_CREAT | O_RDWR, 0600);
    ck_assert_int_eq(fd, 0);
    length = sys_readlink(U("/proc/self/fd/0"), U(text), 100);
    ck_assert_int_eq(length, 7);
    ck_assert_mem_eq(text, "/d/file", 7);
    sys_rename(U("/d"), U("/e")); /* the name follows */
    length = sys_readlink(U("/proc/self/fd/0"), U(text), 100);
    ck_assert_mem_eq(text, "/e/file", 7);
    sys_unlink(U("/e/file")); /* without a name it can still be opened */
    again = sys_open(U("/proc/self/fd/0"), O_RDONLY, 0);
    ck_assert_int_ge(again, 0);
    sys_fstat64(fd, U(&one));
    sys_fstat64(again, U(&other));
    ck_assert_uint_eq(one.ino, other.ino);
    sys_pipe(U(ends));
    length = sys_readlink(U("/proc/self/fd/3"), U(text), 100);
    ck_assert_mem_eq(text, "pipe:[", 6);
    ck_assert_int_eq(sys_readlink(U("/proc/self/fd/9"), U(text), 100), -ENOENT);
    ck_assert_int_ge(sys_open(U("/dev/stdin"), O_RDONLY, 0), 0);
}
END_TEST

START_TEST(exe_keeps_its_path)
{
    struct file *program;
    long length, fd;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    sys_mkdir(U("/bin"), 0755);
    sys_close(sys_creat(U("/bin/tool"), 0755));
    sys_symlink(U("tool"), U("/bin/name"));
    ck_assert_int_eq(fs_open_exec("/bin/name", &program), 0);
    shim_proc.exe = program;
    length = sys_readlink(U("/proc/self/exe"), U(text), 100);
    ck_assert_int_eq(length, 9);
    ck_assert_mem_eq(text, "/bin/tool", 9);
    /* What is run through the link knows its path just as well: busybox does that all the time. */
    ck_assert_int_eq(fs_open_exec("/proc/self/exe", &shim_proc.exe), 0);
    length = sys_readlink(U("/proc/self/exe"), U(text), 100);
    ck_assert_mem_eq(text, "/bin/tool", 9);
    ck_assert_int_eq(sys_open(U("/bin/tool"), O_WRONLY, 0), -ETXTBSY); /* it is being run */
    ck_assert_int_eq(sys_truncate(U("/bin/tool"), 0), -ETXTBSY);
    file_put(program);
    ck_assert_int_eq(sys_open(U("/bin/tool"), O_RDWR, 0), -ETXTBSY); /* twice */
    file_put(shim_proc.exe);
    shim_proc.exe = NULL;
    ck_assert_int_ge(sys_open(U("/bin/tool"), O_RDWR, 0), 0);
    sys_chmod(U("/bin/tool"), 0644);
    ck_assert_int_eq(fs_open_exec("/bin/name", &program), -EACCES);
    ck_assert_int_eq(fs_open_exec("/bin", &program), -EACCES);
    ck_assert_int_eq(fs_open_exec("/bin/no", &program), -ENOENT);
    fd = sys_open(U("/proc/self/cwd/bin/tool"), O_RDONLY, 0);
    ck_assert_int_ge(fd, 0);
}
END_TEST

START_TEST(listing)
{
    long fd, got;
    int pids = 0, names = 0;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    fd = sys_open(U("/proc"), O_DIRECTORY, 0);
    while ((got = sys_getdents64(fd, U(text), 100)) > 0)
        for (long at = 0; at < got; at += *(uint16_t *)(text + at + 16)) {
            struct stat64 s;
            char path[64];

            snprintf(path, sizeof(path), "/proc/%s", text + at + 19);
            ck_assert_int_eq(sys_lstat64(U(path), U(&s)), 0);
            if (strcmp(text + at + 19, "..")) /* every entry's number is its inode's */
                ck_assert_uint_eq(s.ino, *(uint64_t *)(text + at));
            pids += text[at + 19] >= '0' && text[at + 19] <= '9';
            names++;
        }
    ck_assert_int_eq(got, 0);
    ck_assert_int_eq(pids, 1);
    ck_assert_int_gt(names, 10);
}
END_TEST

RUN_TESTS("gk_proc", &stat_line, &texts, &in_pieces, &gone_while_read, &descriptors,
          &exe_keeps_its_path, &listing)
