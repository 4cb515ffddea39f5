# SPDX-License-Identifier: MIT
#
# Consoles of guests: the daemon and what attaches to it, for the first domain: 32 bits, static, with
# Debian's musl. What knows no machine, CON_CORE, is what tests/host/console links.

CON_DIR := tools/console
CON_CORE := $(wildcard $(CON_DIR)/*.c)
CON_CLIENT := $(CON_DIR)/client/attach.c $(CON_DIR)/client/command.c
CON_SOURCES_consoled := $(CON_CORE) $(wildcard $(CON_DIR)/daemon/*.c) $(XS_CLIENT)
CON_SOURCES_console := $(CON_CLIENT) $(CON_DIR)/client/main.c $(XS_CLIENT)
CON_HEADERS := $(wildcard $(CON_DIR)/*.h $(CON_DIR)/*/*.h tools/xenstore/*.h tools/xenstore/client/*.h tools/control/*.h)
CON_PROGRAMS := consoled console
CON_OUT32 := build/obj/$(CON_DIR)

ALL += $(CON_PROGRAMS:%=$(CON_OUT32)/%)

$(CON_PROGRAMS:%=$(CON_OUT32)/%): $(CON_OUT32)/%: $$(CON_SOURCES_$$*) $(CON_HEADERS) \
    $$(CONTROL_LIB) $(CON_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,CC32,$@)
	$(Q)$(CC32) $(USER_CFLAGS) $(CONTROL_CFLAGS) -D_GNU_SOURCE -static -no-pie -nostdlib -s \
	    -Wl,--build-id=none -o $@ $(USER_MUSL)/crt1.o $(USER_MUSL)/crti.o $(CON_SOURCES_$*) \
	    $(CONTROL_LIB) $(USER_MUSL)/libc.a $(LIBGCC_I386) $(USER_MUSL)/crtn.o
