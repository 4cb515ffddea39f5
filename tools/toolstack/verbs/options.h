/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_OPTIONS_H
#define TOOLSTACK_OPTIONS_H
/* The options of each verb that has some (options.c), for the table. */
#include "verbs.h"

extern const struct verb_option run_options[], create_options[], list_options[], console_options[],
    shutdown_options[], json_option[], vcpu_pin_options[], sched_credit_options[], top_options[],
    stats_options[], dmesg_options[], help_options[], domain_options[];

#endif
