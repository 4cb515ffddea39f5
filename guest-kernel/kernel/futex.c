/* SPDX-License-Identifier: MIT */
/*
 * Futexes: sleeping on a word of a program's memory. The word is looked at and the sleeper queued
 * without anything happening in between, which on this kernel needs no lock.
 */
#include "kernel/exit.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/timespec.h"

#define FUTEX_WAIT            0
#define FUTEX_WAKE            1
#define FUTEX_REQUEUE         3
#define FUTEX_COMPARE_REQUEUE 4
#define FUTEX_WAIT_BITSET     9
#define FUTEX_WAKE_BITSET     10
#define FUTEX_COMMAND         0x7F
#define FUTEX_REALTIME        0x100

/* A sleeper, on its own stack. Only threads that share memory meet here. */
struct sleeper {
    struct list node;
    struct vm *vm;
    uintptr_t address;
    struct waitq queue;
};

static struct list sleepers = LIST_INIT(sleepers);

int futex_wake(uintptr_t user_address, int count)
{
    int woken = 0;

    list_for_each_safe (node, &sleepers) {
        struct sleeper *sleeper = list_entry(node, struct sleeper, node);

        if (woken >= count)
            break;
        if (sleeper->vm != current->vm || sleeper->address != user_address)
            continue;
        list_remove(node);
        wake_all(&sleeper->queue);
        woken++;
    }
    return woken;
}

static int futex_move(uintptr_t from, uintptr_t to, int count)
{
    int moved = 0;

    list_for_each (node, &sleepers) {
        struct sleeper *sleeper = list_entry(node, struct sleeper, node);

        if (moved < count && sleeper->vm == current->vm && sleeper->address == from) {
            sleeper->address = to;
            moved++;
        }
    }
    return moved;
}

static long futex_wait(uintptr_t user_address, uint32_t expected, uint64_t deadline_ns)
{
    struct sleeper sleeper = {.vm = current->vm, .address = user_address};
    uint32_t value;

    if (copy_from_user(&value, user_address, sizeof(value)) != 0)
        return -EFAULT;
    if (value != expected)
        return -EAGAIN;
    waitq_init(&sleeper.queue);
    list_append(&sleeper.node, &sleepers);
    int error = wait_interruptible_until(&sleeper.queue, deadline_ns);
    bool woken = list_empty(&sleeper.node);
    list_remove(&sleeper.node);
    return woken ? 0 : error;
}

/* A span for plain WAIT, a moment on one of two clocks for WAIT_BITSET. */
static uint64_t futex_deadline(long operation, uint64_t ns)
{
    uint64_t now = operation & FUTEX_REALTIME ? clock_realtime_ns() : clock_now_ns();

    if ((operation & FUTEX_COMMAND) == FUTEX_WAIT)
        return timespec_deadline(ns);
    return timespec_deadline(ns > now ? ns - now : 0);
}

static long futex(uintptr_t address, long operation, long value, long user_time,
                  uintptr_t address_2, long value_3, int (*read_time)(uintptr_t, uint64_t *))
{
    uint64_t ns, deadline_ns = DEADLINE_NEVER;
    uint32_t now;

    if (address % sizeof(uint32_t))
        return -EINVAL;
    switch (operation & FUTEX_COMMAND) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
        if (user_time) {
            int error = read_time((uintptr_t)user_time, &ns);

            if (error)
                return error;
            deadline_ns = futex_deadline(operation, ns);
        }
        return futex_wait(address, (uint32_t)value, deadline_ns);
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
        return futex_wake(address, (int)value);
    case FUTEX_COMPARE_REQUEUE:
        if (copy_from_user(&now, address, sizeof(now)) != 0)
            return -EFAULT;
        if (now != (uint32_t)value_3)
            return -EAGAIN;
        /* fall through */
    case FUTEX_REQUEUE:
        return futex_wake(address, (int)value) + futex_move(address, address_2, (int)user_time);
    default:
        return -ENOSYS;
    }
}

long sys_futex(long address, long operation, long value, long user_time, long address_2,
               long value_3)
{
    return futex((uintptr_t)address, operation, value, user_time, (uintptr_t)address_2, value_3,
                 timespec32_read);
}

long sys_futex_time64(long address, long operation, long value, long user_time, long address_2,
                      long value_3)
{
    return futex((uintptr_t)address, operation, value, user_time, (uintptr_t)address_2, value_3,
                 timespec64_read);
}

/* Robust mutexes are remembered for the program, and not acted on when it dies. */
long sys_set_robust_list(long user_head, long size)
{
    if (size != 12)
        return -EINVAL;
    current->robust_list = (uintptr_t)user_head;
    return 0;
}
