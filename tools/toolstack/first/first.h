/* SPDX-License-Identifier: MIT */
#ifndef TOOLSTACK_FIRST_H
#define TOOLSTACK_FIRST_H
/*
 * `torc` in the first domain, as its verbs see each other. They stand on tools/control (the
 * hypervisor's control calls), the client of xenstore, and tools/builder. Each verb is a function
 * that answers the exit status; what a person must know is said on standard error by complain().
 */
#include "tools/control/control.h"
#include "tools/toolstack/load.h"
#include "tools/toolstack/verbs/verbs.h"
#include "tools/xenstore/client/client.h"

#define DOMAINS_MAX 512
#define NAME_SIZE   (GUEST_NAME_MAX + 1)

#define CONFIG_FOLDER "/var/lib/torc"
#define LOG_FOLDER    "/var/log/torc"

/* ---- main.c ---------------------------------------------------------------------------------- */

/* "torc: ..." on standard error; answers 1, the exit status. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
int complain_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- store.c: what xenstore says ---------------------------------------------------------------
 */

/* Opened when it is first needed; NULL if nobody serves it. A child must open its own. */
struct xenstore *store(void);
struct xenstore *store_needed(void); /* complains */
void store_close(void);
/* /local/domain/DOMID/WHAT, for free(); NULL: not there. */
char *store_read(unsigned domid, const char *what);
bool store_write(unsigned domid, const char *what, const char *value);

/* ---- domains.c ------------------------------------------------------------------------------- */

typedef guest_domctl_getdomaininfo domain_facts;

/* All, in the order of their numbers; how many, or -1. */
int domains_all(domain_facts *facts, unsigned most);
/*
 * Those that the arguments name, or all if there are none. Answers how many, or -1: it has
 * complained.
 */
int domains_named(const struct verb_words *words, domain_facts *facts, unsigned most);
/* By number or name; complains. */
bool domain_find(const char *text, domain_facts *facts);
/* One that is not the first domain; complains with what would be wrong about it. */
bool guest_find(const char *text, domain_facts *facts, const char *remedy);
/* "Domain-0" or as xenstore has it; "(null)" if nobody has named it, as xl says. */
void domain_name(unsigned domid, char *name);
void domain_uuid(const domain_facts *facts, char *text); /* 37 characters */
/* The six letters of list, and the NUL. */
void domain_state(const domain_facts *facts, char *letters);
bool domain_is_shut(const domain_facts *facts, unsigned *reason);
uint64_t domain_kib(const domain_facts *facts);

/* ---- json.c: to standard output ----------------------------------------------------------------
 */

/* '{' or '['; key NULL in a list and at the outermost. */
void json_open(const char *key, char bracket);
void json_close(char bracket); /* '}' or ']' */
void json_text(const char *key, const char *text);
void json_number(const char *key, uint64_t number);
void json_seconds(const char *key, uint64_t ns);
void json_config(const char *key, const struct config *config); /* an object, key by key */

/* ---- create.c, lock.c, waiter.c ----------------------------------------------------------------
 */

struct plan {
    const char *file; /* for messages */
    struct config config;
    struct guest guest;
};

/* A domain has this name: which. */
bool name_is_taken(const char *name, unsigned *domid);
bool guest_rename(const domain_facts *facts, const char *name);
bool vcpu_pin(unsigned domid, unsigned vcpu, uint64_t mask);
/* Weight 0 and cap 0xffff: it stays as it is. */
bool sched_set(unsigned domid, unsigned weight, unsigned cap);
/* Makes it, paused, and keeps its configuration below CONFIG_FOLDER. Complains. */
bool guest_create(struct plan *plan, unsigned *domid);
bool guest_destroy(unsigned domid, const char *name);
void config_path(const char *name, char *path, size_t size);
/* Nobody else makes or renames guests until unlock. */
bool lock(void);
void unlock(void);
/* Waits for the end of a domain, and does what its configuration says, until that is over. */
void waiter_run(unsigned domid, const struct guest *guest);
/* The same in a process of its own. False: there is none. */
bool waiter_start(unsigned domid, const struct guest *guest);

/* Becomes the program that attaches to its console; NULL: Ctrl-] leaves. */
int console_attach(unsigned domid, const char *escape);

/* ---- verbs -------------------------------------------------------------------------------------
 */

#define VERB_FUNCTION(name) int verb_##name(const struct verb_words *words);
VERBS(VERB_FUNCTION)

#endif
