/* SPDX-License-Identifier: MIT */
/*
 * The kernel as the hypervisor wants it: an ELF file.  Linux distributions ship a bzImage, which
 * has the ELF inside, compressed; it is recognised by its setup header and unpacked once, by
 * build/tools/unpack-kernel, into build/unpacked.  A later run of the same file finds it there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "torc.h"

#define SETUP_BOOT_MARK 0x1fe /* 55 aa */
#define SETUP_MAGIC     0x202 /* HdrS */

static bool is_bzimage(const char *path)
{
    char head[SETUP_MAGIC + 4];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool is = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head &&
              !memcmp(head + SETUP_BOOT_MARK, "\x55\xaa", 2) &&
              !memcmp(head + SETUP_MAGIC, "HdrS", 4);

    if (fd >= 0)
        close(fd);
    return is;
}

/* The name of the unpacked file says which file of which age it was made of. */
static char *unpacked_name(const char *root, const char *path)
{
    struct stat status;
    char *whole = realpath(path, NULL);
    const char *base = strrchr(path, '/');
    uint32_t hash = 2166136261u; /* FNV-1a */

    if (!whole || stat(path, &status))
        fail("cannot read kernel '%s': %s", path, strerror(errno));
    char *key = format_string("%s %lld %lld.%09ld", whole, (long long)status.st_size,
                              (long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
    for (const char *c = key; *c; c++)
        hash = (hash ^ (uint8_t)*c) * 16777619u;
    free(whole);
    free(key);
    return format_string("%s/build/unpacked/%s-%08x.elf", root, base ? base + 1 : path, hash);
}

/* Call the helper.  It says itself what it does not like about the image. */
static bool helper_run(const char *helper, const char *image, const char *elf)
{
    pid_t pid = fork();
    int status;

    if (pid < 0)
        fail("cannot start %s: %s", helper, strerror(errno));
    if (!pid) {
        execl(helper, helper, image, elf, (char *)NULL);
        fprintf(stderr, "%s: %s; run make\n", helper, strerror(errno));
        _exit(127);
    }
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            fail("cannot wait for %s: %s", helper, strerror(errno));
    return WIFEXITED(status) && !WEXITSTATUS(status);
}

/* The ELF file inside a bzImage, NULL when there is none; what is wrong has then been printed. */
static char *unpack(const char *path)
{
    const char *root = getenv("TORC_ROOT");

    root = root ? root : ".";
    char *elf = unpacked_name(root, path);
    if (access(elf, R_OK)) {
        char *helper = format_string("%s/build/tools/unpack-kernel", root);
        char *directory = format_string("%s/build/unpacked", root);

        mkdir(directory, 0777);
        if (!helper_run(helper, path, elf))
            return NULL;
        free(helper);
        free(directory);
    }
    return elf;
}

/* Any other kernel is left to the hypervisor to judge. */
bool kernel_prepare(struct run_options *options, enum status *status)
{
    for (unsigned i = 0; i < options->kernels && !options->native; i++) {
        const char **path = &options->kernel[i].path;

        if (is_bzimage(*path) && !(*path = unpack(*path))) {
            *status = STATUS_REFUSED;
            return false;
        }
    }
    return true;
}
