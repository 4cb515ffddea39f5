/* SPDX-License-Identifier: MIT */
/*
 * Page faults: the moment at which memory that was promised is delivered. A fault is one of four
 * things: the first touch of a page (zeroes or file content), a write to a page still shared
 * since a fork, a stack that grows, or a mistake of the program.
 */
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "kernel/vm.h"
#include "machine/machine.h"

#define STACK_GUARD_GAP (1u << 20)

static unsigned map_flags(const struct vm_area *area, bool writable)
{
    return MAP_PRESENT | MAP_ACCESS | (writable ? MAP_WRITE : 0) |
           (area->prot & PROT_EXEC ? MAP_EXECUTE : 0);
}

/*
 * The page that belongs there, with a reference for us. A whole page of a file that is read is the
 * file's own, shared; otherwise it is a fresh one, with zeroes beyond the end of the file.
 */
static int page_fill(const struct vm_area *area, uintptr_t address, bool write, void **result)
{
    uint64_t offset = area->file_offset + (address - area->start);

    if (!area->file) {
        *result = page_alloc();
        return *result ? 0 : -ENOMEM;
    }
    *result = write ? NULL : file_page(area->file, offset);
    if (*result) {
        page_get(*result);
        return 0;
    }
    *result = page_alloc_dirty();
    if (!*result)
        return -ENOMEM;
    ssize_t got = file_read_at(area->file, offset, *result, PAGE_SIZE);
    if (got < 0) {
        page_free(*result);
        return -EFAULT;
    }
    memset((char *)*result + got, 0, PAGE_SIZE - (size_t)got);
    return 0;
}

static int first_touch(struct vm *vm, const struct vm_area *area, uintptr_t address, bool write)
{
    void *page;
    int error = page_fill(area, address, write, &page);

    if (error)
        return error;
    /* A page that only this program has can be writable at once. */
    bool writable = (area->prot & PROT_WRITE) && page_references(page) == 1;
    error =
        machine_page_set(vm->directory, address, page_to_frame(page), map_flags(area, writable));
    if (error) {
        page_free(page);
        return error;
    }
    vm->resident_pages++;
    machine_page_flush();
    return 0;
}

/*
 * The page is there, but with fewer rights than the area gives: shared since a fork, or mprotect.
 */
static int more_rights(struct vm *vm, const struct vm_area *area, uintptr_t address,
                       struct mapping mapping, bool write)
{
    void *old = frame_to_page(mapping.frame), *page = old;
    bool writable = (mapping.flags & MAP_WRITE) || write;

    if (write && page_references(old) > 1 && !(area->flags & AREA_SHARED)) {
        page = page_alloc_dirty();
        if (!page)
            return -ENOMEM;
        memcpy(page, old, PAGE_SIZE);
    }
    machine_page_set(vm->directory, address, page_to_frame(page), map_flags(area, writable));
    machine_page_flush();
    if (page != old)
        page_free(old);
    return 0;
}

/* A fault a little below the stack makes it larger. */
static struct vm_area *grow_stack(struct vm *vm, uintptr_t address)
{
    list_for_each (node, &vm->areas) {
        struct vm_area *area = area_of(node);

        if (area->start <= address)
            continue;
        if (!(area->flags & AREA_GROWS_DOWN) || area->end - address > STACK_LIMIT ||
            !vm_range_free(vm, address - STACK_GUARD_GAP, area->start))
            return NULL;
        vm->area_pages += (area->start - address) / PAGE_SIZE;
        area->start = address;
        return area;
    }
    return NULL;
}

int vm_fault(struct vm *vm, uintptr_t address, unsigned fault)
{
    struct vm_area *area;

    if (address < USER_START || address >= USER_END)
        return -EFAULT;
    address = PAGE_ALIGN_DOWN(address);
    area = vm_find(vm, address);
    if (!area)
        area = grow_stack(vm, address);
    if (!area || (area->flags & AREA_DEVICE)) /* a device's pages are there or never will be */
        return -EFAULT;
    bool write = fault & FAULT_WRITE;
    if (!(area->prot & PROT_ALL) || (write && !(area->prot & PROT_WRITE)) ||
        ((fault & FAULT_EXECUTE) && !(area->prot & PROT_EXEC)))
        return -EFAULT;
    struct mapping mapping = machine_page_get(vm->directory, address);
    if (!mapping.flags)
        return first_touch(vm, area, address, write);
    return more_rights(vm, area, address, mapping, write);
}

static const char *access_name(unsigned fault)
{
    return fault & FAULT_EXECUTE ? "execute" : fault & FAULT_WRITE ? "write" : "read";
}

/* Who would give back most; of equals the youngest. The first process is not asked. */
static struct proc *largest_process(void)
{
    struct proc *largest = NULL;

    list_for_each (node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc == init_proc || !proc->vm)
            continue;
        if (!largest || proc->vm->resident_pages >= largest->vm->resident_pages)
            largest = proc;
    }
    return largest;
}

/* There is no page to be had. Somebody has to go, so that the others can go on. */
static void end_largest_process(void)
{
    struct proc *victim = largest_process();

    if (!victim)
        panic("out of memory with only the first process left: give the machine more");
    if (!(victim->pending & SIGNAL_BIT(SIGKILL)))
        kprintf("out of memory: ended process %d (%s)\n", victim->pid, victim->name);
    signal_send(victim, SIGKILL);
}

/*
 * A program that is not the victim tries the same instruction again after giving the others a turn.
 * The kernel cannot wait in the middle of a copy: there the copy fails.
 */
void trap_page_fault(struct trap_frame *frame, uintptr_t address, unsigned fault)
{
    if (!(fault & FAULT_USER) && !machine_fault_in_user_copy(frame)) {
        machine_frame_print(frame);
        machine_backtrace(frame->ebp);
        panic("the kernel tried to %s at %08lx", access_name(fault), (unsigned long)address);
    }
    if (fault & FAULT_USER)
        sched_account(true);
    int error = current && current->vm ? vm_fault(current->vm, address, fault) : -EFAULT;
    if (error == 0)
        return;
    if (error == -ENOMEM)
        end_largest_process();
    if (!(fault & FAULT_USER))
        machine_fail_user_copy(frame);
    else if (error == -ENOMEM)
        sched_yield_cpu();
    else
        signal_fault(SIGSEGV, fault & FAULT_PRESENT ? SEGV_ACCERR : SEGV_MAPERR, address);
}
