/* SPDX-License-Identifier: MIT */
/*
 * The reference of the calls: number, arguments, registers, sub-operations, and which of them
 * ring 0 answers.
 */
#include <string.h>

#include "docs.h"
#include "text.h"

#include "abi/calls.h"
#include "abi/numbers.h"
#include "abi/reasons.h"
#include "abi/refusals.h"

static const struct call {
    unsigned number;
    const char *name, *shape, *who;
} calls[] = {
#define CALL_ROW(number, name, shape, who) {number, #name, #shape, #who},
    ABI_CALLS(CALL_ROW)
};

static const struct call_text {
    const char *name, *arguments, *prefix, *flags, *text;
} call_texts[] = {
#define CALL_TEXT_ROW(name, arguments, prefix, flags, text) {#name, arguments, prefix, flags, text},
    CALL_TEXTS(CALL_TEXT_ROW)
};

static const struct number {
    const char *name;
    unsigned number;
} subops[] = {
#define NUMBER_ROW(name, number) {#name, number},
    ABI_SUBOPS(NUMBER_ROW)
    {"TORC_OP_counters", ABI_TORC_OP_counters}, {"TORC_OP_last_refusal", ABI_TORC_OP_last_refusal},
}, flags[] = {
    ABI_FLAGS(NUMBER_ROW)
};

static const struct subop_text {
    const char *name, *structure, *text;
} subop_texts[] = {
#define SUBOP_TEXT_ROW(name, structure, text) {#name, structure, text},
    SUBOP_TEXTS(SUBOP_TEXT_ROW)
};

/* Reasons by name, with their error; and which of them each call may give. */
static const struct reason_row {
    const char *name, *error;
} reasons[] = {
#define REASON_ROW(id, name, error, text) {#name, #error},
    ABI_REASONS(REASON_ROW)
};

static const struct refusals {
    const char *call, *reasons;
} refusals[] = {
#define REFUSALS_ROW(call, ...) {#call, #__VA_ARGS__},
    ABI_REFUSALS(REFUSALS_ROW)
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char head[] =
    "# Hypercalls\n"
    "\n"
    "A 32-bit guest makes a call from ring 1 by `int $0x82`, the number in EAX, arguments in EBX, ECX,\n"
    "EDX, ESI and EDI, and finds the result in EAX. A 64-bit guest's kernel uses `syscall`, with RAX, RDI,\n"
    "RSI, RDX, R10 and R8; the instruction itself changes RCX and R11. Or they call a stub in their\n"
    "hypercall page, number *n* standing 32 bytes times *n* from its start. A negative result is an error\n"
    "of `abi/errors.h`. All other registers survive; a call that runs long may stop and start again, of\n"
    "which the guest notices nothing. From ring 3 of a 32-bit guest `int $0x82` is a general protection\n"
    "fault; `syscall` in a program of a 64-bit guest is a system call of that guest. A number that is not\n"
    "listed answers -ENOSYS, and so does a sub-operation marked \"not yet\". Below, registers are those of\n"
    "32-bit guests; a value in two of them takes one in a 64-bit guest.\n"
    "\n"
    "The lists are `abi/calls.h` and `abi/numbers.h`; errors have [reasons](reasons.md), arguments point\n"
    "to [structures](structures.md). How a call gets from the guest to its handler is told in\n"
    "[the life of a hypercall](../life-of-a-hypercall.md).\n";

static const struct call_text *text_of(const char *name)
{
    for (size_t i = 0; i < COUNT(call_texts); i++)
        if (!strcmp(call_texts[i].name, name))
            return &call_texts[i];
    return NULL;
}

/* Words in a list that is separated by commas. */
static unsigned word_count(const char *list)
{
    unsigned n = *list != '\0';

    for (; *list; list++)
        n += *list == ',';
    return n;
}

static bool text_check(const struct call *call, const struct call_text *text)
{
    unsigned arguments = strcmp(call->shape, "o") ? (unsigned)strlen(call->shape) : 0;

    if (!text)
        fprintf(stderr, "docs: hypercall %s has no row in tools/docs/text.h: add one\n", call->name);
    else if (word_count(text->arguments) != arguments)
        fprintf(stderr, "docs: hypercall %s has %u arguments, tools/docs/text.h names another number\n",
                call->name, arguments);
    else
        return true;
    return false;
}

static void registers_print(FILE *out, const char *shape)
{
    static const char *const names[] = {"EBX", "ECX", "EDX", "ESI", "EDI"};
    unsigned next = 0;

    for (const char *s = shape; *s && *s != 'o'; s++) {
        fprintf(out, "%s%s", next ? ", " : "", names[next]);
        next++;
        if (*s == 'D')
            fprintf(out, ":%s", names[next++]);
    }
    if (!next)
        fputs("none", out);
}

static bool has_prefix(const char *name, const char *prefixes)
{
    while (*prefixes) {
        size_t length = strcspn(prefixes, ",");
        if (!strncmp(name, prefixes, length))
            return true;
        prefixes += length + (prefixes[length] == ',');
    }
    return false;
}

/* Does ring 0 know this sub-operation?  The event channels' table leaves the prefix away. */
static bool is_answered(const struct number *subop)
{
    char word[80];

    snprintf(word, sizeof word, "ABI_%s", subop->name);
    if (sources_hold(word))
        return true;
    if (strncmp(subop->name, "EVTCHNOP_", 9))
        return false;
    snprintf(word, sizeof word, "ROW(%s", subop->name + 9);
    return sources_hold(word);
}

static void subop_print(FILE *out, const struct number *subop, size_t skip)
{
    const struct subop_text *text = NULL;

    for (size_t i = 0; i < COUNT(subop_texts); i++)
        if (!strcmp(subop_texts[i].name, subop->name))
            text = &subop_texts[i];
    fprintf(out, "| %u | %s | ", subop->number, subop->name + skip);
    if (text && *text->structure)
        fprintf(out, "[%s](structures.md#%s)", text->structure, text->structure);
    fprintf(out, " | %s%s |\n", is_answered(subop) ? "" : "not yet: ", text ? text->text : "");
}

static void subops_print(FILE *out, const char *prefix)
{
    if (!*prefix)
        return;
    fprintf(out, "\n| %s | | argument | |\n|--:|---|---|---|\n", prefix);
    for (size_t i = 0; i < COUNT(subops); i++)
        if (has_prefix(subops[i].name, prefix))
            subop_print(out, &subops[i], strlen(prefix));
}

static void flags_print(FILE *out, const char *prefixes)
{
    bool any = false;

    for (size_t i = 0; *prefixes && i < COUNT(flags); i++) {
        if (!has_prefix(flags[i].name, prefixes))
            continue;
        fprintf(out, "%s%s = %u", any ? ", " : "\nNumbers: ", flags[i].name, flags[i].number);
        any = true;
    }
    if (any)
        fputs(".\n", out);
}

/* One line of the reasons, each with its error; false if the list names one that there is not. */
static bool refusals_print(FILE *out, const char *call, const char *list)
{
    bool good = true, first = true;

    for (const char *at = list; *at;) {
        size_t length = strcspn(at, ","), i = 0;
        while (i < COUNT(reasons) &&
               (strlen(reasons[i].name) != length || strncmp(reasons[i].name, at, length)))
            i++;
        if (i == COUNT(reasons)) {
            fprintf(stderr, "docs: abi/refusals.h: %s: no such reason: %.*s\n", call, (int)length, at);
            good = false;
        } else {
            fprintf(out, "%s%s (%s)", first ? "\nRefused for: " : ", ", reasons[i].name,
                    reasons[i].error);
        }
        first = false;
        at += length;
        at += strspn(at, ", ");
    }
    fputs(first ? "" : ".\n", out);
    return good;
}

static bool call_refusals_print(FILE *out, const char *call)
{
    bool good = true;

    for (size_t i = 0; i < COUNT(refusals); i++)
        if (!strcmp(refusals[i].call, call))
            good &= refusals_print(out, call, refusals[i].reasons);
    return good;
}

static bool call_print(FILE *out, const struct call *call, const struct call_text *text)
{
    char handler[80];

    fprintf(out, "\n## %s\n\n`%s(%s)`, number %u", call->name, call->name, text->arguments,
            call->number);
    if (strcmp(call->who, "ANY"))
        fputs(", for the privileged domain", out);
    fputs(". Registers: ", out);
    registers_print(out, call->shape);
    fputs(". Handler: ", out);
    snprintf(handler, sizeof handler, "long call_%s", call->name);
    sources_print(out, handler);
    fprintf(out, ".\n\n%s\n", text->text);
    subops_print(out, text->prefix);
    flags_print(out, text->flags);
    return call_refusals_print(out, call->name);
}

bool hypercalls_print(FILE *out)
{
    bool good = true;

    fputs(head, out);
    for (size_t i = 0; i < COUNT(calls); i++) {
        const struct call_text *text = text_of(calls[i].name);
        good &= text_check(&calls[i], text) && call_print(out, &calls[i], text);
    }
    return good;
}
