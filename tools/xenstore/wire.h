/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_WIRE_H
#define XENSTORE_WIRE_H
/*
 * What travels between xenstore and those it serves: Xen's protocol, in numbers and structures of
 * our own. A host test compares them with the public header xen/io/xs_wire.h.
 */
#include <stdint.h>

enum {
    XS_CONTROL,
    XS_DIRECTORY,
    XS_READ,
    XS_GET_PERMS,
    XS_WATCH,
    XS_UNWATCH,
    XS_TRANSACTION_START,
    XS_TRANSACTION_END,
    XS_INTRODUCE,
    XS_RELEASE,
    XS_GET_DOMAIN_PATH,
    XS_WRITE,
    XS_MKDIR,
    XS_RM,
    XS_SET_PERMS,
    XS_WATCH_EVENT,
    XS_ERROR,
    XS_IS_DOMAIN_INTRODUCED,
    XS_RESUME,
    XS_SET_TARGET,
    XS_RESET_WATCHES = 21, /* 20 was RESTRICT */
    XS_DIRECTORY_PART,
    XS_TYPE_COUNT,
};

enum {
    XENSTORE_PAYLOAD_MAX = 4096,
    XENSTORE_ABS_PATH_MAX = 3072,
    XENSTORE_REL_PATH_MAX = 2048,
};

struct xs_header {
    uint32_t type;
    uint32_t req_id; /* the answer has the same */
    uint32_t tx_id;  /* 0: in no transaction */
    uint32_t len;    /* of what follows */
};

/* The page a domain shares with us. Each index is written by one side and read by the other. */
enum { XENSTORE_RING_SIZE = 1024 };

struct xs_ring {
    char req[XENSTORE_RING_SIZE]; /* the domain writes */
    char rsp[XENSTORE_RING_SIZE]; /* we write */
    uint32_t req_cons, req_prod;  /* ours, the domain's */
    uint32_t rsp_cons, rsp_prod;  /* the domain's, ours */
    uint32_t server_features;     /* we write */
    uint32_t connection;          /* the domain asks with RECONNECT, we answer with CONNECTED */
    uint32_t error;               /* we write */
};

enum { XENSTORE_FEATURE_RECONNECTION = 1, XENSTORE_FEATURE_ERROR = 2 };
enum { XENSTORE_CONNECTED = 0, XENSTORE_RECONNECT = 1 };
enum {
    XENSTORE_ERROR_NONE = 0,
    XENSTORE_ERROR_COMM = 1,
    XENSTORE_ERROR_RINGIDX = 2,
    XENSTORE_ERROR_PROTO = 3,
};

/* Errors travel by name. A number without a name there travels as EINVAL. */
const char *wire_error_name(int error);
/* 0: no such name. */
int wire_error_number(const char *name);

#endif
