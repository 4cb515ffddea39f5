# SPDX-License-Identifier: MIT
#
# The core of the guest kernel that needs no machine, built for this one: build/tests/host/gc_NAME
# for each test_NAME.c here. The kernel's addresses must lie where the guest has them, which is
# where the address sanitizer keeps its notes: so these run under the undefined-behaviour one alone.

GC_TEST_DIR := tests/host/guest-core
GC_TEST_OBJ := build/obj/$(GC_TEST_DIR)
GC_TEST_CFLAGS := -std=gnu11 -O1 -g -Wall -Wextra -Wno-pointer-to-int-cast -Wno-format-truncation \
    -I. -Iguest-kernel \
    -fsanitize=undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -MMD -MP
GC_TEST_MEMORY := page kmalloc vm vm_fork fault exec_args timespec
GC_TEST_NAMES := memory text

HOST_TESTS += $(GC_TEST_NAMES:%=build/tests/host/gc_%)

$(GC_TEST_OBJ)/%.o: %
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(GC_TEST_CFLAGS) -c -o $@ $<

build/tests/host/gc_memory: $(GC_TEST_MEMORY:%=$(GC_TEST_OBJ)/guest-kernel/kernel/%.c.o) \
    $(GC_TEST_OBJ)/$(GC_TEST_DIR)/fake_machine.c.o

$(GC_TEST_NAMES:%=build/tests/host/gc_%): build/tests/host/gc_%: \
        $(GC_TEST_OBJ)/$(GC_TEST_DIR)/test_%.c.o
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(GC_TEST_CFLAGS) -o $@ $^ $$(pkg-config --cflags --libs check)

-include $(wildcard $(GC_TEST_OBJ)/guest-kernel/kernel/*.d $(GC_TEST_OBJ)/$(GC_TEST_DIR)/*.d)
