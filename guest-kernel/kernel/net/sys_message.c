/* SPDX-License-Identifier: MIT */
/*
 * System calls that move bytes through a socket with more to say than read and write can, and those
 * that ask for its properties.
 */
#include "kernel/net/socket.h"

static long send_message(long fd, struct message *message)
{
    struct file *file;
    struct socket *socket;
    long result = socket_of(fd, &file, &socket);

    if (result)
        return result;
    message->flags |= file->flags & O_NONBLOCK ? MSG_DONTWAIT : 0;
    result = socket->ops->send(socket, message);
    file_put(file);
    return result;
}

static long receive_message(long fd, struct message *message)
{
    struct file *file;
    struct socket *socket;
    long result = socket_of(fd, &file, &socket);

    if (result)
        return result;
    message->flags |= file->flags & O_NONBLOCK ? MSG_DONTWAIT : 0;
    result = socket->ops->receive(socket, message);
    file_put(file);
    return result;
}

long sys_sendto(long fd, long base, long size, long flags, long user_address, long length)
{
    struct message message = {.flags = (unsigned)flags};
    struct span span;
    int error = 0;

    uio_init_user(&message.bytes, &span, base, MIN((uint32_t)size, TRANSFER_MAX));
    if (user_address)
        error = socket_address_get(&message.address, user_address, (int32_t)length);
    return error ? error : send_message(fd, &message);
}

long sys_recvfrom(long fd, long base, long size, long flags, long user_address, long user_length)
{
    struct message message = {.flags = (unsigned)flags};
    struct span span;
    long result;

    uio_init_user(&message.bytes, &span, base, MIN((uint32_t)size, TRANSFER_MAX));
    result = receive_message(fd, &message);
    if (result >= 0 && user_address) {
        int error = socket_address_put(&message.address, user_address, user_length);

        result = error ? error : result;
    }
    return result;
}

/* ---- sendmsg and recvmsg --------------------------------------------------------------------- */

static int header_get(struct msghdr32 *header, uintptr_t user, struct message *message,
                      struct span **spans)
{
    if (copy_from_user(header, user, sizeof(*header)))
        return -EFAULT;
    if (header->vector_count > IOV_MAX)
        return -EMSGSIZE;
    return uio_init_vector(&message->bytes, spans, header->vector, header->vector_count);
}

/* Descriptors are not passed on: whoever tries is told so. */
long sys_sendmsg(long fd, long user_header, long flags)
{
    struct message message = {.flags = (unsigned)flags};
    struct msghdr32 header;
    struct span *spans;
    long result = header_get(&header, user_header, &message, &spans);

    if (result)
        return result;
    if (header.name)
        result = socket_address_get(&message.address, header.name, (int32_t)header.name_length);
    if (!result && header.control_length > 0)
        result = -EOPNOTSUPP;
    if (!result)
        result = send_message(fd, &message);
    kfree(spans);
    return result;
}

long sys_recvmsg(long fd, long user_header, long flags)
{
    struct message message = {.flags = (unsigned)flags};
    struct msghdr32 header;
    struct span *spans;
    long result = header_get(&header, user_header, &message, &spans);
    int error = 0;

    if (result)
        return result;
    result = receive_message(fd, &message);
    kfree(spans);
    if (result < 0)
        return result;
    if (header.name) {
        error = copy_to_user(header.name, message.address.bytes,
                             MIN(header.name_length, message.address.length));
        header.name_length = message.address.length;
    }
    header.control_length = 0;
    header.flags = 0;
    if (!error)
        error = copy_to_user(user_header, &header, sizeof(header));
    return error ? error : result;
}

/* ---- options --------------------------------------------------------------------------------- */

/* Numbers that every socket has; -ENOPROTOOPT for others. */
static int option_number(struct socket *socket, long name, int32_t *value)
{
    switch (name) {
    case SO_TYPE:
        *value = (int32_t)socket->type;
        return 0;
    case SO_DOMAIN:
        *value = (int32_t)socket->family;
        return 0;
    case SO_ERROR:
        *value = socket->ops->take_error(socket);
        return 0;
    case SO_ACCEPTCONN:
        *value = socket->listening;
        return 0;
    case SO_SNDBUF:
    case SO_RCVBUF:
        *value = 65536;
        return 0;
    case SO_PROTOCOL:
    case SO_REUSEADDR:
    case SO_BROADCAST:
    case SO_KEEPALIVE:
        *value = 0;
        return 0;
    default:
        return -ENOPROTOOPT;
    }
}

static int option_get(struct socket *socket, long level, long name, uintptr_t user,
                      uintptr_t user_length)
{
    struct credentials value = socket->peer;
    uint32_t size = name == SO_PEERCRED ? sizeof(value) : sizeof(int32_t);
    int32_t room;
    int error = 0;

    if (copy_from_user(&room, user_length, sizeof(room)))
        return -EFAULT;
    if (level != SOL_SOCKET)
        return -EOPNOTSUPP;
    if (room < 0)
        return -EINVAL;
    if (name != SO_PEERCRED)
        error = option_number(socket, name, &value.pid);
    size = MIN(size, (uint32_t)room);
    if (!error)
        error = copy_to_user(user, &value, size);
    return error ? error : copy_to_user(user_length, &size, sizeof(size));
}

long sys_getsockopt(long fd, long level, long name, long user_value, long user_length)
{
    struct file *file;
    struct socket *socket;
    int error = socket_of(fd, &file, &socket);

    if (error)
        return error;
    error = option_get(socket, level, name, user_value, user_length);
    file_put(file);
    return error;
}

/* What does no harm is accepted and changes nothing; the rest is not there. */
static int option_set(long level, long name, uintptr_t user, long length)
{
    int32_t value;

    if (level != SOL_SOCKET)
        return -EOPNOTSUPP;
    if (length < (long)sizeof(value))
        return -EINVAL;
    if (copy_from_user(&value, user, sizeof(value)))
        return -EFAULT;
    switch (name) {
    case SO_REUSEADDR:
    case SO_BROADCAST:
    case SO_KEEPALIVE:
    case SO_SNDBUF:
    case SO_RCVBUF:
    case SO_LINGER:
        return 0;
    default:
        return -ENOPROTOOPT;
    }
}

long sys_setsockopt(long fd, long level, long name, long user_value, long length)
{
    struct file *file;
    struct socket *socket;
    int error = socket_of(fd, &file, &socket);

    if (error)
        return error;
    error = option_set(level, name, user_value, (int32_t)length);
    file_put(file);
    return error;
}
