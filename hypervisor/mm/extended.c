/* SPDX-License-Identifier: MIT */
/*
 * mmuext_op: pinning tables, choosing the tables to run on, flushing, the LDT, clearing and
 * copying pages. One row of a table for each command.
 */
#include "cpu/tables.h"
#include "lib/string.h"
#include "mm/list.h"
#include "mm/root.h"
#include "mm/tlb.h"

typedef long (*extended_fn)(struct vcpu *v, struct domain *d, const struct mmuext_op *op);

/* A pin is a reference that the guest holds itself: it keeps a table valid while unused. */
static long op_pin(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    u32 level = op->cmd - ABI_MMUEXT_PIN_L1_TABLE + 1;
    mfn_t m = MFN(op->arg1);

    if (level > d->geo->top) /* 32-bit guests have no L4: nothing to do, and no error either */
        return 0;
    TRY(frame_get_table(v, d, m, (enum frame_type)level, false));
    if (frame_at(m)->type & TYPE_PINNED) {
        frame_put_table(d, m);
        return refuse(v, REASON_PIN_ALREADY, m.n);
    }
    __atomic_or_fetch(&frame_at(m)->type, TYPE_PINNED, __ATOMIC_SEQ_CST);
    return 0;
}

static long op_unpin(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    mfn_t m = MFN(op->arg1);

    TRY(frame_get_own(v, d, m));
    if (!(frame_at(m)->type & TYPE_PINNED)) {
        frame_put(m);
        return refuse(v, REASON_PIN_NOT_PINNED, m.n);
    }
    __atomic_and_fetch(&frame_at(m)->type, ~TYPE_PINNED, __ATOMIC_SEQ_CST);
    frame_put_table(d, m);
    frame_put(m);
    return 0;
}

static long op_new_base(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    return root_set_base(v, MFN(op->arg1));
}

/* One page or all of them, on this vCPU, on every one, or on those that a bit map names. */
static long op_flush(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    bool is_page = (op->cmd - ABI_MMUEXT_TLB_FLUSH_LOCAL) & 1;
    u32 whom = (op->cmd - ABI_MMUEXT_TLB_FLUSH_LOCAL) / 2;
    u64 set = whom == 0 ? 1ull << v->id : ~0ull;

    if (whom == 1 && !guest_read_word(v, &set, GADDR(op->arg2), 0))
        return refuse(v, REASON_FLUSH_SET, op->arg2);
    if (!is_page || guest_range_ok(v, GADDR(op->arg1), 1))
        tlb_flush_vcpus(d, set, is_page ? op->arg1 : TLB_WHOLE);
    return 0;
}

static long op_flush_cache(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    if (!d->privileged)
        return refuse(v, REASON_CACHE_NO_RIGHTS, 0);
    __asm__ volatile("wbinvd" ::: "memory");
    return 0;
}

static long op_set_ldt(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    u64 base = op->arg1, entries = op->arg2;

    if ((base & ~PAGE_MASK) || entries > ABI_LDT_ENTRIES_MAX ||
        !guest_range_ok(v, GADDR(base), entries * 8))
        return refuse(v, REASON_LDT_RANGE, base);
    ldt_drop(v);
    v->ldt_base = base;
    v->ldt_entries = (u32)entries;
    tables_show_ldt(v);
    return 0;
}

static long op_clear_page(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    mfn_t to = MFN(op->arg1);

    TRY(frame_get_plain(v, d, to, REASON_PAGE_NOT_WRITABLE));
    memset(mm_pointer(to), 0, PAGE_SIZE);
    frame_put_mapped(to, true);
    return 0;
}

static long op_copy_page(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    mfn_t to = MFN(op->arg1), from = MFN(op->arg2);

    TRY(frame_get_own(v, d, from));
    long rc = frame_get_plain(v, d, to, REASON_PAGE_NOT_WRITABLE);
    if (rc == 0) {
        memcpy(mm_pointer(to), mm_pointer(from), PAGE_SIZE);
        frame_put_mapped(to, true);
    }
    frame_put(from);
    return rc;
}

static long op_new_user_base(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    return root_set_user_base(v, MFN(op->arg1));
}

static long op_mark_super(struct vcpu *v, struct domain *d, const struct mmuext_op *op)
{
    return refuse(v, REASON_MARK_SUPER, op->arg1);
}

static const struct {
    extended_fn fn;
    bool foreign; /* the privileged domain may do it to another's frames */
} commands[] = {
    [ABI_MMUEXT_PIN_L1_TABLE] = {op_pin, true},
    [ABI_MMUEXT_PIN_L2_TABLE] = {op_pin, true},
    [ABI_MMUEXT_PIN_L3_TABLE] = {op_pin, true},
    [ABI_MMUEXT_PIN_L4_TABLE] = {op_pin, true},
    [ABI_MMUEXT_UNPIN_TABLE] = {op_unpin, true},
    [ABI_MMUEXT_NEW_BASEPTR] = {op_new_base, false},
    [ABI_MMUEXT_TLB_FLUSH_LOCAL] = {op_flush, false},
    [ABI_MMUEXT_INVLPG_LOCAL] = {op_flush, false},
    [ABI_MMUEXT_TLB_FLUSH_MULTI] = {op_flush, false},
    [ABI_MMUEXT_INVLPG_MULTI] = {op_flush, false},
    [ABI_MMUEXT_TLB_FLUSH_ALL] = {op_flush, false},
    [ABI_MMUEXT_INVLPG_ALL] = {op_flush, false},
    [ABI_MMUEXT_FLUSH_CACHE] = {op_flush_cache, false},
    [ABI_MMUEXT_FLUSH_CACHE_GLOBAL] = {op_flush_cache, false},
    [ABI_MMUEXT_SET_LDT] = {op_set_ldt, false},
    [ABI_MMUEXT_CLEAR_PAGE] = {op_clear_page, true},
    [ABI_MMUEXT_COPY_PAGE] = {op_copy_page, true},
    [ABI_MMUEXT_NEW_USER_BASEPTR] = {op_new_user_base, false},
    [ABI_MMUEXT_MARK_SUPER] = {op_mark_super, true},
    [ABI_MMUEXT_UNMARK_SUPER] = {op_mark_super, true},
};

static long run_command(struct vcpu *v, struct domain *d, struct domain *of, gaddr_t at)
{
    struct mmuext_op op;

    READ_OR_REFUSE(v, mmuext_op, &op, at);
    if (op.cmd >= array_size(commands) || !commands[op.cmd].fn)
        return refuse(v, REASON_MMUEXT_COMMAND, op.cmd);
    if (d != v->domain && !commands[op.cmd].foreign)
        return refuse(v, REASON_FOREIGN_BASE, op.cmd);
    return commands[op.cmd].fn(v, d, &op);
}

/* mmuext_op(operations, count, done, foreigndom): like mmu_update. Rule: pv-abi 4.3. */
long call_mmuext_op(struct vcpu *v, u64 ops, u64 count, u64 done, u64 foreigndom)
{
    struct domain *d;

    TRY(owner_find(v, (u32)foreigndom, &d));
    return list_run(v, d, d, (struct list){ops, count, done, foreigndom},
                    guest_sizeof(v, mmuext_op), run_command);
}
