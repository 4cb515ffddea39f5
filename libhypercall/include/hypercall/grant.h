/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_GRANT_H
#define HYPERCALL_GRANT_H
/*
 * Grants are how a domain shares its memory. Its grant table is an array of entries in pages that
 * it shares with the hypervisor; an entry says: this domain may use that frame of mine (for reading
 * only, or for writing too). The number of the entry, its reference, is then told to the other
 * domain by whatever means there are, and it maps the frame, or has bytes of it copied. A domain
 * may grant to itself, which is how one learns this without a second one.
 *
 *     long ref = grant_page(other, page_mfn_at(page), false);   the one that owns the page
 *     ...
 *     unsigned handle;                                          the one that uses it
 *     grant_map(owner, ref, va, 0, &handle);
 *     ...
 *     grant_unmap(va, handle);
 *     ...
 *     grant_end(ref);                                           -ABI_EBUSY while it is mapped
 *
 * Results: 0 or more is success. Elements of a call that the hypervisor refuses have a status,
 * ABI_GNTST_..., from -1 down to -13, which the functions of the using side return; those of the
 * owning side return errors, -ABI_E....
 */
#include "hypercall/own.h"

#include <stdbool.h>

#define GRANT_TABLE_PAGES 2

/* The table, once grant_begin() has mapped it. The first ABI_GNTTAB_NR_RESERVED_ENTRIES entries are
 * left to their own uses. */
extern volatile guest_grant_entry grant_entries[];
#define GRANT_ENTRIES (GRANT_TABLE_PAGES * 4096 / sizeof(guest_grant_entry))

/* Sets the table up and maps it; the functions of the owning side do so when they first need it.
 * A negative error if the hypervisor has no grant tables. */
long grant_begin(void);

/* ---- The owning side. ------------------------------------------------------------------ */

/* Grants a frame of ours; returns the reference, or -ABI_ENOSPC if no entry is free. */
long grant_page(unsigned domain, unsigned long mfn, bool read_only);

/* Takes a grant back; -ABI_EBUSY as long as it is in use: then nothing has changed. */
long grant_end(unsigned ref);

/* ---- The using side. ------------------------------------------------------------------- */

/*
 * Maps a granted frame at va, whose level-1 entry must have its table (page_make_tables()). Flags:
 * ABI_GNTMAP_readonly, ABI_GNTMAP_application_map (ring 3 may use it too). The handle is for
 * unmapping; do that and not page_map(), or the grant stays in use for good.
 */
long grant_map(unsigned domain, unsigned ref, uintptr_t va, unsigned flags, unsigned *handle);
long grant_unmap(uintptr_t va, unsigned handle);

/* Copies bytes between a granted frame and one of ours, both inside a page. */
long grant_copy_in(void *to, unsigned domain, unsigned ref, unsigned offset, unsigned length);
long grant_copy_out(unsigned domain, unsigned ref, unsigned offset, const void *from,
                    unsigned length);

/* One element of an operation: the status that the caller reads in it, or the call's error. */
long grant_call(unsigned command, void *op);

#endif
