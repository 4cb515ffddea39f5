/* SPDX-License-Identifier: MIT */
/* The console is the first serial port: a 16550 that interrupts on received characters. */
#include "machine/native/native.h"

#include "kernel/kernel.h"

#define COM1            0x3F8
#define UART_DATA       (COM1 + 0)
#define UART_INTERRUPTS (COM1 + 1)
#define UART_FIFO       (COM1 + 2)
#define UART_LINE       (COM1 + 3)
#define UART_MODEM      (COM1 + 4)
#define UART_STATUS     (COM1 + 5)
#define UART_RECEIVED   0x01
#define UART_CAN_SEND   0x20

void console_init(void)
{
    write_port8(UART_INTERRUPTS, 0);
    write_port8(UART_LINE, 0x80); /* the next two bytes are the divisor */
    write_port8(UART_DATA, 1);    /* 115200 baud */
    write_port8(UART_INTERRUPTS, 0);
    write_port8(UART_LINE, 0x03);  /* 8 bits, no parity */
    write_port8(UART_FIFO, 0xC7);  /* on, empty, interrupt at 14 characters or on silence */
    write_port8(UART_MODEM, 0x0B); /* ready, and interrupts reach the controller */
}

void machine_console_start(void)
{
    write_port8(UART_INTERRUPTS, 0x01);
}

void console_interrupt(void)
{
    while (read_port8(UART_STATUS) & UART_RECEIVED)
        console_receive((char)read_port8(UART_DATA));
}

/* The chip takes its time, but it takes everything. */
size_t machine_console_room(void)
{
    return SIZE_MAX;
}

void machine_console_write(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        while (!(read_port8(UART_STATUS) & UART_CAN_SEND))
            continue;
        write_port8(UART_DATA, (uint8_t)text[i]);
    }
}
