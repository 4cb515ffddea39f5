/* SPDX-License-Identifier: MIT */
/*
 * What a vCPU shares with its guest outside of shared_info: its vcpu_info structure, which a guest
 * may move to a frame of its own, and two records that are written to guest addresses whenever
 * the vCPU begins to run - its run states and, for programs, its time.
 *
 * The addresses are the guest kernel's. While a 64-bit guest runs a program they may not be
 * mapped; the record is then written when the kernel is next entered.
 */
#include "sched/areas.h"

#include "call/call.h"
#include "call/guest.h"
#include "lib/string.h"
#include "mm/frame.h"
#include "time/time.h"

#define RUNSTATE_UPDATE (1ull << 63) /* in state_entry_time: the record is being written */

static bool write_runstate(struct vcpu *v)
{
    struct vcpu_runstate_info info = {.state = v->runstate,
                                      .state_entry_time = v->runstate_entry_ns};

    if (!v->runstate_area.va)
        return true;
    for (u32 i = 0; i < 4; i++)
        info.time[i] = v->runstate_ns[i];
    if (v->domain->vm_assist & 1u << ABI_VMASST_TYPE_runstate_update_flag) {
        struct vcpu_runstate_info mark = info;
        mark.state_entry_time |= RUNSTATE_UPDATE;
        if (!guest_write_vcpu_runstate_info(v, v->runstate_area, &mark))
            return false;
    }
    return guest_write_vcpu_runstate_info(v, v->runstate_area, &info);
}

static bool write_time(struct vcpu *v)
{
    abi64_vcpu_time_info time = vcpu_info64(v)->time; /* the same in both widths */

    return !v->time_area.va || guest_copy_out(v, v->time_area, &time, sizeof(time));
}

void areas_write(struct vcpu *v)
{
    bool runstate = write_runstate(v), time = write_time(v); /* both, whatever the first says */

    v->areas_stale = !(runstate && time);
}

/* The layouts differ, but a mask byte and a pending byte come first in both, and the words follow.
 */
static void select_everything(struct vcpu *v)
{
    if (v->domain->width == WIDTH_32)
        vcpu_info32(v)->pending_sel = ~0u;
    else
        vcpu_info64(v)->pending_sel = ~0ull;
    *vcpu_upcall_pending(v) = 1;
}

/*
 * Moves of's vcpu_info to a frame of the domain, once. Events that arrive meanwhile must not be
 * lost: so after the move everything counts as pending.
 */
long areas_move_info(struct vcpu *v, struct vcpu *of, u64 arg)
{
    struct vcpu_register_vcpu_info reg;
    struct domain *d = v->domain;
    u32 align = d->width == WIDTH_32 ? 3 : 7;

    if (!guest_read_vcpu_register_vcpu_info(v, &reg, GADDR(arg)))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    if (reg.offset > PAGE_SIZE - sizeof(abi64_vcpu_info) || (reg.offset & align))
        return refuse(v, REASON_VCPU_INFO_PLACE, reg.offset);
    if (of != v && of->is_up)
        return refuse(v, REASON_VCPU_STATE, of->id);
    mfn_t m = MFN(reg.mfn);
    long rc = frame_get_plain(v, d, m, REASON_PAGE_NOT_WRITABLE);
    if (rc)
        return rc;
    if (__atomic_exchange_n(&of->info_is_moved, true, __ATOMIC_SEQ_CST)) {
        frame_put_mapped(m, true);
        return refuse(v, REASON_VCPU_INFO_TWICE, of->id);
    }

    /* ---- point of no return ---- the two references stay for as long as the domain lives. */
    void *to = (u8 *)mm_pointer(m) + reg.offset;
    memcpy(to, of->info, sizeof(abi64_vcpu_info));
    __atomic_store_n(&of->info, to, __ATOMIC_SEQ_CST);
    select_everything(of);
    return 0;
}

long areas_register(struct vcpu *v, struct vcpu *of, gaddr_t *area, u64 arg)
{
    u64 va;

    if (!guest_read_word(v, &va, GADDR(arg), 0))
        return refuse(v, REASON_POINTER_UNREADABLE, arg);
    if (va && !guest_range_ok(v, GADDR(va), sizeof(abi64_vcpu_runstate_info)))
        return refuse(v, REASON_POINTER_RANGE, va);
    *area = GADDR(va);
    if (of == v)
        areas_write(v);
    return 0;
}
