/* SPDX-License-Identifier: MIT */
/*
 * The first stack of a program: the strings at the top, below them the vectors that point to them,
 * as the C library expects to find them.
 */
#include "kernel/exec.h"
#include "kernel/fs/random.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/vm.h"

/* Names of the auxiliary vector. */
enum {
    AUX_NULL = 0,
    AUX_PHDR = 3,
    AUX_PHENT = 4,
    AUX_PHNUM = 5,
    AUX_PAGESZ = 6,
    AUX_BASE = 7,
    AUX_FLAGS = 8,
    AUX_ENTRY = 9,
    AUX_UID = 11,
    AUX_EUID = 12,
    AUX_GID = 13,
    AUX_EGID = 14,
    AUX_PLATFORM = 15,
    AUX_HWCAP = 16,
    AUX_CLKTCK = 17,
    AUX_SECURE = 23,
    AUX_RANDOM = 25,
    AUX_EXECFN = 31
};

static uintptr_t push_bytes(uintptr_t stack, const void *bytes, size_t size, int *error)
{
    stack -= size;
    if (!*error)
        *error = copy_to_user(stack, bytes, size);
    return stack;
}

static void put_pointers(uint32_t **to, uintptr_t address, const struct strings *strings)
{
    const char *text = strings->text;

    for (unsigned i = 0; i < strings->count; i++, text += strlen(text) + 1)
        *(*to)++ = address + (uintptr_t)(text - strings->text);
    *(*to)++ = 0;
}

static void put_auxiliary(uint32_t **to, const struct exec *exec, uintptr_t path,
                          uintptr_t platform, uintptr_t random)
{
    const struct image *image = &exec->image;
    const uint32_t vector[][2] = {{AUX_PHDR, image->headers},
                                  {AUX_PHENT, 32},
                                  {AUX_PHNUM, image->header_count},
                                  {AUX_PAGESZ, PAGE_SIZE},
                                  {AUX_BASE, image->interpreter_base},
                                  {AUX_FLAGS, 0},
                                  {AUX_ENTRY, image->own_entry},
                                  {AUX_UID, current->uid},
                                  {AUX_EUID, current->euid},
                                  {AUX_GID, current->gid},
                                  {AUX_EGID, current->egid},
                                  {AUX_SECURE, current->uid != current->euid},
                                  {AUX_CLKTCK, 100},
                                  {AUX_HWCAP, 0},
                                  {AUX_PLATFORM, platform},
                                  {AUX_RANDOM, random},
                                  {AUX_EXECFN, path},
                                  {AUX_NULL, 0}};

    memcpy(*to, vector, sizeof(vector));
    *to += sizeof(vector) / sizeof(uint32_t);
}

uintptr_t exec_build_stack(const struct exec *exec)
{
    uint8_t seed[16];
    int error = 0;
    size_t words = 1 + exec->arguments.count + 1 + exec->environment.count + 1 + 2 * 20;
    uint32_t *block = kmalloc(words * sizeof(uint32_t)), *end = block;
    uintptr_t stack = USER_END - 16;

    if (!block)
        return 0;
    random_fill(seed, sizeof(seed));
    uintptr_t path = stack = push_bytes(stack, exec->path, strlen(exec->path) + 1, &error);
    uintptr_t environment = stack =
        push_bytes(stack, exec->environment.text, exec->environment.size, &error);
    uintptr_t arguments = stack =
        push_bytes(stack, exec->arguments.text, exec->arguments.size, &error);
    uintptr_t platform = stack = push_bytes(stack, "i686", 5, &error);
    uintptr_t random = stack = push_bytes(stack & ~(uintptr_t)15, seed, sizeof(seed), &error);

    *end++ = exec->arguments.count;
    put_pointers(&end, arguments, &exec->arguments);
    put_pointers(&end, environment, &exec->environment);
    put_auxiliary(&end, exec, path, platform, random);
    size_t size = (size_t)(end - block) * sizeof(uint32_t);
    stack = (stack - size) & ~(uintptr_t)15;
    if (!error)
        error = copy_to_user(stack, block, size);
    kfree(block);
    return error ? 0 : stack;
}
