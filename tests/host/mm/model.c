/* SPDX-License-Identifier: MIT */
/*
 * See model.h.
 */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mm/geometry.h"
#include "mm/table.h"

struct model model;

static struct {
    bool readable[TEST_FRAMES], writable[TEST_FRAMES];
    u8 table[TEST_FRAMES]; /* level as which it may be remembered, 0 = not at all */
} processor;

#define wrong(after, ...) \
    do { \
        fprintf(stderr, "after %s: ", after); \
        fprintf(stderr, __VA_ARGS__); \
        fprintf(stderr, "\n"); \
        abort(); \
    } while (0)

void model_begin(void)
{
    memset(&model, 0, sizeof(model));
    memset(&processor, 0, sizeof(processor));
    model.base = model.user_base = MFN_NONE.n;
    for (u64 m = 0; m < TEST_FRAMES; m++) {
        if (frame_table[m].owner == test_domain.id)
            model_populated(m);
    }
}

void model_populated(u64 m)
{
    model.frame[m] = (struct model_frame){.exists = true, .refs = 1};
    if (processor.readable[m] || processor.table[m])
        wrong("populate", "frame %lu is handed out but may still be translated", m);
}

static u64 *table_at(u64 m)
{
    return mm_pointer(MFN(m));
}

/* The rules of an entry's own bits are data (mm/geometry.c), and are taken from there. */
static const struct level *rules_of(u32 level, bool top)
{
    return level_of(&test_domain, level, top ? TYPE_TOP_L2 : 0);
}

static bool is_top_slot(u32 level, u32 slot)
{
    return test_domain.width == WIDTH_32 && level == 3 && slot == 3;
}

/* ---- The operations' parts ---------------------------------------------------------------- */

static bool get(u64 m)
{
    if (m >= TEST_FRAMES || !model.frame[m].exists)
        return false;
    model.frame[m].refs++;
    return true;
}

static void put(u64 m)
{
    if (--model.frame[m].refs == 0)
        model.frame[m].exists = false;
}

static bool get_writable(u64 m)
{
    struct model_frame *f = &model.frame[m];

    if (f->count && f->kind != TYPE_WRITABLE)
        return false;
    f->kind = TYPE_WRITABLE;
    f->is_top = false;
    f->count++;
    return true;
}

static bool get_table(u64 m, enum frame_type kind, bool top);

static void put_table(u64 m);

/* Does an entry of table t, of that level, name a table of the same level? */
static bool is_linear(u64 t, u32 level, bool top, u64 m)
{
    if (!rules_of(level, top)->linear || m >= TEST_FRAMES)
        return false;
    const struct model_frame *f = &model.frame[m];
    return m == t || (f->exists && f->count && f->kind == (enum frame_type)level);
}

static bool get_linear(u64 t, u64 m)
{
    if (m == t)
        return true;
    if (model.frame[t].linear < 0 || model.frame[m].linear > 0 || !get(m))
        return false;
    model.frame[m].count++;
    model.frame[t].linear++;
    model.frame[m].linear--;
    return true;
}

static bool get_entry(u64 t, u32 level, bool top, u32 slot, u64 pte)
{
    u64 m = (pte & PTE_FRAME) >> PAGE_SHIFT;

    if (!(pte & PTE_P))
        return true;
    if (pte & rules_of(level, top)->flags_refused)
        return false;
    if (level > 1 && is_linear(t, level, top, m))
        return !(pte & PTE_RW) && get_linear(t, m);
    if (level > 1)
        return get_table(m, (enum frame_type)(level - 1), is_top_slot(level, slot));
    return get(m) && (!(pte & PTE_RW) || get_writable(m));
}

static void put_entry(u64 t, u32 level, bool top, u64 pte)
{
    u64 m = (pte & PTE_FRAME) >> PAGE_SHIFT;

    if (!(pte & PTE_P) || (level > 1 && m == t && rules_of(level, top)->linear))
        return;
    if (level > 1 && is_linear(t, level, top, m)) {
        model.frame[t].linear--;
        model.frame[m].linear++;
    }
    if (level > 1) {
        put_table(m);
        return;
    }
    if (pte & PTE_RW)
        model.frame[m].count--;
    put(m);
}

static bool is_usable(u32 level, bool top, u32 slot)
{
    const struct level *rules = rules_of(level, top);

    return slot < rules->entries && !(slot >= rules->reserved_first && slot < rules->reserved_end);
}

static bool check_entries(u64 m, u32 level, bool top)
{
    if (level == TYPE_DESCRIPTORS) {
        for (u32 i = 0; i < 512; i++) {
            u64 descriptor = table_at(m)[i];
            if (!descriptor_check(&test_domain, &descriptor))
                return false;
        }
        return true;
    }
    if (!rules_of(level, top)->entries ||
        (test_domain.width == WIDTH_32 && level == 3 && !(table_at(m)[3] & PTE_P)))
        return false;
    for (u32 i = 0; i < 512; i++) {
        if (is_usable(level, top, i) && !get_entry(m, level, top, i, table_at(m)[i]))
            return false;
    }
    return true;
}

static bool get_table(u64 m, enum frame_type kind, bool top)
{
    if (!get(m))
        return false;
    struct model_frame *f = &model.frame[m];
    if (f->is_checked)
        return false;
    if (f->count) {
        if (f->kind != kind || f->is_top != top || top) /* a top L2 has one user */
            return false;
        f->count++;
        return true;
    }
    f->kind = kind;
    f->is_top = top;
    f->linear = 0;
    f->is_checked = true;
    bool good = check_entries(m, (u32)kind, top);
    f->is_checked = false;
    /* What it names may have needed it to be something else. */
    if (!good || f->count)
        return false;
    f->count = 1;
    return true;
}

static void put_table(u64 m)
{
    struct model_frame *f = &model.frame[m];

    if (--f->count == 0 && f->kind != TYPE_DESCRIPTORS) {
        for (u32 i = 0; i < 512; i++) {
            if (is_usable((u32)f->kind, f->is_top, i))
                put_entry(m, (u32)f->kind, f->is_top, table_at(m)[i]);
        }
    }
    put(m);
}

/* ---- The operations ----------------------------------------------------------------------- */

#define ALL_OR_NOTHING(operation) \
    do { \
        struct model before = model; \
        if (!(operation)) { \
            model = before; \
            return false; \
        } \
    } while (0)

bool model_pin(u64 m, u32 level)
{
    if (level > test_domain.geo->top)
        return true; /* said yes to, and not done */
    ALL_OR_NOTHING(get_table(m, (enum frame_type)level, false) && !model.frame[m].is_pinned);
    model.frame[m].is_pinned = true;
    return true;
}

bool model_unpin(u64 m)
{
    if (m >= TEST_FRAMES || !model.frame[m].is_pinned)
        return false;
    model.frame[m].is_pinned = false;
    put_table(m);
    return true;
}

bool model_base(u64 m)
{
    u64 old = model.base;

    if (m == old)
        return true;
    ALL_OR_NOTHING(get_table(m, (enum frame_type)test_domain.geo->top, false));
    model.base = m;
    if (old != MFN_NONE.n)
        put_table(old);
    return true;
}

bool model_entry(u64 m, u32 slot, u64 pte)
{
    if (m >= TEST_FRAMES || !model.frame[m].exists)
        return false;
    struct model_frame *f = &model.frame[m];
    u32 level = (u32)f->kind;
    if (!f->count || level > TYPE_L4)
        return model_writable(m);
    u64 old = table_at(m)[slot];
    if (!is_usable(level, f->is_top, slot) || is_top_slot(level, slot))
        return false;
    ALL_OR_NOTHING(get_entry(m, level, f->is_top, slot, pte));
    put_entry(m, level, f->is_top, old);
    return true;
}

bool model_gdt(const u64 *frames, u32 n)
{
    struct model before = model;

    for (u32 i = 0; i < n; i++) {
        if (!get_table(frames[i], TYPE_DESCRIPTORS, false)) {
            model = before;
            return false;
        }
    }
    for (u32 i = 0; i < model.gdt_frames; i++)
        put_table(model.gdt[i]);
    memcpy(model.gdt, frames, n * sizeof(*frames));
    model.gdt_frames = n;
    return true;
}

bool model_writable(u64 m)
{
    return m < TEST_FRAMES && model.frame[m].exists &&
           (!model.frame[m].count || model.frame[m].kind == TYPE_WRITABLE);
}

bool model_descriptor(u64 m)
{
    return model_writable(m) || (m < TEST_FRAMES && model.frame[m].exists &&
                                 model.frame[m].kind == TYPE_DESCRIPTORS && model.frame[m].count);
}

bool model_give_back(u64 m)
{
    if (m >= TEST_FRAMES || !model.frame[m].exists || model.frame[m].refs != 1)
        return false;
    model.frame[m].exists = false;
    return true;
}

/* ---- Comparing ---------------------------------------------------------------------------- */

void model_compare(const char *after)
{
    for (u64 m = 0; m < TEST_FRAMES; m++) {
        const struct model_frame *f = &model.frame[m];
        const struct frame *r = &frame_table[m];
        if (f->exists != (r->owner == test_domain.id))
            wrong(after, "frame %lu: belongs to the domain: %d expected", m, f->exists);
        if (!f->exists)
            continue;
        if ((r->refs & REF_COUNT) != f->refs)
            wrong(after, "frame %lu: %llu references, %u expected", m, r->refs & REF_COUNT, f->refs);
        if ((r->type & TYPE_COUNT) != f->count)
            wrong(after, "frame %lu: %llu type references, %u expected", m, r->type & TYPE_COUNT,
                  f->count);
        if (f->count && (type_kind(r->type) != f->kind || !!(r->type & TYPE_TOP_L2) != f->is_top))
            wrong(after, "frame %lu: type %lx, kind %d expected", m, r->type, f->kind);
        if (!!(r->type & TYPE_PINNED) != f->is_pinned)
            wrong(after, "frame %lu: pinned: %d expected", m, f->is_pinned);
        if (f->count && f->kind >= TYPE_L2 && f->kind <= TYPE_L4 && r->linear != f->linear)
            wrong(after, "frame %lu: linear %d, %d expected", m, r->linear, f->linear);
        if (r->type & (TYPE_PARTIAL | TYPE_RELEASING | TYPE_CHECKING))
            wrong(after, "frame %lu: half done: %lx", m, r->type);
    }
    if (test_vcpu.base.n != model.base)
        wrong(after, "the base is %lu, %lu expected", test_vcpu.base.n, model.base);
}

/* ---- The judge of references -------------------------------------------------------------- */

static struct {
    u64 refs, count[TYPE_WRITABLE + 1];
} counted[TEST_FRAMES];

static void count_table(u64 m, u32 level, bool top, u32 entries)
{
    for (u32 i = 0; i < entries; i++) {
        u64 pte = table_at(m)[i], to = (pte & PTE_FRAME) >> PAGE_SHIFT;
        if (!is_usable(level, top, i) || !(pte & PTE_P))
            continue;
        bool linear = level > 1 && type_kind(frame_table[to].type) == (enum frame_type)level;
        if (linear && to == m)
            continue;
        counted[to].refs++;
        if (level > 1)
            counted[to].count[linear ? level : level - 1]++;
        else if (pte & PTE_RW)
            counted[to].count[TYPE_WRITABLE]++;
    }
}

static void count_use(u64 m, enum frame_type kind)
{
    counted[m].refs++;
    counted[m].count[kind]++;
}

static void count_frame(u64 m)
{
    const struct frame *r = &frame_table[m];
    enum frame_type kind = type_kind(r->type);
    bool top = r->type & TYPE_TOP_L2;

    counted[m].refs++; /* belonging to the domain */
    if (r->type & TYPE_PINNED)
        count_use(m, kind);
    if (r->type & TYPE_PARTIAL)
        counted[m].refs++;
    if (kind >= TYPE_L1 && kind <= TYPE_L4 && r->type & (TYPE_VALID | TYPE_PARTIAL))
        count_table(m, (u32)kind, top, r->type & TYPE_PARTIAL ? r->done : 512);
}

void audit_references(const char *after)
{
    memset(counted, 0, sizeof(counted));
    for (u64 m = 0; m < TEST_FRAMES; m++) {
        if (frame_table[m].owner == test_domain.id)
            count_frame(m);
    }
    if (test_vcpu.base.n != MFN_NONE.n)
        count_use(test_vcpu.base.n, (enum frame_type)test_domain.geo->top);
    for (u32 i = 0; i < (test_vcpu.gdt_entries + 511) / 512; i++)
        count_use(test_vcpu.gdt_frames[i].n, TYPE_DESCRIPTORS);
    for (u64 m = 0; m < TEST_FRAMES; m++) {
        const struct frame *r = &frame_table[m];
        u64 others = 0;
        for (u32 kind = 0; kind <= TYPE_WRITABLE; kind++)
            others += kind == (u32)type_kind(r->type) ? 0 : counted[m].count[kind];
        if (r->owner != test_domain.id) {
            if (counted[m].refs)
                wrong(after, "frame %lu is nobody's, but %lu refer to it", m, counted[m].refs);
            continue;
        }
        if ((r->refs & REF_COUNT) != counted[m].refs)
            wrong(after, "frame %lu: %llu references, but %lu were found", m, r->refs & REF_COUNT,
                  counted[m].refs);
        if ((r->type & TYPE_COUNT) != counted[m].count[type_kind(r->type)] || others)
            wrong(after, "frame %lu: type %lx, but %lu + %lu such references were found", m, r->type,
                  counted[m].count[type_kind(r->type)], others);
    }
}

/* ---- The judge of translations ------------------------------------------------------------ */

static bool seen[TEST_FRAMES]; /* in this look: tables are shared, their users many */

static void look(u64 m, u32 level)
{
    bool top = frame_table[m].type & TYPE_TOP_L2;

    if (seen[m])
        return;
    seen[m] = true;
    processor.table[m] = (u8)level;
    for (u32 i = 0; i < 512; i++) {
        u64 pte = table_at(m)[i], to = (pte & PTE_FRAME) >> PAGE_SHIFT;
        if (!is_usable(level, top, i) || !(pte & PTE_P))
            continue;
        if (level > 1)
            look(to, type_kind(frame_table[to].type) == (enum frame_type)level ? level : level - 1);
        else
            processor.readable[to] = true;
        if (level == 1 && pte & PTE_RW)
            processor.writable[to] = true;
    }
}

void processor_look(void)
{
    memset(seen, 0, sizeof(seen));
    if (test_vcpu.base.n != MFN_NONE.n)
        look(test_vcpu.base.n, test_domain.geo->top);
}

void processor_flush(void)
{
    memset(&processor, 0, sizeof(processor));
    processor_look();
}

/*
 * What may be written through a translation from before must not be a table by now; what may still
 * be walked as a table must neither be writable nor a table of another level.
 */
void audit_translations(const char *after)
{
    for (u64 m = 0; m < TEST_FRAMES; m++) {
        u64 type = frame_table[m].type;
        enum frame_type kind = type_kind(type);
        bool is_table = kind != TYPE_NONE && kind != TYPE_WRITABLE &&
                        (type & (TYPE_COUNT | TYPE_PARTIAL));
        if (processor.writable[m] && is_table)
            wrong(after, "frame %lu, type %lx, may be written by an old translation", m, type);
        if (processor.table[m] && kind == TYPE_WRITABLE && (type & TYPE_COUNT))
            wrong(after, "frame %lu, type %lx, may be walked as a table", m, type);
        if (processor.table[m] && is_table && processor.table[m] != (u32)kind)
            wrong(after, "frame %lu, type %lx, may be walked as level %u", m, type,
                  processor.table[m]);
    }
}
