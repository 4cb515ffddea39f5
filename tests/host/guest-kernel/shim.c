/* SPDX-License-Identifier: MIT */
/* See shim.h. */
#include "shim.h"
#include "kernel/system.h"
#include "machine/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct proc shim_proc, *current;
struct list all_procs = LIST_INIT(all_procs);
struct proc *init_proc;
const char *boot_command_line = "rows=24 cols=80";
const char system_name[] = "Torc", system_release[] = "0";
char system_hostname[SYSTEM_NAME_SIZE] = "host", system_version[SYSTEM_NAME_SIZE] = "1";

uint32_t shim_pages_left = 100000;
int shim_kmalloc_left = -1, shim_pages_live, shim_blocks_live;
char *shim_user;
size_t shim_user_size;
bool shim_partial_copies;
bool (*shim_on_sleep)(void);
int shim_signal, shim_signal_to;
bool shim_signals_ignored, shim_group_orphaned;
uint64_t shim_now_ns = 1000000000;
char shim_console[65536];
size_t shim_console_size, shim_console_room = SIZE_MAX;

/* ---- memory ---------------------------------------------------------------------------------- */

void *page_alloc(void)
{
    void *page = page_alloc_dirty();

    return page ? memset(page, 0, PAGE_SIZE) : NULL;
}

void *page_alloc_dirty(void)
{
    if (shim_pages_left == 0)
        return NULL;
    shim_pages_left--;
    shim_pages_live++;
    return memset(aligned_alloc(PAGE_SIZE, PAGE_SIZE), 0xa5, PAGE_SIZE);
}

void page_free(void *page)
{
    shim_pages_left++;
    shim_pages_live--;
    free(page);
}

uint32_t pages_total(void)
{
    return 16;
}
/* One sixteenth is one page: what is left above that may be used. */
uint32_t pages_unused(void)
{
    return shim_pages_left;
}

void *kmalloc(size_t size)
{
    if (shim_kmalloc_left == 0)
        return NULL;
    if (shim_kmalloc_left > 0)
        shim_kmalloc_left--;
    shim_blocks_live++;
    return malloc(size);
}

void *kzalloc(size_t size)
{
    void *memory = kmalloc(size);

    return memory ? memset(memory, 0, size) : NULL;
}

void kfree(void *memory)
{
    shim_blocks_live -= memory != NULL;
    free(memory);
}

char *kstrdup(const char *string)
{
    char *copy = kmalloc(strlen(string) + 1);

    return copy ? strcpy(copy, string) : NULL;
}

static bool user_may(uintptr_t address, size_t size)
{
    uintptr_t base = (uintptr_t)shim_user;

    if (size == 0)
        return true;
    if (!shim_user)
        return address >= PAGE_SIZE;
    return address >= base && address - base < shim_user_size &&
           size <= shim_user_size - (address - base);
}

int copy_from_user(void *to, uintptr_t from, size_t size)
{
    while (shim_partial_copies && !user_may(from, size) && user_may(from, 1)) {
        *(char *)to = *(char *)from;
        to = (char *)to + 1;
        from++;
        size--;
    }
    if (!user_may(from, size))
        return -EFAULT;
    if (size > 0)
        memcpy(to, (void *)from, size);
    return 0;
}

int copy_to_user(uintptr_t to, const void *from, size_t size)
{
    if (!user_may(to, size))
        return -EFAULT;
    if (size > 0)
        memcpy((void *)to, from, size);
    return 0;
}

int clear_user(uintptr_t to, size_t size)
{
    if (!user_may(to, size))
        return -EFAULT;
    if (size > 0)
        memset((void *)to, 0, size);
    return 0;
}

int user_strndup(uintptr_t from, size_t limit, char **result)
{
    size_t length = 0;

    while (user_may(from + length, 1) && length < limit && ((char *)from)[length])
        length++;
    if (length == limit)
        return -ENAMETOOLONG;
    if (!user_may(from + length, 1))
        return -EFAULT;
    *result = kstrdup((char *)from);
    return *result ? 0 : -ENOMEM;
}

/* ---- words, strings, time -------------------------------------------------------------------- */

void kprintf(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    shim_console_size += vsnprintf(shim_console + shim_console_size,
                                   sizeof(shim_console) - shim_console_size, format, arguments);
    va_end(arguments);
}

void panic(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    abort();
}

size_t strlcpy(char *to, const char *from, size_t size)
{
    snprintf(to, size, "%s", from);
    return strlen(from);
}

uint64_t divide_u64(uint64_t dividend, uint32_t divisor, uint32_t *remainder)
{
    if (remainder)
        *remainder = dividend % divisor;
    return dividend / divisor;
}

unsigned boot_option_number(const char *name, unsigned otherwise)
{
    (void)name;
    return otherwise;
}

uint64_t clock_now_ns(void)
{
    return shim_now_ns;
}
uint64_t clock_realtime_ns(void)
{
    return 946684800ull * NS_PER_SECOND + shim_now_ns;
}
uint32_t clock_realtime_seconds(void)
{
    return divide_u64(clock_realtime_ns(), NS_PER_SECOND, NULL);
}

/* ---- sleeping -------------------------------------------------------------------------------- */

void wait_add(struct waitq *queue, struct waiter *waiter)
{
    waiter->proc = current;
    list_append(&waiter->node, &queue->waiters);
}

void wait_remove(struct waiter *waiter)
{
    list_remove(&waiter->node);
}

int wait_sleep(uint64_t deadline_ns)
{
    if (shim_on_sleep)
        return shim_on_sleep() ? 0 : -ERESTART;
    if (deadline_ns == DEADLINE_NEVER)
        return -ERESTART;
    shim_now_ns = deadline_ns;
    return -ETIMEDOUT;
}

int wait_interruptible_until(struct waitq *queue, uint64_t deadline_ns)
{
    (void)queue;
    return wait_sleep(deadline_ns);
}

int wait_interruptible(struct waitq *queue)
{
    return wait_interruptible_until(queue, DEADLINE_NEVER);
}

void wake_all(struct waitq *queue)
{
    while (!list_empty(&queue->waiters))
        list_remove(queue->waiters.next);
}

/* ---- signals and processes ------------------------------------------------------------------- */

int signal_send(struct proc *proc, int signal)
{
    shim_signal = signal;
    shim_signal_to = proc->pid;
    return 0;
}

int signal_send_group(int pgid, int signal)
{
    shim_signal = signal;
    shim_signal_to = pgid;
    return 0;
}

bool signal_pending(void)
{
    return false;
}
int signal_mask_for_wait(uintptr_t set, size_t size)
{
    return set && size != 8 ? -EINVAL : 0;
}

bool signal_ignored_or_blocked(const struct proc *proc, int signal)
{
    (void)proc;
    (void)signal;
    return shim_signals_ignored;
}

struct proc *proc_find(int pid)
{
    return pid == shim_proc.pid ? &shim_proc : NULL;
}
bool proc_group_exists(int pgid, int sid)
{
    return pgid == shim_proc.pgid && sid == shim_proc.sid;
}

bool proc_group_orphaned(int pgid)
{
    (void)pgid;
    return shim_group_orphaned;
}

char proc_state_letter(const struct proc *proc)
{
    return proc ? 'R' : '?';
}

int proc_cmdline(const struct proc *proc, char *to, size_t size)
{
    size_t length = MIN(proc->cmdline_size, size);

    memcpy(to, proc->cmdline, length);
    return length;
}

int proc_maps(const struct proc *proc, char *to, size_t size)
{
    /* More than the first buffer holds, so that it must grow. */
    int length = 0;

    for (int i = 0; i < 100 && (size_t)length < size; i++)
        length += snprintf(to + length, size - length, "line %d of process %d, of some length\n", i,
                           proc->pid);
    return length;
}

uint32_t proc_vm_pages(const struct proc *proc)
{
    return proc ? 7 : 0;
}
uint32_t proc_resident_pages(const struct proc *proc)
{
    return proc ? 3 : 0;
}
unsigned proc_count(void)
{
    return 1;
}
unsigned proc_runnable_count(void)
{
    return 1;
}
int proc_last_pid(void)
{
    return 1;
}
uint64_t sched_idle_ns(void)
{
    return 0;
}

const char *machine_name(void)
{
    return "host";
}
unsigned machine_ring(void)
{
    return 3;
}
int machine_report(char *to, size_t size)
{
    return snprintf(to, size, "no calls\n");
}

size_t machine_console_room(void)
{
    return shim_console_room;
}

void machine_console_write(const char *text, size_t size)
{
    if (size > shim_console_room)
        shim_console_size = 0; /* nobody would have waited: what was there is lost */
    if (shim_console_room != SIZE_MAX)
        shim_console_room -= MIN(size, shim_console_room);
    size = MIN(size, sizeof(shim_console) - 1 - shim_console_size);
    memcpy(shim_console + shim_console_size, text, size);
    shim_console_size += size;
    shim_console[shim_console_size] = '\0';
}

/* ---- start ----------------------------------------------------------------------------------- */

static size_t pad4(char *at, size_t size)
{
    while (size % 4)
        at[size++] = '\0';
    return size;
}

size_t shim_cpio_member(char *at, const char *name, uint32_t mode, const char *data, size_t size)
{
    static unsigned ino;
    size_t used =
        sprintf(at, "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X", ++ino, mode, 0, 0,
                1, 7, (unsigned)size, 0, 0, 0, 0, (unsigned)strlen(name) + 1, 0);

    strcpy(at + used, name);
    used = pad4(at, used + strlen(name) + 1);
    if (size > 0)
        memcpy(at + used, data, size);
    return pad4(at, used + size);
}

size_t shim_cpio_end(char *at)
{
    return shim_cpio_member(at, "TRAILER!!!", 0, NULL, 0);
}

int shim_boot(const void *archive, size_t size)
{
    static bool registered;
    char empty[256];
    int error;

    current = NULL;
    if (!registered)
        tty_init();
    if (!archive) {
        archive = empty;
        size = shim_cpio_end(empty);
    }
    registered = true;
    error = fs_init(archive, size);
    if (error)
        return error;
    shim_proc = (struct proc){.pid = 1, .tgid = 1, .pgid = 1, .sid = 1, .name = "test"};
    shim_proc.cmdline = "test\0-v";
    shim_proc.cmdline_size = 8;
    list_append(&shim_proc.all_node, &all_procs);
    current = &shim_proc;
    shim_proc.files = files_new();
    shim_proc.fs = fs_new();
    return 0;
}
