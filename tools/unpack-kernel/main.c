/* SPDX-License-Identifier: MIT */
/*
 * Takes the kernel out of a bzImage (tools/bzimage) on the build machine, since ring 0 holds no
 * decompressor.  The unpacking itself is left to xz, gzip, zstd and their like,
 * which Debian has.  `./torc run` calls this by itself when it is given a bzImage.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/bzimage/bzimage.h"

/* What unpacks each. */
static const struct unpacker {
    const char *argv[4];
    const char *package; /* Debian's, that has the program */
} unpackers[PACKINGS] = {
    [PACKED_GZIP] = {{"gzip", "-dc"}, "gzip"},    [PACKED_XZ] = {{"xz", "-dc"}, "xz-utils"},
    [PACKED_ZSTD] = {{"zstd", "-dc"}, "zstd"},    [PACKED_LZ4] = {{"lz4", "-dc"}, "lz4"},
    [PACKED_BZIP2] = {{"bzip2", "-dc"}, "bzip2"}, [PACKED_LZMA] = {{"xz", "-dc", "--format=lzma"}, "xz-utils"},
    [PACKED_LZO] = {{"lzop", "-dc"}, "lzop"},
};

static const char *partial; /* the file being written, to be removed on failure */

static _Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void fail(const char *format, ...)
{
    va_list list;

    fputs("unpack-kernel: ", stderr);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    if (partial)
        unlink(partial);
    exit(1);
}

struct image {
    const char *path;
    const uint8_t *bytes;
    size_t size;
};

static struct image image_open(const char *path)
{
    struct image image = {.path = path};
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &status))
        fail("cannot read '%s': %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        fail("'%s' is no regular file", path);
    image.size = (size_t)status.st_size;
    if (image.size == 0)
        fail("'%s' is no bzImage: it is empty", path);
    image.bytes = mmap(NULL, image.size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (image.bytes == MAP_FAILED)
        fail("cannot read '%s': %s", path, strerror(errno));
    close(fd);
    return image;
}

static struct bzimage payload_find(const struct image *image)
{
    struct bzimage found;

    if (image->size >= 4 && !memcmp(image->bytes, "\177ELF", 4))
        fail("'%s' is an ELF file already: use it as it is", image->path);
    const char *wrong = bzimage_find(&found, image->bytes, image->size);
    if (wrong)
        fail("'%s' is %s", image->path, wrong);
    return found;
}

/* Send bytes into a pipe from a process of its own, lest two ends wait for each other. */
static pid_t feeder_start(const uint8_t *bytes, size_t length, int pipe_ends[2])
{
    pid_t feeder = fork();

    if (feeder)
        return feeder;
    signal(SIGPIPE, SIG_IGN); /* the unpacker complains for itself */
    close(pipe_ends[0]);
    while (length) {
        ssize_t done = write(pipe_ends[1], bytes, length);

        if (done <= 0)
            break;
        bytes += done;
        length -= (size_t)done;
    }
    _exit(length != 0);
}

static pid_t unpacker_start(const struct unpacker *unpacker, int in[2], int out)
{
    pid_t pid = fork();

    if (pid)
        return pid;
    dup2(in[0], STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    close(in[0]);
    close(in[1]);
    execvp(unpacker->argv[0], (char *const *)unpacker->argv);
    _exit(errno == ENOENT ? 127 : 126);
}

static void unpack(const struct image *image, const struct bzimage *found, int out)
{
    const struct unpacker *with = &unpackers[found->packing];
    const char *name = packing_names[found->packing];
    int in[2], fed, unpacked;

    if (pipe(in))
        fail("no pipe: %s", strerror(errno));
    pid_t feeder = feeder_start(found->payload, found->size, in);
    pid_t unpacker = unpacker_start(with, in, out);
    close(in[0]);
    close(in[1]);
    if (feeder < 0 || unpacker < 0 || waitpid(feeder, &fed, 0) < 0 ||
        waitpid(unpacker, &unpacked, 0) < 0)
        fail("cannot start %s: %s", with->argv[0], strerror(errno));
    if (WIFEXITED(unpacked) && WEXITSTATUS(unpacked) == 127)
        fail("'%s' is packed with %s and the program '%s' is missing: sudo apt-get install %s",
             image->path, name, with->argv[0], with->package);
    if (unpacked || fed)
        fail("'%s' could not be unpacked: %s failed on its payload (%zu bytes of %s)", image->path,
             with->argv[0], found->size, name);
}

/* What came out: an ELF, and as long as the image says? */
static void result_check(const struct image *image, int out, uint32_t wanted)
{
    struct stat status;
    char magic[4];

    if (fstat(out, &status) || pread(out, magic, 4, 0) != 4)
        fail("'%s' holds nothing", image->path);
    if ((uint32_t)status.st_size != wanted)
        fail("'%s' is damaged: it says %u bytes, and %lld were unpacked", image->path, wanted,
             (long long)status.st_size);
    if (memcmp(magic, "\177ELF", 4))
        fail("'%s' holds no ELF file, so it is no kernel that could be started", image->path);
}

int main(int argc, char **argv)
{
    char name[4096];

    if (argc != 3 || argv[1][0] == '-') {
        fputs("usage: unpack-kernel BZIMAGE ELF\n"
              "Takes the kernel out of a bzImage (gzip, XZ, zstd, LZ4, bzip2, LZMA, LZO).\n",
              stderr);
        return 2;
    }
    struct image image = image_open(argv[1]);
    struct bzimage found = payload_find(&image);

    /* Written beside its place and moved there whole, so that nobody sees half a kernel. */
    snprintf(name, sizeof name, "%s.%ld", argv[2], (long)getpid());
    int out = open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (out < 0)
        fail("cannot write '%s': %s", name, strerror(errno));
    partial = name;
    unpack(&image, &found, out);
    result_check(&image, out, found.unpacked_size);
    if (close(out) || rename(name, argv[2]))
        fail("cannot write '%s': %s", argv[2], strerror(errno));
    return 0;
}
