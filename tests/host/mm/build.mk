# SPDX-License-Identifier: MIT
# The mm room against a model, and the small pure parts of pv and call: one program each,
# mm_NAME, made of NAME.c.

MM_TESTS_DIR := tests/host/mm
MM_TESTS_ROOM := $(addprefix hypervisor/mm/,frame.c table.c update.c extended.c geometry.c root.c \
    reserve.c exchange.c memmap.c heap.c tlb.c) hypervisor/call/guest.c hypervisor/pv/descriptor.c $(MM_TESTS_DIR)/shim.c
MM_TESTS := frames decode
MM_TESTS_frames := $(MM_TESTS_ROOM) $(MM_TESTS_DIR)/model.c
MM_TESTS_decode := $(MM_TESTS_ROOM) $(addprefix hypervisor/pv/,decode.c store.c segment.c)
MM_TESTS_PROGRAMS := $(MM_TESTS:%=build/tests/host/mm_%)

HOST_TESTS += $(MM_TESTS_PROGRAMS)

$(MM_TESTS_PROGRAMS): build/tests/host/mm_%: $(MM_TESTS_DIR)/%.c $$(MM_TESTS_$$*) \
        $(MM_TESTS_DIR)/build.mk $(wildcard $(MM_TESTS_DIR)/*.h hypervisor/*/*.h abi/*.h)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) -D_GNU_SOURCE -I$(MM_TESTS_DIR) -include $(MM_TESTS_DIR)/shim.h -o $@ $< \
	    $(MM_TESTS_$*) $(TESTS_HOST_LIBS) -Wl,-T,$(MM_TESTS_DIR)/extable.ld
