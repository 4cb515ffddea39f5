/* SPDX-License-Identifier: MIT */
/*
 * System calls that make, move and remove names: mkdir, mknod, symlink, link, unlink, rename. The
 * rules that hold on every file system are checked here; the file system only does.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

int place_check_new(const struct place *place)
{
    int error;

    if (place->inode)
        return -EEXIST;
    error = inode_permission(place->dir, MAY_WRITE | MAY_EXEC);
    return !error && !place->dir->ops->create ? -EPERM : error;
}

/* Look up a name that must be free, in a directory that may be written. */
static int place_for_new(long dir_fd, uintptr_t path, struct place *place)
{
    int error = path_lookup_user(dir_fd, path, PATH_CREATE, place);

    if (error)
        return error;
    error = place_check_new(place);
    if (error)
        place_release(place);
    return error;
}

/* With the sticky bit (/tmp), only the owner of a file or of the directory takes names away. */
static int check_removal(const struct inode *dir, const struct inode *target)
{
    int error = inode_permission(dir, MAY_WRITE | MAY_EXEC);

    if (error)
        return error;
    if (!dir->ops->unlink)
        return -EPERM;
    if ((dir->mode & S_ISVTX) && !inode_is_owner(dir) && !inode_is_owner(target))
        return -EPERM;
    return 0;
}

/* ---- making ---------------------------------------------------------------------------------- */

static long make_node(long dir_fd, uintptr_t path, uint32_t mode, uint32_t rdev)
{
    struct place place;
    struct inode *made;
    int error = place_for_new(dir_fd, path, &place);

    if (error)
        return error;
    if (place.trailing_slash && !S_ISDIR(mode))
        error = -ENOENT;
    else
        error = place.dir->ops->create(place.dir, place.name, place.length, mode, rdev, &made);
    if (!error)
        inode_put(made);
    place_release(&place);
    return error;
}

long sys_mkdirat(long dir_fd, long path, long mode)
{
    return make_node(dir_fd, path, S_IFDIR | fs_masked(mode & 01777), 0);
}

long sys_mkdir(long path, long mode)
{
    return sys_mkdirat(AT_FDCWD, path, mode);
}

/* The number as programs write it: 12 bits of major, 20 of minor, interleaved. */
static uint32_t rdev_from_user(uint32_t device)
{
    return RDEV(device >> 8 & 0xfff, device & 0xff);
}

long sys_mknodat(long dir_fd, long path, long mode, long device)
{
    uint32_t type = mode & S_IFMT;

    if (type == 0)
        type = S_IFREG;
    if (type == S_IFDIR)
        return -EPERM;
    if (type != S_IFREG && type != S_IFIFO && type != S_IFCHR && type != S_IFBLK &&
        type != S_IFSOCK)
        return -EINVAL;
    if ((type == S_IFCHR || type == S_IFBLK) && current->euid != 0)
        return -EPERM;
    return make_node(dir_fd, path, type | fs_masked(mode & 07777),
                     type == S_IFCHR || type == S_IFBLK ? rdev_from_user(device) : 0);
}

long sys_mknod(long path, long mode, long device)
{
    return sys_mknodat(AT_FDCWD, path, mode, device);
}

long sys_symlinkat(long target, long dir_fd, long path)
{
    struct place place;
    char *text;
    int error = user_strndup(target, PATH_MAX, &text);

    if (error)
        return error;
    error = *text ? place_for_new(dir_fd, path, &place) : -ENOENT;
    if (!error) {
        if (place.trailing_slash)
            error = -ENOENT;
        else
            error = place.dir->ops->symlink(place.dir, place.name, place.length, text);
        place_release(&place);
    }
    kfree(text);
    return error;
}

long sys_symlink(long target, long path)
{
    return sys_symlinkat(target, AT_FDCWD, path);
}

long sys_linkat(long old_fd, long old_path, long new_fd, long new_path, long flags)
{
    unsigned how =
        (flags & AT_SYMLINK_FOLLOW ? PATH_FOLLOW : 0) | (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0);
    struct inode *target;
    struct place place;
    int error = path_find_user(old_fd, old_path, how, &target);

    if (error)
        return error;
    error = place_for_new(new_fd, new_path, &place);
    if (!error) {
        if (S_ISDIR(target->mode))
            error = -EPERM;
        else if (target->fs != place.dir->fs)
            error = -EXDEV;
        else if (place.trailing_slash)
            error = -ENOENT;
        else
            error = place.dir->ops->link(place.dir, place.name, place.length, target);
        place_release(&place);
    }
    inode_put(target);
    return error;
}

long sys_link(long old_path, long new_path)
{
    return sys_linkat(AT_FDCWD, old_path, AT_FDCWD, new_path, 0);
}

/* ---- removing -------------------------------------------------------------------------------- */

static int remove_place(struct place *place, bool directory)
{
    struct inode *target = place->inode;
    int error;

    if (place->special || target == target->fs->root)
        return directory ? -EBUSY : -EISDIR;
    if (directory && !S_ISDIR(target->mode))
        return -ENOTDIR;
    if (!directory && S_ISDIR(target->mode))
        return -EISDIR;
    error = check_removal(place->dir, target);
    if (error)
        return error;
    return place->dir->ops->unlink(place->dir, place->name, place->length, target);
}

long sys_unlinkat(long dir_fd, long path, long flags)
{
    struct place place;
    int error;

    if (flags & ~(long)AT_REMOVEDIR)
        return -EINVAL;
    error = path_lookup_user(dir_fd, path, 0, &place);
    if (error)
        return error;
    error = remove_place(&place, flags & AT_REMOVEDIR);
    place_release(&place);
    return error;
}

long sys_unlink(long path)
{
    return sys_unlinkat(AT_FDCWD, path, 0);
}
long sys_rmdir(long path)
{
    return sys_unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

/* ---- moving ---------------------------------------------------------------------------------- */

/* A directory must not be moved into itself: is `dir` below `above`, or the same? */
static bool is_below(const struct inode *dir, const struct inode *above)
{
    while (dir && dir != above)
        dir = dir->parent;
    return dir != NULL;
}

static int check_replace(const struct place *to, const struct inode *moved)
{
    const struct inode *replaced = to->inode;

    if (to->trailing_slash && !S_ISDIR(moved->mode))
        return -ENOTDIR;
    if (!replaced)
        return inode_permission(to->dir, MAY_WRITE | MAY_EXEC);
    if (replaced == replaced->fs->root)
        return -EBUSY;
    if (S_ISDIR(moved->mode) && !S_ISDIR(replaced->mode))
        return -ENOTDIR;
    if (!S_ISDIR(moved->mode) && S_ISDIR(replaced->mode))
        return -EISDIR;
    return check_removal(to->dir, replaced);
}

static int rename_places(struct place *from, struct place *to, long flags)
{
    struct inode *moved = from->inode;
    int error;

    if (from->special || to->special || moved == moved->fs->root)
        return -EBUSY;
    if (from->dir->fs != to->dir->fs)
        return -EXDEV;
    if (!from->dir->ops->rename)
        return -EPERM;
    if ((flags & RENAME_NOREPLACE) && to->inode)
        return -EEXIST;
    if (S_ISDIR(moved->mode) && is_below(to->dir, moved))
        return -EINVAL;
    if (moved == to->inode)
        return 0; /* two names of one file: nothing happens, as POSIX says */
    error = check_removal(from->dir, moved);
    if (!error)
        error = check_replace(to, moved);
    if (error)
        return error;
    return from->dir->ops->rename(from->dir, from->name, from->length, moved, to->dir, to->name,
                                  to->length, to->inode);
}

long sys_renameat2(long old_fd, long old_path, long new_fd, long new_path, long flags)
{
    struct place from, to;
    int error;

    if (flags & ~(long)RENAME_NOREPLACE)
        return -EINVAL;
    error = path_lookup_user(old_fd, old_path, 0, &from);
    if (error)
        return error;
    error = path_lookup_user(new_fd, new_path, PATH_CREATE, &to);
    if (!error) {
        error = rename_places(&from, &to, flags);
        place_release(&to);
    }
    place_release(&from);
    return error;
}

long sys_renameat(long old_fd, long old_path, long new_fd, long new_path)
{
    return sys_renameat2(old_fd, old_path, new_fd, new_path, 0);
}

long sys_rename(long old_path, long new_path)
{
    return sys_renameat2(AT_FDCWD, old_path, AT_FDCWD, new_path, 0);
}
