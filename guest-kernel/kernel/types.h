/* SPDX-License-Identifier: MIT */
/*
 * The words every other file of the guest kernel is written in: fixed-width integers, the list,
 * and a few macros. Addresses are uintptr_t, so nothing here (or elsewhere in kernel/) knows a
 * width.
 */
#ifndef GUEST_KERNEL_TYPES_H
#define GUEST_KERNEL_TYPES_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_SIZE          4096u
#define PAGE_SHIFT         12
#define PAGE_MASK          (~(uintptr_t)(PAGE_SIZE - 1))
#define PAGE_ALIGN_DOWN(x) ((uintptr_t)(x)&PAGE_MASK)
#define PAGE_ALIGN_UP(x)   (((uintptr_t)(x) + PAGE_SIZE - 1) & PAGE_MASK)

#define ARRAY_SIZE(a)            (sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)                ((a) < (b) ? (a) : (b))
#define MAX(a, b)                ((a) > (b) ? (a) : (b))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define NORETURN                 __attribute__((noreturn))

typedef uint32_t frame_t; /* number of a physical page, as the kernel (not the hypervisor) counts */
typedef long ssize_t;

/* A circular doubly linked list; a head is a node that is in no object. */
struct list {
    struct list *next, *prev;
};

#define LIST_INIT(name)                                                                            \
    {                                                                                              \
        &(name), &(name)                                                                           \
    }
#define list_entry(node, type, member) ((type *)((char *)(node)-offsetof(type, member)))
#define list_for_each(node, head)                                                                  \
    for (struct list *node = (head)->next; node != (head); node = node->next)
/* The same, when the loop body may remove `node`. */
#define list_for_each_safe(node, head)                                                             \
    for (struct list *node = (head)->next, *node##_next = node->next; node != (head);              \
         node = node##_next, node##_next = node->next)

static inline void list_init(struct list *head)
{
    head->next = head->prev = head;
}
static inline bool list_empty(const struct list *head)
{
    return head->next == head;
}

static inline void list_insert_before(struct list *node, struct list *place)
{
    node->next = place;
    node->prev = place->prev;
    place->prev->next = node;
    place->prev = node;
}

static inline void list_append(struct list *node, struct list *head)
{
    list_insert_before(node, head);
}

static inline void list_prepend(struct list *node, struct list *head)
{
    list_insert_before(node, head->next);
}

/* Removing a node twice is harmless: a removed node is a list of its own. */
static inline void list_remove(struct list *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;
    list_init(node);
}

#endif
