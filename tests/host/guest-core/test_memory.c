/* SPDX-License-Identifier: MIT */
/*
 * The memory half of the guest kernel against simple models: blocks of pages never overlap and
 * merge again, small objects keep their contents, and programs that map, protect, write, fork and
 * unmap at random see exactly what an array per program says they should, with every page back at
 * the end.
 */
#include "tests/host/edge/run.h"

#include "fake_machine.h"

#include "kernel/exec.h"
#include "kernel/fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/timespec.h"
#include "kernel/vm.h"
#include "machine/machine.h"

#include <stdio.h>

static uint32_t state = 1;

static uint32_t next(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

/* ---- pages and small objects
 * --------------------------------------------------------------------- */

START_TEST(blocks_do_not_overlap_and_merge)
{
    enum { PAGES = 4096, HELD = 200 };
    static unsigned char taken[PAGES];
    struct {
        void *pages;
        unsigned order;
    } held[HELD] = {{NULL, 0}};

    fake_machine_boot(PAGES);
    uint32_t unused = pages_unused();
    for (int round = 0; round < 20000; round++) {
        unsigned i = next(HELD);

        if (held[i].pages) {
            for (unsigned k = 0; k < 1u << held[i].order; k++)
                taken[page_to_frame(held[i].pages) + k] = 0;
            pages_free(held[i].pages, held[i].order);
            held[i].pages = NULL;
            continue;
        }
        held[i].order = next(6);
        held[i].pages = pages_alloc(held[i].order);
        for (unsigned k = 0; held[i].pages && k < 1u << held[i].order; k++) {
            ck_assert_int_eq(taken[page_to_frame(held[i].pages) + k], 0);
            taken[page_to_frame(held[i].pages) + k] = 1;
        }
    }
    for (unsigned i = 0; i < HELD; i++)
        if (held[i].pages)
            pages_free(held[i].pages, held[i].order);
    ck_assert_uint_eq(pages_unused(), unused);
    ck_assert_ptr_nonnull(pages_alloc(10)); /* the largest block is whole again */
}
END_TEST

START_TEST(objects_keep_their_contents)
{
    enum { HELD = 400 };
    struct {
        unsigned char *memory;
        size_t size;
        unsigned char mark;
    } held[HELD] = {{NULL, 0, 0}};

    fake_machine_boot(4096);
    uint32_t unused = pages_unused();
    for (int round = 0; round < 40000; round++) {
        unsigned i = next(HELD);

        if (held[i].memory) {
            size_t right = 0;
            while (right < held[i].size && held[i].memory[right] == held[i].mark)
                right++;
            ck_assert_uint_eq(right, held[i].size);
            kfree(held[i].memory);
            held[i].memory = NULL;
            continue;
        }
        held[i].size = 1 + next(next(8) ? 300 : 9000);
        held[i].mark = (unsigned char)next(256);
        held[i].memory = kmalloc(held[i].size);
        ck_assert_ptr_nonnull(held[i].memory);
        ck_assert_int_eq((uintptr_t)held[i].memory % 16, 0);
        memset(held[i].memory, held[i].mark, held[i].size);
    }
    for (unsigned i = 0; i < HELD; i++)
        kfree(held[i].memory);
    ck_assert_uint_eq(pages_unused(), unused);
    ck_assert_ptr_null(kmalloc(64u << 20));
}
END_TEST

/* ---- programs against the model
 * ------------------------------------------------------------------ */

enum { PROGRAMS = 4, ANONYMOUS = 1, SHARED = 2, MAPPED_FILE = 4 };

struct model_page {
    int kind; /* 0: nothing mapped */
    unsigned prot;
    unsigned char content;
    unsigned char *shared; /* where the content of a shared page is */
};

static struct {
    struct vm *vm;
    struct model_page pages[WINDOW_PAGES];
} programs[PROGRAMS];

static unsigned char shared_contents[100000];
static unsigned shared_used;

static uintptr_t address_of(unsigned page)
{
    return WINDOW_START + page * PAGE_SIZE;
}

/* What the processor would do: use the mapping, or fault and try again. 0 or the fault's error. */
static int use(struct vm *vm, unsigned page, bool write, unsigned char *byte)
{
    for (int tries = 0; tries < 2; tries++) {
        struct mapping mapping = machine_page_get(vm->directory, address_of(page));

        if ((mapping.flags & MAP_ACCESS) && (!write || (mapping.flags & MAP_WRITE))) {
            unsigned char *memory = frame_to_page(mapping.frame);

            if (write)
                memset(memory, *byte, PAGE_SIZE);
            *byte = memory[next(PAGE_SIZE)];
            return 0;
        }
        int error =
            vm_fault(vm, address_of(page) + next(PAGE_SIZE),
                     FAULT_USER | (write ? FAULT_WRITE : 0) | (mapping.flags ? FAULT_PRESENT : 0));
        if (error)
            return error;
    }
    ck_abort_msg("a fault was answered but the page is still not there");
    return 0;
}

static void check_page(unsigned which, unsigned page)
{
    struct model_page *model = &programs[which].pages[page];
    bool write = next(2),
         may = model->kind && model->prot && (!write || (model->prot & PROT_WRITE));
    unsigned char byte = (unsigned char)next(256), wanted = byte;

    int error = use(programs[which].vm, page, write, &byte);
    ck_assert_int_eq(error, may ? 0 : -EFAULT);
    if (error)
        return;
    unsigned char *content = model->shared ? model->shared : &model->content;
    if (write)
        *content = wanted;
    ck_assert_int_eq(byte, *content);
}

static void map_range(unsigned which, unsigned first, unsigned count)
{
    static const int kinds[] = {ANONYMOUS, ANONYMOUS, SHARED, MAPPED_FILE};
    int kind = kinds[next(4)];
    unsigned prot = next(8), file_page = next(WINDOW_PAGES - count + 1);
    struct vm *vm = programs[which].vm;

    if (kind == SHARED)
        prot |= PROT_READ | PROT_WRITE;
    ck_assert_int_eq(vm_map(vm, address_of(first), address_of(first + count), prot,
                            kind == SHARED ? AREA_SHARED : 0,
                            kind == MAPPED_FILE ? fake_file : NULL,
                            (uint64_t)file_page * PAGE_SIZE),
                     0);
    if (kind == MAPPED_FILE)
        file_get(fake_file);
    for (unsigned i = 0; i < count; i++) {
        struct model_page *model = &programs[which].pages[first + i];

        *model = (struct model_page){kind, prot, 0, NULL};
        if (kind == MAPPED_FILE)
            model->content = fake_file_byte(file_page + i);
        if (kind != SHARED)
            continue;
        ck_assert_int_eq(vm_fault(vm, address_of(first + i), FAULT_WRITE), 0);
        model->shared = &shared_contents[shared_used++ % sizeof(shared_contents)];
        *model->shared = 0;
    }
}

static void protect_range(unsigned which, unsigned first, unsigned count)
{
    unsigned prot = next(8);
    bool whole = true;

    for (unsigned i = 0; i < count; i++)
        whole &= programs[which].pages[first + i].kind != 0;
    ck_assert_int_eq(
        vm_protect(programs[which].vm, address_of(first), address_of(first + count), prot),
        whole ? 0 : -ENOMEM);
    for (unsigned i = 0; whole && i < count; i++)
        programs[which].pages[first + i].prot = prot;
}

static void unmap_range(unsigned which, unsigned first, unsigned count)
{
    ck_assert_int_eq(vm_unmap(programs[which].vm, address_of(first), address_of(first + count)), 0);
    for (unsigned i = 0; i < count; i++)
        programs[which].pages[first + i] = (struct model_page){0, 0, 0, NULL};
}

static void fork_or_end(unsigned which)
{
    unsigned other = next(PROGRAMS);

    if (other == which)
        return;
    if (programs[other].vm) {
        vm_release(programs[other].vm);
        programs[other].vm = NULL;
        return;
    }
    programs[other].vm = vm_fork(programs[which].vm);
    ck_assert_ptr_nonnull(programs[other].vm);
    memcpy(programs[other].pages, programs[which].pages, sizeof(programs[other].pages));
}

static void check_counts(unsigned which)
{
    unsigned mapped = 0;

    for (unsigned i = 0; i < WINDOW_PAGES; i++)
        mapped += programs[which].pages[i].kind != 0;
    ck_assert_uint_eq(programs[which].vm->area_pages, mapped);
    ck_assert_uint_le(programs[which].vm->resident_pages, mapped);
}

static void one_step(void)
{
    unsigned which = next(PROGRAMS), first = next(WINDOW_PAGES);
    unsigned count = 1 + next(MIN(12u, WINDOW_PAGES - first));

    if (!programs[which].vm)
        return;
    switch (next(16)) {
    case 0:
        map_range(which, first, count);
        break;
    case 1:
        protect_range(which, first, count);
        break;
    case 2:
        unmap_range(which, first, count);
        break;
    case 3:
        fork_or_end(which);
        break;
    default:
        check_page(which, first);
        break;
    }
    check_counts(which);
}

START_TEST(programs_see_what_the_model_says)
{
    fake_machine_boot(4096);
    for (unsigned i = 0; i < WINDOW_PAGES; i++)
        file_page(fake_file, (uint64_t)i * PAGE_SIZE); /* the file's own pages come first */
    uint32_t unused = pages_unused();
    state = 4711;
    for (int life = 0; life < 30; life++) {
        programs[0].vm = vm_new();
        memset(programs[0].pages, 0, sizeof(programs[0].pages));
        for (int step = 0; step < 4000; step++) {
            if (!programs[0].vm) {
                programs[0].vm = vm_new();
                memset(programs[0].pages, 0, sizeof(programs[0].pages));
            }
            one_step();
        }
        for (unsigned i = 0; i < PROGRAMS; i++) {
            if (programs[i].vm)
                vm_release(programs[i].vm);
            programs[i].vm = NULL;
        }
        ck_assert_uint_eq(pages_unused(), unused);
        ck_assert_int_eq(fake_file_references, 0);
    }
    ck_assert_uint_eq(fake_early_frees, 0);
}
END_TEST

START_TEST(running_out_of_memory_loses_nothing)
{
    fake_machine_boot(150);
    uint32_t unused = pages_unused();
    unsigned refused = 0;

    for (int round = 0; round < 200; round++) {
        struct vm *parent = vm_new(), *child;
        unsigned char byte = 1;

        ck_assert_ptr_nonnull(parent);
        ck_assert_int_eq(vm_map(parent, address_of(0), address_of(WINDOW_PAGES),
                                PROT_READ | PROT_WRITE, 0, NULL, 0),
                         0);
        for (unsigned i = 0; i < WINDOW_PAGES; i++)
            ck_assert_int_eq(use(parent, i, true, &byte), 0);
        child = vm_fork(parent);
        struct vm *other = child ? vm_fork(child) : NULL;
        for (unsigned i = 0; i < WINDOW_PAGES; i++) {
            refused += child && use(child, i, true, &byte) == -ENOMEM;
            refused += other && use(other, i, true, &byte) == -ENOMEM;
        }
        vm_release(parent);
        if (child)
            vm_release(child);
        if (other)
            vm_release(other);
        ck_assert_uint_eq(pages_unused(), unused);
    }
    ck_assert_uint_gt(refused, 0);
}
END_TEST

/* ---- arguments of programs, times
 * ------------------------------------------------------------------- */

static void script(const char *first_line, const char *expected)
{
    struct strings arguments = {0};
    char line[256], joined[256] = "", *interpreter = NULL;

    snprintf(line, sizeof(line), "%s", first_line);
    ck_assert_int_eq(strings_append(&arguments, "old-name"), 0);
    ck_assert_int_eq(strings_append(&arguments, "one"), 0);
    int error = strings_for_script(&arguments, line, "/the/script", &interpreter);
    if (!expected) {
        ck_assert_int_eq(error, -ENOEXEC);
        kfree(arguments.text);
        return;
    }
    ck_assert_int_eq(error, 0);
    const char *text = arguments.text;
    for (unsigned i = 0; i < arguments.count; i++, text += strlen(text) + 1) {
        strcat(joined, "<");
        strcat(joined, text);
        strcat(joined, ">");
    }
    ck_assert_str_eq(joined, expected);
    kfree(arguments.text);
    kfree(interpreter);
}

START_TEST(scripts_name_their_interpreter)
{
    fake_machine_boot(1024);
    script("#!/bin/sh\necho", "</bin/sh></the/script><one>");
    script("#! /bin/sh -e \nx", "</bin/sh><-e></the/script><one>");
    script("#!/usr/bin/awk -f  a b\n", "</usr/bin/awk><-f  a b></the/script><one>");
    script("#!\t/bin/sh", "</bin/sh></the/script><one>");
    script("#!\n/bin/sh", NULL);
    script("#!   ", NULL);
}
END_TEST

START_TEST(argument_lists_have_a_limit)
{
    struct strings strings = {0};
    char piece[1001];
    int error = 0, count = 0;

    fake_machine_boot(1024);
    memset(piece, 'x', 1000);
    piece[1000] = 0;
    while (!(error = strings_append(&strings, piece)))
        count++;
    ck_assert_int_eq(error, -E2BIG);
    ck_assert_int_eq(count, (int)(ARGUMENT_LIMIT / 1001));
    kfree(strings.text);
}
END_TEST

START_TEST(times_are_checked)
{
    int32_t old[2] = {1, 999999999};
    int64_t new[2] = {2, 5};
    uint64_t ns;

    ck_assert_int_eq(timespec32_read((uintptr_t)old, &ns), 0);
    ck_assert_uint_eq(ns, 1999999999);
    old[1] = 1000000000;
    ck_assert_int_eq(timespec32_read((uintptr_t)old, &ns), -EINVAL);
    old[0] = -1;
    old[1] = 0;
    ck_assert_int_eq(timespec32_read((uintptr_t)old, &ns), -EINVAL);
    ck_assert_int_eq(timespec32_read(1, &ns), -EFAULT);
    ck_assert_int_eq(timespec64_read((uintptr_t) new, &ns), 0);
    ck_assert_uint_eq(ns, 2000000005);
    new[0] = INT64_MAX;
    ck_assert_int_eq(timespec64_read((uintptr_t) new, &ns), 0);
    ck_assert_uint_le(timespec_deadline(ns), DEADLINE_NEVER);
    ck_assert_uint_eq(timespec_deadline(UINT64_MAX), DEADLINE_NEVER);
    ck_assert_int_eq(timespec64_write((uintptr_t) new, 3000000007), 0);
    ck_assert_int_eq(new[0], 3);
    ck_assert_int_eq(new[1], 7);
}
END_TEST

RUN_TESTS("guest core", &blocks_do_not_overlap_and_merge, &objects_keep_their_contents,
          &programs_see_what_the_model_says, &running_out_of_memory_loses_nothing,
          &scripts_name_their_interpreter, &argument_lists_have_a_limit, &times_are_checked)
