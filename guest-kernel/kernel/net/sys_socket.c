/* SPDX-License-Identifier: MIT */
/*
 * System calls that make, name, connect and end sockets, and the one call through which older
 * programs reach all of them.
 */
#include "kernel/fs/context.h"
#include "kernel/net/socket.h"

int socket_address_get(struct socket_address *address, uintptr_t user, long length)
{
    if (length < 0 || (size_t)length > sizeof(address->bytes))
        return -EINVAL;
    memset(address, 0, sizeof(*address));
    address->length = (unsigned)length;
    return copy_from_user(address->bytes, user, (size_t)length);
}

/* As much of it as the program has room for; it learns the whole length. */
int socket_address_put(const struct socket_address *address, uintptr_t user, uintptr_t user_length)
{
    int32_t room;

    if (copy_from_user(&room, user_length, sizeof(room)))
        return -EFAULT;
    if (room < 0)
        return -EINVAL;
    if (copy_to_user(user, address->bytes, MIN((unsigned)room, address->length)))
        return -EFAULT;
    return copy_to_user(user_length, &address->length, sizeof(address->length));
}

/* ---- beginning and end ----------------------------------------------------------------------- */

static int check_type(long type)
{
    return type & ~(long)(SOCK_TYPE_MASK | SOCK_NONBLOCK | SOCK_CLOEXEC) ? -EINVAL : 0;
}

long sys_socket(long family, long type, long protocol)
{
    struct socket *socket;
    int error = check_type(type);

    if (!error)
        error = socket_create((unsigned)family, type & SOCK_TYPE_MASK, (unsigned)protocol, &socket);
    return error ? error : socket_install(socket, (unsigned)type);
}

/* Both ends, of which neither is left behind when something fails. */
static int make_pair(struct socket *ends[2], long family, long type, long protocol)
{
    int error =
        socket_create((unsigned)family, type & SOCK_TYPE_MASK, (unsigned)protocol, &ends[0]);

    if (error)
        return error;
    error = socket_create((unsigned)family, type & SOCK_TYPE_MASK, (unsigned)protocol, &ends[1]);
    if (error) {
        ends[0]->ops->release(ends[0]);
        return error;
    }
    error = ends[0]->ops->pair ? ends[0]->ops->pair(ends[0], ends[1]) : -EOPNOTSUPP;
    if (error) {
        ends[0]->ops->release(ends[0]);
        ends[1]->ops->release(ends[1]);
    }
    return error;
}

long sys_socketpair(long family, long type, long protocol, long user_fds)
{
    struct socket *ends[2];
    int32_t fds[2];
    int error = check_type(type);

    if (!error)
        error = make_pair(ends, family, type, protocol);
    if (error)
        return error;
    fds[0] = socket_install(ends[0], (unsigned)type);
    if (fds[0] < 0) {
        ends[1]->ops->release(ends[1]);
        return fds[0];
    }
    fds[1] = socket_install(ends[1], (unsigned)type);
    error = fds[1] < 0 ? fds[1] : copy_to_user(user_fds, fds, sizeof(fds));
    if (error) {
        files_close(fds[0]);
        files_close(fds[1]);
    }
    return error;
}

long sys_shutdown(long fd, long how)
{
    struct file *file;
    struct socket *socket;
    int error = socket_of(fd, &file, &socket);

    if (error)
        return error;
    error = how < SHUT_RD || how > SHUT_RDWR ? -EINVAL : socket->ops->shutdown(socket, how);
    file_put(file);
    return error;
}

/* ---- names and connections ------------------------------------------------------------------- */

long sys_bind(long fd, long user_address, long length)
{
    struct socket_address address;
    struct file *file;
    struct socket *socket;
    int error = socket_of(fd, &file, &socket);

    if (error)
        return error;
    error = socket_address_get(&address, user_address, (int32_t)length);
    if (!error)
        error = socket->ops->bind(socket, &address);
    file_put(file);
    return error;
}

long sys_connect(long fd, long user_address, long length)
{
    struct socket_address address;
    struct file *file;
    struct socket *socket;
    int error = socket_of(fd, &file, &socket);

    if (error)
        return error;
    error = socket_address_get(&address, user_address, (int32_t)length);
    if (!error)
        error = socket->ops->connect(socket, &address, socket_waits(file, 0));
    file_put(file);
    return error;
}

long sys_listen(long fd, long backlog)
{
    struct file *file;
    struct socket *socket;
    int error = socket_of(fd, &file, &socket);

    if (error)
        return error;
    error = socket->ops->listen ? socket->ops->listen(socket, MIN((uint32_t)backlog, SOMAXCONN))
                                : -EOPNOTSUPP;
    file_put(file);
    return error;
}

static long name_to_user(struct socket *socket, bool of_peer, long user_address, long user_length)
{
    struct socket_address address = {.length = 0};
    int error = socket->ops->name(socket, of_peer, &address);

    return error ? error : socket_address_put(&address, user_address, user_length);
}

long sys_accept4(long fd, long user_address, long user_length, long flags)
{
    struct file *file;
    struct socket *socket, *accepted;
    long new_fd;
    int error = flags & ~(long)(SOCK_NONBLOCK | SOCK_CLOEXEC) ? -EINVAL : 0;

    if (!error)
        error = socket_of(fd, &file, &socket);
    if (error)
        return error;
    error = socket->ops->accept ? socket->ops->accept(socket, socket_waits(file, 0), &accepted)
                                : -EOPNOTSUPP;
    file_put(file);
    if (error)
        return error;
    new_fd = socket_install(accepted, (unsigned)flags);
    if (new_fd < 0 || !user_address)
        return new_fd;
    error = name_to_user(accepted, true, user_address, user_length);
    if (error)
        files_close(new_fd);
    return error ? error : new_fd;
}

static long name_of(long fd, bool of_peer, long user_address, long user_length)
{
    struct file *file;
    struct socket *socket;
    long error = socket_of(fd, &file, &socket);

    if (error)
        return error;
    error = name_to_user(socket, of_peer, user_address, user_length);
    file_put(file);
    return error;
}

long sys_getsockname(long fd, long user_address, long user_length)
{
    return name_of(fd, false, user_address, user_length);
}

long sys_getpeername(long fd, long user_address, long user_length)
{
    return name_of(fd, true, user_address, user_length);
}

/* ---- all in one ------------------------------------------------------------------------------ */

long sys_socketcall(long call, long user_words)
{
    static const uint8_t counts[] = {0, 3, 3, 3, 2, 3, 3, 3, 4, 4, 4, 6, 6, 2, 5, 5, 3, 3, 4};
    uint32_t w[6];

    if (call < 1 || call >= (long)ARRAY_SIZE(counts))
        return -EINVAL;
    if (copy_from_user(w, user_words, counts[call] * sizeof(w[0])))
        return -EFAULT;
    switch (call) {
    case 1:
        return sys_socket(w[0], w[1], w[2]);
    case 2:
        return sys_bind(w[0], w[1], w[2]);
    case 3:
        return sys_connect(w[0], w[1], w[2]);
    case 4:
        return sys_listen(w[0], w[1]);
    case 5:
        return sys_accept4(w[0], w[1], w[2], 0);
    case 6:
        return sys_getsockname(w[0], w[1], w[2]);
    case 7:
        return sys_getpeername(w[0], w[1], w[2]);
    case 8:
        return sys_socketpair(w[0], w[1], w[2], w[3]);
    case 9:
        return sys_sendto(w[0], w[1], w[2], w[3], 0, 0);
    case 10:
        return sys_recvfrom(w[0], w[1], w[2], w[3], 0, 0);
    case 11:
        return sys_sendto(w[0], w[1], w[2], w[3], w[4], w[5]);
    case 12:
        return sys_recvfrom(w[0], w[1], w[2], w[3], w[4], w[5]);
    case 13:
        return sys_shutdown(w[0], w[1]);
    case 14:
        return sys_setsockopt(w[0], w[1], w[2], w[3], w[4]);
    case 15:
        return sys_getsockopt(w[0], w[1], w[2], w[3], w[4]);
    case 16:
        return sys_sendmsg(w[0], w[1], w[2]);
    case 17:
        return sys_recvmsg(w[0], w[1], w[2]);
    default:
        return sys_accept4(w[0], w[1], w[2], w[3]);
    }
}
