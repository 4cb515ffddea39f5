/* SPDX-License-Identifier: MIT */
/*
 * The stack a signal handler finds, in the layout of i386 Linux, and the two system calls by
 * which it goes back. The interrupted registers lie on the program's own stack, so it may change
 * them; on return they are made harmless before they are used.
 */
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/vm.h"
#include "machine/machine.h"

/* Registers as handlers see them (struct sigcontext). */
struct user_context {
    uint32_t gs, fs, es, ds;
    uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
    uint32_t trap_number, error;
    uint32_t eip, cs, eflags, esp_at_signal, ss;
    uint32_t fpu_state; /* user address of a struct user_fpu */
    uint32_t old_mask;
    uint32_t cr2;
};

/* The classic FPU image, which we leave empty, then the one of FXSAVE. */
struct user_fpu {
    uint32_t classic[28];
    uint8_t registers[MACHINE_FPU_SIZE];
};

struct plain_frame {
    uint32_t return_address;
    uint32_t signal;
    struct user_context context;
    uint32_t mask_high;
    uint8_t return_code[8];
};

struct info_frame {
    uint32_t return_address;
    uint32_t signal;
    uint32_t info_address, context_address;
    uint32_t info[32];
    uint32_t flags, link;
    uint32_t stack_base, stack_flags, stack_size;
    struct user_context context;
    uint32_t mask_low, mask_high;
    uint8_t return_code[8];
};

_Static_assert(sizeof(struct user_context) == 88, "as programs know it");
_Static_assert(offsetof(struct info_frame, context) == 16 + 128 + 20, "as programs know it");

#define DISABLED_STACK    2
#define CALL_SIGRETURN    119
#define CALL_RT_SIGRETURN 173

static void save_context(struct user_context *context, const struct trap_frame *frame,
                         uintptr_t fpu_state, sigset_t mask)
{
    *context = (struct user_context){
        .gs = frame->gs & 0xFFFF,
        .fs = frame->fs & 0xFFFF,
        .es = frame->es & 0xFFFF,
        .ds = frame->ds & 0xFFFF,
        .edi = frame->edi,
        .esi = frame->esi,
        .ebp = frame->ebp,
        .esp = frame->esp,
        .ebx = frame->ebx,
        .edx = frame->edx,
        .ecx = frame->ecx,
        .eax = frame->eax,
        .eip = frame->eip,
        .cs = frame->cs & 0xFFFF,
        .eflags = frame->eflags,
        .esp_at_signal = frame->esp,
        .ss = frame->ss & 0xFFFF,
        .fpu_state = fpu_state,
        .old_mask = (uint32_t)mask,
    };
}

void signal_frame_write_info(uint32_t words[32], int signal, const struct siginfo_kernel *info)
{
    memset(words, 0, 32 * sizeof(words[0]));
    words[0] = (uint32_t)signal;
    words[2] = (uint32_t)info->code;
    if (info->address || signal == SIGSEGV || signal == SIGBUS) {
        words[3] = info->address;
        return;
    }
    words[3] = (uint32_t)info->pid;
    words[4] = info->uid;
    words[5] = (uint32_t)info->status;
}

/* For programs that bring no restorer of their own: (pop %eax;) mov $number, %eax; int $0x80 */
static const uint8_t plain_return[8] = {0x58, 0xB8, CALL_SIGRETURN, 0, 0, 0, 0xCD, 0x80};
static const uint8_t info_return[8] = {0xB8, CALL_RT_SIGRETURN, 0, 0, 0, 0xCD, 0x80, 0x90};

static uintptr_t choose_stack(const struct trap_frame *frame, const struct signal_action *action)
{
    bool already = frame->esp - current->altstack < current->altstack_size;

    if ((action->flags & SA_ONSTACK) && current->altstack_size && !already)
        return current->altstack + current->altstack_size;
    return frame->esp;
}

static int push_fpu(uintptr_t *stack)
{
    *stack =
        ((*stack - MACHINE_FPU_SIZE) & ~(uintptr_t)63) - sizeof(((struct user_fpu *)0)->classic);
    machine_fpu_save(current->fpu);
    if (clear_user(*stack, sizeof(((struct user_fpu *)0)->classic)) != 0)
        return -EFAULT;
    return copy_to_user(*stack + offsetof(struct user_fpu, registers), current->fpu,
                        MACHINE_FPU_SIZE);
}

static int push_plain(uintptr_t at, struct trap_frame *frame, int signal,
                      const struct signal_action *action, uintptr_t fpu, sigset_t mask)
{
    struct plain_frame image = {.signal = (uint32_t)signal, .mask_high = mask >> 32};

    image.return_address = action->flags & SA_RESTORER
                               ? action->restorer
                               : at + offsetof(struct plain_frame, return_code);
    save_context(&image.context, frame, fpu, mask);
    memcpy(image.return_code, plain_return, sizeof(plain_return));
    return copy_to_user(at, &image, sizeof(image));
}

static int push_info(uintptr_t at, struct trap_frame *frame, int signal,
                     const struct signal_action *action, const struct siginfo_kernel *info,
                     uintptr_t fpu, sigset_t mask)
{
    struct info_frame image = {
        .signal = (uint32_t)signal,
        .info_address = at + offsetof(struct info_frame, info),
        .context_address = at + offsetof(struct info_frame, flags),
        .stack_base = current->altstack,
        .stack_size = current->altstack_size,
        .stack_flags = current->altstack_size ? 0 : DISABLED_STACK,
        .mask_low = (uint32_t)mask,
        .mask_high = mask >> 32,
    };

    image.return_address = action->flags & SA_RESTORER
                               ? action->restorer
                               : at + offsetof(struct info_frame, return_code);
    signal_frame_write_info(image.info, signal, info);
    save_context(&image.context, frame, fpu, mask);
    memcpy(image.return_code, info_return, sizeof(info_return));
    return copy_to_user(at, &image, sizeof(image));
}

int signal_frame_push(struct trap_frame *frame, int signal, const struct signal_action *action,
                      const struct siginfo_kernel *info, sigset_t mask_after)
{
    bool wants_info = action->flags & SA_SIGINFO;
    size_t size = wants_info ? sizeof(struct info_frame) : sizeof(struct plain_frame);
    uintptr_t stack = choose_stack(frame, action);
    int error = push_fpu(&stack);

    if (error)
        return error;
    uintptr_t fpu = stack;
    /* At the handler's first instruction, esp + 4 is a multiple of 16. */
    stack = ((stack - size) & ~(uintptr_t)15) - 4;
    error = wants_info ? push_info(stack, frame, signal, action, info, fpu, mask_after)
                       : push_plain(stack, frame, signal, action, fpu, mask_after);
    if (error)
        return error;
    frame->eip = action->handler;
    frame->esp = stack;
    frame->eax = (uint32_t)signal;
    frame->edx = wants_info ? stack + offsetof(struct info_frame, info) : 0;
    frame->ecx = wants_info ? stack + offsetof(struct info_frame, flags) : 0;
    frame->ds = frame->es = frame->ss;
    frame->eflags &= ~0x10500u; /* RF, DF, TF */
    frame->vector = 0;
    return 0;
}

static int restore_context(struct trap_frame *frame, const struct user_context *context,
                           sigset_t mask)
{
    if (context->fpu_state) {
        if (copy_from_user(current->fpu, context->fpu_state + offsetof(struct user_fpu, registers),
                           MACHINE_FPU_SIZE) != 0)
            return -EFAULT;
        ((uint32_t *)current->fpu)[6] &= 0xFFBF; /* bits of MXCSR that every CPU has */
        machine_fpu_restore(current->fpu);
    }
    frame->gs = context->gs;
    frame->fs = context->fs;
    frame->es = context->es;
    frame->ds = context->ds;
    frame->edi = context->edi;
    frame->esi = context->esi;
    frame->ebp = context->ebp;
    frame->esp = context->esp;
    frame->ebx = context->ebx;
    frame->edx = context->edx;
    frame->ecx = context->ecx;
    frame->eax = context->eax;
    frame->eip = context->eip;
    frame->eflags = context->eflags;
    machine_frame_sanitize(frame);
    frame->vector = 0; /* this is not the end of a call that could be restarted */
    signal_set_blocked(mask);
    return 0;
}

static long bad_frame(void)
{
    signal_fault(SIGSEGV, SEGV_MAPERR, current->frame->esp);
    return 0;
}

long sys_sigreturn(void)
{
    struct trap_frame *frame = current->frame;
    struct plain_frame image;
    uintptr_t at = frame->esp - offsetof(struct plain_frame, context);

    if (copy_from_user(&image, at, sizeof(image)) != 0)
        return bad_frame();
    sigset_t mask = (sigset_t)image.mask_high << 32 | image.context.old_mask;
    if (restore_context(frame, &image.context, mask) != 0)
        return bad_frame();
    return (long)frame->eax;
}

long sys_rt_sigreturn(void)
{
    struct trap_frame *frame = current->frame;
    struct info_frame image;
    uintptr_t at = frame->esp - offsetof(struct info_frame, signal);

    if (copy_from_user(&image, at, sizeof(image)) != 0)
        return bad_frame();
    sigset_t mask = (sigset_t)image.mask_high << 32 | image.mask_low;
    if (restore_context(frame, &image.context, mask) != 0)
        return bad_frame();
    return (long)frame->eax;
}
