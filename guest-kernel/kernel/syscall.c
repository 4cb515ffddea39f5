/* SPDX-License-Identifier: MIT */
/*
 * The door for programs: number to row, row to function. The table has i386 Linux's numbers;
 * whatever it does not hold answers -ENOSYS, as a program that is newer than its kernel expects.
 */
#include "kernel/syscall.h"

#include "kernel/calls.h"
#include "kernel/fs/fs.h"
#include "kernel/net/socket.h"
#include "kernel/kernel.h"
#include "kernel/proc.h"
#include "kernel/sched.h"
#include "machine/machine.h"

#define CORE_CALL_DECLARE(number, name, arity) long sys_##name(FILE_CALL_##arity);
CORE_CALL_ROWS(CORE_CALL_DECLARE)

/* One small function a row, which takes as many arguments from the frame as the call has. */
#define ARGUMENTS_0(f)
#define ARGUMENTS_1(f) (long)(f)->ebx
#define ARGUMENTS_2(f) ARGUMENTS_1(f), (long)(f)->ecx
#define ARGUMENTS_3(f) ARGUMENTS_2(f), (long)(f)->edx
#define ARGUMENTS_4(f) ARGUMENTS_3(f), (long)(f)->esi
#define ARGUMENTS_5(f) ARGUMENTS_4(f), (long)(f)->edi
#define ARGUMENTS_6(f) ARGUMENTS_5(f), (long)(f)->ebp
#define CALL_DEFINE(number, name, arity)                                                           \
    static long call_##name(const struct trap_frame *frame)                                        \
    {                                                                                              \
        (void)frame;                                                                               \
        return sys_##name(ARGUMENTS_##arity(frame));                                               \
    }
CORE_CALL_ROWS(CALL_DEFINE)
FILE_CALL_ROWS(CALL_DEFINE)
SOCKET_CALL_ROWS(CALL_DEFINE)

#define CALL_ENTER(number, name, arity) [number] = {call_##name, #name},

static const struct {
    long (*call)(const struct trap_frame *frame);
    const char *name;
} calls[] = {CORE_CALL_ROWS(CALL_ENTER) FILE_CALL_ROWS(CALL_ENTER) SOCKET_CALL_ROWS(CALL_ENTER)};

static uint32_t call_total, unknown_total;
static bool trace;

void syscall_init(void)
{
    char value[8];

    trace = boot_option("trace", value, sizeof(value));
}

void syscall_count(uint32_t *calls_made, uint32_t *unknown)
{
    *calls_made = call_total;
    *unknown = unknown_total;
}

/* Name each unknown number once, on request (`trace` on the command line). */
static void note_unknown(uint32_t number)
{
    static uint32_t noted[16];
    static unsigned count;

    unknown_total++;
    for (unsigned i = 0; i < count; i++)
        if (noted[i] == number)
            return;
    if (count < ARRAY_SIZE(noted))
        noted[count++] = number;
    if (trace)
        kprintf("process %d (%s): system call %u is not there\n", current->pid, current->name,
                number);
}

void trap_system_call(struct trap_frame *frame)
{
    uint32_t number = frame->error;

    sched_account(true);
    call_total++;
    if (number >= ARRAY_SIZE(calls) || !calls[number].call) {
        note_unknown(number);
        frame->eax = (uint32_t)-ENOSYS;
        return;
    }
    long result = calls[number].call(frame);
    current->restarted = false;
    if (trace)
        kprintf("[%d %s] %s(%x, %x, %x) = %ld\n", current->pid, current->name, calls[number].name,
                frame->ebx, frame->ecx, frame->edx, result);
    frame->eax = (uint32_t)result;
}
