/* SPDX-License-Identifier: MIT */
/* System calls that tell the time, set it, or wait for it. */
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "kernel/timespec.h"

#define CLOCK_REALTIME         0
#define CLOCK_MONOTONIC        1
#define CLOCK_PROCESS_CPU      2
#define CLOCK_THREAD_CPU       3
#define CLOCK_MONOTONIC_RAW    4
#define CLOCK_REALTIME_COARSE  5
#define CLOCK_MONOTONIC_COARSE 6
#define CLOCK_BOOTTIME         7

#define SLEEP_ABSOLUTE 1
#define TICK_NS        10000000u /* of times() */
#define ITIMER_REAL    0

typedef int time_reader(uintptr_t user, uint64_t *ns);
typedef int time_writer(uintptr_t user, uint64_t ns);

/* ---- telling --------------------------------------------------------------------------------- */

static int clock_read(long clock, uint64_t *ns)
{
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
        *ns = clock_realtime_ns();
        return 0;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
        *ns = clock_now_ns();
        return 0;
    case CLOCK_PROCESS_CPU:
    case CLOCK_THREAD_CPU:
        sched_account(false);
        *ns = current->utime_ns + current->stime_ns;
        return 0;
    default:
        return -EINVAL;
    }
}

static long clock_get(long clock, long user_time, time_writer *write)
{
    uint64_t ns;
    int error = clock_read(clock, &ns);

    return error ? error : write((uintptr_t)user_time, ns);
}

long sys_clock_gettime(long clock, long user_time)
{
    return clock_get(clock, user_time, timespec32_write);
}

long sys_clock_gettime64(long clock, long user_time)
{
    return clock_get(clock, user_time, timespec64_write);
}

static long clock_resolution(long clock, long user_time, time_writer *write)
{
    uint64_t ns;
    int error = clock_read(clock, &ns);

    return error || !user_time ? error : write((uintptr_t)user_time, 1);
}

long sys_clock_getres(long clock, long user_time)
{
    return clock_resolution(clock, user_time, timespec32_write);
}

long sys_clock_getres_time64(long clock, long user_time)
{
    return clock_resolution(clock, user_time, timespec64_write);
}

long sys_gettimeofday(long user_time, long user_zone)
{
    static const uint32_t zone[2];

    if (user_time && timeval32_write((uintptr_t)user_time, clock_realtime_ns()) != 0)
        return -EFAULT;
    return user_zone ? copy_to_user((uintptr_t)user_zone, zone, sizeof(zone)) : 0;
}

long sys_time(long user_time)
{
    uint32_t now = clock_realtime_seconds();

    if (user_time && copy_to_user((uintptr_t)user_time, &now, sizeof(now)) != 0)
        return -EFAULT;
    return (long)now;
}

long sys_times(long user_times)
{
    uint64_t ns[4] = {current->utime_ns, current->stime_ns, current->child_utime_ns,
                      current->child_stime_ns};
    uint32_t ticks[4];

    for (int i = 0; i < 4; i++)
        ticks[i] = (uint32_t)divide_u64(ns[i], TICK_NS, NULL);
    if (user_times && copy_to_user((uintptr_t)user_times, ticks, sizeof(ticks)) != 0)
        return -EFAULT;
    return (long)(divide_u64(clock_now_ns(), TICK_NS, NULL) & 0x7FFFFFFF);
}

/* ---- setting --------------------------------------------------------------------------------- */

static long clock_set(long clock, long user_time, time_reader *read)
{
    uint64_t ns;

    if (clock != CLOCK_REALTIME)
        return -EINVAL;
    if (current->euid != 0)
        return -EPERM;
    int error = read((uintptr_t)user_time, &ns);
    if (!error)
        clock_set_realtime_ns(ns);
    return error;
}

long sys_clock_settime(long clock, long user_time)
{
    return clock_set(clock, user_time, timespec32_read);
}

long sys_clock_settime64(long clock, long user_time)
{
    return clock_set(clock, user_time, timespec64_read);
}

long sys_settimeofday(long user_time, long user_zone)
{
    (void)user_zone; /* the kernel knows no time zones */
    return user_time ? clock_set(CLOCK_REALTIME, user_time, timeval32_read) : 0;
}

long sys_stime(long user_time)
{
    uint32_t seconds;

    if (current->euid != 0)
        return -EPERM;
    if (copy_from_user(&seconds, (uintptr_t)user_time, sizeof(seconds)) != 0)
        return -EFAULT;
    clock_set_realtime_ns((uint64_t)seconds * NS_PER_SECOND);
    return 0;
}

/* ---- sleeping -------------------------------------------------------------------------------- */

/*
 * Sleep until `deadline_ns`. When a handler ends the sleep the time left goes to user_left; when
 * the process was only stopped and continued, the call is tried again and must not begin from the
 * start: the deadline is kept for that.
 */
static long sleep_until(uint64_t deadline_ns, long user_left, time_writer *write)
{
    struct waitq never;
    int error;

    waitq_init(&never);
    if (current->restarted)
        deadline_ns = current->restart_deadline_ns;
    do
        error = clock_now_ns() >= deadline_ns ? -ETIMEDOUT
                                              : wait_interruptible_until(&never, deadline_ns);
    while (!error);
    if (error == -ETIMEDOUT)
        return 0;
    current->restart_deadline_ns = deadline_ns;
    uint64_t now = clock_now_ns();
    if (user_left && write((uintptr_t)user_left, deadline_ns > now ? deadline_ns - now : 0) != 0)
        return -EFAULT;
    return -ERESTART_NO_HANDLER;
}

static long sleep_on_clock(long clock, long flags, long user_time, long user_left,
                           time_reader *read, time_writer *write)
{
    uint64_t ns, now;
    int error = clock_read(clock, &now);

    if (!error)
        error = read((uintptr_t)user_time, &ns);
    if (error)
        return error;
    if (!(flags & SLEEP_ABSOLUTE))
        return sleep_until(timespec_deadline(ns), user_left, write);
    return ns <= now ? 0 : sleep_until(timespec_deadline(ns - now), 0, write);
}

long sys_nanosleep(long user_time, long user_left)
{
    return sleep_on_clock(CLOCK_MONOTONIC, 0, user_time, user_left, timespec32_read,
                          timespec32_write);
}

long sys_clock_nanosleep(long clock, long flags, long user_time, long user_left)
{
    return sleep_on_clock(clock, flags, user_time, user_left, timespec32_read, timespec32_write);
}

long sys_clock_nanosleep_time64(long clock, long flags, long user_time, long user_left)
{
    return sleep_on_clock(clock, flags, user_time, user_left, timespec64_read, timespec64_write);
}

/* ---- alarms ---------------------------------------------------------------------------------- */

static struct proc *leader(void)
{
    struct proc *found = proc_find(current->tgid);

    return found ? found : current;
}

static uint64_t alarm_left_ns(const struct proc *proc)
{
    uint64_t now = clock_now_ns();

    if (!timer_running(&proc->alarm_timer))
        return 0;
    return proc->alarm_timer.deadline_ns > now ? proc->alarm_timer.deadline_ns - now : 1;
}

static void alarm_set(struct proc *proc, uint64_t first_ns, uint64_t interval_ns)
{
    timer_stop(&proc->alarm_timer);
    proc->alarm_interval_ns = interval_ns ? MAX(interval_ns, NS_PER_MS) : 0;
    if (first_ns)
        timer_start(&proc->alarm_timer, timespec_deadline(first_ns));
}

long sys_alarm(long seconds)
{
    struct proc *proc = leader();
    uint64_t left = alarm_left_ns(proc);

    alarm_set(proc, (uint64_t)(uint32_t)seconds * NS_PER_SECOND, 0);
    return (long)divide_u64(left + NS_PER_SECOND - 1, NS_PER_SECOND, NULL);
}

long sys_getitimer(long which, long user_value)
{
    struct proc *proc = leader();

    if (which != ITIMER_REAL)
        return -EINVAL;
    int error = timeval32_write((uintptr_t)user_value, proc->alarm_interval_ns);
    return error ? error : timeval32_write((uintptr_t)user_value + 8, alarm_left_ns(proc));
}

long sys_setitimer(long which, long user_new, long user_old)
{
    uint64_t interval = 0, first = 0;

    if (which != ITIMER_REAL)
        return -EINVAL; /* timers that count CPU time are not offered */
    if (user_new && (timeval32_read((uintptr_t)user_new, &interval) != 0 ||
                     timeval32_read((uintptr_t)user_new + 8, &first) != 0))
        return -EFAULT;
    if (user_old) {
        long error = sys_getitimer(which, user_old);

        if (error)
            return error;
    }
    alarm_set(leader(), first, interval);
    return 0;
}
