/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_LOAD_H
#define TOOLSTACK_LOAD_H
/* A configuration from a file, and from what stands behind it on the command line. */
#include "config/guest.h"

/* Printed on standard error, behind "torc: ". */
struct report load_report(void);
/*
 * Reads the file (NULL: none), then each of the words as more of it. False: the reason has been
 * reported.
 */
bool load_config(struct config *config, struct report *report, const char *file, char **words,
                 unsigned count);
/* `torc check`: 0 if each file is a guest. */
int load_check(char **files, unsigned count);

#endif
