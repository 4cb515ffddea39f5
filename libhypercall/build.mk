# SPDX-License-Identifier: MIT
#
# The guest SDK: one archive per guest width from the same sources; what differs lies in the folders
# x86_32/ and x86_64/ under the same names. A guest is compiled with HYPERCALL_CFLAGS and linked by
# $(LD) with HYPERCALL_LDFLAGS, its own objects, then HYPERCALL_LIB.

HYPERCALL_SRCS := $(sort $(wildcard libhypercall/src/*.c))
HYPERCALL_HEADERS := $(wildcard libhypercall/include/hypercall/*.h abi/*.h)

# The 32-bit width. No floating point: a kernel that used it would destroy its programs' registers.
HYPERCALL32_DIR := libhypercall/x86_32
HYPERCALL32_OBJ := build/obj/libhypercall/x86_32
HYPERCALL32_CFLAGS := -std=gnu11 -m32 -march=i686 -mgeneral-regs-only -ffreestanding -O2 -g \
    -fno-pic -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none \
    -fno-omit-frame-pointer -Wall -Wextra -Wno-unused-parameter \
    -I. -Ilibhypercall/include -I$(HYPERCALL32_DIR)
HYPERCALL32_LDSCRIPT := $(HYPERCALL32_DIR)/guest.ld
HYPERCALL32_LDFLAGS := -m elf_i386 -static -nostdlib --build-id=none -z noexecstack \
    -z max-page-size=4096 --no-warn-rwx-segments -T $(HYPERCALL32_LDSCRIPT)
HYPERCALL32_LIB := build/libhypercall/x86_32/libhypercall.a
HYPERCALL32_OBJS := $(HYPERCALL_SRCS:libhypercall/src/%.c=$(HYPERCALL32_OBJ)/%.o) \
    $(patsubst $(HYPERCALL32_DIR)/%.S,$(HYPERCALL32_OBJ)/%.S.o,$(sort $(wildcard $(HYPERCALL32_DIR)/*.S)))

# The width meant where none is said.
HYPERCALL_CFLAGS := $(HYPERCALL32_CFLAGS)
HYPERCALL_LDFLAGS := $(HYPERCALL32_LDFLAGS)
HYPERCALL_LDSCRIPT := $(HYPERCALL32_LDSCRIPT)
HYPERCALL_LIB := $(HYPERCALL32_LIB)

HYPERCALL_HELLO := build/examples/hello.elf

ALL += $(HYPERCALL32_LIB) $(HYPERCALL_HELLO)

$(HYPERCALL32_OBJ)/%.o: libhypercall/src/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(HYPERCALL32_CFLAGS) -MMD -MP -c $< -o $@

$(HYPERCALL32_OBJ)/%.S.o: $(HYPERCALL32_DIR)/%.S
	@mkdir -p $(@D)
	$(call say,AS,$@)
	$(Q)$(CC) $(HYPERCALL32_CFLAGS) -MMD -MP -c $< -o $@

$(HYPERCALL32_LIB): $(HYPERCALL32_OBJS)
	@mkdir -p $(@D)
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^

build/obj/examples/hello.o: libhypercall/examples/hello/hello.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(HYPERCALL_CFLAGS) -MMD -MP -c $< -o $@

$(HYPERCALL_HELLO): build/obj/examples/hello.o $(HYPERCALL_LIB) $(HYPERCALL_LDSCRIPT)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(LD) $(HYPERCALL_LDFLAGS) -o $@ $< $(HYPERCALL_LIB)

-include $(HYPERCALL32_OBJS:.o=.d) build/obj/examples/hello.d
