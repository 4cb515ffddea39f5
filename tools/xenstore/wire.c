/* SPDX-License-Identifier: MIT */
/*
 * Errors on the wire are words, so that systems with other numbers understand each other.
 */
#include <errno.h>
#include <string.h>

#include "wire.h"

static const struct {
    int number;
    const char *name;
} errors[] = {
#define ERROR(name)                                                                                \
    {                                                                                              \
        name, #name                                                                                \
    }
    ERROR(EINVAL), ERROR(EACCES),  ERROR(EEXIST), ERROR(EISDIR), ERROR(ENOENT),    ERROR(ENOMEM),
    ERROR(ENOSPC), ERROR(EIO),     ERROR(ENOSYS), ERROR(EROFS),  ERROR(ENOTEMPTY), ERROR(EBUSY),
    ERROR(EAGAIN), ERROR(EISCONN), ERROR(E2BIG),  ERROR(EPERM),
};

enum { ERROR_COUNT = sizeof(errors) / sizeof(errors[0]) };

const char *wire_error_name(int error)
{
    for (int i = 0; i < ERROR_COUNT; i++) {
        if (errors[i].number == error)
            return errors[i].name;
    }
    return "EINVAL";
}

int wire_error_number(const char *name)
{
    for (int i = 0; i < ERROR_COUNT; i++) {
        if (strcmp(errors[i].name, name) == 0)
            return errors[i].number;
    }
    return 0;
}
