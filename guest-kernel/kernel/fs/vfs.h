/* SPDX-License-Identifier: MIT */
/*
 * The inside of the file layer: what a file is (inode), what an open file is (file), and the two
 * tables of functions through which every kind of file is reached. Path lookup and the system calls
 * know only these tables; ramfs.c, proc.c, pipe.c, device.c and the terminal fill them in.
 *
 * There are no directory-entry objects. A directory inode knows its one parent, so `..` and getcwd
 * need nothing more; an open file remembers the directory it was found in. Everything lives in
 * memory, so no operation on an inode ever sleeps; reads and writes of pipes and terminals do.
 */
#ifndef GUEST_KERNEL_FS_VFS_H
#define GUEST_KERNEL_FS_VFS_H

#include "kernel/fs/abi.h"
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/wait.h"

struct inode;
struct file;
struct pipe;
struct socket;
struct poll_table;

/* ---- bytes on their way between a file and its reader or writer (uio.c) ---------------------- */

struct span {
    uintptr_t base;
    size_t size;
};

/* Where the bytes of one read or write go to or come from: a program's memory, or the kernel's. */
struct uio {
    struct span *spans;
    unsigned count;
    size_t done_in_span;
    size_t left;
    bool kernel;
};

void uio_init_user(struct uio *uio, struct span *span, uintptr_t base, size_t size);
void uio_init_kernel(struct uio *uio, struct span *span, void *base, size_t size);
/*
 * Over a program's vector of `count` spans; *spans is kfree'd by the caller. 0, -EINVAL, -EFAULT,
 * -ENOMEM.
 */
int uio_init_vector(struct uio *uio, struct span **spans, uintptr_t user_vector, unsigned count);
/* Give `size` (at most uio->left) bytes to the reader: 0, or -EFAULT with uio->left telling how far
 * it got. */
int uio_put(struct uio *uio, const void *from, size_t size);
int uio_put_zeroes(struct uio *uio, size_t size);
/* Take `size` bytes from the writer. */
int uio_get(struct uio *uio, void *to, size_t size);

/* The most that one call moves, as on Linux: the result must fit a positive int. */
#define TRANSFER_MAX 0x7ffff000u
/* A 64-bit argument, as i386 passes it in two registers. */
static inline uint64_t uint64_of(long low, long high)
{
    return (uint64_t)(uint32_t)high << 32 | (uint32_t)low;
}

/* ---- inodes (inode.c) ------------------------------------------------------------------------ */

/* readdir hands each entry to this; false means the buffer is full and the entry was not taken. */
struct dir_sink {
    bool (*entry)(struct dir_sink *sink, const char *name, size_t length, uint32_t ino,
                  uint32_t mode, uint64_t next_position);
};

struct inode_ops {
    /* Find a name: 0 and a reference in *found, or -ENOENT. "." and ".." never arrive here. */
    int (*lookup)(struct inode *dir, const char *name, size_t length, struct inode **found);
    /* Make a new object of any type but symlink; mode carries the type. The name is known to be
     * free. */
    int (*create)(struct inode *dir, const char *name, size_t length, uint32_t mode, uint32_t rdev,
                  struct inode **made);
    int (*symlink)(struct inode *dir, const char *name, size_t length, const char *target);
    int (*link)(struct inode *dir, const char *name, size_t length, struct inode *target);
    /* Take a name away; for directories the caller has checked nothing but the type. */
    int (*unlink)(struct inode *dir, const char *name, size_t length, struct inode *target);
    /* Move a name; `replaced` is what bears the new name now, or NULL. */
    int (*rename)(struct inode *from_dir, const char *from, size_t from_length, struct inode *moved,
                  struct inode *to_dir, const char *to, size_t to_length, struct inode *replaced);
    /* Text of a symlink, not terminated; returns its length (at most size). */
    int (*readlink)(struct inode *inode, char *text, size_t size);
    /*
     * A symlink that leads straight to an object, as those of /proc do: references to it and, if
     * known, to the directory it is in. -EINVAL: use the text.
     */
    int (*follow)(struct inode *inode, struct inode **found, struct inode **found_dir);
    int (*truncate)(struct inode *inode, uint64_t size);
    /* Hand out entries from *position on. 0 or an error. */
    int (*readdir)(struct inode *dir, uint64_t *position, struct dir_sink *sink);
    /* The last reference is gone. Frees the inode unless a name still leads to it. */
    void (*release)(struct inode *inode);
};

struct inode {
    unsigned references;
    uint32_t ino;
    uint32_t mode, uid, gid, nlink;
    uint32_t rdev; /* devices: major << 8 | minor */
    uint64_t size;
    uint64_t atime_ns, mtime_ns, ctime_ns; /* since 1970 */
    struct filesystem *fs;
    const struct inode_ops *ops;
    const struct file_ops *file_ops; /* of regular files; other types are resolved when opened */
    struct inode *parent;            /* directories: a reference to the one above; NULL at a root */
    struct filesystem *mounted;      /* directories: what covers this one */
    struct pipe *pipe;               /* FIFOs, while open */
    struct socket *socket;           /* sockets, while bound */
    unsigned executing;              /* open files through which programs run */
};

/* A mounted file system. */
struct filesystem {
    const char *type;
    char *source;
    uint32_t device, magic;
    uint32_t next_ino;
    struct inode *root;   /* a reference, while mounted */
    struct inode *covers; /* the directory it is mounted on; NULL: the root of everything */
    bool mounted;         /* when it is not and no inode is left, it goes away */
    uint32_t inode_count;
    struct filesystem *next;
};

struct inode *inode_get(struct inode *inode);
void inode_put(struct inode *inode);
/* A fresh inode with one reference, in memory of `size` bytes that begins with struct inode. */
void *inode_new(size_t size, struct filesystem *fs, uint32_t mode);
/* The end of one, with its references to others; for release operations. */
void inode_free(struct inode *inode);
/* What the current process may do: 0 or -EACCES. `wish` is MAY_READ, MAY_WRITE, MAY_EXEC or'ed. */
int inode_permission(const struct inode *inode, unsigned wish);
/* Is the current process its owner or root? */
bool inode_is_owner(const struct inode *inode);
void inode_touch_modified(struct inode *inode);

#define RDEV(major, minor) ((uint32_t)(major) << 8 | (minor))
#define RDEV_MAJOR(rdev)   ((rdev) >> 8 & 0xfff)
#define RDEV_MINOR(rdev)   ((rdev)&0xff)

/* ---- open files (file.c) --------------------------------------------------------------------- */

struct file_ops {
    int (*open)(struct file *file);   /* optional; an error undoes the open */
    void (*close)(struct file *file); /* optional; the last reference is gone */
    /* Both return the number of bytes moved, or an error; *position is theirs to advance. */
    int (*read)(struct file *file, struct uio *to, uint64_t *position);
    int (*write)(struct file *file, struct uio *from, uint64_t *position);
    int (*ioctl)(struct file *file, unsigned command, uintptr_t argument);
    /* Which of POLLIN... hold now. Calls poll_wait for each queue that would tell of a change. */
    unsigned (*poll)(struct file *file, struct poll_table *table);
    /*
     * Devices whose memory is not the kernel's: fill [start, end) of a program's address space, and
     * empty a part of it. The area is there during both; what its entries hold only the device
     * knows. A process ends with the second.
     */
    int (*mmap)(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end, unsigned prot,
                uint64_t offset);
    void (*munmap)(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end);
    bool seekable;
};

struct file {
    unsigned references;
    uint32_t flags; /* O_ACCMODE, O_APPEND, O_NONBLOCK, O_PATH, O_DIRECTORY */
    uint64_t position;
    bool executing; /* opened by exec: counted in the inode */
    struct inode *inode;
    struct inode *dir; /* where the inode was found, for its path; may be NULL */
    const struct file_ops *ops;
    void *data; /* of the ops */
};

/* An open file on an inode, through its ops' open. Takes its own references. */
int file_open_inode(struct inode *inode, struct inode *dir, uint32_t flags, struct file **opened);
/* A file with given ops and no open call: pipes. Takes its own references. */
struct file *file_new(struct inode *inode, const struct file_ops *ops, uint32_t flags);
int file_read(struct file *file, struct uio *to, uint64_t *position);
int file_write(struct file *file, struct uio *from, uint64_t *position);
int file_sync(struct file *file);

static inline bool file_readable(const struct file *f)
{
    return (f->flags & O_ACCMODE) != O_WRONLY;
}
static inline bool file_writable(const struct file *f)
{
    return (f->flags & O_ACCMODE) != O_RDONLY;
}

/* ---- paths (path.c) -------------------------------------------------------------------------- */

/* Where a lookup ended: a directory and the last name in it, and the object if there is one. */
struct place {
    struct inode *dir;
    struct inode *inode; /* NULL: the name is free */
    char name[NAME_MAX + 1];
    size_t length;
    bool trailing_slash; /* the path ended in '/': only a directory will do */
    bool special;        /* the last component was ".", ".." or "/" */
};

enum {
    PATH_FOLLOW = 1, /* a symlink at the end is followed */
    PATH_CREATE = 2, /* the object need not be there */
    PATH_EMPTY = 4,  /* an empty path names the start itself */
};

/* Look a path up from `start` (a reference is not consumed). On success place_release it. */
int path_lookup(struct inode *start, const char *path, unsigned how, struct place *place);
void place_release(struct place *place);
/* Just the object, which must exist; *found is a reference. */
int path_find(struct inode *start, const char *path, unsigned how, struct inode **found);
/* The same for a program's path, relative to a descriptor or AT_FDCWD. */
int path_lookup_user(int dir_fd, uintptr_t user_path, unsigned how, struct place *place);
int path_find_user(int dir_fd, uintptr_t user_path, unsigned how, struct inode **found);
/* May something new be made there? 0, -EEXIST, -EACCES, -EPERM. */
int place_check_new(const struct place *place);
/* Is it "." or ".."? */
bool path_is_dots(const char *name, size_t length);
/* Write the absolute path of an inode below the current root; returns its length or -ENAMETOOLONG,
 * -ENOENT. */
int path_of(struct inode *dir, struct inode *inode, char *text, size_t size);

/* ---- kinds of files -------------------------------------------------------------------------- */

/* ramfs.c: an empty in-memory file system, or NULL. */
struct filesystem *ramfs_new(const char *type, const char *source);
/* proc.c */
struct filesystem *proc_fs_new(void);
/* mount.c */
int mount_attach(struct filesystem *fs, struct inode *covers);
extern struct filesystem *mount_list;
int mount_describe(char *text, size_t size);
/* cpio.c: unpack a newc archive below `root`. 0 or an error after a message. */
int cpio_unpack(struct inode *root, const void *archive, size_t size);

/* device.c: registers the devices that need no hardware. */
void device_init(void);
/* What stands behind a character device number. */
void device_register(unsigned major, unsigned minor, const char *name, const struct file_ops *ops);
/* The same for root alone; the name may be that of a directory below /dev, and one in it. */
void device_register_root(unsigned major, unsigned minor, const char *name,
                          const struct file_ops *ops);
const struct file_ops *device_find(uint32_t rdev);
int device_populate(struct inode *dev_dir);
/* The list of character devices, for /proc/devices; the length of its text. */
int device_describe(char *text, size_t size);

/* pipe.c */
extern const struct file_ops fifo_file_ops;
int pipe_new(struct file **read_end, struct file **write_end, uint32_t flags);

/* poll.c: called by a poll operation for each queue whose wake-ups matter. NULL table: only asking.
 */
void poll_wait(struct poll_table *table, struct waitq *queue);

#endif
