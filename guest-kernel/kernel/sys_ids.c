/* SPDX-License-Identifier: MIT */
/*
 * Who a process is: its numbers, its group and session, its user. Groups and sessions are what
 * the shell does job control with; users exist so that programs which ask get a sensible answer.
 */
#include "kernel/kernel.h"
#include "kernel/proc.h"

#define KEEP ((unsigned)-1)

long sys_getpid(void)
{
    return current->tgid;
}

long sys_gettid(void)
{
    return current->pid;
}

long sys_getppid(void)
{
    return current->ppid;
}

/* ---- groups and sessions --------------------------------------------------------------------- */

/* The group leader a call names: 0 is the caller. */
static struct proc *find_leader(long pid)
{
    struct proc *proc = proc_find(pid ? (int)pid : current->tgid);

    return proc && proc->pid == proc->tgid ? proc : NULL;
}

static void set_group(struct proc *leader, int pgid, int sid)
{
    list_for_each (node, &all_procs) {
        struct proc *proc = proc_of(node);

        if (proc->tgid != leader->tgid)
            continue;
        proc->pgid = pgid;
        proc->sid = sid;
    }
}

long sys_setpgid(long pid, long pgid)
{
    struct proc *target = find_leader(pid);

    if (pgid < 0)
        return -EINVAL;
    if (!target || (target->tgid != current->tgid && target->parent->tgid != current->tgid))
        return -ESRCH;
    if (target->sid == target->pid || target->sid != current->sid)
        return -EPERM;
    if (pgid == 0)
        pgid = target->pid;
    if (pgid != target->pid && !proc_group_exists((int)pgid, current->sid))
        return -EPERM;
    set_group(target, (int)pgid, target->sid);
    return 0;
}

long sys_getpgid(long pid)
{
    const struct proc *target = find_leader(pid);

    return target ? target->pgid : -ESRCH;
}

long sys_getpgrp(void)
{
    return current->pgid;
}

long sys_getsid(long pid)
{
    const struct proc *target = find_leader(pid);

    return target ? target->sid : -ESRCH;
}

long sys_setsid(void)
{
    list_for_each (node, &all_procs)
        if (proc_of(node)->pgid == current->tgid && current != init_proc)
            return -EPERM;
    current->tty = NULL;
    set_group(current, current->tgid, current->tgid);
    return current->tgid;
}

/* ---- users ----------------------------------------------------------------------------------- */

static bool may_become(unsigned id, unsigned real, unsigned effective)
{
    return current->euid == 0 || id == real || id == effective;
}

static long set_ids(unsigned *real, unsigned *effective, long new_real, long new_effective)
{
    unsigned r = (unsigned)new_real, e = (unsigned)new_effective;

    if ((r != KEEP && !may_become(r, *real, *effective)) ||
        (e != KEEP && !may_become(e, *real, *effective)))
        return -EPERM;
    *real = r == KEEP ? *real : r;
    *effective = e == KEEP ? *effective : e;
    return 0;
}

long sys_getuid32(void)
{
    return (long)current->uid;
}
long sys_geteuid32(void)
{
    return (long)current->euid;
}
long sys_getgid32(void)
{
    return (long)current->gid;
}
long sys_getegid32(void)
{
    return (long)current->egid;
}
long sys_getuid(void)
{
    return (long)current->uid;
}
long sys_geteuid(void)
{
    return (long)current->euid;
}
long sys_getgid(void)
{
    return (long)current->gid;
}
long sys_getegid(void)
{
    return (long)current->egid;
}

long sys_setreuid32(long real, long effective)
{
    return set_ids(&current->uid, &current->euid, real, effective);
}

long sys_setregid32(long real, long effective)
{
    return set_ids(&current->gid, &current->egid, real, effective);
}

/* Saved ids are not kept apart from the effective ones. */
long sys_setresuid32(long real, long effective, long saved)
{
    (void)saved;
    return sys_setreuid32(real, effective);
}

long sys_setresgid32(long real, long effective, long saved)
{
    (void)saved;
    return sys_setregid32(real, effective);
}

long sys_setuid32(long id)
{
    return current->euid == 0 ? sys_setreuid32(id, id) : sys_setreuid32(-1, id);
}

long sys_setgid32(long id)
{
    return current->euid == 0 ? sys_setregid32(id, id) : sys_setregid32(-1, id);
}

long sys_setuid(long id)
{
    return sys_setuid32(id & 0xFFFF);
}

long sys_setgid(long id)
{
    return sys_setgid32(id & 0xFFFF);
}

static long write_ids(unsigned real, unsigned effective, long user_real, long user_effective,
                      long user_saved)
{
    if (copy_to_user((uintptr_t)user_real, &real, sizeof(real)) != 0 ||
        copy_to_user((uintptr_t)user_effective, &effective, sizeof(effective)) != 0 ||
        copy_to_user((uintptr_t)user_saved, &effective, sizeof(effective)) != 0)
        return -EFAULT;
    return 0;
}

long sys_getresuid32(long user_real, long user_effective, long user_saved)
{
    return write_ids(current->uid, current->euid, user_real, user_effective, user_saved);
}

long sys_getresgid32(long user_real, long user_effective, long user_saved)
{
    return write_ids(current->gid, current->egid, user_real, user_effective, user_saved);
}

/* Nobody is in more groups than one; asking to be in none is granted. */
long sys_getgroups32(long count, long user_groups)
{
    (void)count;
    (void)user_groups;
    return 0;
}

long sys_setgroups32(long count, long user_groups)
{
    (void)user_groups;
    if (current->euid != 0)
        return -EPERM;
    return count < 0 || count > 65536 ? -EINVAL : 0;
}
