/* SPDX-License-Identifier: MIT */
/*
 * From a row of the grammar to a call: each value is picked by its kind, good ones from what is there,
 * and at most one in a call that is wrong in a way that fits its kind. What is wrong never makes the
 * guest lose what it stands on: its own live frames are not among the frames to be written, retyped
 * or given away, nor its own vCPU among those to be stopped; and what sleeps, wakes.
 */
#include "fuzz.h"

#include "libhypercall/src/library.h"

/* ---- The grammar and the structures, as tables. ---------------------------------------------- */

enum {
    STRUCTURE_none,
#define STRUCTURE_ID(name) STRUCTURE_##name,
    ABI_COPIED(STRUCTURE_ID)
};

static const char *const shapes[ABI_CALLS_MAX] = {
#define SHAPE_ROW(number, name, shape, who) [number] = #shape,
    ABI_CALLS(SHAPE_ROW)
};

#define LIST(...)      {__VA_ARGS__}
#define FORM(name, ...) FORM_ROW(name, __VA_ARGS__)
#define FORM_ROW(title, number, trait, arguments, of, kinds) \
    {.name = #title, .call = ABI_CALL_##number, .traits = trait, .structure = STRUCTURE_##of, \
     .args = LIST arguments, .fields = LIST kinds},
const struct form forms[] = {ABI_GRAMMAR(FORM)};
const unsigned forms_count = sizeof(forms) / sizeof(forms[0]);

/* Sizes and alignments in order; where each field stands follows. */
struct part {
    uint16_t size, alignment;
};
#define PART_F(type, name, xen)        {sizeof(HYPERCALL_OWN(type)), _Alignof(HYPERCALL_OWN(type))},
#define PART_A(type, name, count, xen) {sizeof(HYPERCALL_OWN(type)) * count, _Alignof(HYPERCALL_OWN(type))},
#define PARTS(name) [STRUCTURE_##name] = {ABI_##name(PART_F, PART_A)},
static const struct part parts[][24] = {ABI_COPIED(PARTS)};
#define SIZE_ROW(name) [STRUCTURE_##name] = sizeof(guest_##name),
static const uint16_t sizes[] = {ABI_COPIED(SIZE_ROW)};

/* ---- Values. --------------------------------------------------------------------------------- */

static uint64_t any_wrong(void)
{
    switch (chance(8)) {
    case 0:
        return ~0ull - chance(3);
    case 1:
        return 1ull << chance(64);
    case 2:
        return chance(0x100);
    case 3:
        return M2P_START + chance(0x1000000);
    case 4:
        return 0x0000800000000000ull - chance(16);
    case 5:
        return 0x7fffffff + chance(3);
    case 6:
        return world_window() + chance(PAGE_SIZE);
    default:
        return chance_word();
    }
}

static uint64_t any_entry_wrong(void)
{
    static const uint64_t bits[] = {PTE_PLAIN, PTE_READ_ONLY, PTE_PLAIN | PTE_USER | PTE_SUPERPAGE,
                                    PTE_PLAIN | PTE_NX, PTE_PLAIN | PTE_GLOBAL | PTE_NO_CACHE,
                                    PTE_PLAIN | 0xe00, PTE_WRITE, PTE_PLAIN | 1ull << 52};
    unsigned long frame = chance(2) ? world_any_frame() : world_wild_frame();
    return page_entry(frame, bits[chance(8)]);
}

static uint64_t wrong_value(struct draft *d, uint32_t kind)
{
    switch (G_KIND(kind)) {
    case ABI_KIND_IS: /* a neighbour might do to us what is not drawn */
        return 50 + chance(14);
    case ABI_KIND_DOMID:
    case ABI_KIND_NOBODY:
        return chance(2) ? 1 + chance(0x8000 - 1) : ABI_DOMID_IO + chance(4);
    case ABI_KIND_VCPU:
    case ABI_KIND_THIS_VCPU:
    case ABI_KIND_OTHER_VCPU:
        return chance(2) ? VCPUS + chance(3) : 31 + chance(3);
    case ABI_KIND_PORT:
    case ABI_KIND_PORT_WAITS:
    case ABI_KIND_PORT_MOVES:
    case ABI_KIND_PORT_SENDS:
    case ABI_KIND_PORT_GONE:
        return chance(4) ? chance(200) : EVENT_PORTS - 1 + chance(3);
    case ABI_KIND_MYSELF:
        return chance(2) ? ABI_DOMID_SELF : 1 + chance(1000);
    case ABI_KIND_REF:
    case ABI_KIND_HANDLE:
        return chance(2) ? chance(2048) : any_wrong();
    case ABI_KIND_STATUS:
        return NO_STATUS;
    case ABI_KIND_SOON:
        return 1 + chance(1000);
    case ABI_KIND_LENGTH: /* grant calls write into each, and must not into what is not theirs */
        return chance(2) || d->form->call == ABI_CALL_grant_table_op ? d->length + 1 + chance(4) : any_wrong() | 0x100000;
    case ABI_KIND_ENTRY:
        /* A linear entry in slot 0 of an L4, and all that calls point to could not be read any more. */
        if (G_NUMBER(kind) == 3) {
            return page_entry(world_foreign_frame(), PTE_PLAIN | PTE_USER);
        }
        return any_entry_wrong();
    case ABI_KIND_PTE:
        return any_entry_wrong();
    case ABI_KIND_SLOT: /* not in the tables that we live on */
    case ABI_KIND_M2P_SLOT:
        return page_entry(chance(2) ? world_any_frame() : world_foreign_frame(), chance(PAGE_SIZE));
    case ABI_KIND_USER_BASE: /* with m2p_strict, the table that we live on would lose a slot we need */
        return world_foreign_frame();
    case ABI_KIND_BASE:
    case ABI_KIND_INFO_FRAME:
        return world_wild_frame();
    case ABI_KIND_FRAME:
    case ABI_KIND_PIN:
    case ABI_KIND_UNPIN:
    case ABI_KIND_SPARE:
    case ABI_KIND_DESC_FRAME:
        return chance(2) ? world_any_frame() : world_wild_frame();
    case ABI_KIND_DESC_SLOT:
        return page_entry(chance(2) ? world_any_frame() : world_wild_frame(), chance(512) * 8);
    case ABI_KIND_CODE:
        return chance(2) ? any_wrong() : 0;
    case ABI_KIND_VECTOR:
        return chance(256);
    case ABI_KIND_IN:
    case ABI_KIND_ARRAY:
    case ABI_KIND_LIST:
    case ABI_KIND_LIST32:
    case ABI_KIND_PAIR:
    case ABI_KIND_DOMID_AT:
    case ABI_KIND_OUT:
    case ABI_KIND_OUT_OR_0:
    case ABI_KIND_AREA_AT:
    case ABI_KIND_BITS:
    case ABI_KIND_TEXT:
    case ABI_KIND_CONTEXT:
    case ABI_KIND_CALLS:
        return world_bad_pointer(!(d->form->traits & (GRAMMAR_SLEEPS | GRAMMAR_MOVES)));
    case ABI_KIND_UP_TO:
        return chance(2) ? G_NUMBER(kind) + 1 : any_wrong();
    case ABI_KIND_VA:
    case ABI_KIND_MAPPED:
        return world_bad_address();
    default:
        return any_wrong();
    }
}

static unsigned long good_list(struct draft *d, uint32_t kind, unsigned size)
{
    bool again = G_KIND(kind) == ABI_KIND_PAIR;
    unsigned count = again ? d->length : 1 + chance(4);
    uint8_t *list = world_grab(count * size);
    for (unsigned i = 0; i < count; i++) {
        bool is_wrong = d->wrong == d->position + 1 && i == count - 1;
        unsigned long value = (unsigned long)(is_wrong ? wrong_value(d, G_NUMBER(kind))
                              : G_NUMBER(kind) == ABI_KIND_SPARE ? world_spare(i)
                                                                 : draw_value(NULL, G_NUMBER(kind)));
        memcpy(list + i * size, &value, size);
    }
    d->length = count;
    if (!again) {
        d->list = (void *)list;
    }
    return (unsigned long)list;
}

static uint64_t draw(struct draft *d, uint32_t kind);

static unsigned long good_structures(struct draft *d, unsigned count)
{
    const struct form *f = d->form;
    unsigned size = sizes[f->structure], first = d->position;
    /* A trap table ends with an empty row; a wrong length takes up to four more. */
    uint8_t *memory = world_grab((count + 5) * size);
    d->in = memory;
    d->in_count = count;
    for (unsigned i = 0; i < count; i++, memory += size) {
        unsigned at = 0;
        d->position = i == count - 1 ? first : first + 100; /* one mistake, in the last of them */
        for (unsigned n = 0; n < FIELDS_MAX && parts[f->structure][n].size; n++) {
            const struct part *p = &parts[f->structure][n];
            at = (at + p->alignment - 1) / p->alignment * p->alignment;
            if (G_KIND(f->fields[n]) == ABI_KIND_COPY_END) { /* larger than a word */
                grants_copy_end(memory + at, G_NUMBER(f->fields[n]), ++d->position == d->wrong);
                at += p->size;
                continue;
            }
            uint64_t value = draw(d, f->fields[n]);
            if (G_KIND(f->fields[n]) == ABI_KIND_CODE && WORD_BITS == 32 && p->size == 8) {
                value = value << 32 | SELECTOR_KERNEL_CODE; /* an entry there is selector and address */
            }
            memcpy(memory + at, &value, p->size < 8 ? p->size : 8);
            at += p->size;
        }
    }
    return (unsigned long)d->in;
}

/* The entries stand behind all that they point to: what a wrong length takes for more of them is
 * zeros, and the results do not fall on the structures. */
static unsigned long good_calls(struct draft *d)
{
    unsigned count = 1 + chance(3);
    d->inner = world_grab(count * sizeof(*d->inner));
    for (unsigned i = 0; i < count; i++) {
        const struct form *f;
        do {
            f = fuzz_form();
        } while (f->traits & (GRAMMAR_SLEEPS | GRAMMAR_MOVES));
        draw_call(&d->inner[i], f);
    }
    d->entries = world_grab(count * sizeof(*d->entries));
    for (unsigned i = 0; i < count; i++) {
        d->entries[i].op = d->inner[i].form->call;
        d->entries[i].result = NOT_DONE;
        for (unsigned k = 0; k < 6; k++) {
            d->entries[i].args[k] = d->inner[i].words[k];
        }
    }
    d->length = d->inner_count = count;
    return (unsigned long)d->entries;
}

/* A pointer to `size` bytes that hold `value`. */
static unsigned long pointer_to(unsigned long value, unsigned size)
{
    unsigned long *at = world_grab(size < sizeof(value) ? sizeof(value) : size);
    *at = value;
    return (unsigned long)at;
}

static bool is_pin(uint32_t kind)
{
    return G_KIND(kind) == ABI_KIND_PIN || G_KIND(kind) == ABI_KIND_UNPIN;
}

static uint64_t good_pointer(struct draft *d, uint32_t kind)
{
    unsigned n = G_NUMBER(kind);
    switch (G_KIND(kind)) {
    case ABI_KIND_IN:
        return good_structures(d, 1);
    case ABI_KIND_ARRAY:
        n = 1 + chance(is_pin(d->form->fields[1]) ? 2 : 4); /* not the same table again and again */
        good_structures(d, n);
        d->length = n;
        return (unsigned long)d->in;
    case ABI_KIND_LIST:
    case ABI_KIND_PAIR:
        return good_list(d, kind, sizeof(long));
    case ABI_KIND_LIST32:
        return good_list(d, kind, 4);
    case ABI_KIND_DOMID_AT:
        return pointer_to(ABI_DOMID_SELF, 2);
    case ABI_KIND_OUT_OR_0:
        return chance(2) ? (unsigned long)world_grab(n) : 0;
    case ABI_KIND_OUT:
        return (unsigned long)world_grab(n);
    case ABI_KIND_AREA_AT:
        return pointer_to((unsigned long)world_area(), sizeof(long));
    case ABI_KIND_BITS:
        return pointer_to((unsigned long)chance_word(), 16);
    case ABI_KIND_TEXT:
        return world_text();
    case ABI_KIND_CONTEXT:
        return (unsigned long)world_context((unsigned)d->words[1]);
    default:
        return good_calls(d);
    }
}

static uint64_t good_value(struct draft *d, uint32_t kind)
{
    unsigned n = G_NUMBER(kind);
    switch (G_KIND(kind)) {
    case ABI_KIND_ZERO:
    case ABI_KIND_PORT_NEW:
    case ABI_KIND_THIS_VCPU:
    case ABI_KIND_MYSELF:
        return 0;
    case ABI_KIND_IS:
        return n;
    case ABI_KIND_UP_TO:
        return chance(n + 1);
    case ABI_KIND_FLAGS:
        return chance(~0u) & n;
    case ABI_KIND_ANY:
        return chance_word();
    case ABI_KIND_DOMID:
        return chance(4) ? ABI_DOMID_SELF : 0;
    case ABI_KIND_NOBODY:
        return 1 + chance(1000);
    case ABI_KIND_VCPU:
        return chance(VCPUS);
    case ABI_KIND_OTHER_VCPU:
        return 1 + chance(VCPUS - 1);
    case ABI_KIND_PORT:
    case ABI_KIND_PORT_WAITS:
    case ABI_KIND_PORT_MOVES:
    case ABI_KIND_PORT_SENDS:
    case ABI_KIND_PORT_GONE:
        return ports_pick(G_KIND(kind));
    case ABI_KIND_REF:
    case ABI_KIND_MAPPED:
    case ABI_KIND_BUS:
    case ABI_KIND_HANDLE:
        return grants_pick(G_KIND(kind));
    case ABI_KIND_GRANT_FLAGS:
        return n | (1 + chance(3)) | chance(4) << 2;
    case ABI_KIND_STATUS:
        return NO_STATUS;
    case ABI_KIND_VIRQ:
        return chance(ABI_NR_VIRQS);
    case ABI_KIND_TIME:
        return chance(4) ? time_now_ns() + chance(2000000) - 1000000 : 0;
    case ABI_KIND_SOON:
        return time_now_ns() + chance(20000);
    case ABI_KIND_PERIOD:
        return 1000000ull + chance(20000000);
    case ABI_KIND_VA:
    case ABI_KIND_BASE_ADDRESS:
        return world_window();
    case ABI_KIND_PTE:
        return world_entry(1);
    case ABI_KIND_ENTRY:
        return world_entry(n + 1);
    case ABI_KIND_SLOT: /* low slots: those that are in use */
        return page_entry(world_frame(n, chance(4)), 0) + chance(n > 2 ? 3 : 16) * sizeof(pte_t);
    case ABI_KIND_M2P_SLOT:
        return page_entry(world_any_frame(), ABI_MMU_MACHPHYS_UPDATE);
    case ABI_KIND_FRAME:
        return world_frame(ROLE_DATA, false);
    case ABI_KIND_INFO_FRAME:
        return world_info_frame();
    case ABI_KIND_PIN:
        return world_frame(n, false);
    case ABI_KIND_UNPIN:
        return world_frame(n, true);
    case ABI_KIND_BASE:
        return page_base();
    case ABI_KIND_USER_BASE:
        return chance(2) ? world_frame(ROLE_L4, false) : 0;
    case ABI_KIND_PFN:
        return chance((uint32_t)guest_info->nr_pages);
    case ABI_KIND_SPARE:
        return world_spare(0);
    case ABI_KIND_DESC_FRAME:
        return world_frame(ROLE_DESCRIPTORS, false);
    case ABI_KIND_DESC_SLOT:
        return page_entry(world_frame(ROLE_DESCRIPTORS, false), 0) + chance(512) * 8;
    case ABI_KIND_DESCRIPTOR: /* flat data or code for rings 1 and 3, or none */
        return chance(3) ? 0x00cfb2000000ffffull + ((uint64_t)(chance(2) * 0x40 + chance(2) * 8) << 40) : 0;
    case ABI_KIND_LDT:
        return world_ldt();
    case ABI_KIND_CODE:
        return (unsigned long)trap_entry(3);
    case ABI_KIND_SELECTOR:
        return SELECTOR_KERNEL_CODE;
    case ABI_KIND_VECTOR:
        return 0x90 + chance(0x60);
    case ABI_KIND_FLUSH:
        return chance(4) ? chance(3) | (chance(2) ? ABI_UVMF_ALL : 0)
                         : 1 + chance(2) + pointer_to((unsigned long)chance_word(), 16);
    case ABI_KIND_LENGTH:
        return d->length;
    case ABI_KIND_SIZE:
        return sizes[d->form->structure];
    default:
        return good_pointer(d, kind);
    }
}

/* A good one, outside of a call. */
uint64_t draw_value(struct draft *d, uint32_t kind)
{
    return good_value(d, kind);
}

/* Pointers count as a value, and then what they point to. */
static uint64_t draw(struct draft *d, uint32_t kind)
{
    d->position++;
    if (d->wrong != d->position) {
        return good_value(d, kind);
    }
    uint64_t value = wrong_value(d, kind);
    if (G_KIND(kind) == ABI_KIND_IN && world_reads(value, sizes[d->form->structure])) {
        d->in = (void *)(uintptr_t)value; /* zeros may be as good as anything */
        d->in_count = 1;
    }
    return value;
}

/* Of the structure that it points to. */
unsigned draw_size(const struct form *f)
{
    return sizes[f->structure];
}

static unsigned values_in(const struct form *f)
{
    unsigned count = (unsigned)strlen(shapes[f->call]);
    for (unsigned n = 0; f->structure && n < FIELDS_MAX && parts[f->structure][n].size; n++) {
        count += f->fields[n] != ABI_KIND_ZERO;
    }
    return count;
}

void draw_call(struct draft *d, const struct form *f)
{
    const char *shape = shapes[f->call];
    *d = (struct draft){.form = f};
    d->wrong = chance(100) < BROKEN ? 1 + chance(values_in(f)) : 0;
    for (unsigned i = 0; shape[i]; i++) {
        uint64_t value = draw(d, f->args[i]);
        d->words[d->count++] = (unsigned long)value;
        if (shape[i] == 'D' && WORD_BITS == 32) {
            d->words[d->count++] = (unsigned long)(value >> 32);
        }
    }
}
