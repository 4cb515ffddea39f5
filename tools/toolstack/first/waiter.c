/* SPDX-License-Identifier: MIT */
/*
 * Somebody has to be there when a guest ends: a process for each, as with xl. It hears from
 * xenstore that some domain ended (@releaseDomain), looks whether it was its own, and does what
 * on_poweroff, on_reboot, on_crash or on_watchdog says. A guest that is started again keeps its
 * waiter; one that somebody destroyed needs none.
 */
#include "first.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS      1000 /* from one look to the next if nobody says anything */
#define LOG          LOG_FOLDER "/torc.log"
#define LOG_MAX      (256l << 10)
#define LIVED_ENOUGH 10 /* seconds; who ends sooner is started again slower */

static const char *const events[EVENTS] = {
    "powered off", "asked for a reboot",        "was suspended",
    "crashed",     "was ended by its watchdog", "asked for a soft reset"};

/* One line, with the time; the file begins anew before it grows large. */
static void note(const char *format, ...)
{
    FILE *log = fopen(LOG, "a");
    char when[32];
    time_t now = time(NULL);
    va_list list;

    if (!log)
        return;
    if (ftell(log) > LOG_MAX && ftruncate(fileno(log), 0) == 0)
        rewind(log);
    strftime(when, sizeof(when), "%F %T", gmtime(&now));
    fprintf(log, "%s ", when);
    va_start(list, format);
    vfprintf(log, format, list);
    va_end(list);
    fputc('\n', log);
    fclose(log);
}

/* Until the domain has ended; false: somebody else has destroyed it. */
static bool wait_for_end(unsigned domid, unsigned *reason)
{
    domain_facts facts;

    if (store())
        xenstore_watch(store(), "@releaseDomain", "waiter");
    while (domain_info(domid, &facts) == 0 && !(facts.flags & ABI_XEN_DOMINF_dying)) {
        struct pollfd wait = {.fd = store() ? xenstore_fd(store()) : -1, .events = POLLIN};

        if (domain_is_shut(&facts, reason))
            return true;
        if (poll(&wait, store() ? 1 : 0, LOOK_MS) > 0)
            free(xenstore_event(store(), false));
        if (wait.revents & (POLLHUP | POLLERR))
            store_close();
    }
    return false;
}

/* What is kept of its configuration, under the name it has now, started again. */
static bool start_again(const char *text, const char *name, unsigned *domid)
{
    struct report report = load_report();
    struct plan plan = {.file = "kept configuration"};
    char line[NAME_SIZE + 16];
    bool is_started;

    snprintf(line, sizeof(line), "name = \"%s\"", name);
    config_init(&plan.config);
    is_started = config_read(&plan.config, &report, plan.file, text, strlen(text)) &&
                 config_read(&plan.config, &report, "its name", line, strlen(line)) &&
                 guest_read(&plan.config, &report, &plan.guest) && guest_create(&plan, domid);
    if (is_started && domain_unpause(*domid) != 0) {
        guest_destroy(*domid, name);
        is_started = false;
    }
    config_free(&plan.config);
    return is_started;
}

/* The text of a kept configuration, for free(). */
static char *kept(const char *name)
{
    char path[128], *text = NULL;
    size_t size = 0;

    config_path(name, path, sizeof(path));
    FILE *file = fopen(path, "r");
    if (!file)
        return NULL;
    if (getdelim(&text, &size, 0, file) < 0) {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

/* The ended one steps aside under another name. */
static bool step_aside(unsigned domid, const char *name)
{
    char other[NAME_SIZE];
    time_t now = time(NULL);
    domain_facts facts;
    size_t length = (size_t)snprintf(other, sizeof(other), "%.*s", GUEST_NAME_MAX - 16, name);

    strftime(other + length, sizeof(other) - length, "-%Y%m%dT%H%M%S", gmtime(&now));
    return domain_info(domid, &facts) == 0 && guest_rename(&facts, other);
}

/* True: it runs again, as domain *domid. */
static bool act(enum action action, const char *name, unsigned *domid)
{
    char *text = kept(name);
    bool runs = false;

    if (action == ACTION_RENAME_RESTART ? step_aside(*domid, name) : guest_destroy(*domid, name)) {
        if (action == ACTION_DESTROY)
            note("%s: destroyed", name);
        else if (text && start_again(text, name, domid))
            runs = true;
        else
            note("%s: not started again; torc create says why", name);
    }
    free(text);
    return runs;
}

void waiter_run(unsigned domid, const struct guest *guest)
{
    enum action actions[EVENTS];
    unsigned reason;
    char name[NAME_SIZE];

    memcpy(actions, guest->action, sizeof(actions)); /* the configuration may go */
    for (;;) {
        time_t began = time(NULL);

        if (!wait_for_end(domid, &reason))
            return;
        domain_name(domid, name);
        enum event event = reason < EVENTS ? (enum event)reason : EVENT_CRASH;
        note("%s (domain %u) %s: %s", name, domid, events[event], action_name(actions[event]));
        if (actions[event] == ACTION_PRESERVE)
            return;
        if (actions[event] != ACTION_DESTROY && time(NULL) - began < LIVED_ENOUGH)
            sleep(1);
        if (!act(actions[event], name, &domid))
            return;
        note("%s is domain %u", name, domid);
    }
}

/* What it has to say goes to its log; it holds no folder and no terminal. */
static void leave_terminal(void)
{
    int nothing = open("/dev/null", O_RDWR), log = open(LOG, O_WRONLY | O_CREAT | O_APPEND, 0600);

    setsid();
    if (chdir("/") != 0 || nothing < 0)
        _exit(1);
    dup2(nothing, 0);
    dup2(nothing, 1);
    dup2(log >= 0 ? log : nothing, 2);
}

bool waiter_start(unsigned domid, const struct guest *guest)
{
    fflush(stdout);
    store_close(); /* a connection belongs to one process */
    pid_t child = fork();
    if (child < 0) {
        complain_errno("nobody waits for the end of domain %u", domid);
        return false;
    }
    if (child > 0)
        return true;
    leave_terminal();
    waiter_run(domid, guest);
    _exit(0);
}
