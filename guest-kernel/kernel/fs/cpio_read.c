/* SPDX-License-Identifier: MIT */
/*
 * Reading a newc cpio archive: a header of hexadecimal text, a name, the bytes. Every length is
 * checked against what is really there before it is used.
 */
#include "kernel/fs/cpio.h"

#define HEADER_SIZE 110

int cpio_bad(const struct unpacking *u, const char *what)
{
    kprintf("initrd: %s at byte %zu of %zu; make it again with `cpio -o -H newc`\n", what, u->at,
            u->size);
    return -EINVAL;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool parse_hex(const char *text, uint32_t *value)
{
    *value = 0;
    for (unsigned i = 0; i < 8; i++) {
        int digit = hex_digit(text[i]);

        if (digit < 0)
            return false;
        *value = *value << 4 | digit;
    }
    return true;
}

static size_t align4(size_t at)
{
    return (at + 3) & ~(size_t)3;
}

int cpio_read(struct unpacking *u, struct member *member)
{
    const char *header = u->archive + u->at;
    size_t left = u->size - u->at, name_size, data_at, data_size;

    if (left < HEADER_SIZE)
        return cpio_bad(u, "the archive ends inside a header");
    if (memcmp(header, "070701", 6) && memcmp(header, "070702", 6))
        return cpio_bad(u, "no cpio header (newc magic 070701)");
    for (unsigned i = 0; i < FIELD_COUNT; i++)
        if (!parse_hex(header + 6 + 8 * i, &member->field[i]))
            return cpio_bad(u, "a header with something else than hexadecimal digits");
    name_size = member->field[FIELD_NAMESIZE];
    data_size = member->field[FIELD_FILESIZE];
    if (name_size == 0 || name_size > PATH_MAX || name_size > left - HEADER_SIZE)
        return cpio_bad(u, "a name that is longer than the archive");
    member->name = header + HEADER_SIZE;
    if (member->name[name_size - 1] != '\0' || strlen(member->name) != name_size - 1)
        return cpio_bad(u, "a name without its end");
    data_at = align4(HEADER_SIZE + name_size);
    if (data_at > left || data_size > left - data_at)
        return cpio_bad(u, "a file that is longer than the archive");
    member->data = header + data_at;
    u->at += MIN(align4(data_at + data_size), left);
    return 0;
}
