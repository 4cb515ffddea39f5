/* SPDX-License-Identifier: MIT */
/*
 * What our header and Xen's must agree on. It is included twice, behind the one and behind the
 * other, each time making a table (FACTS names it); the test compares the two.
 */
#include <stddef.h>
#include <stdint.h>

struct fact {
    const char *name;
    long value;
};

#define VALUE(name)         {#name, (long)(name)},
#define OFFSET(type, field) {#type "." #field, (long)offsetof(struct type, field)},

const struct fact FACTS[] = {
    VALUE(XS_CONTROL) VALUE(XS_DIRECTORY) VALUE(XS_READ) VALUE(XS_GET_PERMS) VALUE(XS_WATCH) VALUE(
        XS_UNWATCH) VALUE(XS_TRANSACTION_START) VALUE(XS_TRANSACTION_END) VALUE(XS_INTRODUCE)
        VALUE(XS_RELEASE) VALUE(XS_GET_DOMAIN_PATH) VALUE(XS_WRITE) VALUE(XS_MKDIR) VALUE(XS_RM)
            VALUE(XS_SET_PERMS) VALUE(XS_WATCH_EVENT) VALUE(XS_ERROR) VALUE(
                XS_IS_DOMAIN_INTRODUCED) VALUE(XS_RESUME) VALUE(XS_SET_TARGET)
                VALUE(XS_RESET_WATCHES) VALUE(XS_DIRECTORY_PART) VALUE(XS_TYPE_COUNT) VALUE(
                    XENSTORE_PAYLOAD_MAX) VALUE(XENSTORE_ABS_PATH_MAX) VALUE(XENSTORE_REL_PATH_MAX)
                    VALUE(XENSTORE_RING_SIZE) VALUE(XENSTORE_CONNECTED) VALUE(
                        XENSTORE_RECONNECT) VALUE(XENSTORE_ERROR_NONE) VALUE(XENSTORE_ERROR_COMM)
                        VALUE(XENSTORE_ERROR_RINGIDX) VALUE(XENSTORE_ERROR_PROTO) VALUE(
                            XENSTORE_SERVER_FEATURE_RECONNECTION)
                            VALUE(XENSTORE_SERVER_FEATURE_ERROR) OFFSET(xsd_sockmsg, type) OFFSET(
                                xsd_sockmsg, req_id) OFFSET(xsd_sockmsg, tx_id)
                                OFFSET(xsd_sockmsg, len) VALUE(sizeof(struct xsd_sockmsg))
                                    OFFSET(xenstore_domain_interface,
                                           req) OFFSET(xenstore_domain_interface, rsp)
                                        OFFSET(xenstore_domain_interface,
                                               req_cons) OFFSET(xenstore_domain_interface, req_prod)
                                            OFFSET(xenstore_domain_interface, rsp_cons)
                                                OFFSET(xenstore_domain_interface, rsp_prod) OFFSET(
                                                    xenstore_domain_interface, server_features)
                                                    OFFSET(xenstore_domain_interface, connection)
                                                        OFFSET(xenstore_domain_interface,
                                                               error){NULL, 0}};
