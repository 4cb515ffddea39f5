/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_CLIENT_H
#define CONSOLE_CLIENT_H
/*
 * `torc console`: a terminal becomes a guest's, until the escape is typed (Ctrl-]) or the guest
 * ends. For the program of that name and for others: console_attach() alone needs no xenstore.
 */
#include <stdbool.h>

#define CONSOLE_ESCAPE 0x1d /* Ctrl-] */

/*
 * Attaches to the console of domain `domid`. One that was made a moment ago may have none yet: it
 * is waited for, some seconds. The answer is an exit status; what was wrong has been said, with
 * `who` in front.
 */
int console_attach(const char *who, unsigned domid, const char *name, int escape);
/* The number of a domain by its name or number, from xenstore. False: there is none. */
bool console_find(const char *name, unsigned *domid);
/* The whole command; arguments[0] is the name it goes by. */
int console_main(int count, char **arguments);

#endif
