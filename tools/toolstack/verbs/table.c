/* SPDX-License-Identifier: MIT */
/* The verbs, in the order of help; names and meaning as in xl where xl has them. */
#include "verbs.h"
#include "options.h"
#include "../config/suggest.h"

#include <string.h>

#define MANY 1000

const struct verb_status verb_statuses[] = {
    {"0", "done"},
    {"1", "not done, and nothing is left half done; the message says why"},
    {"2", "wrong usage: nothing was tried"},
    {NULL, NULL}};

static const struct verb_status run_statuses[] = {
    {"0", "the machine was powered off (by the guest, or with Ctrl-])"},
    {"1", "a failure of ours: the hypervisor, QEMU or this command"},
    {"2", "wrong usage of this command"},
    {"3", "the guest crashed"},
    {"4", "the time was over"},
    {"5", "the hypervisor refused to start the kernel"},
    {"128+", "this command was ended by a signal"},
    {NULL, NULL}};

/* A row: name, place, arguments, how many, of what kind, options; then the texts. */
#define ROW(id, name, where, arguments, least, most, takes, options, summary, details)             \
    [VERB_##id] = {name,          VERB_##where, arguments, least,   most,                          \
                   TAKES_##takes, summary,      details,   options, verb_statuses}

const struct verb verbs[VERB_COUNT] = {
    [VERB_run] =
        {"run", VERB_LAPTOP, "KERNEL [options] [KERNEL [options]]...", 1, MANY, TAKES_FILE,
         "boot paravirtualized kernels",
         "Boots paravirtualized kernels (ELF files, or a bzImage of Linux) under Torc in QEMU. One "
         "becomes the first domain, which is privileged; several become domains 1, 2, ..., which are "
         "not.\n\n"
         "KERNEL may be 'none': the hypervisor then starts without one (and must refuse).\n\n"
         "On a terminal every key reaches the guest, but for Ctrl-], which ends the machine "
         "(typed twice, it reaches the guest as one: torc console there is left by it).",
         run_options, run_statuses},

    ROW(check, "check", BOTH, "FILE...", 1, MANY, FILE, NULL,
        "look whether a file describes a guest",
        "Says all that is wrong with configurations for torc create, and does nothing."),
    ROW(create, "create", FIRST, "[FILE] [KEY=VALUE]...", 0, MANY, FILE, create_options,
        "start a guest",
        "Starts the guest that FILE describes, in the syntax of xl's configuration files. What is "
        "written as KEY=VALUE behind it overrides the file; texts need quotation marks that the "
        "shell leaves alone: torc create guest.cfg 'memory=128; extra=\"quiet\"'.\n\n"
        "Keys: name, kernel and memory (in MiB) must be there. ramdisk; cmdline, or root and extra; "
        "vcpus, maxvcpus, maxmem; cpus, cpu_weight, cap; uuid; on_poweroff, on_reboot, on_crash, "
        "on_watchdog, on_soft_reset (destroy, restart, rename-restart, preserve); type, which is pv; "
        "disk and vif, which are read and checked. Other keys of xl are left out with a warning, or "
        "refused where the guest would not be the same without; keys that nobody knows are errors.\n\n"
        "A process stays behind for each guest and does what on_poweroff and the like say when it ends."),
    ROW(list, "list", FIRST, "[DOMAIN]...", 0, MANY, DOMAIN, list_options, "list domains",
        "One line for each domain: its name, number, memory in MiB, vCPUs, state, and the time it has "
        "run, in seconds. State is up to six letters: running, blocked, paused, shutdown, crashed, dying."),
    ROW(console, "console", FIRST, "DOMAIN", 1, 1, DOMAIN, console_options,
        "attach to a guest's console",
        "What the guest prints is shown, and what is typed goes to it. Ctrl-] leaves; the guest runs on."),
    ROW(pause, "pause", FIRST, "DOMAIN", 1, 1, DOMAIN, NULL, "stop a guest where it stands",
        "It keeps its memory, and does not run until unpause."),
    ROW(unpause, "unpause", FIRST, "DOMAIN", 1, 1, DOMAIN, NULL, "let a paused guest run on", NULL),
    ROW(shutdown, "shutdown", FIRST, "DOMAIN", 0, 1, DOMAIN, shutdown_options,
        "ask a guest to shut down",
        "Asks by control/shutdown in xenstore; a guest that does not listen goes on (destroy ends it)."),
    ROW(reboot, "reboot", FIRST, "DOMAIN", 1, 1, DOMAIN, NULL, "ask a guest to reboot",
        "Asks by control/shutdown in xenstore. What happens then, on_reboot says: it is started again "
        "from its configuration."),
    ROW(destroy, "destroy", FIRST, "DOMAIN", 1, 1, DOMAIN, domain_options, "end a guest at once",
        "Nobody asks it. Its memory comes back, its entries in xenstore go, and it is not started again."),
    ROW(rename, "rename", FIRST, "DOMAIN NAME", 2, 2, DOMAIN, NULL, "give a guest another name",
        NULL),
    ROW(domid, "domid", FIRST, "NAME", 1, 1, DOMAIN, NULL,
        "print the number of the domain of a name", NULL),
    ROW(domname, "domname", FIRST, "NUMBER", 1, 1, DOMAIN, NULL,
        "print the name of the domain of a number", NULL),
    ROW(vcpu_list, "vcpu-list", FIRST, "[DOMAIN]...", 0, MANY, DOMAIN, json_option,
        "list the vCPUs of domains",
        "One line for each: the processor it is or was on, its state (running, blocked, paused), the time "
        "it has run, in seconds, and the processors it may be on."),
    ROW(vcpu_pin, "vcpu-pin", FIRST, "DOMAIN VCPU CPUS [SOFT]", 3, 4, DOMAIN, vcpu_pin_options,
        "say on which processors a vCPU may run",
        "VCPU is a number or all; CPUS is as in 0-3,5,^1, or all, or - for no change. SOFT, the processors "
        "it would prefer, may be all or -: Torc has no preferences."),
    ROW(sched_credit, "sched-credit", FIRST, "", 0, 0, NOTHING, sched_credit_options,
        "show or set weight and cap", "Without -w and -c it shows them, of one domain or of all."),
    ROW(mem_set, "mem-set", FIRST, "DOMAIN MEM", 2, 2, DOMAIN, NULL,
        "ask a guest to have this much memory",
        "MEM is in KiB, or with a letter behind it: b, k, m, g, t. The guest gives back what it has more, "
        "or takes what it has less, up to its maxmem, if it has a balloon driver."),
    ROW(uptime, "uptime", FIRST, "[DOMAIN]...", 0, MANY, DOMAIN, json_option,
        "print since when domains run", NULL),
    ROW(top, "top", FIRST, "", 0, 0, NOTHING, top_options, "watch what domains use",
        "A look every three seconds: state, time, share of a processor since the last look, memory. "
        "q leaves."),
    ROW(stats, "stats", FIRST, "", 0, 0, NOTHING, stats_options, "print figures for a monitor",
        "Time, memory, vCPUs and state of each domain, and memory and processors of the machine."),
    ROW(info, "info", FIRST, "", 0, 0, NOTHING, json_option,
        "print facts about machine and hypervisor", NULL),
    ROW(dmesg, "dmesg", FIRST, "", 0, 0, NOTHING, dmesg_options, "print the hypervisor's messages",
        "What is left of them: the buffer is a ring."),
    ROW(help, "help", BOTH, "[VERB]", 0, 1, VERB, help_options,
        "say what there is, or all about one verb", NULL),
};

const struct verb *verb_find(const char *name)
{
    for (unsigned i = 0; i < VERB_COUNT; i++)
        if (!strcmp(verbs[i].name, name))
            return &verbs[i];
    return NULL;
}

const char *verb_name(unsigned index)
{
    return index < VERB_COUNT ? verbs[index].name : NULL;
}

const struct verb *verb_choose(const char *name, enum verb_where here, char *why, size_t size)
{
    const struct verb *verb = verb_find(name);
    const char *near = suggest(name, verb_name);

    if (verb && verb->where & here)
        return verb;
    if (verb && here == VERB_LAPTOP)
        snprintf(why, size, "'%s' works in the first domain: boot it (make run), and say it there",
                 name);
    else if (verb)
        snprintf(why, size, "'%s' works on the laptop, not in the first domain", name);
    else
        snprintf(why, size, "there is no command '%s'%s%s%s; torc --help lists them", name,
                 near ? ", perhaps '" : "", near ? near : "", near ? "'" : "");
    return NULL;
}
