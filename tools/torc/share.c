/* SPDX-License-Identifier: MIT */
/*
 * A folder of this machine for the guest: `--share DIR` packs it into a second archive behind the
 * initrd, and what was in DIR appears below /share. A kernel unpacks one archive after the other,
 * Linux as well as the small Unix. It is a copy: what the guest changes there does not come back.
 */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "torc.h"

#define SHARE_PLACE "share"

struct archive {
    FILE *file;
    const char *path;
    size_t written;
    unsigned members;
};

static void put(struct archive *a, const void *bytes, size_t size)
{
    if (size && fwrite(bytes, size, 1, a->file) != 1)
        fail("cannot write '%s': %s", a->path, strerror(errno));
    a->written += size;
}

static void pad(struct archive *a, size_t to)
{
    static const char zeroes[512];

    put(a, zeroes, (to - a->written % to) % to);
}

static void put_head(struct archive *a, const char *name, const struct stat *about, size_t size)
{
    char head[128];

    /* All belong to root, and no file has two names. */
    snprintf(head, sizeof head, "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
             ++a->members, (unsigned)about->st_mode, 0, 0, S_ISDIR(about->st_mode) ? 2 : 1,
             (unsigned)about->st_mtime, (unsigned)size, 0, 0, 0, 0, (unsigned)strlen(name) + 1, 0);
    put(a, head, 110);
    put(a, name, strlen(name) + 1);
    pad(a, 4);
}

/* A file's bytes; it must stay as long as it was. */
static void put_bytes(struct archive *a, const char *path, size_t size)
{
    char buffer[1 << 16];
    FILE *in = fopen(path, "rb");

    for (size_t left = size; left;) {
        size_t step = left < sizeof buffer ? left : sizeof buffer;

        if (!in || fread(buffer, 1, step, in) != step)
            fail("cannot read '%s' (--share): %s", path,
                 in && feof(in) ? "it has become shorter" : strerror(errno));
        put(a, buffer, step);
        left -= step;
    }
    if (in)
        fclose(in);
    pad(a, 4);
}

static void put_member(struct archive *a, const FTSENT *entry, size_t prefix)
{
    const char *below = entry->fts_path + prefix;
    char *name = format_string("%s%s", SHARE_PLACE, below);

    switch (entry->fts_info) {
    case FTS_D:
        put_head(a, name, entry->fts_statp, 0);
        break;
    case FTS_F:
        if (entry->fts_statp->st_size > 0xffffffffll)
            fail("'%s' (--share) has more than 4 GiB", entry->fts_path);
        put_head(a, name, entry->fts_statp, (size_t)entry->fts_statp->st_size);
        put_bytes(a, entry->fts_path, (size_t)entry->fts_statp->st_size);
        break;
    case FTS_DC:
        fail("'%s' (--share) is a folder that contains itself by a link", entry->fts_path);
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        fail("cannot read '%s' (--share): %s", entry->fts_path, strerror(entry->fts_errno));
    case FTS_SLNONE:
    case FTS_DEFAULT:
        say("'%s' is left out (--share): neither file nor folder", entry->fts_path);
        break;
    default: /* a folder once more, on the way back */
        break;
    }
    free(name);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void put_folder(struct archive *a, const char *folder)
{
    static const struct stat nothing;
    char *path = format_string("%s", folder);
    FTSENT *entry;

    for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
        path[n - 1] = '\0';
    FTS *walk = fts_open((char *[]){path, NULL}, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    if (!walk)
        fail("cannot read '%s' (--share): %s", folder, strerror(errno));
    while ((entry = fts_read(walk)))
        put_member(a, entry, strlen(path));
    fts_close(walk);
    free(path);
    put_head(a, "TRAILER!!!", &nothing, 0);
    pad(a, 512);
}

static void put_initrd(struct archive *a, const char *path)
{
    struct stat about;

    if (stat(path, &about))
        fail("cannot read initrd '%s': %s", path, strerror(errno));
    put_bytes(a, path, (size_t)about.st_size);
    pad(a, 512);
}

/* The name says of what it is made; one run after the other uses the same. */
static char *archive_name(const struct kernel_options *kernel)
{
    const char *root = getenv("TORC_ROOT");
    char *directory = format_string("%s/build/share", root ? root : ".");
    char *of = format_string("%s %s", kernel->initrd ? kernel->initrd : "", kernel->share);
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (const char *c = of; *c; c++)
        hash = (hash ^ (uint8_t)*c) * 16777619u;
    mkdir(directory, 0777);
    return format_string("%s/%08x.cpio", directory, hash);
}

void share_prepare(struct run_options *options)
{
    for (unsigned i = 0; i < options->kernels; i++) {
        struct kernel_options *kernel = &options->kernel[i];
        char *name, *partial;

        if (!kernel->share)
            continue;
        name = archive_name(kernel);
        partial = format_string("%s.%ld", name, (long)getpid());
        struct archive archive = {.file = fopen(partial, "wb"), .path = partial};
        if (!archive.file)
            fail("cannot write '%s': %s", partial, strerror(errno));
        if (kernel->initrd)
            put_initrd(&archive, kernel->initrd);
        put_folder(&archive, kernel->share);
        if (fclose(archive.file) || rename(partial, name))
            fail("cannot write '%s': %s", name, strerror(errno));
        kernel->initrd = name;
        free(partial);
    }
}
