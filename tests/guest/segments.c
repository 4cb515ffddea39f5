/* SPDX-License-Identifier: MIT */
/*
 * The rule (with 64 bits there are no bases and limits, and handlers have fixed selectors: traps.c):
 * a 32-bit guest's segments are the processor's. Handlers may have a code selector of the
 * guest's own, and exception frames are written through the stack selector in use, base and all:
 * that of the interrupted kernel code, or the one that stack_switch named.
 *
 * How it breaks: a hypervisor that takes ESP for a linear address writes the frame somewhere else.
 * This guest uses stacks and code in segments that do not begin at 0.
 */
#include "test.h"

#define BASE 0x01230000ul
#define CODE 0x0009 /* the first entry, RPL 1: code of ring 1, base 0 */
#define DATA 0x0011 /* the second: data of ring 1, from BASE upward, to wrap around */

/* What the handler below saw on its stack, by its own stack selector. */
volatile unsigned long seen_ip, seen_cs, seen_sp, seen_handler_cs, seen_handler_ss;

asm(".text\n"
    "segments_handler:\n" /* stack: eip  cs  eflags  [esp  ss] */
    "    push %eax\n"
    "    mov 4(%esp), %eax\n"
    "    mov %eax, %ds:seen_ip\n"
    "    mov 8(%esp), %eax\n"
    "    mov %eax, %ds:seen_cs\n"
    "    lea 4(%esp), %eax\n"
    "    mov %eax, %ds:seen_sp\n"
    "    mov %cs, %eax\n"
    "    mov %eax, %ds:seen_handler_cs\n"
    "    mov %ss, %eax\n"
    "    mov %eax, %ds:seen_handler_ss\n"
    "    pop %eax\n"
    "    iret\n");
extern char segments_handler[], segments_return[];

static char stack[4096] __attribute__((aligned(16)));

USER_TEXT static void user_breaks(void)
{
    asm volatile("int3; int $0x80");
}

static uint64_t segment(uint32_t base, uint64_t flags)
{
    return 0x000f00000000ffffull | flags << 40 | (uint64_t)(base & 0xffffff) << 16 |
           (uint64_t)(base >> 24) << 56 | 0x00c0000000000000ull;
}

static void own_gdt(void)
{
    uint64_t *gdt = page_alloc();
    guest_word frame = page_mfn_at(gdt);
    gdt[CODE >> 3] = segment(0, 0xbb);
    gdt[DATA >> 3] = segment(BASE, 0xb3);
    page_make_read_only(gdt);
    test_equal(hypercall_set_gdt((unsigned long)&frame, 512), 0, "a GDT with two segments");
}

static void set_handler(unsigned selector)
{
    guest_trap_info table[2] = {{.vector = TRAP_BREAKPOINT,
                                 .flags = 3,
                                 .cs = (uint16_t)selector,
                                 .address = guest_address(segments_handler)}};
    test_equal(hypercall_set_trap_table((unsigned long)table), 0, "a handler with selector %04x",
               selector);
}

static void own_code(void)
{
    set_handler(CODE);
    asm volatile("int3\n.globl segments_return\nsegments_return:" : : : "memory");
    test_equal(seen_ip, (uintptr_t)segments_return, "it is called");
    test_equal(seen_handler_cs, CODE, "with its selector");
    test_equal(seen_cs & 0xffff, SELECTOR_KERNEL_CODE, "from the kernel's");
}

static void own_stack(void)
{
    unsigned long top = (unsigned long)stack + sizeof(stack) - BASE;
    memset(stack, 0, sizeof(stack));
    asm volatile("mov %%ss, %%edx; mov %%esp, %%ecx; mov %0, %%ss; mov %1, %%esp; int3;"
                 "mov %%edx, %%ss; mov %%ecx, %%esp"
                 :
                 : "r"(DATA), "r"(top)
                 : "ecx", "edx", "memory");
    test_equal(seen_handler_ss, DATA, "a trap of the kernel stays on its stack selector");
    test_equal(seen_sp, top - 12, "its frame lies below the stack pointer");
    test_equal(*(unsigned long *)(stack + sizeof(stack) - 12), seen_ip, "in that segment");
}

static void own_kernel_stack(void)
{
    struct user_registers registers = user_registers_for(user_breaks);
    test_equal(user_run(&registers, USER_BY_HYPERCALL), USER_VECTOR, "a program that traps");
    test_equal(seen_handler_ss, SELECTOR_KERNEL_DATA, "enters on the flat stack");
    test_equal(seen_cs & 0xffff, SELECTOR_USER_CODE, "from ring 3");
}

/* A handler that moves the kernel stack into the segment; the program's second trap must use it. */
asm(".text\n"
    "segments_mover:\n"
    "    push %eax\n"
    "    push %ebx\n"
    "    push %ecx\n"
    "    mov $3, %eax\n"
    "    mov $0x11, %ebx\n"
    "    mov %ds:segments_top, %ecx\n"
    "    int $0x82\n"
    "    pop %ecx\n"
    "    pop %ebx\n"
    "    pop %eax\n"
    "    iret\n");
extern char segments_mover[];
unsigned long segments_top;

/* The way home is #UD, whose handler wants the flat stack: this one moves it back. */
asm(".text\n"
    "segments_back:\n"
    "    push %eax\n"
    "    push %ebx\n"
    "    push %ecx\n"
    "    mov $3, %eax\n"
    "    mov $0xe021, %ebx\n"
    "    mov %ds:segments_flat, %ecx\n"
    "    int $0x82\n"
    "    pop %ecx\n"
    "    pop %ebx\n"
    "    pop %eax\n"
    "    addl $2, (%esp)\n"
    "    iret\n");
extern char segments_back[];
unsigned long segments_flat;
static char flat_stack[8192] __attribute__((aligned(16)));

USER_TEXT static void user_all(void)
{
    asm volatile("movb $0x7f, %al; addb $1, %al; into; int3; ud2; int $0x80");
}

static void moved_kernel_stack(void)
{
    guest_trap_info table[3] = {{.vector = TRAP_OVERFLOW,
                                 .flags = 3,
                                 .cs = SELECTOR_KERNEL_CODE,
                                 .address = guest_address(segments_mover)},
                                {.vector = TRAP_UNDEFINED,
                                 .flags = 0,
                                 .cs = SELECTOR_KERNEL_CODE,
                                 .address = guest_address(segments_back)}};
    segments_top = (unsigned long)stack + sizeof(stack) - BASE;
    segments_flat = (unsigned long)flat_stack + sizeof(flat_stack);
    hypercall_set_trap_table((unsigned long)table);
    struct user_registers registers = user_registers_for(user_all);
    memset(stack, 0, sizeof(stack));
    test_equal(user_run(&registers, USER_BY_HYPERCALL), USER_VECTOR,
               "a program whose kernel stack moves into the segment and back");
    test_equal(seen_handler_ss, DATA, "its trap entered by the selector that stack_switch named");
    test_equal(seen_sp, segments_top - 20, "with its frame at the top of that stack");
    test_equal(*(uint16_t *)(stack + sizeof(stack) - 16), SELECTOR_USER_CODE, "in that segment");
}

int guest_main(void)
{
    test_equal(user_prepare(), 0, "pages can be given to ring 3");
    own_gdt();
    own_code();
    own_stack();
    set_handler(SELECTOR_KERNEL_CODE);
    own_kernel_stack();
    moved_kernel_stack();
    return test_end();
}
