/* SPDX-License-Identifier: MIT */
/*
 * The `torc` command: where it starts.  One word says what to do; on the laptop that is `run`.
 * A run builds a machine, lets it run, and turns its last words into an exit status; when the
 * guest asks for a reboot the machine starts again.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tools/toolstack/load.h"
#include "tools/toolstack/verbs/verbs.h"
#include "torc.h"

#ifndef TORC_VERSION
#error "TORC_VERSION comes from the VERSION file, see tools/build.mk"
#endif

static void say_list(const char *format, va_list list)
{
    char text[2048];

    vsnprintf(text, sizeof text, format, list);
    bool colour = isatty(2) && terminal_colour();
    fprintf(stderr, "%storc: %s%s%s\n", colour ? "\033[2m" : "", text, colour ? "\033[0m" : "",
            terminal_is_raw() ? "\r" : "");
}

void say(const char *format, ...)
{
    va_list list;

    va_start(list, format);
    say_list(format, list);
    va_end(list);
}

void fail(const char *format, ...)
{
    va_list list;

    terminal_restore(false);
    va_start(list, format);
    say_list(format, list);
    va_end(list);
    exit(STATUS_OUR_FAILURE);
}

char *format_string(const char *format, ...)
{
    va_list list;
    char *text;

    va_start(list, format);
    if (vasprintf(&text, format, list) < 0)
        fail("out of memory");
    va_end(list);
    return text;
}

static long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static void say_gdb(const struct run_options *options, const struct machine *machine)
{
    say("stopped at the first instruction; in another terminal:");
    if (options->native)
        say("  gdb -ex 'target remote :%u' %s", machine->gdb_port, options->kernel[0].path);
    else
        say("  gdb -ex 'target remote :%u' -ex 'add-symbol-file %s' %s.sym", machine->gdb_port,
            options->kernel[0].path, options->hypervisor);
    if (system("command -v gdb >/dev/null"))
        say("  (gdb is not installed: sudo apt-get install gdb)");
}

/* Run the machine once, and once more after each reboot, until it ends for good. */
static enum status run_machine(const struct run_options *options)
{
    static struct session session;
    struct machine machine;
    long deadline_ms = now_ms() + options->timeout_s * 1000L;

    machine_build(&machine, options);
    if (options->show) {
        machine_show(&machine);
        return STATUS_POWERED_OFF;
    }
    if (options->gdb)
        say_gdb(options, &machine);
    if (terminal_present())
        say("Ctrl-] ends the machine");
    do {
        memset(&session, 0, sizeof session);
        session_run(&session, &machine, options->log,
                    options->timeout_s ? deadline_ms - now_ms() : -1);
    } while (session.end == SESSION_EXITED && session.transcript.end == END_REBOOT &&
             !options->no_reboot);
    switch (session.end) {
    case SESSION_TIMED_OUT:
        say("the machine still ran after %u s (--timeout) and was ended", options->timeout_s);
        return STATUS_TIMED_OUT;
    case SESSION_LEFT:
        return STATUS_POWERED_OFF;
    case SESSION_SIGNALLED:
        return 128 + session.signal;
    case SESSION_FAILED:
        return STATUS_OUR_FAILURE;
    case SESSION_EXITED:
        break;
    }
    return verdict_give(&session.transcript, options);
}

static enum status run(int argc, char **argv)
{
    struct run_options options;
    enum status status;

    if (!options_parse(&options, argc, argv, &status) || !kernel_prepare(&options, &status))
        return status;
    share_prepare(&options);
    return run_machine(&options);
}

static enum status check(int argc, char **argv)
{
    struct verb_words words;

    if (words_read(&words, &verbs[VERB_check], argc, argv))
        return load_check(words.arguments, words.count) ? STATUS_OUR_FAILURE : STATUS_POWERED_OFF;
    say("%s", words.error);
    return STATUS_USAGE;
}

static enum status help(int argc, char **argv)
{
    struct verb_words words;
    char why[200];

    if (!words_read(&words, &verbs[VERB_help], argc, argv)) {
        say("%s", words.error);
        return STATUS_USAGE;
    }
    if (words.count == 0 && !words_given(&words, "long"))
        verb_overview(stdout, VERB_LAPTOP);
    for (unsigned i = 0; i < VERB_COUNT && words_given(&words, "long"); i++)
        verb_print_help(stdout, &verbs[i]);
    if (words.count == 0)
        return STATUS_POWERED_OFF;
    if (verb_find(words.arguments[0])) {
        verb_print_help(stdout, verb_find(words.arguments[0]));
        return STATUS_POWERED_OFF;
    }
    verb_choose(words.arguments[0], VERB_LAPTOP, why, sizeof(why));
    say("%s", why);
    return STATUS_USAGE;
}

int main(int argc, char **argv)
{
    char why[200];

    if (argc < 2) {
        verb_overview(stderr, VERB_LAPTOP);
        return STATUS_USAGE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
        return help(0, NULL);
    if (!strcmp(argv[1], "--version")) {
        puts("Torc " TORC_VERSION);
        return 0;
    }
    const struct verb *verb = verb_find(argv[1]);
    if (verb && argc == 3 && !strcmp(argv[2], "--help")) { /* wherever it works */
        verb_print_help(stdout, verb);
        return 0;
    }
    if (!verb_choose(argv[1], VERB_LAPTOP, why, sizeof(why))) {
        say("%s", why);
        return STATUS_USAGE;
    }
    if (verb == &verbs[VERB_run])
        return run(argc - 2, argv + 2);
    return verb == &verbs[VERB_check] ? check(argc - 2, argv + 2) : help(argc - 2, argv + 2);
}
