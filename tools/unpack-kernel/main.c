/* SPDX-License-Identifier: MIT */
/*
 * Linux distributions ship their kernel as a bzImage: a setup header, a little code that unpacks
 * the rest, and the kernel itself, an ELF file, compressed.  Ring 0 holds no decompressor, so this
 * program takes the ELF out on the build machine.  The setup header says where the payload is and
 * its first bytes say what packed it; the unpacking itself is left to xz, gzip, zstd and their like,
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

/* The setup header of a bzImage, boot protocol 2.08 and later; offsets into the file. */
enum {
    SETUP_SECTORS = 0x1f1,   /* one byte; 0 means 4; the boot sector comes on top */
    SETUP_BOOT_MARK = 0x1fe, /* 0xaa55 */
    SETUP_MAGIC = 0x202,     /* "HdrS" */
    SETUP_VERSION = 0x206,
    SETUP_PAYLOAD_OFFSET = 0x248, /* from where the setup sectors end */
    SETUP_PAYLOAD_LENGTH = 0x24c,
    SETUP_END = 0x250,
    SECTOR = 512,
};

/* How a payload may be packed.  All but gzip are followed by the unpacked length, four bytes
 * that are no part of their format; gzip ends in these four bytes by itself. */
static const struct packing {
    const char *name;
    const char *magic;
    size_t magic_length;
    const char *argv[4]; /* NULL: nothing to do */
    const char *package; /* Debian's, that has the program */
    bool ends_in_length;
} packings[] = {
    {"gzip", "\x1f\x8b", 2, {"gzip", "-dc"}, "gzip", true},
    {"XZ", "\xfd\x37\x7a\x58\x5a\x00", 6, {"xz", "-dc"}, "xz-utils", false},
    {"zstd", "\x28\xb5\x2f\xfd", 4, {"zstd", "-dc"}, "zstd", false},
    {"LZ4", "\x02\x21\x4c\x18", 4, {"lz4", "-dc"}, "lz4", false},
    {"bzip2", "BZh", 3, {"bzip2", "-dc"}, "bzip2", false},
    {"LZMA", "\x5d\x00\x00", 3, {"xz", "-dc", "--format=lzma"}, "xz-utils", false},
    {"LZO", "\x89LZO", 4, {"lzop", "-dc"}, "lzop", false},
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

static uint32_t read_le32(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

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
    if (image.size < SETUP_END)
        fail("'%s' is no bzImage: it has %zu bytes, its header alone would need %d", path,
             image.size, SETUP_END);
    image.bytes = mmap(NULL, image.size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (image.bytes == MAP_FAILED)
        fail("cannot read '%s': %s", path, strerror(errno));
    close(fd);
    return image;
}

/* Find the payload; what the header says is believed only as far as the file goes. */
static const uint8_t *payload_find(const struct image *image, size_t *length)
{
    const uint8_t *header = image->bytes;
    unsigned version = header[SETUP_VERSION] | header[SETUP_VERSION + 1] << 8;
    uint64_t sectors = header[SETUP_SECTORS] ? header[SETUP_SECTORS] : 4;
    uint64_t from;

    if (!memcmp(header, "\177ELF", 4))
        fail("'%s' is an ELF file already: use it as it is", image->path);
    if (header[SETUP_BOOT_MARK] != 0x55 || header[SETUP_BOOT_MARK + 1] != 0xaa ||
        memcmp(header + SETUP_MAGIC, "HdrS", 4))
        fail("'%s' is no bzImage: there is no setup header at 0x%x", image->path, SETUP_MAGIC);
    if (version < 0x208)
        fail("'%s' is too old: boot protocol %u.%02u, and its header tells where the payload is\n"
             "only since 2.08 (Linux 2.6.26)",
             image->path, version >> 8, version & 0xff);
    from = (sectors + 1) * SECTOR + read_le32(header + SETUP_PAYLOAD_OFFSET);
    *length = read_le32(header + SETUP_PAYLOAD_LENGTH);
    if (*length < 8 || from > image->size || *length > image->size - from)
        fail("'%s' is cut short or damaged: its payload would be %zu bytes at %llu, the file has %zu",
             image->path, *length, (unsigned long long)from, image->size);
    return header + from;
}

static const struct packing *packing_of(const struct image *image, const uint8_t *payload)
{
    for (size_t i = 0; i < sizeof packings / sizeof packings[0]; i++)
        if (!memcmp(payload, packings[i].magic, packings[i].magic_length))
            return &packings[i];
    fail("'%s' is packed in a way unknown here: its payload begins %02x %02x %02x %02x", image->path,
         payload[0], payload[1], payload[2], payload[3]);
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

static pid_t unpacker_start(const struct packing *packing, int in[2], int out)
{
    pid_t unpacker = fork();

    if (unpacker)
        return unpacker;
    dup2(in[0], STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    close(in[0]);
    close(in[1]);
    execvp(packing->argv[0], (char *const *)packing->argv);
    _exit(errno == ENOENT ? 127 : 126);
}

static void unpack(const struct image *image, const struct packing *packing,
                   const uint8_t *payload, size_t length, int out)
{
    int in[2], fed, unpacked;

    if (pipe(in))
        fail("no pipe: %s", strerror(errno));
    pid_t feeder = feeder_start(payload, length, in);
    pid_t unpacker = unpacker_start(packing, in, out);
    close(in[0]);
    close(in[1]);
    if (feeder < 0 || unpacker < 0 || waitpid(feeder, &fed, 0) < 0 ||
        waitpid(unpacker, &unpacked, 0) < 0)
        fail("cannot start %s: %s", packing->argv[0], strerror(errno));
    if (WIFEXITED(unpacked) && WEXITSTATUS(unpacked) == 127)
        fail("'%s' is packed with %s and the program '%s' is missing: sudo apt-get install %s",
             image->path, packing->name, packing->argv[0], packing->package);
    if (unpacked || fed)
        fail("'%s' could not be unpacked: %s failed on its payload (%zu bytes of %s)", image->path,
             packing->argv[0], length, packing->name);
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
    size_t length;

    if (argc != 3 || argv[1][0] == '-') {
        fputs("usage: unpack-kernel BZIMAGE ELF\n"
              "Takes the kernel out of a bzImage (gzip, XZ, zstd, LZ4, bzip2, LZMA, LZO).\n",
              stderr);
        return 2;
    }
    struct image image = image_open(argv[1]);
    const uint8_t *payload = payload_find(&image, &length);
    const struct packing *packing = packing_of(&image, payload);

    /* Written beside its place and moved there whole, so that nobody sees half a kernel. */
    snprintf(name, sizeof name, "%s.%ld", argv[2], (long)getpid());
    int out = open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (out < 0)
        fail("cannot write '%s': %s", name, strerror(errno));
    partial = name;
    unpack(&image, packing, payload, length - (packing->ends_in_length ? 0 : 4), out);
    result_check(&image, out, read_le32(payload + length - 4));
    if (close(out) || rename(name, argv[2]))
        fail("cannot write '%s': %s", argv[2], strerror(errno));
    return 0;
}
