/* SPDX-License-Identifier: MIT */
/* System calls by which a program shapes its memory. The work is done in vm.c. */
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/vm.h"
#include "machine/machine.h"

#define MAP_SHARED          0x01
#define MAP_PRIVATE         0x02
#define MAP_TYPE            0x0F
#define MAP_FIXED           0x10
#define MAP_ANONYMOUS       0x20
#define MAP_FIXED_NOREPLACE 0x100000

#define REMAP_MAYMOVE 1

#define ADVICE_DONTNEED 4
#define ADVICE_DONTFORK 10
#define ADVICE_DOFORK   11

/* The answer is always where the break is now: the program compares it with its wish. */
long sys_brk(long wanted)
{
    struct vm *vm = current->vm;
    uintptr_t end = (uintptr_t)wanted;
    uintptr_t old_pages = PAGE_ALIGN_UP(vm->brk_end), new_pages = PAGE_ALIGN_UP(end);

    if (end < vm->brk_start || end > MMAP_TOP)
        return (long)vm->brk_end;
    if (new_pages > old_pages) {
        if (vm_too_much(vm->area_pages + (new_pages - old_pages) / PAGE_SIZE) ||
            !vm_range_free(vm, old_pages, new_pages) ||
            vm_map(vm, old_pages, new_pages, PROT_READ | PROT_WRITE, AREA_BRK, NULL, 0) != 0)
            return (long)vm->brk_end;
    } else if (new_pages < old_pages && vm_unmap(vm, new_pages, old_pages) != 0) {
        return (long)vm->brk_end;
    }
    vm->brk_end = end;
    return wanted;
}

/* Shared anonymous memory has its pages from the start, so that every later fork shares them. */
static int fill_shared(struct vm *vm, uintptr_t start, uintptr_t end)
{
    for (uintptr_t at = start; at < end; at += PAGE_SIZE) {
        int error = vm_fault(vm, at, FAULT_WRITE);

        if (error)
            return error;
    }
    return 0;
}

static uintptr_t choose_place(struct vm *vm, uintptr_t hint, size_t size, long flags)
{
    if (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE))
        return hint;
    hint = PAGE_ALIGN_DOWN(hint);
    if (hint >= USER_START && hint < MMAP_TOP && size <= MMAP_TOP - hint &&
        vm_range_free(vm, hint, hint + size))
        return hint;
    return vm_find_gap(vm, size);
}

static bool place_possible(uintptr_t start, size_t size)
{
    return start >= USER_START && start < USER_END && size <= USER_END - start &&
           start % PAGE_SIZE == 0;
}

static long map(uintptr_t hint, size_t size, unsigned prot, long flags, struct file *file,
                uint64_t offset)
{
    struct vm *vm = current->vm;
    bool shared = (flags & MAP_TYPE) == MAP_SHARED;
    uintptr_t start = choose_place(vm, hint, size, flags);

    if (start == 0)
        return -ENOMEM;
    if (!place_possible(start, size))
        return flags & MAP_FIXED && start % PAGE_SIZE ? -EINVAL : -ENOMEM;
    if ((flags & MAP_FIXED_NOREPLACE) && !vm_range_free(vm, start, start + size))
        return -EEXIST;
    if (!file && vm_too_much(vm->area_pages + size / PAGE_SIZE))
        return -ENOMEM;
    int error =
        vm_map(vm, start, start + size, prot & PROT_ALL, shared ? AREA_SHARED : 0, file, offset);
    if (error)
        return error;
    if (file)
        file_get(file);
    if (shared && !file && (prot & PROT_WRITE)) {
        error = fill_shared(vm, start, start + size);
        if (error) {
            vm_unmap(vm, start, start + size);
            return error == -EFAULT ? -ENOMEM : error;
        }
    }
    return (long)start;
}

/* A device fills the place itself, at once or later. */
static long map_device(uintptr_t hint, size_t size, unsigned prot, long flags, struct file *file,
                       uint64_t offset)
{
    struct vm *vm = current->vm;
    uintptr_t start = choose_place(vm, hint, size, flags);
    bool shared = (flags & MAP_TYPE) != MAP_PRIVATE;
    int error;

    if (start == 0 || !place_possible(start, size))
        return -ENOMEM;
    if ((prot & PROT_WRITE) && !shared)
        return -EINVAL;
    error = vm_map(vm, start, start + size, prot & PROT_ALL, AREA_DEVICE, file, offset);
    if (error)
        return error;
    file_get(file);
    error = file_device_map(file, vm, start, start + size, prot, offset);
    if (error)
        vm_unmap(vm, start, start + size);
    return error ? error : (long)start;
}

static long map_checked(uintptr_t hint, size_t size, unsigned prot, long flags, int fd,
                        uint64_t offset)
{
    struct file *file = NULL;
    long type = flags & MAP_TYPE;

    if (size == 0 || type == 0 || type > 3 || offset % PAGE_SIZE)
        return -EINVAL;
    if (PAGE_ALIGN_UP(size) < size)
        return -ENOMEM;
    if (!(flags & MAP_ANONYMOUS)) {
        file = files_lookup(fd);
        if (!file)
            return -EBADF;
        if (file_device_mappable(file))
            return map_device(hint, PAGE_ALIGN_UP(size), prot, flags, file, offset);
        if (!file_mappable(file))
            return -ENODEV;
        /* Writes would have to reach the file, which this kernel does not do. */
        if (type != 2 && (prot & PROT_WRITE))
            return -ENODEV;
    }
    return map(hint, PAGE_ALIGN_UP(size), prot, flags, file, offset);
}

long sys_mmap2(long hint, long size, long prot, long flags, long fd, long page_offset)
{
    return map_checked((uintptr_t)hint, (size_t)size, (unsigned)prot, flags, (int)fd,
                       (uint64_t)(uint32_t)page_offset * PAGE_SIZE);
}

/* The oldest form: six words in memory. */
long sys_mmap(long user_words)
{
    uint32_t words[6];

    if (copy_from_user(words, (uintptr_t)user_words, sizeof(words)) != 0)
        return -EFAULT;
    return map_checked(words[0], words[1], words[2], (long)words[3], (int)words[4], words[5]);
}

/* 0 when [start, start + size) is a sensible range of pages; *end is its end. */
static int check_range(uintptr_t start, size_t size, uintptr_t *end)
{
    if (start % PAGE_SIZE)
        return -EINVAL;
    *end = start + PAGE_ALIGN_UP(size);
    return *end < start || *end > USER_END || PAGE_ALIGN_UP(size) < size ? -ENOMEM : 0;
}

long sys_munmap(long start, long size)
{
    uintptr_t end;
    int error = check_range((uintptr_t)start, (size_t)size, &end);

    if (error || size == 0)
        return -EINVAL;
    return vm_unmap(current->vm, (uintptr_t)start, end);
}

long sys_mprotect(long start, long size, long prot)
{
    uintptr_t end;
    int error = check_range((uintptr_t)start, (size_t)size, &end);

    if (!error && vm_has_device(current->vm, (uintptr_t)start, end))
        error = -EACCES;
    return error ? error
                 : vm_protect(current->vm, (uintptr_t)start, end, (unsigned)prot & PROT_ALL);
}

long sys_madvise(long start, long size, long advice)
{
    uintptr_t end;
    int error = check_range((uintptr_t)start, (size_t)size, &end);

    if (error || (advice == ADVICE_DONTNEED && vm_has_device(current->vm, (uintptr_t)start, end)))
        return -EINVAL;
    if (advice == ADVICE_DONTFORK || advice == ADVICE_DOFORK)
        return vm_mark(current->vm, (uintptr_t)start, end,
                       advice == ADVICE_DONTFORK ? AREA_DONTFORK : 0,
                       advice == ADVICE_DOFORK ? AREA_DONTFORK : 0);
    if (advice == ADVICE_DONTNEED)
        vm_discard(current->vm, (uintptr_t)start, end);
    return 0;
}

long sys_msync(long start, long size, long flags)
{
    uintptr_t end;

    (void)flags; /* nothing is ever waiting to be written */
    return check_range((uintptr_t)start, (size_t)size, &end);
}

long sys_mlock(long start, long size)
{
    uintptr_t end;

    return check_range((uintptr_t)PAGE_ALIGN_DOWN(start), (size_t)size,
                       &end); /* nothing is swapped */
}

long sys_munlock(long start, long size)
{
    return sys_mlock(start, size);
}

/* Carry the pages of a private area over to a larger place. */
static long move_area(struct vm *vm, struct vm_area *area, uintptr_t old, size_t old_size,
                      size_t size)
{
    struct vm_area was = *area;
    uintptr_t start = vm_find_gap(vm, size);

    if (!start)
        return -ENOMEM;
    int error = vm_map(vm, start, start + size, was.prot, was.flags & ~AREA_BRK, was.file,
                       was.file_offset + (old - was.start));
    if (error)
        return error;
    if (was.file)
        file_get(was.file);
    for (uintptr_t offset = 0; offset < old_size; offset += PAGE_SIZE) {
        struct mapping mapping = machine_page_get(vm->directory, old + offset);

        if (!mapping.flags)
            continue;
        if (machine_page_set(vm->directory, start + offset, mapping.frame, mapping.flags) != 0) {
            vm_unmap(vm, start,
                     start + size); /* the old place still holds what was not carried over */
            return -ENOMEM;
        }
        page_get(frame_to_page(mapping.frame));
        vm->resident_pages++;
    }
    machine_page_flush();
    vm_unmap(vm, old, old + old_size);
    return (long)start;
}

long sys_mremap(long old_start, long old_bytes, long new_bytes, long flags, long new_start)
{
    struct vm *vm = current->vm;
    uintptr_t old = (uintptr_t)old_start;
    size_t old_size = PAGE_ALIGN_UP(old_bytes), size = PAGE_ALIGN_UP(new_bytes);
    struct vm_area *area = vm_find(vm, old);

    (void)new_start;
    if (old % PAGE_SIZE || size == 0 || (flags & ~REMAP_MAYMOVE))
        return -EINVAL; /* a fixed new place is not offered */
    if (!area || old_size > area->end - old || (area->flags & AREA_DEVICE))
        return -EFAULT;
    if (size <= old_size) {
        int error = size < old_size ? vm_unmap(vm, old + size, old + old_size) : 0;

        return error ? error : old_start;
    }
    if (vm_too_much(vm->area_pages + (size - old_size) / PAGE_SIZE))
        return -ENOMEM;
    if (!area->file && !(area->flags & AREA_SHARED) && old + old_size == area->end &&
        size <= MMAP_TOP - old && old < MMAP_TOP && vm_range_free(vm, area->end, old + size)) {
        int error = vm_map(vm, area->end, old + size, area->prot, area->flags, NULL, 0);

        return error ? error : old_start;
    }
    return flags & REMAP_MAYMOVE ? move_area(vm, area, old, old_size, size) : -ENOMEM;
}
