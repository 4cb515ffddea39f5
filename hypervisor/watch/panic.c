/* SPDX-License-Identifier: MIT */
/*
 * The last thing that ring 0 does when it finds itself wrong. Our code keeps no frame pointers,
 * so the backtrace is every word on the stack that points behind a call instruction: it may show
 * a call that has returned already, and never misses one.
 */
#include "watch/watch.h"

#include "console/console.h"
#include "cpu/cpu.h"
#include "domain/domain.h"
#include "lib/fmt.h"
#include "mm/layout.h"

#define BACKTRACE_LINES 24

/* Made from the linked image by symbols.sh: distances from HV_IMAGE, rising. */
struct symbol {
    u32 offset;
    u32 name; /* in symbol_names */
};
extern const struct symbol symbols[];
extern const u32 symbols_count;
extern const char symbol_names[];

extern char _image_start[], _text_end[];

static bool is_code(u64 address)
{
    return address >= (u64)_image_start && address < (u64)_text_end;
}

/* "name+0x12/0x34" for an address of the hypervisor's code. */
static void symbol_name(u64 address, char *buffer, size_t size)
{
    u32 low = 0, high = symbols_count, offset = (u32)(address - HV_IMAGE);

    while (low < high) { /* the first symbol behind the address */
        u32 middle = (low + high) / 2;
        if (symbols[middle].offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (!is_code(address) || !low) {
        fmt(buffer, size, "?");
        return;
    }
    u64 end = low < symbols_count ? symbols[low].offset : (u64)_text_end - HV_IMAGE;
    fmt(buffer, size, "%s+0x%lx/0x%lx", symbol_names + symbols[low - 1].name,
        (u64)offset - symbols[low - 1].offset, end - symbols[low - 1].offset);
}

/* Does a call instruction end here? Direct (e8), or through a register or memory (ff /2). */
static bool is_behind_call(u64 address)
{
    const u8 *p = (const u8 *)address;

    if (!is_code(address) || !is_code(address - 7))
        return false;
    if (p[-5] == 0xe8)
        return true;
    for (u32 length = 2; length <= 7; length++)
        if (p[-(int)length] == 0xff && (p[1 - (int)length] >> 3 & 7) == 2)
            return true;
    return false;
}

static void print_frame(u64 address)
{
    char name[96];

    symbol_name(address, name, sizeof(name));
    print_plain("  [%lx] torc  %s", address, name);
}

/* All of a CPU's stacks lie in one block; from anywhere else we had better not read. */
static void backtrace(u64 rsp)
{
    u64 end = (u64)cpu_this(), lines = 0;

    if (rsp > end || rsp < (end & ~(u64)(CPU_BLOCK_SIZE - 1)))
        return;
    for (u64 at = round_up(rsp, 8); at < end && lines < BACKTRACE_LINES; at += 8)
        if (is_behind_call(*(u64 *)at)) {
            print_frame(*(u64 *)at);
            lines++;
        }
}

static void print_regs(const struct regs *r)
{
    u64 cr2;

    __asm__("mov %%cr2, %0" : "=r"(cr2));
    print("vector %lu error 0x%lx", r->vector, r->error);
    watch_regs64(r, cr2);
}

_Noreturn void panic_regs(const struct regs *r, const char *format, ...)
{
    static char text[256];
    static u32 panics; /* also of other CPUs */
    const struct vcpu *v = vcpu_current();
    va_list args;

    irq_save();
    console_panic();
    if (__atomic_fetch_add(&panics, 1, __ATOMIC_RELAXED))
        console_end("panic", "another contradiction while reporting the first");
    va_start(args, format);
    fmt_va(text, sizeof(text), format, args);
    print("panic on CPU %u: %s", cpu_this()->id, text);
    if (v)
        print("running domain %u vCPU %u", v->domain->id, v->id);
    if (r) {
        print_regs(r);
        print_frame(r->rip);
    }
    backtrace(r ? r->rsp : (u64)__builtin_frame_address(0));
    console_end("panic", text);
}
