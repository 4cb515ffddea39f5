/* SPDX-License-Identifier: MIT */
/*
 * Structures of the contract, field by field, as both widths lay them out.  The offsets are the
 * compiler's own, of the very types that the hypervisor and libhypercall use.
 */
#include "docs.h"

#include "abi/structs.h"

static const char head[] =
    "# Structures\n"
    "\n"
    "What crosses the border, as 32-bit and 64-bit guests lay it out: offsets and sizes in bytes. The\n"
    "list is `abi/structs.h`, where the types are explained: `wide` is a 64-bit value with the guest's\n"
    "alignment, `word` the guest's `unsigned long`, `addr` one of its addresses, `entry` a code address\n"
    "(selector and offset in 32-bit guests), `copy_end` a word, a domain and an offset. The third column gives the field's name in Xen's public\n"
    "headers where it differs. Which call takes which structure is told in\n"
    "[the calls](hypercalls.md); `vcpu_info` and `shared_info` nest and are at the end of\n"
    "`abi/structs.h`.\n";

static void field(FILE *out, const char *name, const char *type, unsigned count, const char *xen,
                  size_t at32, size_t at64)
{
    fprintf(out, "| %s", name);
    if (count)
        fprintf(out, "[%u]", count);
    fprintf(out, " | %s | ", type);
    for (const char *a = name, *b = xen; *a || *b; a++, b++) {
        if (*a == *b)
            continue;
        fprintf(out, "%s ", xen);
        break;
    }
    fprintf(out, "| %zu | %zu |\n", at32, at64);
}

#define FIELD(type, name, xen) \
    field(out, #name, #type, 0, #xen, offsetof(layout32, name), offsetof(layout64, name));
#define ARRAY(type, name, count, xen) \
    field(out, #name, #type, count, #xen, offsetof(layout32, name), offsetof(layout64, name));

#define STRUCTURE(S) \
    static void print_##S(FILE *out) \
    { \
        typedef abi32_##S layout32; \
        typedef abi64_##S layout64; \
        fprintf(out, "\n## %s\n\n", #S); \
        fprintf(out, "| field | type | Xen's name | 32-bit | 64-bit |\n|---|---|---|--:|--:|\n"); \
        ABI_##S(FIELD, ARRAY) \
        fprintf(out, "| (size) | | | %zu | %zu |\n", sizeof(layout32), sizeof(layout64)); \
    }
ABI_COPIED(STRUCTURE)
ABI_LIVE(STRUCTURE)

#define PRINT(S) print_##S(out);

bool structures_print(FILE *out)
{
    fputs(head, out);
    ABI_COPIED(PRINT)
    ABI_LIVE(PRINT)
    return true;
}
