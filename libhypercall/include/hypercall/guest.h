/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_GUEST_H
#define HYPERCALL_GUEST_H
/*
 * A guest from its first instruction to its last. start.S takes the vCPU over from the builder,
 * puts it on a stack of 32 KiB, maps shared_info, registers a handler for every exception and for
 * events, and calls guest_main(): write that one function and you have a guest. See examples/hello.
 *
 * Link with libhypercall's linker script (HYPERCALL_LDFLAGS): it puts the image 1 MiB above the
 * guest's virtual base, so that page n of the guest is at GUEST_BASE + n * 4096 and the pages below
 * the image are spare.
 */
#include "hypercall/own.h"

#include "width/frame.h"

/* The guest's own code. Events are masked when it starts. What it returns is a shutdown reason:
 * 0 (ABI_SHUTDOWN_poweroff) for a good end. */
int guest_main(void);

/* What the builder told us; set before guest_main(). */
extern const guest_start_info *guest_info;

/* The page shared with the hypervisor: event bits, event mask, time. abi/structs.h says who
 * writes which field. */
extern guest_shared_info guest_shared;

/* The registers at the very first instruction, for those who want to see the contract kept. */
extern const struct guest_registers guest_initial;

/* Virtual address of page 0, from the linker script, and the ends of the image. */
extern char guest_base[], guest_image_start[], guest_image_end[];
#define GUEST_BASE ((uintptr_t)guest_base)

/* This vCPU's part of the shared page. */
static inline volatile guest_vcpu_info *guest_vcpu(void)
{
    return &guest_shared.vcpu_info[0];
}

/* Ends this domain: reason is an ABI_SHUTDOWN_... of abi/numbers.h. Does not return. */
_Noreturn void guest_shutdown(unsigned reason);

/* Prints the message and shuts down with ABI_SHUTDOWN_crash. */
_Noreturn void guest_panic(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The privilege level this code runs in right now: the low two bits of CS. */
static inline unsigned guest_ring(void)
{
    unsigned short cs;
    asm volatile("mov %%cs, %0" : "=r"(cs));
    return cs & 3;
}

#endif
