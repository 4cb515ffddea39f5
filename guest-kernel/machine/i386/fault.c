/* SPDX-License-Identifier: MIT */
/*
 * What happens to a fault of the kernel itself. Two places are allowed to fault: the copy
 * routines, at a bad address of a program, and the end of a trap, at a segment selector that has
 * lost its meaning. Everything else is a bug and ends in a panic.
 */
#include "machine/i386/i386.h"

#include "kernel/kernel.h"

extern const char machine_copy_user_begin[], machine_copy_user_end[], machine_copy_user_fault[];
extern const char machine_clear_user_begin[], machine_clear_user_end[], machine_clear_user_fault[];
extern const char trap_return_gs[], trap_return_fs[], trap_return_es[], trap_return_ds[];

static const struct {
    const char *begin, *end, *fault;
} user_access[] = {
    {machine_copy_user_begin, machine_copy_user_end, machine_copy_user_fault},
    {machine_clear_user_begin, machine_clear_user_end, machine_clear_user_fault},
};

bool machine_fault_in_user_copy(const struct trap_frame *frame)
{
    for (size_t i = 0; i < ARRAY_SIZE(user_access); i++)
        if (frame->eip >= (uintptr_t)user_access[i].begin &&
            frame->eip < (uintptr_t)user_access[i].end)
            return true;
    return false;
}

/* Give up the copy that faulted: the copying function will report it. */
void machine_fail_user_copy(struct trap_frame *frame)
{
    for (size_t i = 0; i < ARRAY_SIZE(user_access); i++)
        if (frame->eip >= (uintptr_t)user_access[i].begin &&
            frame->eip < (uintptr_t)user_access[i].end)
            frame->eip = (uintptr_t)user_access[i].fault;
}

/*
 * trap_return pops a selector that the CPU refuses: put a null selector in its place and let the
 * instruction try again. The frame of a trap from the kernel ends where the interrupted stack
 * begins, so the bad selector is the word right after it.
 */
bool machine_fault_in_return(struct trap_frame *frame)
{
    if (frame->eip != (uintptr_t)trap_return_gs && frame->eip != (uintptr_t)trap_return_fs &&
        frame->eip != (uintptr_t)trap_return_es && frame->eip != (uintptr_t)trap_return_ds)
        return false;
    *(volatile uint32_t *)&frame->esp = 0;
    return true;
}

/*
 * Print the registers and the chain of return addresses; the tool that has the symbols names
 * them.
 */
void machine_frame_print(const struct trap_frame *frame)
{
    kprintf("  [%08x] guest\n", frame->eip);
    kprintf("eip %08x cs %04x eflags %08x vector %u error %x\n", frame->eip, frame->cs,
            frame->eflags, frame->vector, frame->error);
    kprintf("eax %08x ebx %08x ecx %08x edx %08x\n", frame->eax, frame->ebx, frame->ecx,
            frame->edx);
    kprintf("esi %08x edi %08x ebp %08x esp %08x\n", frame->esi, frame->edi, frame->ebp,
            frame->cs & 3 ? frame->esp : (uint32_t)(uintptr_t)&frame->esp);
}

/* One line an address, in the form that `torc run` adds names to. */
void machine_backtrace(uintptr_t frame_pointer)
{
    for (int depth = 0; depth < 16; depth++) {
        if (frame_pointer < MACHINE_KERNEL_BASE || frame_pointer >= MACHINE_KERNEL_END - 8 ||
            frame_pointer % 4 != 0)
            break;
        const uint32_t *words = (const uint32_t *)frame_pointer;
        kprintf("  [%08x] guest\n", words[1]);
        if (words[0] <= frame_pointer)
            break;
        frame_pointer = words[0];
    }
}
