/* SPDX-License-Identifier: MIT */
/* torc stats: figures for a monitor, as JSON or as OpenMetrics text. Names and units stay what they
 * are. */
#include "first.h"

#include <errno.h>
#include <stdio.h>

struct metric {
    const char *name; /* without torc_domain_ */
    const char *unit; /* "" or one that the name ends with */
    const char *type;
    const char *help;
    uint64_t (*value)(const domain_facts *facts);
    bool is_ns; /* printed as seconds */
};

static uint64_t cpu_time(const domain_facts *facts)
{
    return facts->cpu_time;
}

static uint64_t memory(const domain_facts *facts)
{
    return facts->tot_pages * CONTROL_PAGE;
}

static uint64_t memory_max(const domain_facts *facts)
{
    return facts->max_pages * CONTROL_PAGE;
}

static uint64_t vcpus(const domain_facts *facts)
{
    return facts->nr_online_vcpus;
}

static uint64_t running(const domain_facts *facts)
{
    return facts->flags & ABI_XEN_DOMINF_running ? 1 : 0;
}

static uint64_t paused(const domain_facts *facts)
{
    return facts->flags & ABI_XEN_DOMINF_paused ? 1 : 0;
}

static uint64_t shut(const domain_facts *facts)
{
    return facts->flags & ABI_XEN_DOMINF_shutdown ? 1 : 0;
}

static const struct metric metrics[] = {
    {"cpu_seconds", "seconds", "counter", "Time that vCPUs of the domain have run", cpu_time, true},
    {"memory_bytes", "bytes", "gauge", "Memory that the domain has", memory, false},
    {"memory_max_bytes", "bytes", "gauge", "Memory that it may have", memory_max, false},
    {"vcpus", "", "gauge", "vCPUs that are up", vcpus, false},
    {"running", "", "gauge", "1 if one of them is on a processor", running, false},
    {"paused", "", "gauge", "1 if it is paused", paused, false},
    {"shutdown", "", "gauge", "1 if it has shut down or crashed", shut, false},
};
#define METRICS (sizeof(metrics) / sizeof(metrics[0]))

static uint64_t total(const guest_sysctl_physinfo *info)
{
    return info->total_pages * CONTROL_PAGE;
}

static uint64_t unused(const guest_sysctl_physinfo *info)
{
    return info->free_pages * CONTROL_PAGE;
}

static uint64_t processors(const guest_sysctl_physinfo *info)
{
    return info->nr_cpus;
}

static const struct {
    const char *name, *unit, *help;
    uint64_t (*value)(const guest_sysctl_physinfo *info);
} machine_metrics[] = {
    {"memory_bytes", "bytes", "Memory of the machine", total},
    {"memory_free_bytes", "bytes", "Memory that no domain has", unused},
    {"cpus", "", "Processors", processors},
};
#define MACHINE_METRICS (sizeof(machine_metrics) / sizeof(machine_metrics[0]))

static void head(const char *what, const char *name, const char *type, const char *unit,
                 const char *help)
{
    printf("# TYPE torc_%s_%s %s\n", what, name, type);
    if (*unit)
        printf("# UNIT torc_%s_%s %s\n", what, name, unit);
    printf("# HELP torc_%s_%s %s\n", what, name, help);
}

/* Names have no character that would have to be escaped (name_is_good); others' are cleaned. */
static void label(const char *name)
{
    for (; *name; name++)
        putchar(*name == '"' || *name == '\\' || (unsigned char)*name < 32 ? '_' : *name);
}

static void openmetrics(const domain_facts *facts, int count, const guest_sysctl_physinfo *info)
{
    char name[NAME_SIZE];

    for (size_t m = 0; m < METRICS; m++) {
        const struct metric *metric = &metrics[m];

        head("domain", metric->name, metric->type, metric->unit, metric->help);
        for (int i = 0; i < count; i++) {
            uint64_t value = metric->value(&facts[i]);

            domain_name(facts[i].domain, name);
            printf("torc_domain_%s%s{id=\"%u\",name=\"", metric->name,
                   *metric->type == 'c' ? "_total" : "", facts[i].domain);
            label(name);
            if (metric->is_ns)
                printf("\"} %llu.%06llu\n", (unsigned long long)(value / 1000000000),
                       (unsigned long long)(value / 1000 % 1000000));
            else
                printf("\"} %llu\n", (unsigned long long)value);
        }
    }
    for (size_t m = 0; m < MACHINE_METRICS; m++) {
        head("machine", machine_metrics[m].name, "gauge", machine_metrics[m].unit,
             machine_metrics[m].help);
        printf("torc_machine_%s %llu\n", machine_metrics[m].name,
               (unsigned long long)machine_metrics[m].value(info));
    }
    puts("# EOF");
}

static void json(const domain_facts *facts, int count, const guest_sysctl_physinfo *info)
{
    char name[NAME_SIZE];

    json_open(NULL, '{');
    json_open("machine", '{');
    for (size_t m = 0; m < MACHINE_METRICS; m++)
        json_number(machine_metrics[m].name, machine_metrics[m].value(info));
    json_close('}');
    json_open("domains", '[');
    for (int i = 0; i < count; i++) {
        domain_name(facts[i].domain, name);
        json_open(NULL, '{');
        json_number("id", facts[i].domain);
        json_text("name", name);
        for (size_t m = 0; m < METRICS; m++)
            (metrics[m].is_ns ? json_seconds : json_number)(metrics[m].name,
                                                            metrics[m].value(&facts[i]));
        json_close('}');
    }
    json_close(']');
    json_close('}');
}

int verb_stats(const struct verb_words *words)
{
    static domain_facts facts[DOMAINS_MAX];
    int count = domains_all(facts, DOMAINS_MAX);
    guest_sysctl_physinfo info;

    if (count < 0)
        return 1;
    if (machine_info(&info) != 0)
        return complain_errno("the hypervisor does not tell about the machine");
    (words_given(words, "json") ? json : openmetrics)(facts, count, &info);
    return 0;
}
