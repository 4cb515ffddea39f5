/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_ATTACHED_H
#define CONSOLE_ATTACHED_H
/* Between the ring (guest.c) and those who are attached (attached.c). */
#include "guest.h"

/* There is room: attached_flush() said so. */
void attached_tell(struct guest *guest, const char *bytes, size_t size);
/* Send what can be sent, let go who takes nothing; how much the fullest has room for. */
size_t attached_flush(struct guest *guest, long now_s);

#endif
