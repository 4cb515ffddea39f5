/* SPDX-License-Identifier: MIT */
/* What is to happen when the guest ends, one key for each reason. */
#include "reader.h"

#include <string.h>

struct action_name {
    const char *name;
    enum action action;
    const char *instead; /* what it does not do */
};

static const struct action_name action_names[] = {
    {"destroy", ACTION_DESTROY, NULL},
    {"restart", ACTION_RESTART, NULL},
    {"rename-restart", ACTION_RENAME_RESTART, NULL},
    {"preserve", ACTION_PRESERVE, NULL},
    {"coredump-destroy", ACTION_DESTROY, "Torc writes no dumps; the guest is destroyed"},
    {"coredump-restart", ACTION_RESTART, "Torc writes no dumps; the guest is started again"},
    {"soft-reset", ACTION_DESTROY, "PV guests cannot be reset, with xl neither; it is destroyed"},
};

const char *action_name(enum action action)
{
    for (size_t i = 0; i < sizeof(action_names) / sizeof(action_names[0]); i++)
        if (action_names[i].action == action)
            return action_names[i].name;
    return "?";
}

static const struct {
    const char *key;
    enum event event;
    enum action otherwise;
} events[] = {
    {"on_poweroff", EVENT_POWEROFF, ACTION_DESTROY},
    {"on_reboot", EVENT_REBOOT, ACTION_RESTART},
    {NULL, EVENT_SUSPEND, ACTION_PRESERVE},
    {"on_crash", EVENT_CRASH, ACTION_DESTROY},
    {"on_watchdog", EVENT_WATCHDOG, ACTION_DESTROY},
    {"on_soft_reset", EVENT_SOFT_RESET, ACTION_DESTROY},
};

static void read_action(struct reader *reader, const char *key, enum action *action)
{
    const char *text = read_text(reader, key);
    struct setting *setting = config_find(reader->config, key);

    for (size_t i = 0; text && i < sizeof(action_names) / sizeof(action_names[0]); i++)
        if (!strcmp(text, action_names[i].name)) {
            *action = action_names[i].action;
            if (action_names[i].instead)
                report_warning(reader->report, setting->at, key, "say destroy, restart or preserve",
                               "%s", action_names[i].instead);
            return;
        }
    if (text)
        value_wrong(reader, setting, "nothing that can be done",
                    "say destroy, restart, rename-restart or preserve");
}

void read_actions(struct reader *reader)
{
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        enum action *action = &reader->guest->action[events[i].event];

        *action = events[i].otherwise;
        if (events[i].key)
            read_action(reader, events[i].key, action);
    }
}
