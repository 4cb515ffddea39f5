/* SPDX-License-Identifier: MIT */
/*
 * The concurrent protocol of a frame, as a model that the checker spin explores whole. One frame of
 * domain A; two CPUs run vCPUs of A, and a third actor, which is another domain's vCPU on CPU 1, maps
 * the frame from outside, without A's lock. They map and unmap it writable, want it as a page table,
 * are interrupted half way, change their minds. Processors hold on to translations until they flush.
 *
 * Each step below that may be seen by others is one atomic access of the C code: hypervisor/mm/frame.c
 * (types and references), mm/tlb.c (epochs). The names are those of the code.
 *
 * The laws, which are assertions (docs/threat-model.md says them in words):
 *   TABLE_NEVER_WRITTEN  no processor can write the frame while it is a page table, or is checked
 *   COUNTS_EXACT         the counts are what the holders hold, at every moment when nobody is in between
 *   FREED_UNSEEN         a frame that has been given back is seen by no processor when it is given away
 *
 * With -DBREAK_... one rule of the code is left out, and the checker must find the hole:
 *   BREAK_FLUSH_TABLE    no flush before a frame that was writable becomes a table
 *   BREAK_FLUSH_OWNER    no flush before a frame goes to another owner
 *   BREAK_STAMP          the stamp is written after the count has gone down
 *   BREAK_STAMP_LAST     only the last one to go writes it (a hole that this model found: between its look at
 *                        the count and its leaving, another may have come in a later epoch, and gone)
 *   BREAK_PARTIAL        a partial table may be mapped writable
 *   BREAK_PARTIAL_REF    a partial table holds no reference to itself
 */
#define CPUS    2
#define ENTRIES 2     /* of a table: enough to be interrupted in the middle */
#ifndef TURNS
#define TURNS   3     /* that each vCPU of A takes: calls, and accesses of its processor */
#endif

mtype = {NONE, WRITABLE, TABLE};

/* struct frame */
byte refs = 1;        /* the reference of belonging to A */
bool allocated = true;
mtype kind = NONE;
byte count, done;
bool valid, partial, releasing, queued;
byte stamp;

/* Translation buffers: what CPU c holds, and through how many entries it could load it anew. */
byte tlb_epoch = 1, flush_epoch[CPUS];
bool writes[CPUS];    /* CPU c holds a writable translation */
byte entries[CPUS];   /* writable entries in tables that CPU c walks */
bool given_away;

bool mm_lock;
byte pins, maps, foreign; /* what the actors hold: for COUNTS_EXACT */
bool outside;             /* the outsider is in the middle of a change */

/* Ring 0 believes what the entries say, from the first that it checks to the last that it gives back. */
bool relied_on;
#define TABLE_NEVER_WRITTEN(c) assert(!(relied_on && writes[c]))

inline lock() { atomic { !mm_lock -> mm_lock = true } }
/* COUNTS_EXACT, whenever A's lock is free and the outsider holds still. */
inline unlock()
{
    atomic {
        if
        :: !outside && allocated ->
           assert(count == (kind == WRITABLE -> maps + foreign : pins));
           assert(refs == 1 + maps + foreign + pins + (partial -> 1 : 0))
        :: else
        fi;
        mm_lock = false
    }
}

/* tlb_flush_own of CPU c, asked for by anybody: next epoch, CR3 load, written down. */
inline flush(c)
{
    d_step { tlb_epoch++; next = tlb_epoch }
    d_step { writes[c] = false }
    d_step { flush_epoch[c] = (next > flush_epoch[c] -> next : flush_epoch[c]) }
}

inline flush_since(s)
{
    cpu = 0;
    do
    :: cpu < CPUS && flush_epoch[cpu] > s -> cpu++
    :: cpu < CPUS && !(flush_epoch[cpu] > s) -> flush(cpu); cpu++
    :: cpu == CPUS -> break
    od
}

/* frame_get_writable: `ok` says whether it was had. */
inline get_writable()
{
    ok = false;
    do
    :: atomic { kind == WRITABLE && !partial -> count++; ok = true; break }
#ifdef BREAK_PARTIAL
    :: atomic { kind != WRITABLE && count == 0 -> was = kind; seen = stamp }
#else
    :: atomic { kind != WRITABLE && count == 0 && !partial -> was = kind; seen = stamp }
#endif
       if
       :: was != NONE -> flush_since(seen)
       :: else
       fi;
       if
       :: atomic { kind == was && count == 0 && !partial -> kind = WRITABLE; count = 1; valid = false; ok = true; break }
#ifdef BREAK_PARTIAL
       :: atomic { partial -> kind = WRITABLE; count = 1; partial = false; ok = true; break }
#endif
       :: atomic { else -> skip }
       fi
    :: atomic { kind != WRITABLE && (count > 0 || partial) -> break }
    od
}

/* frame_put_writable: whoever gives a mapping up raises the stamp, and only then drops the count. */
inline put_writable()
{
#ifdef BREAK_STAMP
    d_step { count--; seen = tlb_epoch }
    d_step { stamp = (seen > stamp -> seen : stamp) }
#else
    d_step { seen = tlb_epoch }
#ifdef BREAK_STAMP_LAST
    if
    :: d_step { count == 1 -> stamp = seen }       /* only the last one, as it seems to it */
    :: d_step { count != 1 -> skip }
    fi;
#else
    d_step { stamp = (seen > stamp -> seen : stamp) }
#endif
    d_step { count-- }
#endif
}

/* frame_get of a frame of A, which is there as long as it belongs to A. */
inline get_frame() { atomic { if :: refs > 0 -> refs++; held = true :: else -> held = false fi } }

inline put_frame()
{
    atomic {
        refs--;
        if
        :: refs == 0 -> assert(!allocated && count == 0); kind = NONE; stamp = tlb_epoch
        :: else
        fi
    }
}

/* frame_release_some: the queued table gives its entries back, may stop, and is a table no more. */
inline release_some()
{
    do
    :: queued && done > 0 -> done--; if :: break :: skip fi
    :: queued && done == 0 ->
       d_step { relied_on = false; queued = false; stamp = tlb_epoch; partial = false; releasing = false; valid = false }
#ifndef BREAK_PARTIAL_REF
       put_frame();
#endif
       break
    :: !queued -> break
    od
}

/* frame_get_table, under the lock; `ok`: it is a table, and we hold it. `held` is our reference. */
inline get_table()
{
    ok = false;
    get_frame();
    if
    :: !held
    :: held ->
       if
       :: partial && releasing -> put_frame()
       :: partial && !releasing ->                 /* on its way up, left by somebody: go on, or turn it around */
          if
          :: check_entries()
          :: d_step { releasing = true; queued = true } put_frame()
          fi
       :: !partial ->
          if
          :: atomic { kind == TABLE && count > 0 -> count++; ok = true }
          :: atomic { kind != TABLE && count > 0 -> skip } put_frame()
          :: atomic { count == 0 -> was = kind; seen = stamp; kind = TABLE; partial = true; valid = false;
                      releasing = false; done = 0 }
#ifdef BREAK_FLUSH_TABLE
             skip;
#else
             if
             :: was == WRITABLE -> flush_since(seen)
             :: else
             fi;
#endif
             checked_from_here = true;
             fresh = true;
             check_entries()
          fi
       fi
    fi
}

/* finish_table: checks entries from `done` on, may be refused or interrupted at each. A frame that
 * stays partial holds one reference to itself: the one that its first taker leaves behind. */
inline check_entries()
{
    checked_from_here = true;
    relied_on = true;
    do
    :: done < ENTRIES -> TABLE_NEVER_WRITTEN(0); TABLE_NEVER_WRITTEN(1);
       if
       :: done++
       :: checked_from_here = false; break         /* interrupted: the call comes back some time */
       :: checked_from_here = false; d_step { releasing = true; queued = true } break /* refused */
       fi
    :: done == ENTRIES -> break
    od;
    if
    :: checked_from_here ->
       d_step { partial = false; valid = true; count = 1; ok = true }
#ifndef BREAK_PARTIAL_REF
       if :: !fresh -> put_frame() :: else fi
#endif
    :: else ->
#ifndef BREAK_PARTIAL_REF
       if :: !fresh -> put_frame() :: else fi
#else
       put_frame()
#endif
    fi;
    fresh = false
}

/* frame_put_table, under the lock: the last user's reference becomes the partial state's. */
inline put_table()
{
    if
    :: atomic { count > 1 -> count-- } put_frame()
    :: atomic { count == 1 -> count = 0; valid = false; partial = true; releasing = true; queued = true; done = ENTRIES }
#ifdef BREAK_PARTIAL_REF
       put_frame()
#endif
    fi
}

/* A vCPU of domain A on CPU c: anything, in any order, as long as epochs last. */
proctype vcpu(byte c)
{
    byte cpu, next, seen, my_pins, my_maps;
    mtype was;
    bool ok, held, checked_from_here, fresh;
    byte left = TURNS;

    do
    :: left == 0 -> break
    :: left > 0 -> left--;
       if
       :: my_maps == 0 && !given_away ->           /* map it writable */
          lock(); release_some();
          if
          :: queued                                /* the call starts again first */
          :: !queued ->
             get_frame();
             if
             :: held -> get_writable();
                if
                :: ok -> d_step { entries[c]++; my_maps++; maps++ }
                :: !ok -> put_frame()
                fi
             :: else
             fi
          fi;
          unlock()
       :: my_maps > 0 ->                           /* and unmap it: the entry goes first */
          lock(); d_step { entries[c]--; my_maps--; maps-- }
          put_writable(); put_frame();
          unlock()
       :: my_pins == 0 && !given_away ->           /* want it as a table */
          lock(); release_some();
          if
          :: queued
          :: !queued -> get_table(); if :: ok -> my_pins++; pins++ :: else fi
          fi;
          unlock()
       :: my_pins > 0 ->
          lock(); put_table(); my_pins--; pins--;
          unlock()
       ::  d_step { entries[c] > 0 -> writes[c] = true } /* the processor loads a translation */
       :: atomic { writes[c] -> TABLE_NEVER_WRITTEN(c); assert(!given_away) } /* ... and uses it */
       fi
    od
}

/* Another domain, on CPU 1 between the turns of A's vCPU there: maps the frame, holds no lock of A. */
proctype outsider()
{
    byte cpu, next, seen;
    mtype was;
    bool ok, held;
    byte left = TURNS - 1;

    do
    :: left == 0 -> break
    :: left > 0 -> left--;
       outside = true;
       get_frame();
       if
       :: held -> get_writable();
          if
          :: ok -> d_step { entries[1]++; foreign++ }
             outside = false;
             if :: d_step { entries[1] > 0 -> writes[1] = true } :: skip fi;
             outside = true;
             d_step { entries[1]--; foreign-- }
             put_writable(); put_frame()
          :: !ok -> put_frame()
          fi
       :: else
       fi;
       outside = false
    od
}

/* A gives the frame back (memory_op) at some time, if nothing refers to it; then it goes to another owner. */
proctype giver()
{
    byte cpu, next, seen;
    bool given;

    lock();
    atomic {
        if
        :: refs == 1 -> assert(count == 0);
           allocated = false; refs = 0; kind = NONE; stamp = tlb_epoch; given = true
        :: else
        fi
    }
    unlock();
    if
    :: given ->
#ifndef BREAK_FLUSH_OWNER
       seen = stamp;
       flush_since(seen);                          /* heap_alloc */
#endif
       atomic { assert(!writes[0] && !writes[1]); given_away = true } /* FREED_UNSEEN */
    :: else
    fi
}

init { atomic { run vcpu(0); run vcpu(1); run outsider(); run giver() } }
