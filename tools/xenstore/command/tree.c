/* SPDX-License-Identifier: MIT */
/*
 * The verbs that walk: ls shows a tree, chmod changes one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* Where the permissions stand, if there is room before; how far a value goes. */
enum { PERMS_COLUMN = 60, VALUE_COLUMN = 76 };

/* parent/name; NULL: no memory, and a message said so. */
static char *join(const char *parent, const char *name)
{
    size_t size = strlen(parent) + strlen(name) + 2;
    char *path = malloc(size);

    if (path)
        snprintf(path, size, "%s%s%s", strcmp(parent, "/") == 0 ? "" : parent,
                 *name == '/' ? "" : "/", name);
    return path;
}

/* Do something with each child of a node; one that goes away meanwhile was none. */
static int each_child(struct command *command, uint32_t tx, const char *path, unsigned depth,
                      int (*visit)(struct command *, uint32_t, const char *, unsigned))
{
    char **names = xenstore_directory(command->store, tx, path, NULL);
    int status = 0;

    if (!names)
        return errno == ENOENT && depth ? 0 : command_failed(command, path);
    for (char **name = names; *name && !status; name++) {
        char *child = join(path, *name);

        status = child ? visit(command, tx, child, depth) : command_failed(command, path);
        free(child);
    }
    free(names);
    return status;
}

/* ---- ls ------------------------------------------------------------------------------------ */

static void print_perms(struct command *command, const char *path, int width)
{
    char **perms = xenstore_get_perms(command->store, 0, path, NULL);

    if (command->given.f)
        width = PERMS_COLUMN;
    for (int column = width; column < PERMS_COLUMN; column++)
        putchar(column % 2 && column > width ? '.' : ' ');
    for (char **perm = perms; perm && *perm; perm++)
        printf("%s%s", perm == perms ? (command->given.f ? "   (" : "  (") : ",", *perm);
    if (perms)
        putchar(')');
    free(perms);
}

static int show(struct command *command, uint32_t tx, const char *path, unsigned depth)
{
    size_t length, room = SIZE_MAX;
    char *value = xenstore_read(command->store, tx, path, &length);
    int column;

    if (!value)
        return errno == ENOENT || errno == EACCES ? 0 : command_failed(command, path);
    if (command->given.f) {
        column = printf("%s = \"", path);
    } else {
        column = printf("%*s%s = \"", (int)depth, "", strrchr(path, '/') + 1);
        room = column < VALUE_COLUMN ? (size_t)(VALUE_COLUMN - column) : 0;
    }
    column += (int)value_print(value, length, room);
    putchar('"');
    if (command->given.p)
        print_perms(command, path, column + 1);
    putchar('\n');
    free(value);
    return each_child(command, tx, path, depth + 1, show);
}

int command_ls(struct command *command)
{
    static char *root[] = {"/", NULL};
    int status = 0;

    for (char **word = *command->words ? command->words : root; *word && !status; word++)
        status = each_child(command, 0, *word, 0, show);
    return status;
}

/* ---- chmod --------------------------------------------------------------------------------- */

static int change_one(struct command *command, uint32_t tx, const char *path)
{
    const char *const *modes = (const char *const *)command->words + 1;
    unsigned count = 0;

    while (modes[count])
        count++;
    return xenstore_set_perms(command->store, tx, path, modes, count)
               ? 0
               : command_failed(command, path);
}

static int change(struct command *command, uint32_t tx, const char *path, unsigned depth)
{
    int status = change_one(command, tx, path);

    return status || !command->given.r ? status : each_child(command, tx, path, depth + 1, change);
}

static int chmod_all(struct command *command, uint32_t tx)
{
    char *path = strdup(command->words[0]), *slash;
    int status = path ? change(command, tx, path, 0) : command_failed(command, "chmod");

    while (!status && command->given.u && (slash = strrchr(path, '/')) && slash != path) {
        *slash = '\0';
        status = change_one(command, tx, path);
    }
    free(path);
    return status;
}

int command_chmod(struct command *command)
{
    return command_in_transaction(command, chmod_all);
}
