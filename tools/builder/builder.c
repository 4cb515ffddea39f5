/* SPDX-License-Identifier: MIT */
/*
 * The whole way from a kernel's file to a domain that waits to be unpaused. What can be known to be
 * wrong is found before there is a domain; from then on a failure destroys it again, so that nobody
 * ever sees half a guest.
 */
#include "tools/builder/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KIB_OF_PAGES(n) ((uint64_t)(n) << (PAGE_SHIFT - 10))

bool making_fails(struct making *m, const char *field, const char *format, ...)
{
    va_list list;

    if (m->guest->error[0])
        return false;
    va_start(list, format);
    vsnprintf(m->guest->error, sizeof(m->guest->error), format, list);
    va_end(list);
    m->guest->field = field;
    return false;
}

const char *reason_sentence(long reason)
{
    switch (reason) {
#define SENTENCE(id, name, error, text)                                                            \
    case id:                                                                                       \
        return text;
        ABI_REASONS(SENTENCE)
    default:
        return NULL;
    }
}

/* Only Torc tells; on another hypervisor the error number must do. */
bool making_refused(struct making *m, const char *field, const char *what)
{
    int error = errno;
    const char *why =
        reason_sentence(control_call(ABI_CALL_torc_op, ABI_TORC_OP_last_refusal, 0, 0, 0, 0));

    return making_fails(m, field, "the hypervisor refused to %s: %s%s%s%s", what, strerror(error),
                        why ? " (" : "", why ? why : "", why ? ")" : "");
}

/* ---- before there is a domain ------------------------------------------------------------------
 */

static bool check_wish(struct making *m)
{
    const struct builder_wish *w = m->wish;
    unsigned most = w->max_vcpus ? w->max_vcpus : w->vcpus;

    if (!w->name || !w->name[0] || strchr(w->name, '/') || strlen(w->name) > 63)
        return making_fails(
            m, "name", "'%s' is no name for a domain: use 1 to 63 characters, none of them '/'",
            w->name ? w->name : "");
    if (!w->kernel || !w->kernel[0])
        return making_fails(m, "kernel", "no kernel was given: name an ELF file or a bzImage");
    if (w->command_line && strlen(w->command_line) >= sizeof(((abi32_start_info *)0)->cmd_line))
        return making_fails(m, "command_line",
                            "the kernel's command line has %zu characters; at most 1023 fit",
                            strlen(w->command_line));
    if (w->vcpus == 0 || most < w->vcpus || most > DOMAIN_VCPUS_MOST)
        return making_fails(m, "vcpus", "%u vCPUs of %u cannot be: use 1 to %u", w->vcpus, most,
                            DOMAIN_VCPUS_MOST);
    if (w->memory_kib < 64 || w->memory_kib >> 32)
        return making_fails(m, "memory_kib", "a domain of %llu KiB memory cannot be",
                            (unsigned long long)w->memory_kib);
    if (w->max_memory_kib && w->max_memory_kib < w->memory_kib)
        return making_fails(
            m, "max_memory_kib", "a domain that may have %llu KiB cannot start with %llu KiB",
            (unsigned long long)w->max_memory_kib, (unsigned long long)w->memory_kib);
    return true;
}

static bool open_ramdisk(struct making *m)
{
    const char *path = m->wish->ramdisk;
    struct stat status;

    if (!path || !path[0])
        return true;
    m->ramdisk = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is none, and not waited for */
    if (m->ramdisk < 0 || fstat(m->ramdisk, &status) != 0)
        return making_fails(m, "ramdisk", "cannot read ramdisk '%s': %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return making_fails(m, "ramdisk", "ramdisk '%s' is no regular file", path);
    m->ramdisk_size = (uint64_t)status.st_size;
    return true;
}

static bool understand(struct making *m)
{
    const char *path = m->wish->kernel, *detail = "";
    enum reason why = image_read(&m->image, m->kernel, m->kernel_size, &detail);

    if (why != REASON_NONE)
        return making_fails(m, "kernel", "'%s' cannot be started: %s: %s", path,
                            reason_sentence(why), detail);
    m->guest->width = m->image.is_64 ? 64 : 32;
    m->pages = (unsigned)(m->wish->memory_kib >> (PAGE_SHIFT - 10));
    why = plan_make(&m->plan, &m->image, m->ramdisk_size, m->pages, 2);
    if (why == REASON_IMAGE_TOO_BIG)
        return making_fails(m, "memory_kib",
                            "%llu KiB are not enough for kernel '%s' (%llu KiB), its ramdisk (%llu "
                            "KiB) and page tables: give it more memory",
                            (unsigned long long)m->wish->memory_kib, path,
                            (unsigned long long)((m->image.end - m->image.start) >> 10),
                            (unsigned long long)(m->ramdisk_size >> 10));
    if (why != REASON_NONE)
        return making_fails(m, "kernel", "'%s' cannot be started: %s", path, reason_sentence(why));
    return true;
}

static bool check_room(struct making *m)
{
    guest_sysctl_physinfo info;

    if (machine_info(&info) != 0)
        return making_fails(m, NULL,
                            "this is no control domain: /dev/xen/privcmd: %s (run as root in the "
                            "first domain)",
                            strerror(errno));
    if (m->pages > info.free_pages)
        return making_fails(
            m, "memory_kib",
            "%llu KiB are wanted, and only %llu KiB are free: ask for less, destroy a "
            "domain, or start the first one with less (dom0_mem)",
            (unsigned long long)m->wish->memory_kib,
            (unsigned long long)KIB_OF_PAGES(info.free_pages));
    return true;
}

/* ---- a domain ----------------------------------------------------------------------------------
 */

static void draw(uint8_t *uuid)
{
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);

    if (fd < 0 || read(fd, uuid, 16) != 16)
        for (unsigned i = 0; i < 16; i++)
            uuid[i] = (uint8_t)rand();
    if (fd >= 0)
        close(fd);
    uuid[6] = (uint8_t)((uuid[6] & 15) | 0x40); /* of the kind that is drawn */
    uuid[8] = (uint8_t)((uuid[8] & 63) | 0x80);
}

static bool make_domain(struct making *m)
{
    static const uint8_t none[16];
    const struct builder_wish *w = m->wish;
    struct builder_guest *g = m->guest;
    unsigned vcpus = w->max_vcpus ? w->max_vcpus : w->vcpus;
    guest_domctl_createdomain domain = domain_plain_wish(vcpus);

    memcpy(g->uuid, w->uuid, sizeof(g->uuid));
    if (memcmp(g->uuid, none, sizeof(none)) == 0)
        draw(g->uuid);
    memcpy(domain.handle, g->uuid, sizeof(domain.handle));
    g->domid = w->domid;
    if (domain_create(&g->domid, &domain) != 0)
        return making_refused(m, "domid", "make a domain");
    m->exists = true;
    if (m->guest->width == 32 && domain_set_width(g->domid, 32) != 0)
        return making_refused(m, "kernel", "make it a 32-bit domain");
    if (domain_set_vcpus(g->domid, vcpus) != 0)
        return making_refused(m, "vcpus", "give it vCPUs");
    if (domain_set_max_memory(g->domid, w->max_memory_kib ? w->max_memory_kib : w->memory_kib) != 0)
        return making_refused(m, "max_memory_kib", "limit its memory");
    return true;
}

static bool make_rings(struct making *m)
{
    struct builder_guest *g = m->guest;
    int store = domain_alloc_port(g->domid, m->wish->store_domid);
    int console = domain_alloc_port(g->domid, m->wish->console_domid);

    if (store < 0 || console < 0)
        return making_refused(m, NULL, "give it event channels for its rings");
    g->store_port = (unsigned)store;
    g->console_port = (unsigned)console;
    g->store_frame = memory_frame(m, m->plan.shared);
    g->console_frame = memory_frame(m, m->plan.shared + PAGE_SIZE);
    return true;
}

static void undo(struct making *m)
{
    if (!m->exists)
        return;
    if (m->wish->store)
        store_forget(m->wish->store, m->guest->domid);
    domain_destroy(m->guest->domid);
}

bool builder_create(const struct builder_wish *wish, struct builder_guest *guest)
{
    struct making m = {.wish = wish, .guest = guest, .ramdisk = -1};

    memset(guest, 0, sizeof(*guest));
    bool made = check_wish(&m) && kernel_read(&m) && open_ramdisk(&m) && understand(&m) &&
                check_room(&m) && make_domain(&m) && memory_get(&m) && memory_fill(&m) &&
                make_rings(&m) && start_put(&m) && start_set_registers(&m) &&
                (!wish->store || store_introduce(&m));
    if (!made)
        undo(&m);
    if (m.ramdisk >= 0)
        close(m.ramdisk);
    free(m.kernel);
    free(m.frames);
    return made;
}

bool builder_destroy(struct xenstore *store, unsigned domid)
{
    bool is_done = domain_destroy(domid) == 0;
    int kept = errno;

    if (store)
        store_forget(store, domid);
    errno = kept;
    return is_done;
}

void builder_uuid_text(const uint8_t *uuid, char *text)
{
    for (unsigned i = 0; i < 16; i++)
        text += sprintf(text, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", uuid[i]);
}
