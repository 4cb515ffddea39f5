/* SPDX-License-Identifier: MIT */
/*
 * What the mm room needs of the others: see shim.h.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "boot/multiboot.h"
#include "call/call.h"
#include "call/extable.h"
#include "cpu/tables.h"
#include "irq/irq.h"
#include "mm/frame.h"
#include "mm/geometry.h"
#include "mm/root.h"
#include "mm/tlb.h"
#include "watch/watch.h"

u8 test_memory[TEST_FRAMES * 4096] __attribute__((aligned(4096)));
u8 test_frames[TEST_FRAMES * sizeof(struct frame)] __attribute__((aligned(4096)));
struct cpu test_cpu;
struct cpu *cpus[CPU_MAX] = {&test_cpu}; /* one processor: nobody else is asked to flush */
u32 cpus_online = 1;
struct domain test_domain;
struct vcpu test_vcpu;
u32 test_stop_chance;
enum reason test_reason;
void (*test_on_flush)(void);

u64 mm_frames_end = TEST_FRAMES;
u64 m2p_top_l2_entries[84];
struct boot_info boot_info;

static u64 random_state, m2p[TEST_FRAMES], windows[32];

u32 test_random(u32 below)
{
    random_state = random_state * 6364136223846793005ull + 1442695040888963407ull;
    return (u32)((random_state >> 33) % below);
}

bool call_should_stop(void)
{
    return test_chance(test_stop_chance);
}

long call_restart(struct vcpu *v, u64 a, u64 b, u64 c, u64 d, u64 e)
{
    v->restart[0] = a;
    v->restart[1] = b;
    v->restart[2] = c;
    v->restart[3] = d;
    v->restart[4] = e;
    return CALL_RESTART;
}

#define REASON_ERROR(id, name, error, text) \
    case id: \
        return -ABI_##error;

long refuse(struct vcpu *v, enum reason reason, u64 value)
{
    test_reason = reason;
    switch ((int)reason) {
        ABI_REASONS(REASON_ERROR)
    }
    return 0;
}

void panic_regs(const struct regs *r, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vfprintf(stderr, format, args);
    fprintf(stderr, "\n");
    abort();
}

void irq_send(u32 apic_id, u8 vector)
{
    must(!"there is nobody to interrupt");
}

struct domain *domain_from(u32 id)
{
    return NULL;
}

void domain_came_home(struct domain *d)
{
}

struct domain *domain_by_id(struct vcpu *v, u32 domid)
{
    return domid == ABI_DOMID_SELF || domid == v->domain->id ? v->domain : NULL;
}

void lock_wait(struct lock *l, u32 ticket)
{
    panic("one thread waits for itself");
}

void m2p_set(mfn_t m, u64 pfn)
{
    m2p[m.n] = pfn;
}

void mm_fill_hypervisor_slots(u64 *l4)
{
    for (u32 slot = HV_SLOT_FIRST; slot <= HV_SLOT_LAST; slot++)
        l4[slot] = slot == HV_SLOT_FIRST ? 0 : 1ull << PAGE_SHIFT | PTE_P;
}

void mm_show_m2p(u64 *l4, bool shown)
{
    l4[HV_SLOT_FIRST] = shown ? 1ull << PAGE_SHIFT | PTE_P : 0;
}

mfn_t mm_zero_page(void)
{
    return MFN(1);
}

bool frame_io_allowed(mfn_t m)
{
    return false; /* no devices here */
}

u64 *mm_hypervisor_entry(u64 address)
{
    return &windows[(address - HV_WINDOWS) >> PAGE_SHIFT];
}

void tables_show_gdt(struct vcpu *v)
{
}

void tables_show_ldt(struct vcpu *v)
{
    must(!test_cpu.ldt_pages);
}

static u32 with_modrm(const u8 *at)
{
    u8 modrm = *at;

    return 1 + ((modrm & 7) == 4) + (modrm >> 6 == 1 ? 1 : modrm >> 6 == 2 ? 4 : 0);
}

/* A CR3 load is told to the test, INVLPG is believed, a guest access goes on at its fix-up. */
static void on_fault(int signal, siginfo_t *info, void *context)
{
    greg_t *rip = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    const u8 *code = (const u8 *)*rip;
    u32 rex = (*code & 0xf0) == 0x40;

    code += rex;
    if (code[0] == 0x0f && code[1] == 0x22) {
        *rip += rex + 3;
        if (test_on_flush)
            test_on_flush();
    } else if (code[0] == 0x0f && code[1] == 0x01) {
        *rip += rex + 2 + with_modrm(code + 2);
    } else if (code[0] == 0xfa || code[0] == 0xfb) { /* CLI, STI: nothing interrupts us */
        *rip += 1;
    } else if (extable_find((u64)*rip)) {
        *rip = (greg_t)extable_find((u64)*rip);
    } else {
        fprintf(stderr, "fault at %llx, address %p\n", (unsigned long long)*rip, info->si_addr);
        abort();
    }
}

static void catch_faults(void)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_NODEFER};

    sigaction(SIGSEGV, &action, NULL);
    must(mmap((void *)GUEST_VA, GUEST_SIZE, PROT_READ | PROT_WRITE,
              MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == (void *)GUEST_VA);
    random_state = strtoull(getenv("TEST_SEED") ? getenv("TEST_SEED") : "1", NULL, 0);
}

void test_begin(enum width width, u32 frames)
{
    static bool caught;
    struct domain *d = &test_domain;
    struct vcpu *v = &test_vcpu;

    if (!caught)
        catch_faults();
    caught = true;
    while (heap_alloc(0, 0).n != MFN_NONE.n) /* whatever the last test left in there */
        ;
    test_on_flush = NULL;
    test_stop_chance = 0;
    memset(d, 0, sizeof(*d));
    memset(v, 0, sizeof(*v));
    memset(&test_cpu, 0, sizeof(test_cpu));
    memset(test_memory, 0, sizeof(test_memory));
    memset(windows, 0, sizeof(windows));
    for (u64 n = 0; n < TEST_FRAMES; n++)
        frame_table[n] = (struct frame){.owner = OWNER_HV};
    u64 low = min(TEST_FRAMES, 8ull + frames);
    for (u64 n = 8; n < low; n++) /* the domain's are the low ones */
        heap_free(MFN(n), 0);
    d->width = width;
    d->geo = &geometries[width];
    d->handle_max = ABI_HOLE32_START;
    d->privileged = true;
    d->mm_lock = LOCK_INIT(LOCK_DOMAIN_MM);
    d->frames_max = frames;
    v->domain = d;
    d->vcpu[0] = v;
    test_cpu.current = v;
    while (reserve_frame(d, 0).n != MFN_NONE.n)
        ;
    for (u64 n = low; n < TEST_FRAMES; n++)
        heap_free(MFN(n), 0);
    must(mm_vcpu_init(v) == 0);
}
