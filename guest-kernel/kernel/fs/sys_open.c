/* SPDX-License-Identifier: MIT */
/*
 * System calls that open files. Opening is a lookup, then either a check of what is there or the
 * making of something new.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"
#include "kernel/proc.h"

/* ---- open ------------------------------------------------------------------------------------ */

static unsigned wish_of_flags(uint32_t flags)
{
    static const unsigned wishes[4] = {MAY_READ, MAY_WRITE, MAY_READ | MAY_WRITE, 0};

    return wishes[flags & O_ACCMODE] | (flags & O_TRUNC ? MAY_WRITE : 0);
}

/* May the object that is there be opened like this? */
static int check_open(const struct inode *inode, uint32_t flags)
{
    unsigned wish = wish_of_flags(flags);

    if (S_ISLNK(inode->mode) && !(flags & O_PATH))
        return -ELOOP; /* O_NOFOLLOW */
    if ((flags & O_DIRECTORY) && !S_ISDIR(inode->mode))
        return -ENOTDIR;
    if (flags & O_PATH)
        return 0;
    if (S_ISDIR(inode->mode) && ((wish & MAY_WRITE) || (flags & O_CREAT)))
        return -EISDIR;
    if ((wish & MAY_WRITE) && inode->executing > 0)
        return -ETXTBSY;
    return inode_permission(inode, wish);
}

static int open_new(struct place *place, uint32_t flags, uint32_t mode)
{
    struct inode *dir = place->dir;
    int error;

    if (place->trailing_slash)
        return -EISDIR;
    if (flags & O_DIRECTORY)
        return -EINVAL;
    error = inode_permission(dir, MAY_WRITE | MAY_EXEC);
    if (!error && !dir->ops->create)
        error = -EACCES;
    if (error)
        return error;
    return dir->ops->create(dir, place->name, place->length, S_IFREG | fs_masked(mode & 07777), 0,
                            &place->inode);
}

static int open_place(struct place *place, uint32_t flags, uint32_t mode, struct file **opened)
{
    int error;

    if (!place->inode)
        error = open_new(place, flags, mode);
    else if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
        error = -EEXIST;
    else
        error = check_open(place->inode, flags);
    if (!error && (flags & O_TRUNC) && S_ISREG(place->inode->mode) && place->inode->ops->truncate)
        error = place->inode->ops->truncate(place->inode, 0);
    return error ? error : file_open_inode(place->inode, place->dir, flags, opened);
}

static long open_at(long dir_fd, long path, uint32_t flags, uint32_t mode)
{
    bool exclusive = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
    unsigned how = (flags & O_NOFOLLOW) || exclusive ? 0 : PATH_FOLLOW;
    struct place place;
    struct file *file;
    int error;

    if (flags & O_PATH)
        flags &= O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    error = path_lookup_user(dir_fd, path, how | (flags & O_CREAT ? PATH_CREATE : 0), &place);
    if (error)
        return error;
    error = files_find_free(0); /* before anything is made */
    if (error >= 0)
        error = open_place(&place, flags, mode, &file);
    place_release(&place);
    return error ? error : files_add(file, flags & O_CLOEXEC);
}

long sys_open(long path, long flags, long mode)
{
    return open_at(AT_FDCWD, path, flags, mode);
}

long sys_openat(long dir_fd, long path, long flags, long mode)
{
    return open_at(dir_fd, path, flags, mode);
}

long sys_creat(long path, long mode)
{
    return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int fs_open_console(void)
{
    const struct file_ops *ops = device_find(RDEV(5, 1));
    struct inode *console;
    struct file *file;
    int error;

    if (!ops)
        return -ENXIO;
    error = path_find(fs_root(), "/dev/console", PATH_FOLLOW, &console);
    if (error)
        return error;
    error = file_open_inode(console, console->fs->root, O_RDWR, &file);
    inode_put(console);
    for (int fd = 0; !error && fd < 3; fd++)
        files_install(fd, fd == 0 ? file : file_get(file), false);
    return error;
}
