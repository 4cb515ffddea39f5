/* SPDX-License-Identifier: MIT */
/*
 * The table of reasons: why a call was refused, a domain ended or a kernel not started.
 */
#include "docs.h"

#include "abi/reasons.h"

static const struct row {
    unsigned id;
    const char *name, *error, *text;
} rows[] = {
#define ROW(id, name, error, text) {id, #name, #error, text},
    ABI_REASONS(ROW)
};

static const char *const classes[10] = {
    "Arguments in general", "Frames and page tables", "Descriptors and segments", "Events",
    "Scheduling and vCPUs", "Memory reservations", "Console, version and the rest",
    "Emulated instructions", "What crashes a domain", "What refuses an image at boot",
};

static const char *const about[10] = {
    [7] = "The guest sees a fault (mostly #GP), not the error; the reason is recorded all the same.",
    [8] = "These end the domain. The sentence stands in the last line of the console.",
    [9] = "These end the boot, `./torc run` with status 5. The sentence stands in the last line of "
          "the console.",
};

static const char head[] =
    "# Reasons\n"
    "\n"
    "Every refusal of the hypervisor has a reason: a number that never changes, a name, the error the\n"
    "guest gets, and a sentence. A guest asks for the number of its last one with\n"
    "`torc_op(last_refusal)` and reads counts by class with `torc_op(counters)`, see\n"
    "[the calls](hypercalls.md); the console prints name and sentence where a domain ends. The list is\n"
    "`abi/reasons.h`. \"Where\" names the files below `hypervisor/` that refuse so; a reason without one\n"
    "is kept for what is not there yet, or was used once: numbers are not used again.\n";

bool reasons_print(FILE *out)
{
    int class = -1;

    fputs(head, out);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char word[80];

        if ((int)(rows[i].id / 100) != class) {
            class = (int)(rows[i].id / 100);
            fprintf(out, "\n## %d00: %s\n\n", class, classes[class]);
            if (about[class])
                fprintf(out, "%s\n\n", about[class]);
            fputs("| id | name | error | what was wrong | where |\n|--:|---|---|---|---|\n", out);
        }
        snprintf(word, sizeof word, "REASON_%s", rows[i].name);
        fprintf(out, "| %u | %s | %s | %s | ", rows[i].id, rows[i].name, rows[i].error, rows[i].text);
        sources_print(out, word);
        fputs(" |\n", out);
    }
    return true;
}
