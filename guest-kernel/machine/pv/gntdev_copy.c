/* SPDX-License-Identifier: MIT */
/*
 * Copying between granted pages and a program's memory, by the hypervisor. It works on frames, so a
 * piece of the program's memory is cut at its page borders.
 */
#include "machine/pv/gntdev.h"
#include "machine/pv/grants.h"

/* The frame behind an address of the program, which will be written to or only read. */
static int program_frame(uintptr_t address, bool write, guest_word *frame)
{
    struct vm *vm = current->vm;
    struct vm_area *area = vm_find(vm, address);
    struct mapping mapping;
    int error = 0;

    if (area && (area->flags & AREA_DEVICE))
        return -EFAULT;
    mapping = machine_page_get(vm->directory, PAGE_ALIGN_DOWN(address));
    if (!mapping.flags || (write && !(mapping.flags & MAP_WRITE)))
        error = vm_fault(vm, address, FAULT_USER | (write ? FAULT_WRITE : 0));
    if (error)
        return error;
    mapping = machine_page_get(vm->directory, PAGE_ALIGN_DOWN(address));
    *frame = (guest_word)(pv_machine_address(frame_to_page(mapping.frame)) >> PAGE_SHIFT);
    return 0;
}

static int fill_end(guest_copy_end *end, const union gntdev_copy_end *from, bool granted,
                    bool write, unsigned done)
{
    uintptr_t address = (uintptr_t)from->virt + done;

    if (granted) {
        *end = (guest_copy_end){.frame = from->foreign.ref,
                                .domid = from->foreign.domid,
                                .offset = (uint16_t)(from->foreign.offset + done)};
        return 0;
    }
    *end = (guest_copy_end){.domid = ABI_DOMID_SELF, .offset = (uint16_t)(address % PAGE_SIZE)};
    return program_frame(address, write, &end->frame);
}

static unsigned to_border(const union gntdev_copy_end *end, bool granted, unsigned done)
{
    return granted ? PAGE_SIZE : PAGE_SIZE - ((uintptr_t)end->virt + done) % PAGE_SIZE;
}

/* One segment, in as many pieces as it has pages of the program's. */
static int copy_segment(struct gntdev_grant_copy_segment *s)
{
    bool from_grant = s->flags & GNTDEV_COPY_SOURCE_GREF,
         to_grant = s->flags & GNTDEV_COPY_DEST_GREF;
    int error = 0;

    if (!from_grant && !to_grant)
        return -EINVAL;
    s->status = ABI_GNTST_okay;
    for (unsigned done = 0, size; done < s->len && !error && !s->status; done += size) {
        guest_gnttab_copy op = {.flags = s->flags};

        size = MIN(to_border(&s->source, from_grant, done), to_border(&s->dest, to_grant, done));
        size = MIN(size, s->len - done);
        op.len = (uint16_t)size;
        error = fill_end(&op.source, &s->source, from_grant, false, done);
        if (!error)
            error = fill_end(&op.dest, &s->dest, to_grant, true, done);
        if (!error)
            error = grants_call(ABI_GNTTABOP_copy, &op);
        s->status = (int16_t)op.status;
    }
    return error;
}

int gntdev_copy(uintptr_t user)
{
    struct ioctl_gntdev_grant_copy copy;
    struct gntdev_grant_copy_segment segment;
    int error = 0;

    if (copy_from_user(&copy, user, sizeof(copy)))
        return -EFAULT;
    for (unsigned i = 0; i < copy.count && !error; i++) {
        uintptr_t at = (uintptr_t)(copy.segments + i);

        if (copy_from_user(&segment, at, sizeof(segment)))
            return -EFAULT;
        error = copy_segment(&segment);
        if (!error)
            error = copy_to_user(at, &segment, sizeof(segment));
    }
    return error;
}

void gntdev_clear_byte(const struct granted_page *page, unsigned offset)
{
    static const char zero; /* in the kernel's own memory, whose frames we know */
    guest_gnttab_copy op = {
        .source = {.frame = (guest_word)(pv_machine_address(&zero) >> PAGE_SHIFT),
                   .domid = ABI_DOMID_SELF,
                   .offset = (uint16_t)((uintptr_t)&zero % PAGE_SIZE)},
        .dest = {.frame = page->ref, .domid = page->domid, .offset = (uint16_t)offset},
        .len = 1,
        .flags = ABI_GNTCOPY_dest_gref};

    grants_call(ABI_GNTTABOP_copy, &op);
}
