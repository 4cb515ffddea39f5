/* SPDX-License-Identifier: MIT */
/* vcpu-list and vcpu-pin: where vCPUs are, and where they may be. */
#include "first.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool affinity(unsigned domid, unsigned vcpu, unsigned command, uint64_t *mask)
{
    uint64_t *buffer = control_buffer(sizeof(*buffer));
    guest_domctl_vcpuaffinity op = {.vcpu = vcpu,
                                    .flags = ABI_XEN_VCPUAFFINITY_HARD,
                                    .hard_map = (uintptr_t)buffer,
                                    .hard_bits = GUEST_CPUS_MAX};
    bool is_done;

    if (!buffer)
        return false;
    *buffer = *mask;
    is_done = control_domctl(command, domid, &op, sizeof(op)) == 0;
    *mask = *buffer;
    control_buffer_free(buffer, sizeof(*buffer));
    return is_done;
}

bool vcpu_pin(unsigned domid, unsigned vcpu, uint64_t mask)
{
    return affinity(domid, vcpu, ABI_XEN_DOMCTL_setvcpuaffinity, &mask);
}

static unsigned processors(void)
{
    guest_sysctl_physinfo info;

    return machine_info(&info) == 0 ? info.nr_cpus : 1;
}

/* "all", or ranges: "0-2,5". */
static void mask_text(uint64_t mask, unsigned cpus, char *text, size_t size)
{
    uint64_t all = cpus >= 64 ? ~0ull : (1ull << cpus) - 1;
    size_t length = 0;

    if ((mask & all) == all) {
        snprintf(text, size, "all");
        return;
    }
    *text = 0;
    for (unsigned i = 0; i < cpus; i++) {
        unsigned last = i;

        if (!(mask >> i & 1))
            continue;
        while (last + 1 < cpus && mask >> (last + 1) & 1)
            last++;
        length += (size_t)snprintf(text + length, size - length, last > i ? "%s%u-%u" : "%s%u",
                                   length ? "," : "", i, last);
        if (length >= size)
            return;
        i = last;
    }
}

static void vcpu_json(unsigned domid, const char *name, const guest_domctl_getvcpuinfo *info,
                      const char *state, const char *where)
{
    json_open(NULL, '{');
    json_text("name", name);
    json_number("id", domid);
    json_number("vcpu", info->vcpu);
    json_number("cpu", info->cpu);
    json_text("state", state);
    json_seconds("time_s", info->cpu_time);
    json_text("affinity", where);
    json_close('}');
}

/* A vCPU that is not up has no processor. */
static void vcpu_line(const domain_facts *facts, unsigned vcpu, bool is_json, unsigned cpus)
{
    guest_domctl_getvcpuinfo info = {.vcpu = vcpu};
    char name[NAME_SIZE], where[256], cpu[12] = "-";
    uint64_t mask = ~0ull;

    if (control_domctl(ABI_XEN_DOMCTL_getvcpuinfo, facts->domain, &info, sizeof(info)) != 0)
        return; /* no such vCPU: numbers may have gaps */
    affinity(facts->domain, vcpu, ABI_XEN_DOMCTL_getvcpuaffinity, &mask);
    mask_text(mask, cpus, where, sizeof(where));
    domain_name(facts->domain, name);
    char state[4] = {info.running ? 'r' : '-', info.blocked ? 'b' : '-', info.online ? '-' : 'p',
                     0};
    if (info.online)
        snprintf(cpu, sizeof(cpu), "%u", info.cpu);
    if (is_json)
        vcpu_json(facts->domain, name, &info, state, where);
    else
        printf("%-32s %5u %5u %5s   %s %9.1f  %s / all\n", name, facts->domain, vcpu, cpu, state,
               (double)info.cpu_time / 1e9, where);
}

int verb_vcpu_list(const struct verb_words *words)
{
    static domain_facts facts[DOMAINS_MAX];
    int count = domains_named(words, facts, DOMAINS_MAX);
    bool is_json = words_given(words, "json");
    unsigned cpus = processors();

    if (count < 0)
        return 1;
    if (is_json)
        json_open(NULL, '[');
    else
        printf("%-32s %5s %5s %5s %5s %9s %s\n", "Name", "ID", "VCPU", "CPU", "State", "Time(s)",
               "Affinity (Hard / Soft)");
    for (int i = 0; i < count; i++)
        for (unsigned vcpu = 0; vcpu <= facts[i].max_vcpu_id; vcpu++)
            vcpu_line(&facts[i], vcpu, is_json, cpus);
    if (is_json)
        json_close(']');
    return 0;
}

static bool cpus_of_word(const char *word, uint64_t *mask)
{
    struct config config;
    struct report report = load_report();
    struct spot spot = {&config, &report, {"command line", 0}, "cpus"};
    bool is_good;

    config_init(&config);
    is_good = cpus_read(&spot, word, mask);
    config_free(&config);
    return is_good;
}

int verb_vcpu_pin(const struct verb_words *words)
{
    const char *which = words->arguments[1], *cpus = words->arguments[2];
    const char *soft = words->count > 3 ? words->arguments[3] : "-";
    unsigned first = 0, last;
    domain_facts facts;
    uint64_t mask;
    char *end;

    if (!domain_find(words->arguments[0], &facts))
        return 1;
    last = facts.max_vcpu_id;
    if (strcmp(which, "all")) {
        first = last = (unsigned)strtoul(which, &end, 10);
        if (*which < '0' || *which > '9' || *end || last > facts.max_vcpu_id)
            return complain("'%s' is no vCPU of domain %u: say 0 to %u, or all", which,
                            facts.domain, facts.max_vcpu_id);
    }
    if (strcmp(soft, "-") && strcmp(soft, "all"))
        return complain("vCPUs have no processors that they prefer: say '-' instead of '%s'", soft);
    if (!strcmp(cpus, "-"))
        return 0;
    if (!cpus_of_word(cpus, &mask))
        return 1;
    if (!(mask & (processors() >= 64 ? ~0ull : (1ull << processors()) - 1)))
        return complain("the machine has none of the processors '%s': it has 0 to %u", cpus,
                        processors() - 1);
    for (unsigned i = first; i <= last; i++)
        if (!vcpu_pin(facts.domain, i, mask))
            return complain_errno("vCPU %u of domain %u was not pinned to '%s'", i, facts.domain,
                                  cpus);
    return 0;
}
