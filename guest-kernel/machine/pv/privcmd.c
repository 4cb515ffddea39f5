/* SPDX-License-Identifier: MIT */
/*
 * /dev/xen/privcmd: hypercalls of programs, and other domains' memory in theirs. A program first
 * maps an empty range of the device, then says which frames belong there. The mapping is the
 * program's own: a child does not have it, and it goes with the program.
 */
#include "machine/pv/devices.h"

#include "hypercall/call.h"

#define FRAMES_MAX (1u << 20)

static long privcmd_hypercall(uintptr_t user)
{
    struct privcmd_hypercall call;

    if (copy_from_user(&call, user, sizeof(call)))
        return -EFAULT;
    if (call.op == ABI_CALL_iret)
        return -EINVAL; /* it would return into the midst of us */
    machine_page_flush();
    return hypercall_by_number((unsigned long)call.op, (unsigned long)call.arg[0],
                               (unsigned long)call.arg[1], (unsigned long)call.arg[2],
                               (unsigned long)call.arg[3], (unsigned long)call.arg[4]);
}

/* The device's area that holds these pages, which must be empty yet. */
static struct vm_area *empty_area(struct file *file, uint64_t address, uint64_t pages)
{
    struct vm *vm = current->vm;
    struct vm_area *area;

    if (address >= USER_END || address % PAGE_SIZE || pages == 0 || pages > FRAMES_MAX)
        return NULL;
    area = vm_find(vm, (uintptr_t)address);
    if (!area || area->file != file || pages > (area->end - address) / PAGE_SIZE)
        return NULL;
    uintptr_t start = (uintptr_t)address, end = start + (uintptr_t)pages * PAGE_SIZE;
    for (uintptr_t at = machine_page_skip(vm->directory, start); at < end;
         at = machine_page_skip(vm->directory, at + PAGE_SIZE))
        if (machine_page_get(vm->directory, at).flags)
            return NULL;
    return area;
}

/* Adjoining frames, all or none: the first error. */
static int map_run(struct vm_area *area, uintptr_t start, unsigned domid, uint64_t first,
                   uint64_t pages)
{
    guest_word frames[FOREIGN_BATCH];
    int errors[FOREIGN_BATCH], error = 0;

    for (uint64_t done = 0; done < pages && !error; done += FOREIGN_BATCH) {
        unsigned count = (unsigned)MIN(pages - done, FOREIGN_BATCH);

        for (unsigned i = 0; i < count; i++)
            frames[i] = (guest_word)(first + done + i);
        error = foreign_map(current->vm, start + (uintptr_t)done * PAGE_SIZE, domid, frames, count,
                            area->prot & PROT_WRITE, errors);
        for (unsigned i = 0; i < count && !error; i++)
            error = errors[i];
    }
    if (error)
        foreign_unmap(current->vm, start, start + (uintptr_t)pages * PAGE_SIZE);
    return error;
}

static long privcmd_mmap_runs(struct file *file, uintptr_t user)
{
    struct privcmd_mmap map;
    struct privcmd_mmap_entry entry;
    int error = 0;

    if (copy_from_user(&map, user, sizeof(map)))
        return -EFAULT;
    if (map.num <= 0)
        return -EINVAL;
    for (int i = 0; i < map.num && !error; i++) {
        if (copy_from_user(&entry, (uintptr_t)(map.entry + i), sizeof(entry)))
            return -EFAULT;
        struct vm_area *area = empty_area(file, entry.va, entry.npages);
        if (!area)
            return -EINVAL;
        error = map_run(area, (uintptr_t)entry.va, map.dom, entry.mfn, entry.npages);
    }
    return error;
}

/* What cannot be mapped stays empty; its error is told. */
static long privcmd_mmap_batch(struct file *file, uintptr_t user)
{
    struct privcmd_mmapbatch_v2 batch;
    guest_word frames[FOREIGN_BATCH];
    int errors[FOREIGN_BATCH], error = 0;

    if (copy_from_user(&batch, user, sizeof(batch)))
        return -EFAULT;
    struct vm_area *area = empty_area(file, batch.addr, batch.num);
    if (!area)
        return -EINVAL;
    bool writable = area->prot & PROT_WRITE;
    for (unsigned done = 0; done < batch.num && !error; done += FOREIGN_BATCH) {
        unsigned count = MIN(batch.num - done, FOREIGN_BATCH);

        if (copy_from_user(frames, (uintptr_t)(batch.arr + done), count * sizeof(frames[0])))
            return -EFAULT;
        error = foreign_map(current->vm, (uintptr_t)batch.addr + done * PAGE_SIZE, batch.dom,
                            frames, count, writable, errors);
        if (!error)
            error = copy_to_user((uintptr_t)(batch.err + done), errors, count * sizeof(errors[0]));
    }
    return error;
}

static int privcmd_ioctl(struct file *file, unsigned command, uintptr_t argument)
{
    switch (command) {
    case IOCTL_PRIVCMD_HYPERCALL:
        return (int)privcmd_hypercall(argument);
    case IOCTL_PRIVCMD_MMAP:
        return (int)privcmd_mmap_runs(file, argument);
    case IOCTL_PRIVCMD_MMAPBATCH_V2:
        return (int)privcmd_mmap_batch(file, argument);
    default:
        return -ENOTTY;
    }
}

static int privcmd_mmap(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end,
                        unsigned prot, uint64_t offset)
{
    (void)file, (void)vm, (void)start, (void)end, (void)prot, (void)offset;
    return 0; /* empty until an ioctl fills it */
}

static void privcmd_munmap(struct file *file, struct vm *vm, uintptr_t start, uintptr_t end)
{
    (void)file;
    foreign_unmap(vm, start, end);
}

const struct file_ops privcmd_ops = {
    .ioctl = privcmd_ioctl,
    .mmap = privcmd_mmap,
    .munmap = privcmd_munmap,
};
