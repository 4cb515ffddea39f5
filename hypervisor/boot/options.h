/* SPDX-License-Identifier: MIT */
#ifndef BOOT_OPTIONS_H
#define BOOT_OPTIONS_H
/*
 * The hypervisor's command line, in Xen's words, so that one line boots a guest on either.
 * Unknown options are warned about and ignored; a known one with a value that cannot be
 * understood ends the boot (REASON_OPTION_BAD).
 */
#include "lib/types.h"

#define OPTION_DOMAINS_MAX 8
#define OPTION_LINKS_MAX   16

typedef void (*warn_fn)(const char *option, const char *why);

struct options {
    u64 dom0_mem, dom0_mem_min, dom0_mem_max; /* bytes; 0 = not given */
    bool dom0_mem_negative;                   /* dom0_mem=-64M: all but that much */
    u32 dom0_max_vcpus;                       /* 0 = as many as CPUs */
    u32 domains; /* domain=, once for each; 0: the first module is a privileged first domain */
    struct domain_option {
        u64 memory; /* bytes; 0 = not given */
        u32 vcpus;
        bool has_initrd; /* the module behind its kernel */
    } domain[OPTION_DOMAINS_MAX];
    u32 links; /* link=A:B: domains that share a page, which A has and B maps, and a channel */
    struct link_option {
        u32 owner, user;
    } link[OPTION_LINKS_MAX];
    bool noreboot;
    bool coverage;   /* say at the end which refusals happened */
    bool audit;      /* recount all frames when the first domain powers off */
    u32 com1_baud;   /* com1=115200[,8n1[,0x3f8,4]] */
    char text[1024]; /* the line as given, for XENVER_commandline */
    char option[80]; /* the option being read, cut to this length */
    warn_fn warn;    /* who is told of an option without effect */
};
extern struct options options;

/*
 * Parses the line into o (which starts zeroed; defaults are filled in). Returns NULL, or the
 * option that cannot be understood (o->option). An option that has no effect is reported
 * through warn (unless that is NULL), with a few words that say why. Pure: no globals.
 */
const char *options_parse(struct options *o, const char *line, warn_fn warn);

#endif
