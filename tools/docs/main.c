/* SPDX-License-Identifier: MIT */
/*
 * Writes docs/reference/ from the contract in abi/: run in the root of the tree, with the
 * directory to write to as argument.  `make docs` does that; tests/cli/docs.sh lets it write
 * elsewhere and compares, so that a reference that has fallen behind is noticed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "docs.h"

static const struct page {
    const char *name;
    bool (*print)(FILE *out);
} pages[] = {
    {"hypercalls.md", hypercalls_print},
    {"reasons.md", reasons_print},
    {"structures.md", structures_print},
};

static bool page_write(const char *directory, const struct page *page)
{
    char path[4096];
    bool good;
    FILE *out;

    snprintf(path, sizeof path, "%s/%s", directory, page->name);
    out = fopen(path, "w");
    if (!out) {
        fprintf(stderr, "docs: cannot write %s: %s\n", path, strerror(errno));
        return false;
    }
    fprintf(out, "<!-- Written by tools/docs from abi/ and hypervisor/: `make docs`. Do not edit. -->\n");
    good = page->print(out);
    if (fclose(out)) {
        fprintf(stderr, "docs: cannot write %s: %s\n", path, strerror(errno));
        good = false;
    }
    return good;
}

int main(int argc, char **argv)
{
    bool good = true;

    if (argc != 2) {
        fprintf(stderr, "usage: docs DIRECTORY (in the root of the tree)\n");
        return 2;
    }
    sources_read();
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        good &= page_write(argv[1], &pages[i]);
    return good ? 0 : 1;
}
