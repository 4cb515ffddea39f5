/* SPDX-License-Identifier: MIT */
/*
 * Who we are, and what it costs: the hypervisor is asked for its version, and Torc, unlike
 * others, also for the counters it keeps of us.
 */
#include "machine/pv/pv.h"

#include "hypercall/call.h"

#include "kernel/kernel.h"

static const char *const call_names[ABI_CALLS_MAX] = {
#define CALL_NAME(number, name, shape, who) [number] = #name,
    ABI_CALLS(CALL_NAME)};

/* Classes of refusals: the hundreds of a reason's number (abi/reasons.h). */
static const char *const refusal_names[] = {
    "arguments", "frames and page tables", "descriptors",  "events",  "scheduling",
    "memory",    "console and others",     "instructions", "crashes", "images",
};

static const struct {
    unsigned id;
    const char *name, *sentence;
} reasons[] = {
#define REASON_ROW(id, name, error, sentence) {id, #name, sentence},
    ABI_REASONS(REASON_ROW)};

/* Torc knows why it refused something; another hypervisor leaves it at the error number. */
const char *pv_last_refusal(void)
{
    static char text[160];
    long id = hypercall_torc_op(ABI_TORC_OP_last_refusal, 0);

    for (size_t i = 0; i < ARRAY_SIZE(reasons); i++) {
        if (id > 0 && reasons[i].id == (unsigned)id) {
            snprintf(text, sizeof(text), "%s: %s", reasons[i].name, reasons[i].sentence);
            return text;
        }
    }
    return "it does not say why";
}

static bool read_counters(guest_torc_counters *counters)
{
    memset(counters, 0, sizeof(*counters));
    counters->size = sizeof(*counters);
    return hypercall_torc_op(ABI_TORC_OP_counters, (unsigned long)counters) == 0;
}

const char *machine_name(void)
{
    static char name[48];
    guest_torc_counters counters;
    long version = hypercall_xen_version(ABI_XENVER_version, 0);

    snprintf(name, sizeof(name), "%s (Xen ABI %ld.%ld)", read_counters(&counters) ? "Torc" : "Xen",
             version >> 16, version & 0xFFFF);
    return name;
}

static size_t add(char *to, size_t size, size_t length, const char *name, uint64_t value)
{
    if (!value || length >= size)
        return length;
    int added =
        snprintf(to + length, size - length, "%-24s %llu\n", name, (unsigned long long)value);
    return MIN(length + (size_t)added, size);
}

int machine_report(char *to, size_t size)
{
    guest_torc_counters counters;
    size_t length = 0;

    if (!read_counters(&counters))
        return MIN(snprintf(to, size,
                            "The hypervisor below (%s) does not count hypercalls for its guests.\n",
                            machine_name()),
                   (int)size);
    length = add(to, size, length, "total", counters.calls_total);
    for (unsigned i = 0; i < ABI_CALLS_MAX; i++)
        length =
            add(to, size, length, call_names[i] ? call_names[i] : "(unknown)", counters.calls[i]);
    length = add(to, size, length, "exceptions", counters.exceptions);
    length = add(to, size, length, "page faults", counters.page_faults);
    length = add(to, size, length, "instructions emulated", counters.emulated);
    length = add(to, size, length, "page-table writes", counters.table_writes);
    length = add(to, size, length, "events delivered", counters.upcalls);
    length = add(to, size, length, "interrupts taken", counters.interrupts);
    length = add(to, size, length, "page-table base loads", counters.base_loads);
    length = add(to, size, length, "TLB flushes", counters.tlb_flushes);
    length = add(to, size, length, "refusals", counters.refusals_total);
    for (unsigned i = 0; i < ARRAY_SIZE(refusal_names); i++)
        length = add(to, size, length, refusal_names[i], counters.refusals[i]);
    if (counters.refusals_total && length < size)
        length +=
            (size_t)snprintf(to + length, size - length, "last refusal: %s\n", pv_last_refusal());
    return (int)MIN(length, size);
}
