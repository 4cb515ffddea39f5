/* SPDX-License-Identifier: MIT */
/*
 * Reading an ELF program. Nothing is copied here: each loadable segment becomes an area of the new
 * memory that names the file, and pages arrive when they are touched. A header is what a stranger
 * wrote, so every number in it is checked before it is used.
 */
#include "kernel/exec.h"
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/vm.h"

#define ELF_MAGIC           0x464C457Fu /* "\177ELF" */
#define ELF_CLASS_32        1
#define ELF_LITTLE          1
#define ELF_EXECUTABLE      2
#define ELF_RELOCATABLE     3 /* "shared": position-independent programs and interpreters */
#define ELF_I386            3
#define SEGMENT_LOAD        1
#define SEGMENT_INTERPRETER 3
#define SEGMENT_STACK       0x6474E551u
#define SEGMENT_EXECUTE     1
#define SEGMENT_WRITE       2
#define SEGMENT_READ        4
#define SEGMENTS_MAX        32

#define PROGRAM_BASE     0x40000000u /* of position-independent programs */
#define INTERPRETER_BASE 0x48000000u

struct elf_header {
    uint32_t magic;
    uint8_t class, data, version, abi, padding[8];
    uint16_t type, machine;
    uint32_t object_version, entry, program_headers, section_headers, flags;
    uint16_t size, program_header_size, program_header_count, unused[3];
};

struct segment {
    uint32_t type, offset, address, physical, file_size, memory_size, flags, alignment;
};

struct elf {
    struct file *file;
    struct elf_header header;
    struct segment segments[SEGMENTS_MAX];
    uintptr_t base;
};

static int elf_read(struct elf *elf, struct file *file)
{
    struct elf_header *header = &elf->header;

    elf->file = file;
    if (file_read_at(file, 0, header, sizeof(*header)) != sizeof(*header))
        return -ENOEXEC;
    if (header->magic != ELF_MAGIC || header->class != ELF_CLASS_32 || header->data != ELF_LITTLE ||
        header->machine != ELF_I386 ||
        (header->type != ELF_EXECUTABLE && header->type != ELF_RELOCATABLE) ||
        header->program_header_size != sizeof(struct segment) ||
        header->program_header_count == 0 || header->program_header_count > SEGMENTS_MAX)
        return -ENOEXEC;
    int size = header->program_header_count * (int)sizeof(struct segment);
    if (file_read_at(file, header->program_headers, elf->segments, (size_t)size) != size)
        return -ENOEXEC;
    return 0;
}

static unsigned segment_protection(const struct segment *segment)
{
    return (segment->flags & SEGMENT_READ ? PROT_READ : 0) |
           (segment->flags & SEGMENT_WRITE ? PROT_WRITE : 0) |
           (segment->flags & SEGMENT_EXECUTE ? PROT_EXEC : 0);
}

/*
 * One loadable segment: an area of the file, then an area of zeroes. *zero_start..*zero_end is
 * the rest of the last file page, which must be zero too if the segment is writable.
 */
static int segment_load(struct vm *vm, const struct elf *elf, const struct segment *segment,
                        struct image *image, unsigned which)
{
    uintptr_t start = elf->base + segment->address;
    uintptr_t file_end = start + segment->file_size, end = start + segment->memory_size;
    uintptr_t first = PAGE_ALIGN_DOWN(start), file_pages_end = PAGE_ALIGN_UP(file_end);

    if (segment->memory_size < segment->file_size || end < start || file_end < start ||
        first < USER_START || end > MMAP_TOP ||
        segment->address % PAGE_SIZE != segment->offset % PAGE_SIZE)
        return -ENOEXEC;
    unsigned protection = segment_protection(segment);
    if (segment->file_size > 0) {
        int error = vm_map(vm, first, file_pages_end, protection, 0, elf->file,
                           segment->offset - (start - first));
        if (error)
            return error;
        file_get(elf->file);
    } else {
        file_pages_end = first;
    }
    if (end > file_end && segment->file_size > 0 && (protection & PROT_WRITE)) {
        image->zero_start[which] = file_end;
        image->zero_end[which] = MIN(file_pages_end, end);
    }
    if (PAGE_ALIGN_UP(end) > file_pages_end)
        return vm_map(vm, file_pages_end, PAGE_ALIGN_UP(end), protection, 0, NULL, 0);
    return 0;
}

/* All segments of one file; `which` tells program (0) from interpreter (1). Sets image->end. */
static int elf_map(struct vm *vm, const struct elf *elf, struct image *image, unsigned which)
{
    image->end = 0;
    for (unsigned i = 0; i < elf->header.program_header_count; i++) {
        const struct segment *segment = &elf->segments[i];

        if (segment->type != SEGMENT_LOAD)
            continue;
        int error = segment_load(vm, elf, segment, image, which);
        if (error)
            return error;
        image->end =
            MAX(image->end, PAGE_ALIGN_UP(elf->base + segment->address + segment->memory_size));
        if (segment->offset <= elf->header.program_headers && which == 0 &&
            elf->header.program_headers - segment->offset < segment->file_size)
            image->headers =
                elf->base + segment->address + elf->header.program_headers - segment->offset;
    }
    return image->end ? 0 : -ENOEXEC;
}

static int interpreter_load(struct vm *vm, const struct elf *program, const struct segment *name,
                            struct image *image)
{
    struct image own = *image;
    struct file *file;
    char path[128];

    if (name->file_size == 0 || name->file_size > sizeof(path) ||
        file_read_at(program->file, name->offset, path, name->file_size) != (int)name->file_size ||
        path[name->file_size - 1] != 0)
        return -ENOEXEC;
    int error = fs_open_exec(path, &file);
    if (error)
        return error;
    struct elf *elf = kzalloc(sizeof(*elf));
    error = elf ? elf_read(elf, file) : -ENOMEM;
    if (!error) {
        elf->base = elf->header.type == ELF_RELOCATABLE ? INTERPRETER_BASE : 0;
        error = elf_map(vm, elf, &own, 1);
        image->interpreter_base = elf->base;
        image->entry = elf->base + elf->header.entry;
        image->zero_start[1] = own.zero_start[1];
        image->zero_end[1] = own.zero_end[1];
    }
    kfree(elf);
    file_put(file);
    return error;
}

static int program_load(struct vm *vm, struct elf *elf, struct image *image)
{
    int error;

    elf->base = elf->header.type == ELF_RELOCATABLE ? PROGRAM_BASE : 0;
    *image = (struct image){.entry = elf->base + elf->header.entry,
                            .header_count = elf->header.program_header_count,
                            .executable_stack = true};
    image->own_entry = image->entry;
    error = elf_map(vm, elf, image, 0);
    for (unsigned i = 0; i < elf->header.program_header_count && !error; i++) {
        if (elf->segments[i].type == SEGMENT_STACK)
            image->executable_stack = elf->segments[i].flags & SEGMENT_EXECUTE;
        if (elf->segments[i].type == SEGMENT_INTERPRETER)
            error = interpreter_load(vm, elf, &elf->segments[i], image);
    }
    return error;
}

int elf_load(struct vm *vm, struct file *file, struct image *image)
{
    struct elf *elf = kzalloc(sizeof(*elf));
    int error = elf ? elf_read(elf, file) : -ENOMEM;

    if (!error)
        error = program_load(vm, elf, image);
    kfree(elf);
    return error;
}
