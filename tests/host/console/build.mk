# SPDX-License-Identifier: MIT
#
# The console daemon's rings, logs and attached ones, with guests made of memory and sanitizers:
# build/tests/host/con_rings.

CON_TEST := build/tests/host/con_rings
CON_TEST_SRCS := tests/host/console/test_rings.c $(CON_CORE)

HOST_TESTS += $(CON_TEST)

$(CON_TEST): $(CON_TEST_SRCS) tools/console/attached.h tools/console/guest.h tools/console/log.h \
    tools/console/wire.h tests/host/console/build.mk
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) -D_GNU_SOURCE -o $@ $(CON_TEST_SRCS) $(TESTS_HOST_LIBS)
