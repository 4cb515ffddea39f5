/* SPDX-License-Identifier: MIT */
/*
 * What became of it.  The hypervisor's last line on the console says how a run ended, in a
 * form made for this program: "torc: end: WORD: free text".  A guest can print that too, but
 * the last such line counts, and the hypervisor speaks last.  Real Xen, when it stands in for
 * Torc, has its own last lines.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "torc.h"

/* Lines that end a run.  `stands`: the machine then stays on and has to be ended. */
static const struct ending {
    const char *line;
    enum end end;
    bool stands;
} endings[] = {
    {"torc: end: poweroff:", END_POWEROFF, false},
    {"torc: end: reboot:", END_REBOOT, false},
    {"torc: end: crash:", END_CRASH, false},
    {"torc: end: refused:", END_REFUSED, false},
    {"torc: end: panic:", END_PANIC, false},
    {"(XEN) Hardware Dom0 halted:", END_POWEROFF, true},
    {"(XEN) Hardware Dom0 shutdown:", END_REBOOT, true},
    {"(XEN) Hardware Dom0 crashed:", END_CRASH, true},
    {"(XEN) dom0 kernel not specified", END_REFUSED, true},
    {"(XEN) Could not construct domain 0", END_REFUSED, true},
    {"(XEN) Could not set up DOM0 guest OS", END_REFUSED, true},
    {"(XEN) Panic on CPU", END_PANIC, true},
};

static void line_judge(struct transcript *transcript)
{
    const char *line = transcript->line;

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t length = strlen(endings[i].line);

        if (strncmp(line, endings[i].line, length))
            continue;
        transcript->end = endings[i].end;
        transcript->stands_still = endings[i].stands;
        if (line[0] != '(') /* Xen's lines are not cut for a program: keep them whole */
            line += length;
        line += strspn(line, " ");
        snprintf(transcript->reason, sizeof transcript->reason, "%s", line);
    }
}

/* Take in console output: keep its tail, and look at each finished line. */
void transcript_add(struct transcript *transcript, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (transcript->tail_length == TRANSCRIPT_TAIL) {
            transcript->tail_length /= 2;
            memmove(transcript->tail, transcript->tail + TRANSCRIPT_TAIL / 2, TRANSCRIPT_TAIL / 2);
        }
        transcript->tail[transcript->tail_length++] = bytes[i];
        if (bytes[i] == '\n') {
            transcript->line[transcript->line_length] = '\0';
            line_judge(transcript);
            transcript->line_length = 0;
        } else if (bytes[i] != '\r' && transcript->line_length + 1 < TRANSCRIPT_LINE) {
            transcript->line[transcript->line_length++] = bytes[i];
        }
    }
}

/* A line of a backtrace: "  [c0101234] guest" or "  [ffff800000101234] torc". */
static bool frame_parse(const char *line, uint64_t *address, bool *in_guest)
{
    char *end;

    line += strspn(line, " ");
    if (*line != '[' || !isxdigit((unsigned char)line[1]))
        return false;
    *address = strtoull(line + 1, &end, 16);
    if (*end++ != ']')
        return false;
    end += strspn(end, " ");
    *in_guest = !strncmp(end, "guest", 5);
    return *in_guest || !strncmp(end, "torc", 4);
}

/* The kernel that a line of the hypervisor is about: "(torc) domain 2 crashed: ...". */
static const char *kernel_meant(const char *line, const struct run_options *options,
                                const char *before)
{
    unsigned id;

    if (options->kernels == 1 || sscanf(line, "(torc) domain %u ", &id) != 1 || id < 1 ||
        id > options->kernels)
        return before;
    return options->kernel[id - 1].path;
}

/* Print the names of the addresses that the hypervisor printed on its way out. */
static void backtrace_name(const struct transcript *transcript, const struct run_options *options)
{
    char *symbols = format_string("%s.sym", options->hypervisor);
    const char *kernel = options->kernel[0].path;
    const char *line = transcript->tail, *limit = line + transcript->tail_length, *end;
    bool any = false, inner = true; /* the first of a block was executing, the others called */

    for (; line < limit && (end = memchr(line, '\n', (size_t)(limit - line))); line = end + 1) {
        char text[128], name[256];
        uint64_t address;
        bool in_guest;

        snprintf(text, sizeof text, "%.*s", (int)(end - line), line);
        kernel = kernel_meant(text, options, kernel);
        if (!frame_parse(text, &address, &in_guest)) {
            inner = true;
            continue;
        }
        if (!symbols_name(in_guest ? kernel : symbols, address, !inner, name, sizeof name))
            snprintf(name, sizeof name, "?");
        if (!any)
            say("backtrace, innermost first:");
        any = true;
        inner = false;
        say("  %-5s %8llx  %s", in_guest ? "guest" : "torc", (unsigned long long)address, name);
    }
    free(symbols);
}

/* Tell the person what happened, and say what to exit with. */
enum status verdict_give(const struct transcript *transcript, const struct run_options *options)
{
    switch (transcript->end) {
    case END_POWEROFF:
    case END_REBOOT:
        return STATUS_POWERED_OFF;
    case END_CRASH:
        say("the guest crashed: %s", transcript->reason);
        backtrace_name(transcript, options);
        return STATUS_GUEST_CRASHED;
    case END_REFUSED:
        say("the hypervisor refused to start it: %s", transcript->reason);
        return STATUS_REFUSED;
    case END_PANIC:
        say("the hypervisor panicked, which is a bug in it: %s", transcript->reason);
        backtrace_name(transcript, options);
        return STATUS_OUR_FAILURE;
    case END_SILENT:
        break;
    }
    if (options->native)
        return STATUS_POWERED_OFF; /* nobody there to say more: the machine was switched off */
    say("the machine ended without a last word of the hypervisor, which is a bug in it");
    return STATUS_OUR_FAILURE;
}
