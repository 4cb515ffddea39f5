/* SPDX-License-Identifier: MIT */
#ifndef MM_ROOT_H
#define MM_ROOT_H
/*
 * Inside ring 0: the top of the tables a vCPU runs on, and its LDT, which lives in guest pages.
 */
#include "mm/mm.h"

/* Makes m the base that v (the current vCPU) runs on. mm_lock held. 0, CALL_RESTART or refusal. */
long root_set_base(struct vcpu *v, mfn_t m);

/* Gives a vCPU that never ran its base; the caller hands over a reference it has taken. */
void root_adopt(struct vcpu *v, mfn_t base);

/* The same for the tables of a 64-bit guest's programs. */
long root_set_user_base(struct vcpu *v, mfn_t m);

/* Machine address in the form in which guests see CR3: 32-bit guests fold bits 32.. below. */
u64 root_to_cr3(const struct vcpu *v, mfn_t m);
mfn_t root_from_cr3(const struct vcpu *v, u64 cr3);

/* Gives up the LDT pages shown in this CPU's window (a new LDT, a new base). mm_lock held. */
void ldt_drop(struct vcpu *v);
/*
 * The processor faulted on the LDT window at this offset: types the guest's page as a descriptor
 * table and shows it. False if that cannot be: the guest then gets a page fault of its own.
 */
bool ldt_show_page(struct vcpu *v, u32 offset);

#endif
