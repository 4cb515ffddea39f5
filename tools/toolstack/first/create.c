/* SPDX-License-Identifier: MIT */
/*
 * torc create: a configuration becomes a guest, whole or not at all. The builder makes the domain
 * and its entries in xenstore; here is what is checked before, with the line that says it, and what
 * comes after: processors, weight, the configuration that it can be started from again, who waits
 * for its end.
 */
#include "first.h"
#include "tools/builder/builder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GONE_TRIES    500
#define GONE_PAUSE_US 10000
#define OVERHEAD_KIB  1024 /* page tables and the hypervisor's own pages, roughly */

void config_path(const char *name, char *path, size_t size)
{
    snprintf(path, size, CONFIG_FOLDER "/%s.cfg", name);
}

bool name_is_taken(const char *name, unsigned *domid)
{
    static domain_facts all[DOMAINS_MAX];
    char other[NAME_SIZE];
    int count = domains_all(all, DOMAINS_MAX);

    for (int i = 0; i < count; i++) {
        domain_name(all[i].domain, other);
        *domid = all[i].domain;
        if (!strcmp(other, name))
            return true;
    }
    return count < 0; /* nobody knows, so nobody may have it */
}

/* ---- what can be known before ------------------------------------------------------------------
 */

static bool wrong(struct plan *plan, const char *key, const char *remedy, const char *what)
{
    struct report report = load_report();

    return report_error(&report, guest_place(&plan->config, key, plan->file), key, remedy, "%s",
                        what);
}

static bool file_check(struct plan *plan, const char *key, const char *path)
{
    char what[512];

    if (!path || access(path, R_OK) == 0)
        return true;
    snprintf(what, sizeof(what), "cannot read %s: %s", path, strerror(errno));
    return wrong(plan, key, "name a file of the first domain", what);
}

static bool memory_check(struct plan *plan)
{
    guest_sysctl_physinfo info;
    char what[160];

    if (machine_info(&info) != 0)
        return !complain_errno("the hypervisor does not tell how much memory is free");
    uint64_t free_kib = info.free_pages * (CONTROL_PAGE / 1024);
    if (plan->guest.memory_kib + OVERHEAD_KIB <= free_kib)
        return true;
    snprintf(what, sizeof(what), "%llu MiB are wanted, but %llu are free",
             (unsigned long long)(plan->guest.memory_kib >> 10),
             (unsigned long long)(free_kib >> 10));
    return wrong(plan, "memory", "say less, or end another guest (torc list)", what);
}

static bool cpus_check(struct plan *plan)
{
    guest_sysctl_physinfo info;
    char what[160];

    if (!plan->guest.is_pinned || machine_info(&info) != 0)
        return true;
    uint64_t all = info.nr_cpus >= 64 ? ~0ull : (1ull << info.nr_cpus) - 1;
    for (unsigned i = 0; i < plan->guest.maxvcpus; i++)
        if (!(plan->guest.cpus[i] & all)) {
            snprintf(what, sizeof(what), "vCPU %u would have no processor: the machine has 0 to %u",
                     i, info.nr_cpus - 1);
            return wrong(plan, "cpus", "name some of those", what);
        }
    return true;
}

static bool name_check(struct plan *plan)
{
    char what[160];
    unsigned other;

    if (!name_is_taken(plan->guest.name, &other))
        return true;
    snprintf(what, sizeof(what), "domain %u has the name '%s' already", other, plan->guest.name);
    return wrong(plan, "name", "say another, or end that one (torc destroy)", what);
}

static bool everything_check(struct plan *plan)
{
    return file_check(plan, "kernel", plan->guest.kernel) &&
           file_check(plan, "ramdisk", plan->guest.ramdisk) && cpus_check(plan) &&
           name_check(plan) && memory_check(plan);
}

/* ---- making it ----------------------------------------------------------------------------------
 */

/* Its configuration with the UUID that it has, so that it is the same when it is started again. */
static bool keep_config(struct plan *plan, const uint8_t *uuid)
{
    char path[128], line[64] = "uuid = \"", *text;
    struct report report = load_report();

    builder_uuid_text(uuid, line + strlen(line));
    strcat(line, "\"");
    config_path(plan->guest.name, path, sizeof(path));
    if (!config_read(&plan->config, &report, "what was drawn", line, strlen(line)))
        return false;
    text = config_print(&plan->config);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool is_kept = text && file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);
    if (file >= 0 && close(file))
        is_kept = false;
    if (!is_kept)
        complain_errno("cannot write %s", path);
    free(text);
    return is_kept;
}

static bool share(const struct guest *guest, unsigned domid)
{
    for (unsigned i = 0; guest->is_pinned && i < guest->maxvcpus; i++)
        if (!vcpu_pin(domid, i, guest->cpus[i]))
            return !complain_errno("vCPU %u of '%s' cannot be pinned", i, guest->name);
    if ((guest->weight || guest->cap) && !sched_set(domid, guest->weight, guest->cap))
        return !complain_errno("the scheduler does not take cpu_weight and cap of '%s'",
                               guest->name);
    return true;
}

/* Which key says what the builder found wrong, by its field of the wish. */
static const char *key_of(const char *field)
{
    static const struct {
        const char *field, *key;
    } keys[] = {{"memory", "memory"},      {"memory_kib", "memory"},  {"max_memory_kib", "maxmem"},
                {"ramdisk", "ramdisk"},    {"command_line", "extra"}, {"vcpus", "vcpus"},
                {"max_vcpus", "maxvcpus"}, {"name", "name"}};

    for (size_t i = 0; field && i < sizeof(keys) / sizeof(keys[0]); i++)
        if (!strcmp(field, keys[i].field))
            return keys[i].key;
    return "kernel";
}

static bool build(struct plan *plan, struct builder_guest *built)
{
    const struct guest *guest = &plan->guest;
    struct builder_wish wish = {.name = guest->name,
                                .kernel = guest->kernel,
                                .ramdisk = guest->ramdisk,
                                .command_line = guest->cmdline,
                                .memory_kib = guest->memory_kib,
                                .max_memory_kib = guest->maxmem_kib,
                                .vcpus = guest->vcpus,
                                .max_vcpus = guest->maxvcpus,
                                .store = store()};

    memcpy(wish.uuid, guest->uuid, sizeof(wish.uuid));
    *built = (struct builder_guest){0};
    return builder_create(&wish, built) || wrong(plan, key_of(built->field), NULL, built->error);
}

bool guest_create(struct plan *plan, unsigned *domid)
{
    struct builder_guest built;
    bool is_made;

    if (!store_needed() || !lock())
        return false;
    is_made = everything_check(plan) && build(plan, &built);
    if (is_made && !(share(&plan->guest, built.domid) && keep_config(plan, built.uuid))) {
        guest_destroy(built.domid, plan->guest.name);
        is_made = false;
    }
    unlock();
    if (is_made)
        *domid = built.domid;
    return is_made;
}

/*
 * Its memory comes back when the last has let go of it, the console daemon say: that is waited for,
 * a while, so that whoever starts another next finds it free.
 */
bool guest_destroy(unsigned domid, const char *name)
{
    domain_facts facts;
    char path[128];

    config_path(name, path, sizeof(path));
    if (!builder_destroy(store(), domid))
        return false;
    unlink(path);
    for (int i = 0; i < GONE_TRIES && domain_info(domid, &facts) == 0; i++)
        usleep(GONE_PAUSE_US);
    return true;
}

/* ---- the verb -----------------------------------------------------------------------------------
 */

static int show(struct plan *plan, bool is_json)
{
    char *text = config_print(&plan->config);

    if (is_json)
        json_config(NULL, &plan->config);
    else if (text)
        fputs(text, stdout);
    free(text);
    return 0;
}

static int start(const struct verb_words *words, struct plan *plan)
{
    unsigned domid;

    if (!guest_create(plan, &domid))
        return 1;
    if (!words_given(words, "e") && !words_given(words, "F"))
        waiter_start(domid, &plan->guest);
    if (!words_given(words, "p") && domain_unpause(domid))
        return complain_errno("domain %u stays paused", domid);
    if (words_given(words, "json")) {
        json_open(NULL, '{');
        json_number("id", domid);
        json_text("name", plan->guest.name);
        json_close('}');
    } else if (!words_given(words, "quiet")) {
        printf("%s is domain %u\n", plan->guest.name, domid);
    }
    fflush(stdout);
    if (words_given(words, "c"))
        return console_attach(domid, NULL);
    if (words_given(words, "F"))
        waiter_run(domid, &plan->guest);
    return 0;
}

int verb_create(const struct verb_words *words)
{
    const char *file = words_value(words, "defconfig");
    struct report report = load_report();
    struct plan plan = {0};
    unsigned first = 0;
    int status;

    /* The first argument is the file, unless it is a KEY=VALUE or -f has said it. */
    if (!file && words->count && !strchr(words->arguments[0], '='))
        file = words->arguments[first++];
    plan.file = file ? file : "command line";
    config_init(&plan.config);
    if (!load_config(&plan.config, &report, file, words->arguments + first, words->count - first) ||
        !guest_read(&plan.config, &report, &plan.guest))
        status = 1;
    else if (words_given(words, "dryrun"))
        status = show(&plan, words_given(words, "json"));
    else
        status = start(words, &plan);
    config_free(&plan.config);
    return status;
}
