/* SPDX-License-Identifier: MIT */
/*
 * A random driver. Domain 0 makes random requests on a small tree, some in transactions, and each
 * answer is held against a model that is a list of paths. A transaction that commits must be
 * one that could as well have been made at that moment: all it was told is asked of the model once
 * more. Meanwhile domain 2 writes noise into its ring. Same SEED, same run; COUNT says how long.
 */
#include "tests/host/edge/run.h"

#include <stdio.h>
#include <string.h>

#include "world.h"

enum { NAMES = 3, PLACES = NAMES + NAMES * NAMES + NAMES * NAMES * NAMES, LOG = 64, OPEN = 3 };

/* ---- the model ----------------------------------------------------------------------------- */

struct model {
    bool there[PLACES];
    char value[PLACES][8];
};

static char paths[PLACES][8]; /* "/a", "/a/b", "/a/b/c" ...: parents before children */

struct request {
    uint32_t type;
    int place;
    char value[8];
    char answer[64];
};

struct open_transaction {
    uint32_t id;
    bool disturbed, wrote;
    struct model model; /* as it sees the tree */
    struct request log[LOG];
    unsigned count;
};

static struct model model;
static struct open_transaction open[OPEN];
static struct guest *const dom0 = &guests[0];

static unsigned long committed, refused; /* transactions that changed something */
static uint32_t state;

static uint32_t draw(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

static void paths_make(void)
{
    int place = 0;

    for (int a = 0; a < NAMES; a++)
        sprintf(paths[place++], "/%c", 'a' + a);
    for (int i = 0; i < NAMES + NAMES * NAMES; i++) {
        for (int a = 0; a < NAMES; a++, place++) {
            size_t length = strlen(paths[i]);

            memcpy(paths[place], paths[i], length);
            paths[place][length] = '/';
            paths[place][length + 1] = (char)('a' + a);
        }
    }
}

static bool is_below(int place, int above)
{
    size_t length = strlen(paths[above]);

    return strncmp(paths[place], paths[above], length) == 0 && paths[place][length] == '/';
}

static int parent_of(int place)
{
    return place < NAMES ? -1 : (place - NAMES) / NAMES;
}

static void model_make(struct model *of, int place, const char *value)
{
    for (int above = parent_of(place); above >= 0; above = parent_of(above)) {
        if (!of->there[above])
            strcpy(of->value[above], "");
        of->there[above] = true;
    }
    if (value || !of->there[place])
        strcpy(of->value[place], value ? value : "");
    of->there[place] = true;
}

static void model_list(const struct model *of, int place, char *answer)
{
    *answer = '\0';
    for (int i = 0; i < PLACES; i++) {
        if (of->there[i] && parent_of(i) == place)
            sprintf(answer + strlen(answer), "%s|", strrchr(paths[i], '/') + 1);
    }
}

/* What the request must be answered, and what it does. */
static void model_do(struct model *of, const struct request *request, char *answer)
{
    int place = request->place, parent = parent_of(place);

    strcpy(answer, "OK|");
    switch (request->type) {
    case XS_WRITE:
    case XS_MKDIR:
        model_make(of, place, request->type == XS_WRITE ? request->value : NULL);
        break;
    case XS_RM:
        if (!of->there[place] && parent >= 0 && !of->there[parent])
            strcpy(answer, "!ENOENT");
        for (int i = 0; i < PLACES; i++)
            of->there[i] &= i != place && !is_below(i, place);
        break;
    case XS_READ:
        strcpy(answer, of->there[place] ? of->value[place] : "!ENOENT");
        break;
    default:
        strcpy(answer, "!ENOENT");
        if (of->there[place])
            model_list(of, place, answer);
    }
}

/* ---- requests ------------------------------------------------------------------------------ */

static struct request request_draw(void)
{
    static const uint32_t types[] = {XS_WRITE, XS_WRITE, XS_MKDIR, XS_RM, XS_READ, XS_DIRECTORY};
    struct request request = {.type = types[draw(6)], .place = (int)draw(PLACES)};

    snprintf(request.value, sizeof(request.value), "%u", draw(1000));
    return request;
}

static const char *request_say(const struct request *request)
{
    const char *path = paths[request->place];

    return request->type == XS_WRITE ? say_write(dom0, path, request->value)
                                     : say_string(dom0, request->type, path);
}

static bool changes(const struct request *request)
{
    return request->type != XS_READ && request->type != XS_DIRECTORY;
}

static void disturb(void)
{
    for (int i = 0; i < OPEN; i++)
        open[i].disturbed = true;
}

static void ask_outside(void)
{
    struct request request = request_draw();

    model_do(&model, &request, request.answer);
    MUST_SAY(request_say(&request), request.answer);
    if (changes(&request))
        disturb();
}

static void ask_inside(struct open_transaction *it)
{
    struct request *request = &it->log[it->count++];
    bool before[PLACES];

    memcpy(before, it->model.there, sizeof(before));
    *request = request_draw();
    model_do(&it->model, request, request->answer);
    dom0->tx = it->id;
    MUST_SAY(request_say(request), request->answer);
    dom0->tx = 0;
    it->wrote |= request->type == XS_WRITE ||
                 memcmp(before, it->model.there, sizeof(before)) != 0; /* mkdir of what is there */
}

static void end(struct open_transaction *it)
{
    bool commit = draw(4) != 0;
    const char *answer = finish(dom0, it->id, commit);
    char again[64];

    it->id = 0;
    if (strcmp(answer, "!EAGAIN") == 0) {
        MUST(commit && it->disturbed && it->wrote);
        refused++;
        return;
    }
    MUST_SAY(answer, "OK|");
    if (!commit || !it->wrote)
        return;
    for (unsigned i = 0; i < it->count; i++) {
        model_do(&model, &it->log[i], again);
        MUST_SAY(again, it->log[i].answer);
    }
    disturb();
    committed++;
}

static void step_transaction(struct open_transaction *it)
{
    if (!it->id) {
        *it = (struct open_transaction){.id = begin(dom0), .model = model};
    } else if (it->count == LOG || draw(8) == 0) {
        end(it);
    } else {
        ask_inside(it);
    }
}

/* ---- noise --------------------------------------------------------------------------------- */

/* Headers that are nearly right, payloads of anything, indices of anywhere, reconnections. */
static void noise(struct guest *guest)
{
    struct xs_header header = {draw(XS_TYPE_COUNT + 2), draw(3), draw(4), draw(40)};
    static const char soup[] = "/a\0b@/local/domain/2/x\0n2r0T\0"
                               "12\0-\xff";
    char payload[64];

    for (size_t i = 0; i < sizeof(payload); i++)
        payload[i] = soup[(i + draw(2) * draw(sizeof(soup))) % sizeof(soup)];
    if (draw(50) == 0)
        header.len = draw(100000);
    push(guest, &header, sizeof(header));
    push(guest, payload, draw(4) ? header.len % sizeof(payload) : draw(sizeof(payload)));
    if (draw(3))
        guest->ring.rsp_cons = guest->ring.rsp_prod;
    if (draw(200) == 0)
        ((uint32_t *)(void *)&guest->ring.req_cons)[draw(7)] = state;
    if (draw(20) == 0)
        guest->ring.connection = XENSTORE_RECONNECT;
    settle();
}

START_TEST(random_requests)
{
    unsigned long count = getenv("COUNT") ? strtoul(getenv("COUNT"), NULL, 10) : 20000;
    unsigned long seed = getenv("SEED") ? strtoul(getenv("SEED"), NULL, 10) : 1;

    printf("# SEED=%lu COUNT=%lu\n", seed, count);
    fflush(stdout);
    state = (uint32_t)seed * 2654435769u | 1;
    paths_make();
    world_begin();
    guest_begin(2);
    MUST_SAY(SAY(dom0, XS_RM, "/local"), "OK|");
    memset(&model, 0, sizeof(model));
    for (unsigned long i = 0; i < count; i++) {
        uint32_t what = draw(8);

        if (what < 6)
            step_transaction(&open[draw(OPEN)]);
        else if (what < 7)
            ask_outside();
        else
            noise(&guests[2]);
    }
    printf("# %lu transactions committed, %lu did not\n", committed, refused);
    ck_assert_uint_ge(committed, count / 100);
    ck_assert_uint_ge(refused, count / 100);
    ck_assert_ptr_nonnull(strstr(SAY(dom0, XS_CONTROL, "check"), ": good"));
    world_end();
}
END_TEST

RUN_TESTS("xs_random", &random_requests)
