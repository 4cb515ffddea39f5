/* SPDX-License-Identifier: MIT */
/*
 * What the calls are about. Pages for play have roles: data, tables of each level, descriptors. Those
 * that are to be tables are mapped read-only and filled with entries that make them good tables; a
 * window of addresses maps what the calls say. After every so many calls everything is let go and
 * made anew: if a page then cannot be written, somebody still holds it, and that is a leak.
 */
#include "fuzz.h"

#define WINDOW        0x28100000ul
#define WINDOW_PAGES  16
#define SCRATCH       0x28200000ul
#define SCRATCH_PAGES 8 /* then a page of zeros, read-only; then nothing */
#define LDT_AT        0x28300000ul
#define SPARES        24
#define ROOM          1000 /* frames that are given back, so that there are some to be had */
#define PAGES_MAX     64
#define STACK_SIZE    8192

typedef HYPERCALL_OWN(vcpu_guest_context) guest_context;

static struct page {
    void *at; /* where the builder maps it */
    unsigned long frame;
    uint8_t role;
    bool pinned;
} pages[PAGES_MAX];
static unsigned pages_count;
static unsigned long spare[SPARES], info_frame;
static unsigned spares, scratch_used;
static unsigned char stacks[VCPUS][STACK_SIZE] __attribute__((aligned(16)));
static guest_context context __attribute__((aligned(4096)));
static unsigned long areas[VCPUS * 16];

/* ---- Frames. --------------------------------------------------------------------------------- */

static struct page *pick(unsigned role, bool pinned)
{
    unsigned start = chance(pages_count);
    struct page *found = NULL;
    for (unsigned i = 0; i < pages_count; i++) {
        struct page *p = &pages[(start + i) % pages_count];
        if (p->role == role && p->pinned == pinned) {
            return p;
        }
        found = p->role == role ? p : found;
    }
    return found != NULL ? found : &pages[0];
}

unsigned long world_frame(unsigned role, bool pinned)
{
    return pick(role, pinned)->frame;
}

unsigned long world_any_frame(void)
{
    return pages[chance(pages_count)].frame;
}

/* Frames that are not ours, or none, or that nobody may touch. */
unsigned long world_foreign_frame(void)
{
    switch (chance(6)) {
    case 0:
        return 0;
    case 1:
        return ~0ul;
    case 2:
        return 0x100 + chance(0x100); /* the hypervisor */
    case 3:
        return 0xb8 + chance(8); /* the screen */
    case 4:
        return 0xfee00 + chance(2);
    default:
        return 1ul << (20 + chance(12));
    }
}

/* The same, or the table that we live on: for what must not be done to it. */
unsigned long world_wild_frame(void)
{
    return chance(6) ? world_foreign_frame() : page_base();
}

unsigned long world_spare(unsigned which)
{
    return which < spares ? spare[which] : 0;
}

unsigned long world_info_frame(void)
{
    return info_frame;
}

unsigned long world_window(void)
{
    return WINDOW + chance(WINDOW_PAGES) * PAGE_SIZE;
}

unsigned long world_ldt(void)
{
    return LDT_AT;
}

void *world_area(void)
{
    return &areas[chance(VCPUS) * 16];
}

/* A good entry of a table of this level. */
uint64_t world_entry(unsigned level)
{
    if (chance(8) == 0) {
        return 0;
    }
    if (level > 1) {
        return page_entry(world_frame(level - 1, chance(2)), PTE_PLAIN | PTE_USER);
    }
    const struct page *p = &pages[chance(pages_count)];
    bool writable = p->role == ROLE_DATA && chance(4);
    return page_entry(p->frame, (writable ? PTE_PLAIN : PTE_READ_ONLY) | (chance(2) ? PTE_USER : 0));
}

/* ---- Scratch memory, for what calls point to. ------------------------------------------------- */

void *world_grab(unsigned size)
{
    size = (size + 15) & ~15u;
    if (scratch_used + size > SCRATCH_PAGES * PAGE_SIZE) {
        return (void *)(SCRATCH + SCRATCH_PAGES * PAGE_SIZE - size); /* shared with others: no harm */
    }
    scratch_used += size;
    return (void *)(SCRATCH + scratch_used - size);
}

/* A line of text, and nothing behind it. */
unsigned long world_text(void)
{
    return SCRATCH + (SCRATCH_PAGES + 1) * PAGE_SIZE - 1;
}

/* Nothing is left for a later call with a wrong length to take for requests. */
void world_clear_scratch(void)
{
    unsigned words = scratch_used / sizeof(long);
    for (unsigned long *p = (void *)SCRATCH; words > 0; words--) {
        *p++ = 0;
    }
    scratch_used = 0;
}

/* Can the guest itself read there? */
bool world_reads(uint64_t at, unsigned size)
{
    return at >= SCRATCH && at <= SCRATCH + (SCRATCH_PAGES + 1) * PAGE_SIZE - size;
}

/* Zeros may be a request of their own, such as to sleep for ever. */
unsigned long world_bad_pointer(bool may_be_zeros)
{
    unsigned long end = SCRATCH + SCRATCH_PAGES * PAGE_SIZE;
    switch (chance(may_be_zeros ? 9 : 7)) {
    case 0:
        return 0x1000 + chance(PAGE_SIZE);
    case 1:
        return M2P_END - 8 + chance(16);
    case 2:
        return ~0ul - chance(64);
    case 3:
        return (unsigned long)0x0000800000000000ull - chance(16);
    case 4:
        return (unsigned long)0xffff880000000000ull - 1 - chance(16);
    case 5:
        return end + PAGE_SIZE + chance(64);
    case 6:
        return WORD_BITS == 64 ? (unsigned long)0xffff800000001000ull * 3 : 0xf4fff000ul;
    case 7:
        return end + chance(PAGE_SIZE); /* zeros, read-only */
    default:
        return end + PAGE_SIZE - chance(64); /* the same, and then nothing */
    }
}

/* What may be mapped without harm: nothing near scratch memory. */
unsigned long world_bad_address(void)
{
    unsigned long at;
    do {
        at = world_bad_pointer(false);
    } while (at >= SCRATCH && at < SCRATCH + 2 * SCRATCH_PAGES * PAGE_SIZE);
    return at;
}

/* ---- Other vCPUs: whenever one is brought up it goes down again. ------------------------------- */

static void other_main(void)
{
    unsigned long here = (unsigned long)__builtin_frame_address(0) - (unsigned long)stacks;
    for (;;) {
        hypercall_vcpu_op(ABI_VCPUOP_down, here / STACK_SIZE, 0);
    }
}

const void *world_context(unsigned vcpu)
{
    unsigned long base = page_base();
    vcpu = vcpu < VCPUS ? vcpu : 0;
    memset(&context, 0, sizeof(context));
    context.flags = ABI_VGCF_IN_KERNEL;
    context.user_regs.ip = (guest_word)(unsigned long)other_main;
    context.user_regs.cs = SELECTOR_KERNEL_CODE;
    context.user_regs.ss = context.user_regs.ds = context.user_regs.es = SELECTOR_KERNEL_DATA;
    context.user_regs.flags = 0; /* its events are masked */
    context.user_regs.sp = (guest_word)(unsigned long)(stacks[vcpu] + STACK_SIZE - 64);
    context.kernel_ss = SELECTOR_KERNEL_DATA;
    context.kernel_sp = context.user_regs.sp;
    context.ctrlreg[3] = (guest_word)(base << PAGE_SHIFT | (WORD_BITS == 32 ? base >> 20 : 0));
    return &context;
}

/* ---- What calls have changed. ------------------------------------------------------------------ */

static struct page *page_of(unsigned long frame)
{
    for (unsigned i = 0; i < pages_count; i++) {
        if (pages[i].frame == frame) {
            return &pages[i];
        }
    }
    return NULL;
}

static void note_pins(const guest_mmuext_op *ops, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct page *p = page_of((unsigned long)ops[i].arg1);
        if (p != NULL && ops[i].cmd <= ABI_MMUEXT_UNPIN_TABLE) {
            p->pinned = ops[i].cmd != ABI_MMUEXT_UNPIN_TABLE;
        }
    }
}

static long reservation(unsigned command, unsigned long *frames, unsigned count)
{
    guest_memory_reservation r = {.extent_start = guest_address(frames), .nr_extents = count,
                                  .domid = ABI_DOMID_SELF};
    return hypercall_memory_op(command, (unsigned long)&r);
}

static void spares_drop(unsigned count)
{
    count = count < spares ? count : spares;
    spares -= count;
    memmove(spare, spare + count, spares * sizeof(spare[0]));
}

/* What is too much goes back. */
static void spares_add(unsigned long *frames, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (spares < SPARES) {
            spare[spares++] = frames[i];
        } else {
            reservation(ABI_XENMEM_decrease_reservation, &frames[i], 1);
        }
    }
}

static void note_memory(const struct draft *d, unsigned count)
{
    unsigned long room = (SCRATCH + SCRATCH_PAGES * PAGE_SIZE - (unsigned long)d->list) / sizeof(long);
    switch (d->words[0]) {
    case ABI_XENMEM_increase_reservation:
    case ABI_XENMEM_populate_physmap: /* more than were meant, if the length was wrong */
        spares_add(d->list, count < room ? count : room);
        break;
    case ABI_XENMEM_decrease_reservation: /* one that is not there any more stays no obstacle */
        spares_drop(count < d->length && d->wrong == 0 ? count + 1 : count);
        break;
    case ABI_XENMEM_exchange: {
        const guest_memory_exchange *x = (void *)d->in;
        if (d->wrong || !world_reads(x->out_start, d->length * sizeof(long))) {
            break;
        }
        spares_drop(d->length);
        spares_add((unsigned long *)(uintptr_t)x->out_start, d->length);
    }
    }
}

void world_note(const struct draft *d, long result)
{
    if (d->form->call == ABI_CALL_mmuext_op && d->in != NULL) {
        unsigned done = result == 0 ? d->in_count : 0;
        if (result != 0 && world_reads(d->words[2], sizeof(done))) {
            done = *(unsigned *)d->words[2];
        }
        note_pins((void *)d->in, done < d->in_count ? done : d->in_count);
    }
    if (d->form->call == ABI_CALL_memory_op && result >= 0 && d->list != NULL) {
        note_memory(d, (unsigned)result);
    }
}

/* ---- Making it anew. ---------------------------------------------------------------------------- */

static long memory_now(void)
{
    uint16_t self = ABI_DOMID_SELF;
    return hypercall_memory_op(ABI_XENMEM_current_reservation, (unsigned long)&self);
}

static void let_go(void)
{
    grants_let_go();
    for (unsigned i = 0; i < WINDOW_PAGES; i++) {
        page_map(WINDOW + i * PAGE_SIZE, 0);
    }
    page_extended(ABI_MMUEXT_SET_LDT, 0, 0);
    page_map(LDT_AT, 0);
    hypercall_set_gdt(0, 0);
    if (PAGE_LEVELS == 4) {
        page_extended(ABI_MMUEXT_NEW_USER_BASEPTR, 0, 0);
    }
    /* A pin that was interrupted, and whose rest was refused because the place for its count cannot be
     * written, leaves a table half checked until somebody asks again. Pinned once more it is whole, or nothing. */
    for (unsigned i = 0; i < pages_count; i++) {
        unsigned role = pages[i].role == ROLE_TOP_L2 ? ROLE_L2 : pages[i].role;
        if (role >= ROLE_L1 && role <= PAGE_LEVELS) {
            page_pin(pages[i].frame, role);
        }
    }
    for (unsigned i = 0; i < pages_count; i++) {
        page_unpin(pages[i].frame);
        pages[i].pinned = false;
    }
    guest_evtchn_reset reset = {.dom = ABI_DOMID_SELF};
    if (hypercall_event_channel_op(ABI_EVTCHNOP_reset, (unsigned long)&reset) != 0) {
        contradiction("ports cannot be reset");
    }
    ports_forget();
    for (unsigned v = 0; v < VCPUS; v++) {
        hypercall_vcpu_op(ABI_VCPUOP_stop_periodic_timer, v, 0);
    }
    hypercall_set_timer_op(0);
    hypercall_fpu_taskswitch(0);
    hypercall_set_debugreg(7, 0x400);
    for (unsigned type = 0; type < 3; type++) {
        hypercall_vm_assist(ABI_VMASST_CMD_disable, type);
    }
    page_flush();
}

/* Pages that were given away are replaced; and all can be written again. */
static void recover(void)
{
    for (unsigned i = 0; i < pages_count; i++) {
        struct page *p = &pages[i];
        long result = page_map((uintptr_t)p->at, page_entry(p->frame, PTE_PLAIN));
        if (result != 0) {
            contradiction("frame %lx of role %u is still in use after all was let go: %ld",
                          p->frame, p->role, result);
        }
    }
}

/* As much memory as in the beginning. What was lost by a call whose answer went nowhere stays lost,
 * but then the domain has too much and not too little. */
static void settle_memory(void)
{
    while (spares > SPARES / 2 && reservation(ABI_XENMEM_decrease_reservation, spare, 1) == 1) {
        spares_drop(1);
    }
    while (spares < SPARES / 2) {
        unsigned long frame = 0;
        if (reservation(ABI_XENMEM_populate_physmap, &frame, 1) != 1) {
            contradiction("no frame to be had, and %ld are ours", memory_now());
            return;
        }
        spares_add(&frame, 1);
    }
}

static void fill(struct page *p)
{
    uint64_t *words = p->at;
    memset(words, 0, PAGE_SIZE);
    for (unsigned i = 0; i < 3 && p->role >= ROLE_L1 && p->role <= ROLE_L4; i++) {
        words[i] = world_entry(p->role);
    }
    if (p->role == ROLE_L3 && PAGE_LEVELS == 3) { /* its last slot wants a table of its own */
        struct page *top = p + 1;
        memset(top->at, 0, PAGE_SIZE);
        words[3] = page_entry(top->frame, PTE_PLAIN | PTE_USER);
        for (unsigned i = 0; i < 3; i++) {
            words[i] &= ~(PTE_WRITE | PTE_USER);
        }
        words[3] &= ~(PTE_WRITE | PTE_USER | PTE_ACCESSED | PTE_DIRTY);
    }
}

void world_renew(void)
{
    let_go();
    recover();
    settle_memory();
    for (unsigned i = 0; i < pages_count; i++) {
        fill(&pages[i]);
    }
    for (unsigned i = 0; i < pages_count; i++) {
        if (pages[i].role != ROLE_DATA && page_make_read_only(pages[i].at) != 0) {
            contradiction("frame %lx cannot be made read-only", pages[i].frame);
        }
    }
    page_map(LDT_AT, page_entry(world_frame(ROLE_DESCRIPTORS, false), PTE_READ_ONLY));
    for (unsigned i = 0; i < pages_count; i++) { /* half of the tables are tables from the start */
        struct page *p = &pages[i];
        bool is_table = p->role >= ROLE_L1 && p->role <= PAGE_LEVELS;
        p->pinned = is_table && chance(2) && page_pin(p->frame, p->role) == 0;
    }
    ports_renew();
    grants_renew();
}

static void add_pages(unsigned role, unsigned count)
{
    for (; count > 0; count--) {
        void *at = page_alloc();
        pages[pages_count++] = (struct page){at, page_mfn_at(at), (uint8_t)role, false};
    }
}

static void step_over(struct trap_frame *frame)
{
    (void)frame;
}

void world_begin(void)
{
    add_pages(ROLE_DATA, 8);
    add_pages(ROLE_L1, 8);
    add_pages(ROLE_L2, 8);
    for (unsigned i = 0; i < 6; i++) {
        add_pages(ROLE_L3, 1);
        add_pages(ROLE_TOP_L2, 1);
    }
    add_pages(PAGE_LEVELS == 4 ? ROLE_L4 : ROLE_DATA, 8);
    add_pages(ROLE_DESCRIPTORS, 3);
    void *info = page_alloc();
    info_frame = page_mfn_at(info);
    page_make_tables(WINDOW);
    page_make_tables(SCRATCH);
    page_make_tables(LDT_AT);
    for (unsigned i = 0; i <= SCRATCH_PAGES; i++) {
        page_map(SCRATCH + i * PAGE_SIZE, page_entry(page_mfn_at(page_alloc()), PTE_PLAIN));
    }
    *(char *)world_text() = '\n';
    page_make_read_only((void *)(SCRATCH + SCRATCH_PAGES * PAGE_SIZE));
    for (unsigned i = 0; i < ROOM; i++) { /* all but the first go back at once */
        unsigned long frame = page_take_unmapped();
        spares_add(&frame, 1);
    }
    for (unsigned v = 1; v < VCPUS - 1; v++) { /* the last is left for a call to do it */
        hypercall_vcpu_op(ABI_VCPUOP_initialise, v, (unsigned long)world_context(v));
    }
    trap_set_handler(TRAP_DEBUG, 0, step_over);
    trap_set_handler(TRAP_BREAKPOINT, 0, step_over);
    trap_set_handler(TRAP_NMI, 0, step_over);
}
