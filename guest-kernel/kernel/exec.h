/* SPDX-License-Identifier: MIT */
/* What the three files of exec share: argument strings, the ELF loader, the call itself. */
#ifndef GUEST_KERNEL_EXEC_H
#define GUEST_KERNEL_EXEC_H

#include "kernel/types.h"

struct file;
struct vm;

#define EXEC_PATH_LIMIT 4096u
#define ARGUMENT_LIMIT  (256u << 10) /* bytes of all strings of one kind */

/* Strings one after the other, each with its end. */
struct strings {
    char *text;
    size_t size, capacity;
    unsigned count;
};

/* 0, -E2BIG, -ENOMEM */
int strings_append(struct strings *strings, const char *string);
/* The array of the program at this address, ended by a null pointer: also -EFAULT. */
int strings_from_user(struct strings *strings, uintptr_t user_array);
/*
 * `line` is the start of a script, beginning with #!. The arguments become: interpreter, its one
 * argument if it has one, path of the script, the old arguments but the first. *interpreter is
 * kmalloc'ed.
 */
int strings_for_script(struct strings *arguments, char *line, const char *path, char **interpreter);

/* Where a loaded program begins, and what its auxiliary vector says of it. */
struct image {
    uintptr_t entry; /* where to start: the program's, or its interpreter's */
    uintptr_t own_entry;
    uintptr_t headers; /* user address of the program headers */
    unsigned header_count;
    uintptr_t interpreter_base;
    uintptr_t end;                        /* first page after its data: where brk starts */
    uintptr_t zero_start[2], zero_end[2]; /* tails of data pages that must be cleared */
    bool executable_stack;
};

/* One call of exec. */
struct exec {
    struct file *file;
    char *path; /* of what is really executed, after #! */
    struct strings arguments, environment;
    struct vm *vm;
    struct image image;
};

/* Fill the new stack, whose memory is in force already. Its pointer, or 0 when memory ran out. */
uintptr_t exec_build_stack(const struct exec *exec);

/* Put the areas of an ELF program (and its interpreter) into `vm`. 0, -ENOEXEC, -ENOMEM, ... */
int elf_load(struct vm *vm, struct file *file, struct image *image);

#endif
