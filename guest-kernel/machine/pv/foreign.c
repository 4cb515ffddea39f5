/* SPDX-License-Identifier: MIT */
/*
 * Page-table entries for frames of other domains. The kernel has no number for such a frame, so
 * they are written past paging.c's queue, and nobody but the device that put them there looks at
 * them.
 */
#include "machine/pv/devices.h"
#include "machine/pv/paging.h"

#include "hypercall/call.h"

uint64_t foreign_entry(struct vm *vm, uintptr_t address)
{
    return paging_entry_address(vm->directory, address);
}

int foreign_map(struct vm *vm, uintptr_t address, unsigned domid, const guest_word *frames,
                unsigned count, bool writable, int *errors)
{
    guest_mmu_update updates[FOREIGN_BATCH];
    uint64_t bits = paging_program_bits(writable);

    ASSERT(count <= FOREIGN_BATCH);
    machine_page_flush();
    for (unsigned i = 0; i < count; i++) {
        errors[i] = 0;
        updates[i].ptr = foreign_entry(vm, address + i * PAGE_SIZE);
        updates[i].val = (uint64_t)frames[i] << PAGE_SHIFT | bits;
        if (!updates[i].ptr)
            return -ENOMEM;
    }
    /* A refusal ends the list: note it and go on behind it. */
    for (unsigned done = 0; done < count; done++) {
        unsigned good = 0;
        long error = hypercall_mmu_update((unsigned long)&updates[done], count - done,
                                          (unsigned long)&good, domid);

        done += good;
        if (error == 0)
            break;
        if (done < count)
            errors[done] = (int)error;
    }
    return 0;
}

void foreign_unmap(struct vm *vm, uintptr_t start, uintptr_t end)
{
    for (uintptr_t at = machine_page_skip(vm->directory, start); at < end;
         at = machine_page_skip(vm->directory, at + PAGE_SIZE))
        machine_page_clear(vm->directory, at);
    machine_page_flush();
}
