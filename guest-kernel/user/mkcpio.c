/* SPDX-License-Identifier: MIT */
/*
 * Packs the initrd on the build machine: reads a list of what shall be in it and writes a cpio
 * archive in the "newc" format. The same list and files give the same bytes: times are zero, owners
 * root, members in the order of the list. One line each:
 *
 *     dir PATH MODE                         file PATH MODE SOURCE
 *     link PATH TARGET                      node PATH MODE c|b|p MAJOR MINOR
 *     applets DIRECTORY BUSYBOX TARGET      a symlink to TARGET for each applet in the program
 * BUSYBOX
 *
 * `applets` finds the names in the program itself, where they stand one after the other, so the
 * list cannot differ from the program and nothing foreign is run to make it. $NAME in a path is
 * replaced by the value given as NAME=VALUE on the command line.
 *
 *     mkcpio LIST NAME=VALUE... > ARCHIVE
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define WORDS_MAX 7

static const char *list_name;
static unsigned line_number;
static unsigned next_ino = 1;
static size_t written;

static void fail(const char *what, const char *detail)
{
    fprintf(stderr, "%s:%u: %s%s%s\n", list_name, line_number, what, detail ? ": " : "",
            detail ? detail : "");
    exit(1);
}

static void put(const void *bytes, size_t size)
{
    if (size > 0 && fwrite(bytes, size, 1, stdout) != 1)
        fail("cannot write the archive", strerror(errno));
    written += size;
}

static void pad(size_t to)
{
    static const char zeroes[512];

    put(zeroes, (to - written % to) % to);
}

static void put_member(const char *path, unsigned mode, unsigned major, unsigned minor,
                       const void *data, size_t size)
{
    const char *name = *path == '/' ? path + 1 : path;
    char header[128];

    snprintf(header, sizeof(header), "070701%08X%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X",
             next_ino++, mode, 0, 0, S_ISDIR(mode) ? 2 : 1, 0, size, 0, 0, major, minor,
             strlen(name) + 1, 0);
    put(header, 110);
    put(name, strlen(name) + 1);
    pad(4);
    put(data, size);
    pad(4);
}

/* The whole file; the caller frees it. */
static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *data = NULL;
    size_t room = 0;

    if (!file)
        fail(path, strerror(errno));
    *size = 0;
    do {
        room += 1 << 20;
        data = realloc(data, room);
        if (!data)
            fail("out of memory for", path);
        *size += fread(data + *size, 1, room - *size, file);
    } while (*size == room);
    if (ferror(file))
        fail(path, "cannot be read to its end");
    fclose(file);
    return data;
}

/* The table of names begins with "[" and "[[", whatever else was configured, and ends with "". */
static const char *find_applets(const char *data, size_t size)
{
    static const char beginning[] = "\0[\0[["; /* and its own end */

    for (size_t i = 0; i + sizeof(beginning) <= size; i++)
        if (!memcmp(data + i, beginning, sizeof(beginning)))
            return data + i + 1;
    return NULL;
}

static void put_applets(const char *directory, const char *program, const char *target)
{
    size_t size;
    char *data = read_file(program, &size);
    const char *name = find_applets(data, size);

    if (!name)
        fail("no table of applet names found in", program);
    while (name < data + size && *name) {
        char path[512];

        snprintf(path, sizeof(path), "%s/%s", directory, name);
        if (strcmp(name, target) != 0)
            put_member(path, S_IFLNK | 0777, 0, 0, target, strlen(target));
        name += strlen(name) + 1;
    }
    free(data);
}

static void put_node(char **word)
{
    unsigned type = *word[3] == 'c' ? S_IFCHR : *word[3] == 'b' ? S_IFBLK : S_IFIFO;

    put_member(word[1], type | strtoul(word[2], NULL, 8), strtoul(word[4], NULL, 10),
               strtoul(word[5], NULL, 10), NULL, 0);
}

static const struct {
    const char *name;
    unsigned words;
} kinds[] = {{"dir", 3}, {"file", 4}, {"link", 3}, {"node", 6}, {"applets", 4}};

static void pack_line(char **word, unsigned count)
{
    unsigned kind = 0;
    size_t size;
    char *data;

    while (kind < sizeof(kinds) / sizeof(*kinds) && strcmp(word[0], kinds[kind].name))
        kind++;
    if (kind == sizeof(kinds) / sizeof(*kinds))
        fail("no such kind of member", word[0]);
    if (count != kinds[kind].words)
        fail("wrong number of words for", word[0]);
    switch (kind) {
    case 0:
        put_member(word[1], S_IFDIR | strtoul(word[2], NULL, 8), 0, 0, NULL, 0);
        break;
    case 1:
        data = read_file(word[3], &size);
        put_member(word[1], S_IFREG | strtoul(word[2], NULL, 8), 0, 0, data, size);
        free(data);
        break;
    case 2:
        put_member(word[1], S_IFLNK | 0777, 0, 0, word[2], strlen(word[2]));
        break;
    case 3:
        put_node(word);
        break;
    default:
        put_applets(word[1], word[2], word[3]);
    }
}

/* Replace each $NAME by its value; the result is never freed, as the program is short-lived. */
static char *expand(const char *word, char **values)
{
    const char *dollar = strchr(word, '$');
    char *result;

    if (!dollar)
        return strdup(word);
    for (; *values; values++) {
        size_t length = strcspn(*values, "=");
        char *rest;

        if (strncmp(dollar + 1, *values, length) || (*values)[length] != '=')
            continue;
        rest = expand(dollar + 1 + length, values);
        result = malloc(strlen(word) + strlen(*values) + strlen(rest) + 1);
        if (!result)
            fail("out of memory", NULL);
        sprintf(result, "%.*s%s%s", (int)(dollar - word), word, *values + length + 1, rest);
        return result;
    }
    fail("a name without a value (give it as NAME=VALUE)", dollar);
    return NULL;
}

int main(int count, char **arguments)
{
    char line[1024];
    FILE *list;

    if (count < 2) {
        fprintf(stderr, "usage: mkcpio LIST NAME=VALUE... > ARCHIVE\n");
        return 2;
    }
    list_name = arguments[1];
    list = fopen(list_name, "r");
    if (!list)
        fail("cannot open the list", strerror(errno));
    while (fgets(line, sizeof(line), list)) {
        char *word[WORDS_MAX];
        unsigned words = 0;

        line_number++;
        line[strcspn(line, "#\n")] = '\0';
        for (char *w = strtok(line, " \t"); w && words < WORDS_MAX; w = strtok(NULL, " \t"))
            word[words++] = expand(w, arguments + 2);
        if (words > 0)
            pack_line(word, words);
    }
    put_member("TRAILER!!!", 0, 0, 0, NULL, 0);
    pad(512);
    if (fflush(stdout))
        fail("cannot write the archive", strerror(errno));
    return 0;
}
