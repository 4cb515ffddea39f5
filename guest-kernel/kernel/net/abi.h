/* SPDX-License-Identifier: MIT */
/*
 * What i386 Linux programs and the sockets say to each other: numbers and the structures that cross
 * the system-call line. Facts only.
 */
#ifndef GUEST_KERNEL_NET_ABI_H
#define GUEST_KERNEL_NET_ABI_H

#include "kernel/types.h"

#define AF_UNIX 1
#define AF_MAX  46

#define SOCK_STREAM    1
#define SOCK_TYPE_MASK 0xf
#define SOCK_TYPE_MAX  11
#define SOCK_NONBLOCK  04000
#define SOCK_CLOEXEC   02000000

#define SHUT_RD   0
#define SHUT_WR   1
#define SHUT_RDWR 2

#define MSG_OOB      0x1u
#define MSG_PEEK     0x2u
#define MSG_CTRUNC   0x8u
#define MSG_DONTWAIT 0x40u
#define MSG_WAITALL  0x100u
#define MSG_NOSIGNAL 0x4000u

#define SOL_SOCKET    1
#define SO_REUSEADDR  2
#define SO_TYPE       3
#define SO_ERROR      4
#define SO_BROADCAST  6
#define SO_SNDBUF     7
#define SO_RCVBUF     8
#define SO_KEEPALIVE  9
#define SO_LINGER     13
#define SO_PEERCRED   17
#define SO_ACCEPTCONN 30
#define SO_PROTOCOL   38
#define SO_DOMAIN     39

#define SOMAXCONN 4096

struct credentials {
    int32_t pid;
    uint32_t uid, gid;
};

struct msghdr32 {
    uint32_t name, name_length;
    uint32_t vector, vector_count;
    uint32_t control, control_length;
    uint32_t flags;
};

#endif
