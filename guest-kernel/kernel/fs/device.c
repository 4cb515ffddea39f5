/* SPDX-License-Identifier: MIT */
/*
 * Character devices: a small table from numbers to drivers, the nodes for them in /dev, and the
 * drivers that need no hardware. The terminal registers itself (kernel/tty).
 */
#include "kernel/fs/random.h"
#include "kernel/fs/vfs.h"
#include "kernel/signal.h"

#define DEVICES_MAX 32

struct device {
    const char *name;
    uint32_t rdev, mode;
    const struct file_ops *ops;
};

static struct device devices[DEVICES_MAX];
static unsigned device_count;

static void device_add(uint32_t rdev, const char *name, uint32_t mode, const struct file_ops *ops)
{
    ASSERT(device_count < DEVICES_MAX);
    devices[device_count++] =
        (struct device){.name = name, .rdev = rdev, .mode = S_IFCHR | mode, .ops = ops};
}

void device_register(unsigned major, unsigned minor, const char *name, const struct file_ops *ops)
{
    device_add(RDEV(major, minor), name, 0666, ops);
}

void device_register_root(unsigned major, unsigned minor, const char *name,
                          const struct file_ops *ops)
{
    device_add(RDEV(major, minor), name, 0600, ops);
}

const struct file_ops *device_find(uint32_t rdev)
{
    for (unsigned i = 0; i < device_count; i++)
        if (devices[i].rdev == rdev)
            return devices[i].ops;
    return NULL;
}

static const struct {
    const char *name, *target;
} dev_links[] = {
    {"fd", "/proc/self/fd"},
    {"stdin", "/proc/self/fd/0"},
    {"stdout", "/proc/self/fd/1"},
    {"stderr", "/proc/self/fd/2"},
};

/* The directory that a device's node is in; *name becomes the rest of its name. */
static int node_directory(struct inode *dev_dir, const char **name, struct inode **dir)
{
    const char *slash = strchr(*name, '/'), *first = *name;
    int error;

    if (!slash) {
        *dir = inode_get(dev_dir);
        return 0;
    }
    *name = slash + 1;
    error = dev_dir->ops->lookup(dev_dir, first, (size_t)(slash - first), dir);
    if (error == -ENOENT)
        error =
            dev_dir->ops->create(dev_dir, first, (size_t)(slash - first), S_IFDIR | 0755, 0, dir);
    return error;
}

static int node_create(struct inode *dev_dir, const struct device *device)
{
    const char *name = device->name;
    struct inode *dir, *made;
    int error = node_directory(dev_dir, &name, &dir);

    if (error)
        return error;
    error = dir->ops->create(dir, name, strlen(name), device->mode, device->rdev, &made);
    if (!error)
        inode_put(made);
    inode_put(dir);
    return error;
}

int device_populate(struct inode *dev_dir)
{
    int error;

    for (unsigned i = 0; i < device_count; i++) {
        error = node_create(dev_dir, &devices[i]);
        if (error)
            return error;
    }
    for (unsigned i = 0; i < ARRAY_SIZE(dev_links); i++) {
        error = dev_dir->ops->symlink(dev_dir, dev_links[i].name, strlen(dev_links[i].name),
                                      dev_links[i].target);
        if (error)
            return error;
    }
    return 0;
}

int device_describe(char *text, size_t size)
{
    int length = snprintf(text, size, "Character devices:\n");

    for (unsigned i = 0; i < device_count && (size_t)length < size; i++)
        length += snprintf(text + length, size - length, "%3u %s\n", RDEV_MAJOR(devices[i].rdev),
                           devices[i].name);
    return length;
}

/* ---- devices without hardware ---------------------------------------------------------------- */

static int null_read(struct file *file, struct uio *to, uint64_t *position)
{
    (void)file;
    (void)to;
    (void)position;
    return 0;
}

static int null_write(struct file *file, struct uio *from, uint64_t *position)
{
    int size = from->left;

    (void)file;
    (void)position;
    from->left = 0;
    return size;
}

static int zero_read(struct file *file, struct uio *to, uint64_t *position)
{
    size_t wanted = to->left;
    int error = uio_put_zeroes(to, wanted);

    (void)file;
    (void)position;
    return to->left < wanted || !error ? (int)(wanted - to->left) : error;
}

static int full_write(struct file *file, struct uio *from, uint64_t *position)
{
    (void)file;
    (void)from;
    (void)position;
    return -ENOSPC;
}

static int random_read(struct file *file, struct uio *to, uint64_t *position)
{
    size_t wanted = to->left;
    uint8_t bytes[64];
    int error = 0;

    (void)file;
    (void)position;
    while (to->left > 0 && !error && !signal_pending()) {
        size_t chunk = MIN(to->left, sizeof(bytes));
        random_fill(bytes, chunk);
        error = uio_put(to, bytes, chunk);
    }
    return to->left < wanted || !error ? (int)(wanted - to->left) : error;
}

/* What a program writes to /dev/kmsg appears on the console as the kernel's own words do. */
static int kmsg_write(struct file *file, struct uio *from, uint64_t *position)
{
    size_t wanted = from->left, size = MIN(wanted, (size_t)255);
    char line[256];
    int error = uio_get(from, line, size);

    (void)file;
    (void)position;
    if (error)
        return error;
    from->left = 0;
    line[size] = '\0';
    kprintf("%s%s", line, size > 0 && line[size - 1] == '\n' ? "" : "\n");
    return wanted;
}

static const struct file_ops null_ops = {.read = null_read, .write = null_write, .seekable = true};
static const struct file_ops zero_ops = {.read = zero_read, .write = null_write, .seekable = true};
static const struct file_ops full_ops = {.read = zero_read, .write = full_write, .seekable = true};
static const struct file_ops random_ops = {.read = random_read, .write = null_write};
static const struct file_ops kmsg_ops = {.read = null_read, .write = kmsg_write};

void device_init(void)
{
    device_register(1, 3, "null", &null_ops);
    device_register(1, 5, "zero", &zero_ops);
    device_register(1, 7, "full", &full_ops);
    device_register(1, 8, "random", &random_ops);
    device_register(1, 9, "urandom", &random_ops);
    device_register(1, 11, "kmsg", &kmsg_ops);
}
