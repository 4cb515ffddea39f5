/* SPDX-License-Identifier: MIT */
/* The strings a program is started with: collected from the caller, or rearranged for a script. */
#include "kernel/exec.h"
#include "kernel/kernel.h"

#define STRING_COUNT_LIMIT 16384u

int strings_append(struct strings *strings, const char *string)
{
    size_t length = strlen(string) + 1;

    if (strings->size + length > ARGUMENT_LIMIT || strings->count >= STRING_COUNT_LIMIT)
        return -E2BIG;
    if (strings->size + length > strings->capacity) {
        size_t capacity = MAX(strings->capacity * 2, strings->size + length + 1024);
        char *text = kmalloc(capacity);

        if (!text)
            return -ENOMEM;
        if (strings->size)
            memcpy(text, strings->text, strings->size);
        kfree(strings->text);
        strings->text = text;
        strings->capacity = capacity;
    }
    memcpy(strings->text + strings->size, string, length);
    strings->size += length;
    strings->count++;
    return 0;
}

int strings_from_user(struct strings *strings, uintptr_t user_array)
{
    for (; user_array; user_array += sizeof(uint32_t)) {
        uint32_t address;
        char *string;

        if (copy_from_user(&address, user_array, sizeof(address)) != 0)
            return -EFAULT;
        if (!address)
            break;
        int error = user_strndup(address, ARGUMENT_LIMIT, &string);
        if (error)
            return error == -ENAMETOOLONG ? -E2BIG : error;
        error = strings_append(strings, string);
        kfree(string);
        if (error)
            return error;
    }
    return 0;
}

static bool is_blank(char character)
{
    return character == ' ' || character == '\t';
}

/* Split "#! interpreter argument" in place: one argument at most, which may contain blanks. */
static void split_line(char *line, char **interpreter, char **argument)
{
    char *end = strchr(line, '\n');

    end = end ? end : line + strlen(line);
    while (end > line && is_blank(end[-1]))
        end--;
    *end = 0;
    for (line += 2; is_blank(*line); line++)
        continue;
    *interpreter = line;
    while (*line && !is_blank(*line))
        line++;
    while (is_blank(*line))
        *line++ = 0;
    *argument = line;
}

int strings_for_script(struct strings *arguments, char *line, const char *path, char **interpreter)
{
    struct strings old = *arguments;
    const char *rest = old.text;
    char *argument;

    split_line(line, interpreter, &argument);
    if (!**interpreter)
        return -ENOEXEC;
    *arguments = (struct strings){0};
    int error = strings_append(arguments, *interpreter);
    if (!error && *argument)
        error = strings_append(arguments, argument);
    if (!error)
        error = strings_append(arguments, path);
    for (unsigned i = 0; i < old.count && !error; i++, rest += strlen(rest) + 1)
        if (i > 0)
            error = strings_append(arguments, rest);
    kfree(old.text);
    *interpreter = error ? NULL : kstrdup(*interpreter);
    return error ? error : *interpreter ? 0 : -ENOMEM;
}
