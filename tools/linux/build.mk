# SPDX-License-Identifier: MIT
#
# Debian's stock kernel as the first domain: fetched, not installed, and booted as it is.  Its file
# system is Debian's busybox with the programs of guest-kernel/user beside it, which know of Linux's
# system calls alone and so run here too: once built for this width, once for 32 bits, which takes
# Linux's other doors.  The archive is the same, byte for byte, whoever builds it.

LINUX_DIR := tools/linux
LINUX_OUT := build/linux
LINUX_PROGRAMS := clock files forks mmaps sigs threads
LINUX_FILES := $(wildcard $(LINUX_DIR)/etc/* $(LINUX_DIR)/bin/*)
LINUX_CFLAGS := -std=gnu11 -O2 -g0

# Without ACPI, Linux hands event channels the numbers of legacy interrupts, with which two
# drivers then collide; real Xen boots with this line as well.
LINUX_APPEND := console=hvc0 acpi=off initcall_blacklist=cmos_init,i8042_init
RUN_LINUX = $(LINUX_AMD64) --initrd $(LINUX_OUT)/initramfs.cpio --append "$(LINUX_APPEND)" \
    --vcpus $(VCPUS) --hypervisor-append "dom0_max_vcpus=$(VCPUS)"

.PHONY: linux
linux: $(LINUX_OUT)/initramfs.cpio

# The tests boot it too; a plain `make` does not fetch it.
GUEST_TESTS += $(LINUX_OUT)/initramfs.cpio

$(LINUX_OUT)/fetched: tools/deps tools/packages.lock
	@./tools/deps --linux
	@mkdir -p $(@D)
	@touch $@

$(LINUX_OUT)/initramfs.cpio: $(LINUX_DIR)/initramfs.list $(USER_OUT)/mkcpio $(LINUX_OUT)/fetched \
    $(LINUX_FILES) $(LINUX_PROGRAMS:%=$(USER_OUT)/%) $(LINUX_PROGRAMS:%=$(LINUX_OUT)/bin/%) \
    $(LINUX_OUT)/bin/fill
	$(call say,CPIO,$@)
	$(Q)$(USER_OUT)/mkcpio $< BUSYBOX64=$(BUSYBOX_AMD64) BUSYBOX32=$(BUSYBOX_I386) \
	    LINUX=$(LINUX_DIR) PROGRAMS64=$(LINUX_OUT)/bin PROGRAMS32=$(USER_OUT) >$@

# They make mistakes on purpose, which this C library's headers would point out, hence -w.
$(LINUX_PROGRAMS:%=$(LINUX_OUT)/bin/%): $(LINUX_OUT)/bin/%: $(USER_DIR)/%.c $(LINUX_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(LINUX_CFLAGS) -w -static -s -Wl,--build-id=none -o $@ $<

$(LINUX_OUT)/bin/fill: $(LINUX_DIR)/fill.c $(LINUX_DIR)/build.mk
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(LINUX_CFLAGS) -Wall -Wextra -static -s -Wl,--build-id=none -o $@ $<
