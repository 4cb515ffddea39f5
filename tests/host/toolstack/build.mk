# SPDX-License-Identifier: MIT
#
# Configurations and verbs of the toolstack, with sanitizers: build/tests/host/ts_NAME for each
# test_NAME.c here. test_peer.c asks Xen's own library, libxlutil of Debian's libxen-dev, the same.

TS_TEST_DIR := tests/host/toolstack
TS_TESTS := $(patsubst $(TS_TEST_DIR)/test_%.c,%,$(wildcard $(TS_TEST_DIR)/test_*.c))
TS_TEST_LIBS_peer := -lxlutil -lxenlight

HOST_TESTS += $(TS_TESTS:%=build/tests/host/ts_%)

$(TS_TESTS:%=build/tests/host/ts_%): build/tests/host/ts_%: $(TS_TEST_DIR)/test_%.c \
        $(TS_TEST_DIR)/texts.c $(TS_CONFIG) $(TS_VERBS) $(TS_HEADERS) $(TS_TEST_DIR)/texts.h \
        $(TS_TEST_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) -D_GNU_SOURCE -Itests/host/edge -o $@ $(filter %.c,$^) \
	    $(TESTS_HOST_LIBS) $(TS_TEST_LIBS_$*)
