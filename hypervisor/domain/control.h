/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_CONTROL_H
#define DOMAIN_CONTROL_H
/*
 * Inside the domain room: what the two control calls share.
 */
#include "abi/structs.h"
#include "domain/domain.h"

/* What tools are told of a domain. */
void control_describe(const struct domain *d, abi64_domctl_getdomaininfo *info);

#endif
