/* SPDX-License-Identifier: MIT */
/*
 * One node: its references, its children, its copy.
 */
#include <errno.h>
#include <string.h>

#include "node.h"

enum { ROOM_FIRST = 4 };

struct text *text_make(struct memory *memory, const char *bytes, size_t length)
{
    struct text *text = memory_get(memory, sizeof(*text) + length);

    if (!text)
        return NULL;
    text->refs = 1;
    text->length = length;
    memcpy(text->bytes, bytes, length);
    return text;
}

struct text *text_get(struct text *text)
{
    if (text)
        text->refs++;
    return text;
}

void text_put(struct memory *memory, struct text *text)
{
    if (text && --text->refs == 0)
        memory_put(memory, text);
}

struct node *node_make(struct memory *memory, const char *name, size_t length, struct perms *perms)
{
    struct node *node = memory_get(memory, sizeof(*node) + length + 1);

    if (!node)
        return NULL;
    *node = (struct node){.refs = 1, .perms = perms_get(perms)};
    memcpy(node->name, name, length);
    node->name[length] = '\0';
    return node;
}

struct node *node_get(struct node *node)
{
    node->refs++;
    return node;
}

/* As deep as the tree, that is, as a path has names: 1536 at most. */
void node_put(struct memory *memory, struct node *node)
{
    if (--node->refs)
        return;
    for (unsigned i = 0; i < node->count; i++)
        node_put(memory, node->children[i]);
    perms_put(memory, node->perms);
    text_put(memory, node->value);
    memory_put(memory, node->children);
    memory_put(memory, node);
}

/* The index of the child of that name, or where it would belong. */
static unsigned child_place(const struct node *node, const char *name, size_t length, bool *found)
{
    unsigned low = 0, high = node->count;

    *found = false;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        const char *other = node->children[middle]->name;
        int order = strncmp(other, name, length);

        if (order == 0 && other[length] == '\0')
            *found = true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
        if (*found)
            return middle;
    }
    return low;
}

struct node **node_child(struct node *node, const char *name, size_t length)
{
    bool found;
    unsigned place = child_place(node, name, length, &found);

    return found ? &node->children[place] : NULL;
}

int node_add(struct memory *memory, struct node *parent, struct node *child)
{
    size_t length = strlen(child->name);
    bool found;
    unsigned place = child_place(parent, child->name, length, &found);

    if (parent->count == parent->room) {
        unsigned room = parent->room ? 2 * parent->room : ROOM_FIRST;
        struct node **children =
            memory_resize(memory, parent->children, room * sizeof(struct node *));

        if (!children)
            return ENOMEM;
        parent->children = children;
        parent->room = room;
    }
    memmove(&parent->children[place + 1], &parent->children[place],
            (parent->count - place) * sizeof(struct node *));
    parent->children[place] = child;
    parent->count++;
    parent->names_size += length + 1;
    return 0;
}

struct node *node_remove(struct node *parent, struct node **child)
{
    struct node *removed = *child;
    size_t place = (size_t)(child - parent->children);

    parent->count--;
    memmove(child, child + 1, (parent->count - place) * sizeof(struct node *));
    parent->names_size -= strlen(removed->name) + 1;
    return removed;
}

static struct node *node_copy(struct memory *memory, struct node *node)
{
    struct node *copy = node_make(memory, node->name, strlen(node->name), node->perms);

    if (!copy)
        return NULL;
    if (node->count) {
        copy->children = memory_get(memory, node->count * sizeof(struct node *));
        if (!copy->children) {
            node_put(memory, copy);
            return NULL;
        }
    }
    for (unsigned i = 0; i < node->count; i++)
        copy->children[i] = node_get(node->children[i]);
    copy->count = copy->room = node->count;
    copy->names_size = node->names_size;
    copy->generation = node->generation;
    copy->value = text_get(node->value);
    return copy;
}

struct node *node_own(struct memory *memory, struct node **slot)
{
    struct node *copy;

    if ((*slot)->refs == 1)
        return *slot;
    copy = node_copy(memory, *slot);
    if (!copy)
        return NULL;
    node_put(memory, *slot);
    return *slot = copy;
}
