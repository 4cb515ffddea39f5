/* SPDX-License-Identifier: MIT */
/*
 * Sockets, seen from the system calls: an open file whose bytes go through a table of functions
 * that its family brings. There is one family so far, AF_UNIX; another adds itself to the list in
 * socket.c and nothing else.
 */
#ifndef GUEST_KERNEL_NET_SOCKET_H
#define GUEST_KERNEL_NET_SOCKET_H

#include "kernel/fs/vfs.h"
#include "kernel/net/abi.h"

struct socket;

/* An address as programs write it, family first. Length 0: none. */
struct socket_address {
    unsigned length;
    union {
        uint16_t family;
        uint8_t bytes[128];
    };
};

/* One send or receive. */
struct message {
    struct uio bytes;
    unsigned flags;                /* MSG_... */
    struct socket_address address; /* where to, or where from */
};

/*
 * Everything answers 0 (or a number) or an error. What may sleep does so unless told not to, and
 * returns what wait_interruptible says. A function that is missing answers -EOPNOTSUPP.
 */
struct socket_ops {
    void (*release)(struct socket *socket); /* the last file is closed; frees the socket */
    int (*bind)(struct socket *socket, const struct socket_address *address);
    int (*listen)(struct socket *socket, unsigned backlog);
    int (*accept)(struct socket *socket, bool wait, struct socket **accepted);
    int (*connect)(struct socket *socket, const struct socket_address *address, bool wait);
    int (*pair)(struct socket *one, struct socket *other);
    int (*name)(struct socket *socket, bool of_peer, struct socket_address *address);
    int (*send)(struct socket *socket, struct message *message);    /* bytes taken */
    int (*receive)(struct socket *socket, struct message *message); /* bytes given */
    int (*shutdown)(struct socket *socket, int how);
    unsigned (*poll)(struct socket *socket, struct poll_table *table);
    int (*waiting)(struct socket *socket);    /* bytes there to be read */
    int (*take_error)(struct socket *socket); /* the number kept for SO_ERROR, forgotten thereby */
};

struct socket {
    const struct socket_ops *ops;
    unsigned family, type;
    bool listening;
    struct credentials peer; /* of whoever made the other end */
};

struct socket_family {
    unsigned number;
    int (*create)(unsigned type, unsigned protocol, struct socket **made);
};

extern const struct socket_family unix_family;

int socket_create(unsigned family, unsigned type, unsigned protocol, struct socket **made);
/* A descriptor for a socket; takes it over, also when it fails. `flags` are SOCK_NONBLOCK... */
int socket_install(struct socket *socket, unsigned flags);
/* The socket behind a descriptor, and its file, held until file_put. 0, -EBADF, -ENOTSOCK. */
int socket_of(int fd, struct file **file, struct socket **socket);
struct credentials socket_credentials(void); /* of the current process */

static inline bool socket_waits(const struct file *file, unsigned message_flags)
{
    return !(file->flags & O_NONBLOCK) && !(message_flags & MSG_DONTWAIT);
}

/* Addresses of programs (sys_socket.c). */
int socket_address_get(struct socket_address *address, uintptr_t user, long length);
int socket_address_put(const struct socket_address *address, uintptr_t user, uintptr_t user_length);

#define SOCKET_CALL_ROWS(ROW)                                                                      \
    ROW(102, socketcall, 2)                                                                        \
    ROW(359, socket, 3)                                                                            \
    ROW(360, socketpair, 4)                                                                        \
    ROW(361, bind, 3)                                                                              \
    ROW(362, connect, 3)                                                                           \
    ROW(363, listen, 2)                                                                            \
    ROW(364, accept4, 4)                                                                           \
    ROW(365, getsockopt, 5)                                                                        \
    ROW(366, setsockopt, 5)                                                                        \
    ROW(367, getsockname, 3)                                                                       \
    ROW(368, getpeername, 3)                                                                       \
    ROW(369, sendto, 6)                                                                            \
    ROW(370, sendmsg, 3)                                                                           \
    ROW(371, recvfrom, 6)                                                                          \
    ROW(372, recvmsg, 3)                                                                           \
    ROW(373, shutdown, 2)

SOCKET_CALL_ROWS(FILE_CALL_DECLARE)

#endif
