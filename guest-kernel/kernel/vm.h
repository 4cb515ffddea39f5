/* SPDX-License-Identifier: MIT */
/*
 * The memory of a program: a sorted list of areas that say what may be where, and a page
 * directory that holds what is there already. Pages arrive on first touch, and are shared after a
 * fork until one side writes to them.
 */
#ifndef GUEST_KERNEL_VM_H
#define GUEST_KERNEL_VM_H

#include "kernel/types.h"

struct file;
struct page_directory;

#define PROT_READ  1u
#define PROT_WRITE 2u
#define PROT_EXEC  4u
#define PROT_ALL   7u

#define AREA_SHARED     1u /* fork shares it for good: no copy on write */
#define AREA_GROWS_DOWN 2u /* the stack */
#define AREA_BRK        4u
#define AREA_DEVICE     8u  /* what is there is the file's own business; never copied */
#define AREA_DONTFORK   16u /* a child does not have it */

#define USER_START  0x10000u
#define USER_END    0xBFFFF000u /* one page below the kernel is left empty */
#define STACK_LIMIT (8u << 20)
#define MMAP_TOP    (USER_END - STACK_LIMIT - (16u << 20))

struct vm_area {
    struct list node;
    uintptr_t start, end;
    unsigned prot, flags;
    struct file *file;    /* a reference; NULL: zeroes */
    uint64_t file_offset; /* of `start` */
};

static inline struct vm_area *area_of(struct list *node)
{
    return list_entry(node, struct vm_area, node);
}

struct vm {
    unsigned references; /* threads, and vfork's child */
    struct page_directory *directory;
    struct list areas;
    uintptr_t brk_start, brk_end;
    uint32_t area_pages, resident_pages;
};

struct vm *vm_new(void);
struct vm *vm_fork(struct vm *parent); /* NULL: out of memory, the parent is unchanged */
struct vm *vm_share(struct vm *vm);
void vm_release(struct vm *vm);
void vm_activate(struct vm *vm);

struct vm_area *vm_find(struct vm *vm, uintptr_t address); /* the area holding it, or NULL */
/*
 * Put a new area at [start, end), in place of whatever was there. Takes over one reference to
 * `file` when it succeeds. 0 or -ENOMEM.
 */
int vm_map(struct vm *vm, uintptr_t start, uintptr_t end, unsigned prot, unsigned flags,
           struct file *file, uint64_t file_offset);
int vm_unmap(struct vm *vm, uintptr_t start, uintptr_t end);
int vm_protect(struct vm *vm, uintptr_t start, uintptr_t end, unsigned prot);
/* Set and clear flags of the areas in a range. 0 or -ENOMEM. */
int vm_mark(struct vm *vm, uintptr_t start, uintptr_t end, unsigned set, unsigned clear);
/* Is a device's area in the range? */
bool vm_has_device(struct vm *vm, uintptr_t start, uintptr_t end);
/* Drop the pages in a range; the areas stay, and will be filled anew. */
void vm_discard(struct vm *vm, uintptr_t start, uintptr_t end);
/* A free range of this size below MMAP_TOP, 0 when there is none. */
uintptr_t vm_find_gap(struct vm *vm, size_t size);
bool vm_range_free(struct vm *vm, uintptr_t start, uintptr_t end);
/* Would this many more pages be more than there can ever be? */
bool vm_too_much(uint32_t pages);

/*
 * Bring the page at `address` in, for writing if `write`. 0; -EFAULT when the program has no
 * right to it; -ENOMEM when there is no page to be had. (fault.c)
 */
int vm_fault(struct vm *vm, uintptr_t address, unsigned fault);

#endif
