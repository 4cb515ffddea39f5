/* SPDX-License-Identifier: MIT */
/*
 * What xenstore must answer over a real ring, one line on the console for each: requests that are
 * none, paths that are too long, what is not allowed to a guest, more than its quotas; then rings
 * that cannot be, each of which ends the connection, and after which it can begin anew.
 */
#include "rings.h"

#include "hypercall/console.h"
#include "hypercall/string.h"

static void told(const char *rule, const char *answer, const char *expected)
{
    bool good = strcmp(answer, expected) == 0;

    console_print("%s - %s%s%s\n", good ? "ok" : "NOT OK", rule, good ? "" : ": ",
                  good ? "" : answer);
}

static void holds(const char *rule, bool good)
{
    console_print("%s - %s\n", good ? "ok" : "NOT OK", rule);
}

static char large[XENSTORE_PAYLOAD_MAX + 1];

static const char *long_path(const char *begin, size_t length)
{
    memset(large, 'x', sizeof(large));
    memcpy(large, begin, strlen(begin));
    large[length] = '\0';
    return store_ask(XS_READ, 0, large, length + 1);
}

static void malformed(void)
{
    told("our name is read", ASK(XS_READ, "name"), "lessons");
    told("a request there is not", ASK(99, "x"), "!ENOSYS");
    told("a path without its end", store_ask(XS_READ, 0, "name", 4), "!EINVAL");
    told("no path at all", store_ask(XS_READ, 0, "", 0), "!EINVAL");
    told("a path with an odd character", ASK(XS_READ, "na me"), "!EINVAL");
    told("a path with an empty name", ASK(XS_READ, "data//x"), "!EINVAL");
    told("a watch without a token", ASK(XS_WATCH, "data"), "!EINVAL");
    told("a transaction that is not", store_ask(XS_READ, 77, "name", 5), "!ENOENT");
    told("an absolute path of 3072 characters", long_path("/local/domain/0/", 3073), "!EINVAL");
    told("a relative one of 2048", long_path("data/", 2049), "!EINVAL");
    told("a node there is not", ASK(XS_READ, "data/nothing"), "!ENOENT");
}

static void forbidden(void)
{
    told("another's node is not written", ASK(XS_WRITE, "/local/domain/0/name\0x"), "!EACCES");
    told("nor our own name", ASK(XS_WRITE, "name\0x"), "!EACCES");
    told("nobody is introduced",
         ASK(XS_INTRODUCE, "5\0"
                           "1\0"
                           "1"),
         "!EACCES");
    told("nobody is released", ASK(XS_RELEASE, "0"), "!EACCES");
    told("the daemon is not told what to do",
         ASK(XS_CONTROL, "quota\0set\0nodes\0"
                         "9"),
         "!EACCES");
    told("no node is given away", ASK(XS_SET_PERMS, "name\0n0"), "!EACCES");
}

/* How many times until the answer is an error; the error is left in the answer. */
static unsigned until_refused(uint32_t type, const char *format, const char **answer)
{
    char text[40];
    unsigned count = 0;

    do {
        size_t size = text_format(text, sizeof(text), format, count);

        for (size_t i = 0; i < size; i++)
            text[i] = text[i] == '|' ? '\0' : text[i];
        *answer = store_ask(type, 0, text, size + 1);
    } while ((*answer)[0] != '!' && (*answer)[0] != '?' && ++count < 5000);
    return count;
}

static void quotas(void)
{
    const char *answer;
    unsigned count;

    told("a node is made", ASK(XS_MKDIR, "data/many"), "OK");
    count = until_refused(XS_WRITE, "data/many/%u|x", &answer);
    holds("nodes: some hundred, and no more", count > 100 && count < 1000);
    told("nodes: what is beyond", answer, "!ENOSPC");
    told("they go", ASK(XS_RM, "data/many"), "OK");
    told("and there is room again", ASK(XS_WRITE, "data/again\0x"), "OK");
    count = until_refused(XS_WATCH, "data/again|token %u", &answer);
    holds("watches: so many", count == 128);
    told("watches: what is beyond", answer, "!E2BIG");
    told("they can go at once", store_ask(XS_RESET_WATCHES, 0, "", 1), "OK");
    count = until_refused(XS_TRANSACTION_START, "", &answer);
    holds("transactions: so many", count == 10);
    told("transactions: what is beyond", answer, "!ENOSPC");
}

/* The daemon says what is wrong and leaves the ring alone until we ask to begin anew. */
static void broken(const char *rule, uint32_t expected)
{
    unsigned waits = 0;

    while (__atomic_load_n(&store->error, __ATOMIC_ACQUIRE) != expected && waits++ < 3000)
        wait_ms(1);
    holds(rule, store->error == expected);
    holds("it can begin anew", store_reconnect() && store->error == XENSTORE_ERROR_NONE);
    told("and then is served", ASK(XS_READ, "name"), "lessons");
}

void lessons(void)
{
    struct xs_header header = {XS_READ, 1, 0, XENSTORE_PAYLOAD_MAX + 1};

    malformed();
    forbidden();
    quotas();
    store_put(&header, sizeof(header));
    broken("a message of 4097 bytes ends the connection", XENSTORE_ERROR_PROTO);
    store->req_prod += 100000;
    store_notify();
    broken("an index of requests that cannot be", XENSTORE_ERROR_RINGIDX);
    ASK(XS_WATCH, "data\0token"); /* its event leads to the other index */
    store->rsp_cons += 100000;
    store_send(XS_READ, 0, "name", 5);
    broken("an index of answers that cannot be", XENSTORE_ERROR_RINGIDX);
    console_print("lessons: the end\n");
}
