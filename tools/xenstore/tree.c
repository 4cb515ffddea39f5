/* SPDX-License-Identifier: MIT */
/*
 * From a path to a node, and the three ways to change one. What needs memory comes first; owning
 * a path changes nothing that anybody could see.
 */
#include <errno.h>
#include <string.h>

#include "node.h"
#include "path.h"

struct node *tree_nearest(struct node *root, const char *path, const char **rest)
{
    const char *at;
    struct node *node = root;

    for (at = path + 1; *at; at = path_next(at)) {
        struct node **child = node_child(node, at, path_name_length(at));

        if (!child)
            break;
        node = *child;
    }
    *rest = at;
    return node;
}

struct node *tree_find(struct node *root, const char *path)
{
    const char *rest;
    struct node *node = tree_nearest(root, path, &rest);

    return *rest ? NULL : node;
}

struct node *tree_own(struct memory *memory, struct node **root, const char *path, const char *end)
{
    struct node **slot = root;

    for (const char *at = path + 1;; at = path_next(at)) {
        struct node *node = node_own(memory, slot);

        if (!node || at >= end)
            return node;
        slot = node_child(node, at, path_name_length(at));
    }
}

/* The nodes of a path that is not there yet, one below the other. */
static struct node *branch(struct memory *memory, const char *path, struct text *value,
                           struct perms *perms, uint64_t generation)
{
    struct node *first = NULL, *last = NULL;

    for (const char *at = path; *at; at = path_next(at)) {
        struct node *node = node_make(memory, at, path_name_length(at), perms);

        if (node && last && node_add(memory, last, node)) {
            node_put(memory, node);
            node = NULL;
        }
        if (!node) {
            if (first)
                node_put(memory, first);
            return NULL;
        }
        node->generation = generation;
        first = first ? first : node;
        last = node;
    }
    last->value = text_get(value);
    return first;
}

static int graft(struct memory *memory, struct node **root, const char *path, const char *rest,
                 struct node *added, uint64_t generation)
{
    struct node *parent = tree_own(memory, root, path, rest);

    if (!parent || node_add(memory, parent, added)) {
        node_put(memory, added);
        return ENOMEM;
    }
    parent->generation = generation;
    return 0;
}

int tree_write(struct memory *memory, struct node **root, const char *path, struct text *value,
               struct perms *perms, uint64_t generation)
{
    const char *rest;
    struct node *node;

    tree_nearest(*root, path, &rest);
    if (*rest) {
        node = branch(memory, rest, value, perms, generation);
        return node ? graft(memory, root, path, rest, node, generation) : ENOMEM;
    }
    if (!value)
        return 0;
    node = tree_own(memory, root, path, rest);
    if (!node)
        return ENOMEM;
    text_put(memory, node->value);
    node->value = text_get(value);
    node->generation = generation;
    return 0;
}

int tree_cut(struct memory *memory, struct node **root, const char *path, uint64_t generation,
             struct node **removed)
{
    const char *leaf = path_leaf(path);
    struct node *parent = tree_own(memory, root, path, leaf);

    if (!parent)
        return ENOMEM;
    *removed = node_remove(parent, node_child(parent, leaf, strlen(leaf)));
    parent->generation = generation;
    return 0;
}

int tree_set_perms(struct memory *memory, struct node **root, const char *path, struct perms *perms,
                   uint64_t generation)
{
    struct node *node = tree_own(memory, root, path, path + strlen(path));

    if (!node)
        return ENOMEM;
    perms_put(memory, node->perms);
    node->perms = perms_get(perms);
    node->generation = generation;
    return 0;
}
