/* SPDX-License-Identifier: MIT */
/*
 * The guest's power button: the toolstack writes what it wants to control/shutdown, and we empty
 * the node to say that we have seen it. What we can do is told beforehand, in nodes beside it.
 */
#include "machine/pv/xenstore.h"

#include "kernel/kernel.h"

#define NODE "control/shutdown"

static struct store_client client;

static void ask(uint32_t type, const char *payload, size_t size)
{
    struct xs_header header = {.type = type, .len = (uint32_t)size};

    if (store_send(&client, &header, payload))
        kprintf("xenstore: out of memory for a request about " NODE "\n");
}

static const struct {
    const char *word;
    enum power_wish wish;
    const char *feature; /* path, NUL, value */
    size_t feature_size;
} words[] = {
#define WORD(word, wish)                                                                           \
    {                                                                                              \
        word, wish,                                                                                \
            "control/feature-" word "\0"                                                           \
            "1",                                                                                   \
            sizeof("control/feature-" word "\0"                                                    \
                   "1") -                                                                          \
                1                                                                                  \
    }
    WORD("poweroff", POWER_OFF),
    WORD("halt", POWER_HALT),
    WORD("reboot", POWER_REBOOT),
};

/* Emptied first: afterwards there may be nobody left to do it. */
static void obey(const char *word)
{
    ask(XS_WRITE, NODE, sizeof(NODE));
    for (unsigned i = 0; i < ARRAY_SIZE(words); i++) {
        if (strcmp(word, words[i].word) == 0) {
            power_wished(words[i].wish);
            return;
        }
    }
    kprintf("xenstore: " NODE " says '%s', which this kernel cannot\n", word);
}

/* An event says that the node may have changed, the first one that we watch it. */
static void receive(struct store_client *self, const struct xs_header *header, const char *payload)
{
    (void)self;
    if (header->type == XS_WATCH_EVENT)
        ask(XS_READ, NODE, sizeof(NODE));
    else if (header->type == XS_READ && header->len)
        obey(payload);
}

void power_watch_begin(void)
{
    client.receive = receive;
    store_join(&client);
    ask(XS_WATCH, NODE "\0power", sizeof(NODE "\0power"));
    for (unsigned i = 0; i < ARRAY_SIZE(words); i++)
        ask(XS_WRITE, words[i].feature, words[i].feature_size);
}
