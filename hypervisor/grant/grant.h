/* SPDX-License-Identifier: MIT */
#ifndef GRANT_GRANT_H
#define GRANT_GRANT_H
/*
 * The door of the grant room: how a domain lets another one use its memory. Who grants writes
 * an entry of its grant table, a page shared with the hypervisor: which domain, which frame,
 * whether for reading only. Who was told the number of the entry (the reference) maps the
 * frame or has it copied; the hypervisor checks the entry and marks it as in use meanwhile. Version
 * 1 of the tables only. The hypercall is grant_table_op.
 */
#include "mm/frame.h"
#include "watch/audit.h"

/* Before a domain runs. It costs no memory until the domain uses grants. */
void grant_domain_init(struct domain *d);

/*
 * Before a domain runs, for whoever builds it: an entry by which another domain may map a frame of
 * it. False if memory is exhausted.
 */
bool grant_preset(struct domain *d, u32 ref, const struct domain *user, mfn_t m);

/*
 * When a domain is dying and none of its vCPUs can run any more. Gives back what it has mapped
 * of others, and its table: from then on nobody can map from it. False: stopped half way,
 * to be called again. What others have mapped they keep, until they unmap or die.
 */
bool grant_domain_release(struct domain *d);

/* When the last of the domain's frames has come back: then nobody has a mapping of it any more. */
void grant_domain_destroy(struct domain *d);

/* For the audit: names every reference that d's grant table and its mappings hold. */
void grant_audit(const struct domain *d, struct audit_uses *use);
/* And whether the pins of all domains' entries are those of the mappings that there are. */
void grant_audit_pins(struct audit_uses *use);

#endif
