/* SPDX-License-Identifier: MIT */
/* The files of configurations, on the laptop and in the first domain. */
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_MAX (1l << 20)

static void say(void *context, const char *line)
{
    (void)context;
    fprintf(stderr, "torc: %s\n", line);
}

struct report load_report(void)
{
    return (struct report){.say = say};
}

static bool read_file(struct config *config, struct report *report, const char *path)
{
    struct place at = {path, 0};
    struct stat about;
    FILE *file = fopen(path, "r");
    bool is_good = false;

    if (!file || fstat(fileno(file), &about))
        report_error(report, at, NULL, "name a file that you may read", "cannot read it: %s",
                     strerror(errno));
    else if (!S_ISREG(about.st_mode) || about.st_size > FILE_MAX)
        report_error(report, at, NULL, "name a text file of at most 1 MiB",
                     "this is no configuration");
    else {
        size_t size = (size_t)about.st_size;
        char *text = config_alloc(config, size + 1);

        size = fread(text, 1, size, file);
        is_good = config_read(config, report, path, text, size);
    }
    if (file)
        fclose(file);
    return is_good;
}

bool load_config(struct config *config, struct report *report, const char *file, char **words,
                 unsigned count)
{
    if (file && !read_file(config, report, file))
        return false;
    for (unsigned i = 0; i < count; i++)
        if (!config_read(config, report, "command line", words[i], strlen(words[i]))) {
            struct place at = {"command line", 0};

            return report_error(report, at, NULL,
                                "quote it twice, for the shell and for us: 'name=\"guest\"'",
                                "'%s' is no KEY=VALUE", words[i]);
        }
    return true;
}

int load_check(char **files, unsigned count)
{
    struct report report = load_report();
    int failed = 0;

    for (unsigned i = 0; i < count; i++) {
        struct config config;
        struct guest guest;

        config_init(&config);
        if (!load_config(&config, &report, files[i], NULL, 0) ||
            !guest_read(&config, &report, &guest))
            failed = 1;
        config_free(&config);
    }
    return failed;
}
