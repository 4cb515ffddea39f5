# SPDX-License-Identifier: MIT
#
# The small Unix. kernel/ is compiled once and linked twice: with machine/native (ring 0 of a bare PC)
# and with machine/pv (ring 1, on libhypercall). What machine/i386 holds is compiled for each, since it
# includes the machine's own segments.h.

GK_DIR := guest-kernel
GK_OBJ := build/obj/guest-kernel

GK_CFLAGS := -std=gnu11 -O2 -g -m32 -march=i686 -ffreestanding -fno-pic -fno-pie -fno-stack-protector \
    -fno-omit-frame-pointer -fno-asynchronous-unwind-tables -mgeneral-regs-only -fno-strict-aliasing \
    -fcf-protection=none -Wall -Wextra -Wstrict-prototypes -Wmissing-declarations -Wno-override-init \
    -Wno-missing-declarations -Werror=implicit-function-declaration -MMD -MP -I$(GK_DIR)
GK_LDFLAGS := -m elf_i386 -nostdlib -static -z noexecstack --build-id=none

GK_KERNEL_SRCS := $(wildcard $(GK_DIR)/kernel/*.c $(GK_DIR)/kernel/fs/*.c $(GK_DIR)/kernel/net/*.c $(GK_DIR)/kernel/tty/*.c)
GK_SHARED_SRCS := $(wildcard $(GK_DIR)/machine/i386/*.c $(GK_DIR)/machine/i386/*.S)
GK_NATIVE_SRCS := $(wildcard $(GK_DIR)/machine/native/*.c $(GK_DIR)/machine/native/*.S)
GK_PV_SRCS := $(wildcard $(GK_DIR)/machine/pv/*.c $(GK_DIR)/machine/pv/*.S)

gk_objects = $(patsubst $(GK_DIR)/%,$(GK_OBJ)/$(2)/%.o,$(1))

GK_KERNEL_OBJS := $(call gk_objects,$(GK_KERNEL_SRCS),common)
GK_NATIVE_OBJS := $(call gk_objects,$(GK_SHARED_SRCS) $(GK_NATIVE_SRCS),native)
GK_PV_OBJS := $(call gk_objects,$(GK_SHARED_SRCS) $(GK_PV_SRCS),pv)

$(GK_OBJ)/common/%.o: $(GK_DIR)/%
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(GK_CFLAGS) -c -o $@ $<

$(GK_OBJ)/native/%.o: $(GK_DIR)/%
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(GK_CFLAGS) -I$(GK_DIR)/machine/native -c -o $@ $<

$(GK_OBJ)/pv/%.o: $(GK_DIR)/%
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(GK_CFLAGS) -I$(GK_DIR)/machine/pv -I. -Ilibhypercall/include -I$(HYPERCALL32_DIR) -c -o $@ $<

build/guest-kernel-native.elf: $(GK_NATIVE_OBJS) $(GK_KERNEL_OBJS) $(GK_DIR)/machine/native/link.ld
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)ld $(GK_LDFLAGS) -T $(GK_DIR)/machine/native/link.ld -o $@ $(GK_NATIVE_OBJS) $(GK_KERNEL_OBJS)

# Start code, notes and linker script are libhypercall's; of the archive only the parts that are named.
build/guest-kernel-pv.elf: $(GK_PV_OBJS) $(GK_KERNEL_OBJS) $(HYPERCALL32_LIB) $(HYPERCALL32_LDSCRIPT)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)ld $(HYPERCALL32_LDFLAGS) -o $@ $(GK_PV_OBJS) $(GK_KERNEL_OBJS) $(HYPERCALL32_LIB)

ALL += build/guest-kernel-native.elf build/guest-kernel-pv.elf

-include $(GK_DIR)/user/build.mk
-include $(GK_NATIVE_OBJS:.o=.d) $(GK_PV_OBJS:.o=.d) $(GK_KERNEL_OBJS:.o=.d)
