/* SPDX-License-Identifier: MIT */
/* The names of this system, as uname(2) and /proc tell them. */
#ifndef GUEST_KERNEL_SYSTEM_H
#define GUEST_KERNEL_SYSTEM_H

#define SYSTEM_NAME_SIZE 65

extern const char system_name[], system_release[];
extern char system_hostname[SYSTEM_NAME_SIZE];
extern char system_version[SYSTEM_NAME_SIZE]; /* says on which machine, in which ring */

void system_init(void);

#endif
