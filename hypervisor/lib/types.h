/* SPDX-License-Identifier: MIT */
#ifndef LIB_TYPES_H
#define LIB_TYPES_H
/*
 * The words every room uses. Numbers that name different things have different types: a machine
 * frame is not an address, and a guest's address is not a pointer. The compiler then catches
 * the mistakes that other hypervisors had to publish.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/errors.h"
#include "abi/structs.h"

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t s64;

/* A machine frame number: 4 KiB of the machine's physical memory. */
typedef struct {
    u64 n;
} mfn_t;

/* A guest's linear address. Only call/guest.h turns it into memory. */
typedef abi_addr gaddr_t;

/* An event-channel port of one domain. */
typedef struct {
    u32 n;
} port_t;

#define PAGE_SHIFT 12
#define PAGE_SIZE  4096ull
#define PAGE_MASK  (~(PAGE_SIZE - 1))

#define MFN(x)   ((mfn_t){(x)})
#define MFN_NONE MFN(~0ull)
#define GADDR(x) ((gaddr_t){(x)})
#define PORT(x)  ((port_t){(x)})

#define array_size(a)                 (sizeof(a) / sizeof((a)[0]))
#define min(a, b)                     ((a) < (b) ? (a) : (b))
#define max(a, b)                     ((a) > (b) ? (a) : (b))
#define round_up(x, to)               (((x) + ((to)-1)) & ~((u64)(to)-1))
#define round_down(x, to)             ((x) & ~((u64)(to)-1))
#define likely(x)                     __builtin_expect(!!(x), 1)
#define unlikely(x)                   __builtin_expect(!!(x), 0)
#define container_of(p, type, member) ((type *)((char *)(p)-offsetof(type, member)))

/* An address that has the same value in all bits from 47 up: the processor faults on others. */
static inline bool is_canonical(u64 x)
{
    return (u64)((s64)(x << 16) >> 16) == x;
}

struct cpu;
struct domain;
struct frame;
struct regs;
struct vcpu;

#endif
