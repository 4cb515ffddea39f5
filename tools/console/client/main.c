/* SPDX-License-Identifier: MIT */
/* The program `console`: `torc console` by itself. */
#include "console.h"

int main(int count, char **arguments)
{
    return console_main(count, arguments);
}
