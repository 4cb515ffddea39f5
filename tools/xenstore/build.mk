# SPDX-License-Identifier: MIT
#
# xenstore: the daemon and its command, built twice. For this machine, to be tested, and for the first
# domain: 32 bits, static, with Debian's musl. The engine alone is what tests/host/xenstore links.

XS_DIR := tools/xenstore
XS_ENGINE := $(wildcard $(XS_DIR)/*.c)
XS_CLIENT := $(XS_DIR)/wire.c $(wildcard $(XS_DIR)/client/*.c)
XS_SOURCES_xenstored := $(XS_ENGINE) $(XS_DIR)/client/place.c $(wildcard $(XS_DIR)/daemon/*.c)
XS_SOURCES_xenstore := $(XS_CLIENT) $(wildcard $(XS_DIR)/command/*.c)
XS_HEADERS := $(wildcard $(XS_DIR)/*.h $(XS_DIR)/*/*.h abi/*.h)
XS_PROGRAMS := xenstored xenstore
XS_OUT32 := build/obj/$(XS_DIR)

ALL += $(XS_PROGRAMS:%=build/tools/%) $(XS_PROGRAMS:%=$(XS_OUT32)/%)

$(XS_PROGRAMS:%=build/tools/%): build/tools/%: $$(XS_SOURCES_$$*) $(XS_HEADERS) $(XS_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(TOOLS_CFLAGS) -I. -o $@ $(XS_SOURCES_$*)

# guest-kernel/user/build.mk says how a program of the first domain is compiled.
$(XS_PROGRAMS:%=$(XS_OUT32)/%): $(XS_OUT32)/%: $$(XS_SOURCES_$$*) $(XS_HEADERS) $(XS_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,CC32,$@)
	$(Q)$(CC32) $(USER_CFLAGS) -D_GNU_SOURCE -I. -static -no-pie -nostdlib -s -Wl,--build-id=none \
	    -o $@ $(USER_MUSL)/crt1.o $(USER_MUSL)/crti.o $(XS_SOURCES_$*) $(USER_MUSL)/libc.a \
	    $(LIBGCC_I386) $(USER_MUSL)/crtn.o
