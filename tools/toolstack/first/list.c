/* SPDX-License-Identifier: MIT */
/* torc list: a table as xl prints it, its lines as JSON, or everything that is known as JSON. */
#include "first.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const reasons[] = {"poweroff", "reboot",   "suspend",
                                      "crash",    "watchdog", "soft-reset"};

static void line(const domain_facts *facts, bool is_verbose)
{
    char name[NAME_SIZE], state[7], uuid[37];
    unsigned reason;

    domain_name(facts->domain, name);
    domain_state(facts, state);
    printf("%-40s %5u %5llu %5u     %s  %8.1f", name, facts->domain,
           (unsigned long long)(domain_kib(facts) >> 10), facts->nr_online_vcpus, state,
           (double)facts->cpu_time / 1e9);
    if (is_verbose) {
        domain_uuid(facts, uuid);
        printf(" %s %16s", uuid,
               domain_is_shut(facts, &reason) && reason < sizeof(reasons) / sizeof(reasons[0])
                   ? reasons[reason]
                   : "-");
    }
    putchar('\n');
}

static void row_json(const domain_facts *facts)
{
    char name[NAME_SIZE], state[7], uuid[37];
    unsigned reason;

    domain_name(facts->domain, name);
    domain_state(facts, state);
    domain_uuid(facts, uuid);
    json_open(NULL, '{');
    json_text("name", name);
    json_number("id", facts->domain);
    json_text("uuid", uuid);
    json_number("mem_mib", domain_kib(facts) >> 10);
    json_number("vcpus", facts->nr_online_vcpus);
    json_text("state", state);
    if (domain_is_shut(facts, &reason) && reason < sizeof(reasons) / sizeof(reasons[0]))
        json_text("shutdown_reason", reasons[reason]);
    json_seconds("time_s", facts->cpu_time);
    json_close('}');
}

static void ignore(void *context, const char *said)
{
    (void)context, (void)said;
}

/* Its configuration as it was kept, key by key. */
static void kept_config(const char *name)
{
    struct config config;
    struct report quiet = {.say = ignore};
    char path[128];

    config_init(&config);
    config_path(name, path, sizeof(path));
    if (load_config(&config, &quiet, path, NULL, 0))
        json_config("config", &config);
    config_free(&config);
}

/* The sections are those of xl's JSON: c_info, b_info; the rest is what only we know. */
static void whole_json(const domain_facts *facts)
{
    char name[NAME_SIZE], uuid[37], state[7];

    domain_name(facts->domain, name);
    domain_uuid(facts, uuid);
    domain_state(facts, state);
    json_open(NULL, '{');
    json_number("domid", facts->domain);
    json_text("state", state);
    json_seconds("cpu_time_s", facts->cpu_time);
    json_open("c_info", '{');
    json_text("type", "pv");
    json_text("name", name);
    json_text("uuid", uuid);
    json_close('}');
    json_open("b_info", '{');
    json_number("max_vcpus", facts->max_vcpu_id + 1);
    json_number("online_vcpus", facts->nr_online_vcpus);
    json_number("current_memkb", domain_kib(facts));
    json_number("max_memkb", facts->max_pages * (CONTROL_PAGE / 1024));
    char *target = store_read(facts->domain, "memory/target");
    if (target)
        json_number("target_memkb", strtoull(target, NULL, 10));
    free(target);
    json_close('}');
    if (facts->domain != 0)
        kept_config(name);
    json_close('}');
}

int verb_list(const struct verb_words *words)
{
    static domain_facts facts[DOMAINS_MAX];
    int count = domains_named(words, facts, DOMAINS_MAX);
    bool is_verbose = words_given(words, "verbose"), is_long = words_given(words, "long");

    if (count < 0)
        return 1;
    if (is_long || words_given(words, "json")) {
        json_open(NULL, '[');
        for (int i = 0; i < count; i++)
            (is_long ? whole_json : row_json)(&facts[i]);
        json_close(']');
        return 0;
    }
    printf("Name                                        ID   Mem VCPUs\tState\tTime(s)%s\n",
           is_verbose ? "   UUID                              Reason-Code" : "");
    for (int i = 0; i < count; i++)
        line(&facts[i], is_verbose);
    return 0;
}
