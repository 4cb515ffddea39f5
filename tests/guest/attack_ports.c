/* SPDX-License-Identifier: MIT */
/*
 * The rule: devices that write memory on their own, or bring the machine into a mode below the
 * hypervisor, are out of a guest's reach as long as nothing watches what they write.
 *
 * How someone would break it: no page table protects memory from a device. The emulator's own
 * configuration device copies data to any machine address that two port writes name; the old DMA
 * controllers do it for whoever programs them. Here the configuration device is asked to write over
 * a page table, which the guest itself must never be able to.
 *
 * @peer no
 * @widths both
 */
#include "test.h"

#define FW_CFG_DMA 0x514

struct fw_cfg_request { /* big-endian */
    uint32_t control, length, address_high, address_low;
};

static void out32(unsigned port, uint32_t value)
{
    asm volatile("outl %0, %w1" : : "a"(value), "d"(port));
}

static uint32_t in32(unsigned port)
{
    uint32_t value;
    asm volatile("inl %w1, %0" : "=a"(value) : "d"(port));
    return value;
}

int guest_main(void)
{
    guest_physdev_set_iopl iopl = {.iopl = 1};
    test_equal(hypercall_physdev_op(ABI_PHYSDEVOP_set_iopl, (unsigned long)&iopl), 0,
               "the kernel may use ports");

    pte_t third;
    page_find((uintptr_t)guest_image_start, 3, &third);
    unsigned long table = page_entry_mfn(third); /* an L2 without much in it */
    pte_t *view = page_at_mfn(table), before = view[511];
    struct fw_cfg_request *request = page_alloc();
    uint64_t victim = page_entry(table, 0) + 511 * 8;
    request->control = __builtin_bswap32(0 << 16 | 8 | 2); /* select the signature, read it */
    request->length = __builtin_bswap32(4);
    request->address_high = __builtin_bswap32((uint32_t)(victim >> 32));
    request->address_low = __builtin_bswap32((uint32_t)victim);
    uint64_t at = page_entry(page_mfn_at(request), 0);
    out32(FW_CFG_DMA, __builtin_bswap32((uint32_t)(at >> 32)));
    out32(FW_CFG_DMA + 4, __builtin_bswap32((uint32_t)at));
    test_ok(view[511] == before, "a page table is not written by the configuration device");

    static const unsigned short ports[] = {0x00, 0x0c, 0x80 + 0x07, 0xb0, 0xc0, 0xdc, 0x510, 0x514};
    unsigned open = 0;
    for (unsigned i = 0; i < sizeof(ports) / sizeof(ports[0]); i++) {
        open += in32(ports[i]) != 0xffffffff;
    }
    test_equal(open, 0, "ports of DMA controllers and management mode read as all ones");
    return test_end();
}
