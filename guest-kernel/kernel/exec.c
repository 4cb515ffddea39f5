/* SPDX-License-Identifier: MIT */
/*
 * A new program in an old process. Everything that may fail is done before the old program is given up:
 * reading the file, copying the arguments, building the new memory. After that mark an error can only
 * end the process.
 */
#include "kernel/exec.h"

#include "kernel/exit.h"
#include "kernel/fs/fs.h"
#include "kernel/fs/random.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/tls.h"
#include "kernel/vm.h"
#include "machine/machine.h"

#define SCRIPT_DEPTH 4
#define STACK_FIRST_SIZE (128u << 10) /* grows on demand from here */
#define MODE_SET_USER 04000
#define MODE_SET_GROUP 02000

/* Names of the auxiliary vector. */
enum {
    AUX_NULL = 0, AUX_PHDR = 3, AUX_PHENT = 4, AUX_PHNUM = 5, AUX_PAGESZ = 6, AUX_BASE = 7,
    AUX_FLAGS = 8, AUX_ENTRY = 9, AUX_UID = 11, AUX_EUID = 12, AUX_GID = 13, AUX_EGID = 14,
    AUX_PLATFORM = 15, AUX_HWCAP = 16, AUX_CLKTCK = 17, AUX_SECURE = 23, AUX_RANDOM = 25,
    AUX_EXECFN = 31,
};

struct exec {
    struct file *file;
    char *path;   /* of what is really executed, after #! */
    struct strings arguments, environment;
    struct vm *vm;
    struct image image;
};

static void exec_clean(struct exec *exec)
{
    if (exec->file)
        file_put(exec->file);
    if (exec->vm)
        vm_release(exec->vm);
    kfree(exec->path);
    kfree(exec->arguments.text);
    kfree(exec->environment.text);
}

/* Open the file, and as long as it is a script, its interpreter instead. */
static int open_program(struct exec *exec)
{
    char line[256];

    for (int depth = 0; depth <= SCRIPT_DEPTH; depth++) {
        char *interpreter;
        int error = fs_open_exec(exec->path, &exec->file);

        if (error)
            return error;
        int got = file_read_at(exec->file, 0, line, sizeof(line) - 1);
        if (got < 2 || line[0] != '#' || line[1] != '!')
            return got < 0 ? got : 0;
        line[got] = 0;
        error = strings_for_script(&exec->arguments, line, exec->path, &interpreter);
        if (error)
            return error;
        file_put(exec->file);
        exec->file = NULL;
        kfree(exec->path);
        exec->path = interpreter;
    }
    return -ELOOP;
}

static int build_memory(struct exec *exec)
{
    struct image *image = &exec->image;
    unsigned protection = PROT_READ | PROT_WRITE;

    exec->vm = vm_new();
    if (!exec->vm)
        return -ENOMEM;
    int error = elf_load(exec->vm, exec->file, image);
    if (error)
        return error;
    exec->vm->brk_start = exec->vm->brk_end = image->end;
    protection |= image->executable_stack ? PROT_EXEC : 0;
    return vm_map(exec->vm, USER_END - STACK_FIRST_SIZE, USER_END, protection, AREA_GROWS_DOWN, NULL, 0);
}

/* ---- the first stack: strings at the top, then the vectors that point to them -------------------------- */

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

static void put_auxiliary(uint32_t **to, const struct exec *exec, uintptr_t path, uintptr_t platform,
                          uintptr_t random)
{
    const struct image *image = &exec->image;
    const uint32_t vector[][2] = {
        { AUX_PHDR, image->headers }, { AUX_PHENT, 32 }, { AUX_PHNUM, image->header_count },
        { AUX_PAGESZ, PAGE_SIZE }, { AUX_BASE, image->interpreter_base }, { AUX_FLAGS, 0 },
        { AUX_ENTRY, image->own_entry }, { AUX_UID, current->uid }, { AUX_EUID, current->euid },
        { AUX_GID, current->gid }, { AUX_EGID, current->egid },
        { AUX_SECURE, current->uid != current->euid }, { AUX_CLKTCK, 100 },
        { AUX_HWCAP, 0 }, { AUX_PLATFORM, platform }, { AUX_RANDOM, random },
        { AUX_EXECFN, path }, { AUX_NULL, 0 },
    };

    memcpy(*to, vector, sizeof(vector));
    *to += sizeof(vector) / sizeof(uint32_t);
}

/* Fill the new stack, which is in force already. Its pointer, or 0 when memory ran out. */
static uintptr_t build_stack(const struct exec *exec)
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
    uintptr_t environment = stack = push_bytes(stack, exec->environment.text, exec->environment.size, &error);
    uintptr_t arguments = stack = push_bytes(stack, exec->arguments.text, exec->arguments.size, &error);
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

/* ---- the change ------------------------------------------------------------------------------------------- */

static void set_name(const char *path, struct strings *arguments)
{
    const char *slash = strrchr(path, '/');

    strlcpy(current->name, slash ? slash + 1 : path, sizeof(current->name));
    kfree(current->cmdline);
    current->cmdline = arguments->text;
    current->cmdline_size = arguments->size;
    arguments->text = NULL;
}

/* From here on there is no way back. */
static void give_up_old_program(struct exec *exec)
{
    struct vm *old = current->vm;
    uint32_t mode = file_mode(exec->file);

    current->vm = exec->vm;
    exec->vm = NULL;
    vm_activate(current->vm);
    if (old)
        vm_release(old);
    exit_release_vfork(current);
    files_close_on_exec(current->files);
    sighand_reset_for_exec(current->sighand);
    if (current->exe)
        file_put(current->exe);
    current->exe = exec->file;
    exec->file = NULL;
    if (mode & MODE_SET_USER)
        current->euid = file_owner(current->exe);
    if (mode & MODE_SET_GROUP)
        current->egid = file_group(current->exe);
    current->altstack = current->altstack_size = 0;
    current->clear_child_tid = current->robust_list = 0;
    tls_clear(current);
    machine_fpu_init(current->fpu);
    machine_fpu_restore(current->fpu);
}

static int clear_tails(const struct image *image)
{
    for (int i = 0; i < 2; i++)
        if (image->zero_end[i] > image->zero_start[i] &&
            clear_user(image->zero_start[i], image->zero_end[i] - image->zero_start[i]) != 0)
            return -ENOMEM;
    return 0;
}

static int exec_run(struct exec *exec, const char *name)
{
    int error = open_program(exec);

    if (!error)
        error = build_memory(exec);
    if (!error && current->sighand->references > 1) {
        struct sighand *own = sighand_fork(current->sighand);

        error = own ? 0 : -ENOMEM;
        if (own) {
            sighand_release(current->sighand);
            current->sighand = own;
        }
    }
    if (error)
        return error;

    give_up_old_program(exec);
    uintptr_t stack = clear_tails(&exec->image) == 0 ? build_stack(exec) : 0;
    set_name(name, &exec->arguments);
    if (!stack) {
        kprintf("out of memory: ended process %d (%s) as it started\n", current->pid, current->name);
        exec_clean(exec);
        exit_group(SIGKILL);
    }
    machine_frame_init(current->frame, exec->image.entry, stack);
    return 0;
}

long sys_execve(long user_path, long user_arguments, long user_environment)
{
    struct exec exec = { 0 };
    char *name;
    int error = user_strndup((uintptr_t)user_path, EXEC_PATH_LIMIT, &name);

    if (error)
        return error;
    exec.path = kstrdup(name);
    error = exec.path ? 0 : -ENOMEM;
    if (!error)
        error = strings_from_user(&exec.arguments, (uintptr_t)user_arguments);
    if (!error && exec.arguments.count == 0)
        error = strings_append(&exec.arguments, "");
    if (!error)
        error = strings_from_user(&exec.environment, (uintptr_t)user_environment);
    if (!error)
        error = exec_run(&exec, name);
    kfree(name);
    exec_clean(&exec);
    return error;
}

int exec_kernel(const char *path, const char *const *arguments, const char *const *environment)
{
    struct exec exec = { .path = kstrdup(path) };
    int error = exec.path ? 0 : -ENOMEM;

    for (; *arguments && !error; arguments++)
        error = strings_append(&exec.arguments, *arguments);
    for (; *environment && !error; environment++)
        error = strings_append(&exec.environment, *environment);
    if (!error)
        error = exec_run(&exec, path);
    exec_clean(&exec);
    return error;
}
