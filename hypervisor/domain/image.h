/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_IMAGE_H
#define DOMAIN_IMAGE_H
/*
 * What a kernel's ELF file says about itself, and where everything goes in the new domain's
 * address space. Pure: works on bytes in memory, allocates nothing, touches no globals, so that
 * the toolstack's domain builder uses the same two files (image.c, plan.c) and the host's tests
 * can feed it rubbish. Rules: pv-abi part 1.
 */
#include "abi/reasons.h"
#include "lib/types.h"

#define IMAGE_SEGMENTS_MAX 32

struct image_segment {
    u64 paddr; /* load address: p_paddr, never p_vaddr */
    u64 offset, filesz, memsz;
};

struct image {
    bool is_64;
    u32 segments;
    struct image_segment segment[IMAGE_SEGMENTS_MAX];
    u64 virt_base, paddr_offset;
    u64 entry;      /* virtual */
    u64 start, end; /* virtual range of the loaded image, memsz included */
    bool has_hypercall_page;
    u64 hypercall_page; /* virtual */
    bool pae_extended_cr3;
    u64 hv_start_low; /* 0 = not given */
    bool has_init_p2m;
    u64 init_p2m;
    bool mod_start_pfn; /* the guest accepts an initrd that is not mapped */
    bool has_supported_features;
    u32 supported_features;
};

/*
 * Reads the image of `size` bytes at `file`. Returns REASON_NONE, or why it is refused
 * (REASON_IMAGE_*), with *detail a short text that names the field or note in question.
 */
enum reason image_read(struct image *out, const void *file, u64 size, const char **detail);

/* Where things go in the initial address space: byte ranges are virtual, page aligned. */
struct plan {
    u64 virt_base;
    u64 initrd, initrd_size; /* 0 size = none */
    bool initrd_is_unmapped; /* the guest wants it by page number, behind the mapping */
    u64 p2m, p2m_size;
    u64 start_info;
    u64 shared; /* pages that the domain shares with others, as many as asked for */
    u64 tables; /* first = top level table */
    u32 tables_count;
    u32 tables_per_level[4]; /* [0] = L1 tables, [1] = L2, [2] = L3, [3] = L4 (64-bit) */
    u64 stack, stack_top;
    u64 end; /* end of the initial mapping, rounded to 4 MiB as Xen does */
};

/*
 * Computes the plan for a domain of `pages` pages, `shared` of which stand between start_info and
 * the tables, where guests expect the rings to xenstore and console and take nothing for free.
 * Returns REASON_NONE, REASON_IMAGE_TOO_BIG or REASON_IMAGE_ADDRESSES.
 */
enum reason plan_make(struct plan *out, const struct image *image, u64 initrd_size, u64 pages,
                      u32 shared);

/* An entry of the initial page tables. */
struct plan_entry {
    u64 table; /* where its table is, virtual */
    u64 to;    /* the page or table that it leads to, virtual */
    u32 slot, level;
    bool is_writable; /* all but the tables themselves */
};
typedef void plan_put(void *self, const struct plan_entry *entry);

/* Says every entry, those of the top level first. */
void plan_tables(const struct plan *plan, plan_put *put, void *self);

#endif
