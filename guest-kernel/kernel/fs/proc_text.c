/* SPDX-License-Identifier: MIT */
/*
 * The files of /proc as texts: how one grows, and when it is written. A file is read from its
 * beginning as of that moment, and what was read on stays as it was, so no line is ever torn.
 */
#include "kernel/fs/proc.h"

static bool text_grow(struct text *text, size_t needed)
{
    size_t size = MAX(text->size * 2, (size_t)512);
    char *bytes;

    while (size < needed)
        size *= 2;
    bytes = kmalloc(size);
    if (!bytes) {
        text->failed = true;
        return false;
    }
    if (text->length > 0)
        memcpy(bytes, text->bytes, text->length);
    kfree(text->bytes);
    text->bytes = bytes;
    text->size = size;
    return true;
}

void text_print(struct text *text, const char *format, ...)
{
    while (!text->failed) {
        size_t room = text->size - text->length;
        va_list arguments;
        int length;

        va_start(arguments, format);
        length =
            vsnprintf(text->bytes ? text->bytes + text->length : NULL, room, format, arguments);
        va_end(arguments);
        if ((size_t)length < room) {
            text->length += length;
            return;
        }
        text_grow(text, text->length + length + 1);
    }
}

void text_fill(struct text *text, int (*fill)(const void *argument, char *to, size_t size),
               const void *argument)
{
    size_t room = 2048;

    /* A filler that used all the room may have had more to say. */
    while (text_grow(text, text->length + room)) {
        int length = fill(argument, text->bytes + text->length, room);

        if (length < 0)
            return;
        if ((size_t)length < room - 1 || room >= 256 * 1024) {
            text->length += MIN((size_t)length, room);
            return;
        }
        room *= 2;
    }
}

/* ---- reading a file -------------------------------------------------------------------------- */

int proc_of_inode(const struct proc_inode *node, struct proc **proc)
{
    *proc = node->pid ? proc_find(node->pid) : NULL;
    return node->pid && !*proc ? -ESRCH : 0;
}

static void text_free(struct text *text)
{
    if (text)
        kfree(text->bytes);
    kfree(text);
}

static int proc_write_text(struct file *file)
{
    struct proc_inode *node = proc_inode_of(file->inode);
    struct text *text;
    struct proc *proc;
    int error = proc_of_inode(node, &proc);

    if (error)
        return error;
    text = kzalloc(sizeof(*text));
    if (!text)
        return -ENOMEM;
    node->entry->show(text, proc);
    if (text->failed) {
        text_free(text);
        return -ENOMEM;
    }
    text_free(file->data);
    file->data = text;
    return 0;
}

static int proc_read(struct file *file, struct uio *to, uint64_t *position)
{
    struct text *text;
    size_t size;
    int error;

    if (*position == 0 || !file->data) {
        error = proc_write_text(file);
        if (error)
            return error;
    }
    text = file->data;
    if (*position >= text->length)
        return 0;
    size = MIN(to->left, text->length - (size_t)*position);
    error = uio_put(to, text->bytes + *position, size);
    if (error)
        return error;
    *position += size;
    return size;
}

static void proc_close(struct file *file)
{
    text_free(file->data);
}

const struct file_ops proc_file_ops = {
    .read = proc_read,
    .close = proc_close,
    .seekable = true,
};
