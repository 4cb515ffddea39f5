/* SPDX-License-Identifier: MIT */
/*
 * The console daemon's side of a guest's ring. The rule: whoever is attached reads every byte that
 * the guest wrote, in order, and so does the log; the guest reads every byte that was typed; and
 * neither a guest nor one who is attached can harm the daemon or make others wait. Guests are
 * structures here, with a ring in our memory; those who attach have a socket each.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* The public header has no types of its own. */
#include <stdint.h>
#include <xen/io/console.h>

#include <check.h>
#include "tools/console/guest.h"

enum { GUESTS = 2, LOG_LIMIT = 1 << 20 };

/* One guest's own side: what it has written and read so far. */
static struct world {
    struct console_ring ring;
    unsigned notified;
    bool mapped, bound, refuse_map, refuse_bind;
} worlds[GUESTS];

static struct guest guests[GUESTS];
static char directory[] = "/tmp/console-XXXXXX";

static struct console_ring *map(void *self, unsigned domid, unsigned long frame)
{
    struct world *world = &worlds[domid];

    if (world->refuse_map)
        return NULL;
    ck_assert(!world->mapped);
    world->mapped = true;
    return &world->ring;
}

static void unmap(void *self, struct console_ring *ring)
{
    struct world *world = (struct world *)ring;

    ck_assert(world->mapped);
    world->mapped = false;
}

static int bind_port(void *self, unsigned domid, unsigned port)
{
    if (worlds[domid].refuse_bind)
        return -1;
    worlds[domid].bound = true;
    return (int)domid;
}

static void unbind(void *self, int port)
{
    ck_assert(worlds[port].bound);
    worlds[port].bound = false;
}

static void notify(void *self, int port)
{
    worlds[port].notified++;
}

static const struct host host = {
    .map = map, .unmap = unmap, .bind = bind_port, .unbind = unbind, .notify = notify};

static void begin(void)
{
    char path[64];

    memset(worlds, 0, sizeof(worlds));
    strcpy(directory, "/tmp/console-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    for (unsigned i = 0; i < GUESTS; i++) {
        guests[i] = (struct guest){.host = &host, .domid = i, .listener = -1, .log.fd = -1};
        guest_name_set(&guests[i], "guest");
        snprintf(path, sizeof(path), "%s/%u", directory, i);
        ck_assert(log_open(&guests[i].log, path, LOG_LIMIT));
        ck_assert(guest_connect(&guests[i], 0, 1));
    }
}

static void end(void)
{
    char command[64];

    for (unsigned i = 0; i < GUESTS; i++) {
        guest_disconnect(&guests[i], NULL);
        guest_detach_all(&guests[i]);
        log_close(&guests[i].log);
        ck_assert(!worlds[i].mapped && !worlds[i].bound);
    }
    snprintf(command, sizeof(command), "rm -r %s", directory);
    ck_assert_int_eq(system(command), 0);
}

/* As a guest does it: as much as there is room for. */
static size_t guest_writes(unsigned i, const char *bytes, size_t size)
{
    struct console_ring *ring = &worlds[i].ring;
    size_t done = 0;

    while (done < size && ring->out_prod - ring->out_cons < CONSOLE_OUT_SIZE)
        ring->out[ring->out_prod++ % CONSOLE_OUT_SIZE] = bytes[done++];
    return done;
}

static size_t guest_reads(unsigned i, char *bytes, size_t size)
{
    struct console_ring *ring = &worlds[i].ring;
    size_t done = 0;

    while (done < size && ring->in_cons != ring->in_prod)
        bytes[done++] = ring->in[ring->in_cons++ % CONSOLE_IN_SIZE];
    return done;
}

/* The socket of one who attaches. */
static int attach(unsigned i)
{
    int ends[2];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    ck_assert(guest_attach(&guests[i], ends[0], 0));
    return ends[1];
}

static size_t receive(int fd, char *bytes, size_t size)
{
    ssize_t got = read(fd, bytes, size);

    return got > 0 ? (size_t)got : 0;
}

static char *log_text(unsigned i)
{
    static char text[1 << 20];
    char path[64];

    snprintf(path, sizeof(path), "%s/%u", directory, i);
    int fd = open(path, O_RDONLY);
    ssize_t size = read(fd, text, sizeof(text) - 1);
    close(fd);
    text[size < 0 ? 0 : size] = '\0';
    return text;
}

/* A byte that tells where it stands. */
static char byte_of(size_t place)
{
    return (char)('!' + (place * 7 + place / 90) % 90);
}

START_TEST(wire)
{
    ck_assert_uint_eq(sizeof(struct console_ring), sizeof(struct xencons_interface));
#define SAME(field)                                                                                \
    ck_assert_uint_eq(offsetof(struct console_ring, field),                                        \
                      offsetof(struct xencons_interface, field));                                  \
    ck_assert_uint_eq(sizeof(((struct console_ring *)0)->field),                                   \
                      sizeof(((struct xencons_interface *)0)->field))
    SAME(in);
    SAME(out);
    SAME(in_cons);
    SAME(in_prod);
    SAME(out_cons);
    SAME(out_prod);
}
END_TEST

/* Three readers of different pace, many times around the ring: all of it, in order, for each. */
START_TEST(nothing_is_lost)
{
    enum { TOTAL = 200000, READERS = 3 };
    static char bytes[4096];
    size_t written = 0, read_by[READERS] = {0};
    int readers[READERS];

    for (unsigned i = 0; i < READERS; i++)
        readers[i] = attach(0);
    for (unsigned round = 0; read_by[0] < TOTAL || read_by[1] < TOTAL || read_by[2] < TOTAL;
         round++) {
        if (round > 100000)
            ck_abort_msg("it does not come");
        for (size_t i = 0; i < sizeof(bytes); i++)
            bytes[i] = byte_of(written + i);
        size_t left = TOTAL - written;
        written += guest_writes(0, bytes, left < 1500 ? left : 1500);
        guest_turn(&guests[0], 0);
        for (unsigned i = 0; i < READERS; i++) {
            /* The second one reads a little now and then, the third nothing for a long time. */
            size_t wish = i == 0   ? sizeof(bytes)
                          : i == 1 ? (round % 3 == 0 ? 700 : 0)
                                   : (round > 2000 ? sizeof(bytes) : 0);
            size_t got = wish ? receive(readers[i], bytes, wish) : 0;

            for (size_t j = 0; j < got; j++)
                if (bytes[j] != byte_of(read_by[i] + j))
                    ck_abort_msg("reader %u differs at %zu", i, read_by[i] + j);
            read_by[i] += got;
        }
    }
    char *text = log_text(0);
    ck_assert_uint_eq(strlen(text), TOTAL);
    for (size_t i = 0; i < TOTAL; i++)
        if (text[i] != byte_of(i))
            ck_abort_msg("the log differs at %zu", i);
    ck_assert_uint_gt(worlds[0].notified, TOTAL / CONSOLE_OUT_SIZE);
}
END_TEST

/* Typed faster than the guest reads: it waits, and comes in order. */
START_TEST(typing)
{
    enum { TOTAL = 20000 };
    int person = attach(0), other = attach(0);
    size_t typed = 0, arrived = 0;
    char bytes[64];

    for (unsigned round = 0; arrived < TOTAL; round++) {
        ck_assert_uint_lt(round, 100000);
        if (typed < TOTAL) {
            char c = byte_of(typed);
            typed += write(person, &c, 1) == 1;
        }
        while (guest_takes_typing(&guests[0]) && guests[0].attached->next) {
            size_t before = guests[0].typed_size;
            guest_hear(&guests[0], guests[0].attached->next);
            if (guests[0].typed_size == before)
                break;
        }
        guest_turn(&guests[0], 0);
        if (round > 3000) {
            size_t got = guest_reads(0, bytes, 40);
            for (size_t i = 0; i < got; i++)
                ck_assert_int_eq(bytes[i], byte_of(arrived + i));
            arrived += got;
        }
    }
    close(other);
    guest_hear(&guests[0], guests[0].attached); /* one leaves, the other stays */
    ck_assert_ptr_nonnull(guests[0].attached);
    ck_assert_ptr_null(guests[0].attached->next);
}
END_TEST

static void goes_wrong(uint32_t *index, uint32_t value)
{
    char bytes[512];
    int person = attach(0);

    guest_writes(0, "before", 6);
    guest_turn(&guests[0], 0);
    *index = value;
    guest_turn(&guests[0], 0);
    ck_assert_ptr_null(guests[0].ring);
    ck_assert(!worlds[0].mapped && !worlds[0].bound);
    ck_assert_ptr_nonnull(strstr(log_text(0), "is disconnected: its index of "));
    guest_turn(&guests[0], 0);
    bytes[receive(person, bytes, sizeof(bytes) - 1)] = '\0';
    ck_assert_ptr_eq(strstr(bytes, "before"), bytes);
    ck_assert_ptr_nonnull(strstr(bytes, "makes no sense"));
    ck_assert_int_eq(read(person, bytes, 1), 0); /* and he is sent away */
    guest_writes(1, "another one", 11);
    guest_turn(&guests[1], 0);
    ck_assert_str_eq(log_text(1), "another one");
    close(person);
}

START_TEST(nonsense_out)
{
    goes_wrong(&worlds[0].ring.out_prod, 6 + CONSOLE_OUT_SIZE + 1);
}
END_TEST

START_TEST(nonsense_back)
{
    goes_wrong(&worlds[0].ring.out_prod, 5);
}
END_TEST

START_TEST(nonsense_in)
{
    goes_wrong(&worlds[0].ring.in_cons, 1);
}
END_TEST

/* Our own indices in the page are for the guest to read: what it writes there means nothing. */
START_TEST(our_indices)
{
    worlds[0].ring.out_cons = 77777;
    worlds[0].ring.in_prod = 77777;
    worlds[0].ring.out[0] = 'x';
    worlds[0].ring.out_prod = 1;
    guest_turn(&guests[0], 0);
    ck_assert_str_eq(log_text(0), "x");
    ck_assert_uint_eq(worlds[0].ring.out_cons, 1);
}
END_TEST

/* A full ring takes one turn, however fast it is filled again: then it is the others' turn. */
START_TEST(endless_writer)
{
    char bytes[CONSOLE_OUT_SIZE];

    memset(bytes, 'x', sizeof(bytes));
    for (unsigned turn = 0; turn < 100; turn++) {
        size_t before = strlen(log_text(0));

        guest_writes(0, bytes, sizeof(bytes));
        ck_assert(guest_turn(&guests[0], 0));
        ck_assert_uint_le(strlen(log_text(0)) - before, CONSOLE_OUT_SIZE);
    }
    ck_assert(!guest_turn(&guests[1], 0));
}
END_TEST

/* One who reads nothing holds the guest back for a while, and not for ever. */
START_TEST(patience)
{
    char bytes[CONSOLE_OUT_SIZE];
    int person = attach(0);
    size_t taken = 0;

    memset(bytes, 'x', sizeof(bytes));
    for (unsigned turn = 0; turn < 2000; turn++) {
        taken += guest_writes(0, bytes, sizeof(bytes));
        guest_turn(&guests[0], 1);
    }
    ck_assert_uint_eq(worlds[0].ring.out_prod - worlds[0].ring.out_cons, CONSOLE_OUT_SIZE);
    guest_turn(&guests[0], PATIENCE_S);
    ck_assert_ptr_nonnull(guests[0].attached);
    guest_turn(&guests[0], 1 + PATIENCE_S);
    ck_assert_ptr_null(guests[0].attached);
    guest_turn(&guests[0], 1 + PATIENCE_S);
    ck_assert_uint_eq(worlds[0].ring.out_prod, worlds[0].ring.out_cons);
    ck_assert_ptr_nonnull(strstr(log_text(0), "let one go who did not read"));
    close(person);
}
END_TEST

START_TEST(late_attacher)
{
    static char bytes[RECENT_SIZE * 2];
    char chunk[1000];
    size_t size;

    for (unsigned i = 0; i < 20; i++) {
        memset(chunk, 'a' + (int)i, sizeof(chunk));
        guest_writes(0, chunk, sizeof(chunk));
        while (guest_turn(&guests[0], 0))
            continue;
    }
    int person = attach(0);
    guest_turn(&guests[0], 0);
    size = receive(person, bytes, sizeof(bytes));
    ck_assert_uint_eq(size, RECENT_SIZE);
    ck_assert_int_eq(bytes[size - 1], 't');
    ck_assert_int_eq(bytes[size - 1001], 's');
    ck_assert_int_eq(bytes[0], 'l');
    close(person);
}
END_TEST

/* The next daemon takes a ring up where the last one left it: no byte twice, none lost. */
START_TEST(another_daemon)
{
    guest_writes(0, "one ", 4);
    guest_turn(&guests[0], 0);
    guest_disconnect(&guests[0], NULL);
    guest_writes(0, "two", 3);
    ck_assert(guest_connect(&guests[0], 0, 1));
    guest_turn(&guests[0], 0);
    ck_assert_str_eq(log_text(0), "one two");
}
END_TEST

START_TEST(cannot_connect)
{
    guest_disconnect(&guests[0], NULL);
    worlds[0].refuse_map = true;
    ck_assert(!guest_connect(&guests[0], 0, 1));
    worlds[0].refuse_map = false;
    worlds[0].refuse_bind = true;
    ck_assert(!guest_connect(&guests[0], 0, 1));
    ck_assert(!worlds[0].mapped);
    ck_assert(!guest_turn(&guests[0], 0));
    ck_assert_ptr_nonnull(strstr(log_text(0), "cannot be mapped"));
    ck_assert_ptr_nonnull(strstr(log_text(0), "cannot be bound"));
}
END_TEST

START_TEST(bounded_log)
{
    struct log log;
    char path[64], before[70], line[100];
    struct stat now, old;

    snprintf(path, sizeof(path), "%s/log", directory);
    snprintf(before, sizeof(before), "%s.1", path);
    ck_assert(log_open(&log, path, 1000));
    memset(line, 'x', sizeof(line));
    for (unsigned i = 0; i < 57; i++)
        log_write(&log, line, sizeof(line));
    log_close(&log);
    ck_assert(log_open(&log, path, 1000)); /* what is there counts */
    log_write(&log, line, sizeof(line));
    ck_assert_int_eq(stat(path, &now) | stat(before, &old), 0);
    ck_assert_int_eq(now.st_size, 800);
    ck_assert_int_eq(old.st_size, 1000);
    log_close(&log);
}
END_TEST

START_TEST(names)
{
    static const char *const cases[][2] = {
        {"web-1.example", "web-1.example"},
        {"../../etc/rc", "_._.._etc_rc"},
        {".hidden", "_hidden"},
        {"a b\n\x1b", "a_b__"},
    };

    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        guest_name_set(&guests[0], cases[i][0]);
        ck_assert_str_eq(guests[0].name, cases[i][1]);
    }
}
END_TEST

/* A guest that writes anything anywhere, for a long time. Sanitizers watch. */
START_TEST(wild_guest)
{
    srand(5);
    for (unsigned round = 0; round < 20000; round++) {
        char *page = (char *)&worlds[0].ring;

        if (rand() % 4)
            page[rand() % (int)sizeof(worlds[0].ring)] = (char)rand();
        else
            worlds[0].ring.out_prod += (uint32_t)rand() % 3000;
        if (rand() % 50 == 0)
            worlds[0].ring.in_cons = (uint32_t)rand();
        if (rand() % 100 == 0)
            close(attach(0));
        guest_turn(&guests[0], round / 100);
        if (!guests[0].ring)
            ck_assert(guest_connect(&guests[0], 0, 1));
        guest_writes(1, "x", 1);
        guest_turn(&guests[1], 0);
    }
    ck_assert_uint_eq(strlen(log_text(1)), 20000);
}
END_TEST

int main(void)
{
    static const TTest *const *const tests[] = {
        &wire,           &nothing_is_lost, &typing,         &nonsense_out, &nonsense_back,
        &nonsense_in,    &our_indices,     &endless_writer, &patience,     &late_attacher,
        &another_daemon, &cannot_connect,  &bounded_log,    &names,        &wild_guest};
    Suite *suite = suite_create("con_rings");
    TCase *tcase = tcase_create("con_rings");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(tcase, begin, end);
    for (unsigned i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
        tcase_add_test(tcase, *tests[i]);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
