/* SPDX-License-Identifier: MIT */
/*
 * The facts as tools/xenstore/wire.h has them; two structures and a flag go by other names there.
 */
#include "tools/xenstore/wire.h"

#define xsd_sockmsg                          xs_header
#define xenstore_domain_interface            xs_ring
#define XENSTORE_SERVER_FEATURE_RECONNECTION XENSTORE_FEATURE_RECONNECTION
#define XENSTORE_SERVER_FEATURE_ERROR        XENSTORE_FEATURE_ERROR
#define FACTS                                facts_ours
#include "facts.h"
