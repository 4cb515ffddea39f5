/* SPDX-License-Identifier: MIT */
/*
 * Every system call of the file layer, called with nonsense: wild addresses, descriptors that are
 * not there, flags that mean nothing, and now and then something true. Whatever it is, the call
 * must answer with a number that is a result or an error; the sanitizers watch, and at the end all
 * that was taken must be given back. Also the rules that are easier said one by one.
 */
#include "tests/host/edge/run.h"

#include "shim.h"

#define PASS_0
#define PASS_1 a[0]
#define PASS_2 a[0], a[1]
#define PASS_3 a[0], a[1], a[2]
#define PASS_4 a[0], a[1], a[2], a[3]
#define PASS_5 a[0], a[1], a[2], a[3], a[4]
#define PASS_6 a[0], a[1], a[2], a[3], a[4], a[5]
#define CALL_WITH(number, name, arity)                                                             \
    static long call_##name(const long *a)                                                         \
    {                                                                                              \
        (void)a;                                                                                   \
        return sys_##name(PASS_##arity);                                                           \
    }
FILE_CALL_ROWS(CALL_WITH)

#define CALL_ROW(number, name, arity) {#name, call_##name},
static const struct {
    const char *name;
    long (*call)(const long *arguments);
} calls[] = {FILE_CALL_ROWS(CALL_ROW)};

static char arena[1 << 16];

/* Paths that exist, or might. */
static const char *const paths[] = {
    "/",
    ".",
    "..",
    "",
    "a",
    "/a",
    "/a/b",
    "/a/b/c",
    "/l",
    "/l/b",
    "/self",
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/random",
    "/dev/tty",
    "/dev/ttyS0",
    "/proc/1/stat",
    "/proc/self/fd",
    "/proc/1",
    "/proc/self/exe",
    "/proc/meminfo",
    "/fifo",
    "/a/",
    "//",
    "/proc/mounts",
    "/proc/1/maps",
    "/tmp",
};

/* Numbers that mean something to some call. */
static long known_number(void)
{
    static const long numbers[] = {
        TCGETS,
        TCSETSF,
        TCGETA,
        TCFLSH,
        TCXONC,
        TIOCSCTTY,
        TIOCGPGRP,
        TIOCSPGRP,
        TIOCSWINSZ,
        TIOCNOTTY,
        FIONREAD,
        FIONBIO,
        FIOCLEX,
        F_DUPFD,
        F_GETFL,
        F_SETFL,
        F_GETLK64,
        F_DUPFD_CLOEXEC,
        O_CREAT | O_RDWR,
        O_DIRECTORY,
        O_PATH,
        O_TRUNC | O_WRONLY,
        O_NONBLOCK | O_RDWR,
        O_CREAT | O_EXCL,
        AT_EMPTY_PATH,
        AT_SYMLINK_NOFOLLOW,
        AT_REMOVEDIR,
        S_IFIFO | 0600,
        S_IFDIR | 0700,
        S_IFCHR | 0600,
        S_IFLNK,
        0x105,
        0x440,
        84,
        8,
        INT32_MAX,
    };

    return numbers[rand() % ARRAY_SIZE(numbers)];
}

static long random_argument(void)
{
    size_t path;

    switch (rand() % 9) {
    case 8:
        return known_number();
    case 0:
        return rand() % 12; /* a descriptor, a size, flags */
    case 1:
        return -(rand() % 3);
    case 2:
        return (long)rand() << (rand() % 33);
    case 3: /* anywhere in the program's memory */
        return U(arena + rand() % sizeof(arena));
    case 4: /* or just behind */
        return U(arena + sizeof(arena) - rand() % 8);
    case 5:
        return AT_FDCWD;
    default: /* a path, at one of a few places */
        path = rand() % ARRAY_SIZE(paths);
        strcpy(arena + 64 * (path % 4), paths[path]);
        return U(arena + 64 * (path % 4));
    }
}

/* Results that a program can tell from errors: no errno beyond the last, and sizes that fit. */
static void check_result(const char *name, long result)
{
    ck_assert_msg(result >= -ERESTART, "%s answered %ld", name, result);
    ck_assert_msg(result <= INT32_MAX, "%s answered %ld", name, result);
}

START_TEST(nonsense)
{
    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    shim_proc.euid = _i % 2 ? 1000 : 0;
    shim_user = arena;
    shim_user_size = sizeof(arena);
    shim_pages_left = 2000;
    srand(_i + 1);
    for (int round = 0; round < 60000; round++) {
        size_t which = rand() % ARRAY_SIZE(calls);
        long a[6];

        for (int i = 0; i < 6; i++)
            a[i] = random_argument();
        check_result(calls[which].name, calls[which].call(a));
        if (round % 500 == 0) {
            shim_console_size = 0;
            shim_pages_left = MAX(shim_pages_left, 100u);
        }
    }
    files_release(shim_proc.files);
    fs_release(shim_proc.fs);
    current = NULL; /* nothing may need it to go away */
}
END_TEST

/* The same with memory that fails now and then. */
START_TEST(nonsense_without_memory)
{
    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    shim_user = arena;
    shim_user_size = sizeof(arena);
    srand(_i + 1);
    for (int round = 0; round < 60000; round++) {
        size_t which = rand() % ARRAY_SIZE(calls);
        long a[6];

        for (int i = 0; i < 6; i++)
            a[i] = random_argument();
        shim_kmalloc_left = rand() % 2 ? rand() % 4 : -1;
        shim_pages_left = rand() % 2 ? rand() % 6 : 500;
        check_result(calls[which].name, calls[which].call(a));
        if (round % 500 == 0)
            shim_console_size = 0;
    }
}
END_TEST

START_TEST(descriptors)
{
    long fd;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    for (fd = 0; fd < DESCRIPTORS_MAX; fd++)
        ck_assert_int_eq(sys_open(U("/dev/null"), O_RDWR, 0), fd);
    ck_assert_int_eq(sys_open(U("/dev/null"), O_RDWR, 0), -EMFILE);
    ck_assert_int_eq(sys_open(U("/new"), O_RDWR | O_CREAT, 0600), -EMFILE);
    ck_assert_int_eq(sys_access(U("/new"), 0), -ENOENT); /* it was not made either */
    ck_assert_int_eq(sys_dup(0), -EMFILE);
    ck_assert_int_eq(sys_close(5), 0);
    ck_assert_int_eq(sys_close(5), -EBADF);
    ck_assert_int_eq(sys_dup(7), 5); /* the lowest */
    ck_assert_int_eq(sys_dup2(7, DESCRIPTORS_MAX), -EBADF);
    ck_assert_int_eq(sys_dup2(7, 7), 7);
    ck_assert_int_eq(sys_dup3(7, 7, 0), -EINVAL);
    ck_assert_int_eq(sys_dup3(7, 9, O_CLOEXEC), 9);
    ck_assert_int_eq(sys_fcntl64(9, F_GETFD, 0), FD_CLOEXEC);
    ck_assert_int_eq(sys_fcntl64(7, F_GETFD, 0),
                     0); /* the mark is the descriptor's, not the file's */
    files_close_on_exec(shim_proc.files);
    ck_assert_int_eq(sys_close(9), -EBADF);
    ck_assert_int_eq(sys_fcntl64(7, F_DUPFD, 8), 9);
    ck_assert_int_eq(sys_close_range(3, ~0u, 0), 0);
    ck_assert_int_eq(sys_close(2), 0);
    ck_assert_int_eq(sys_close(3), -EBADF);
}
END_TEST

START_TEST(forked_tables)
{
    struct files *parent, *child;
    char byte;
    int32_t ends[2];

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    ck_assert_int_eq(sys_pipe(U(ends)), 0);
    parent = shim_proc.files;
    child = files_fork(parent);
    sys_close(ends[1]);
    shim_proc.files = child; /* now we are the child */
    ck_assert_int_eq(sys_write(ends[1], U("x"), 1), 1);
    sys_close(ends[1]);
    shim_proc.files = parent;
    ck_assert_int_eq(sys_read(ends[0], U(&byte), 1), 1);
    ck_assert_int_eq(sys_read(ends[0], U(&byte), 1), 0); /* nobody writes any more */
    files_release(child);
    ck_assert_int_eq(sys_close(ends[0]), 0);
}
END_TEST

START_TEST(permissions)
{
    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    sys_mkdir(U("/private"), 0700);
    sys_mkdir(U("/tmp"), 0777);
    sys_chmod(U("/tmp"), 01777);
    sys_close(sys_creat(U("/tmp/roots"), 0644));
    sys_close(sys_creat(U("/program"), 0711));
    shim_proc.euid = shim_proc.uid = shim_proc.egid = 1000;
    ck_assert_int_eq(sys_open(U("/private/x"), O_RDONLY, 0), -EACCES);
    ck_assert_int_eq(sys_open(U("/tmp/roots"), O_WRONLY, 0), -EACCES);
    ck_assert_int_ge(sys_open(U("/tmp/roots"), O_RDONLY, 0), 0);
    ck_assert_int_eq(sys_open(U("/program"), O_RDONLY, 0), -EACCES);
    ck_assert_int_eq(sys_access(U("/program"), MAY_EXEC), 0);
    ck_assert_int_eq(sys_unlink(U("/tmp/roots")), -EPERM); /* sticky */
    ck_assert_int_eq(sys_rename(U("/tmp/roots"), U("/tmp/mine")), -EPERM);
    ck_assert_int_eq(sys_mkdir(U("/here"), 0700), -EACCES);
    ck_assert_int_ge(sys_creat(U("/tmp/mine"), 0600), 0);
    ck_assert_int_eq(sys_unlink(U("/tmp/mine")), 0);
    ck_assert_int_eq(sys_chmod(U("/tmp/roots"), 0777), -EPERM);
    ck_assert_int_eq(sys_chown32(U("/tmp/roots"), 1000, 1000), -EPERM);
    ck_assert_int_eq(sys_mknod(U("/tmp/null"), S_IFCHR | 0666, 0x103), -EPERM);
    ck_assert_int_eq(sys_mount(U("x"), U("/tmp"), U("tmpfs"), 0, 0), -EPERM);
}
END_TEST

START_TEST(umask_and_modes)
{
    struct stat64 s;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    ck_assert_int_eq(sys_umask(077), 022);
    sys_close(sys_creat(U("/f"), 0666));
    sys_stat64(U("/f"), U(&s));
    ck_assert_uint_eq(s.mode, S_IFREG | 0600);
    sys_chmod(U("/f"), 04755);
    sys_chown32(U("/f"), 5, -1);
    sys_stat64(U("/f"), U(&s));
    ck_assert_uint_eq(s.mode, S_IFREG | 0755); /* who gets a file gets no set-user bit with it */
    ck_assert_uint_eq(s.uid, 5);
    ck_assert_uint_eq(s.gid, 0);
}
END_TEST

START_TEST(times)
{
    struct timespec32 set[2] = {{100, 7}, {200, UTIME_OMIT}};
    struct stat64 s;
    struct statx x;
    uint32_t before;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    sys_close(sys_creat(U("/f"), 0666));
    sys_stat64(U("/f"), U(&s));
    before = s.mtime;
    ck_assert_int_eq(sys_utimensat(AT_FDCWD, U("/f"), U(set), 0), 0);
    sys_stat64(U("/f"), U(&s));
    ck_assert_uint_eq(s.atime, 100);
    ck_assert_uint_eq(s.atime_nsec, 7);
    ck_assert_uint_eq(s.mtime, before);
    set[0].nanoseconds = 1000000000;
    ck_assert_int_eq(sys_utimensat(AT_FDCWD, U("/f"), U(set), 0), -EINVAL);
    shim_now_ns += 5ull * NS_PER_SECOND;
    ck_assert_int_eq(sys_utimensat(AT_FDCWD, U("/f"), 0, 0), 0);
    ck_assert_int_eq(sys_statx(AT_FDCWD, U("/f"), 0, STATX_BASIC_STATS, U(&x)), 0);
    ck_assert_int_eq(x.mtime.seconds, before + 5);
}
END_TEST

int main(void)
{
    static const TTest *const *const one_by_one[] = {&descriptors, &forked_tables, &permissions,
                                                     &umask_and_modes, &times};
    Suite *suite = suite_create("gk_calls");
    TCase *c = tcase_create("gk_calls");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, c);
    tcase_set_timeout(c, 60);
    for (size_t i = 0; i < ARRAY_SIZE(one_by_one); i++)
        tcase_add_test(c, *one_by_one[i]);
    tcase_add_loop_test(c, nonsense, 0, 4);
    tcase_add_loop_test(c, nonsense_without_memory, 0, 2);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
