/* SPDX-License-Identifier: MIT */
/*
 * File systems and where they are mounted. At the start: a root in memory filled from the initrd,
 * /dev with the devices, /proc. Programs may mount more of the same, which is what scripts written
 * for Linux do first thing.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/ramfs.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

struct filesystem *mount_list;

int mount_attach(struct filesystem *fs, struct inode *covers)
{
    struct filesystem **end = &mount_list;

    if (covers) {
        if (!S_ISDIR(covers->mode))
            return -ENOTDIR;
        if (covers->mounted)
            return -EBUSY;
        fs->covers = inode_get(covers);
        covers->mounted = fs;
    }
    while (*end)
        end = &(*end)->next;
    *end = fs;
    fs->mounted = true;
    return 0;
}

int mount_describe(char *text, size_t size)
{
    char *path = kmalloc(PATH_MAX);
    int length = 0;

    if (!path)
        return -ENOMEM;
    for (struct filesystem *fs = mount_list; fs && (size_t)length < size; fs = fs->next) {
        if (path_of(NULL, fs->root, path, PATH_MAX) < 0)
            continue;
        length +=
            snprintf(text + length, size - length, "%s %s %s rw 0 0\n", fs->source, path, fs->type);
    }
    kfree(path);
    return length;
}

/* ---- the first mounts ------------------------------------------------------------------------ */

/* Mount on a directory of the root, made if the archive did not bring it. */
static int mount_first(struct filesystem *fs, const char *name)
{
    struct inode *root = mount_list->root, *dir;
    int error = root->ops->lookup(root, name, strlen(name), &dir);

    if (!fs)
        return -ENOMEM;
    if (error == -ENOENT)
        error = root->ops->create(root, name, strlen(name), S_IFDIR | 0755, 0, &dir);
    if (error)
        return error;
    error = mount_attach(fs, dir);
    inode_put(dir);
    return error;
}

static struct filesystem *dev_fs_new(const char *source)
{
    struct filesystem *fs = ramfs_new("devtmpfs", source);

    if (fs && device_populate(fs->root))
        kprintf("dev: memory is short, /dev is not complete\n");
    return fs;
}

int fs_init(const void *initrd, size_t size)
{
    struct filesystem *root = ramfs_new("rootfs", "rootfs");
    int error;

    if (!root)
        return -ENOMEM;
    device_init();
    mount_attach(root, NULL);
    error = cpio_unpack(root->root, initrd, size);
    if (!error)
        error = mount_first(dev_fs_new("devtmpfs"), "dev");
    if (!error)
        error = mount_first(proc_fs_new(), "proc");
    return error;
}

/* ---- the calls ------------------------------------------------------------------------------- */

static int fs_make(const char *type, const char *source, struct filesystem **made)
{
    if (!strcmp(type, "tmpfs") || !strcmp(type, "ramfs"))
        *made = ramfs_new("tmpfs", source);
    else if (!strcmp(type, "devtmpfs"))
        *made = dev_fs_new(source);
    else if (!strcmp(type, "proc"))
        *made = proc_fs_new();
    else
        return -ENODEV;
    return *made ? 0 : -ENOMEM;
}

static int mount_new(const char *source, uintptr_t target, const char *type)
{
    struct filesystem *fs;
    struct inode *dir;
    int error = path_find_user(AT_FDCWD, target, PATH_FOLLOW, &dir);

    if (error)
        return error;
    if (dir == dir->fs->root)
        error = -EBUSY; /* something is mounted here; layers are not supported */
    else if (!S_ISDIR(dir->mode))
        error = -ENOTDIR;
    if (!error)
        error = fs_make(type, source, &fs);
    if (!error)
        error = mount_attach(fs, dir);
    inode_put(dir);
    return error;
}

#define MS_REMOUNT 32

long sys_mount(long source, long target, long type, long flags, long data)
{
    char *type_name = NULL, *source_name = NULL;
    int error = 0;

    (void)data;
    if (current->euid != 0)
        return -EPERM;
    if (flags & MS_REMOUNT)
        return 0; /* nothing that could be changed */
    if (!type)
        return -EINVAL;
    error = user_strndup(type, PAGE_SIZE, &type_name);
    if (!error && source)
        error = user_strndup(source, PAGE_SIZE, &source_name);
    if (!error)
        error = mount_new(source_name && *source_name ? source_name : "none", target, type_name);
    kfree(type_name);
    kfree(source_name);
    return error;
}

/* Is something mounted inside of it? */
static bool fs_is_busy(const struct filesystem *fs)
{
    for (struct filesystem *other = mount_list; other; other = other->next)
        if (other->covers && other->covers->fs == fs)
            return true;
    return false;
}

long sys_umount2(long target, long flags)
{
    struct inode *root;
    struct filesystem *fs, **link = &mount_list;
    int error;

    (void)flags;
    if (current->euid != 0)
        return -EPERM;
    error = path_find_user(AT_FDCWD, target, PATH_FOLLOW, &root);
    if (error)
        return error;
    fs = root->fs;
    if (root != fs->root)
        error = -EINVAL;
    else if (!fs->covers || fs_is_busy(fs))
        error = -EBUSY;
    inode_put(root);
    if (error)
        return error;
    while (*link != fs)
        link = &(*link)->next;
    *link = fs->next;
    fs->covers->mounted = NULL;
    inode_put(fs->covers);
    fs->covers = NULL;
    /* What is still open lives on without a name, and `fs` with it. */
    if (fs->magic == TMPFS_MAGIC)
        ramfs_clear(fs->root);
    fs->mounted = false;
    root = fs->root;
    root->nlink = 0;
    inode_put(root);
    return 0;
}

long sys_umount(long target)
{
    return sys_umount2(target, 0);
}
