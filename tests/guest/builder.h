/* SPDX-License-Identifier: MIT */
#ifndef BUILDER_H
#define BUILDER_H
/*
 * Builds small domains, of either width, as a toolstack does: by control calls and by mapping the
 * new domain's frames. A child consists of six pages: its program and data, a stack, and one page
 * table of each of four levels (a 32-bit child has a second L2 instead of an L4).
 *
 * All children run the same program: it makes the calls of a list in its data page, one after the
 * other, and writes each result beside it. What the parent wants a child to do, it writes there
 * before or while the child runs.
 */
#include "test.h"

#define CHILD_BASE  0x400000ul /* where the child's pages are, for the child */
#define CHILD_LIST  0x400ul    /* in its first page: the list of calls */
#define CHILD_TEXT  0xc00ul    /* and what else it may need */
#define CHILD_PAGES 6

/* Instead of a call number. */
#define CHILD_SPIN  0xfffffffeul /* counts in the result, for ever */
#define CHILD_CRASH 0xfffffffdul /* an undefined instruction, without a handler */
#define CHILD_YIELD 0xfffffffcul /* lets others go first, and counts, for ever */

struct child_call {
    uint64_t number, argument[5];
    volatile uint64_t result, done;
};

struct child {
    unsigned domid, width;
    unsigned long frame[CHILD_PAGES];
    unsigned char *page;     /* its first page, mapped here */
    struct child_call *list; /* in it */
};

/* The program, once for each width; 512 bytes of room for either. */
asm(".pushsection .text\n"
    ".balign 16\n"
    "child_code_32: .code32\n"
    "    mov $0x400400, %ebp\n"
    "1:  mov (%ebp), %eax\n"
    "    cmp $-2, %eax\n"
    "    je 2f\n"
    "    cmp $-3, %eax\n"
    "    je 3f\n"
    "    cmp $-4, %eax\n"
    "    je 4f\n"
    "    mov 8(%ebp), %ebx\n"
    "    mov 16(%ebp), %ecx\n"
    "    mov 24(%ebp), %edx\n"
    "    mov 32(%ebp), %esi\n"
    "    mov 40(%ebp), %edi\n"
    "    int $0x82\n"
    "    mov %eax, 48(%ebp)\n"
    "    cltd\n"
    "    mov %edx, 52(%ebp)\n"
    "    movl $1, 56(%ebp)\n"
    "    add $64, %ebp\n"
    "    jmp 1b\n"
    "2:  incl 48(%ebp)\n"
    "    jmp 2b\n"
    "3:  ud2\n"
    "4:  mov $29, %eax\n"
    "    xor %ebx, %ebx\n"
    "    int $0x82\n"
    "    incl 48(%ebp)\n"
    "    jmp 4b\n"
    ".balign 512\n"
    "child_code_64: .code64\n"
    "    mov $0x400400, %rbp\n"
    "1:  mov (%rbp), %rax\n"
    "    cmp $-2, %eax\n"
    "    je 2f\n"
    "    cmp $-3, %eax\n"
    "    je 3f\n"
    "    cmp $-4, %eax\n"
    "    je 4f\n"
    "    mov 8(%rbp), %rdi\n"
    "    mov 16(%rbp), %rsi\n"
    "    mov 24(%rbp), %rdx\n"
    "    mov 32(%rbp), %r10\n"
    "    mov 40(%rbp), %r8\n"
    "    syscall\n"
    "    mov %rax, 48(%rbp)\n"
    "    movq $1, 56(%rbp)\n"
    "    add $64, %rbp\n"
    "    jmp 1b\n"
    "2:  incq 48(%rbp)\n"
    "    jmp 2b\n"
    "3:  ud2\n"
    "4:  mov $29, %eax\n"
    "    xor %edi, %edi\n"
    "    syscall\n"
    "    incq 48(%rbp)\n"
    "    jmp 4b\n"
    ".balign 512\n"
    "child_code_end:\n"
#ifdef __i386__
    ".code32\n"
#endif
    ".popsection\n");
extern const char child_code_32[], child_code_64[];

/* ---- Control calls. --------------------------------------------------------------------- */

/* One control call; `body` is copied in before and out after. */
static long control(unsigned command, unsigned *domid, void *body, unsigned long size)
{
    static guest_domctl call;
    memset(&call, 0, sizeof(call));
    call.cmd = command;
    call.version = ABI_XEN_DOMCTL_INTERFACE_VERSION;
    call.domain = (uint16_t)*domid;
    memcpy(call.body, body, size);
    long result = hypercall_domctl((unsigned long)&call);
    memcpy(body, call.body, size);
    *domid = call.domain;
    return result;
}

#define CONTROL(command, domid, body)                                                              \
    ({                                                                                             \
        unsigned domid_ = (domid);                                                                 \
        control(ABI_XEN_DOMCTL_##command, &domid_, &(body), sizeof(body));                         \
    })
#define CONTROL_PLAIN(command, domid)                                                              \
    ({                                                                                             \
        uint64_t nothing_ = 0;                                                                     \
        CONTROL(command, domid, nothing_);                                                         \
    })

static guest_domctl_createdomain child_wish(void)
{
    return (guest_domctl_createdomain){.handle = {0x70, 0x72},
                                       .max_vcpus = 1,
                                       .max_evtchn_port = 1023,
                                       .max_grant_frames = 4,
                                       .max_maptrack_frames = 4,
                                       .grant_opts = 1};
}

static guest_domctl_getdomaininfo child_info(unsigned domid)
{
    guest_domctl_getdomaininfo info = {0};
    unsigned found = domid;
    if (control(ABI_XEN_DOMCTL_getdomaininfo, &found, &info, sizeof(info)) || found != domid) {
        memset(&info, 0, sizeof(info));
        info.domain = ABI_DOMID_INVALID;
    }
    return info;
}

__attribute__((unused)) static guest_sysctl_physinfo machine_info(void)
{
    static guest_sysctl call;
    guest_sysctl_physinfo info;
    memset(&call, 0, sizeof(call));
    call.cmd = ABI_XEN_SYSCTL_physinfo;
    call.version = ABI_XEN_SYSCTL_INTERFACE_VERSION;
    hypercall_sysctl((unsigned long)&call);
    memcpy(&info, call.body, sizeof(info));
    return info;
}

/* ---- Another domain's frames. ------------------------------------------------------------ */

/* Maps a frame of domain `domid` at va, which has a table; `bits` 0 takes it away. */
static long foreign_map(uintptr_t va, unsigned domid, unsigned long frame, pte_t bits)
{
    guest_mmu_update request = {.ptr = page_find(va, 1, NULL), .val = page_entry(frame, bits)};
    long result = hypercall_mmu_update((unsigned long)&request, 1, 0, domid);
    page_flush();
    return result;
}

/* A place of ours where foreign frames can be mapped. */
static void *foreign_windows_free[128];
static unsigned foreign_windows_count;

static void *foreign_window(void)
{
    if (foreign_windows_count) {
        return foreign_windows_free[--foreign_windows_count];
    }
    void *page = page_alloc();
    page_map((uintptr_t)page, 0);
    return page;
}

static long foreign_extended(unsigned domid, unsigned command, unsigned long frame)
{
    guest_mmuext_op op = {.cmd = command, .arg1 = frame};
    return hypercall_mmuext_op((unsigned long)&op, 1, 0, domid);
}

static long foreign_populate(unsigned domid, guest_word *frames, unsigned count)
{
    guest_memory_reservation request = {
        .extent_start = guest_address(frames), .nr_extents = count, .domid = (uint16_t)domid};
    return hypercall_memory_op(ABI_XENMEM_populate_physmap, (unsigned long)&request);
}

/* ---- A child. ---------------------------------------------------------------------------- */

static long child_make(struct child *c, unsigned width)
{
    guest_domctl_createdomain wish = child_wish();
    guest_domctl_address_size size = {width};
    guest_domctl_max_vcpus vcpus = {1};
    guest_domctl_max_mem memory = {4 * CHILD_PAGES};
    long result;

    memset(c, 0, sizeof(*c));
    c->width = width;
    result = control(ABI_XEN_DOMCTL_createdomain, &c->domid, &wish, sizeof(wish));
    if (result == 0 && width == 32) {
        result = CONTROL(set_address_size, c->domid, size);
    }
    result = result ? result : CONTROL(max_vcpus, c->domid, vcpus);
    return result ? result : CONTROL(max_mem, c->domid, memory);
}

/* Entry `slot` of the table in page `table` becomes the frame of page `to`. */
static long child_entry(struct child *c, void *window, unsigned table, unsigned slot, unsigned to,
                        pte_t bits)
{
    long result = foreign_map((uintptr_t)window, c->domid, c->frame[table], PTE_PLAIN);
    if (result == 0) {
        ((volatile pte_t *)window)[slot] = page_entry(c->frame[to], bits);
        result = foreign_map((uintptr_t)window, c->domid, 0, 0);
    }
    return result;
}

/* Pages 2 to 5 are an L1, an L2, an L3 and an L4 or, in slot 3 of the L3, another L2. */
static long child_tables(struct child *c)
{
    static void *window;
    pte_t upper = PTE_PRESENT | (c->width == 64 ? PTE_WRITE | PTE_USER : 0), low = PTE_PLAIN;
    long result = 0;

    window = window ? window : foreign_window();
    for (unsigned i = 0; i < CHILD_PAGES && result == 0; i++) {
        result = child_entry(c, window, 2, i, i, i < 2 ? low : PTE_READ_ONLY);
    }
    result = result ? result : child_entry(c, window, 3, CHILD_BASE >> 21, 2, upper | PTE_WRITE);
    result = result ? result : child_entry(c, window, 4, 0, 3, upper);
    if (c->width == 64) {
        return result ? result : child_entry(c, window, 5, 0, 4, upper);
    }
    return result ? result : child_entry(c, window, 4, 3, 5, upper);
}

/* Memory, program and page tables; the list is empty, so it shuts down at once. */
static long child_fill(struct child *c)
{
    guest_word frames[CHILD_PAGES];
    long result;

    for (unsigned i = 0; i < CHILD_PAGES; i++) {
        frames[i] = i;
    }
    if (foreign_populate(c->domid, frames, CHILD_PAGES) != CHILD_PAGES) {
        return -ABI_ENOMEM;
    }
    for (unsigned i = 0; i < CHILD_PAGES; i++) {
        guest_mmu_update m2p = {.ptr = ((uint64_t)frames[i] << PAGE_SHIFT) |
                                       ABI_MMU_MACHPHYS_UPDATE,
                                .val = i};
        c->frame[i] = frames[i];
        result = foreign_extended(c->domid, ABI_MMUEXT_CLEAR_PAGE, frames[i]);
        result = result ? result : hypercall_mmu_update((unsigned long)&m2p, 1, 0, c->domid);
        if (result) {
            return result;
        }
    }
    result = child_tables(c);
    result = result ? result
                    : foreign_extended(c->domid, c->width == 32 ? ABI_MMUEXT_PIN_L3_TABLE
                                                                : ABI_MMUEXT_PIN_L4_TABLE,
                                       c->frame[c->width == 32 ? 4 : 5]);
    c->page = c->page ? c->page : foreign_window();
    result = result ? result
                    : foreign_map((uintptr_t)c->page, c->domid, c->frame[0],
                                  PTE_PRESENT | PTE_WRITE | PTE_ACCESSED | PTE_DIRTY);
    if (result == 0) {
        c->list = (struct child_call *)(c->page + CHILD_LIST);
        memcpy(c->page, c->width == 32 ? child_code_32 : child_code_64, 512);
    }
    return result;
}

/* Its flags: interrupts on. */
static unsigned child_flags = 0x200;

/* A context with only what a child needs; `set` says how to name its fields. */
#define CHILD_CONTEXT(W, context, code, stack, cr3)                                                \
    do {                                                                                           \
        (context)->flags = ABI_VGCF_online | ABI_VGCF_IN_KERNEL;                                   \
        (context)->user_regs.ip = CHILD_BASE;                                                      \
        (context)->user_regs.sp = CHILD_BASE + 2 * PAGE_SIZE;                                      \
        (context)->user_regs.flags = child_flags;                                                        \
        (context)->user_regs.cs = code;                                                            \
        (context)->user_regs.ss = stack;                                                           \
        (context)->kernel_ss = stack;                                                              \
        (context)->kernel_sp = CHILD_BASE + 2 * PAGE_SIZE;                                         \
        (context)->ctrlreg[3] = cr3;                                                               \
    } while (0)

/* In the child's layout, whatever ours is. */
static union {
    abi32_vcpu_guest_context narrow;
    abi64_vcpu_guest_context wide;
} child_context;

static long child_start(struct child *c)
{
    guest_domctl_vcpucontext set = {.vcpu = 0, .ctxt = (uintptr_t)&child_context};

    memset(&child_context, 0, sizeof(child_context));
    if (c->width == 32) {
        uint32_t folded = (uint32_t)(c->frame[4] << 12 | c->frame[4] >> 20);
        CHILD_CONTEXT(32, &child_context.narrow, ABI_FLAT_RING1_CS32, ABI_FLAT_RING1_DS32, folded);
        child_context.narrow.user_regs.ds = child_context.narrow.user_regs.es = ABI_FLAT_RING1_DS32;
    } else {
        CHILD_CONTEXT(64, &child_context.wide, ABI_FLAT64_CS64, ABI_FLAT64_DS,
                      (uint64_t)c->frame[5] << PAGE_SHIFT);
    }
    long result = CONTROL(setvcpucontext, c->domid, set);
    return result ? result : CONTROL_PLAIN(unpausedomain, c->domid);
}

/* Adds a call to the child's list. */
__attribute__((unused)) static struct child_call *
child_calls(struct child *c, unsigned long number, uint64_t a, uint64_t b, uint64_t d, uint64_t e)
{
    struct child_call *call = c->list++;
    call->number = number;
    call->argument[0] = a;
    call->argument[1] = b;
    call->argument[2] = d;
    call->argument[3] = e;
    return call;
}

/* The last call of a list: ends the domain. */
__attribute__((unused)) static void child_ends(struct child *c, unsigned reason)
{
    *(volatile uint32_t *)(c->page + CHILD_TEXT - 8) = reason;
    child_calls(c, ABI_CALL_sched_op, ABI_SCHEDOP_shutdown, CHILD_BASE + CHILD_TEXT - 8, 0, 0);
}

/* Lets others run until the condition holds; false after ten seconds. */
#define child_wait(condition)                                                                      \
    ({                                                                                             \
        uint64_t end_ = time_now_ns() + 10000000000ull;                                            \
        while (!(condition) && time_now_ns() < end_) {                                             \
            hypercall_sched_op(ABI_SCHEDOP_yield, 0);                                              \
        }                                                                                          \
        (condition) ? true : false;                                                                \
    })

__attribute__((unused)) static bool child_is_down(unsigned domid)
{
    return child_info(domid).flags & ABI_XEN_DOMINF_shutdown;
}

static bool child_is_gone(unsigned domid)
{
    return child_info(domid).domain == ABI_DOMID_INVALID;
}

/* Made, filled and started with the list that `write` puts in. */
__attribute__((unused)) static long child_run(struct child *c, unsigned width,
                                              void (*write)(struct child *))
{
    long result = child_make(c, width);
    result = result ? result : child_fill(c);
    if (result == 0) {
        write(c);
    }
    return result ? result : child_start(c);
}

/* The first page's mapping goes. */
static long child_unmap(struct child *c)
{
    long result = 0;
    if (c->page) {
        result = foreign_map((uintptr_t)c->page, ABI_DOMID_SELF, 0, 0);
        foreign_windows_free[foreign_windows_count++] = c->page; /* for the next child */
        c->page = NULL;
    }
    return result;
}

/* Destroyed, and waited for. */
__attribute__((unused)) static long child_destroy(struct child *c)
{
    child_unmap(c);
    long result = CONTROL_PLAIN(destroydomain, c->domid);
    if (result == 0 && !child_wait(child_is_gone(c->domid))) {
        result = -ABI_EBUSY;
    }
    return result;
}

#endif
