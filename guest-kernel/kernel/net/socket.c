/* SPDX-License-Identifier: MIT */
/*
 * Sockets as open files: reading is receiving, writing is sending, and the last close ends it.
 * Which families there are is the list below.
 */
#include "kernel/net/socket.h"

#include "kernel/fs/context.h"
#include "kernel/proc.h"

/* Where sockets are said to be. */
static struct filesystem socket_fs = {.type = "sockfs", .device = 0xfe, .mounted = true};
static const struct inode_ops socket_inode_ops = {.release = inode_free};

static const struct socket_family *const families[] = {&unix_family};

struct credentials socket_credentials(void)
{
    return (struct credentials){.pid = current->tgid, .uid = current->euid, .gid = current->egid};
}

int socket_create(unsigned family, unsigned type, unsigned protocol, struct socket **made)
{
    if (family >= AF_MAX)
        return -EAFNOSUPPORT;
    if (type >= SOCK_TYPE_MAX)
        return -EINVAL;
    for (size_t i = 0; i < ARRAY_SIZE(families); i++)
        if (families[i]->number == family)
            return families[i]->create(type, protocol, made);
    return -EAFNOSUPPORT;
}

/* ---- the file -------------------------------------------------------------------------------- */

static void socket_close(struct file *file)
{
    struct socket *socket = file->data;

    socket->ops->release(socket);
}

static int transfer(struct file *file, struct uio *uio, bool out)
{
    struct socket *socket = file->data;
    struct message message = {.bytes = *uio, .flags = file->flags & O_NONBLOCK ? MSG_DONTWAIT : 0};
    int result;

    if (uio->left == 0 && !out)
        return 0;
    result = out ? socket->ops->send(socket, &message) : socket->ops->receive(socket, &message);
    *uio = message.bytes;
    return result;
}

static int socket_read(struct file *file, struct uio *to, uint64_t *position)
{
    (void)position;
    return transfer(file, to, false);
}

static int socket_write(struct file *file, struct uio *from, uint64_t *position)
{
    (void)position;
    return transfer(file, from, true);
}

static unsigned socket_poll(struct file *file, struct poll_table *table)
{
    struct socket *socket = file->data;

    return socket->ops->poll(socket, table);
}

static int socket_ioctl(struct file *file, unsigned command, uintptr_t argument)
{
    struct socket *socket = file->data;
    int waiting;

    if (command != FIONREAD || !socket->ops->waiting)
        return -ENOTTY;
    waiting = socket->ops->waiting(socket);
    return waiting < 0 ? waiting : copy_to_user(argument, &waiting, sizeof(waiting));
}

static const struct file_ops socket_file_ops = {
    .close = socket_close,
    .read = socket_read,
    .write = socket_write,
    .ioctl = socket_ioctl,
    .poll = socket_poll,
};

int socket_install(struct socket *socket, unsigned flags)
{
    struct inode *inode = inode_new(sizeof(*inode), &socket_fs, S_IFSOCK | 0777);
    struct file *file = NULL;

    if (inode) {
        inode->ops = &socket_inode_ops;
        file = file_new(inode, &socket_file_ops, O_RDWR | (flags & SOCK_NONBLOCK));
        inode_put(inode);
    }
    if (!file) {
        socket->ops->release(socket);
        return -ENOMEM;
    }
    file->data = socket;
    return files_add(file, flags & SOCK_CLOEXEC);
}

int socket_of(int fd, struct file **file, struct socket **socket)
{
    *file = files_lookup(fd);
    if (!*file || ((*file)->flags & O_PATH))
        return -EBADF;
    if ((*file)->ops != &socket_file_ops)
        return -ENOTSOCK;
    file_get(*file);
    *socket = (*file)->data;
    return 0;
}
