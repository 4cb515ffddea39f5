/* SPDX-License-Identifier: MIT */
/* The options of the verbs, with the names that xl has for them. */
#include "options.h"

#define END                                                                                        \
    {                                                                                              \
        0, NULL, NULL, NULL, NULL                                                                  \
    }
#define JSON                                                                                       \
    {                                                                                              \
        0, "json", NULL, "print JSON, for machines", NULL                                          \
    }

const struct verb_option run_options[] = {
    {0, "initrd", "FILE", "its initial file system", "Options of the kernel before them"},
    {0, "share", "DIR", "a folder whose contents appear below /share", NULL},
    {0, "append", "TEXT", "its command line", NULL},
    {0, "domain-memory", "SIZE", "memory of its domain (what there is, in equal parts)", NULL},
    {0, "domain-vcpus", "N", "its vCPUs (one, or one kernel: as many as processors)", NULL},
    {0, "link", "A:B", "domains A and B get a shared page and an event channel",
     "Options of the whole, wherever they stand"},
    {0, "memory", "SIZE", "memory of the machine, in MiB or with K, M, G (512M)", NULL},
    {0, "vcpus", "N", "processors of the machine (1)", NULL},
    {0, "cpu", "MODEL", "processor model, as QEMU names it (qemu64)", NULL},
    {0, "timeout", "S", "end it after S seconds; 0: never (never on a terminal, else 300)", NULL},
    {0, "deterministic", NULL, "count time in instructions: two runs are the same to the digit",
     NULL},
    {0, "no-reboot", NULL, "end when the guest asks for a reboot (else: start it again)", NULL},
    {0, "log", "FILE", "also write the console to FILE", NULL},
    {0, "gdb", NULL, "start stopped, and wait for a debugger", NULL},
    {0, "native", NULL, "the kernel runs on the bare machine, without a hypervisor", NULL},
    {0, "hypervisor", "FILE", "another hypervisor than build/torc (a Xen, say)", NULL},
    {0, "hypervisor-append", "TEXT", "more options for the hypervisor (dom0_mem=64M)", NULL},
    {0, "qemu", "WORDS", "more options for QEMU, separated by spaces", NULL},
    {0, "show", NULL, "print the QEMU command line and do not run it", NULL},
    END};

const struct verb_option create_options[] = {
    {'f', "defconfig", "FILE", "the configuration, instead of the first argument", NULL},
    {'c', NULL, NULL, "attach to its console as soon as it is there", NULL},
    {'p', NULL, NULL, "leave it paused", NULL},
    {'n', "dryrun", NULL, "check the configuration, print what it comes to, and create nothing",
     NULL},
    {'F', NULL, NULL, "stay in the foreground until it has ended for good", NULL},
    {'e', NULL, NULL, "nobody waits for its end: what on_poweroff and the like say is not done",
     NULL},
    {'q', "quiet", NULL, "say nothing unless something is wrong", NULL},
    JSON,
    END};

const struct verb_option list_options[] = {
    {'l', "long", NULL, "print all that is known, as JSON", NULL},
    {'v', "verbose", NULL, "also UUIDs, and why a domain has shut down", NULL},
    JSON,
    END};

const struct verb_option console_options[] = {
    {'t', NULL, "pv", "kind of console: there is one", NULL},
    {'n', NULL, "NUMBER", "number of the console: there is one, 0", NULL},
    {'e', NULL, "CHARACTER", "leave with Ctrl and this character instead of Ctrl-]", NULL},
    END};

const struct verb_option shutdown_options[] = {
    {'a', "all", NULL, "all domains but the first", NULL},
    {'w', "wait", NULL, "wait until it has shut down; given twice: until it is gone", NULL},
    {'F', NULL, NULL, "for xl's sake: there is no other way of asking a PV guest", NULL},
    END};

const struct verb_option domain_options[] = {
    {'f', NULL, NULL, "for xl's sake; the first domain cannot end itself", NULL}, END};

const struct verb_option json_option[] = {JSON, END};

const struct verb_option vcpu_pin_options[] = {
    {'f', "force", NULL, "for xl's sake: nothing here is pinned by anybody else", NULL}, END};

const struct verb_option sched_credit_options[] = {
    {'d', "domain", "DOMAIN", "the domain that is asked about or changed", NULL},
    {'w', "weight", "WEIGHT", "its weight, 1 to 65535; of twice the weight is twice the time",
     NULL},
    {'c', "cap", "CAP", "at most this much, in percent of one processor; 0: no limit", NULL},
    JSON,
    END};

const struct verb_option top_options[] = {
    {'d', "delay", "SECONDS", "from one look to the next (3)", NULL},
    {'i', "iterations", "N", "so many looks (until q is typed)", NULL},
    {'b', "batch", NULL, "one look below the other, for a file", NULL},
    END};

const struct verb_option stats_options[] = {
    {0, "json", NULL, "print JSON", NULL},
    {0, "openmetrics", NULL, "print OpenMetrics text, as Prometheus reads it (unless --json)",
     NULL},
    END};

const struct verb_option dmesg_options[] = {
    {'c', "clear", NULL, "empty the buffer behind it", NULL}, END};

const struct verb_option help_options[] = {
    {0, "long", NULL, "all verbs with all their options", NULL}, END};
