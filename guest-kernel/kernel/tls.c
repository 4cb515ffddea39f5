/* SPDX-License-Identifier: MIT */
/*
 * Thread-local storage on i386: a program describes a segment, the kernel turns that into a
 * descriptor the hardware understands and puts it into the table when the thread runs. Only data
 * segments of programs can come out of it, whatever is asked for.
 */
#include "kernel/tls.h"

#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "machine/machine.h"

struct user_description {
    uint32_t slot; /* in the descriptor table; -1: choose one */
    uint32_t base, limit;
    uint32_t flags;
};

#define DESCRIPTION_32BIT          0x01u
#define DESCRIPTION_CONTENTS       0x06u
#define DESCRIPTION_READ_ONLY      0x08u
#define DESCRIPTION_LIMIT_IN_PAGES 0x10u
#define DESCRIPTION_NOT_PRESENT    0x20u
#define DESCRIPTION_USABLE         0x40u
#define DESCRIPTION_EMPTY          (DESCRIPTION_READ_ONLY | DESCRIPTION_NOT_PRESENT)

static bool description_empty(const struct user_description *d)
{
    return (!d->base && !d->limit && !d->flags) ||
           (!d->base && !d->limit && (d->flags & ~DESCRIPTION_USABLE) == DESCRIPTION_EMPTY);
}

static uint64_t make_descriptor(const struct user_description *d)
{
    uint32_t low = d->base << 16 | (d->limit & 0xFFFF);
    uint32_t high = (d->base & 0xFF000000) | (d->base >> 16 & 0xFF) | (d->limit & 0xF0000);

    high |= 0x0000F100; /* present, for programs, data, accessed */
    high |= d->flags & DESCRIPTION_READ_ONLY ? 0 : 0x200;
    high |= d->flags & DESCRIPTION_32BIT ? 0x400000 : 0;
    high |= d->flags & DESCRIPTION_LIMIT_IN_PAGES ? 0x800000 : 0;
    high |= d->flags & DESCRIPTION_USABLE ? 0x100000 : 0;
    return (uint64_t)high << 32 | low;
}

static int choose_slot(const struct proc *proc)
{
    for (int i = 0; i < TLS_SLOTS; i++)
        if (!proc->tls[i])
            return i;
    return -ESRCH;
}

int tls_set(struct proc *proc, uintptr_t user_description)
{
    struct user_description d;
    int slot;

    if (copy_from_user(&d, user_description, sizeof(d)) != 0)
        return -EFAULT;
    if (d.slot == (uint32_t)-1) {
        slot = choose_slot(proc);
        if (slot < 0)
            return slot;
        d.slot = MACHINE_TLS_FIRST + (uint32_t)slot;
        if (copy_to_user(user_description, &d.slot, sizeof(d.slot)) != 0)
            return -EFAULT;
    }
    slot = (int)(d.slot - MACHINE_TLS_FIRST);
    if (slot < 0 || slot >= TLS_SLOTS || (d.flags & DESCRIPTION_CONTENTS))
        return -EINVAL;
    proc->tls[slot] =
        description_empty(&d) || (d.flags & DESCRIPTION_NOT_PRESENT) ? 0 : make_descriptor(&d);
    return 0;
}

void tls_clear(struct proc *proc)
{
    memset(proc->tls, 0, sizeof(proc->tls));
    if (proc == current)
        machine_tls_load(proc->tls);
}

long sys_set_thread_area(long user_description)
{
    int error = tls_set(current, (uintptr_t)user_description);

    if (!error)
        machine_tls_load(current->tls);
    return error;
}
