/* SPDX-License-Identifier: MIT */
/* sched-credit: weight and cap. */
#include "first.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool params(unsigned domid, unsigned command, unsigned *weight, unsigned *cap)
{
    guest_domctl_scheduler_op op = {.sched_id = ABI_XEN_SCHEDULER_CREDIT,
                                    .cmd = command,
                                    .params = (*cap & 0xffff) << 16 | (*weight & 0xffff)};

    if (control_domctl(ABI_XEN_DOMCTL_scheduler_op, domid, &op, sizeof(op)) != 0)
        return false;
    *weight = (uint32_t)op.params & 0xffff;
    *cap = (uint32_t)op.params >> 16;
    return true;
}

/* 0 and 0xffff mean that it stays as it is. */
bool sched_set(unsigned domid, unsigned weight, unsigned cap)
{
    return params(domid, ABI_XEN_DOMCTL_SCHEDOP_putinfo, &weight, &cap);
}

static int show(const struct verb_words *words)
{
    static domain_facts facts[DOMAINS_MAX];
    const char *domain = words_value(words, "domain");
    bool is_json = words_given(words, "json");
    char name[NAME_SIZE];
    int count = 1;

    if (domain ? !domain_find(domain, &facts[0]) : (count = domains_all(facts, DOMAINS_MAX)) < 0)
        return 1;
    if (is_json)
        json_open(NULL, '[');
    else
        printf("Cpupool Pool-0: tslice=10ms ratelimit=0us migration-delay=0us\n%-33s %4s %6s %4s\n",
               "Name", "ID", "Weight", "Cap");
    for (int i = 0; i < count; i++) {
        unsigned weight = 0, cap = 0;

        if (!params(facts[i].domain, ABI_XEN_DOMCTL_SCHEDOP_getinfo, &weight, &cap))
            continue; /* it has gone in the meantime */
        domain_name(facts[i].domain, name);
        if (!is_json) {
            printf("%-33s %4u %6u %4u\n", name, facts[i].domain, weight, cap);
            continue;
        }
        json_open(NULL, '{');
        json_text("name", name);
        json_number("id", facts[i].domain);
        json_number("weight", weight);
        json_number("cap", cap);
        json_close('}');
    }
    if (is_json)
        json_close(']');
    return 0;
}

static bool number(const char *text, unsigned least, unsigned most, unsigned *value)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);

    if (*text < '0' || *text > '9' || *end || n < least || n > most)
        return false;
    *value = (unsigned)n;
    return true;
}

int verb_sched_credit(const struct verb_words *words)
{
    const char *domain = words_value(words, "domain"), *weight_text = words_value(words, "weight"),
               *cap_text = words_value(words, "cap");
    unsigned weight = 0, cap = 0xffff;
    domain_facts facts;

    if (!weight_text && !cap_text)
        return show(words);
    if (!domain) {
        complain("of which domain? say -d DOMAIN");
        return 2;
    }
    if (weight_text && !number(weight_text, 1, 65535, &weight))
        return complain("'%s' is no weight: say 1 to 65535", weight_text);
    if (!domain_find(domain, &facts))
        return 1;
    unsigned most = 100 * (facts.max_vcpu_id + 1);
    if (cap_text && !number(cap_text, 0, most, &cap))
        return complain("'%s' is no cap: say 0 to %u, in percent of a processor", cap_text, most);
    return sched_set(facts.domain, weight, cap)
               ? 0
               : complain_errno("weight and cap of domain %u stay as they are", facts.domain);
}
