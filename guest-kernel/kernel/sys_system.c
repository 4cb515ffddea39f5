/* SPDX-License-Identifier: MIT */
/* System calls about the system as a whole: its name, its limits, its memory. */
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/system.h"
#include "kernel/vm.h"
#include "machine/machine.h"

#define NAME_SIZE SYSTEM_NAME_SIZE

#define LIMIT_STACK      3
#define LIMIT_CORE       4
#define LIMIT_FILES      7
#define LIMIT_COUNT      16
#define LIMIT_NONE       UINT64_MAX
#define OPEN_FILES_LIMIT 1024

#define PRCTL_SET_NAME 15
#define PRCTL_GET_NAME 16

const char system_name[] = "Torc";
const char system_release[] = "6.1.0-torc";
char system_hostname[NAME_SIZE] = "torc";
char system_version[NAME_SIZE];
static char domain_name[NAME_SIZE] = "(none)";

void system_init(void)
{
    snprintf(system_version, sizeof(system_version), "#1 ring %u, %s", machine_ring(),
             machine_name());
}

long sys_uname(long user_names)
{
    char names[6][NAME_SIZE] = {"", "", "", "", "i686", ""};

    strlcpy(names[0], system_name, NAME_SIZE);
    strlcpy(names[1], system_hostname, NAME_SIZE);
    strlcpy(names[2], system_release, NAME_SIZE);
    strlcpy(names[3], system_version, NAME_SIZE);
    strlcpy(names[5], domain_name, NAME_SIZE);
    return copy_to_user((uintptr_t)user_names, names, sizeof(names));
}

static long set_name(char *name, long user_name, long size)
{
    char copy[NAME_SIZE] = "";

    if (current->euid != 0)
        return -EPERM;
    if (size < 0 || size >= NAME_SIZE)
        return -EINVAL;
    if (copy_from_user(copy, (uintptr_t)user_name, (size_t)size) != 0)
        return -EFAULT;
    strlcpy(name, copy, NAME_SIZE);
    return 0;
}

long sys_sethostname(long user_name, long size)
{
    return set_name(system_hostname, user_name, size);
}

long sys_setdomainname(long user_name, long size)
{
    return set_name(domain_name, user_name, size);
}

long sys_sysinfo(long user_info)
{
    struct {
        uint32_t uptime, loads[3];
        uint32_t total_ram, free_ram, shared_ram, buffer_ram, total_swap, free_swap;
        uint16_t processes, padding;
        uint32_t total_high, free_high, unit;
        uint8_t reserved[8];
    } info = {
        .uptime = (uint32_t)divide_u64(clock_now_ns(), NS_PER_SECOND, NULL),
        .total_ram = pages_total() * PAGE_SIZE,
        .free_ram = pages_unused() * PAGE_SIZE,
        .processes = (uint16_t)proc_count(),
        .unit = 1,
    };

    /* No averages are kept: the number of the moment stands for all three, in 16.16 fixed point. */
    info.loads[0] = info.loads[1] = info.loads[2] = proc_runnable_count() << 16;

    _Static_assert(sizeof(info) == 64, "as programs know it");
    return copy_to_user((uintptr_t)user_info, &info, sizeof(info));
}

/* ---- limits: told, not enforced, except where the kernel has one of its own ------------------ */

static uint64_t limit_of(long resource)
{
    switch (resource) {
    case LIMIT_STACK:
        return STACK_LIMIT;
    case LIMIT_CORE:
        return 0;
    case LIMIT_FILES:
        return OPEN_FILES_LIMIT;
    default:
        return LIMIT_NONE;
    }
}

long sys_getrlimit(long resource, long user_limit)
{
    if (resource < 0 || resource >= LIMIT_COUNT)
        return -EINVAL;
    uint32_t limit = (uint32_t)MIN(limit_of(resource), (uint64_t)UINT32_MAX);
    uint32_t pair[2] = {limit, limit};
    return copy_to_user((uintptr_t)user_limit, pair, sizeof(pair));
}

long sys_ugetrlimit(long resource, long user_limit)
{
    return sys_getrlimit(resource, user_limit);
}

/* Lowering is accepted and has no effect; going beyond what there is is refused. */
static long check_limit(long resource, uint64_t soft, uint64_t hard)
{
    if (resource < 0 || resource >= LIMIT_COUNT || soft > hard)
        return -EINVAL;
    if (resource == LIMIT_FILES && soft != LIMIT_NONE && soft > OPEN_FILES_LIMIT)
        return -EPERM;
    return 0;
}

long sys_setrlimit(long resource, long user_limit)
{
    uint32_t pair[2];

    if (copy_from_user(pair, (uintptr_t)user_limit, sizeof(pair)) != 0)
        return -EFAULT;
    return check_limit(resource, pair[0], pair[1]);
}

long sys_prlimit64(long pid, long resource, long user_new, long user_old)
{
    uint64_t pair[2];

    if (pid != 0 && !proc_find((int)pid))
        return -ESRCH;
    if (resource < 0 || resource >= LIMIT_COUNT)
        return -EINVAL;
    if (user_new) {
        if (copy_from_user(pair, (uintptr_t)user_new, sizeof(pair)) != 0)
            return -EFAULT;
        long error = check_limit(resource, pair[0], pair[1]);
        if (error)
            return error;
    }
    pair[0] = pair[1] = limit_of(resource);
    return user_old ? copy_to_user((uintptr_t)user_old, pair, sizeof(pair)) : 0;
}

/* ---- small answers --------------------------------------------------------------------------- */

long sys_sched_yield(void)
{
    sched_yield_cpu();
    return 0;
}

/* All processes are equally important: priorities are accepted and all read as 0. */
long sys_nice(long increment)
{
    (void)increment;
    return 0;
}

long sys_setpriority(long kind, long id, long priority)
{
    (void)id;
    (void)priority;
    return kind < 0 || kind > 2 ? -EINVAL : 0;
}

long sys_getpriority(long kind, long id)
{
    (void)id;
    return kind < 0 || kind > 2 ? -EINVAL : 20; /* the C library takes it from 20 */
}

long sys_sched_getaffinity(long pid, long size, long user_mask)
{
    uint32_t mask = 1;

    (void)pid;
    if (size < (long)sizeof(mask))
        return -EINVAL;
    if (copy_to_user((uintptr_t)user_mask, &mask, sizeof(mask)) != 0)
        return -EFAULT;
    return sizeof(mask);
}

long sys_sched_setaffinity(long pid, long size, long user_mask)
{
    uint32_t mask = 0;

    (void)pid;
    if (copy_from_user(&mask, (uintptr_t)user_mask, MIN((size_t)size, sizeof(mask))) != 0)
        return -EFAULT;
    return mask & 1 ? 0 : -EINVAL;
}

long sys_getcpu(long user_cpu, long user_node, long unused)
{
    uint32_t zero = 0;

    (void)unused;
    if ((user_cpu && copy_to_user((uintptr_t)user_cpu, &zero, sizeof(zero)) != 0) ||
        (user_node && copy_to_user((uintptr_t)user_node, &zero, sizeof(zero)) != 0))
        return -EFAULT;
    return 0;
}

long sys_personality(long persona)
{
    return persona == -1 || persona == 0 ? 0 : -EINVAL;
}

long sys_prctl(long option, long argument, long unused_3, long unused_4, long unused_5)
{
    char name[PROC_NAME_SIZE] = "";

    (void)unused_3;
    (void)unused_4;
    (void)unused_5;
    if (option == PRCTL_GET_NAME)
        return copy_to_user((uintptr_t)argument, current->name, PROC_NAME_SIZE);
    if (option != PRCTL_SET_NAME)
        return -EINVAL;
    if (copy_from_user(name, (uintptr_t)argument, PROC_NAME_SIZE) != 0)
        return -EFAULT;
    name[PROC_NAME_SIZE - 1] = 0;
    strlcpy(current->name, name, PROC_NAME_SIZE);
    return 0;
}
