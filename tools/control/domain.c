/* SPDX-License-Identifier: MIT */
/* Control calls by name: making, asking about, and ending domains. */
#include "tools/control/control.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

guest_domctl_createdomain domain_plain_wish(unsigned max_vcpus)
{
    guest_domctl_createdomain wish = {.max_vcpus = max_vcpus,
                                      .max_evtchn_port = 1023,
                                      .max_grant_frames = 32,
                                      .max_maptrack_frames = 32,
                                      .grant_opts = 1};

    for (unsigned i = 0; i < sizeof(wish.handle); i++)
        wish.handle[i] = (uint8_t)rand();
    return wish;
}

int domain_create(unsigned *domid, const guest_domctl_createdomain *wish)
{
    guest_domctl_createdomain copy = *wish;

    return control_domctl_new(ABI_XEN_DOMCTL_createdomain, domid, &copy, sizeof(copy));
}

int domain_destroy(unsigned domid)
{
    return control_domctl(ABI_XEN_DOMCTL_destroydomain, domid, NULL, 0);
}

int domain_pause(unsigned domid)
{
    return control_domctl(ABI_XEN_DOMCTL_pausedomain, domid, NULL, 0);
}

int domain_unpause(unsigned domid)
{
    return control_domctl(ABI_XEN_DOMCTL_unpausedomain, domid, NULL, 0);
}

int domain_shut_down(unsigned domid, unsigned reason)
{
    guest_sched_remote_shutdown *op = control_buffer(sizeof(*op));
    long result;

    if (!op)
        return -1;
    op->domain_id = (uint16_t)domid;
    op->reason = reason;
    result =
        control_call(ABI_CALL_sched_op, ABI_SCHEDOP_remote_shutdown, (unsigned long)op, 0, 0, 0);
    control_buffer_free(op, sizeof(*op));
    return (int)result;
}

int domain_set_width(unsigned domid, unsigned bits)
{
    guest_domctl_address_size size = {.size = bits};

    return control_domctl(ABI_XEN_DOMCTL_set_address_size, domid, &size, sizeof(size));
}

int domain_set_vcpus(unsigned domid, unsigned count)
{
    guest_domctl_max_vcpus vcpus = {.max = count};

    return control_domctl(ABI_XEN_DOMCTL_max_vcpus, domid, &vcpus, sizeof(vcpus));
}

int domain_set_max_memory(unsigned domid, uint64_t kib)
{
    guest_domctl_max_mem memory = {.max_memkb = kib};

    return control_domctl(ABI_XEN_DOMCTL_max_mem, domid, &memory, sizeof(memory));
}

int domain_set_context(unsigned domid, unsigned vcpu, const void *context, size_t size)
{
    void *buffer = control_buffer(size);
    guest_domctl_vcpucontext set = {.vcpu = vcpu, .ctxt = (uintptr_t)buffer};
    int result;

    if (!buffer)
        return -1;
    memcpy(buffer, context, size);
    result = control_domctl(ABI_XEN_DOMCTL_setvcpucontext, domid, &set, sizeof(set));
    control_buffer_free(buffer, size);
    return result;
}

int domain_alloc_port(unsigned domid, unsigned remote)
{
    guest_evtchn_alloc_unbound *op = control_buffer(sizeof(*op));
    long result;

    if (!op)
        return -1;
    op->dom = (uint16_t)domid;
    op->remote_dom = (uint16_t)remote;
    result = control_call(ABI_CALL_event_channel_op, ABI_EVTCHNOP_alloc_unbound, (unsigned long)op,
                          0, 0, 0);
    if (result == 0)
        result = (long)op->port;
    control_buffer_free(op, sizeof(*op));
    return (int)result;
}

int domain_hypercall_page(unsigned domid, unsigned long frame)
{
    guest_domctl_hypercall_init init = {.gmfn = frame};

    return control_domctl(ABI_XEN_DOMCTL_hypercall_init, domid, &init, sizeof(init));
}

/* The call tells of the next domain that there is, if not of this one. */
int domain_info(unsigned domid, guest_domctl_getdomaininfo *info)
{
    unsigned found = domid;
    int result;

    memset(info, 0, sizeof(*info));
    result = control_domctl_new(ABI_XEN_DOMCTL_getdomaininfo, &found, info, sizeof(*info));
    if (result == 0 && found != domid) {
        errno = ESRCH;
        result = -1;
    }
    return result;
}

int domain_list(unsigned first, guest_domctl_getdomaininfo *infos, unsigned count)
{
    size_t size = count * sizeof(*infos);
    void *buffer = control_buffer(size);
    guest_sysctl_getdomaininfolist list = {
        .first_domain = (uint16_t)first, .max_domains = count, .buffer = (uintptr_t)buffer};
    int result;

    if (!buffer)
        return -1;
    result = control_sysctl(ABI_XEN_SYSCTL_getdomaininfolist, &list, sizeof(list));
    if (result == 0)
        memcpy(infos, buffer, list.num_domains * sizeof(*infos));
    control_buffer_free(buffer, size);
    return result == 0 ? (int)list.num_domains : -1;
}

int machine_info(guest_sysctl_physinfo *info)
{
    memset(info, 0, sizeof(*info));
    return control_sysctl(ABI_XEN_SYSCTL_physinfo, info, sizeof(*info));
}

int machine_console(char *to, size_t size, uint32_t *index)
{
    void *buffer = control_buffer(size);
    guest_sysctl_readconsole read = {
        .incremental = 1, .index = *index, .buffer = (uintptr_t)buffer, .count = (uint32_t)size};
    int result;

    if (!buffer)
        return -1;
    result = control_sysctl(ABI_XEN_SYSCTL_readconsole, &read, sizeof(read));
    if (result == 0) {
        memcpy(to, buffer, read.count);
        *index = read.index;
    }
    control_buffer_free(buffer, size);
    return result == 0 ? (int)read.count : -1;
}
