# SPDX-License-Identifier: MIT
#
# What runs on the guest kernel: Debian's busybox, unmodified, and a few programs of our own linked
# against Debian's musl, packed into build/initrd.cpio. The archive is the same, byte for byte,
# whoever builds it.

USER_DIR := guest-kernel/user
USER_OUT := build/obj/guest-kernel/user
USER_PROGRAMS := clock control events files forks grants guests hunger mmaps rights ring sigs sockets threads wild wild_devices xenbus
# Those that stand on the control domain's library.
USER_CONTROL_PROGRAMS := control events grants wild_devices xenbus
USER_FILES := $(wildcard $(USER_DIR)/etc/*)

USER_CFLAGS := -std=gnu11 -O2 -g0 -Wall -Wextra -Wno-unused-result -march=i686 \
    -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables -U_FORTIFY_SOURCE \
    -nostdinc -isystem $(MUSL_I386)/include/i386-linux-musl
include tools/control/build.mk

USER_MUSL := $(MUSL_I386)/lib/i386-linux-musl

ALL += build/initrd.cpio

build/initrd.cpio: $(USER_DIR)/initrd.list $(USER_OUT)/mkcpio $(BUSYBOX_I386) $(USER_FILES) \
    $(USER_PROGRAMS:%=$(USER_OUT)/%) $$(TS_OUT32)/torc $$(addprefix $$(XS_OUT32)/,$$(XS_PROGRAMS)) \
    $$(addprefix $$(CON_OUT32)/,$$(CON_PROGRAMS))
	$(call say,CPIO,$@)
	$(Q)$(USER_OUT)/mkcpio $< BUSYBOX=$(BUSYBOX_I386) USER=$(USER_DIR) PROGRAMS=$(USER_OUT) \
	    XENSTORE=$(XS_OUT32) TOOLSTACK=$(TS_OUT32) CONSOLE=$(CON_OUT32) >$@

$(USER_OUT)/mkcpio: $(USER_DIR)/mkcpio.c
	$(call say,HOSTCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -O2 -Wall -Wextra -o $@ $<

$(USER_PROGRAMS:%=$(USER_OUT)/%): $(USER_OUT)/%: $(USER_DIR)/%.c
	$(call say,CC32,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC32) $(USER_CFLAGS) $(USER_EXTRA) -MMD -MP -MF $@.d -MT $@ -c -o $@.o $<
	$(Q)$(CC32) -static -no-pie -nostdlib -s -Wl,--build-id=none -o $@ $(USER_MUSL)/crt1.o \
	    $(USER_MUSL)/crti.o $@.o $(USER_LIBS) $(USER_MUSL)/libc.a $(LIBGCC_I386) $(USER_MUSL)/crtn.o

$(USER_CONTROL_PROGRAMS:%=$(USER_OUT)/%): USER_EXTRA := $(CONTROL_CFLAGS)
$(USER_CONTROL_PROGRAMS:%=$(USER_OUT)/%): USER_LIBS := $(CONTROL_LIB)
$(USER_CONTROL_PROGRAMS:%=$(USER_OUT)/%): $(CONTROL_LIB)

# And on the domain builder's (tools/builder/build.mk).
$(USER_OUT)/guests: USER_EXTRA = $(BUILDER_CFLAGS)
$(USER_OUT)/guests: USER_LIBS = $(BUILDER_LIBS)
$(USER_OUT)/guests: $$(BUILDER_LIBS)

-include $(USER_PROGRAMS:%=$(USER_OUT)/%.d)
