/* SPDX-License-Identifier: MIT */
/* Lists of devices: checked, and kept, for the day that Torc has them. */
#include "reader.h"

struct device_kind {
    const char *key;
    bool (*read)(const struct spot *spot, const char *text, struct guest *guest);
    const char *remedy;
};

static bool add_disk(const struct spot *spot, const char *text, struct guest *guest)
{
    return disk_read(spot, text, &guest->disks[guest->disk_count]) && ++guest->disk_count;
}

static bool add_vif(const struct spot *spot, const char *text, struct guest *guest)
{
    guest->vifs[guest->vif_count].devid = guest->vif_count;
    return vif_read(spot, text, &guest->vifs[guest->vif_count]) && ++guest->vif_count;
}

static const struct device_kind device_kinds[] = {
    {"disk", add_disk, "say disk = [ '/dev/vg/guest,raw,xvda,rw' ]"},
    {"vif", add_vif, "say vif = [ 'mac=00:16:3e:00:00:01,bridge=xenbr0' ]"},
};

static void read_kind(struct reader *reader, const struct device_kind *kind)
{
    struct setting *setting = config_find(reader->config, kind->key);
    unsigned good = 0;

    if (!setting)
        return;
    if (setting->value.kind != VALUE_LIST) {
        value_wrong(reader, setting, "no list", kind->remedy);
        return;
    }
    for (unsigned i = 0; i < setting->value.count; i++) {
        const struct value *item = &setting->value.items[i];
        struct spot spot = {
            reader->config, reader->report, {setting->at.file, item->line}, kind->key};

        if (item->kind == VALUE_LIST)
            report_error(reader->report, spot.at, kind->key, kind->remedy, "a list in a list");
        else if (i == GUEST_DEVICES_MAX)
            report_error(reader->report, spot.at, kind->key, "at most 16", "one too many");
        else
            good += kind->read(&spot, item->text, reader->guest);
        if (i == GUEST_DEVICES_MAX)
            return;
    }
    if (good > 0)
        report_warning(reader->report, setting->at, kind->key,
                       "the guest runs without; remove the line if that is enough",
                       "read, but Torc has no such devices yet");
}

void read_devices(struct reader *reader)
{
    for (size_t i = 0; i < sizeof(device_kinds) / sizeof(device_kinds[0]); i++)
        read_kind(reader, &device_kinds[i]);
}
