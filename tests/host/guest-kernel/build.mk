# SPDX-License-Identifier: MIT
#
# The file layer and the terminal of the guest kernel, built for this machine against a small shim
# in place of the rest of the kernel, with sanitizers: build/tests/host/gk_NAME for each test_NAME.c
# here.

GK_TEST_DIR := tests/host/guest-kernel
GK_TEST_NAMES := $(patsubst $(GK_TEST_DIR)/test_%.c,%,$(wildcard $(GK_TEST_DIR)/test_*.c))
GK_TEST_OBJ := build/obj/$(GK_TEST_DIR)
GK_TEST_CFLAGS := -std=gnu11 -O1 -g -Wall -Wextra \
    -Wno-pointer-to-int-cast -Wno-format-truncation -I. -I$(GK_TEST_DIR) -Iguest-kernel \
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -MMD -MP
GK_TEST_SRCS := $(GK_TEST_DIR)/shim.c \
    $(wildcard guest-kernel/kernel/fs/*.c guest-kernel/kernel/tty/*.c)
GK_TEST_OBJS := $(GK_TEST_SRCS:%=$(GK_TEST_OBJ)/%.o)

HOST_TESTS += $(GK_TEST_NAMES:%=build/tests/host/gk_%)

$(GK_TEST_OBJ)/%.o: %
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(GK_TEST_CFLAGS) -c -o $@ $<

$(GK_TEST_NAMES:%=build/tests/host/gk_%): build/tests/host/gk_%: \
        $(GK_TEST_OBJ)/$(GK_TEST_DIR)/test_%.c.o $(GK_TEST_OBJS)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(GK_TEST_CFLAGS) -o $@ $^ $$(pkg-config --cflags --libs check)

-include $(GK_TEST_OBJS:.o=.d) $(GK_TEST_NAMES:%=$(GK_TEST_OBJ)/$(GK_TEST_DIR)/test_%.c.d)
