/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_UART_H
#define CONSOLE_UART_H
/*
 * The 16550 itself, for the rest of the console room. All functions are called with the
 * console's lock held (or after console_panic, when there is only one CPU that matters).
 */
#include "lib/types.h"

#define UART_IRQ 4

/* 8 data bits, no parity, 1 stop bit, FIFO on, no interrupts. */
void uart_init(u32 baud);
/* Sends bytes, a newline as carriage return and newline. */
void uart_write(const char *bytes, size_t n);
/* Waits until the last bit has left. */
void uart_flush(void);
/* The next byte received, or -1. Counts what the line lost before it in *lost. */
int uart_read(u32 *lost);
/* Interrupts for received bytes, on or off. */
void uart_receive_irq(bool on);

#endif
