/* SPDX-License-Identifier: MIT */
/*
 * One disk: "TARGET,FORMAT,VDEV,ACCESS" by place, anything by name, flags, and, as xl still takes
 * them, prefixes of the target (phy: file: tap:qcow2: ...) and :cdrom behind the vdev.
 */
#include "guest.h"

#include <string.h>

struct disk_reader {
    const struct spot *spot;
    const char *text; /* the whole, for messages */
    struct disk *disk;
    /* By their place in the table: said at all, which fills a place; and said with a value. */
    unsigned said, filled;
};

static bool wrong(const struct disk_reader *reader, const char *what, const char *part,
                  const char *remedy)
{
    const struct spot *spot = reader->spot;

    return report_error(spot->report, spot->at, spot->key, remedy, "'%s' %s, in '%s'", part, what,
                        reader->text);
}

static const struct format {
    const char *name;
    enum disk_format format;
} formats[] = {
    {"raw", DISK_RAW}, {"qcow", DISK_QCOW}, {"qcow2", DISK_QCOW2},
    {"vhd", DISK_VHD}, {"qed", DISK_QED},   {"aio", DISK_RAW},
};

static const struct format *format_find(const char *name)
{
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (!strcmp(name, formats[i].name))
            return &formats[i];
    return NULL;
}

static bool set_format(struct disk_reader *reader, const char *value)
{
    if (!format_find(value))
        return wrong(reader, "is no format of disks", value, "say raw, qcow, qcow2, vhd or qed");
    reader->disk->format = format_find(value)->format;
    return true;
}

static bool set_access(struct disk_reader *reader, const char *value)
{
    bool is_writable = !strcmp(value, "rw") || !strcmp(value, "w");

    if (!is_writable && strcmp(value, "ro") && strcmp(value, "r"))
        return wrong(reader, "is no kind of access", value, "say ro or rw");
    reader->disk->is_writable = is_writable;
    return true;
}

static bool set_vdev(struct disk_reader *reader, const char *value)
{
    size_t length = strcspn(value, ":");

    if (value[length] && strcmp(value + length, ":cdrom"))
        return wrong(reader, "is no device of the guest", value, "say xvda, xvdb, ...");
    reader->disk->is_cdrom |= value[length] != 0;
    reader->disk->vdev = config_copy(reader->spot->config, value, length);
    return true;
}

static bool set_target(struct disk_reader *reader, const char *value)
{
    reader->disk->target = value;
    return true;
}

static bool set_devtype(struct disk_reader *reader, const char *value)
{
    if (strcmp(value, "cdrom"))
        return wrong(reader, "is no type of device", value, "say devtype=cdrom, or leave it out");
    reader->disk->is_cdrom = true;
    return true;
}

static bool set_script(struct disk_reader *reader, const char *value)
{
    reader->disk->script = value;
    return true;
}

static bool set_backend(struct disk_reader *reader, const char *value)
{
    reader->disk->backend = value;
    return true;
}

static bool set_nothing(struct disk_reader *reader, const char *value)
{
    (void)reader, (void)value;
    return true;
}

/* The first four may also stand by place, in this order. */
#define PLACES 4
static const struct {
    const char *name;
    bool (*set)(struct disk_reader *reader, const char *value);
} parameters[] = {
    {"target", set_target},       {"format", set_format},       {"vdev", set_vdev},
    {"access", set_access},       {"devtype", set_devtype},     {"script", set_script},
    {"backend", set_backend},     {"backendtype", set_nothing}, {"specification", set_nothing},
    {"colo-host", set_nothing},   {"colo-port", set_nothing},   {"colo-export", set_nothing},
    {"active-disk", set_nothing}, {"hidden-disk", set_nothing},
};
#define FORMAT     1
#define SCRIPT     5
#define PARAMETERS (sizeof(parameters) / sizeof(parameters[0]))

static const char *const flags[] = {"direct-io-safe", "discard", "no-discard", "trusted",
                                    "untrusted",      "colo",    "no-colo"};

static bool is_flag(const char *part)
{
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
        if (!strcmp(part, flags[i]))
            return true;
    return false;
}

static bool is_plain_prefix(const char *prefix)
{
    return !strcmp(prefix, "phy") || !strcmp(prefix, "file") || !strcmp(prefix, "tap") ||
           !strcmp(prefix, "tap2");
}

/*
 * phy:, file:, raw:, qcow2:, tap:, tap2:aio:, ... which once stood before a target, and then there
 * was no place for the format. Other words before a colon belong to the target, unless a path
 * follows.
 */
static bool take_prefixes(struct disk_reader *reader, const char **target)
{
    size_t length;

    while (length = strcspn(*target, ":/"), (*target)[length] == ':') {
        char *prefix = config_copy(reader->spot->config, *target, length);
        bool is_script = !strcmp(prefix, "nbd") || !strcmp(prefix, "drbd");

        if (is_script) {
            reader->disk->script = prefix;
            reader->filled |= 1u << SCRIPT;
        } else if (format_find(prefix)) {
            reader->disk->format = format_find(prefix)->format;
            reader->filled |= 1u << FORMAT;
        } else if (!is_plain_prefix(prefix)) {
            return (*target)[length + 1] != '/' ||
                   wrong(reader, "is no kind of target", prefix, "leave it out");
        }
        reader->said |= 1u << FORMAT;
        *target += length + 1;
        if (is_script)
            return true;
    }
    return true;
}

static bool set(struct disk_reader *reader, unsigned index, const char *value)
{
    if (reader->filled & 1u << index)
        return wrong(reader, "is said twice", parameters[index].name, "say it once");
    reader->said |= 1u << index;
    if (!*value)
        return true;
    reader->filled |= 1u << index;
    return parameters[index].set(reader, value);
}

/* A part without = : a flag, or the next place that nothing has been said for. */
static bool take_place(struct disk_reader *reader, const char *part, bool is_last)
{
    unsigned place = 0;

    if (!strcmp(part, "cdrom"))
        return set_devtype(reader, part);
    if (is_flag(part))
        return true;
    while (place < PLACES && reader->said & 1u << place)
        place++;
    if (place == PLACES)
        return (is_last && !*part) ||
               wrong(reader, "is one part too many", part, "say TARGET,FORMAT,VDEV,ACCESS");
    if (place == 0 && !take_prefixes(reader, &part))
        return false;
    return set(reader, place, part);
}

static bool take_named(struct disk_reader *reader, char *part)
{
    char *value = strchr(part, '=');

    *value++ = 0;
    for (unsigned i = 0; i < PARAMETERS; i++)
        if (!strcmp(part, parameters[i].name))
            return set(reader, i, value);
    return wrong(reader, "is no parameter of a disk", part, "say TARGET,FORMAT,VDEV,ACCESS");
}

bool disk_read(const struct spot *spot, const char *text, struct disk *disk)
{
    struct disk_reader reader = {.spot = spot, .text = text, .disk = disk};

    *disk = (struct disk){.is_writable = true};
    for (const char *rest = text; rest;) {
        const char *here = rest + strspn(rest, " \t");

        if (!strncmp(here, "target=", 7)) { /* what follows is its own, commas and all */
            if (!set(&reader, 0, here + 7))
                return false;
            break;
        }
        char *part = spec_next(spot, &rest);
        if (!(strchr(part, '=') ? take_named(&reader, part) : take_place(&reader, part, !rest)))
            return false;
    }
    disk->is_writable &= !disk->is_cdrom;
    if (!disk->vdev)
        return wrong(&reader, "is missing", "VDEV", "say which device the guest sees: xvda");
    if (!disk->target && !disk->is_cdrom)
        return wrong(&reader, "is missing", "TARGET", "say which file or device it is");
    return true;
}
