/* SPDX-License-Identifier: MIT */
/*
 * The initrd comes from outside. Good archives give what they say; bad ones give an error and a
 * message, whatever is wrong with them, and never a read outside their bounds (the archive lies at
 * the very end of its allocation, so the sanitizer would see one).
 */
#include "tests/host/edge/run.h"

#include "shim.h"

#include "kernel/fs/ramfs.h"

static char archive[8192];

/* The archive in memory of exactly its size. */
static int boot_exactly(const char *bytes, size_t size)
{
    char *copy = malloc(size ? size : 1);
    int error;

    memcpy(copy, bytes, size);
    error = shim_boot(copy, size);
    free(copy);
    return error;
}

static size_t good_archive(void)
{
    size_t at = 0;

    at += shim_cpio_member(archive + at, ".", S_IFDIR | 0700, NULL, 0);
    at += shim_cpio_member(archive + at, "dir", S_IFDIR | 01777, NULL, 0);
    at += shim_cpio_member(archive + at, "dir/file", S_IFREG | 0640, "hello\n", 6);
    at += shim_cpio_member(archive + at, "./no/parents/yet", S_IFREG | 0600, "x", 1);
    at += shim_cpio_member(archive + at, "link", S_IFLNK | 0777, "dir/file", 8);
    at += shim_cpio_member(archive + at, "fifo", S_IFIFO | 0600, NULL, 0);
    return at + shim_cpio_end(archive + at);
}

START_TEST(good)
{
    struct stat64 s;
    char buffer[16] = {0};
    long fd;

    ck_assert_int_eq(boot_exactly(archive, good_archive()), 0);
    ck_assert_int_eq(sys_stat64(U("/"), U(&s)), 0);
    ck_assert_uint_eq(s.mode, S_IFDIR | 0700);
    ck_assert_int_eq(sys_stat64(U("/dir"), U(&s)), 0);
    ck_assert_uint_eq(s.mode, S_IFDIR | 01777);
    ck_assert_uint_eq(s.mtime, 7);
    ck_assert_int_eq(sys_stat64(U("/link"), U(&s)), 0);
    ck_assert_uint_eq(s.mode, S_IFREG | 0640);
    ck_assert_uint_eq(s.size, 6);
    ck_assert_int_eq(sys_stat64(U("/no/parents/yet"), U(&s)), 0);
    ck_assert_int_eq(sys_stat64(U("/fifo"), U(&s)), 0);
    ck_assert_uint_eq(s.mode, S_IFIFO | 0600);
    fd = sys_open(U("/dir/file"), O_RDONLY, 0);
    ck_assert_int_eq(sys_read(fd, U(buffer), sizeof(buffer)), 6);
    ck_assert_str_eq(buffer, "hello\n");
    ck_assert_uint_eq(shim_console_size, 0);
}
END_TEST

/* Unpacks into a file system of its own, and sees that all of it can be taken back. */
static int unpack_exactly(const char *bytes, size_t size)
{
    int blocks = shim_blocks_live, pages = shim_pages_live, error;
    struct filesystem *fs = ramfs_new("tmpfs", "test");
    char *copy = malloc(size ? size : 1);

    memcpy(copy, bytes, size);
    shim_console_size = 0;
    shim_console[0] = '\0';
    error = cpio_unpack(fs->root, copy, size);
    free(copy);
    ramfs_clear(fs->root);
    fs->root->nlink = 0;
    inode_put(fs->root);
    ck_assert_int_eq(shim_blocks_live, blocks);
    ck_assert_int_eq(shim_pages_live, pages);
    return error;
}

START_TEST(cut_everywhere)
{
    size_t size = good_archive();

    ck_assert_int_eq(unpack_exactly(archive, size), 0);
    for (size_t cut = 0; cut < size - 3; cut++) {
        ck_assert_int_lt(unpack_exactly(archive, cut), 0);
        ck_assert_msg(strstr(shim_console, "initrd: "), "no message for a cut at %zu", cut);
    }
}
END_TEST

START_TEST(random_damage)
{
    size_t size = good_archive();

    srand(1);
    for (int round = 0; round < 20000; round++) {
        char damaged[sizeof(archive)];

        memcpy(damaged, archive, size);
        for (int i = rand() % 4; i >= 0; i--)
            damaged[rand() % size] = rand() % 3 ? "0123456789abcdefF/.\0"[rand() % 20] : rand();
        unpack_exactly(damaged, size); /* any answer, no crash */
    }
}
END_TEST

static int unpack_member(const char *name, uint32_t mode, const char *data, size_t data_size)
{
    size_t size = shim_cpio_member(archive, name, mode, data, data_size);

    return unpack_exactly(archive, size + shim_cpio_end(archive + size));
}

START_TEST(bad_members)
{
    ck_assert_int_eq(unpack_member("ok", S_IFREG | 0600, NULL, 0), 0);
    ck_assert_int_eq(unpack_member("../up", S_IFREG | 0600, NULL, 0), -EINVAL);
    ck_assert_int_eq(unpack_member("a/../../up", S_IFREG | 0600, NULL, 0), -EINVAL);
    ck_assert_int_eq(unpack_member("..", S_IFDIR | 0700, NULL, 0), -EINVAL);
    ck_assert_int_eq(unpack_member("typeless", 0600, NULL, 0), -EINVAL);
    ck_assert_int_eq(unpack_member("link", S_IFLNK | 0777, NULL, 0), -ENAMETOOLONG);
    ck_assert_int_eq(unpack_exactly("\x1f\x8b rest", 8), -EINVAL);
    ck_assert_ptr_nonnull(strstr(shim_console, "gunzip"));
    ck_assert_int_eq(unpack_exactly("", 0), -EINVAL);
}
END_TEST

/* One archive behind the other, as they are appended: padding between them or not. Both are there, the
 * second one is checked as the first is, and numbers of files mean something within one of them. */
START_TEST(two_archives)
{
    for (size_t padding = 0; padding < 600; padding += 300) {
        struct stat64 s;
        size_t at = shim_cpio_member(archive, "one", S_IFREG | 0600, "1", 1), second;

        at += shim_cpio_end(archive + at);
        memset(archive + at, 0, padding);
        at += padding;
        second = at;
        at += shim_cpio_member(archive + at, "share/two", S_IFREG | 0644, "22", 2);
        at += shim_cpio_end(archive + at);
        ck_assert_int_eq(unpack_exactly(archive, at), 0);
        for (size_t cut = second + 1; cut < at - 3; cut++)
            ck_assert_int_eq(unpack_exactly(archive, cut), -EINVAL);
        if (padding == 0)
            continue;
        ck_assert_int_eq(boot_exactly(archive, at), 0); /* a process boots once */
        ck_assert_int_eq(sys_stat64(U("/one"), U(&s)), 0);
        ck_assert_int_eq(sys_stat64(U("/share/two"), U(&s)), 0);
        ck_assert_uint_eq(s.size, 2);
    }
}
END_TEST

START_TEST(a_file_in_the_way)
{
    size_t at = shim_cpio_member(archive, "x", S_IFREG | 0600, NULL, 0);

    at += shim_cpio_member(archive + at, "x/y", S_IFREG | 0600, NULL, 0);
    at += shim_cpio_end(archive + at);
    ck_assert_int_eq(unpack_exactly(archive, at), -EINVAL);
    at = shim_cpio_member(archive, "x", S_IFREG | 0600, NULL, 0);
    at += shim_cpio_member(archive + at, "x", S_IFREG | 0600, NULL, 0);
    at += shim_cpio_end(archive + at);
    ck_assert_int_eq(unpack_exactly(archive, at), -EEXIST);
}
END_TEST

START_TEST(memory_runs_out)
{
    size_t size = good_archive();

    for (uint32_t pages = 0; pages < 4; pages++) {
        shim_pages_left = pages;
        ck_assert_int_eq(unpack_exactly(archive, size), -ENOSPC);
        ck_assert_ptr_nonnull(strstr(shim_console, "memory is full"));
    }
}
END_TEST

RUN_TESTS("gk_cpio", &good, &cut_everywhere, &random_damage, &bad_members, &two_archives, &a_file_in_the_way,
          &memory_runs_out)
