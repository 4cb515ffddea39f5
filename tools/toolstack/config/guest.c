/* SPDX-License-Identifier: MIT */
/* From keys to a guest. Each reader checks one matter, and goes on after an error, so that all are
 * seen. */
#include "keys.h"
#include "reader.h"

#include <stdio.h>
#include <string.h>

#define MIB_MAX (1ll << 20) /* a terabyte */

struct place guest_place(const struct config *config, const char *key, const char *file)
{
    const struct setting *setting = config_find(config, key);

    return setting ? setting->at : (struct place){file, 0};
}

bool value_wrong(struct reader *reader, const struct setting *setting, const char *what,
                 const char *remedy)
{
    const struct value *value = &setting->value;

    if (value->kind == VALUE_LIST)
        return report_error(reader->report, setting->at, setting->key, remedy, "a list is %s",
                            what);
    return report_error(reader->report, setting->at, setting->key, remedy, "'%s' is %s",
                        value->text, what);
}

const char *read_text(struct reader *reader, const char *key)
{
    struct setting *setting = config_find(reader->config, key);

    if (!setting)
        return NULL;
    if (setting->value.kind == VALUE_LIST) {
        value_wrong(reader, setting, "no text", "write one text in quotation marks");
        return NULL;
    }
    return *setting->value.text ? setting->value.text : NULL;
}

/* A number in bounds, or what it is unless said. */
static long long read_number(struct reader *reader, const char *key, long long least,
                             long long most, long long otherwise)
{
    struct setting *setting = config_find(reader->config, key);
    char remedy[80];
    long long number;

    if (!setting)
        return otherwise;
    snprintf(remedy, sizeof(remedy), "say a number from %lld to %lld", least, most);
    if (!value_number(&setting->value, &number))
        value_wrong(reader, setting, "no number", remedy);
    else if (number < least || number > most)
        value_wrong(reader, setting, number < least ? "too little" : "too much", remedy);
    else
        return number;
    return otherwise;
}

static struct place whole(const struct reader *reader)
{
    const struct config *config = reader->config;

    return (struct place){config->count ? config->settings[0].at.file : "configuration", 0};
}

static void read_type(struct reader *reader)
{
    const char *type = read_text(reader, "type"), *builder = read_text(reader, "builder");

    if (type && strcmp(type, "pv"))
        value_wrong(
            reader, config_find(reader->config, "type"), "no kind of guest that Torc runs",
            "Torc runs paravirtualized guests: type = \"pv\", and a kernel that can be one");
    if (!type && builder && strcmp(builder, "generic") && strcmp(builder, "linux"))
        value_wrong(reader, config_find(reader->config, "builder"),
                    "no kind of guest that Torc runs",
                    "Torc runs paravirtualized guests: remove the line, and say type = \"pv\"");
}

static void read_name(struct reader *reader)
{
    struct guest *guest = reader->guest;
    const char *uuid = read_text(reader, "uuid");

    guest->name = read_text(reader, "name");
    if (!guest->name)
        report_error(reader->report, whole(reader), "name", "say name = \"guest\"", "missing");
    else if (!name_is_good(guest->name))
        value_wrong(
            reader, config_find(reader->config, "name"), "no name for a guest",
            "1 to 63 letters, digits, and + - _ . but not only digits, and a letter or digit first");
    if (uuid && !uuid_read(uuid, guest->uuid))
        value_wrong(
            reader, config_find(reader->config, "uuid"), "no UUID",
            "32 hexadecimal digits, 01234567-89ab-cdef-0123-456789abcdef, or remove the line");
}

/* cmdline, else root and extra. */
static void read_cmdline(struct reader *reader)
{
    const char *all = read_text(reader, "cmdline"), *root = read_text(reader, "root"),
               *extra = read_text(reader, "extra");
    struct setting *last = config_find(reader->config, all ? "cmdline" : extra ? "extra" : "root");

    if (all && (root || extra)) {
        struct setting *left = config_find(reader->config, root ? "root" : "extra");

        report_warning(reader->report, left->at, left->key, "remove one of them",
                       "left out: cmdline says the whole command line");
    }
    if (!all && root) {
        size_t size = strlen(root) + (extra ? strlen(extra) : 0) + 8;
        char *both = config_alloc(reader->config, size);

        snprintf(both, size, "root=%s%s%s", root, extra ? " " : "", extra ? extra : "");
        all = both;
    } else if (!all) {
        all = extra ? extra : "";
    }
    if (strlen(all) > GUEST_CMDLINE_MAX)
        report_error(reader->report, last->at, last->key, "a kernel takes 1023",
                     "a command line of %zu characters", strlen(all));
    reader->guest->cmdline = all;
}

static void read_kernel(struct reader *reader)
{
    reader->guest->kernel = read_text(reader, "kernel");
    reader->guest->ramdisk = read_text(reader, "ramdisk");
    if (!reader->guest->kernel && !reader->report->errors) /* who says hvm says no kernel, either */
        report_error(reader->report, whole(reader), "kernel", "say kernel = \"/path/of/vmlinuz\"",
                     "missing");
    read_cmdline(reader);
}

static void read_memory(struct reader *reader)
{
    struct guest *guest = reader->guest;
    long long mib = read_number(reader, "memory", 1, MIB_MAX, 0);
    long long most = read_number(reader, "maxmem", 1, MIB_MAX, mib);

    if (!config_find(reader->config, "memory"))
        report_error(reader->report, whole(reader), "memory", "say memory = 64, in MiB", "missing");
    else if (mib && most < mib)
        value_wrong(reader, config_find(reader->config, "maxmem"), "less than memory",
                    "maxmem is what the guest may grow to: at least memory");
    guest->memory_kib = (uint64_t)mib << 10;
    guest->maxmem_kib = (uint64_t)most << 10;
}

static void read_share(struct reader *reader)
{
    struct guest *guest = reader->guest;

    guest->vcpus = (unsigned)read_number(reader, "vcpus", 1, GUEST_VCPUS_MAX, 1);
    guest->maxvcpus = (unsigned)read_number(reader, "maxvcpus", 1, GUEST_VCPUS_MAX, guest->vcpus);
    if (guest->maxvcpus < guest->vcpus)
        value_wrong(reader, config_find(reader->config, "maxvcpus"), "less than vcpus",
                    "maxvcpus is what the guest may come to use: at least vcpus");
    guest->weight = (unsigned)read_number(reader, "cpu_weight", 1, 65535, 0);
    guest->cap = (unsigned)read_number(reader, "cap", 0, 100 * guest->maxvcpus, 0);
}

/* One text for all vCPUs, or a list with one for each; vCPUs beyond it are free. */
static void read_cpus(struct reader *reader)
{
    struct setting *setting = config_find(reader->config, "cpus");
    struct guest *guest = reader->guest;

    for (unsigned i = 0; i < GUEST_VCPUS_MAX; i++)
        guest->cpus[i] = ~0ull;
    if (!setting)
        return;
    const struct value *value = &setting->value;
    struct spot spot = {reader->config, reader->report, setting->at, "cpus"};
    uint64_t mask = 0;
    guest->is_pinned = true;
    if (value->kind != VALUE_LIST && cpus_read(&spot, value->text, &mask))
        for (unsigned i = 0; i < GUEST_VCPUS_MAX; i++)
            guest->cpus[i] = mask;
    for (unsigned i = 0; value->kind == VALUE_LIST && i < value->count; i++) {
        spot.at.line = value->items[i].line;
        if (i >= guest->maxvcpus)
            report_error(reader->report, spot.at, "cpus", "one item for each vCPU",
                         "%u items, but %u vCPUs", value->count, guest->maxvcpus);
        else if (value->items[i].kind == VALUE_LIST)
            report_error(reader->report, spot.at, "cpus", "say cpus = [\"0\", \"1-3,^2\"]",
                         "a list in a list");
        else
            cpus_read(&spot, value->items[i].text, &guest->cpus[i]);
        if (i >= guest->maxvcpus)
            return;
    }
}

bool guest_read(struct config *config, struct report *report, struct guest *guest)
{
    struct reader reader = {config, report, guest};
    unsigned before = report->errors;

    *guest = (struct guest){0};
    keys_check(config, report);
    read_type(&reader);
    read_name(&reader);
    read_kernel(&reader);
    read_memory(&reader);
    read_share(&reader);
    read_cpus(&reader);
    read_actions(&reader);
    read_devices(&reader);
    return report->errors == before;
}
