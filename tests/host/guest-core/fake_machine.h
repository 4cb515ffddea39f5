/* SPDX-License-Identifier: MIT */
#ifndef GUEST_CORE_FAKE_MACHINE_H
#define GUEST_CORE_FAKE_MACHINE_H
/*
 * A machine for the memory half of the guest kernel, whose page tables are an array. It watches one
 * rule that no processor would tell about: a page may not be given away while a translation that
 * led to it has not been flushed.
 */
#include "kernel/types.h"

#define WINDOW_START 0x10000000u /* programs of these tests live here */
#define WINDOW_PAGES 64u

/* Memory of `pages` pages at the kernel's address, all free. Call once in a test process. */
void fake_machine_boot(unsigned pages);
/* How often the rule was broken. */
extern unsigned fake_early_frees;

/* A file of WINDOW_PAGES pages: byte i of it is file_byte(i / PAGE_SIZE). */
extern struct file *const fake_file;
extern int fake_file_references;
unsigned char fake_file_byte(unsigned page);

#endif
