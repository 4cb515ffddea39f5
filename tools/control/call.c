/* SPDX-License-Identifier: MIT */
/* Hypercalls of a program, through /dev/xen/privcmd. */
#include "tools/control/control.h"
#include "tools/control/private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define ERESTART_XEN 85 /* "call again", by some versions */

int privcmd_fd(void)
{
    static int fd = -1;

    if (fd < 0)
        fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);
    return fd;
}

static size_t whole_pages(size_t size)
{
    return (size + CONTROL_PAGE - 1) & ~(CONTROL_PAGE - 1);
}

/*
 * A child would share the pages until one of us writes, and the hypervisor, which does not know of
 * that, would be refused: so a child does not have them.
 */
void *control_buffer(size_t size)
{
    void *buffer =
        mmap(NULL, whole_pages(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (buffer == MAP_FAILED)
        return NULL;
    if (madvise(buffer, whole_pages(size), MADV_DONTFORK) != 0) {
        munmap(buffer, whole_pages(size));
        return NULL;
    }
    memset(buffer, 0, whole_pages(size)); /* and now they are there */
    return buffer;
}

void control_buffer_free(void *buffer, size_t size)
{
    if (buffer)
        munmap(buffer, whole_pages(size));
}

long control_call(unsigned number, unsigned long a, unsigned long b, unsigned long c,
                  unsigned long d, unsigned long e)
{
    struct privcmd_hypercall call = {.op = number, .arg = {a, b, c, d, e}};
    int fd = privcmd_fd();

    return fd < 0 ? -1 : ioctl(fd, IOCTL_PRIVCMD_HYPERCALL, &call);
}

/* Long calls ask to be made again; a copy of the buffer is what they go on from. */
static long control_again(unsigned number, void *buffer)
{
    long result;

    do
        result = control_call(number, (unsigned long)buffer, 0, 0, 0, 0);
    while (result == -1 && (errno == EAGAIN || errno == ERESTART_XEN));
    return result;
}

int control_domctl_new(unsigned command, unsigned *domid, void *body, size_t size)
{
    guest_domctl *call = control_buffer(sizeof(*call));
    long result;

    if (!call)
        return -1;
    call->cmd = command;
    call->version = ABI_XEN_DOMCTL_INTERFACE_VERSION;
    call->domain = (uint16_t)*domid;
    if (size > 0)
        memcpy(call->body, body, size);
    result = control_again(ABI_CALL_domctl, call);
    if (size > 0)
        memcpy(body, call->body, size);
    *domid = call->domain;
    control_buffer_free(call, sizeof(*call));
    return (int)result;
}

int control_domctl(unsigned command, unsigned domid, void *body, size_t size)
{
    return control_domctl_new(command, &domid, body, size);
}

int control_sysctl(unsigned command, void *body, size_t size)
{
    guest_sysctl *call = control_buffer(sizeof(*call));
    long result;

    if (!call)
        return -1;
    call->cmd = command;
    call->version = ABI_XEN_SYSCTL_INTERFACE_VERSION;
    memcpy(call->body, body, size);
    result = control_again(ABI_CALL_sysctl, call);
    memcpy(body, call->body, size);
    control_buffer_free(call, sizeof(*call));
    return (int)result;
}
