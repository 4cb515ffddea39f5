/* SPDX-License-Identifier: MIT */
#ifndef DOCS_H
#define DOCS_H
/*
 * Inside the documentation generator.  It includes the headers of abi/ as everybody does, prints
 * what the lists there hold as Markdown, and looks into the hypervisor's sources for what no list
 * says: which file answers a call, and which refuses for a reason.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Reads the C files of all rooms in hypervisor/; ends the program if it cannot. */
void sources_read(void);
/* Prints "`room/file.c`, `room/other.c`" for the files that hold the word; false if none does. */
bool sources_print(FILE *out, const char *word);
/* Does any file hold the word? */
bool sources_hold(const char *word);

/* Prints the page; false if something is missing, which has been said on standard error. */
bool hypercalls_print(FILE *out);
bool reasons_print(FILE *out);
bool structures_print(FILE *out);

#endif
