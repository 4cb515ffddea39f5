/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_LIBRARY_H
#define HYPERCALL_LIBRARY_H
/*
 * What the library's files say to each other and to the assembly of the width folders; no business
 * of guests.
 */
#include "hypercall/probe.h"
#include "hypercall/trap.h"

/* guest.c, called by start.S. */
void guest_begin(const guest_start_info *info);

/* trap.c */
void trap_begin(void);
void trap_dispatch(struct trap_frame *frame);

/* page.c */
void page_begin(void);

/* Entries and labels in entry.S. */
extern char trap_entries[], event_entry[], failsafe_entry[];
extern char trap_return_ds[], trap_return_es[];

/* probe.c: true if the trap was somebody's probe, and the frame has been made to go on there (or
 * the stack has been left altogether). */
bool probe_fix_up(struct trap_frame *frame);
void probe_unwind(struct trap_frame *frame);
void probe_note(const struct trap_frame *frame);

struct probe_point {
    unsigned long sp;
    struct probe_point *outer;
};
int probe_catch(struct probe_point *point, void (*function)(void *), void *argument);
_Noreturn void probe_throw(struct probe_point *point, int result);

/* user.c: leaves for user_run() if it is under way and the frame is from ring 3. */
void user_unwind(struct trap_frame *frame);
int user_enter(const struct user_registers *registers, int by_iret);
_Noreturn void user_leave(int result);

/* From the linker script. */
extern char probe_fixups_start[], probe_fixups_end[];
extern char user_text_start[], user_text_end[], user_data_start[], user_data_end[];

#endif
