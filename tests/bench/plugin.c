/* SPDX-License-Identifier: MIT */
/*
 * Counts privileged events from outside: a plugin of QEMU that looks at the opcode of each
 * instruction. It knows nothing of the hypervisor but that ring 0 lives in the addresses which
 * the ABI gives to it, so it counts the same on Torc and on Xen. The guest says by marks
 * (tests/bench/mark.h) when to count; one line of counts for each row goes to the file that the
 * option out= names.
 *
 * An entry into ring 0 is seen as such: the last instruction was the guest's, this one is not.
 * An exception is an entry whose last instruction was no hypercall and no SYSCALL.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <qemu/qemu-plugin.h>

#include "abi/layout.h"
#include "tests/bench/mark.h"

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;

/* What is counted; the names are those of the output. */
/* clang-format off */
#define COUNTS(C) \
    C(guest) C(ring0) C(entries) C(exceptions) C(cr3) C(invlpg) C(cr4) C(cr0) C(debug) C(msr) \
    C(port) C(halt) C(locked)
/* clang-format on */

enum {
#define COUNT_ID(name) COUNT_##name,
    COUNTS(COUNT_ID)
#undef COUNT_ID
        COUNT_MAX
};

static const char *const names[] = {
#define COUNT_NAME(name) #name,
    COUNTS(COUNT_NAME)
#undef COUNT_NAME
};

static uint64_t now[COUNT_MAX], at_start[COUNT_MAX], total[COUNT_MAX];
static bool was_guest, by_door, is_on;
static FILE *out;

/* ---- Opcodes. ---------------------------------------------------------------------------- */

struct opcode {
    const uint8_t *byte;
    size_t length;
    bool is_locked;
};

/* Steps over prefixes: the legacy ones, and in ring 0, which is 64-bit code, REX. */
static struct opcode opcode_of(struct qemu_plugin_insn *insn, bool is_guest)
{
    struct opcode o = {qemu_plugin_insn_data(insn), qemu_plugin_insn_size(insn), false};

    for (; o.length > 1; o.byte++, o.length--) {
        bool is_rex = !is_guest && (*o.byte & 0xf0) == 0x40;
        if (!is_rex && !memchr("\x26\x2e\x36\x3e\x64\x65\x66\x67\xf0\xf2\xf3", *o.byte, 11))
            break;
        o.is_locked |= *o.byte == 0xf0;
    }
    return o;
}

/* Which count an instruction of ring 0 adds to; -1: none. */
static int privileged(const struct opcode *o)
{
    static const int registers[8] = {COUNT_cr0, -1, -1, COUNT_cr3, COUNT_cr4, -1, -1, -1};
    const uint8_t *b = o->byte;

    if (b[0] == 0xf4)
        return COUNT_halt;
    if ((b[0] & 0xf4) == 0xe4) /* in and out: e4 to e7, ec to ef */
        return COUNT_port;
    if (b[0] != 0x0f || o->length < 2)
        return -1;
    switch (b[1]) {
    case 0x22:
        return registers[b[2] >> 3 & 7];
    case 0x06: /* clts */
        return COUNT_cr0;
    case 0x21:
    case 0x23:
        return COUNT_debug;
    case 0x30:
    case 0x32:
        return COUNT_msr;
    case 0x01:
        return (b[2] >> 3 & 7) == 7 && b[2] < 0xc0 ? COUNT_invlpg : -1;
    }
    return -1;
}

/* int $0x82 and SYSCALL. */
static bool is_door(const struct opcode *o)
{
    return o->length == 2 && (!memcmp(o->byte, "\xcd\x82", 2) || !memcmp(o->byte, "\x0f\x05", 2));
}

static uint32_t mark_of(const struct opcode *o)
{
    uint32_t value = 0;

    if (o->length == 7 && !memcmp(o->byte, "\x0f\x1f\x80", 3))
        memcpy(&value, o->byte + 3, sizeof(value));
    return value >= MARK_ON && value <= MARK_CLEAR ? value : 0;
}

/* ---- While it runs. ---------------------------------------------------------------------- */

static void on_mark(unsigned cpu, void *mark)
{
    switch ((uint32_t)(uintptr_t)mark) {
    case MARK_ON:
        memcpy(at_start, now, sizeof(now)); /* a second one begins anew */
        is_on = true;
        break;
    case MARK_OFF:
        for (int i = 0; i < COUNT_MAX; i++)
            total[i] += is_on ? now[i] - at_start[i] : 0;
        is_on = false;
        break;
    case MARK_ROW:
        for (int i = 0; i < COUNT_MAX; i++)
            fprintf(out, "%s%s %" PRIu64, i ? " " : "", names[i], total[i]);
        fprintf(out, "\n");
        fflush(out);
        /* fall through */
    case MARK_CLEAR:
        memset(total, 0, sizeof(total));
    }
}

static void on_door(unsigned cpu, void *unused)
{
    by_door = true;
}

static void on_block(unsigned cpu, void *is_guest)
{
    if (was_guest && !is_guest) {
        now[COUNT_entries]++;
        now[COUNT_exceptions] += !by_door;
    }
    was_guest = is_guest != NULL;
    by_door = false;
}

static void add_one(struct qemu_plugin_insn *insn, int count)
{
    if (count >= 0)
        qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64, &now[count],
                                                   1);
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    uint64_t address = qemu_plugin_tb_vaddr(tb);
    bool is_guest = address < ABI_HYPERVISOR64_START || address >= ABI_HYPERVISOR64_END;

    qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block, QEMU_PLUGIN_CB_NO_REGS,
                                         is_guest ? &was_guest : NULL);
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        struct opcode o = opcode_of(insn, is_guest);
        uint32_t mark = is_guest ? mark_of(&o) : 0;

        add_one(insn, is_guest ? COUNT_guest : COUNT_ring0);
        add_one(insn, is_guest ? -1 : privileged(&o));
        add_one(insn, !is_guest && o.is_locked ? COUNT_locked : -1);
        if (mark)
            qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark, QEMU_PLUGIN_CB_NO_REGS,
                                                   (void *)(uintptr_t)mark);
        if (is_guest && is_door(&o))
            qemu_plugin_register_vcpu_insn_exec_cb(insn, on_door, QEMU_PLUGIN_CB_NO_REGS, NULL);
    }
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc,
                                           char **argv)
{
    const char *file = argc == 1 && !strncmp(argv[0], "out=", 4) ? argv[0] + 4 : NULL;

    out = file ? fopen(file, "w") : stderr;
    if (!out) {
        perror(file);
        return 1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    return 0;
}
