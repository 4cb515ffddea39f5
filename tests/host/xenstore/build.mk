# SPDX-License-Identifier: MIT
#
# The engine and the rings of xenstore, driven from memory, with sanitizers: build/tests/host/xs_NAME
# for each test_NAME.c here. They share their objects.

XS_TEST_DIR := tests/host/xenstore
XS_TEST_NAMES := $(patsubst $(XS_TEST_DIR)/test_%.c,%,$(wildcard $(XS_TEST_DIR)/test_*.c))
XS_TEST_OBJ := build/obj/$(XS_TEST_DIR)
XS_TEST_OBJS := $(patsubst %,$(XS_TEST_OBJ)/%.o,$(XS_ENGINE) \
    $(filter-out $(XS_TEST_DIR)/test_%,$(wildcard $(XS_TEST_DIR)/*.c)))

HOST_TESTS += $(XS_TEST_NAMES:%=build/tests/host/xs_%)

$(XS_TEST_OBJ)/%.o: % $(XS_TEST_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) -I$(XS_TEST_DIR) -MMD -MP -c -o $@ $<

$(XS_TEST_NAMES:%=build/tests/host/xs_%): build/tests/host/xs_%: \
        $(XS_TEST_OBJ)/$(XS_TEST_DIR)/test_%.c.o $(XS_TEST_OBJS)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) -o $@ $^ $(TESTS_HOST_LIBS)

-include $(XS_TEST_OBJS:.o=.d) $(XS_TEST_NAMES:%=$(XS_TEST_OBJ)/$(XS_TEST_DIR)/test_%.c.d)

# The same without sanitizers, for figures (tests/long/xenstore.sh).
XS_FAST := build/tests/fast/xs_million build/tests/fast/xs_random

$(XS_FAST): build/tests/fast/xs_%: $(XS_TEST_DIR)/test_%.c $(XS_TEST_OBJS)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) -std=gnu11 -O2 -g -I. -I$(XS_TEST_DIR) -o $@ $< $(XS_ENGINE) \
	    $(XS_TEST_DIR)/world.c $(TESTS_HOST_LIBS)

.PHONY: xenstore-fast
xenstore-fast: $(XS_FAST)
