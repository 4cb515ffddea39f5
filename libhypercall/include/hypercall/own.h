/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_OWN_H
#define HYPERCALL_OWN_H
/*
 * The contract's structures in this guest's own width.
 *
 * abi/structs.h lays every structure out twice, for 32-bit and for 64-bit guests. A guest uses one
 * of the two: here it is called guest_<name>. Guest addresses inside structures are plain words;
 * guest_address() makes one of a pointer.
 */
#include "abi/calls.h"
#include "abi/errors.h"
#include "abi/layout.h"
#include "abi/numbers.h"
#include "abi/reasons.h"
#include "abi/structs.h"

#include "width/own.h"

#define HYPERCALL_OWN_TYPE_(name, own) typedef own guest_##name;
#define HYPERCALL_OWN_TYPE(name)       HYPERCALL_OWN_TYPE_(name, HYPERCALL_OWN(name))

ABI_COPIED(HYPERCALL_OWN_TYPE)
ABI_LIVE(HYPERCALL_OWN_TYPE)
HYPERCALL_OWN_TYPE(vcpu_info)
HYPERCALL_OWN_TYPE(shared_info)
HYPERCALL_OWN_TYPE(multicall_entry)
HYPERCALL_OWN_TYPE(addr)
HYPERCALL_OWN_TYPE(word)
HYPERCALL_OWN_TYPE(entry)
HYPERCALL_OWN_TYPE(copy_end)

/* A pointer as the contract's structures want it. */
static inline guest_addr guest_address(const volatile void *pointer)
{
    return (guest_addr)(uintptr_t)pointer;
}

/* Kernel code as the contract's structures want it: with its selector, where the width has one. */
static inline guest_entry guest_entry_at(const void *code)
{
    return (guest_entry)HYPERCALL_ENTRY(guest_address(code));
}

#endif
