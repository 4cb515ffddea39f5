/* SPDX-License-Identifier: MIT */
#ifndef TESTS_MM_MODEL_H
#define TESTS_MM_MODEL_H
/*
 * What frames, types and counts ought to be, said as plainly as can be: nothing is interrupted, nobody
 * else is there, and an operation that fails puts back a copy of everything. Contents of tables
 * are read where the room has them, before it acts.
 *
 * Beside it, two judges that know nothing of operations: one counts all references of all frames
 * anew from what is in the tables, in any state, half-checked ones included; the other is a
 * processor that remembers every translation it could have seen since the last flush.
 */
#include "mm/frame.h"

struct model_frame {
    bool exists; /* belongs to the domain */
    bool is_pinned, is_top, is_checked;
    enum frame_type kind; /* means something while count is not 0 */
    u32 refs, count;
    int linear; /* entries that name tables of its level, or minus those that name it */
};

struct model {
    struct model_frame frame[TEST_FRAMES];
    u64 base, user_base; /* frame number, or MFN_NONE.n */
    u64 gdt[ABI_GDT_GUEST_FRAMES];
    u32 gdt_frames;
};

extern struct model model;

/* All as it is after test_begin. */
void model_begin(void);

/* Operations: true if they are to succeed; then the model has carried them out. */
bool model_pin(u64 m, u32 level);
bool model_unpin(u64 m);
bool model_base(u64 m);
bool model_entry(u64 table, u32 slot, u64 pte);
bool model_gdt(const u64 *frames, u32 n);
bool model_descriptor(u64 m);
bool model_writable(u64 m); /* may be written as plain memory just now */
bool model_give_back(u64 m);
void model_populated(u64 m);

/* Compares the room's words with the model's; nothing may be half done. */
void model_compare(const char *after);

/* The judges. */
void audit_references(const char *after);
void audit_translations(const char *after);
/* The processor forgets, then sees everything that is reachable now. */
void processor_flush(void);
/* It sees more. */
void processor_look(void);

#endif
