/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_EVENT_H
#define HYPERCALL_EVENT_H
/*
 * Events are a PV guest's interrupts. A port is a number; behind it is a virtual interrupt (a
 * timer, console input) or another domain. Sending sets the port's bit in shared_info; if the port
 * is not masked and the vCPU's upcall mask is 0, the hypervisor calls the guest's event callback.
 *
 * The library owns the callback: it clears the bits and runs the handler of each pending port with
 * the upcall mask set, like an interrupt handler on hardware. Functions that return a port or an
 * error return the port (above 0) or a negative error.
 */
#include "hypercall/own.h"

#include <stdbool.h>

typedef void (*event_handler)(unsigned port, void *context);

/* Called when `port` is pending. NULL: the event is only counted away. Does not unmask the port. */
void event_set_handler(unsigned port, event_handler handler, void *context);

/* A port for virtual interrupt `virq` (ABI_VIRQ_...) of a vCPU, unmasked, handler in place.
 * -ABI_EEXIST if it is bound already, -ABI_EINVAL if there is no such virq, -ABI_ENOENT no such
 * vCPU. */
long event_bind_virq(unsigned virq, unsigned vcpu, event_handler handler, void *context);

/* A port that `remote` (a domain id or ABI_DOMID_SELF) may bind to; masked until event_unmask(). */
long event_alloc_unbound(unsigned remote);

/* Connects to the port `remote_port` that domain `remote` has allocated for us; masked. The
 * connection starts with one event pending at our end, so that none sent earlier is lost. */
long event_bind_remote(unsigned remote, unsigned remote_port);

/* A port of this domain's vCPU `vcpu` to send to itself or its siblings; masked. */
long event_bind_ipi(unsigned vcpu);

/* Closes a port. -ABI_EINVAL if it is none. */
long event_close(unsigned port);

/* Notifies the other end. -ABI_EINVAL if the port is none or cannot send. */
long event_send(unsigned port);

/* Masked ports collect their event, but do not call. Unmasking one whose bit is set delivers it. */
void event_mask(unsigned port);
void event_unmask(unsigned port);

/* The port's pending bit, and clearing it. */
bool event_pending(unsigned port);
void event_clear(unsigned port);

/* Masks all events of this vCPU (as CLI would) and says whether they were open before. */
bool event_disable(void);

/* Opens them; what has come in meanwhile is handled before this returns. */
void event_enable(void);

/* Runs the handlers of what is pending now. The upcall mask must be set. */
void event_handle_pending(void);

/* Sleeps until an event comes. Opens events, and leaves them open, in one step with going to
 * sleep: nothing gets lost in between (the rule of SCHEDOP_block). */
void event_wait(void);

/* How often the callback was entered. */
extern unsigned long event_upcalls;

#endif
