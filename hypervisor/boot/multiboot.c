/* SPDX-License-Identifier: MIT */
/*
 * Reads what a Multiboot 1 loader says: memory map, modules, command lines. The loader is
 * trusted not to attack, but not to be tidy: memory maps come unsorted and overlapping, so the
 * map is swept from 0 upward, and where two entries disagree the memory is not RAM.
 */
#include "boot/multiboot.h"
#include "lib/string.h"

#define MULTIBOOT_MAGIC 0x2badb002
#define HAS_MEMORY      (1u << 0)
#define HAS_LINE        (1u << 2)
#define HAS_MODULES     (1u << 3)
#define HAS_MAP         (1u << 6)
#define HAS_LOADER_NAME (1u << 9)

#define E820_RAM      1
#define E820_RESERVED 2
#define RAW_MAX       128
#define ADDRESS_LIMIT (1ull << 52) /* no PC has memory above */

struct multiboot {
    u32 flags, mem_lower_kib, mem_upper_kib, boot_device, line, modules, modules_at, symbols[4];
    u32 map_size, map_at, drives_size, drives_at, config_table, loader_name;
};

struct multiboot_module {
    u32 start, end, line, reserved;
};

struct multiboot_range { /* size counts the bytes after itself */
    u32 size, base_low, base_high, length_low, length_high, type;
};

struct raw_map {
    struct boot_range range[RAW_MAX];
    u32 ranges;
};

struct boot_info boot_info;

static const char *skip_spaces(const char *p)
{
    while (*p == ' ')
        p++;
    return p;
}

static const char *line_args(const char *line, bool name_first)
{
    line = skip_spaces(line);
    if (!name_first)
        return line;
    while (*line && *line != ' ')
        line++;
    return skip_spaces(line);
}

const char *multiboot_module_args(const struct boot_module *m, bool loader_puts_name)
{
    return line_args(m->line, loader_puts_name);
}

/*
 * GRUB 2 calls itself "GRUB 1.9x" or "GRUB 2.xx" and gives the bare arguments; GRUB legacy
 * ("GNU GRUB 0.9x"), QEMU and all the others put the file name first.
 */
static bool puts_name(const char *loader)
{
    for (u32 i = 0; loader && i < 64 && loader[i]; i++)
        if (strncmp(loader + i, "GRUB ", 5) == 0)
            return loader[i + 5] == '0';
    return true;
}

/* RAM shrinks to whole pages, everything else grows. */
static bool add_raw(struct raw_map *raw, u64 start, u64 length, u32 type)
{
    if (start >= ADDRESS_LIMIT || length == 0)
        return true;
    u64 end = start + min(length, ADDRESS_LIMIT - start);
    if (type == E820_RAM) {
        start = round_up(start, PAGE_SIZE);
        end = round_down(end, PAGE_SIZE);
    } else {
        start = round_down(start, PAGE_SIZE);
        end = round_up(end, PAGE_SIZE);
    }
    if (start >= end)
        return true;
    if (raw->ranges == RAW_MAX)
        return false;
    raw->range[raw->ranges++] = (struct boot_range){start, end, type ? type : E820_RESERVED};
    return true;
}

static bool read_map(struct raw_map *raw, const u8 *p, u32 left)
{
    struct multiboot_range r;

    while (p && left >= sizeof(r)) {
        memcpy(&r, p, sizeof(r));
        if (r.size < sizeof(r) - sizeof(r.size) || r.size > left - sizeof(r.size))
            return false;
        if (!add_raw(raw, (u64)r.base_high << 32 | r.base_low,
                     (u64)r.length_high << 32 | r.length_low, r.type))
            return false;
        p += sizeof(r.size) + r.size;
        left -= sizeof(r.size) + r.size;
    }
    return true;
}

/* Lowest boundary of any range above `at`, or 0; and what lies between: 0 for a hole. */
static u64 sweep(const struct raw_map *raw, u64 at, u32 *type)
{
    u64 next = 0;

    *type = 0;
    for (u32 i = 0; i < raw->ranges; i++) {
        const struct boot_range *r = &raw->range[i];
        if (r->start > at && (next == 0 || r->start < next))
            next = r->start;
        if (r->end > at && (next == 0 || r->end < next))
            next = r->end;
        if (r->start <= at && at < r->end)
            *type = max(*type, r->type); /* RAM is 1: any other claim wins */
    }
    return next;
}

static void tidy_map(struct boot_info *out, const struct raw_map *raw)
{
    u32 type;

    for (u64 at = 0, next; (next = sweep(raw, at, &type)) != 0; at = next) {
        struct boot_range *last = out->ranges ? &out->range[out->ranges - 1] : NULL;
        if (type == 0)
            continue;
        if (last && last->type == type && last->end == at)
            last->end = next;
        else if (out->ranges < BOOT_RANGES_MAX) /* what is left out is not used, no more */
            out->range[out->ranges++] = (struct boot_range){at, next, type};
    }
}

static bool read_modules(struct boot_info *out, const struct multiboot *mb, void *(*phys)(u64))
{
    struct multiboot_module m;

    for (u32 i = 0; i < mb->modules && i < BOOT_MODULES_MAX; i++) {
        const void *p = phys(mb->modules_at + (u64)i * sizeof(m));
        if (!p)
            return false;
        memcpy(&m, p, sizeof(m));
        if (m.start > m.end)
            return false;
        struct boot_module *to = &out->module[out->modules++];
        to->start = m.start;
        to->end = m.end;
        const char *line = m.line ? phys(m.line) : NULL;
        if (line)
            string_copy(to->line, line, sizeof(to->line));
    }
    return true;
}

bool multiboot_read(struct boot_info *out, u32 magic, const void *p, void *(*phys)(u64))
{
    struct multiboot mb;
    struct raw_map raw;

    memset(out, 0, sizeof(*out));
    if (magic != MULTIBOOT_MAGIC || !p)
        return false;
    memcpy(&mb, p, sizeof(mb));

    out->loader_puts_name = puts_name(mb.flags & HAS_LOADER_NAME ? phys(mb.loader_name) : NULL);
    if (mb.flags & HAS_LINE) {
        const char *line = phys(mb.line);
        if (line)
            string_copy(out->line, line_args(line, out->loader_puts_name), sizeof(out->line));
    }
    raw.ranges = 0;
    if (mb.flags & HAS_MAP) {
        if (!read_map(&raw, phys(mb.map_at), mb.map_size))
            return false;
    } else if (mb.flags & HAS_MEMORY) {
        add_raw(&raw, 0, (u64)mb.mem_lower_kib << 10, E820_RAM);
        add_raw(&raw, 1ull << 20, (u64)mb.mem_upper_kib << 10, E820_RAM);
    }
    tidy_map(out, &raw);
    if (out->ranges == 0)
        return false;
    return !(mb.flags & HAS_MODULES) || read_modules(out, &mb, phys);
}
