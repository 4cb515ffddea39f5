/* SPDX-License-Identifier: MIT */
/*
 * Unpacking the initrd: cpio archives in the "newc" format, one after the other, each a row of headers in
 * hexadecimal text, each followed by a name and the file's bytes, both padded to four. The archive
 * comes from outside, so every length is checked against what is really there before it is used,
 * and a message says at which byte the archive stopped making sense.
 */
#include "kernel/fs/cpio.h"

/* The directory to hold the last component of `name`, made if missing; a reference. */
static int enter_parents(struct unpacking *u, const char **name, struct inode **dir)
{
    const char *slash;
    struct inode *next;
    int error;

    *dir = inode_get(u->root);
    while ((slash = strchr(*name, '/'))) {
        size_t length = slash - *name;

        if (length > NAME_MAX || (length == 2 && !memcmp(*name, "..", 2))) {
            inode_put(*dir);
            return cpio_bad(u, "a path with \"..\" or an overlong name before the member");
        }
        if (length > 0 && !(length == 1 && **name == '.')) {
            error = (*dir)->ops->lookup(*dir, *name, length, &next);
            if (error == -ENOENT)
                error = (*dir)->ops->create(*dir, *name, length, S_IFDIR | 0755, 0, &next);
            inode_put(*dir);
            if (error)
                return error;
            *dir = next;
            if (!S_ISDIR(next->mode)) {
                inode_put(next);
                return cpio_bad(u,
                                "a path through something that is no directory, before the member");
            }
        }
        *name = slash + 1;
    }
    return 0;
}

static int write_data(struct inode *inode, const char *data, uint32_t size)
{
    struct file *file;
    struct span span;
    struct uio uio;
    uint64_t position = 0;
    int written, error = file_open_inode(inode, NULL, O_WRONLY, &file);

    if (error)
        return error;
    uio_init_kernel(&uio, &span, (void *)data, size);
    written = file_write(file, &uio, &position);
    file_put(file);
    if (written < 0)
        return written;
    return (uint32_t)written == size ? 0 : -ENOSPC;
}

static void set_attributes(struct inode *inode, const struct member *member)
{
    inode->mode = (inode->mode & S_IFMT) | (member->field[FIELD_MODE] & 07777);
    inode->uid = member->field[FIELD_UID];
    inode->gid = member->field[FIELD_GID];
    inode->atime_ns = inode->mtime_ns = inode->ctime_ns =
        (uint64_t)member->field[FIELD_MTIME] * NS_PER_SECOND;
}

/* A further name of a file that is there already: 1 linked, 0 not seen before, or an error. */
static int link_to_first(struct unpacking *u, const struct member *member, struct inode *dir,
                         const char *name)
{
    if (member->field[FIELD_NLINK] < 2 || S_ISDIR(member->field[FIELD_MODE]))
        return 0;
    for (struct first_name *f = u->first_names; f; f = f->next) {
        int error;

        if (f->ino != member->field[FIELD_INO])
            continue;
        error = dir->ops->link(dir, name, strlen(name), f->inode);
        if (!error && member->field[FIELD_FILESIZE] > 0)
            error = write_data(f->inode, member->data, member->field[FIELD_FILESIZE]);
        return error ? error : 1;
    }
    return 0;
}

static int remember_first(struct unpacking *u, const struct member *member, struct inode *inode)
{
    struct first_name *first;

    if (member->field[FIELD_NLINK] < 2 || S_ISDIR(inode->mode))
        return 0;
    first = kmalloc(sizeof(*first));
    if (!first)
        return -ENOMEM;
    *first = (struct first_name){u->first_names, member->field[FIELD_INO], inode_get(inode)};
    u->first_names = first;
    return 0;
}

static int make_symlink(struct inode *dir, const char *name, const struct member *member)
{
    uint32_t size = member->field[FIELD_FILESIZE];
    char *target;
    int error;

    if (size == 0 || size >= PATH_MAX)
        return -ENAMETOOLONG;
    target = kzalloc(size + 1);
    if (!target)
        return -ENOMEM;
    memcpy(target, member->data, size);
    error = dir->ops->symlink(dir, name, strlen(name), target);
    kfree(target);
    return error;
}

static int make_in(struct unpacking *u, const struct member *member, struct inode *dir,
                   const char *name)
{
    uint32_t mode = member->field[FIELD_MODE];
    struct inode *inode = NULL;
    int error = link_to_first(u, member, dir, name);

    if (error)
        return MIN(error, 0);
    error = dir->ops->lookup(dir, name, strlen(name), &inode);
    if (error == -ENOENT && S_ISLNK(mode)) {
        error = make_symlink(dir, name, member);
        if (!error)
            error = dir->ops->lookup(dir, name, strlen(name), &inode);
    } else if (error == -ENOENT) {
        error = dir->ops->create(
            dir, name, strlen(name), mode,
            RDEV(member->field[FIELD_RDEVMAJOR], member->field[FIELD_RDEVMINOR]), &inode);
        if (!error && S_ISREG(mode))
            error = write_data(inode, member->data, member->field[FIELD_FILESIZE]);
    } else if (!error && !(S_ISDIR(mode) && S_ISDIR(inode->mode))) {
        error = -EEXIST;
    }
    if (!error) {
        set_attributes(inode, member);
        error = remember_first(u, member, inode);
    }
    inode_put(inode);
    return error;
}

static int make_below(struct unpacking *u, const struct member *member)
{
    uint32_t mode = member->field[FIELD_MODE];
    const char *name = member->name;
    struct inode *dir;
    int error = enter_parents(u, &name, &dir);

    if (error)
        return error;
    if (*name == '\0' || !strcmp(name, ".")) { /* the root itself */
        if (S_ISDIR(mode))
            set_attributes(dir, member);
    } else if (!strcmp(name, "..") || strlen(name) > NAME_MAX) {
        error = cpio_bad(u, "a member named \"..\" or with an overlong name before the member");
    } else {
        error = make_in(u, member, dir, name);
    }
    inode_put(dir);
    return error;
}

static int member_make(struct unpacking *u, const struct member *member)
{
    uint32_t mode = member->field[FIELD_MODE];
    int error;

    if (!S_ISREG(mode) && !S_ISDIR(mode) && !S_ISLNK(mode) && !S_ISCHR(mode) && !S_ISBLK(mode) &&
        !S_ISFIFO(mode))
        return cpio_bad(u, "a member of no known type before the member");
    error = make_below(u, member);
    if (error && error != -EINVAL)
        kprintf("initrd: cannot unpack \"%s\" (error %d%s)\n", member->name, -error,
                error == -ENOSPC ? ": memory is full, give the machine more" : "");
    return error;
}

static int member_again(struct unpacking *u, const struct member *member)
{
    return S_ISDIR(member->field[FIELD_MODE]) ? make_below(u, member) : 0;
}

/* Inode numbers mean something within one archive only. */
static void forget_first_names(struct unpacking *u)
{
    while (u->first_names) {
        struct first_name *next = u->first_names->next;

        inode_put(u->first_names->inode);
        kfree(u->first_names);
        u->first_names = next;
    }
}

/* Behind an archive and some padding there may be another one. */
static bool next_archive(struct unpacking *u)
{
    forget_first_names(u);
    while (u->at < u->size && u->archive[u->at] == 0)
        u->at++;
    return u->at < u->size;
}

/* One walk over the archives, doing `what` with each member. */
static int unpack_walk(struct unpacking *u, int (*what)(struct unpacking *, const struct member *))
{
    struct member member;
    int error;

    u->at = 0;
    do {
        error = cpio_read(u, &member);
        if (!error && !strcmp(member.name, TRAILER)) {
            if (!next_archive(u))
                break;
        } else if (!error) {
            error = what(u, &member);
        }
    } while (!error);
    return error;
}

int cpio_unpack(struct inode *root, const void *archive, size_t size)
{
    struct unpacking u = {.root = root, .archive = archive, .size = size};
    const uint8_t *bytes = archive;
    int error;

    if (size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) {
        kprintf("initrd: it is compressed with gzip; unpack it first (gunzip)\n");
        return -EINVAL;
    }
    error = unpack_walk(&u, member_make);
    if (!error) /* filling a directory changed its time: set those once more */
        error = unpack_walk(&u, member_again);
    forget_first_names(&u);
    return error;
}
