# SPDX-License-Identifier: MIT
#
# The toolstack: what configurations mean (config/) and what can be said to torc (verbs/), both pure;
# the manual pages and the completion made from the latter.

TS_DIR := tools/toolstack
TS_CONFIG := $(wildcard $(TS_DIR)/config/*.c)
TS_VERBS := $(filter-out %/pages.c,$(wildcard $(TS_DIR)/verbs/*.c))
TS_HEADERS := $(wildcard $(TS_DIR)/*/*.h)

build/tools/pages: $(TS_DIR)/verbs/pages.c $(TS_VERBS) $(TS_DIR)/config/suggest.c $(TS_HEADERS) \
        $(TS_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(TOOLS_CFLAGS) -I. -o $@ $(filter %.c,$^)

build/man/torc.1: build/tools/pages
	@mkdir -p $(@D)
	$(call say,PAGES,$(@D))
	$(Q)build/tools/pages $(@D)

ALL += build/man/torc.1

# torc in the first domain: what runs there, 32 bits, static, with Debian's musl.
TS_FIRST := $(TS_CONFIG) $(TS_VERBS) $(TS_DIR)/load.c $(wildcard $(TS_DIR)/first/*.c)
TS_OUT32 := build/obj/$(TS_DIR)
TS_OBJS := $(TS_FIRST:$(TS_DIR)/%.c=$(TS_OUT32)/%.o)

ALL += $(TS_OUT32)/torc

$(TS_OBJS): $(TS_OUT32)/%.o: $(TS_DIR)/%.c VERSION $(TS_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,CC32,$@)
	$(Q)$(CC32) $(USER_CFLAGS) $(CONTROL_CFLAGS) -D_GNU_SOURCE -DTORC_VERSION='"$(VERSION)"' -MMD -MP \
	    -c -o $@ $<

$(TS_OUT32)/torc: $(TS_OBJS) $$(BUILDER_LIBS)
	$(call say,LD,$@)
	$(Q)$(CC32) -static -no-pie -nostdlib -s -Wl,--build-id=none -o $@ $(USER_MUSL)/crt1.o \
	    $(USER_MUSL)/crti.o $(TS_OBJS) $(BUILDER_LIBS) $(USER_MUSL)/libc.a $(LIBGCC_I386) \
	    $(USER_MUSL)/crtn.o

-include $(TS_OBJS:.o=.d)

# The folder that `make run` brings along: guests, which the first domain starts (etc/rc). Each is a
# configuration and the files it names; Debian's kernel is one of them where tools/deps knows it.
TS_GUESTS := build/guests
TS_GUEST_NAMES := unix $(if $(LINUX_CLOUD),linux)
TS_GUEST_unix := build/guest-kernel-pv.elf build/initrd.cpio
TS_GUEST_linux = $(LINUX_CLOUD) $(LINUX_OUT)/initramfs.cpio
TS_GUEST_FILES := $(TS_GUEST_NAMES:%=$(TS_DIR)/guests/%.cfg)

# Debian's kernel comes with its initramfs, whose rule fetches both.
$(TS_GUESTS)/made: $(TS_GUEST_FILES) $(TS_GUEST_unix) $(if $(LINUX_CLOUD),$(LINUX_OUT)/initramfs.cpio) \
        $(TS_DIR)/build.mk
	$(call say,GUESTS,$(@D))
	$(Q)rm -rf $(@D) && mkdir -p $(@D)/start && cp $(TS_GUEST_FILES) $(@D)/start/
	$(Q)$(foreach name,$(TS_GUEST_NAMES),ln -s $(CURDIR)/$(word 1,$(TS_GUEST_$(name))) $(@D)/$(name) && \
	    ln -s $(CURDIR)/$(word 2,$(TS_GUEST_$(name))) $(@D)/$(name)-initrd &&) touch $@

.PHONY: guests
guests: $(TS_GUESTS)/made
	@:

# The tests boot them, too; a plain `make` does not fetch the kernel.
GUEST_TESTS += $(TS_GUESTS)/made
