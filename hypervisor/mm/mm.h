/* SPDX-License-Identifier: MIT */
#ifndef MM_MM_H
#define MM_MM_H
/*
 * The door of the mm room: frames of the machine, their owners and types, the page tables of
 * the guests and of ring 0 itself. The rules it keeps, in one sentence: a guest can reach a
 * frame only through page tables that were checked, and cannot write those.
 */
#include "domain/domain.h"
#include "mm/layout.h"

#define PTE_P          (1ull << 0)
#define PTE_RW         (1ull << 1)
#define PTE_US         (1ull << 2)
#define PTE_PWT        (1ull << 3)
#define PTE_PCD        (1ull << 4)
#define PTE_A          (1ull << 5)
#define PTE_D          (1ull << 6)
#define PTE_PSE        (1ull << 7) /* L2 and up; in an L1 entry this bit is PAT */
#define PTE_PAT        (1ull << 7)
#define PTE_G          (1ull << 8)
#define PTE_AVAIL      (7ull << 9)
#define PTE_AVAIL_HIGH (0x7ffull << 52)
#define PTE_NX         (1ull << 63)
#define PTE_FRAME      0x000ffffffffff000ull

static inline mfn_t pte_frame(u64 pte)
{
    return MFN((pte & PTE_FRAME) >> PAGE_SHIFT);
}

/* A frame of RAM where ring 0 sees it, and back. */
static inline void *mm_pointer(mfn_t m)
{
    return (void *)(HV_DIRECT + (m.n << PAGE_SHIFT));
}

static inline mfn_t mm_frame_of(const void *p)
{
    return MFN(((u64)p - HV_DIRECT) >> PAGE_SHIFT);
}

/* ---- boot.c: ring 0's own address space ------------------------------------------------- */

/* Takes over from start.S's page tables: frame table, M2P, direct map; then the heap works. */
void mm_init(void);
/* The page-table entry (L1) of an address in the windows or device slots, tables made if needed. */
u64 *mm_hypervisor_entry(u64 address);
/* Fills slots 256..271 of a top-level table, 256 with nothing: programs' tables do not show it. */
void mm_fill_hypervisor_slots(u64 *l4);
/* Slot 256, in which 64-bit kernels read the machine-to-physical table: shown in their base. */
void mm_show_m2p(u64 *l4, bool shown);
/* A frame of zeroes that is never written. */
mfn_t mm_zero_page(void);
/* One past the highest frame of RAM. */
extern u64 mm_frames_end;
/* After the first domain is built: the boot modules' memory joins the heap. */
void mm_free_boot_modules(void);

/* ---- heap.c: free frames ---------------------------------------------------------------- */

/*
 * 2^order frames, aligned to that, all below `limit` (0 = anywhere; else rounded down to a power of
 * two); MFN_NONE if there are none.
 */
mfn_t heap_alloc(u32 order, u64 limit);
void heap_free(mfn_t m, u32 order);
/* Frames free now. */
u64 heap_free_frames(void);

/* A zeroed page for ring 0 itself, NULL if memory is exhausted. */
void *mm_alloc_page(void);
void mm_free_page(void *page);
/* The order of the smallest block that holds so many bytes. */
static inline u32 mm_order(u64 bytes)
{
    u32 order = 0;

    while (PAGE_SIZE << order < bytes)
        order++;
    return order;
}
/* 2^order contiguous zeroed pages. */
void *mm_alloc_pages(u32 order);
void mm_free_pages(void *pages, u32 order);

/* ---- reserve.c: a domain's memory ------------------------------------------------------- */

/*
 * Gives d one frame, below `limit` if not 0; MFN_NONE if d is full or memory exhausted. It is not
 * zeroed: at boot, for the first domain, nobody has left anything in it.
 */
mfn_t reserve_frame(struct domain *d, u64 limit);

/*
 * A zeroed page that d shares with the hypervisor: d's own, always writable and never anything
 * else, in no list and not of its reservation. Below 4 GiB; NULL if memory is exhausted. Given
 * back, it lives on until the last mapping of it has gone.
 */
void *mm_alloc_shared(struct domain *d);
void mm_free_shared(void *page);

/* A dying domain gives up all of its memory, page tables included. False: call it again. */
bool reserve_give_up(struct domain *d);

/* ---- m2p.c ------------------------------------------------------------------------------ */

#define M2P_INVALID (~0ull)
/* What guests read at the machine-to-physical table, in both of its forms. */
void m2p_set(mfn_t m, u64 pfn);
/* Entries that show the 32-bit table in a guest's top L2, from slot 428 on. */
extern u64 m2p_top_l2_entries[84];

/* ---- What other rooms ask of a vCPU's page tables ---------------------------------------- */

/* The L1 entry that maps va in v's current tables, NULL if there is none. mm_lock held. */
u64 *mm_walk(struct vcpu *v, u64 va);
/* Loads v's page tables into CR3. */
void mm_load_root(struct vcpu *v);
/* Loads ring 0's own page tables, with nothing of any guest in them. */
void mm_load_own_root(void);
/* Prepares the table of our own that a 32-bit vCPU runs on. -ENOMEM possible. */
int mm_vcpu_init(struct vcpu *v);
/* Gives up the references to tables that a vCPU holds which never runs again. mm_lock held. */
void mm_vcpu_drop(struct vcpu *v);
/* Goes on taking tables apart (WORK_RELEASE); false if there is more to do. */
bool mm_release_some(struct domain *d);

#endif
