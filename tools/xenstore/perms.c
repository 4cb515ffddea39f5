/* SPDX-License-Identifier: MIT */
/*
 * Lists of permissions: made, shared, asked, read and written as text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "perms.h"

static const char letters[] = "nrwb"; /* by rights: none, read, write, both */

static struct perms *make_room(struct memory *memory, unsigned count)
{
    struct perms *perms = memory_get(memory, sizeof(*perms) + count * sizeof(struct perm));

    if (perms) {
        perms->refs = 1;
        perms->count = count;
    }
    return perms;
}

struct perms *perms_make(struct memory *memory, const struct perm *list, unsigned count)
{
    struct perms *perms = make_room(memory, count);

    if (perms)
        memcpy(perms->of, list, count * sizeof(struct perm));
    return perms;
}

struct perms *perms_get(struct perms *perms)
{
    perms->refs++;
    return perms;
}

void perms_put(struct memory *memory, struct perms *perms)
{
    if (perms && --perms->refs == 0)
        memory_put(memory, perms);
}

struct perms *perms_with_owner(struct memory *memory, struct perms *perms, uint16_t owner)
{
    struct perms *copy;

    if (perms->of[0].domid == owner)
        return perms_get(perms);
    copy = perms_make(memory, perms->of, perms->count);
    if (copy)
        copy->of[0].domid = owner;
    return copy;
}

struct perms *perms_without(struct memory *memory, struct perms *perms, uint16_t domid)
{
    struct perms *copy = make_room(memory, perms->count);

    if (!copy)
        return NULL;
    copy->of[0] = perms->of[0];
    copy->count = 1;
    for (unsigned i = 1; i < perms->count; i++) {
        if (perms->of[i].domid != domid)
            copy->of[copy->count++] = perms->of[i];
    }
    return copy;
}

/* Beside the owner. */
bool perms_name(const struct perms *perms, uint16_t domid)
{
    for (unsigned i = 1; i < perms->count; i++) {
        if (perms->of[i].domid == domid)
            return true;
    }
    return false;
}

static bool domain_allowed(const struct perms *perms, uint16_t domid, unsigned right)
{
    if (domid == 0 || perms->of[0].domid == domid)
        return true;
    for (unsigned i = 1; i < perms->count; i++) {
        if (perms->of[i].domid == domid)
            return perms->of[i].rights & right;
    }
    return perms->of[0].rights & right;
}

bool perms_allow(const struct perms *perms, const struct actor *actor, unsigned right)
{
    return domain_allowed(perms, actor->domid, right) ||
           (actor->has_target && domain_allowed(perms, actor->target, right));
}

bool perm_parse(const char *text, struct perm *perm)
{
    const char *letter = text[0] ? strchr(letters, text[0]) : NULL;
    unsigned long domid = 0;
    size_t digits = strspn(text + (letter != NULL), "0123456789");

    if (!letter || digits == 0 || digits > 5 || text[1 + digits])
        return false;
    domid = strtoul(text + 1, NULL, 10);
    if (domid > UINT16_MAX)
        return false;
    *perm = (struct perm){.domid = (uint16_t)domid, .rights = (uint16_t)(letter - letters)};
    return true;
}

void perm_print(const struct perm *perm, char *text, size_t size)
{
    snprintf(text, size, "%c%u", letters[perm->rights], perm->domid);
}
