/* SPDX-License-Identifier: MIT */
/*
 * Path lookup, through the system calls a program would use: dots, slashes, symlinks that loop,
 * climb and dangle, mount points in both directions, chroot, and the way back from an inode to its
 * path.
 */
#include "tests/host/edge/run.h"

#include "shim.h"

static char buffer[PATH_MAX];

static long stat_ino(const char *path, long flags)
{
    struct stat64 s;
    long error = sys_fstatat64(AT_FDCWD, U(path), U(&s), flags);

    return error ? error : (long)s.ino;
}

static void boot(void)
{
    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    ck_assert_int_eq(sys_mkdir(U("/a"), 0755), 0);
    ck_assert_int_eq(sys_mkdir(U("/a/b"), 0755), 0);
    ck_assert_int_ge(sys_creat(U("/a/file"), 0644), 0);
}

static const char *cwd(void)
{
    long length = sys_getcwd(U(buffer), sizeof(buffer));

    ck_assert_int_eq(length, strlen(buffer) + 1);
    return buffer;
}

START_TEST(dots_and_slashes)
{
    long ino;

    boot();
    ino = stat_ino("/a/b", 0);
    ck_assert_int_gt(ino, 0);
    ck_assert_int_eq(stat_ino("//a///b/", 0), ino);
    ck_assert_int_eq(stat_ino("/a/./b/.", 0), ino);
    ck_assert_int_eq(stat_ino("/a/b/../b", 0), ino);
    ck_assert_int_eq(stat_ino("/../../a/b", 0), ino); /* above the root is the root */
    ck_assert_int_eq(stat_ino("", 0), -ENOENT);
    ck_assert_int_eq(stat_ino("/a/nothing", 0), -ENOENT);
    ck_assert_int_eq(stat_ino("/nothing/b", 0), -ENOENT);
    ck_assert_int_eq(stat_ino("/a/file/", 0), -ENOTDIR);
    ck_assert_int_eq(stat_ino("/a/file/..", 0), -ENOTDIR);
}
END_TEST

START_TEST(long_names)
{
    char path[PATH_MAX + 16];

    boot();
    path[0] = '/';
    memset(path + 1, 'x', 256);
    path[256] = '\0';
    ck_assert_int_eq(sys_mkdir(U(path), 0755), 0); /* 255 is the longest */
    path[256] = 'x';
    path[257] = '\0';
    ck_assert_int_eq(sys_mkdir(U(path), 0755), -ENAMETOOLONG);
    memset(path, '/', PATH_MAX);
    path[PATH_MAX] = '\0';
    ck_assert_int_eq(stat_ino(path, 0), -ENAMETOOLONG);
    path[PATH_MAX - 1] = '\0';
    ck_assert_int_gt(stat_ino(path, 0), 0);
}
END_TEST

START_TEST(symlinks)
{
    long ino;

    boot();
    ino = stat_ino("/a/b", 0);
    ck_assert_int_eq(sys_symlink(U("a/b"), U("/relative")), 0);
    ck_assert_int_eq(sys_symlink(U("/a/b"), U("/a/absolute")), 0);
    ck_assert_int_eq(sys_symlink(U("../a/b"), U("/a/b/climbing")), 0);
    ck_assert_int_eq(sys_symlink(U("/nowhere/at/all"), U("/dangling")), 0);
    ck_assert_int_eq(stat_ino("/relative", 0), ino);
    ck_assert_int_eq(stat_ino("/relative/", 0), ino);
    ck_assert_int_eq(stat_ino("/a/absolute/../b", 0), ino);
    ck_assert_int_eq(stat_ino("/a/b/climbing", 0), -ENOENT); /* it is /a/a/b */
    ck_assert_int_ne(stat_ino("/relative", AT_SYMLINK_NOFOLLOW), ino);
    /* A slash behind a link asks for the directory it names, also for lstat. */
    ck_assert_int_eq(stat_ino("/relative/", AT_SYMLINK_NOFOLLOW), ino);
    ck_assert_int_eq(stat_ino("/dangling", 0), -ENOENT);
    ck_assert_int_gt(stat_ino("/dangling", AT_SYMLINK_NOFOLLOW), 0);
    ck_assert_int_eq(sys_readlink(U("/relative"), U(buffer), 3), 3);
    ck_assert_mem_eq(buffer, "a/b", 3);
    ck_assert_int_eq(sys_readlink(U("/a"), U(buffer), 3), -EINVAL);
}
END_TEST

START_TEST(loops)
{
    char from[32], to[32];

    boot();
    ck_assert_int_eq(sys_symlink(U("self"), U("/self")), 0);
    ck_assert_int_eq(stat_ino("/self", 0), -ELOOP);
    ck_assert_int_eq(stat_ino("/self/x", 0), -ELOOP);
    sys_symlink(U("/pong/x"), U("/ping"));
    sys_symlink(U("/ping/y"), U("/pong"));
    ck_assert_int_lt(stat_ino("/ping", 0), 0);
    /* A chain of 40 is followed, one of 41 is not. */
    sys_symlink(U("/a"), U("/l0"));
    for (int i = 1; i <= 40; i++) {
        snprintf(from, sizeof(from), "/l%d", i);
        snprintf(to, sizeof(to), "l%d", i - 1);
        ck_assert_int_eq(sys_symlink(U(to), U(from)), 0);
    }
    ck_assert_int_gt(stat_ino("/l39", 0), 0);
    ck_assert_int_eq(stat_ino("/l40", 0), -ELOOP);
}
END_TEST

START_TEST(creating_through_links)
{
    boot();
    sys_symlink(U("/a/made"), U("/link"));
    ck_assert_int_ge(sys_open(U("/link"), O_CREAT | O_WRONLY, 0600), 0);
    ck_assert_int_gt(stat_ino("/a/made", 0), 0);
    ck_assert_int_eq(sys_open(U("/link"), O_CREAT | O_EXCL, 0600), -EEXIST);
    sys_symlink(U("/a/not-yet"), U("/other"));
    ck_assert_int_eq(sys_open(U("/other"), O_CREAT | O_EXCL, 0600),
                     -EEXIST); /* the link is there */
    ck_assert_int_eq(sys_mkdir(U("/other"), 0700), -EEXIST);
    ck_assert_int_ge(sys_open(U("/a/made"), O_NOFOLLOW, 0), 0);
    ck_assert_int_eq(sys_open(U("/link"), O_NOFOLLOW, 0), -ELOOP);
    ck_assert_int_eq(sys_open(U("/new/"), O_CREAT, 0600), -EISDIR);
    ck_assert_int_eq(sys_mkdir(U("/newdir/"), 0700), 0);
}
END_TEST

START_TEST(mounts)
{
    long below, above;

    boot();
    below = stat_ino("/a/b", 0);
    ck_assert_int_eq(sys_mount(U("none"), U("/a/b"), U("tmpfs"), 0, 0), 0);
    above = stat_ino("/a/b", 0);
    ck_assert_int_ne(above, below);
    ck_assert_int_ge(sys_creat(U("/a/b/inside"), 0644), 0);
    ck_assert_int_eq(stat_ino("/a/b/../file", 0), stat_ino("/a/file", 0));
    ck_assert_int_eq(sys_chdir(U("/a/b")), 0);
    ck_assert_str_eq(cwd(), "/a/b");
    ck_assert_int_eq(sys_rmdir(U("/a/b")), -EBUSY);
    ck_assert_int_eq(sys_rename(U("/a/b"), U("/c")), -EBUSY);
    ck_assert_int_eq(sys_rename(U("/a/b/inside"), U("/c")), -EXDEV);
    ck_assert_int_eq(sys_link(U("/a/b/inside"), U("/c")), -EXDEV);
    ck_assert_int_eq(sys_mount(U("none"), U("/a/b"), U("tmpfs"), 0, 0), -EBUSY);
    ck_assert_int_eq(sys_mount(U("none"), U("/a/file"), U("tmpfs"), 0, 0), -ENOTDIR);
    ck_assert_int_eq(sys_mount(U("none"), U("/a"), U("ext4"), 0, 0), -ENODEV);
    ck_assert_int_eq(sys_umount2(U("/a"), 0), -EINVAL);
    ck_assert_int_eq(sys_umount2(U("/"), 0), -EBUSY);
    ck_assert_int_eq(sys_umount2(U("/a/b"), 0), 0);
    ck_assert_int_eq(stat_ino("/a/b", 0), below);
    ck_assert_int_eq(stat_ino("/a/b/inside", 0), -ENOENT);
}
END_TEST

START_TEST(working_directory)
{
    boot();
    ck_assert_str_eq(cwd(), "/");
    ck_assert_int_eq(sys_chdir(U("a/b")), 0);
    ck_assert_str_eq(cwd(), "/a/b");
    ck_assert_int_eq(sys_getcwd(U(buffer), 4), -ERANGE);
    ck_assert_int_eq(sys_rename(U("/a"), U("/z")), 0);
    ck_assert_str_eq(cwd(), "/z/b");
    ck_assert_int_eq(sys_rmdir(U("/z/b")), 0);
    ck_assert_int_eq(sys_getcwd(U(buffer), sizeof(buffer)), -ENOENT);
    ck_assert_int_eq(sys_creat(U("here"), 0600), -ENOENT); /* a removed directory takes nothing */
    ck_assert_int_eq(sys_chdir(U("..")), 0);
    ck_assert_str_eq(cwd(), "/z");
    ck_assert_int_eq(sys_chdir(U("file")), -ENOTDIR);
}
END_TEST

START_TEST(chroot_is_a_floor)
{
    boot();
    ck_assert_int_eq(sys_chroot(U("/a")), 0);
    ck_assert_int_eq(stat_ino("/..", 0), stat_ino("/", 0));
    ck_assert_int_gt(stat_ino("/file", 0), 0);
    sys_symlink(U("/file"), U("/link"));
    ck_assert_int_gt(stat_ino("/link", 0), 0); /* absolute links start at the new root */
    ck_assert_int_eq(sys_getcwd(U(buffer), sizeof(buffer)), -ENOENT); /* which cwd is outside of */
    shim_proc.euid = 1000;
    ck_assert_int_eq(sys_chroot(U("/b")), -EPERM);
}
END_TEST

START_TEST(relative_to_descriptors)
{
    long dir, file;

    boot();
    dir = sys_open(U("/a"), O_DIRECTORY, 0);
    file = sys_open(U("/a/file"), O_RDONLY, 0);
    ck_assert_int_eq(sys_mkdirat(dir, U("new"), 0700), 0);
    ck_assert_int_gt(stat_ino("/a/new", 0), 0);
    ck_assert_int_eq(sys_mkdirat(file, U("new"), 0700), -ENOTDIR);
    ck_assert_int_eq(sys_mkdirat(file, U("/absolute"), 0700), 0);
    ck_assert_int_eq(sys_mkdirat(77, U("new"), 0700), -EBADF);
    ck_assert_int_eq(sys_open(U("/a/file"), O_DIRECTORY, 0), -ENOTDIR);
    ck_assert_int_eq(sys_fchdir(dir), 0);
    ck_assert_str_eq(cwd(), "/a");
    ck_assert_int_eq(sys_fchdir(file), -ENOTDIR);
}
END_TEST

RUN_TESTS("gk_path", &dots_and_slashes, &long_names, &symlinks, &loops, &creating_through_links,
          &mounts, &working_directory, &chroot_is_a_floor, &relative_to_descriptors)
