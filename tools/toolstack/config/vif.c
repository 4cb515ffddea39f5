/* SPDX-License-Identifier: MIT */
/* One network interface: "mac=...,bridge=...", all parts by name, all optional. */
#include "guest.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool wrong(const struct spot *spot, const char *value, const char *what, const char *remedy)
{
    return report_error(spot->report, spot->at, spot->key, remedy, "'%s' is %s", value, what);
}

static bool set_mac(const struct spot *spot, struct vif *vif, const char *value)
{
    unsigned b[6];
    int length = 0;

    if (strlen(value) != 17 || strspn(value, "0123456789abcdefABCDEF:") != 17 ||
        sscanf(value, "%2x:%2x:%2x:%2x:%2x:%2x%n", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5],
               &length) != 6 ||
        length != 17)
        return wrong(spot, value, "no MAC address", "say mac=00:16:3e:12:34:56");
    if (b[0] & 1)
        return wrong(spot, value, "an address of many, not of one interface",
                     "the first byte is even: mac=00:16:3e:12:34:56");
    for (int i = 0; i < 6; i++)
        vif->mac[i] = (uint8_t)b[i];
    return true;
}

static bool number(const char *value, unsigned long most, unsigned *result)
{
    char *end;
    unsigned long n = strtoul(value, &end, 10);

    if (*value < '0' || *value > '9' || *end || n > most)
        return false;
    *result = (unsigned)n;
    return true;
}

static bool set_mtu(const struct spot *spot, struct vif *vif, const char *value)
{
    if (!number(value, 65535, &vif->mtu) || vif->mtu < 68)
        return wrong(spot, value, "no size of packets", "say mtu=1500: 68 to 65535");
    return true;
}

static bool set_devid(const struct spot *spot, struct vif *vif, const char *value)
{
    return number(value, 1000, &vif->devid) ||
           wrong(spot, value, "no number of a device", "leave devid out");
}

/* "10Mb/s", "1MB/s@20ms": bytes, and how often there are new ones. */
static bool set_rate(const struct spot *spot, struct vif *vif, const char *value)
{
    static const struct {
        const char *unit;
        unsigned long long bits;
    } units[] = {{"GB", 8000000000}, {"MB", 8000000}, {"KB", 8000}, {"B", 8},
                 {"Gb", 1000000000}, {"Mb", 1000000}, {"Kb", 1000}, {"b", 1}};
    static const struct {
        const char *unit;
        unsigned us;
    } times[] = {{"us", 1}, {"ms", 1000}, {"s", 1000000}};
    char unit[3] = "", time[3] = "";
    unsigned long n, interval = 50;
    int length = 0, whole = 0;

    if (*value >= '0' && *value <= '9')
        sscanf(value, "%9lu%2[GMKBb]/s%n@%9lu%2[mus]%n", &n, unit, &length, &interval, time,
               &whole);
    if (length == 0 || value[whole ? whole : length])
        return wrong(spot, value, "no rate", "say rate=10Mb/s or rate=1MB/s@20ms");
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (!strcmp(unit, units[i].unit))
            vif->rate_bytes_per_s = n * units[i].bits / 8;
    vif->rate_interval_us = interval * 1000;
    for (size_t i = 0; whole && i < sizeof(times) / sizeof(times[0]); i++)
        if (!strcmp(time, times[i].unit))
            vif->rate_interval_us = interval * (unsigned long long)times[i].us;
    if (!vif->rate_bytes_per_s || !vif->rate_interval_us)
        return wrong(spot, value, "no rate", "say rate=10Mb/s or rate=1MB/s@20ms");
    return true;
}

/* Those with an offset are texts; those with neither are known, and are nothing to a PV guest. */
static const struct {
    const char *name;
    size_t offset;
    bool (*set)(const struct spot *spot, struct vif *vif, const char *value);
} parameters[] = {
    {"mac", 0, set_mac},
    {"bridge", offsetof(struct vif, bridge), NULL},
    {"ip", offsetof(struct vif, ip), NULL},
    {"script", offsetof(struct vif, script), NULL},
    {"vifname", offsetof(struct vif, vifname), NULL},
    {"backend", offsetof(struct vif, backend), NULL},
    {"mtu", 0, set_mtu},
    {"devid", 0, set_devid},
    {"rate", 0, set_rate},
    {"type", 0, NULL},
    {"model", 0, NULL},
    {"gatewaydev", 0, NULL},
    {"netdev", 0, NULL},
    {"accel", 0, NULL},
    {"trusted", 0, NULL},
    {"untrusted", 0, NULL},
};
#define PARAMETERS (sizeof(parameters) / sizeof(parameters[0]))

static bool take(const struct spot *spot, char *part, struct vif *vif)
{
    char *value = strchr(part, '=');

    if (value)
        *value++ = 0;
    else if (strcmp(part, "trusted") && strcmp(part, "untrusted"))
        return wrong(spot, part, "no parameter of a network interface",
                     "say mac=00:16:3e:12:34:56,bridge=xenbr0");
    for (size_t i = 0; i < PARAMETERS; i++) {
        if (strcmp(part, parameters[i].name))
            continue;
        if (parameters[i].set)
            return parameters[i].set(spot, vif, value);
        if (parameters[i].offset)
            *(const char **)((char *)vif + parameters[i].offset) = value;
        return true;
    }
    return wrong(spot, part, "no parameter of a network interface",
                 "say mac=00:16:3e:12:34:56,bridge=xenbr0");
}

bool vif_read(const struct spot *spot, const char *text, struct vif *vif)
{
    unsigned devid = vif->devid;

    *vif = (struct vif){.devid = devid};
    for (const char *rest = text; rest;) {
        char *part = spec_next(spot, &rest);

        if (*part && !take(spot, part, vif))
            return false;
    }
    return true;
}
