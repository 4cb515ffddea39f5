# SPDX-License-Identifier: MIT
# Unit tests of the pure parts of the hypervisor's edge: text, timers, clocks, firmware tables.
# Each is one program, edge_NAME, made of NAME.c.

EDGE_TESTS_DIR := tests/host/edge
EDGE_TESTS := fmt timer clock acpi
EDGE_TESTS_fmt := hypervisor/lib/fmt.c
EDGE_TESTS_timer := hypervisor/time/queue.c
EDGE_TESTS_clock := hypervisor/time/rtc.c
EDGE_TESTS_acpi := hypervisor/plat/acpi.c
EDGE_TESTS_PROGRAMS := $(EDGE_TESTS:%=build/tests/host/edge_%)

HOST_TESTS += $(EDGE_TESTS_PROGRAMS)

$(EDGE_TESTS_PROGRAMS): build/tests/host/edge_%: $(EDGE_TESTS_DIR)/%.c $$(EDGE_TESTS_$$*) \
        $(EDGE_TESTS_DIR)/build.mk $(wildcard $(EDGE_TESTS_DIR)/*.h hypervisor/*/*.h abi/*.h)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) -o $@ $< $(EDGE_TESTS_$*) $(TESTS_HOST_LIBS)
