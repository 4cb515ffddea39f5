/* SPDX-License-Identifier: MIT */
/*
 * Destroying a domain, in stages, each of which may have to be tried several times: the tools'
 * call is restarted meanwhile. Between two stages every CPU comes round the way out, so that no
 * handler or timer that began before knows less than we do.
 *
 * What others still map of its memory stays as it is until they unmap it. So long the domain is
 * dead, but in the table: its number is not given out again, and pointers to it stay good.
 */
#include "call/call.h"
#include "domain/vcpu.h"
#include "evtchn/evtchn.h"
#include "grant/grant.h"
#include "mm/frame.h"
#include "sched/sched.h"
#include "time/timer.h"

/* From here on it runs no more, and gets no frames, ports or vCPUs. */
static bool stop(struct domain *d)
{
    d->is_dying = true;
    sched_pause_domain(d);
    return true;
}

/* Nobody outside reaches it any more: CPUs, timers, ports. */
static bool cut_off(struct domain *d)
{
    bool done = true;

    domain_each_vcpu (v, d) {
        done &= sched_detach(v);
        timer_stop(&v->single);
        timer_stop(&v->periodic);
        timer_stop(&v->poll);
    }
    if (done) {
        sched_forget(d);
        evtchn_close_all(d);
        d->shared = NULL;
    }
    return done;
}

/* What its vCPUs hold on to. */
static void drop_vcpu(struct vcpu *v)
{
    mm_vcpu_drop(v);
    if (v->info_is_moved)
        frame_put_mapped(mm_frame_of(v->info), true);
    v->info_is_moved = false;
    v->info = NULL;
}

static bool give_up_memory(struct domain *d)
{
    lock_take(&d->mm_lock);
    domain_each_vcpu (v, d)
        drop_vcpu(v);
    lock_give(&d->mm_lock);
    if (!grant_domain_release(d) || !reserve_give_up(d))
        return false;
    mm_free_shared(mm_pointer(d->shared_mfn));
    domain_came_home(d); /* the last, if nobody maps anything of it */
    return true;
}

static bool (*const stages[])(struct domain *d) = {stop, cut_off, give_up_memory};

bool domain_is_dead(const struct domain *d)
{
    return d->stage == array_size(stages);
}

long domain_destroy(struct vcpu *v, struct domain *d)
{
    if (domain_is_dead(d))
        return 0;
    if (__atomic_load_n(&d->cpus_to_pass, __ATOMIC_SEQ_CST) || !stages[d->stage](d))
        return CALL_RESTART;
    d->stage++;
    if (domain_is_dead(d))
        return 0;
    domain_round(d);
    return CALL_RESTART;
}
