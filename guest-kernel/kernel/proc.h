/* SPDX-License-Identifier: MIT */
/*
 * A process, and what others may ask of it. A thread is a process that shares its address space,
 * files and signal handlers with its group leader; most processes are groups of one. The table is
 * walked by /proc, the terminal and the signal code.
 */
#ifndef GUEST_KERNEL_PROC_H
#define GUEST_KERNEL_PROC_H

#include "signal.h"
#include "timer.h"
#include "types.h"
#include "wait.h"

struct file;
struct files;
struct fs_context;
struct machine_context;
struct trap_frame;
struct tty;
struct vm;

enum proc_state {
    PROC_RUNNABLE, /* running or waiting for its turn */
    PROC_SLEEPING, /* in wait queues, or waiting for a deadline */
    PROC_STOPPED,  /* by a signal; only SIGCONT and SIGKILL move it */
    PROC_ZOMBIE,   /* dead, its exit status not yet fetched */
};

#define PROC_NAME_SIZE 16
#define TLS_SLOTS      3

struct proc {
    struct list all_node; /* in the table of processes, oldest first */
    struct list run_node; /* in the run queue */

    /* Who it is. Written by fork.c and ids.c. */
    int pid;
    int tgid; /* pid of the group leader; what getpid() says */
    int ppid; /* tgid of the parent */
    int pgid, sid;
    unsigned uid, euid, gid, egid;
    char name[PROC_NAME_SIZE];

    /* What it has. */
    struct vm *vm;
    struct files *files;   /* NULL in a zombie */
    struct fs_context *fs; /* NULL in a zombie */
    struct tty *tty; /* controlling terminal of its session, or NULL; written by the tty code */
    struct file *exe;
    char *cmdline; /* argument strings, each with its end; copy made by exec */
    size_t cmdline_size;

    /* Scheduling. Written by sched.c. */
    enum proc_state state;
    bool interruptible; /* sleeping, and a signal may wake it */
    bool timed_out;     /* the deadline ended its last sleep */
    struct timer sleep_timer;
    uint64_t slice_end_ns;
    uint64_t start_ns, utime_ns, stime_ns;
    uint64_t child_utime_ns, child_stime_ns; /* of children waited for */
    void *stack;                             /* base of its kernel stack */
    uintptr_t saved_stack_pointer;           /* while it is not running */
    struct trap_frame *frame;                /* its state in user mode */
    void *fpu;                               /* saved FPU state, for machine_fpu_* */
    uint64_t tls[TLS_SLOTS];                 /* segment descriptors as the hardware reads them */

    /* Signals. Written by signal.c. */
    struct sighand *sighand;
    sigset_t blocked, pending;
    sigset_t awaited;       /* sigtimedwait waits for these */
    sigset_t saved_blocked; /* what sigsuspend and ppoll put back */
    bool restore_blocked;
    struct siginfo_kernel *info; /* of each pending signal, SIGNAL_COUNT rows */
    bool restarted; /* the present system call is the second try of an interrupted one */
    uint64_t restart_deadline_ns; /* and this is what it was waiting for */
    uintptr_t altstack, altstack_size;
    struct timer alarm_timer; /* of the group leader */
    uint64_t alarm_interval_ns;

    /* Ending. Written by exit.c. */
    struct proc *parent;
    struct waitq child_events; /* where it waits for its children */
    int exit_signal;           /* what the parent is sent: SIGCHLD, or 0 for a thread */
    int exit_status;           /* as wait() reports it */
    int stop_signal;
    bool stop_reported, continue_pending;
    bool exiting;              /* its group was told to go */
    struct waitq *vfork_waitq; /* parent waits here until exec or exit */
    uintptr_t clear_child_tid; /* user address zeroed and woken at exit */
    uintptr_t set_child_tid;   /* user address it writes its number to when it starts */
    uintptr_t robust_list;
};

extern struct proc *current;
extern struct list all_procs;
extern struct proc *init_proc;

/* Walk all processes (zombies and threads too): list_for_each(node, &all_procs) proc_of(node)... */
static inline struct proc *proc_of(struct list *node)
{
    return list_entry(node, struct proc, all_node);
}

/* NULL when there is none. A zombie is found. */
struct proc *proc_find(int pid);
bool proc_group_exists(int pgid, int sid); /* is there a process of this group in this session? */
/* POSIX: no member has a parent in another group of the same session. */
bool proc_group_orphaned(int pgid);

/* For /proc. */
char proc_state_letter(const struct proc *proc);                  /* R S T Z */
int proc_cmdline(const struct proc *proc, char *to, size_t size); /* bytes copied */
uint32_t proc_vm_pages(const struct proc *proc);
uint32_t proc_resident_pages(const struct proc *proc);
int proc_maps(const struct proc *proc, char *to, size_t size); /* text of /proc/PID/maps, bytes */
unsigned proc_count(void);
unsigned proc_runnable_count(void);
int proc_last_pid(void);
uint64_t sched_idle_ns(void);

/* sched.c: let others run. */
void sched_yield_cpu(void);

#endif
