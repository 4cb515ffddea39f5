# SPDX-License-Identifier: MIT
#
# Builds the tests: each tests/host/NAME.c is a program for this machine (Check, with
# sanitizers), each tests/guest/NAME.c or .S a kernel that boots under Torc.  What a host test
# needs of the tree besides itself, its part's fragment says in HOST_TEST_NAME_SRCS and
# HOST_TEST_NAME_CFLAGS.

TESTS_HOST_CFLAGS := -std=gnu11 -O1 -g -Wall -Wextra -Wno-unused-parameter -I. -Ihypervisor \
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
TESTS_HOST_LIBS = $(shell pkg-config --cflags --libs check)
TESTS_HOST_NAMES := $(basename $(notdir $(wildcard tests/host/*.c)))

HOST_TESTS += $(TESTS_HOST_NAMES:%=build/tests/host/%)

$(TESTS_HOST_NAMES:%=build/tests/host/%): build/tests/host/%: tests/host/%.c \
        $$(HOST_TEST_$$*_SRCS) tests/build.mk
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) $(HOST_TEST_$*_CFLAGS) -MM -MP -MT $@ -MF $@.d $<
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) $(HOST_TEST_$*_CFLAGS) -o $@ $< \
	    $(filter %.c %.S,$(HOST_TEST_$*_SRCS)) $(TESTS_HOST_LIBS)

# libhypercall/build.mk says how a guest is compiled and linked.
# (tests/guest/build.mk: for 64-bit guests.)
TESTS_GUEST_NAMES := $(filter-out %-64,$(basename $(notdir $(wildcard tests/guest/*.c tests/guest/*.S))))
TESTS_GUEST_ELFS := $(TESTS_GUEST_NAMES:%=build/tests/guest/%.elf)
GUEST_TESTS += $(TESTS_GUEST_ELFS)

build/obj/tests/guest/%.o: tests/guest/%.c tests/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(HYPERCALL_CFLAGS) -Itests/guest -MMD -MP -c -o $@ $<

build/obj/tests/guest/%.o: tests/guest/%.S tests/build.mk
	@mkdir -p $(@D)
	$(call say,AS,$@)
	$(Q)$(CC) $(HYPERCALL_CFLAGS) -D__ASSEMBLY__ -Itests/guest -MMD -MP -c -o $@ $<

$(TESTS_GUEST_ELFS): build/tests/guest/%.elf: build/obj/tests/guest/%.o $$(HYPERCALL_LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(LD) $(HYPERCALL_LDFLAGS) -o $@ $< $(HYPERCALL_LIB)

-include $(wildcard tests/*/build.mk tests/*/*/build.mk)
-include $(wildcard build/tests/host/*.d build/obj/tests/guest/*.d)

# The person at the terminal in tests/session.
build/tests/drive: tests/drive.c tests/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) -std=gnu11 -O1 -g -Wall -Wextra -o $@ $< -lutil

HOST_TESTS += build/tests/drive
