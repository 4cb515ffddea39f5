/* SPDX-License-Identifier: MIT */
/*
 * A new program in an old process. Everything that may fail is done before the old program is
 * given up: reading the file, copying the arguments, building the new memory. After that mark an
 * error can only end the process.
 */
#include "kernel/exec.h"

#include "kernel/exit.h"
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/tls.h"
#include "kernel/vm.h"
#include "machine/machine.h"

#define SCRIPT_DEPTH     4
#define STACK_FIRST_SIZE (128u << 10) /* grows on demand from here */
#define MODE_SET_USER    04000
#define MODE_SET_GROUP   02000

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
    return vm_map(exec->vm, USER_END - STACK_FIRST_SIZE, USER_END, protection, AREA_GROWS_DOWN,
                  NULL, 0);
}

/* ---- the change ------------------------------------------------------------------------------ */

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

    exit_end_other_threads(SIGKILL);
    give_up_old_program(exec);
    uintptr_t stack = clear_tails(&exec->image) == 0 ? exec_build_stack(exec) : 0;
    set_name(name, &exec->arguments);
    if (!stack) {
        kprintf("out of memory: ended process %d (%s) as it started\n", current->pid,
                current->name);
        exec_clean(exec);
        exit_group(SIGKILL);
    }
    machine_frame_init(current->frame, exec->image.entry, stack);
    return 0;
}

long sys_execve(long user_path, long user_arguments, long user_environment)
{
    struct exec exec = {0};
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
    struct exec exec = {.path = kstrdup(path)};
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
