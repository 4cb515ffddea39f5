/* SPDX-License-Identifier: MIT */
/*
 * What programs of the control domain stand on: hypercalls, other domains and their memory, event
 * channels and grants, over the devices below /dev/xen (guest-kernel/xen_devices.h). Numbers and
 * structures are those of abi/, named ABI_... and guest_..., as libhypercall has them for kernels.
 *
 * Functions answer 0 or more, or -1 with errno set; those that give memory answer NULL. Devices are
 * opened when they are first needed. Nothing here is for several threads at once.
 */
#ifndef TOOLS_CONTROL_H
#define TOOLS_CONTROL_H

#include "hypercall/own.h"

#include "guest-kernel/xen_devices.h"

#include <stddef.h>
#include <stdint.h>

#define CONTROL_PAGE 4096ul

/* ---- hypercalls (call.c) --------------------------------------------------------------------- */

/*
 * Memory that the hypervisor may read and write while a call lasts: whole pages of zeroes, present,
 * and never shared with a child. Arguments of calls must lie in such memory.
 */
void *control_buffer(size_t size);
void control_buffer_free(void *buffer, size_t size);
/* Any hypercall by its number, ABI_CALL_...; its answer. */
long control_call(unsigned number, unsigned long a, unsigned long b, unsigned long c,
                  unsigned long d, unsigned long e);
/* One control call; `body` is copied in before and out after. The second one tells the domain. */
int control_domctl(unsigned command, unsigned domid, void *body, size_t size);
int control_domctl_new(unsigned command, unsigned *domid, void *body, size_t size);
int control_sysctl(unsigned command, void *body, size_t size);

/* ---- domains (domain.c) ---------------------------------------------------------------------- */

/* A paused domain without memory or vCPUs; *domid is the wish (0: any) and the answer. */
int domain_create(unsigned *domid, const guest_domctl_createdomain *wish);
/* What most want: event channels, grants, this many vCPUs. */
guest_domctl_createdomain domain_plain_wish(unsigned max_vcpus);
/* What it has is given back, as far as nobody else uses it; it is gone when the last does not. */
int domain_destroy(unsigned domid);
int domain_pause(unsigned domid);
int domain_unpause(unsigned domid);
int domain_shut_down(unsigned domid, unsigned reason); /* ABI_SHUTDOWN_... */
int domain_set_width(unsigned domid, unsigned bits);
int domain_set_vcpus(unsigned domid, unsigned count);
int domain_set_max_memory(unsigned domid, uint64_t kib);
/* abi32_ or abi64_vcpu_guest_context, by the domain's width. */
int domain_set_context(unsigned domid, unsigned vcpu, const void *context, size_t size);
/* A port of domain `domid` for domain `remote` to bind to; the port. */
int domain_alloc_port(unsigned domid, unsigned remote);
int domain_hypercall_page(unsigned domid, unsigned long frame);
/* Of this domain alone: ESRCH if there is none. */
int domain_info(unsigned domid, guest_domctl_getdomaininfo *info);
/* Of at most `count` domains from number `first` on; how many there were. */
int domain_list(unsigned first, guest_domctl_getdomaininfo *infos, unsigned count);
int machine_info(guest_sysctl_physinfo *info);
/* The hypervisor's console ring from *index on, which advances; the number of bytes. */
int machine_console(char *to, size_t size, uint32_t *index);

/* ---- their memory (memory.c) ----------------------------------------------------------------- */

/* frames[] holds guest numbers before and machine numbers after; how many could be had. */
int domain_populate(unsigned domid, unsigned long *frames, unsigned count);
/* Which guest number each frame has, from `first` on. */
int domain_number_frames(unsigned domid, const unsigned long *frames, unsigned count,
                         unsigned long first);
int domain_clear_frame(unsigned domid, unsigned long frame);
/* A table of tables becomes one: ABI_MMUEXT_PIN_L.._TABLE. */
int domain_pin(unsigned domid, unsigned command, unsigned long frame);
/* All frames, or none and errno. `prot` as for mmap; tables can be mapped for reading only. */
void *domain_map(unsigned domid, int prot, const unsigned long *frames, unsigned count);
/* Those that can be mapped; errors[i] is 0 or a negative error. */
void *domain_map_some(unsigned domid, int prot, const unsigned long *frames, unsigned count,
                      int *errors);
void domain_unmap(void *pages, unsigned count);
/* The first page of its grant table, mapped, for the entries it shall find there; unmap it. */
guest_grant_entry *domain_map_grants(unsigned domid);

/* ---- event channels (events.c) --------------------------------------------------------------- */

/* A descriptor that becomes readable when one of the ports bound through it is pending. */
int events_open(void);
/* These answer the local port. */
int events_bind_virq(int events, unsigned virq);
int events_bind_remote(int events, unsigned domid, unsigned remote_port);
int events_alloc(int events, unsigned domid);
int events_close_port(int events, unsigned port);
int events_notify(int events, unsigned port);
/* The next pending port; it stays silent until it is opened again. Waits unless O_NONBLOCK. */
int events_next(int events);
int events_reopen(int events, unsigned port);

/* ---- grants (grants.c) ----------------------------------------------------------------------- */

/* Pages that domain `domid` grants to us, side by side. */
void *grants_map(unsigned domid, const uint32_t *refs, unsigned count, int prot);
void grants_unmap(void *pages, unsigned count);
/* Pages of ours for domain `domid`; refs[] are told. They stay granted until unmapped. */
void *grants_share(unsigned domid, uint32_t *refs, unsigned count, int writable);
void grants_unshare(void *pages, unsigned count);

#endif
