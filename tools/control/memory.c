/* SPDX-License-Identifier: MIT */
/* Other domains' memory: getting it for them, and seeing it. */
#include "tools/control/control.h"
#include "tools/control/private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#define POPULATE_MAX 1024u /* frames in one call */
#define UPDATES_MAX  256u

static int populate_some(unsigned domid, unsigned long *frames, unsigned count)
{
    struct {
        guest_memory_reservation request;
        guest_word frames[POPULATE_MAX];
    } *op = control_buffer(sizeof(*op));
    long result;

    if (!op)
        return -1;
    op->request = (guest_memory_reservation){
        .extent_start = guest_address(op->frames), .nr_extents = count, .domid = (uint16_t)domid};
    for (unsigned i = 0; i < count; i++)
        op->frames[i] = (guest_word)frames[i];
    result =
        control_call(ABI_CALL_memory_op, ABI_XENMEM_populate_physmap, (unsigned long)op, 0, 0, 0);
    for (long i = 0; i < result; i++)
        frames[i] = op->frames[i];
    control_buffer_free(op, sizeof(*op));
    return (int)result;
}

int domain_populate(unsigned domid, unsigned long *frames, unsigned count)
{
    unsigned done = 0;

    while (done < count) {
        unsigned wanted = count - done < POPULATE_MAX ? count - done : POPULATE_MAX;
        int got = populate_some(domid, frames + done, wanted);

        if (got < 0)
            return done ? (int)done : -1;
        done += (unsigned)got;
        if ((unsigned)got < wanted)
            break;
    }
    return (int)done;
}

int domain_number_frames(unsigned domid, const unsigned long *frames, unsigned count,
                         unsigned long first)
{
    guest_mmu_update *updates = control_buffer(UPDATES_MAX * sizeof(*updates));
    long result = updates ? 0 : -1;

    for (unsigned done = 0, some; done < count && result == 0; done += some) {
        some = count - done < UPDATES_MAX ? count - done : UPDATES_MAX;
        for (unsigned i = 0; i < some; i++)
            updates[i] = (guest_mmu_update){.ptr = (uint64_t)frames[done + i] * CONTROL_PAGE |
                                                   ABI_MMU_MACHPHYS_UPDATE,
                                            .val = first + done + i};
        result = control_call(ABI_CALL_mmu_update, (unsigned long)updates, some, 0, domid, 0);
    }
    control_buffer_free(updates, UPDATES_MAX * sizeof(*updates));
    return (int)result;
}

static int extended(unsigned domid, unsigned command, unsigned long frame)
{
    guest_mmuext_op *op = control_buffer(sizeof(*op));
    long result;

    if (!op)
        return -1;
    op->cmd = command;
    op->arg1 = (guest_word)frame;
    result = control_call(ABI_CALL_mmuext_op, (unsigned long)op, 1, 0, domid, 0);
    control_buffer_free(op, sizeof(*op));
    return (int)result;
}

int domain_clear_frame(unsigned domid, unsigned long frame)
{
    return extended(domid, ABI_MMUEXT_CLEAR_PAGE, frame);
}

int domain_pin(unsigned domid, unsigned command, unsigned long frame)
{
    return extended(domid, command, frame);
}

void *domain_map_some(unsigned domid, int prot, const unsigned long *frames, unsigned count,
                      int *errors)
{
    int fd = privcmd_fd(), kept;
    void *pages = fd < 0 ? MAP_FAILED : mmap(NULL, count * CONTROL_PAGE, prot, MAP_SHARED, fd, 0);
    struct privcmd_mmapbatch_v2 batch = {.num = count,
                                         .dom = (uint16_t)domid,
                                         .addr = (uintptr_t)pages,
                                         .arr = frames,
                                         .err = errors};

    if (pages == MAP_FAILED)
        return NULL;
    if (ioctl(fd, IOCTL_PRIVCMD_MMAPBATCH_V2, &batch) == 0)
        return pages;
    kept = errno;
    munmap(pages, count * CONTROL_PAGE);
    errno = kept;
    return NULL;
}

void *domain_map(unsigned domid, int prot, const unsigned long *frames, unsigned count)
{
    int *errors = calloc(count, sizeof(*errors)), error = 0;
    void *pages = errors ? domain_map_some(domid, prot, frames, count, errors) : NULL;

    for (unsigned i = 0; pages && i < count && !error; i++)
        error = -errors[i];
    free(errors);
    if (!error)
        return pages;
    domain_unmap(pages, count);
    errno = error;
    return NULL;
}

void domain_unmap(void *pages, unsigned count)
{
    if (pages)
        munmap(pages, count * CONTROL_PAGE);
}

guest_grant_entry *domain_map_grants(unsigned domid)
{
    struct {
        guest_gnttab_setup_table setup;
        guest_word frame;
    } *op = control_buffer(sizeof(*op));
    unsigned long frame;
    long result;

    if (!op)
        return NULL;
    op->setup = (guest_gnttab_setup_table){
        .dom = (uint16_t)domid, .nr_frames = 1, .frame_list = guest_address(&op->frame)};
    result =
        control_call(ABI_CALL_grant_table_op, ABI_GNTTABOP_setup_table, (unsigned long)op, 1, 0, 0);
    frame = op->frame;
    if (result == 0 && (int16_t)op->setup.status != ABI_GNTST_okay) {
        errno = EPERM;
        result = -1;
    }
    control_buffer_free(op, sizeof(*op));
    return result == 0 ? domain_map(domid, PROT_READ | PROT_WRITE, &frame, 1) : NULL;
}
