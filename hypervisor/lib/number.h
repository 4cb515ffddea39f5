/* SPDX-License-Identifier: MIT */
#ifndef LIB_NUMBER_H
#define LIB_NUMBER_H
/*
 * Numbers that people wrote, on command lines and in kernels' notes, in C's way: 0x for
 * hexadecimal, 0 for octal, else decimal.
 */
#include "lib/types.h"

/* Reads the digits at *at and moves behind them. False if there is none or it does not fit. */
bool number_read(const char **at, u64 *out);

#endif
