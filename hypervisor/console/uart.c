/* SPDX-License-Identifier: MIT */
/*
 * COM1, a 16550: eight byte-wide registers. Sending polls, so that a message is out before
 * anything else happens; receiving works by interrupt and lets the chip's FIFO, and with it the
 * sender, wait when our ring is full.
 */
#include "console/uart.h"

#include "cpu/cpu.h"

#define COM1 0x3f8

enum {
    DATA = 0,
    IRQ_ENABLE = 1,
    FIFO_CONTROL = 2,
    LINE_CONTROL = 3,
    MODEM_CONTROL = 4,
    LINE_STATUS = 5
};

#define LINE_8N1     0x03
#define LINE_DIVISOR 0x80 /* the first two registers are the baud rate's divisor */
#define FIFO_ON      0x01 /* which empties both */
#define FIFO_PRESENT 0xc0
#define MODEM_READY  0x0b /* DTR, RTS, and OUT2, which lets the interrupt through */
#define RECEIVED     0x01
#define OVERRUN      0x02
#define SEND_EMPTY   0x20
#define ALL_SENT     0x40

static u32 burst = 1; /* bytes that the send FIFO takes when it is empty */
static u8 early[256]; /* what came before us: switching the FIFO on would forget some of it */
static u32 early_count, early_read;
static u32 patience = 1 << 23; /* polls until a line that does not move is given up */

void uart_init(u32 baud)
{
    u32 divisor = 115200 / (baud && baud <= 115200 ? baud : 115200);

    port_out8(COM1 + IRQ_ENABLE, 0);
    port_out8(COM1 + LINE_CONTROL, LINE_8N1 | LINE_DIVISOR);
    port_out8(COM1 + DATA, (u8)divisor);
    port_out8(COM1 + IRQ_ENABLE, (u8)(divisor >> 8));
    port_out8(COM1 + LINE_CONTROL, LINE_8N1);
    while (early_count < sizeof(early) && (port_in8(COM1 + LINE_STATUS) & RECEIVED))
        early[early_count++] = port_in8(COM1 + DATA);
    port_out8(COM1 + FIFO_CONTROL, FIFO_ON);
    port_out8(COM1 + MODEM_CONTROL, MODEM_READY);
    if ((port_in8(COM1 + FIFO_CONTROL) & FIFO_PRESENT) == FIFO_PRESENT)
        burst = 16;
}

/* Waits for a status bit; a line that was given up once is asked once each time from then on. */
static void wait_for(u8 bit)
{
    for (u32 i = 0; i < patience; i++) {
        if (port_in8(COM1 + LINE_STATUS) & bit) {
            patience = 1 << 23;
            return;
        }
        cpu_relax();
    }
    patience = 1;
}

static void send(char c)
{
    static u32 room;

    if (!room) {
        wait_for(SEND_EMPTY);
        room = burst;
    }
    port_out8(COM1 + DATA, (u8)c);
    room--;
}

void uart_write(const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == '\n')
            send('\r');
        send(bytes[i]);
    }
}

void uart_flush(void)
{
    wait_for(ALL_SENT);
}

int uart_read(u32 *lost)
{
    u8 status = port_in8(COM1 + LINE_STATUS);

    if (early_read < early_count)
        return early[early_read++];
    if (status & OVERRUN)
        ++*lost;
    return status & RECEIVED ? port_in8(COM1 + DATA) : -1;
}

void uart_receive_irq(bool on)
{
    port_out8(COM1 + IRQ_ENABLE, on);
}
