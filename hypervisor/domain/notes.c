/* SPDX-License-Identifier: MIT */
/*
 * What a kernel tells its builder: the Xen notes of its ELF file. They stand in note segments;
 * failing that, in note sections; failing that, a section named __xen_guest holds the same as
 * text, KEY=VALUE with commas between, the way of the oldest kernels (mini-os still uses it).
 * All three ways fill one table of raw values, which is then read once. A note that is there
 * twice must say the same twice.
 */
#include "abi/numbers.h"
#include "domain/elf.h"
#include "lib/number.h"
#include "lib/string.h"

#define LEGACY_SECTION "__xen_guest"
#define NOTE_COUNT     (ABI_XEN_ELFNOTE_PHYS32_ENTRY + 1)
#define NOTES_MAX      4096 /* in one file: bounds the work that a crafted one can make */

/* Bytes of the file; a list is taken apart by moving its beginning. */
struct text {
    const u8 *at;
    u64 size;
};

struct note {
    struct text value; /* at NULL: not given */
    bool is_cut;       /* it claims to be longer than its segment */
};

struct collection {
    struct elf *elf;
    struct note note[NOTE_COUNT];
    u32 seen, seen_xen;
};

/* The keys of the old string, and the note that means the same. */
static const struct {
    const char *key;
    u32 note;
} legacy_keys[] = {
    {"LOADER", ABI_XEN_ELFNOTE_LOADER},
    {"GUEST_OS", ABI_XEN_ELFNOTE_GUEST_OS},
    {"GUEST_VER", ABI_XEN_ELFNOTE_GUEST_VERSION},
    {"XEN_VER", ABI_XEN_ELFNOTE_XEN_VERSION},
    {"PAE", ABI_XEN_ELFNOTE_PAE_MODE},
    {"VIRT_BASE", ABI_XEN_ELFNOTE_VIRT_BASE},
    {"VIRT_ENTRY", ABI_XEN_ELFNOTE_ENTRY},
    {"ELF_PADDR_OFFSET", ABI_XEN_ELFNOTE_PADDR_OFFSET},
    {"HYPERCALL_PAGE", ABI_XEN_ELFNOTE_HYPERCALL_PAGE},
    {"FEATURES", ABI_XEN_ELFNOTE_FEATURES},
};

/*
 * Features a kernel may require ("!name"). The first two are never reported to guests, yet old
 * kernels require them and then use hypercalls instead, so they are accepted as on Xen.
 */
static const struct {
    const char *name;
    u32 bit;
} features[] = {
    {"writable_page_tables", ABI_XENFEAT_writable_page_tables},
    {"writable_descriptor_tables", ABI_XENFEAT_writable_descriptor_tables},
    {"pae_pgdir_above_4gb", ABI_XENFEAT_pae_pgdir_above_4gb},
    {"dom0", ABI_XENFEAT_dom0},
};

static bool bad(struct collection *c, const char *detail)
{
    return elf_refuse(c->elf, REASON_IMAGE_NOTES_BAD, detail);
}

/* Takes what is before the next separator off the list, or all if there is none. */
static struct text text_next(struct text *list, char separator)
{
    struct text first = {list->at, 0};

    while (first.size < list->size && first.at[first.size] != separator)
        first.size++;
    u64 step = first.size + (first.size < list->size);
    *list = (struct text){list->at + step, list->size - step};
    return first;
}

static bool text_is(struct text t, const char *want)
{
    return t.size == strlen(want) && memcmp(t.at, want, t.size) == 0;
}

static bool text_number(struct text t, u64 *out)
{
    char digits[32] = {0};
    const char *p = digits;

    memcpy(digits, t.at, min(t.size, sizeof(digits) - 1));
    return t.size < sizeof(digits) && number_read(&p, out) && *p == 0;
}

static bool keep(struct collection *c, u32 type, struct text value, bool is_cut)
{
    c->seen_xen++;
    if (type == ABI_XEN_ELFNOTE_L1_MFN_VALID || type >= NOTE_COUNT)
        return true; /* for tools, or not known to us */

    struct note *n = &c->note[type];
    if (n->value.at &&
        (n->value.size != value.size || memcmp(n->value.at, value.at, value.size) != 0))
        return bad(c, "a note is there twice with different values");
    *n = (struct note){value, is_cut};
    return true;
}

static bool collect_notes(struct collection *c, struct text notes)
{
    struct {
        u32 name_size, size, type;
    } head;

    while (notes.size >= sizeof(head)) {
        memcpy(&head, notes.at, sizeof(head));
        u64 before = sizeof(head) + round_up((u64)head.name_size, 4);
        u64 after = round_up((u64)head.size, 4);
        if (before > notes.size)
            return bad(c, "a note reaches outside its segment");
        if (++c->seen > NOTES_MAX)
            return bad(c, "more than 4096 notes");
        /* The last one may lack its padding, and GRUB's for 32 bits counts its head twice. */
        struct text value = {notes.at + before, min((u64)head.size, notes.size - before)};
        if (head.name_size == 4 && memcmp(notes.at + sizeof(head), "Xen", 4) == 0 &&
            !keep(c, head.type, value, value.size < head.size))
            return false;
        u64 step = min(before + after, notes.size);
        notes = (struct text){notes.at + step, notes.size - step};
    }
    return true;
}

/* KEY=VALUE,KEY,... up to a NUL. */
static bool collect_text(struct collection *c, struct text section)
{
    c->elf->is_legacy = true;
    c->seen_xen = 1;
    for (struct text list = text_next(&section, 0); list.size;) {
        struct text value = text_next(&list, ','), key = text_next(&value, '=');
        for (u32 i = 0; i < array_size(legacy_keys); i++)
            if (text_is(key, legacy_keys[i].key) && !keep(c, legacy_keys[i].note, value, false))
                return false;
    }
    return true;
}

/* Where notes may be, in the order in which we look. */
enum place { NOTE_SEGMENT, NOTE_SECTION, TEXT_SECTION, PLACES };

static bool is_place(const struct elf *e, enum place place, const struct elf_part *part)
{
    struct elf_part names;

    if (place == NOTE_SEGMENT) /* some linkers leave the offset 0; those are not there */
        return part->type == ELF_SEGMENT_NOTE && part->offset != 0;
    if (place == NOTE_SECTION)
        return part->type == ELF_SECTION_NOTE;
    return elf_part(e, ELF_SECTIONS, (u32)e->names, &names) &&
           part->name + sizeof(LEGACY_SECTION) <= names.filesz &&
           elf_says(e, names.offset + part->name, LEGACY_SECTION, sizeof(LEGACY_SECTION));
}

static bool collect(struct collection *c, enum place place)
{
    enum elf_table table = place == NOTE_SEGMENT ? ELF_SEGMENTS : ELF_SECTIONS;
    struct elf_part part;

    /* Section 0 is none. A table that is not all there has no notes; segments were checked before.
     */
    for (u32 i = table == ELF_SECTIONS; elf_part(c->elf, table, i, &part); i++) {
        if (!is_place(c->elf, place, &part))
            continue;
        if (!elf_holds(c->elf, part.offset, part.filesz))
            return elf_refuse(c->elf, REASON_IMAGE_TRUNCATED, "a section with notes");
        struct text bytes = {c->elf->bytes + part.offset, part.filesz};
        if (place == TEXT_SECTION)
            return collect_text(c, bytes);
        if (!collect_notes(c, bytes))
            return false;
    }
    return true;
}

/* The text of a note: up to its first NUL, or all of it. */
static struct text note_text(const struct collection *c, u32 type)
{
    struct text t = c->note[type].value;

    return text_next(&t, 0);
}

static bool note_begins(const struct collection *c, u32 type, const char *with)
{
    struct text t = note_text(c, type);

    t.size = min(t.size, (u64)strlen(with));
    return text_is(t, with);
}

/* The number in a note; out stays as it is if there is no such note. */
static bool read_number(struct collection *c, u32 type, u64 *out)
{
    const struct note *n = &c->note[type];
    u64 size = n->value.size;

    if (!n->value.at)
        return true;
    if (c->elf->is_legacy)
        return text_number(note_text(c, type), out) || bad(c, "__xen_guest: not a number");
    if (n->is_cut || (size != 1 && size != 2 && size != 4 && size != 8))
        return bad(c, "a numeric note is not of 1, 2, 4 or 8 bytes");
    *out = 0;
    memcpy(out, n->value.at, size);
    return true;
}

static bool read_numbers(struct collection *c, struct image *out)
{
    u64 mod_start_pfn = 0;
    const struct {
        u32 type;
        u64 *to;
    } numbers[] = {
        {ABI_XEN_ELFNOTE_ENTRY, &out->entry},
        {ABI_XEN_ELFNOTE_VIRT_BASE, &out->virt_base},
        {ABI_XEN_ELFNOTE_PADDR_OFFSET, &out->paddr_offset},
        {ABI_XEN_ELFNOTE_HYPERCALL_PAGE, &out->hypercall_page},
        {ABI_XEN_ELFNOTE_HV_START_LOW, &out->hv_start_low},
        {ABI_XEN_ELFNOTE_INIT_P2M, &out->init_p2m},
        {ABI_XEN_ELFNOTE_MOD_START_PFN, &mod_start_pfn},
    };

    for (u32 i = 0; i < array_size(numbers); i++)
        if (!read_number(c, numbers[i].type, numbers[i].to))
            return false;
    out->mod_start_pfn = mod_start_pfn != 0;
    return true;
}

static bool read_features(struct collection *c, struct image *out)
{
    struct text bits = c->note[ABI_XEN_ELFNOTE_SUPPORTED_FEATURES].value;

    out->has_supported_features = bits.at != NULL;
    if (bits.at) /* the first 32 bits of what may be an array */
        memcpy(&out->supported_features, bits.at, min(bits.size, (u64)sizeof(u32)));
    for (struct text list = note_text(c, ABI_XEN_ELFNOTE_FEATURES); list.size;) {
        bool required = *list.at == '!', known = false;
        struct text name = text_next(&list, '|');
        name.at += required, name.size -= required;
        for (u32 i = 0; i < array_size(features); i++)
            if (text_is(name, features[i].name)) {
                out->supported_features |= 1u << features[i].bit;
                known = true;
            }
        if (required && !known)
            return elf_refuse(c->elf, REASON_IMAGE_FEATURE,
                              "FEATURES requires a name that is not known here");
    }
    return true;
}

/* Is this kernel made for us at all? */
static bool check_identity(struct collection *c, struct image *out)
{
    bool bimodal = note_begins(c, ABI_XEN_ELFNOTE_PAE_MODE, "bimodal");
    bool pae = bimodal || note_begins(c, ABI_XEN_ELFNOTE_PAE_MODE, "yes");
    const char *extended = c->elf->is_legacy ? "yes[extended-cr3]" : "yes";

    if (!note_begins(c, ABI_XEN_ELFNOTE_LOADER, "generic") &&
        !note_begins(c, ABI_XEN_ELFNOTE_GUEST_OS, "linux"))
        return bad(c, "LOADER is not generic and GUEST_OS is not linux");
    if (!note_begins(c, ABI_XEN_ELFNOTE_XEN_VERSION, "xen-3.0"))
        return bad(c, "XEN_VERSION is not xen-3.0");
    if (!c->elf->is_64 && !pae)
        return elf_refuse(c->elf, REASON_IMAGE_NOT_PAE, "PAE_MODE is neither yes nor bimodal");
    /* A note's "yes" promises to take tables above 4 GiB; in the string that is said apart. */
    out->pae_extended_cr3 = bimodal || note_begins(c, ABI_XEN_ELFNOTE_PAE_MODE, extended);
    return true;
}

bool notes_read(struct elf *e, struct image *image)
{
    struct collection c = {.elf = e};

    for (enum place place = NOTE_SEGMENT; place < PLACES && !c.seen_xen; place++)
        if (!collect(&c, place))
            return false;
    if (!c.seen_xen)
        return elf_refuse(e, REASON_IMAGE_NO_NOTES,
                          "looked in note segments, note sections and __xen_guest");
    return check_identity(&c, image) && read_features(&c, image) && read_numbers(&c, image);
}
