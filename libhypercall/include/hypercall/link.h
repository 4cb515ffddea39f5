/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_LINK_H
#define HYPERCALL_LINK_H
/*
 * Neighbours: `torc run a.elf b.elf --link 1:2` gives domains 1 and 2 a page that both can write
 * and an event channel. What stands behind it is the contract's own, a grant and an interdomain
 * port, made before either ran. Each finds its end on its command line:
 *
 *     link=2:port=1:page=77     the page is ours, number 77; event channel to domain 2 at port 1
 *     link=1:port=1:grant=2     the page is domain 1's, and we may map it by its grant 2
 */
#include <stdbool.h>

struct link {
    unsigned neighbour; /* its domain id */
    unsigned port;      /* masked: set a handler, then event_unmask() */
    bool is_ours;       /* the page; of two neighbours, one has it: a way to tell who begins */
    void *page;         /* zeroes at first. Both write it: copy once, check the copy */
};

/*
 * Opens link number n of this domain, from 0, in the order of the command line. -ABI_ENOENT if
 * there are not so many, another negative error (or GNTST_* status) if the page cannot be mapped.
 */
long link_open(unsigned n, struct link *link);

#endif
