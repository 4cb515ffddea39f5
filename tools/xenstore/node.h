/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_NODE_H
#define XENSTORE_NODE_H
/*
 * The tree, as something that costs nothing to remember. A node with one reference may be
 * changed in place; one with more is somebody's snapshot, and whoever changes it changes a copy
 * and copies of the nodes above. So a transaction begins with one reference to the root, and
 * what it does not touch is never copied.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memory.h"
#include "perms.h"

/* A value: bytes, of which some may be NUL. */
struct text {
    unsigned refs;
    size_t length;
    char bytes[];
};

struct node {
    unsigned refs;
    uint64_t generation; /* another after every change of value, permissions or children's names */
    struct perms *perms;
    struct text *value;     /* NULL: empty */
    struct node **children; /* sorted by name */
    unsigned count, room;
    size_t names_size; /* of the children's names, each with its NUL */
    char name[];
};

struct text *text_make(struct memory *memory, const char *bytes, size_t length);
struct text *text_get(struct text *text);
void text_put(struct memory *memory, struct text *text);

struct node *node_make(struct memory *memory, const char *name, size_t length, struct perms *perms);
struct node *node_get(struct node *node);
void node_put(struct memory *memory, struct node *node);

/* Where the child of that name is; NULL: there is none. */
struct node **node_child(struct node *node, const char *name, size_t length);
/* The parent takes over the reference to the child. 0, or ENOMEM. */
int node_add(struct memory *memory, struct node *parent, struct node *child);
/* The caller takes over the reference. */
struct node *node_remove(struct node *parent, struct node **child);
/* Make *slot ours alone to change: itself, or a copy in its place. NULL: no memory. */
struct node *node_own(struct memory *memory, struct node **slot);

/* ---- paths --------------------------------------------------------------------------------- */

struct node *tree_find(struct node *root, const char *path);
/* As far as there are nodes; *rest is what is left of the path, without its first slash. */
struct node *tree_nearest(struct node *root, const char *path, const char **rest);
/* Make the nodes of the path up to `end` (as from tree_nearest) ours to change; the last of them.
 */
struct node *tree_own(struct memory *memory, struct node **root, const char *path, const char *end);

/*
 * The four changes. Each is done whole or (ENOMEM) not at all. There is what they ask for: a
 * parent that exists in tree_cut, the node in tree_set_perms.
 */
/* value NULL: a node that is there stays as it is. New ones get `perms`. */
int tree_write(struct memory *memory, struct node **root, const char *path, struct text *value,
               struct perms *perms, uint64_t generation);
int tree_cut(struct memory *memory, struct node **root, const char *path, uint64_t generation,
             struct node **removed);
int tree_set_perms(struct memory *memory, struct node **root, const char *path, struct perms *perms,
                   uint64_t generation);

#endif
