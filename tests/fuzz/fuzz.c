/* SPDX-License-Identifier: MIT */
/*
 * The rule: whatever a guest calls, and in whatever order, it gets an answer; and afterwards every
 * frame and every port is what the calls have made of it, and nobody holds what was let go.
 *
 * How someone would break it: by a sequence of calls that nobody thought of. This guest makes calls
 * from the grammar in abi/grammar.h, as many as its command line says ("seed=1 calls=100000"); after
 * every EPOCH of them it asks the hypervisor to recount all frames, holds the ports against a model,
 * lets everything go and begins anew. "only=100-200,317" makes those alone, "show" says what
 * they were. Same seed, same run.
 *
 * tests/fuzz/run starts it, and shrinks a sequence that fails.
 */
#include "fuzz.h"

#include "libhypercall/src/library.h"

#include "hypercall/event.h"

#define EPOCH      500
#define RANGES_MAX 100

static uint32_t seed = 1, calls = 20000, state, found;
static struct range {
    uint32_t first, last;
} only[RANGES_MAX];
static unsigned ranges;
static bool is_shown;
static struct count { /* by form */
    uint32_t made, good;
} counts[256];

/* ---- Chance. ----------------------------------------------------------------------------------- */

static void begin_sequence(uint32_t number)
{
    state = (seed * 2654435761u) ^ (number * 2246822519u) ^ 0x9e3779b9u;
    for (unsigned i = 0; i < 4; i++) {
        chance(2);
    }
}

uint32_t chance(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    state = state != 0 ? state : 1;
    return (uint32_t)((uint64_t)(state * 2654435769u) * below >> 32);
}

uint64_t chance_word(void)
{
    uint64_t high = chance(~0u);
    return high << 32 | chance(~0u);
}

/* ---- What the command line says. ---------------------------------------------------------------- */

static const char *number(const char *text, uint32_t *value)
{
    for (*value = 0; *text >= '0' && *text <= '9'; text++) {
        *value = *value * 10 + (uint32_t)(*text - '0');
    }
    return text;
}

static const char *range(const char *text)
{
    struct range *r = &only[ranges++];
    text = number(text, &r->first);
    r->last = r->first;
    return *text == '-' ? number(text + 1, &r->last) : text;
}

static void read_options(const char *text)
{
    while (*text) {
        if (memcmp(text, "seed=", 5) == 0) {
            text = number(text + 5, &seed);
        } else if (memcmp(text, "calls=", 6) == 0) {
            text = number(text + 6, &calls);
        } else if (memcmp(text, "only=", 5) == 0) {
            text = range(text + 5);
            while (*text == ',' && ranges < RANGES_MAX) {
                text = range(text + 1);
            }
        } else if (memcmp(text, "show", 4) == 0) {
            is_shown = true;
            text += 4;
        } else {
            text++;
        }
    }
}

static bool wanted(uint32_t first, uint32_t last)
{
    for (unsigned i = 0; i < ranges; i++) {
        if (first <= only[i].last && last >= only[i].first) {
            return true;
        }
    }
    return ranges == 0;
}

/* ---- Calls. -------------------------------------------------------------------------------------- */

void contradiction(const char *format, ...)
{
    char text[200];
    va_list list;
    va_start(list, format);
    text_format_list(text, sizeof(text), format, list);
    va_end(list);
    if (found++ < 10) {
        console_print("# contradiction: %s\n", text);
    }
}

/* Any form there is for this width; what can succeed but once comes seldom. */
const struct form *fuzz_form(void)
{
    for (;;) {
        const struct form *f = &forms[chance(forms_count)];
        bool seldom = f->traits & (GRAMMAR_ONCE | GRAMMAR_NEVER | GRAMMAR_SELDOM);
        if (!((f->traits & GRAMMAR_64) && WORD_BITS == 32) && (!seldom || chance(8) == 0)) {
            return f;
        }
    }
}

static bool is_good(const struct draft *d, long result)
{
    if (d->form->traits & GRAMMAR_COUNTS) {
        return result > 0 && (unsigned long)result == d->length;
    }
    return (d->form->traits & GRAMMAR_WORD) || result >= 0 || result < -4095;
}

static void note(const struct draft *d, long result)
{
    struct count *c = &counts[d->form - forms];
    c->made++;
    c->good += d->form->call == ABI_CALL_grant_table_op ? grants_note(d, result) : is_good(d, result);
    world_note(d, result);
    ports_note(d, result);
    for (unsigned i = 0; i < d->inner_count; i++) {
        if (d->entries[i].result != (guest_word)NOT_DONE) {
            note(&d->inner[i], (long)d->entries[i].result);
        }
    }
}

/* An event that is pending and open, so that whoever blocks goes on at once. */
static long alarm_port(void)
{
    long port = event_bind_ipi(0);
    if (port > 0) {
        event_unmask((unsigned)port);
        event_send((unsigned)port);
    }
    return port;
}

/* What a replay wants to see. */
static void say(const struct draft *d, long result)
{
    console_print("#   %s(%lx, %lx, %lx, %lx, %lx): %ld (reason %ld)%s\n", d->form->name, d->words[0],
                  d->words[1], d->words[2], d->words[3], d->words[4], result,
                  result < 0 ? hypercall_torc_op(ABI_TORC_OP_last_refusal, 0) : 0,
                  d->wrong ? ", one thing wrong" : "");
    for (unsigned i = 0; d->in != NULL && i < d->in_count * draw_size(d->form) / 8; i++) {
        console_print("#     %08lx%08lx\n", (unsigned long)((uint32_t *)d->in)[2 * i + 1],
                      (unsigned long)((uint32_t *)d->in)[2 * i]);
    }
    for (unsigned i = 0; i < d->inner_count; i++) {
        say(&d->inner[i], (long)d->entries[i].result);
    }
}

static void make_call(uint32_t number)
{
    struct draft d;
    long alarm = 0;
    draw_call(&d, fuzz_form());
    if ((d.form->traits & GRAMMAR_SLEEPS) && (alarm = alarm_port()) < 0) {
        return;
    }
    long result = hypercall_by_number(d.form->call, d.words[0], d.words[1], d.words[2], d.words[3],
                                      d.words[4]);
    guest_vcpu()->upcall_mask = 1;
    if (d.form->traits & GRAMMAR_MOVES) {
        trap_begin();
    }
    if (is_shown) {
        console_print("# call %u:\n", (unsigned)number);
        say(&d, result);
    }
    note(&d, result);
    if (alarm > 0) {
        event_close((unsigned)alarm);
    }
    world_clear_scratch();
}

static void judge(void)
{
    long wrong = hypercall_torc_op(ABI_TORC_OP_audit, 0);
    if (wrong != 0) {
        contradiction("the audit finds %ld", wrong);
    }
    ports_check();
}

static void say_shares(void)
{
    unsigned low = 0;
    for (unsigned i = 0; i < forms_count; i++) {
        const struct count *c = &counts[i];
        if (c->made > 0) {
            console_print("# form %s %u %u %u\n", forms[i].name, (unsigned)c->made,
                          (unsigned)c->good, forms[i].traits & (GRAMMAR_ONCE | GRAMMAR_NEVER));
        }
        low += c->made >= 100 && c->good * 10 < c->made * 3 &&
               !(forms[i].traits & (GRAMMAR_ONCE | GRAMMAR_NEVER));
    }
    console_print("%s 2 - each form succeeds in 30 of 100\n", low == 0 ? "ok" : "not ok");
}

/* Whatever reason for its end a call has left behind, this is an ordinary one. */
static void forget_reason(void)
{
    guest_sched_shutdown plain = {.reason = ABI_SHUTDOWN_poweroff};

    hypercall_sched_op(ABI_SCHEDOP_shutdown_code, (unsigned long)&plain);
}

int guest_main(void)
{
    uint32_t made = 0;
    read_options((const char *)guest_info->cmd_line);
    begin_sequence(0);
    world_begin();
    for (uint32_t first = 0; first < calls && found == 0; first += EPOCH) {
        uint32_t end = first + EPOCH < calls ? first + EPOCH : calls;
        if (!wanted(first, end - 1)) {
            continue;
        }
        begin_sequence(first ^ 0x80000000u);
        world_renew();
        for (uint32_t i = first; i < end; i++) {
            if (wanted(i, i)) {
                begin_sequence(i);
                make_call(i);
                made++;
            }
        }
        judge();
        console_print("# at %u\n", (unsigned)made);
        if (found != 0) {
            console_print("# after call %u\n", (unsigned)end);
        }
    }
    if (found == 0) {
        world_renew();
        judge();
    }
    console_print("%s 1 - seed %u: no contradiction\n", found == 0 ? "ok" : "not ok", (unsigned)seed);
    console_print("# calls %u\n", (unsigned)made);
    say_shares();
    console_print("1..2\n");
    forget_reason();
    return ABI_SHUTDOWN_poweroff;
}
