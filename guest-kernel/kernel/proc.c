/* SPDX-License-Identifier: MIT */
/* Questions about processes, asked by /proc, by the terminal and by job control. */
#include "kernel/proc.h"

#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/vm.h"

bool proc_group_exists(int pgid, int sid)
{
    list_for_each (node, &all_procs)
        if (proc_of(node)->pgid == pgid && proc_of(node)->sid == sid)
            return true;
    return false;
}

bool proc_group_orphaned(int pgid)
{
    list_for_each (node, &all_procs) {
        const struct proc *proc = proc_of(node);

        if (proc->pgid != pgid || proc->state == PROC_ZOMBIE || proc->parent == init_proc)
            continue;
        if (proc->parent->pgid != pgid && proc->parent->sid == proc->sid)
            return false;
    }
    return true;
}

char proc_state_letter(const struct proc *proc)
{
    static const char letters[] = {
        [PROC_RUNNABLE] = 'R', [PROC_SLEEPING] = 'S', [PROC_STOPPED] = 'T', [PROC_ZOMBIE] = 'Z'};

    return letters[proc->state];
}

int proc_cmdline(const struct proc *proc, char *to, size_t size)
{
    size_t copied = proc->state == PROC_ZOMBIE ? 0 : MIN(size, proc->cmdline_size);

    memcpy(to, proc->cmdline, copied);
    return (int)copied;
}

uint32_t proc_vm_pages(const struct proc *proc)
{
    return proc->vm ? proc->vm->area_pages : 0;
}

uint32_t proc_resident_pages(const struct proc *proc)
{
    return proc->vm ? proc->vm->resident_pages : 0;
}

unsigned proc_runnable_count(void)
{
    unsigned count = 0;

    list_for_each (node, &all_procs)
        count += proc_of(node)->state == PROC_RUNNABLE;
    return count;
}

/* One line an area: range, rights, offset, device and file number, name. */
static int describe_area(const struct vm *vm, const struct vm_area *area, char *to, size_t size)
{
    char name[128] = "";
    uint32_t device = 0, number = 0;

    if (area->file) {
        file_identity(area->file, &device, &number);
        if (file_path(area->file, name, sizeof(name)) < 0)
            strlcpy(name, "(deleted)", sizeof(name));
    } else if (area->flags & AREA_GROWS_DOWN) {
        strlcpy(name, "[stack]", sizeof(name));
    } else if (area->start >= vm->brk_start && area->end <= PAGE_ALIGN_UP(vm->brk_end)) {
        strlcpy(name, "[heap]", sizeof(name));
    }
    return snprintf(to, size, "%08lx-%08lx %c%c%c%c %08lx %02x:%02x %u%s%s\n",
                    (unsigned long)area->start, (unsigned long)area->end,
                    area->prot & PROT_READ ? 'r' : '-', area->prot & PROT_WRITE ? 'w' : '-',
                    area->prot & PROT_EXEC ? 'x' : '-', area->flags & AREA_SHARED ? 's' : 'p',
                    (unsigned long)area->file_offset, device >> 8, device & 0xFF, number,
                    *name ? " " : "", name);
}

int proc_maps(const struct proc *proc, char *to, size_t size)
{
    size_t length = 0;

    if (!proc->vm)
        return 0;
    list_for_each (node, &proc->vm->areas) {
        char line[256];
        int added =
            describe_area(proc->vm, list_entry(node, struct vm_area, node), line, sizeof(line));

        if (length + (size_t)added > size)
            break;
        memcpy(to + length, line, (size_t)added);
        length += (size_t)added;
    }
    return (int)length;
}
