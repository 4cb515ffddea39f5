/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_H
#define FUZZ_H
/*
 * The fuzzer's parts. draw.c makes a call from a row of the grammar (abi/grammar.h), picking good
 * values and, in one call of three, one that is wrong. world.c owns what the calls are about:
 * frames, tables, scratch memory, other vCPUs; it makes all of it anew after every so many calls.
 * ports.c keeps a model of event ports that the hypervisor's answers are held against, grants.c one of
 * granted frames. fuzz.c makes the calls, counts, and judges.
 *
 * Every call has a random sequence of its own, made of seed and number: leaving out some calls
 * changes nothing about the others but the state they meet. That is what shrinking stands on.
 */
#include "abi/grammar.h"
#include "hypercall/call.h"
#include "hypercall/console.h"
#include "hypercall/guest.h"
#include "hypercall/page.h"
#include "hypercall/string.h"
#include "hypercall/time.h"
#include "hypercall/trap.h"

#define ARGS_MAX   5
#define FIELDS_MAX 12
#define NOT_DONE   0x7eadbeef /* the result of an entry of a multicall before it is made */
#define BROKEN     35 /* calls in a hundred that have something wrong */

struct form {
    const char *name;
    uint8_t call;
    uint8_t traits;
    uint8_t structure;
    uint32_t args[ARGS_MAX], fields[FIELDS_MAX];
};
extern const struct form forms[];
extern const unsigned forms_count;

/* A call about to be made. */
struct draft {
    const struct form *form;
    unsigned long words[6];
    unsigned count;          /* words */
    unsigned position, wrong; /* values drawn so far; which one is to be wrong */
    unsigned length;         /* of the last list, array or set of entries */
    unsigned long *list;     /* the last list */
    uint8_t *in;             /* the structure, or the first of several */
    unsigned in_count;
    guest_multicall_entry *entries;
    struct draft *inner; /* the calls of a multicall */
    unsigned inner_count;
};

/* fuzz.c */
uint32_t chance(uint32_t below);
uint64_t chance_word(void);
void contradiction(const char *format, ...) __attribute__((format(printf, 1, 2)));
const struct form *fuzz_form(void);

/* draw.c */
void draw_call(struct draft *d, const struct form *f);
unsigned draw_size(const struct form *f);
uint64_t draw_value(struct draft *d, uint32_t kind);

/* world.c */
#define VCPUS 4
void world_begin(void);
void world_renew(void);
void world_note(const struct draft *d, long result);
void *world_grab(unsigned size);
void world_clear_scratch(void);
unsigned long world_bad_pointer(bool may_be_zeros);
unsigned long world_bad_address(void);
unsigned long world_window(void);
unsigned long world_frame(unsigned role, bool pinned);
unsigned long world_any_frame(void);
unsigned long world_wild_frame(void);
unsigned long world_foreign_frame(void);
bool world_reads(uint64_t at, unsigned size);
unsigned long world_spare(unsigned which);
unsigned long world_info_frame(void);
unsigned long world_ldt(void);
uint64_t world_entry(unsigned level);
void *world_area(void);
unsigned long world_text(void);
const void *world_context(unsigned vcpu);
enum { ROLE_DATA = 0, ROLE_L1, ROLE_L2, ROLE_L3, ROLE_L4, ROLE_TOP_L2, ROLE_DESCRIPTORS };

/* grants.c */
#define NO_STATUS 0x7fff /* in a structure that no call has come to */
uint64_t grants_pick(uint32_t kind);
void grants_copy_end(void *to, bool is_grant, bool is_wrong);
bool grants_note(const struct draft *d, long result);
void grants_let_go(void);
void grants_renew(void);

/* ports.c */
unsigned ports_pick(uint32_t kind);
void ports_note(const struct draft *d, long result);
void ports_check(void);
void ports_forget(void);
void ports_renew(void);

#endif
