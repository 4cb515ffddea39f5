/* SPDX-License-Identifier: MIT */
/*
 * /proc/xen, by which programs find out on what they run, as on Linux: `capabilities` has one word
 * in the domain that controls others, and is empty in one that does not; the others lead to
 * devices.
 */
#include "machine/pv/devices.h"

#include "kernel/fs/proc.h"

static void show_capabilities(struct text *text, const struct proc *proc)
{
    (void)proc;
    if (pv_is_first_domain())
        text_print(text, "control_d\n");
}

static int link_privcmd(const struct proc *proc, char *to, size_t size)
{
    (void)proc;
    return snprintf(to, size, "/dev/xen/privcmd");
}

static int link_xenbus(const struct proc *proc, char *to, size_t size)
{
    (void)proc;
    return snprintf(to, size, "/dev/xen/xenbus");
}

void proc_xen_register(bool has_store)
{
    struct proc_entry entries[] = {
        {.name = "capabilities", .mode = S_IFREG | 0444, .show = show_capabilities},
        {.name = "privcmd", .mode = S_IFLNK | 0777, .link = link_privcmd},
        {.name = "xenbus", .mode = S_IFLNK | 0777, .link = link_xenbus},
    };
    unsigned parent = proc_system_add(&(struct proc_entry){.name = "xen", .mode = S_IFDIR | 0555});

    for (unsigned i = 0; i < ARRAY_SIZE(entries) - !has_store; i++) {
        entries[i].parent = (uint8_t)parent;
        proc_system_add(&entries[i]);
    }
}
