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

#define NOTE_COUNT (ABI_XEN_ELFNOTE_PHYS32_ENTRY + 1)
#define NOTES_MAX  4096 /* in one file: bounds the work that a crafted one can make */

struct note {
    const u8 *value; /* NULL: not given */
    u32 size;
    bool is_cut; /* it claims to be longer than its segment */
};

struct collection {
    struct note note[NOTE_COUNT];
    bool is_legacy;
    u32 seen, seen_xen;
    const char **detail;
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
    {"BSD_SYMTAB", ABI_XEN_ELFNOTE_BSD_SYMTAB},
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

static enum reason bad(struct collection *c, const char *text)
{
    *c->detail = text;
    return REASON_IMAGE_NOTES_BAD;
}

static enum reason keep(struct collection *c, u32 type, struct note new)
{
    c->seen_xen++;
    if (type == ABI_XEN_ELFNOTE_L1_MFN_VALID || type >= NOTE_COUNT)
        return REASON_NONE; /* for tools, or not known to us */

    struct note *n = &c->note[type];
    if (n->value && (n->size != new.size || memcmp(n->value, new.value, n->size) != 0))
        return bad(c, "a note is there twice with different values");
    *n = new;
    return REASON_NONE;
}

static enum reason collect_notes(struct collection *c, const u8 *p, u64 left)
{
    struct {
        u32 name_size, size, type;
    } head;

    while (left >= sizeof(head)) {
        memcpy(&head, p, sizeof(head));
        u64 before = sizeof(head) + round_up((u64)head.name_size, 4);
        u64 after = round_up((u64)head.size, 4);
        if (before > left)
            return bad(c, "a note reaches outside its segment");
        if (++c->seen > NOTES_MAX)
            return bad(c, "more than 4096 notes");
        /* The last one may lack its padding, and GRUB's for 32 bits counts its head twice. */
        u32 size = (u32)min((u64)head.size, left - before);
        enum reason reason = REASON_NONE;
        if (head.name_size == 4 && memcmp(p + sizeof(head), "Xen", 4) == 0)
            reason = keep(c, head.type, (struct note){p + before, size, size < head.size});
        if (reason != REASON_NONE || before + after >= left)
            return reason;
        p += before + after;
        left -= before + after;
    }
    return REASON_NONE;
}

/* One KEY or KEY=VALUE of n bytes. */
static enum reason keep_text(struct collection *c, const u8 *text, u32 n)
{
    u32 key = 0;

    while (key < n && text[key] != '=')
        key++;
    u32 value = min(key + 1, n);
    for (u32 i = 0; i < array_size(legacy_keys); i++)
        if (strlen(legacy_keys[i].key) == key && memcmp(text, legacy_keys[i].key, key) == 0)
            return keep(c, legacy_keys[i].note, (struct note){text + value, n - value, false});
    return REASON_NONE;
}

static enum reason collect_text(struct collection *c, const u8 *text, u64 size)
{
    enum reason reason = REASON_NONE;

    c->is_legacy = true;
    c->seen_xen = 1;
    while (size && *text && reason == REASON_NONE) {
        u32 n = 0;
        while (n < size && n < PAGE_SIZE && text[n] && text[n] != ',')
            n++;
        reason = keep_text(c, text, n);
        n += n < size && text[n] == ',';
        if (n == 0)
            break;
        text += n;
        size -= n;
    }
    return reason;
}

static bool is_named(const struct elf *e, const struct elf_part *names, u32 name, const char *want)
{
    u64 n = strlen(want) + 1;

    return name < names->filesz && n <= names->filesz - name &&
           elf_holds(e, names->offset, names->filesz) &&
           memcmp(e->bytes + names->offset + name, want, n) == 0;
}

/* Looks through the sections: for notes, or for the string if `legacy`. */
static enum reason collect_sections(struct collection *c, const struct elf *e, bool legacy)
{
    struct elf_part part, names = {0};
    enum reason reason = REASON_NONE;

    if (legacy && !elf_section(e, e->shstrndx, &names))
        return REASON_NONE;
    for (u32 i = 1; i < e->shnum && reason == REASON_NONE; i++) {
        if (!elf_section(e, i, &part))
            break; /* no section table worth the name: then there are no notes in it */
        if (legacy ? !is_named(e, &names, part.name, "__xen_guest") : part.type != ELF_SECTION_NOTE)
            continue;
        if (!elf_holds(e, part.offset, part.filesz)) {
            *c->detail = "a section with notes";
            return REASON_IMAGE_TRUNCATED;
        }
        const u8 *start = e->bytes + part.offset;
        if (legacy)
            return collect_text(c, start, part.filesz);
        reason = collect_notes(c, start, part.filesz);
    }
    return reason;
}

static enum reason collect_segments(struct collection *c, const struct elf *e)
{
    struct elf_part part;
    enum reason reason = REASON_NONE;

    for (u32 i = 0; i < e->phnum && reason == REASON_NONE; i++)
        /* Some linkers leave the offset of note segments 0; those are not there. */
        if (elf_segment(e, i, &part) && part.type == ELF_SEGMENT_NOTE && part.offset != 0)
            reason = collect_notes(c, e->bytes + part.offset, part.filesz);
    return reason;
}

/* The text of a note: up to its first NUL, or all of it. */
static u32 text_length(const struct note *n)
{
    u32 length = 0;

    while (length < n->size && n->value[length])
        length++;
    return length;
}

static bool text_begins(const struct note *n, const char *with)
{
    u32 length = strlen(with);

    return n->value && text_length(n) >= length && memcmp(n->value, with, length) == 0;
}

static void text_copy(char *to, u32 room, const struct note *n)
{
    u32 length = n->value ? min(text_length(n), room - 1) : 0;

    if (length)
        memcpy(to, n->value, length);
    to[length] = 0;
}

static bool text_number(const struct note *n, u64 *out)
{
    char text[32];
    const char *p = text;

    text_copy(text, sizeof(text), n);
    return text_length(n) < sizeof(text) && number_read(&p, out) && *p == 0;
}

/* The number in a note; out stays as it is if there is no such note. */
static enum reason number(struct collection *c, u32 type, u64 *out)
{
    const struct note *n = &c->note[type];

    if (!n->value)
        return REASON_NONE;
    if (c->is_legacy)
        return text_number(n, out) ? REASON_NONE : bad(c, "__xen_guest: not a number");
    if (n->is_cut || (n->size != 1 && n->size != 2 && n->size != 4 && n->size != 8))
        return bad(c, "a numeric note is not of 1, 2, 4 or 8 bytes");
    *out = 0;
    memcpy(out, n->value, n->size);
    return REASON_NONE;
}

/* One name of the FEATURES list, without its '!'. */
static enum reason feature(struct collection *c, struct image *out, const u8 *p, u32 n,
                           bool required)
{
    for (u32 i = 0; i < array_size(features); i++)
        if (strlen(features[i].name) == n && memcmp(p, features[i].name, n) == 0) {
            out->supported_features |= 1u << features[i].bit;
            return REASON_NONE;
        }
    if (!required)
        return REASON_NONE;
    *c->detail = "FEATURES requires a name that is not known here";
    return REASON_IMAGE_FEATURE;
}

static enum reason read_features(struct collection *c, struct image *out)
{
    const struct note *list = &c->note[ABI_XEN_ELFNOTE_FEATURES];
    const struct note *bits = &c->note[ABI_XEN_ELFNOTE_SUPPORTED_FEATURES];
    u32 length = list->value ? text_length(list) : 0;
    enum reason reason = REASON_NONE;

    out->has_supported_features = bits->value != NULL;
    if (bits->value) /* the first 32 bits of what may be an array */
        memcpy(&out->supported_features, bits->value, min(bits->size, 4u));
    for (u32 at = 0, end; at < length && reason == REASON_NONE; at = end + 1) {
        for (end = at; end < length && list->value[end] != '|';)
            end++;
        bool required = list->value[at] == '!';
        reason = feature(c, out, list->value + at + required, end - at - required, required);
    }
    return reason;
}

/* Is this kernel made for us at all? */
static enum reason check_identity(struct collection *c, const struct elf *e, struct image *out)
{
    const struct note *pae = &c->note[ABI_XEN_ELFNOTE_PAE_MODE];

    text_copy(out->guest_os, sizeof(out->guest_os), &c->note[ABI_XEN_ELFNOTE_GUEST_OS]);
    text_copy(out->loader, sizeof(out->loader), &c->note[ABI_XEN_ELFNOTE_LOADER]);
    text_copy(out->xen_version, sizeof(out->xen_version), &c->note[ABI_XEN_ELFNOTE_XEN_VERSION]);
    if (!text_begins(&c->note[ABI_XEN_ELFNOTE_LOADER], "generic") &&
        !text_begins(&c->note[ABI_XEN_ELFNOTE_GUEST_OS], "linux"))
        return bad(c, "LOADER is not generic and GUEST_OS is not linux");
    if (!text_begins(&c->note[ABI_XEN_ELFNOTE_XEN_VERSION], "xen-3.0"))
        return bad(c, "XEN_VERSION is not xen-3.0");

    /* A note's "yes" promises to take tables above 4 GiB; in the string that is said apart. */
    bool bimodal = text_begins(pae, "bimodal");
    out->pae_extended_cr3 = bimodal || text_begins(pae, c->is_legacy ? "yes[extended-cr3]" : "yes");
    if (!e->is_64 && !bimodal && !text_begins(pae, "yes")) {
        *c->detail = "PAE_MODE is neither yes nor bimodal";
        return REASON_IMAGE_NOT_PAE;
    }
    return REASON_NONE;
}

static enum reason read_numbers(struct collection *c, struct image *out, struct image_notes *n)
{
    u64 init_p2m = IMAGE_UNSET, mod_start_pfn = 0;
    const struct {
        u32 type;
        u64 *to;
    } numbers[] = {
        {ABI_XEN_ELFNOTE_ENTRY, &n->entry},
        {ABI_XEN_ELFNOTE_VIRT_BASE, &n->virt_base},
        {ABI_XEN_ELFNOTE_PADDR_OFFSET, &n->paddr_offset},
        {ABI_XEN_ELFNOTE_HYPERCALL_PAGE, &n->hypercall_page},
        {ABI_XEN_ELFNOTE_HV_START_LOW, &out->hv_start_low},
        {ABI_XEN_ELFNOTE_INIT_P2M, &init_p2m},
        {ABI_XEN_ELFNOTE_MOD_START_PFN, &mod_start_pfn},
    };
    enum reason reason = REASON_NONE;

    *n = (struct image_notes){c->is_legacy, IMAGE_UNSET, IMAGE_UNSET, IMAGE_UNSET, IMAGE_UNSET};
    for (u32 i = 0; i < array_size(numbers) && reason == REASON_NONE; i++)
        reason = number(c, numbers[i].type, numbers[i].to);
    out->has_init_p2m = init_p2m != IMAGE_UNSET;
    out->init_p2m = out->has_init_p2m ? init_p2m : 0;
    out->mod_start_pfn = mod_start_pfn != 0;
    return reason;
}

enum reason notes_read(const struct elf *e, struct image *image, struct image_notes *notes,
                       const char **detail)
{
    struct collection c = {.detail = detail};
    enum reason reason = collect_segments(&c, e);

    if (reason == REASON_NONE && c.seen_xen == 0)
        reason = collect_sections(&c, e, false);
    if (reason == REASON_NONE && c.seen_xen == 0)
        reason = collect_sections(&c, e, true);
    if (reason != REASON_NONE)
        return reason;
    if (c.seen_xen == 0) {
        *detail = "looked in note segments, note sections and __xen_guest";
        return REASON_IMAGE_NO_NOTES;
    }
    image->bsd_symtab = c.note[ABI_XEN_ELFNOTE_BSD_SYMTAB].value &&
                        (c.is_legacy || text_begins(&c.note[ABI_XEN_ELFNOTE_BSD_SYMTAB], "yes"));
    reason = check_identity(&c, e, image);
    if (reason == REASON_NONE)
        reason = read_features(&c, image);
    if (reason == REASON_NONE)
        reason = read_numbers(&c, image, notes);
    return reason;
}
