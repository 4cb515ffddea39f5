/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_CHANGE_H
#define XENSTORE_CHANGE_H
/*
 * One change of the tree, as data: it can be carried out now, or again when its transaction
 * commits. And the books of who owns how many nodes, which each change keeps.
 */
#include "store.h"

enum change_kind { CHANGE_WRITE, CHANGE_RM, CHANGE_PERMS };

struct change {
    struct change *next;
    enum change_kind kind;
    uint16_t domid;       /* who wants it */
    struct text *value;   /* to write; NULL: only that there be a node */
    struct perms *perms;  /* to set */
    struct node *removed; /* what applying it took away, for those who watch */
    struct perms *before;
    char path[];
};

struct change *change_make(struct store *store, enum change_kind kind, uint16_t domid,
                           const char *path);
void change_free(struct store *store, struct change *change);
/* Whole or not at all; owners' books are pending until settled or forgotten. */
int change_apply(struct store *store, struct node **root, struct change *change);
/* Tell those who watch, once the change has come to the store's own root. */
void change_tell(struct store *store, const struct change *change);
/* Apply it to the store itself, and tell; or to the transaction, which takes it over. */
int change_carry_out(struct store *store, struct transaction *in, struct change *change);
int transaction_apply(struct store *store, struct transaction *in, struct change *change);

struct owner {
    struct owner *next;
    uint16_t domid;
    long nodes;
    long pending; /* by changes that are not settled yet */
};

/* NULL: it owns nothing; NULL: no memory. */
struct owner *owner_find(struct store *store, uint16_t domid);
struct owner *owner_need(struct store *store, uint16_t domid);
void owners_settle(struct store *store);
void owners_forget(struct store *store);

#endif
