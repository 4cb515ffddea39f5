/* SPDX-License-Identifier: MIT */
/*
 * Reads the hypervisor's command line. Names and values are Xen's; in names, '-' and '_' are
 * the same. There are few options, because there is little to choose in ring 0.
 */
#include "boot/options.h"
#include "abi/numbers.h"
#include "lib/number.h"
#include "lib/string.h"

struct options options;

/* A size in bytes: B K M G T as on Xen, where a bare number counts KiB. */
static bool parse_size(const char **at, u64 *out)
{
    static const char suffixes[] = "BKMGT";
    u32 shift = 10;

    if (!number_read(at, out))
        return false;
    for (u32 i = 0; i < 5; i++)
        if ((**at & ~32) == suffixes[i]) {
            shift = 10 * i;
            (*at)++;
            break;
        }
    if (shift && *out >> (64 - shift))
        return false;
    *out <<= shift;
    return true;
}

static bool skip_prefix(const char **at, const char *prefix)
{
    size_t n = strlen(prefix);

    if (strncmp(*at, prefix, n) != 0)
        return false;
    *at += n;
    return true;
}

/* dom0_mem=SIZE[,min:SIZE][,max:SIZE], in any order. */
static bool parse_dom0_mem(struct options *o, const char *p)
{
    do {
        u64 *to = skip_prefix(&p, "min:")   ? &o->dom0_mem_min
                  : skip_prefix(&p, "max:") ? &o->dom0_mem_max
                                            : &o->dom0_mem;
        bool negative = skip_prefix(&p, "-");
        if (!parse_size(&p, to))
            return false;
        if (to == &o->dom0_mem)
            o->dom0_mem_negative = negative;
        else if (negative)
            return false; /* limits are absolute here */
    } while (*p++ == ',');
    return p[-1] == 0;
}

/* dom0_max_vcpus=N, or MIN-MAX, of which the larger counts. */
static bool parse_dom0_max_vcpus(struct options *o, const char *p)
{
    u64 n, lowest;

    if (!number_read(&p, &n))
        return false;
    if (*p == '-') {
        lowest = n;
        p++;
        if (!number_read(&p, &n) || n < lowest)
            return false;
    }
    o->dom0_max_vcpus = (u32)n;
    return *p == 0 && n <= 4096;
}

/* domain=[memory=SIZE][,vcpus=N][,initrd], in the order of the modules: an unprivileged domain. */
static bool parse_domain(struct options *o, const char *p)
{
    struct domain_option *d = &o->domain[o->domains];
    u64 vcpus = 1;

    if (o->domains == array_size(o->domain))
        return false;
    while (*p) {
        if (skip_prefix(&p, "initrd"))
            d->has_initrd = true;
        else if (skip_prefix(&p, "memory=")
                     ? !parse_size(&p, &d->memory)
                     : !skip_prefix(&p, "vcpus=") || !number_read(&p, &vcpus))
            return false;
        if (*p && *p++ != ',')
            return false;
    }
    d->vcpus = (u32)vcpus;
    o->domains++;
    return vcpus && vcpus <= ABI_LEGACY_VCPUS;
}

/* link=A:B, behind the domains it is about, which count from 1. */
static bool parse_link(struct options *o, const char *p)
{
    u64 owner, user;

    if (!number_read(&p, &owner) || *p++ != ':' || !number_read(&p, &user) || *p)
        return false;
    if (o->links == array_size(o->link) || owner == user || min(owner, user) < 1 ||
        max(owner, user) > o->domains)
        return false;
    o->link[o->links++] = (struct link_option){(u32)owner, (u32)user};
    return true;
}

/* A switch: given alone it is on. */
static bool parse_switch(bool *to, const char *p)
{
    static const char *const words[] = {"0",   "no", "off",  "false",  "disable", "1",
                                        "yes", "on", "true", "enable", ""};
    for (u32 i = 0; i < array_size(words); i++)
        if (strcmp(p, words[i]) == 0) {
            *to = i >= 5;
            return true;
        }
    return false;
}

static bool parse_console(struct options *o, const char *p)
{
    for (; *p; p++)
        if (strncmp(p, "com1", 4) == 0)
            return true;
    o->warn(o->option, "the only console is com1");
    return true;
}

/* com1=BAUD[,...]: the line itself is always 8n1 at the usual port and interrupt. */
static bool parse_com1(struct options *o, const char *p)
{
    u64 baud = 115200;

    if (!skip_prefix(&p, "auto") && !number_read(&p, &baud))
        return false;
    if (baud == 0 || baud > 115200 || 115200 % baud != 0)
        return false; /* the chip divides 115200 */
    o->com1_baud = (u32)baud;
    if (*p == ',' && strncmp(p, ",8n1", 4) == 0)
        p += 4;
    if (*p == ',' && strncmp(p, ",0x3f8", 6) != 0)
        o->warn(o->option, "com1 is always 8n1 at port 0x3f8, interrupt 4");
    return *p == 0 || *p == ',';
}

static const struct {
    const char *name;
    bool (*parse)(struct options *o, const char *value);
} rows[] = {
    {"dom0_mem", parse_dom0_mem}, {"dom0_max_vcpus", parse_dom0_max_vcpus},
    {"console", parse_console},   {"com1", parse_com1},
    {"domain", parse_domain},     {"link", parse_link},
};

/* Those that are on or off: where in struct options. */
static const struct {
    const char *name;
    size_t at;
} switches[] = {
    {"noreboot", offsetof(struct options, noreboot)},
    {"coverage", offsetof(struct options, coverage)},
    {"audit", offsetof(struct options, audit)},
};

/* Options of Xen that people give often; here there is nothing behind them. */
static const char *const without_effect[] = {
    "loglvl",   "guest_loglvl", "spec_ctrl", "xpti",  "sync_console",       "vga",
    "com2",     "dom0",         "ucode",     "sched", "dom0_vcpus_pin",     "iommu",
    "watchdog", "smt",          "cpufreq",   "flask", "console_timestamps", "crashkernel",
};

/* Does the option, up to its '=', have that name? */
static bool is_name(const char *option, const char *name)
{
    for (; *name; option++, name++)
        if ((*option == '-' ? '_' : *option) != *name)
            return false;
    return *option == 0 || *option == '=';
}

static bool parse_one(struct options *o)
{
    const char *value = o->option;

    while (*value && *value != '=')
        value++;
    value += *value == '=';
    for (u32 i = 0; i < array_size(rows); i++)
        if (is_name(o->option, rows[i].name))
            return rows[i].parse(o, value);
    for (u32 i = 0; i < array_size(switches); i++)
        if (is_name(o->option, switches[i].name))
            return parse_switch((bool *)((char *)o + switches[i].at), value);
    for (u32 i = 0; i < array_size(without_effect); i++)
        if (is_name(o->option, without_effect[i])) {
            o->warn(o->option, "has no effect here");
            return true;
        }
    o->warn(o->option, "unknown option");
    return true;
}

static void warn_nobody(const char *option, const char *why)
{
    (void)option, (void)why;
}

const char *options_parse(struct options *o, const char *line, warn_fn warn)
{
    size_t length = strlen(line);

    o->warn = warn ? warn : warn_nobody;
    o->com1_baud = 115200;
    if (length >= sizeof(o->text))
        o->warn("", "the command line is cut to 1023 characters");
    length = min(length, sizeof(o->text) - 1);
    memcpy(o->text, line, length);
    o->text[length] = 0;

    for (const char *p = o->text; *p;) {
        size_t n = 0;
        while (p[n] && p[n] != ' ')
            n++;
        size_t kept = min(n, sizeof(o->option) - 1);
        memcpy(o->option, p, kept);
        o->option[kept] = 0;
        if (n && !parse_one(o))
            return o->option;
        p += n + (p[n] == ' ');
    }
    return NULL;
}
