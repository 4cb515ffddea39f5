/* SPDX-License-Identifier: MIT */
/*
 * Descriptor tables and what arrives through them: the interrupt controller is told to use
 * vectors 32 to 47, the interrupt table sends every vector to entry.S, and native_trap sorts them
 * for the kernel.
 */
#include "machine/native/native.h"
#include "segments.h"

#include "kernel/kernel.h"

#define PIC_MASTER           0x20
#define PIC_SLAVE            0xA0
#define PIC_END_OF_INTERRUPT 0x20

#define GATE_INTERRUPT_KERNEL 0x8E00u
#define GATE_INTERRUPT_USER   0xEE00u

#define FAULT_CODE_PRESENT 1u
#define FAULT_CODE_WRITE   2u
#define FAULT_CODE_USER    4u
#define FAULT_CODE_EXECUTE 16u

struct task_state {
    uint32_t link;
    uint32_t esp0, ss0;
    uint32_t unused[22];
    uint16_t trap, io_map;
} __attribute__((packed));

struct table_pointer {
    uint16_t limit;
    uint32_t base;
} __attribute__((packed));

extern const char native_entries[], native_entry_system_call[];

static uint64_t gdt[MACHINE_TLS_FIRST + 3];
static uint64_t idt[256];
static struct task_state task_state;

static void load_gdt(void)
{
    struct table_pointer pointer = {sizeof(gdt) - 1, (uintptr_t)gdt};

    __asm__ volatile("lgdt %0\n\t"
                     "ljmp %1, $1f\n"
                     "1:\n\t"
                     "movl %2, %%ds\n\t"
                     "movl %2, %%es\n\t"
                     "movl %2, %%ss\n\t"
                     "movl %3, %%fs\n\t"
                     "movl %3, %%gs\n\t"
                     "lldt %w3\n\t" /* none: a selector into it must fault */
                     "ltr %w4"
                     :
                     : "m"(pointer), "i"(SELECTOR_KERNEL_CODE), "r"(SELECTOR_KERNEL_DATA), "r"(0),
                       "r"(SELECTOR_TASK)
                     : "memory");
}

void descriptors_init(void)
{
    uint32_t base = (uintptr_t)&task_state;

    gdt[SELECTOR_KERNEL_CODE / 8] = 0x00CF9B000000FFFFull;
    gdt[SELECTOR_KERNEL_DATA / 8] = 0x00CF93000000FFFFull;
    gdt[SELECTOR_USER_CODE / 8] = 0x00CFFB000000FFFFull;
    gdt[SELECTOR_USER_DATA / 8] = 0x00CFF3000000FFFFull;
    gdt[SELECTOR_TASK / 8] = (uint64_t)(base >> 24) << 56 | 0x0000890000000000ull |
                             (uint64_t)(base & 0xFFFFFF) << 16 | (sizeof(task_state) - 1);
    task_state.ss0 = SELECTOR_KERNEL_DATA;
    task_state.io_map = sizeof(task_state);
    load_gdt();
}

static uint64_t gate(const char *handler, uint32_t type)
{
    uint32_t address = (uintptr_t)handler;

    return (uint64_t)(address & 0xFFFF0000u) << 32 | (uint64_t)type << 32 |
           (uint32_t)SELECTOR_KERNEL_CODE << 16 | (address & 0xFFFF);
}

/*
 * The two chips start with vectors that belong to exceptions; move them and leave two lines open.
 */
static void interrupt_controller_init(void)
{
    static const uint8_t commands[] = {0x11, VECTOR_IRQ, 4, 1};

    for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
        write_port8(PIC_MASTER + (i > 0), commands[i]);
        write_port8(PIC_SLAVE + (i > 0), i == 1 ? VECTOR_IRQ + 8 : i == 2 ? 2 : commands[i]);
    }
    write_port8(PIC_MASTER + 1, (uint8_t) ~(1 << IRQ_TIMER | 1 << IRQ_SERIAL));
    write_port8(PIC_SLAVE + 1, 0xFF);
}

void traps_init(void)
{
    struct table_pointer pointer = {sizeof(idt) - 1, (uintptr_t)idt};

    for (unsigned vector = 0; vector < 48; vector++) {
        bool open = vector == VECTOR_BREAKPOINT || vector == VECTOR_OVERFLOW;

        idt[vector] =
            gate(native_entries + 16 * vector, open ? GATE_INTERRUPT_USER : GATE_INTERRUPT_KERNEL);
    }
    idt[VECTOR_SYSTEM_CALL] = gate(native_entry_system_call, GATE_INTERRUPT_USER);
    __asm__ volatile("lidt %0" : : "m"(pointer));
    interrupt_controller_init();
}

void machine_tls_load(const uint64_t *descriptors)
{
    __asm__ volatile("movl %0, %%fs\n\tmovl %0, %%gs" : : "r"(0));
    for (int i = 0; i < 3; i++)
        gdt[MACHINE_TLS_FIRST + i] = descriptors[i];
}

void machine_process_load(uintptr_t stack_top, const uint64_t *descriptors,
                          struct page_directory *directory)
{
    task_state.esp0 = stack_top;
    machine_tls_load(descriptors);
    machine_directory_switch(directory);
}

static void interrupt(unsigned line)
{
    /* The end is announced first: clock_interrupt may wish for the next one at once. */
    write_port8(PIC_MASTER, PIC_END_OF_INTERRUPT);
    if (line == IRQ_TIMER)
        clock_interrupt();
    else if (line == IRQ_SERIAL)
        console_interrupt();
}

static void page_fault(struct trap_frame *frame)
{
    uintptr_t address = read_cr2();
    unsigned fault = 0;

    fault |= frame->error & FAULT_CODE_PRESENT ? FAULT_PRESENT : 0;
    fault |= frame->error & FAULT_CODE_WRITE ? FAULT_WRITE : 0;
    fault |= frame->error & FAULT_CODE_EXECUTE ? FAULT_EXECUTE : 0;
    fault |= frame->cs & 3 ? FAULT_USER : 0;
    trap_page_fault(frame, address, fault);
}

/* Called by entry.S for every trap. */
void native_trap(struct trap_frame *frame)
{
    if (frame->vector == VECTOR_SYSTEM_CALL)
        trap_system_call(frame);
    else if (frame->vector >= VECTOR_IRQ)
        interrupt(frame->vector - VECTOR_IRQ);
    else if (frame->vector == VECTOR_PAGE_FAULT)
        page_fault(frame);
    else if ((frame->cs & 3) || !machine_fault_in_return(frame))
        trap_exception(frame, frame->vector);
    if (frame->cs & 3)
        trap_return_to_user(frame);
}
