/* SPDX-License-Identifier: MIT */
/*
 * The verbs that name nodes one by one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

int command_failed(const struct command *command, const char *what)
{
    const char *why = errno == EACCES   ? "permission denied"
                      : errno == EINVAL ? "no valid path, permission or word"
                                        : strerror(errno);

    fprintf(stderr, "xenstore-%s: %s: %s\n", command->verb, what, why);
    return 1;
}

int command_in_transaction(struct command *command,
                           int (*work)(struct command *command, uint32_t tx))
{
    for (;;) {
        uint32_t tx = xenstore_begin(command->store);
        int status = tx ? work(command, tx) : command_failed(command, "a transaction");

        if (status) {
            if (tx)
                xenstore_abandon(command->store, tx);
            return status;
        }
        if (xenstore_commit(command->store, tx))
            return 0;
        if (errno != EAGAIN)
            return command_failed(command, "a transaction");
    }
}

/* ---- read, write, rm ----------------------------------------------------------------------- */

static int read_all(struct command *command, uint32_t tx)
{
    for (char **word = command->words; *word; word++) {
        size_t length;
        char *value = xenstore_read(command->store, tx, *word, &length);

        if (!value)
            return command_failed(command, *word);
        if (command->given.p)
            printf("%s: ", *word);
        if (command->given.R) {
            fwrite(value, 1, length, stdout);
        } else {
            value_print(value, length, SIZE_MAX);
            putchar('\n');
        }
        free(value);
    }
    return 0;
}

int command_read(struct command *command)
{
    return read_all(command, 0);
}

static int write_all(struct command *command, uint32_t tx)
{
    for (char **word = command->words; *word; word += 2) {
        char *value = strdup(word[1]);
        size_t length = command->given.R ? strlen(value) : value_read(value);
        bool written = xenstore_write(command->store, tx, word[0], value, length);

        free(value);
        if (!written)
            return command_failed(command, word[0]);
    }
    return 0;
}

int command_write(struct command *command)
{
    return command_in_transaction(command, write_all);
}

/* What is above it and has neither a value nor children. */
static void tidy(struct command *command, uint32_t tx, char *path)
{
    char *slash;

    while ((slash = strrchr(path, '/')) && slash != path) {
        unsigned count = 1;
        size_t length = 1;

        *slash = '\0';
        free(xenstore_directory(command->store, tx, path, &count));
        free(xenstore_read(command->store, tx, path, &length));
        if (count || length || !xenstore_rm(command->store, tx, path))
            return;
    }
}

static int rm_all(struct command *command, uint32_t tx)
{
    for (char **word = command->words; *word; word++) {
        if (!xenstore_rm(command->store, tx, *word))
            return command_failed(command, *word);
        if (command->given.t) {
            char *path = strdup(*word);

            tidy(command, tx, path);
            free(path);
        }
    }
    return 0;
}

int command_rm(struct command *command)
{
    return command_in_transaction(command, rm_all);
}

/* ---- list, exists, control ----------------------------------------------------------------- */

int command_list(struct command *command)
{
    for (char **word = command->words; *word; word++) {
        char **names = xenstore_directory(command->store, 0, *word, NULL);

        if (!names)
            return command_failed(command, *word);
        for (char **name = names; *name; name++) {
            if (command->given.p)
                printf("%s%s", *word, strcmp(*word, "/") == 0 ? "" : "/");
            printf("%s\n", *name);
        }
        free(names);
    }
    return 0;
}

int command_exists(struct command *command)
{
    for (char **word = command->words; *word; word++) {
        char *value = xenstore_read(command->store, 0, *word, NULL);

        free(value);
        if (!value)
            return errno == ENOENT ? 1 : command_failed(command, *word);
    }
    return 0;
}

int command_control(struct command *command)
{
    unsigned count = 0;
    char *answer;

    while (command->words[count])
        count++;
    answer = xenstore_control(command->store, (const char *const *)command->words, count);
    if (!answer)
        return command_failed(command, command->words[0]);
    printf("%s%s", answer, *answer && answer[strlen(answer) - 1] == '\n' ? "" : "\n");
    free(answer);
    return 0;
}

/* ---- watch --------------------------------------------------------------------------------- */

int command_watch(struct command *command)
{
    long left = command->given.n;

    for (char **word = command->words; *word; word++) {
        if (!xenstore_watch(command->store, *word, *word))
            return command_failed(command, *word);
    }
    do {
        char **event = xenstore_event(command->store, true);

        if (!event)
            return command_failed(command, "waiting");
        printf("%s\n", event[0]);
        fflush(stdout);
        free(event);
    } while (command->given.n == 0 || --left);
    return 0;
}
