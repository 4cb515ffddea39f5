/* SPDX-License-Identifier: MIT */
/* The table of signal handlers: one a process, shared by its threads, copied by fork. */
#include "kernel/kernel.h"
#include "kernel/signal.h"

struct sighand *sighand_new(void)
{
    struct sighand *sighand = kzalloc(sizeof(*sighand));

    if (sighand)
        sighand->references = 1;
    return sighand;
}

struct sighand *sighand_fork(struct sighand *original)
{
    struct sighand *sighand = sighand_new();

    if (sighand)
        memcpy(sighand->actions, original->actions, sizeof(sighand->actions));
    return sighand;
}

void sighand_release(struct sighand *sighand)
{
    if (--sighand->references == 0)
        kfree(sighand);
}

/* A new program knows nothing of the old one's handlers, but inherits what is ignored. */
void sighand_reset_for_exec(struct sighand *sighand)
{
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        bool ignored = sighand->actions[i].handler == SIG_IGNORE;

        sighand->actions[i] = (struct signal_action){.handler = ignored ? SIG_IGNORE : SIG_DEFAULT};
    }
}
