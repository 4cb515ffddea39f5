/* SPDX-License-Identifier: MIT */
/*
 * The life of a pipe: it comes with its first end and goes with its last. A FIFO is a pipe with a
 * name, whose two ends wait for each other when they are opened.
 */
#include "kernel/fs/pipe.h"

/* Where pipes without a name are said to be. */
static struct filesystem pipe_fs = {.type = "pipefs", .device = 0xff, .mounted = true};

struct pipe *pipe_create(void)
{
    struct pipe *pipe = kzalloc(sizeof(*pipe));

    if (!pipe)
        return NULL;
    waitq_init(&pipe->can_read);
    waitq_init(&pipe->can_write);
    waitq_init(&pipe->peer_came);
    return pipe;
}

void pipe_destroy(struct pipe *pipe)
{
    for (unsigned i = 0; i < PIPE_PAGES; i++)
        if (pipe->pages[i])
            page_free(pipe->pages[i]);
    kfree(pipe);
}

static void pipe_join(struct pipe *pipe, const struct file *file)
{
    if (file_readable(file)) {
        pipe->readers++;
        pipe->reader_opens++;
    }
    if (file_writable(file)) {
        pipe->writers++;
        pipe->writer_opens++;
    }
    wake_all(&pipe->peer_came);
}

static void pipe_leave(struct file *file)
{
    struct pipe *pipe = file->inode->pipe;

    pipe->readers -= file_readable(file);
    pipe->writers -= file_writable(file);
    if (pipe->readers + pipe->writers > 0) {
        wake_all(&pipe->can_read);
        wake_all(&pipe->can_write);
        return;
    }
    file->inode->pipe = NULL;
    pipe_destroy(pipe);
}

/* Opening one end of a FIFO waits until somebody opens the other, even if he leaves again at once.
 */
static int fifo_wait_peer(struct file *file, const unsigned *opens, const unsigned *present)
{
    unsigned before = *opens;
    int error = 0;

    while (*present == 0 && *opens == before && !error)
        error = wait_interruptible(&file->inode->pipe->peer_came);
    return error;
}

/* The other end of a FIFO opened with O_RDONLY or O_WRONLY: wait for it, or do not. */
static int fifo_meet(struct file *file, struct pipe *pipe)
{
    bool reads = file_readable(file);

    if (!(file->flags & O_NONBLOCK))
        return fifo_wait_peer(file, reads ? &pipe->writer_opens : &pipe->reader_opens,
                              reads ? &pipe->writers : &pipe->readers);
    return reads || pipe->readers > 0 ? 0 : -ENXIO;
}

static int fifo_open(struct file *file)
{
    struct inode *inode = file->inode;
    bool has_name = inode->fs != &pipe_fs; /* else it was found below /proc/PID/fd */
    bool both = file_readable(file) && file_writable(file);
    int error = 0;

    if (!inode->pipe)
        inode->pipe = pipe_create();
    if (!inode->pipe)
        return -ENOMEM;
    pipe_join(inode->pipe, file);
    if (has_name && !both)
        error = fifo_meet(file, inode->pipe);
    if (error)
        pipe_leave(file);
    return error;
}

const struct file_ops fifo_file_ops = {
    .open = fifo_open,
    .close = pipe_leave,
    .read = pipe_read,
    .write = pipe_write,
    .ioctl = pipe_ioctl,
    .poll = pipe_poll,
};

static const struct inode_ops pipe_inode_ops = {.release = inode_free};

int pipe_new(struct file **read_end, struct file **write_end, uint32_t flags)
{
    struct inode *inode = inode_new(sizeof(*inode), &pipe_fs, S_IFIFO | 0600);
    struct file *reader = NULL, *writer = NULL;

    if (!inode)
        return -ENOMEM;
    inode->ops = &pipe_inode_ops;
    inode->pipe = pipe_create();
    if (inode->pipe) {
        reader = file_new(inode, &fifo_file_ops, O_RDONLY | flags);
        writer = file_new(inode, &fifo_file_ops, O_WRONLY | flags);
    }
    if (!reader || !writer) {
        kfree(inode->pipe);
        inode_put(reader ? reader->inode : NULL);
        inode_put(writer ? writer->inode : NULL);
        kfree(reader);
        kfree(writer);
        inode_put(inode);
        return -ENOMEM;
    }
    pipe_join(inode->pipe, reader);
    pipe_join(inode->pipe, writer);
    inode_put(inode); /* the two ends hold it */
    *read_end = reader;
    *write_end = writer;
    return 0;
}
