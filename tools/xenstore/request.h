/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_REQUEST_H
#define XENSTORE_REQUEST_H
/*
 * One request on its way: what it says, who says it, and what it is answered.
 */
#include "connection.h"
#include "server.h"

enum { ARGS_KEPT = 3 };

struct request {
    struct connection *connection;
    struct server *server;
    struct store *store;
    struct peer *peer;
    struct transaction *in;
    uint32_t type;
    const char *payload;
    size_t length;
    unsigned args; /* strings that the payload consists of */
    const char *arg[ARGS_KEPT];
    size_t answer_length;
    char answer[XENSTORE_PAYLOAD_MAX];
    struct watch *watch; /* new: it gets its first event after the answer */
};

/* E2BIG if the answer has no room for more. */
int answer_bytes(struct request *request, const char *bytes, size_t length);
int answer_string(struct request *request, const char *text); /* with its NUL */
int request_path(const struct request *request, const char *given, struct path *path);

/* request_domain.c */
int request_introduce(struct request *request);
int request_release(struct request *request);
int request_resume(struct request *request);
int request_set_target(struct request *request);
int request_is_introduced(struct request *request);
int request_domain_path(struct request *request);
/* request_watch.c */
int request_watch(struct request *request);
int request_unwatch(struct request *request);
int request_reset_watches(struct request *request);
int request_get_perms(struct request *request);
int request_set_perms(struct request *request);
/* request_control.c */
int request_control(struct request *request);

#endif
