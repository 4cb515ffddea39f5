/* SPDX-License-Identifier: MIT */
/*
 * From an inode back to its path, for getcwd and the links of /proc. No names are kept beside the
 * directories, so each step up searches the directory above for the entry with the inode's number.
 */
#include "kernel/fs/context.h"
#include "kernel/fs/vfs.h"

struct name_search {
    struct dir_sink sink;
    uint32_t ino;
    size_t length; /* 0: not found yet */
    char name[NAME_MAX + 1];
};

static bool name_search_entry(struct dir_sink *sink, const char *name, size_t length, uint32_t ino,
                              uint32_t mode, uint64_t next_position)
{
    struct name_search *search = (struct name_search *)sink;

    (void)mode;
    (void)next_position;
    if (ino != search->ino || path_is_dots(name, length))
        return true;
    memcpy(search->name, name, length);
    search->length = length;
    return false;
}

/* Put "/name" of the entry with this number before *at in the buffer. */
static int prepend_name(struct inode *dir, uint32_t ino, char *text, size_t *at)
{
    struct name_search search = {.sink.entry = name_search_entry, .ino = ino};
    uint64_t position = 0;
    int error = dir->ops->readdir(dir, &position, &search.sink);

    if (error)
        return error;
    if (search.length == 0)
        return -ENOENT;
    if (search.length + 1 > *at)
        return -ENAMETOOLONG;
    *at -= search.length;
    memcpy(text + *at, search.name, search.length);
    text[--*at] = '/';
    return 0;
}

int path_of(struct inode *dir, struct inode *inode, char *text, size_t size)
{
    size_t at = size - 1;
    int error;

    if (size < 2)
        return -ENAMETOOLONG;
    text[at] = '\0';
    if (!S_ISDIR(inode->mode)) {
        error = dir ? prepend_name(dir, inode->ino, text, &at) : -ENOENT;
        if (error)
            return error;
        inode = dir;
    }
    while (inode != fs_root()) {
        if (inode == inode->fs->root) {
            if (!inode->fs->covers)
                return -ENOENT; /* outside of a chroot */
            inode = inode->fs->covers;
            continue;
        }
        error = prepend_name(inode->parent, inode->ino, text, &at);
        if (error)
            return error;
        inode = inode->parent;
    }
    if (at == size - 1)
        text[--at] = '/';
    memmove(text, text + at, size - at);
    return size - at - 1;
}
