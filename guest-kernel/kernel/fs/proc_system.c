/* SPDX-License-Identifier: MIT */
/*
 * What /proc says about the whole system: memory, time, mounts, and what the layer below the kernel
 * has counted (hypercalls). The forms are those of Linux, because ps, top, free and uptime read
 * them.
 */
#include "kernel/fs/proc.h"
#include "kernel/system.h"
#include "machine/machine.h"

static void show_cmdline(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_print(text, "%s\n", boot_command_line);
}

static void show_cpuinfo(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_print(text, "processor\t: 0\nmodel name\t: i386, kernel in ring %u (%s)\n\n",
               machine_ring(), machine_name());
}

static int fill_devices(const void *unused, char *to, size_t size)
{
    (void)unused;
    return device_describe(to, size);
}

static void show_devices(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_fill(text, fill_devices, NULL);
}

static void show_filesystems(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_print(text, "nodev\tproc\nnodev\ttmpfs\nnodev\tdevtmpfs\n");
}

static int fill_report(const void *unused, char *to, size_t size)
{
    (void)unused;
    return machine_report(to, size);
}

static void show_hypercalls(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_fill(text, fill_report, NULL);
}

/* No averages are kept: the number of processes that want to run, now, three times. */
static void show_loadavg(struct text *text, const struct proc *proc)
{
    unsigned runnable = proc_runnable_count();

    (void)proc;
    text_print(text, "%u.00 %u.00 %u.00 %u/%u %d\n", runnable, runnable, runnable, runnable,
               proc_count(), proc_last_pid());
}

static void show_meminfo(struct text *text, const struct proc *proc)
{
    unsigned total = pages_total() * KIB_PER_PAGE, unused = pages_unused() * KIB_PER_PAGE;

    (void)proc;
    text_print(text,
               "MemTotal:       %8u kB\nMemFree:        %8u kB\nMemAvailable:   %8u kB\n"
               "Buffers:        %8u kB\nCached:         %8u kB\nSwapTotal:      %8u kB\n"
               "SwapFree:       %8u kB\n",
               total, unused, unused, 0, 0, 0, 0);
}

static int fill_mounts(const void *unused, char *to, size_t size)
{
    (void)unused;
    return mount_describe(to, size);
}

static void show_mounts(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_fill(text, fill_mounts, NULL);
}

static void show_stat(struct text *text, const struct proc *proc)
{
    uint64_t user_ns = 0, idle_ns = sched_idle_ns(), now_ns = clock_now_ns(), busy_ns;

    (void)proc;
    /* Those who are gone count with their parents. */
    list_for_each (node, &all_procs)
        user_ns += proc_of(node)->utime_ns + proc_of(node)->child_utime_ns;
    busy_ns = now_ns > idle_ns ? now_ns - idle_ns : 0;
    user_ns = MIN(user_ns, busy_ns);
    for (unsigned line = 0; line < 2; line++)
        text_print(text, "%s %u 0 %u %u 0 0 0 0 0 0\n", line ? "cpu0" : "cpu ", ticks_of(user_ns),
                   ticks_of(busy_ns - user_ns), ticks_of(idle_ns));
    text_print(text, "intr 0\nctxt 0\nbtime %u\nprocesses %d\nprocs_running %u\nprocs_blocked 0\n",
               clock_realtime_seconds() - (uint32_t)divide_u64(now_ns, NS_PER_SECOND, NULL),
               proc_last_pid(), proc_runnable_count());
}

static void print_hundredths(struct text *text, uint64_t ns, char end)
{
    uint32_t hundredths, seconds = divide_u64(ns, NS_PER_SECOND, &hundredths);

    text_print(text, "%u.%02u%c", seconds, hundredths / (10 * NS_PER_MS), end);
}

static void show_uptime(struct text *text, const struct proc *proc)
{
    (void)proc;
    print_hundredths(text, clock_now_ns(), ' ');
    print_hundredths(text, sched_idle_ns(), '\n');
}

static void show_version(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_print(text, "%s version %s %s\n", system_name, system_release, system_version);
}

static void show_hostname(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_print(text, "%s\n", system_hostname);
}

static void show_ostype(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_print(text, "%s\n", system_name);
}

static void show_osrelease(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_print(text, "%s\n", system_release);
}

static void show_pid_max(struct text *text, const struct proc *proc)
{
    (void)proc;
    text_print(text, "32768\n");
}

/* The process that asks. */
static int self_link(const struct proc *proc, char *to, size_t size)
{
    (void)proc;
    return snprintf(to, size, "%d", current->tgid);
}

enum { ROW_TOP, ROW_SYS, ROW_SYS_KERNEL };

#define ROWS_MAX 32

struct proc_entry proc_system_entries[ROWS_MAX] = {
    [ROW_TOP] = {.name = "", .mode = S_IFDIR | 0555},
    [ROW_SYS] = {.name = "sys", .mode = S_IFDIR | 0555},
    [ROW_SYS_KERNEL] = {.name = "kernel", .mode = S_IFDIR | 0555, .parent = ROW_SYS},
    {.name = "cmdline", .mode = S_IFREG | 0444, .show = show_cmdline},
    {.name = "cpuinfo", .mode = S_IFREG | 0444, .show = show_cpuinfo},
    {.name = "devices", .mode = S_IFREG | 0444, .show = show_devices},
    {.name = "filesystems", .mode = S_IFREG | 0444, .show = show_filesystems},
    {.name = "hypercalls", .mode = S_IFREG | 0444, .show = show_hypercalls},
    {.name = "loadavg", .mode = S_IFREG | 0444, .show = show_loadavg},
    {.name = "meminfo", .mode = S_IFREG | 0444, .show = show_meminfo},
    {.name = "mounts", .mode = S_IFREG | 0444, .show = show_mounts},
    {.name = "self", .mode = S_IFLNK | 0777, .link = self_link},
    {.name = "stat", .mode = S_IFREG | 0444, .show = show_stat},
    {.name = "uptime", .mode = S_IFREG | 0444, .show = show_uptime},
    {.name = "version", .mode = S_IFREG | 0444, .show = show_version},
    {.name = "hostname", .mode = S_IFREG | 0444, .parent = ROW_SYS_KERNEL, .show = show_hostname},
    {.name = "osrelease", .mode = S_IFREG | 0444, .parent = ROW_SYS_KERNEL, .show = show_osrelease},
    {.name = "ostype", .mode = S_IFREG | 0444, .parent = ROW_SYS_KERNEL, .show = show_ostype},
    {.name = "pid_max", .mode = S_IFREG | 0444, .parent = ROW_SYS_KERNEL, .show = show_pid_max},
};

unsigned proc_system_count(void)
{
    unsigned count = 0;

    while (count < ROWS_MAX && proc_system_entries[count].name)
        count++;
    return count;
}

unsigned proc_system_add(const struct proc_entry *entry)
{
    unsigned row = proc_system_count();

    ASSERT(row < ROWS_MAX);
    proc_system_entries[row] = *entry;
    return row;
}
