/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_CLIENT_H
#define XENSTORE_CLIENT_H
/*
 * xenstore, for a program of the first domain: each call sends a request and waits for its answer.
 * What fails says why in errno. What is returned is one block for free(), and strings in it end
 * with a NUL although values need not.
 *
 * Changes that belong together go into a transaction:
 *
 *     do {
 *         tx = xenstore_begin(store);
 *         ... xenstore_write(store, tx, ...) ...
 *     } while (tx && !xenstore_commit(store, tx) && errno == EAGAIN);
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct xenstore;

/* By the daemon's socket, else by the kernel's device. */
struct xenstore *xenstore_open(void);
void xenstore_close(struct xenstore *store);
/* For poll(): readable when an event may have come. */
int xenstore_fd(const struct xenstore *store);

/* tx 0: in no transaction. */
char *xenstore_read(struct xenstore *store, uint32_t tx, const char *path, size_t *length);
bool xenstore_write(struct xenstore *store, uint32_t tx, const char *path, const void *bytes,
                    size_t length);
bool xenstore_print(struct xenstore *store, uint32_t tx, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool xenstore_mkdir(struct xenstore *store, uint32_t tx, const char *path);
bool xenstore_rm(struct xenstore *store, uint32_t tx, const char *path);
/* Lists end with NULL. */
char **xenstore_directory(struct xenstore *store, uint32_t tx, const char *path, unsigned *count);
char **xenstore_get_perms(struct xenstore *store, uint32_t tx, const char *path, unsigned *count);
bool xenstore_set_perms(struct xenstore *store, uint32_t tx, const char *path,
                        const char *const *perms, unsigned count);

uint32_t xenstore_begin(struct xenstore *store);
bool xenstore_commit(struct xenstore *store, uint32_t tx);
bool xenstore_abandon(struct xenstore *store, uint32_t tx);

bool xenstore_watch(struct xenstore *store, const char *path, const char *token);
bool xenstore_unwatch(struct xenstore *store, const char *path, const char *token);
/*
 * The next event as two strings, path and token; waits for one if told to, else NULL and EAGAIN.
 */
char **xenstore_event(struct xenstore *store, bool wait);

bool xenstore_introduce(struct xenstore *store, unsigned domid, unsigned long gfn, unsigned port);
bool xenstore_release(struct xenstore *store, unsigned domid);
bool xenstore_resume(struct xenstore *store, unsigned domid);
bool xenstore_is_introduced(struct xenstore *store, unsigned domid);
/* Words for the daemon itself; `help` lists them. */
char *xenstore_control(struct xenstore *store, const char *const *words, unsigned count);

#endif
