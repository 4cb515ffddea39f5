/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_COMMAND_H
#define XENSTORE_COMMAND_H
/*
 * What the verbs of the command share.
 */
#include "../client/client.h"

/* Which option letters were given. */
struct given {
    bool f, p, r, t, u, R;
    long n;
};

struct command {
    struct xenstore *store;
    const char *verb;
    struct given given;
    char **words; /* until NULL */
};

/* Each returns the exit status. */
int command_read(struct command *command);
int command_write(struct command *command);
int command_rm(struct command *command);
int command_list(struct command *command);
int command_exists(struct command *command);
int command_chmod(struct command *command);
int command_watch(struct command *command);
int command_control(struct command *command);
int command_ls(struct command *command);

/* 1, and a message that says what could not be done where, from errno. */
int command_failed(const struct command *command, const char *what);
/* Do it in a transaction, again as long as others disturb it. */
int command_in_transaction(struct command *command,
                           int (*work)(struct command *command, uint32_t tx));
/* A value as one line of text, of `room` characters, and then a sign that there is more. How wide.
 */
size_t value_print(const char *bytes, size_t length, size_t room);
/* From such text to bytes, in place; how many. */
size_t value_read(char *text);

#endif
