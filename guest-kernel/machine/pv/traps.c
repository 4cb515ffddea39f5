/* SPDX-License-Identifier: MIT */
/*
 * Descriptor tables and what arrives through them: the hypervisor has its own, so we hand it a
 * page of segment descriptors to use and a list of our entries, and it sends every exception to
 * entry.S, where pv_trap sorts them for the kernel. What was an interrupt is an event.
 */
#include "machine/pv/pv.h"
#include "segments.h"

#include "hypercall/event.h"

#include "kernel/kernel.h"

#define VECTOR_EVENT    32
#define VECTOR_FAILSAFE 33
#define EXCEPTION_COUNT 20

#define TRAP_FOR_PROGRAMS 3u /* an `int` instruction of a program may call it */
#define TRAP_MASKS_EVENTS 4u

#define FAULT_CODE_PRESENT 1u
#define FAULT_CODE_WRITE   2u
#define FAULT_CODE_USER    4u
#define FAULT_CODE_EXECUTE 16u

extern const char pv_entries[], pv_entry_system_call[], pv_entry_event[], pv_entry_failsafe[];

static uint64_t gdt[PAGE_SIZE / 8] __attribute__((aligned(4096)));
static uint64_t tls_loaded[3];

void pv_must(long result, const char *what)
{
    if (result < 0)
        panic("the hypervisor refused %s: error %ld (%s)", what, -result, pv_last_refusal());
}

/*
 * A page that holds descriptors must not be writable for us: changes go through
 * update_descriptor.
 */
void descriptors_init(void)
{
    unsigned long frames[1] = {(unsigned long)(pv_machine_address(gdt) >> PAGE_SHIFT)};

    pv_page_protect(gdt, false);
    pv_must(hypercall_set_gdt((unsigned long)frames, ARRAY_SIZE(gdt)), "our descriptor table");
}

static guest_trap_info gate(unsigned vector, const char *handler, unsigned flags)
{
    return (guest_trap_info){.vector = (uint8_t)vector,
                             .flags = (uint8_t)(flags | TRAP_MASKS_EVENTS),
                             .cs = SELECTOR_KERNEL_CODE,
                             .address = guest_address(handler)};
}

static void register_callback(unsigned type, const char *handler)
{
    guest_callback_register callback = {.type = (uint16_t)type,
                                        .flags = ABI_CALLBACKF_mask_events,
                                        .address = {SELECTOR_KERNEL_CODE, guest_address(handler)}};

    pv_must(hypercall_callback_op(ABI_CALLBACKOP_register, (unsigned long)&callback), "a callback");
}

void traps_init(void)
{
    guest_trap_info table[EXCEPTION_COUNT + 2] = {0}; /* an empty row ends it */

    for (unsigned vector = 0; vector < EXCEPTION_COUNT; vector++) {
        bool open = vector == VECTOR_BREAKPOINT || vector == VECTOR_OVERFLOW;

        table[vector] = gate(vector, pv_entries + 16 * vector, open ? TRAP_FOR_PROGRAMS : 0);
    }
    table[EXCEPTION_COUNT] = gate(VECTOR_SYSTEM_CALL, pv_entry_system_call, TRAP_FOR_PROGRAMS);
    pv_must(hypercall_set_trap_table((unsigned long)table), "our trap table");
    register_callback(ABI_CALLBACKTYPE_event, pv_entry_event);
    register_callback(ABI_CALLBACKTYPE_failsafe, pv_entry_failsafe);
}

/*
 * Most programs have the same thread-local segment as the one before: then nothing need be asked.
 */
static void tls_load_later(const uint64_t *descriptors)
{
    __asm__ volatile("movl %0, %%fs\n\tmovl %0, %%gs" : : "r"(0));
    for (int i = 0; i < 3; i++) {
        if (tls_loaded[i] == descriptors[i])
            continue;
        batch_update_descriptor(&pv_batch, pv_machine_address(&gdt[MACHINE_TLS_FIRST + i]),
                                descriptors[i]);
        tls_loaded[i] = descriptors[i];
    }
}

void machine_tls_load(const uint64_t *descriptors)
{
    tls_load_later(descriptors);
    pv_batch_send("a thread-local segment");
}

/* All of it in one call. */
void machine_process_load(uintptr_t stack_top, const uint64_t *descriptors,
                          struct page_directory *directory)
{
    batch_stack_switch(&pv_batch, SELECTOR_KERNEL_DATA, stack_top);
    tls_load_later(descriptors);
    machine_directory_switch(directory);
    pv_batch_send("another process"); /* when the directory is the same */
}

static void page_fault(struct trap_frame *frame)
{
    uintptr_t address = pv_vcpu()->cr2;
    unsigned fault = 0;

    fault |= frame->error & FAULT_CODE_PRESENT ? FAULT_PRESENT : 0;
    fault |= frame->error & FAULT_CODE_WRITE ? FAULT_WRITE : 0;
    fault |= frame->error & FAULT_CODE_EXECUTE ? FAULT_EXECUTE : 0;
    fault |= frame->error & FAULT_CODE_USER ? FAULT_USER : 0;
    trap_page_fault(frame, address, fault);
}

/* Called by entry.S for every trap. */
void pv_trap(struct trap_frame *frame)
{
    bool from_user = (frame->cs & 3) == 3;

    frame->cs &= 0xFFFF; /* the hypervisor's note of the event mask is above */
    if (frame->vector == VECTOR_SYSTEM_CALL)
        trap_system_call(frame);
    else if (frame->vector == VECTOR_EVENT)
        event_handle_pending();
    else if (frame->vector == VECTOR_PAGE_FAULT)
        page_fault(frame);
    else if (frame->vector != VECTOR_FAILSAFE && (from_user || !machine_fault_in_return(frame)))
        trap_exception(frame, frame->vector);
    if (from_user)
        trap_return_to_user(frame);
}
