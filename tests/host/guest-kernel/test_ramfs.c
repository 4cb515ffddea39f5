/* SPDX-License-Identifier: MIT */
/*
 * The in-memory file system against models that cannot be wrong: a plain buffer for a file's bytes,
 * a table of names for a directory tree. And the edges: full memory, the largest file, directories
 * that are read while they change.
 */
#include "tests/host/edge/run.h"

#include "shim.h"

#include "kernel/fs/ramfs.h"

#define MODEL_SIZE (3u << 20)

static char model[MODEL_SIZE], buffer[MODEL_SIZE];

static long file_length(const char *path)
{
    struct stat64 s;
    long error = sys_stat64(U(path), U(&s));

    return error ? error : (long)s.size;
}

START_TEST(bytes_against_a_buffer)
{
    size_t size = 0;
    long fd;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    fd = sys_open(U("/f"), O_RDWR | O_CREAT, 0600);
    srand(1);
    for (int round = 0; round < 3000; round++) {
        size_t at = rand() % (rand() % 2 ? MODEL_SIZE : 50000), length = rand() % 20000;

        length = MIN(length, MODEL_SIZE - at);
        switch (rand() % 4) {
        case 0: /* write */
            for (size_t i = 0; i < length; i++)
                buffer[i] = rand();
            ck_assert_int_eq(sys_pwrite64(fd, U(buffer), length, at, 0), length);
            memcpy(model + at, buffer, length);
            size = length ? MAX(size, at + length) : size;
            break;
        case 1: /* cut or grow */
            ck_assert_int_eq(sys_ftruncate64(fd, at, 0), 0);
            if (at < size)
                memset(model + at, 0, size - at);
            size = at;
            break;
        default: /* read */
            memset(buffer, 0x55, length);
            ck_assert_int_eq(sys_pread64(fd, U(buffer), length, at, 0),
                             at < size ? MIN(length, size - at) : 0);
            if (at < size)
                ck_assert_mem_eq(buffer, model + at, MIN(length, size - at));
        }
        ck_assert_int_eq(file_length("/f"), size);
    }
    sys_close(fd);
    ck_assert_int_eq(sys_unlink(U("/f")), 0);
    ck_assert_int_eq(shim_pages_live, 0);
}
END_TEST

START_TEST(appending)
{
    long one, other;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    one = sys_open(U("/f"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    other = sys_open(U("/f"), O_WRONLY | O_APPEND, 0600);
    sys_write(one, U("one "), 4);
    sys_write(other, U("two "), 4);
    sys_write(one, U("three"), 5);
    one = sys_open(U("/f"), O_RDONLY, 0);
    ck_assert_int_eq(sys_read(one, U(buffer), 100), 13);
    ck_assert_mem_eq(buffer, "one two three", 13);
    ck_assert_int_eq(sys_open(U("/f"), O_WRONLY | O_TRUNC, 0), 3);
    ck_assert_int_eq(file_length("/f"), 0);
}
END_TEST

START_TEST(full)
{
    int blocks;
    long fd, written, total = 0;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    fd = sys_open(U("/f"), O_RDWR | O_CREAT, 0600);
    shim_pages_left = 30;
    while ((written = sys_write(fd, U(model), 50000)) > 0)
        total += written;
    ck_assert_int_eq(written, -ENOSPC);
    ck_assert_int_gt(total, 20 * (long)PAGE_SIZE);
    ck_assert_int_eq(file_length("/f"), total);
    ck_assert_uint_ge(shim_pages_left, 1); /* some is always left to the processes */
    blocks = shim_blocks_live;
    ck_assert_int_eq(sys_mkdir(U("/d"), 0700), -ENOSPC);
    ck_assert_int_eq(sys_symlink(U("x"), U("/l")), -ENOSPC);
    ck_assert_int_eq(shim_blocks_live, blocks);
    ck_assert_int_eq(sys_pwrite64(fd, U("x"), 1, 0, 0), 1); /* what is there can be overwritten */
    sys_close(fd);
    ck_assert_int_eq(sys_unlink(U("/f")), 0); /* and removed */
    ck_assert_int_eq(sys_mkdir(U("/d"), 0700), 0);
}
END_TEST

START_TEST(too_large)
{
    uint64_t last = (uint64_t)FILE_PAGES_MAX * PAGE_SIZE - 1;
    long fd;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    fd = sys_open(U("/f"), O_RDWR | O_CREAT, 0600);
    ck_assert_int_eq(sys_pwrite64(fd, U("x"), 1, (long)last, (long)(last >> 32)), 1);
    last++;
    ck_assert_int_eq(sys_pwrite64(fd, U("x"), 1, (long)last, (long)(last >> 32)), -EFBIG);
    ck_assert_int_eq(sys_ftruncate64(fd, 0, 0x1000), -EFBIG);
    ck_assert_int_eq(sys_ftruncate64(fd, 0, -1), -EINVAL);
    ck_assert_int_eq(sys_pwrite64(fd, U("x"), 1, 0, -1), -EINVAL);
    ck_assert_int_le(shim_pages_live, 3); /* the page and its two tables */
}
END_TEST

START_TEST(removed_while_open)
{
    long fd;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    fd = sys_open(U("/f"), O_RDWR | O_CREAT, 0600);
    sys_write(fd, U("still"), 5);
    ck_assert_int_eq(sys_unlink(U("/f")), 0);
    ck_assert_int_eq(sys_pread64(fd, U(buffer), 10, 0, 0), 5);
    ck_assert_int_eq(shim_pages_live, 1);
    sys_close(fd);
    ck_assert_int_eq(shim_pages_live, 0);
}
END_TEST

/* A write whose source ends in the middle leaves nothing behind the file's end, nor a page for
 * ever. */
START_TEST(faulting_writes)
{
    static char program[PAGE_SIZE];
    long fd;

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    fd = sys_open(U("/f"), O_RDWR | O_CREAT, 0600);
    memset(program, 'x', sizeof(program));
    shim_user = program;
    shim_user_size = sizeof(program);
    shim_partial_copies = true;
    ck_assert_int_eq(sys_write(fd, U(program + PAGE_SIZE - 10), 100), -EFAULT);
    ck_assert_int_eq(sys_ftruncate64(fd, 50, 0), 0);
    ck_assert_int_eq(sys_pread64(fd, U(program), 50, 0, 0), 50);
    for (int i = 0; i < 50; i++)
        ck_assert_int_eq(program[i], 0);
    ck_assert_int_eq(sys_pwrite64(fd, 16, 1, 10 * PAGE_SIZE, 0), -EFAULT);
    sys_close(fd);
    shim_user = NULL;
    ck_assert_int_eq(sys_unlink(U("/f")), 0);
    ck_assert_int_eq(shim_pages_live, 0);
}
END_TEST

/* ---- trees
 * --------------------------------------------------------------------------------------- */

/* Up to this many objects; each knows its parent and name, or is not there. */
#define OBJECTS 40

static struct {
    bool there, dir;
    int parent;
    char name;
} objects[OBJECTS];

static void path_of_object(int object, char *path)
{
    char reversed[OBJECTS * 2 + 2];
    int length = 0;

    for (; object; object = objects[object].parent) {
        reversed[length++] = objects[object].name;
        reversed[length++] = '/';
    }
    for (int i = 0; i < length; i++)
        path[i] = reversed[length - 1 - i];
    path[length] = '\0';
    if (!length)
        strcpy(path, "/");
}

static int child_named(int parent, char name)
{
    for (int i = 1; i < OBJECTS; i++)
        if (objects[i].there && objects[i].parent == parent && objects[i].name == name)
            return i;
    return 0;
}

static bool has_children(int object)
{
    for (int i = 1; i < OBJECTS; i++)
        if (objects[i].there && objects[i].parent == object)
            return true;
    return false;
}

static bool is_inside(int object, int above)
{
    for (; object; object = objects[object].parent)
        if (object == above)
            return true;
    return above == 0;
}

static int random_object(bool dirs_only)
{
    for (;;) {
        int i = rand() % OBJECTS;

        if (i == 0 || (objects[i].there && (!dirs_only || objects[i].dir)))
            return i;
    }
}

/* What rename must answer, by the model. */
static long model_rename(int moved, int to_dir, char name)
{
    int replaced = child_named(to_dir, name);

    if (moved == 0)
        return -EBUSY;
    if (objects[moved].dir && is_inside(to_dir, moved))
        return -EINVAL;
    if (replaced == moved)
        return 0;
    if (replaced && objects[moved].dir && !objects[replaced].dir)
        return -ENOTDIR;
    if (replaced && !objects[moved].dir && objects[replaced].dir)
        return -EISDIR;
    if (replaced && has_children(replaced))
        return -ENOTEMPTY;
    objects[replaced].there = replaced == 0;
    objects[moved].parent = to_dir;
    objects[moved].name = name;
    return 0;
}

static void check_tree(void)
{
    char path[OBJECTS * 2 + 2];
    struct stat64 s;

    for (int i = 1; i < OBJECTS; i++) {
        unsigned subdirs = 0;

        if (!objects[i].there)
            continue;
        path_of_object(i, path);
        ck_assert_int_eq(sys_stat64(U(path), U(&s)), 0);
        ck_assert_int_eq(S_ISDIR(s.mode), objects[i].dir);
        for (int j = 1; j < OBJECTS; j++)
            subdirs += objects[j].there && objects[j].dir && objects[j].parent == i;
        ck_assert_uint_eq(s.nlink, objects[i].dir ? 2 + subdirs : 1);
    }
}

START_TEST(trees_against_a_table)
{
    char path[OBJECTS * 2 + 4], to[OBJECTS * 2 + 4];

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    objects[0] = (typeof(objects[0])){.there = true, .dir = true};
    srand(2);
    for (int round = 0; round < 20000; round++) {
        int parent = random_object(true), object = 1 + rand() % (OBJECTS - 1);
        char name = 'a' + rand() % 5;
        long wanted;

        path_of_object(parent, path);
        snprintf(path + strlen(path), 3, parent ? "/%c" : "%c", name);
        switch (rand() % 3) {
        case 0: /* make */
            if (objects[object].there)
                break;
            wanted = child_named(parent, name) ? -EEXIST : 0;
            if (rand() % 2) {
                ck_assert_int_eq(sys_mkdir(U(path), 0700), wanted);
                objects[object].dir = wanted ? objects[object].dir : true;
            } else {
                ck_assert_int_eq(sys_mknod(U(path), S_IFREG | 0600, 0), wanted);
                objects[object].dir = wanted ? objects[object].dir : false;
            }
            if (!wanted) {
                objects[object].there = true;
                objects[object].parent = parent;
                objects[object].name = name;
            }
            break;
        case 1: /* remove */
            object = child_named(parent, name);
            wanted = !object ? -ENOENT : has_children(object) ? -ENOTEMPTY : 0;
            if (object && !objects[object].dir)
                ck_assert_int_eq(sys_rmdir(U(path)), -ENOTDIR);
            ck_assert_int_eq(
                object && !objects[object].dir ? sys_unlink(U(path)) : sys_rmdir(U(path)), wanted);
            if (object && !wanted)
                objects[object].there = false;
            break;
        default: /* move */
            object = random_object(false);
            path_of_object(object, to);
            wanted = model_rename(object, parent, name);
            ck_assert_msg(sys_rename(U(to), U(path)) == wanted, "rename %s %s", to, path);
        }
        if (round % 50 == 0)
            check_tree();
    }
    check_tree();
}
END_TEST

/* ---- reading directories
 * ------------------------------------------------------------------------- */

START_TEST(small_buffers)
{
    unsigned seen = 0;
    long fd, got;
    char name[8];

    ck_assert_int_eq(shim_boot(NULL, 0), 0);
    sys_mkdir(U("/d"), 0700);
    for (int i = 0; i < 50; i++) {
        snprintf(name, sizeof(name), "/d/%d", i);
        sys_mkdir(U(name), 0700);
    }
    fd = sys_open(U("/d"), O_DIRECTORY, 0);
    ck_assert_int_eq(sys_getdents64(fd, U(buffer), 10), -EINVAL); /* not even one fits */
    while ((got = sys_getdents64(fd, U(buffer), 60)) > 0)
        for (long at = 0; at < got; at += *(uint16_t *)(buffer + at + 16))
            seen++;
    ck_assert_int_eq(got, 0);
    ck_assert_uint_eq(seen, 52);
    ck_assert_int_eq(sys_llseek(fd, 0, 0, U(buffer), SEEK_SET), 0);
    ck_assert_int_gt(sys_getdents(fd, U(buffer), 1000), 0);
    sys_llseek(fd, 0, 0, U(buffer), SEEK_SET);
    ck_assert_int_eq(sys_getdents64(fd, 16, 1000), -EFAULT);
    fd = sys_open(U("/dev/null"), O_RDONLY, 0);
    ck_assert_int_eq(sys_getdents64(fd, U(buffer), 1000), -ENOTDIR);
}
END_TEST

RUN_TESTS("gk_ramfs", &bytes_against_a_buffer, &appending, &full, &too_large, &removed_while_open,
          &faulting_writes, &trees_against_a_table, &small_buffers)
