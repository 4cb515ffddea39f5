/* SPDX-License-Identifier: MIT */
/*
 * What xenstore says about a guest, in the places where guests' kernels and Xen's tools look. The
 * guest may read all of it, and write where it has to answer: its own data, its devices' state, the
 * word that asks it to shut down. All entries appear at once, and then the guest's ring is served.
 */
#include "tools/builder/private.h"
#include "tools/xenstore/client/client.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CONSOLE_LIMIT "1048576" /* bytes that its daemon keeps of unread output */
#define PATH_SIZE     128

/* Who may do what with a node below /local/domain/N. */
enum rights { READS, OWNS };

struct entries {
    struct making *m;
    uint32_t tx;
    bool good;
    char place[PATH_SIZE]; /* "/local/domain/N", or where else it goes */
};

static void set_rights(struct entries *e, const char *path, enum rights rights)
{
    char guest[16];
    const char *reads[] = {"n0", guest}, *owns[] = {guest};

    snprintf(guest, sizeof(guest), "%c%u", rights == OWNS ? 'n' : 'r', e->m->guest->domid);
    e->good = e->good && xenstore_set_perms(e->m->wish->store, e->tx, path,
                                            rights == OWNS ? owns : reads, rights == OWNS ? 1 : 2);
}

/* One entry; a value of NULL makes a directory. What is new has the rights of what it is in, so
 * that only the roots and what the guest owns is told. */
static void put(struct entries *e, const char *name, enum rights rights, const char *value)
{
    char path[PATH_SIZE * 2];

    snprintf(path, sizeof(path), "%s%s%s", e->place, name[0] ? "/" : "", name);
    e->good =
        e->good && (value ? xenstore_write(e->m->wish->store, e->tx, path, value, strlen(value))
                          : xenstore_mkdir(e->m->wish->store, e->tx, path));
    if (rights == OWNS || !name[0])
        set_rights(e, path, rights);
}

static void put_number(struct entries *e, const char *name, unsigned long long number)
{
    char text[24];

    snprintf(text, sizeof(text), "%llu", number);
    put(e, name, READS, text);
}

/* Directories, and what a guest writes: its drivers, what it has found, what it offers. */
static const struct {
    const char *name;
    enum rights rights;
    const char *value;
} fixed[] = {
    {"cpu", READS, NULL},
    {"memory", READS, NULL},
    {"device", READS, NULL},
    {"control", READS, NULL},
    {"console", READS, NULL},
    {"store", READS, NULL},
    {"control/shutdown", OWNS, ""},
    {"control/feature-poweroff", OWNS, ""},
    {"control/feature-reboot", OWNS, ""},
    {"control/feature-suspend", OWNS, ""},
    {"control/sysrq", OWNS, ""},
    {"control/platform-feature-multiprocessor-suspend", READS, "1"},
    {"control/platform-feature-xs_reset_watches", READS, "1"},
    {"console/type", READS, "xenconsoled"},
    {"console/limit", READS, CONSOLE_LIMIT},
    {"console/output", READS, "pty"},
    {"console/tty", READS, ""},
    {"data", OWNS, NULL},
    {"drivers", OWNS, NULL},
    {"feature", OWNS, NULL},
    {"attr", OWNS, NULL},
    {"error", OWNS, NULL},
};

static void put_domain(struct entries *e, const char *vm)
{
    const struct builder_wish *w = e->m->wish;
    const struct builder_guest *g = e->m->guest;
    char name[32];

    put(e, "", READS, NULL);
    put(e, "vm", READS, vm);
    put(e, "name", READS, w->name);
    put_number(e, "domid", g->domid);
    for (unsigned i = 0; i < array_size(fixed); i++)
        put(e, fixed[i].name, fixed[i].rights, fixed[i].value);
    put_number(e, "memory/target", w->memory_kib);
    put_number(e, "memory/static-max", w->max_memory_kib ? w->max_memory_kib : w->memory_kib);
    put_number(e, "store/port", g->store_port);
    put_number(e, "store/ring-ref", g->store_frame);
    put_number(e, "console/port", g->console_port);
    put_number(e, "console/ring-ref", g->console_frame);
    for (unsigned i = 0; i < (w->max_vcpus ? w->max_vcpus : w->vcpus); i++) {
        snprintf(name, sizeof(name), "cpu/%u", i);
        put(e, name, READS, NULL);
        snprintf(name, sizeof(name), "cpu/%u/availability", i);
        put(e, name, READS, i < w->vcpus ? "online" : "offline");
    }
}

static void put_all(struct entries *e)
{
    const struct builder_guest *g = e->m->guest;
    char uuid[BUILDER_UUID_TEXT], vm[PATH_SIZE];

    builder_uuid_text(g->uuid, uuid);
    snprintf(vm, sizeof(vm), "/vm/%s", uuid);
    snprintf(e->place, sizeof(e->place), "/local/domain/%u", g->domid);
    put_domain(e, vm);
    snprintf(e->place, sizeof(e->place), "%s", vm);
    put(e, "", READS, NULL);
    put(e, "name", READS, e->m->wish->name);
    put(e, "uuid", READS, uuid);
    put(e, "image", READS, NULL);
    put(e, "image/ostype", READS, "linux");
    put(e, "image/kernel", READS, e->m->wish->kernel);
    put(e, "image/ramdisk", READS, e->m->wish->ramdisk ? e->m->wish->ramdisk : "");
    put(e, "image/cmdline", READS, e->m->wish->command_line ? e->m->wish->command_line : "");
    put_number(e, "start_time", (unsigned long long)time(NULL));
    snprintf(e->place, sizeof(e->place), "/libxl/%u", g->domid);
    put(e, "", READS, NULL);
    put(e, "type", READS, "pv");
}

bool store_introduce(struct making *m)
{
    struct xenstore *store = m->wish->store;
    struct builder_guest *g = m->guest;
    struct entries e = {.m = m};
    bool is_written;

    do {
        e.tx = xenstore_begin(store);
        e.good = e.tx != 0;
        put_all(&e);
        if (!e.good && e.tx) {
            int kept = errno;

            xenstore_abandon(store, e.tx);
            errno = kept;
        }
        is_written = e.good && xenstore_commit(store, e.tx);
    } while (e.good && !is_written && errno == EAGAIN);
    if (!is_written)
        return making_fails(m, NULL,
                            "xenstore does not take its entries: %s (is xenstored running?)",
                            strerror(errno));
    if (!xenstore_introduce(store, g->domid, g->store_frame, g->store_port))
        return making_fails(m, NULL, "xenstored does not serve its ring: %s (see its log)",
                            strerror(errno));
    return true;
}

/* Its number may be another's soon: nothing may stay that is named after it. */
void store_forget(struct xenstore *store, unsigned domid)
{
    char path[PATH_SIZE], *vm;
    size_t length;

    snprintf(path, sizeof(path), "/local/domain/%u/vm", domid);
    vm = xenstore_read(store, 0, path, &length);
    if (vm && strncmp(vm, "/vm/", 4) == 0)
        xenstore_rm(store, 0, vm);
    free(vm);
    snprintf(path, sizeof(path), "/local/domain/%u", domid);
    xenstore_rm(store, 0, path);
    snprintf(path, sizeof(path), "/libxl/%u", domid);
    xenstore_rm(store, 0, path);
    xenstore_release(store, domid);
}
