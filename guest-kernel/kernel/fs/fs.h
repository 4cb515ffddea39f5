/* SPDX-License-Identifier: MIT */
/*
 * The door of the file layer: what the rest of the kernel may ask of it. Open files, the table of
 * descriptors a process has, and the directories and umask it works with. The system calls are
 * declared from their list in rows.h. What is behind the door is in vfs.h.
 */
#ifndef GUEST_KERNEL_FS_FS_H
#define GUEST_KERNEL_FS_FS_H

#include "kernel/fs/rows.h"
#include "kernel/types.h"

struct file;
struct files;
struct fs_context;
struct proc;
struct vm;

/* ---- start ----------------------------------------------------------------------------------- */

/*
 * Make the root file system, unpack the initrd (a newc cpio archive) into it, mount /dev and /proc.
 * 0, or an error after a message saying what was wrong with the archive; the kernel cannot go on
 * then.
 */
int fs_init(const void *initrd, size_t size);
/* Open /dev/console as descriptors 0, 1 and 2 of the current process. 0 or an error. */
int fs_open_console(void);

/* ---- open files ------------------------------------------------------------------------------ */

struct file *file_get(struct file *file);
/* Give one reference back; NULL is fine. The last one closes the file. */
void file_put(struct file *file);
/* The current process's descriptor; NULL if it is not open. Borrowed: file_get it before sleeping.
 */
struct file *files_lookup(int fd);
/* Read into kernel memory without moving the position. Bytes read (0 at the end), or an error. */
int file_read_at(struct file *file, uint64_t offset, void *to, size_t size);
uint64_t file_size(const struct file *file);
/* Permission and type bits, owner and group: what exec and core need to know. */
uint32_t file_mode(const struct file *file);
uint32_t file_owner(const struct file *file);
uint32_t file_group(const struct file *file);
/* May it be mapped: a regular file that is open for reading. */
bool file_mappable(const struct file *file);
/*
 * The page of the file's own memory that holds byte `offset`, if it is there whole and may be
 * shared read-only: NULL otherwise, and then file_read_at copies. No reference is taken.
 */
void *file_page(struct file *file, uint64_t offset);
/*
 * Devices that put memory of their own into a program's area: may this one be mapped so, do it (0 or
 * an error, which leaves nothing), and undo it for a part.
 */
bool file_device_mappable(const struct file *file);
int file_device_map(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end, unsigned prot,
                    uint64_t offset);
void file_device_unmap(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end);
/* Device and inode number, as /proc/PID/maps shows them. */
void file_identity(const struct file *file, uint32_t *device, uint32_t *ino);
/* Absolute path of an open file below the root; length, or an error when nothing leads to it any
 * more. */
int file_path(struct file *file, char *text, size_t size);
/*
 * Open a program for exec: -EACCES unless it is a regular file that the process may execute. As
 * long as the file stays open, nobody may open it for writing (-ETXTBSY).
 */
int fs_open_exec(const char *path, struct file **opened);

/* ---- what a process has ---------------------------------------------------------------------- */

struct files *files_new(void);
struct files *files_fork(struct files *files);  /* a copy; NULL without memory */
struct files *files_share(struct files *files); /* the same with one more reference */
void files_release(struct files *files);
void files_close_on_exec(struct files *files);
/* The table is shared: exec gives the process its own first. */
bool files_is_shared(const struct files *files);

struct fs_context *fs_new(void); /* root and cwd are /, umask 022 */
struct fs_context *fs_fork(struct fs_context *fs);
struct fs_context *fs_share(struct fs_context *fs);
void fs_release(struct fs_context *fs);

/* ---- system calls ---------------------------------------------------------------------------- */

#define FILE_CALL_0                            void
#define FILE_CALL_1                            long
#define FILE_CALL_2                            long, long
#define FILE_CALL_3                            long, long, long
#define FILE_CALL_4                            long, long, long, long
#define FILE_CALL_5                            long, long, long, long, long
#define FILE_CALL_6                            long, long, long, long, long, long
#define FILE_CALL_DECLARE(number, name, arity) long sys_##name(FILE_CALL_##arity);
FILE_CALL_ROWS(FILE_CALL_DECLARE)

#endif
