/* SPDX-License-Identifier: MIT */
/*
 * Birth. fork, vfork and clone are one function: a new process gets a copy or a share of each
 * thing the old one has, and starts with the same registers but for the result of the call.
 */
#include "kernel/exit.h"
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "kernel/tls.h"
#include "kernel/vm.h"
#include "machine/machine.h"

#define CLONE_VM             0x00000100u
#define CLONE_FS             0x00000200u
#define CLONE_FILES          0x00000400u
#define CLONE_SIGHAND        0x00000800u
#define CLONE_VFORK          0x00004000u
#define CLONE_PARENT         0x00008000u
#define CLONE_THREAD         0x00010000u
#define CLONE_SETTLS         0x00080000u
#define CLONE_PARENT_SETTID  0x00100000u
#define CLONE_CHILD_CLEARTID 0x00200000u
#define CLONE_CHILD_SETTID   0x01000000u
#define CLONE_NAMESPACES     0x7E020000u
#define CLONE_SIGNAL_MASK    0xFFu

#define PROC_MAX 2048

/* Where every new process begins, on its own stack; the machine then enters user mode. */
static void child_start(void)
{
    exit_bury();
    if (current->set_child_tid)
        copy_to_user(current->set_child_tid, &current->pid, sizeof(current->pid));
    trap_return_to_user(current->frame);
}

void proc_start_first(void (*start)(void))
{
    struct proc *proc = proc_new();

    if (!proc || !(proc->sighand = sighand_new()))
        panic("out of memory before the first process: give the machine more");
    proc->pid = proc->tgid = proc->pgid = proc->sid = proc_choose_pid();
    strlcpy(proc->name, "init", sizeof(proc->name));
    proc->parent = proc;
    init_proc = proc;
    proc_enter_table(proc);
    proc->saved_stack_pointer = machine_stack_prepare(proc->frame, start);
    sched_make_runnable(proc);
}

static void copy_identity(struct proc *child, const struct proc *parent)
{
    child->uid = parent->uid;
    child->euid = parent->euid;
    child->gid = parent->gid;
    child->egid = parent->egid;
    child->pgid = parent->pgid;
    child->sid = parent->sid;
    child->tty = parent->tty;
    child->blocked = parent->blocked;
    child->altstack = parent->altstack;
    child->altstack_size = parent->altstack_size;
    strlcpy(child->name, parent->name, sizeof(child->name));
    memcpy(child->tls, parent->tls, sizeof(child->tls));
    machine_fpu_save(child->fpu);
    *child->frame = *parent->frame;
    child->frame->eax = 0;
    child->frame->vector = 0;
}

/* Copies or shares; on failure the caller undoes what is there. */
static bool copy_belongings(struct proc *child, struct proc *parent, unsigned flags)
{
    child->sighand = flags & CLONE_SIGHAND ? parent->sighand : sighand_fork(parent->sighand);
    if (flags & CLONE_SIGHAND)
        parent->sighand->references++;
    child->files = flags & CLONE_FILES ? files_share(parent->files) : files_fork(parent->files);
    child->fs = flags & CLONE_FS ? fs_share(parent->fs) : fs_fork(parent->fs);
    child->vm = flags & CLONE_VM ? vm_share(parent->vm) : vm_fork(parent->vm);
    child->cmdline = kmalloc(parent->cmdline_size);
    if (!child->sighand || !child->files || !child->fs || !child->vm || !child->cmdline)
        return false;
    memcpy(child->cmdline, parent->cmdline, parent->cmdline_size);
    child->cmdline_size = parent->cmdline_size;
    child->exe = parent->exe ? file_get(parent->exe) : NULL;
    return true;
}

static void undo_belongings(struct proc *child)
{
    if (child->files)
        files_release(child->files);
    if (child->fs)
        fs_release(child->fs);
    if (child->vm)
        vm_release(child->vm);
    proc_delete(child);
}

static void set_family(struct proc *child, struct proc *parent, unsigned flags)
{
    bool thread = flags & CLONE_THREAD;

    child->pid = proc_choose_pid();
    child->tgid = thread ? parent->tgid : child->pid;
    child->parent = thread || (flags & CLONE_PARENT) ? parent->parent : parent;
    child->ppid = child->parent->tgid;
    child->exit_signal = thread ? 0 : (int)(flags & CLONE_SIGNAL_MASK);
}

/* What clone writes for the C library; the child writes to its own memory when it starts. */
static int set_thread_words(struct proc *child, unsigned flags, uintptr_t parent_tid, uintptr_t tls,
                            uintptr_t child_tid)
{
    if (flags & CLONE_CHILD_CLEARTID)
        child->clear_child_tid = child_tid;
    if ((flags & CLONE_SETTLS) && tls_set(child, tls) != 0)
        return -EINVAL;
    if ((flags & CLONE_PARENT_SETTID) &&
        copy_to_user(parent_tid, &child->pid, sizeof(child->pid)) != 0)
        return -EFAULT;
    if (flags & CLONE_CHILD_SETTID)
        child->set_child_tid = child_tid;
    return 0;
}

static void wait_for_vfork(struct proc *child)
{
    struct waitq done;

    waitq_init(&done);
    child->vfork_waitq = &done;
    wait_on(&done);
}

static long clone_process(unsigned flags, uintptr_t stack, uintptr_t parent_tid, uintptr_t tls,
                          uintptr_t child_tid)
{
    struct proc *child;

    if (flags & CLONE_NAMESPACES)
        return -EINVAL;
    if ((flags & CLONE_THREAD) && (~flags & (CLONE_SIGHAND | CLONE_VM)))
        return -EINVAL;
    if (proc_count() >= PROC_MAX)
        return -EAGAIN;
    child = proc_new();
    if (!child)
        return -ENOMEM;
    copy_identity(child, current);
    if (stack)
        child->frame->esp = stack;
    if (!copy_belongings(child, current, flags)) {
        undo_belongings(child);
        return -ENOMEM;
    }
    set_family(child, current, flags);
    int error = set_thread_words(child, flags, parent_tid, tls, child_tid);
    if (error) {
        undo_belongings(child);
        return error;
    }
    proc_enter_table(child);
    child->saved_stack_pointer = machine_stack_prepare(child->frame, child_start);
    sched_make_runnable(child);
    int pid = child->pid;
    if (flags & CLONE_VFORK)
        wait_for_vfork(child);
    return pid;
}

long sys_fork(void)
{
    return clone_process(SIGCHLD, 0, 0, 0, 0);
}

long sys_vfork(void)
{
    return clone_process(CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
}

long sys_clone(long flags, long stack, long parent_tid, long tls, long child_tid)
{
    return clone_process((unsigned)flags, (uintptr_t)stack, (uintptr_t)parent_tid, (uintptr_t)tls,
                         (uintptr_t)child_tid);
}

long sys_set_tid_address(long address)
{
    current->clear_child_tid = (uintptr_t)address;
    return current->pid;
}
