/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_GUEST_H
#define CONSOLE_GUEST_H
/*
 * One guest's console: its ring on one side, on the other its log and whoever is attached. Nothing
 * here waits, and nothing is lost between the ring and the attached: as long as one of them has no
 * room, the guest's bytes stay in the ring, and the guest, which sees that, waits. Of one turn each
 * guest gets no more than a ring's worth, so none keeps the others waiting.
 *
 * What the machine does for a guest stands in struct host; the daemon's asks the hypervisor, tests
 * have one of memory.
 */
#include "log.h"
#include "wire.h"

enum guest_state { GUEST_RUNS, GUEST_GONE };

struct host {
    void *self;
    int fd;                        /* readable when next_event() has something */
    int (*next_event)(void *self); /* the number of our end of a channel; less than 0: none */
    /* NULL, less than 0: it cannot be had. */
    struct console_ring *(*map)(void *self, unsigned domid, unsigned long frame);
    void (*unmap)(void *self, struct console_ring *ring);
    int (*bind)(void *self, unsigned domid, unsigned port);
    void (*unbind)(void *self, int port);
    void (*notify)(void *self, int port);
    enum guest_state (*state)(void *self, unsigned domid);
};

enum {
    GUEST_NAME_SIZE = 64,
    ATTACHED_ROOM = 16384, /* bytes that one who is attached need not have read yet */
    RECENT_SIZE = 8192,    /* what one who attaches is shown of before */
    TYPED_SIZE = 1024,
    PATIENCE_S = 60, /* one who reads nothing is let go then: the guest waits for him */
};

struct attached {
    struct attached *next;
    int fd;
    size_t waiting; /* bytes that he has not taken */
    long since_s;   /* when he last took something, or had taken all */
    char bytes[ATTACHED_ROOM];
};

struct guest {
    struct guest *next;
    const struct host *host;
    unsigned domid;
    char name[GUEST_NAME_SIZE];
    struct console_ring *ring; /* NULL: not connected, or not any more */
    int port;
    uint32_t out_cons, in_prod; /* ours; the ring shows copies */
    bool ready;                 /* something may be to do */
    bool ended;                 /* it stays until those who are attached have read everything */
    int listener;               /* where one attaches; less than 0: there is none */
    struct log log;
    struct attached *attached;
    char recent[RECENT_SIZE];
    size_t recent_size;
    char typed[TYPED_SIZE]; /* and not taken by the guest yet */
    size_t typed_size;
};

/* What a guest is called becomes part of a file's name: nothing but letters, digits, . _ - */
void guest_name_set(struct guest *guest, const char *name);
/* False: the reason is in the log. */
bool guest_connect(struct guest *guest, unsigned long frame, unsigned port);
/* The ring is given back; why, the log and the attached are told (NULL: nothing need be said). */
void guest_disconnect(struct guest *guest, const char *why);
/* The last of what it wrote, whether the attached have room or not: nothing more will come. */
void guest_drain(struct guest *guest);
/* A little of everything there is to do; true: there is more. */
bool guest_turn(struct guest *guest, long now_s);

/* One who sees all from now on, and what was lately. False: no memory; the descriptor is closed. */
bool guest_attach(struct guest *guest, int fd, long now_s);
bool guest_takes_typing(const struct guest *guest);
/* He has typed something, or left. */
void guest_hear(struct guest *guest, struct attached *who);
void guest_detach_all(struct guest *guest);

#endif
