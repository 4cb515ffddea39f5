/* SPDX-License-Identifier: MIT */
/*
 * A pipe from inside, for pipe.c and pipe_open.c. The ring of bytes alone, without its ends, serves
 * the sockets too.
 */
#ifndef GUEST_KERNEL_FS_PIPE_H
#define GUEST_KERNEL_FS_PIPE_H

#include "kernel/fs/vfs.h"

#define PIPE_PAGES    16u
#define PIPE_CAPACITY (PIPE_PAGES * PAGE_SIZE)

struct pipe {
    char *pages[PIPE_PAGES];
    uint32_t head, tail; /* bytes read and written since it was empty; may wrap around the ring */
    unsigned readers, writers;
    unsigned reader_opens, writer_opens; /* ever; an open of a FIFO waits for the other to move */
    struct waitq can_read, can_write, peer_came;
};

/* ---- the ring ---- */

struct pipe *pipe_create(void);
void pipe_destroy(struct pipe *pipe);
uint32_t pipe_used(const struct pipe *pipe);
uint32_t pipe_room(const struct pipe *pipe);
/* What is there, as much as is wanted; the second leaves it there. 0 or -EFAULT. */
int pipe_take(struct pipe *pipe, struct uio *to);
int pipe_peek(struct pipe *pipe, struct uio *to);
/* Put in what fits without much ado, perhaps nothing. 0, -EFAULT, -ENOMEM. */
int pipe_put_some(struct pipe *pipe, struct uio *from);

/* ---- the file ---- */

int pipe_read(struct file *file, struct uio *to, uint64_t *position);
int pipe_write(struct file *file, struct uio *from, uint64_t *position);
int pipe_ioctl(struct file *file, unsigned command, uintptr_t argument);
unsigned pipe_poll(struct file *file, struct poll_table *table);

#endif
