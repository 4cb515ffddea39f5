/* SPDX-License-Identifier: MIT */
/*
 * The console as guests have it: the hypercall console_io and the bytes that people type. The
 * privileged domain writes raw, as if the line were its own, and is the only one that reads.
 * Others write whole lines with their number in front.
 *
 * Received bytes wait in a ring that the interrupt fills and the hypercall empties. When it is
 * full the bytes stay in the chip, whose FIFO then holds the sender back; what a real line
 * loses nevertheless is counted, and said.
 */
#include "call/call.h"
#include "call/guest.h"
#include "console/console.h"
#include "console/port.h"
#include "console/uart.h"
#include "domain/domain.h"
#include "evtchn/evtchn.h"
#include "irq/irq.h"
#include "lib/fmt.h"

#define PIECE     128  /* bytes copied and written in one go, interrupts off */
#define RING_SIZE 1024 /* a power of two */

/* All under console_lock. */
static struct {
    char bytes[RING_SIZE];
    u32 head, tail; /* ever rising: next to fill, next to read */
    u32 lost;
} ring;

/* Empties the chip into the ring; true if anything came. */
static bool receive(void)
{
    u32 before = ring.head;
    int byte;

    while (ring.head - ring.tail < RING_SIZE && (byte = uart_read(&ring.lost)) >= 0)
        ring.bytes[ring.head++ % RING_SIZE] = (char)byte;
    uart_receive_irq(ring.head - ring.tail < RING_SIZE);
    return ring.head != before;
}

static void on_interrupt(struct regs *r)
{
    u64 saved = lock_take_irq(&console_lock);
    bool came = receive();

    lock_give_irq(&console_lock, saved);
    irq_ack();
    if (came && domain_first)
        evtchn_raise_global_virq(domain_first, ABI_VIRQ_CONSOLE);
}

void console_init_irq(void)
{
    u64 saved = lock_take_irq(&console_lock);

    cpu_vector_set(VECTOR_CONSOLE, on_interrupt);
    irq_route_isa(UART_IRQ, VECTOR_CONSOLE);
    receive(); /* what was typed until now would raise no interrupt any more */
    lock_give_irq(&console_lock, saved);
}

static void line_end(struct domain *d)
{
    char prefix[16];

    fmt(prefix, sizeof(prefix), "(d%u) ", d->id);
    if (d->line_length)
        console_write_line(prefix, d->line, d->line_length);
    d->line_length = 0;
}

/* Bytes of an unprivileged domain, whose lines mix with those of others only as wholes. */
static void line_write(struct domain *d, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == '\n' || d->line_length == sizeof(d->line))
            line_end(d);
        if (bytes[i] >= ' ' || bytes[i] == '\t')
            d->line[d->line_length++] = bytes[i];
    }
}

static void write_piece(struct domain *d, const char *bytes, size_t n)
{
    u64 saved = lock_take_irq(&console_lock);

    if (d->privileged)
        console_write(bytes, n);
    else
        line_write(d, bytes, n);
    lock_give_irq(&console_lock, saved);
}

static long console_io_write(struct vcpu *v, u64 count, u64 buffer)
{
    char piece[PIECE];

    while (count) {
        size_t n = min(count, sizeof(piece));
        if (call_should_stop())
            return call_restart(v, ABI_CONSOLEIO_write, count, buffer, 0, 0);
        if (!guest_copy_in(v, piece, GADDR(buffer), n))
            return refuse(v, REASON_POINTER_UNREADABLE, buffer);
        write_piece(v->domain, piece, n);
        count -= n;
        buffer += n;
    }
    return 0;
}

/* Up to n bytes from the ring without taking them out; *at says where they are. */
static size_t peek(char *to, size_t n, u32 *at)
{
    u64 saved = lock_take_irq(&console_lock);

    *at = ring.tail;
    n = min(n, ring.head - ring.tail);
    for (size_t i = 0; i < n; i++)
        to[i] = ring.bytes[(ring.tail + i) % RING_SIZE];
    lock_give_irq(&console_lock, saved);
    return n;
}

/* Takes them out, and lets the chip send more. False if another vCPU was faster. */
static bool take(u32 at, size_t n)
{
    u64 saved = lock_take_irq(&console_lock);
    bool is_ours = ring.tail == at;
    u32 lost = ring.lost;

    if (is_ours) {
        ring.tail += (u32)n;
        ring.lost = 0;
        receive();
    }
    lock_give_irq(&console_lock, saved);
    if (is_ours && lost)
        print("console: the serial line lost typed bytes %u times: it is faster than its reader",
              lost);
    return is_ours;
}

/* Bytes leave the ring only when the guest has them: a bad pointer loses nothing. */
static long console_io_read(struct vcpu *v, u64 count, u64 buffer)
{
    char piece[PIECE];
    u64 done = 0;
    size_t n;
    u32 at;

    while (done < count && (n = peek(piece, min(count - done, sizeof(piece)), &at))) {
        if (!guest_copy_out(v, GADDR(buffer + done), piece, n))
            return refuse(v, REASON_POINTER_UNWRITABLE, buffer + done);
        if (take(at, n))
            done += n;
        if (call_should_stop())
            break; /* what there is so far is an answer */
    }
    return (long)done;
}

/* console_io: the count is 32 bits wide in both widths, and a read's must fit its result. */
long call_console_io(struct vcpu *v, u64 cmd, u64 count, u64 buffer)
{
    if ((u32)cmd == ABI_CONSOLEIO_write)
        return console_io_write(v, (u32)count, buffer);
    if (!v->domain->privileged)
        return refuse(v, REASON_CONSOLE_DENIED, cmd);
    if ((u32)cmd != ABI_CONSOLEIO_read)
        return refuse(v, REASON_CONSOLE_COMMAND, cmd);
    if ((u32)count > 0x7fffffff)
        return refuse(v, REASON_CONSOLE_COUNT, count);
    return console_io_read(v, (u32)count, buffer);
}
