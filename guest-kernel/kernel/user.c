/* SPDX-License-Identifier: MIT */
/*
 * Copying between the kernel and the program it works for. The program's memory is right there,
 * below the kernel; but whether an address may be used is decided here and by the fault handler,
 * nowhere else.
 */
#include "kernel/kernel.h"

#include "kernel/vm.h"
#include "machine/machine.h"

static bool user_range(uintptr_t address, size_t size)
{
    return address < USER_END && size <= USER_END - address;
}

int copy_from_user(void *to, uintptr_t user_from, size_t size)
{
    if (!user_range(user_from, size))
        return -EFAULT;
    return machine_copy_user(to, (const void *)user_from, size) ? -EFAULT : 0;
}

int copy_to_user(uintptr_t user_to, const void *from, size_t size)
{
    if (!user_range(user_to, size))
        return -EFAULT;
    return machine_copy_user((void *)user_to, from, size) ? -EFAULT : 0;
}

int clear_user(uintptr_t user_to, size_t size)
{
    if (!user_range(user_to, size))
        return -EFAULT;
    return machine_clear_user((void *)user_to, size) ? -EFAULT : 0;
}

/* Length of a string without its end, at most `limit`; -EFAULT when it runs into a hole. */
static ssize_t user_strnlen(uintptr_t user_from, size_t limit)
{
    char piece[64];
    size_t length = 0;

    while (length < limit) {
        size_t size = MIN(sizeof(piece) - (user_from + length) % sizeof(piece), limit - length);

        if (copy_from_user(piece, user_from + length, size) != 0)
            return -EFAULT;
        size_t found = strnlen(piece, size);
        length += found;
        if (found < size)
            return (ssize_t)length;
    }
    return (ssize_t)limit;
}

int user_strndup(uintptr_t user_from, size_t limit, char **result)
{
    ssize_t length = user_strnlen(user_from, limit);

    if (length < 0)
        return (int)length;
    if ((size_t)length == limit)
        return -ENAMETOOLONG;
    char *copy = kmalloc((size_t)length + 1);
    if (!copy)
        return -ENOMEM;
    if (copy_from_user(copy, user_from, (size_t)length) != 0) {
        kfree(copy);
        return -EFAULT;
    }
    copy[length] = 0;
    *result = copy;
    return 0;
}
