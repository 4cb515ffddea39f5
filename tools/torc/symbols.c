/* SPDX-License-Identifier: MIT */
/*
 * Names for addresses, out of an ELF file's symbol table.  The file may be any kernel a person
 * boots, of either width, whole or not: every offset is checked before it is followed.
 */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "torc.h"

struct image {
    const unsigned char *bytes;
    size_t size;
};

/* The fields of a section header and of a symbol that matter here, for both widths. */
struct section {
    uint32_t type, link;
    uint64_t offset, size;
};

struct symbol {
    uint32_t name;
    uint64_t value, size;
    bool code;
};

static bool image_read(const struct image *image, uint64_t offset, void *to, size_t size)
{
    if (offset > image->size || size > image->size - offset)
        return false;
    memcpy(to, image->bytes + offset, size);
    return true;
}

static bool is_wide(const struct image *image)
{
    return image->bytes[EI_CLASS] == ELFCLASS64;
}

static bool section_read(const struct image *image, unsigned index, struct section *section)
{
    Elf64_Ehdr header64;
    Elf32_Ehdr header32;
    Elf64_Shdr wide;
    Elf32_Shdr narrow;

    if (is_wide(image)) {
        if (!image_read(image, 0, &header64, sizeof header64) || index >= header64.e_shnum ||
            !image_read(image, header64.e_shoff + index * sizeof wide, &wide, sizeof wide))
            return false;
        *section = (struct section){wide.sh_type, wide.sh_link, wide.sh_offset, wide.sh_size};
        return true;
    }
    if (!image_read(image, 0, &header32, sizeof header32) || index >= header32.e_shnum ||
        !image_read(image, header32.e_shoff + index * sizeof narrow, &narrow, sizeof narrow))
        return false;
    *section = (struct section){narrow.sh_type, narrow.sh_link, narrow.sh_offset, narrow.sh_size};
    return true;
}

static bool symbol_read(const struct image *image, const struct section *table, uint64_t index,
                        struct symbol *symbol)
{
    Elf64_Sym wide;
    Elf32_Sym narrow;
    unsigned type;

    if (is_wide(image)) {
        if ((index + 1) * sizeof wide > table->size ||
            !image_read(image, table->offset + index * sizeof wide, &wide, sizeof wide))
            return false;
        type = ELF64_ST_TYPE(wide.st_info);
        *symbol = (struct symbol){wide.st_name, wide.st_value, wide.st_size, false};
    } else {
        if ((index + 1) * sizeof narrow > table->size ||
            !image_read(image, table->offset + index * sizeof narrow, &narrow, sizeof narrow))
            return false;
        type = ELF32_ST_TYPE(narrow.st_info);
        *symbol = (struct symbol){narrow.st_name, narrow.st_value, narrow.st_size, false};
    }
    symbol->code = type == STT_FUNC || (type == STT_NOTYPE && symbol->name);
    return true;
}

static bool name_write(const struct image *image, const struct section *strings,
                       const struct symbol *symbol, uint64_t address, char *name, size_t size)
{
    uint64_t offset = strings->offset + symbol->name;
    const char *text;

    if (symbol->name >= strings->size || offset >= image->size)
        return false;
    text = (const char *)image->bytes + offset;
    snprintf(name, size, "%.*s+0x%llx", (int)strnlen(text, image->size - offset), text,
             (unsigned long long)(address - symbol->value));
    return true;
}

/*
 * The nearest code symbol at or below the address; one that is sure to end before it is none.
 * A return address belongs to the call before it, which may be its function's last instruction.
 */
static bool image_name(const struct image *image, uint64_t address, bool is_return, char *name,
                       size_t size)
{
    uint64_t inside = address - is_return;
    struct section table = {0}, strings;
    struct symbol symbol, best = {0};

    for (unsigned index = 0; section_read(image, index, &table); index++)
        if (table.type == SHT_SYMTAB)
            break;
    if (table.type != SHT_SYMTAB || !section_read(image, table.link, &strings))
        return false;
    for (uint64_t index = 1; symbol_read(image, &table, index, &symbol); index++) {
        if (!symbol.code || symbol.value > inside || symbol.value < best.value)
            continue;
        if (symbol.size && inside >= symbol.value + symbol.size)
            continue;
        if (symbol.value > best.value || symbol.size || !best.size)
            best = symbol;
    }
    return best.value && name_write(image, &strings, &best, address, name, size);
}

bool symbols_name(const char *path, uint64_t address, bool is_return, char *name, size_t size)
{
    struct image image;
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool found = false;

    if (fd < 0)
        return false;
    if (!fstat(fd, &status) && status.st_size > (off_t)sizeof(Elf64_Ehdr)) {
        image.size = (size_t)status.st_size;
        image.bytes = mmap(NULL, image.size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (image.bytes != MAP_FAILED) {
            found = !memcmp(image.bytes, ELFMAG, SELFMAG) &&
                    image_name(&image, address, is_return, name, size);
            munmap((void *)image.bytes, image.size);
        }
    }
    close(fd);
    return found;
}
