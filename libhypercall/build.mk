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
    $(patsubst $(HYPERCALL32_DIR)/%,$(HYPERCALL32_OBJ)/%.o, \
    $(sort $(wildcard $(HYPERCALL32_DIR)/*.S $(HYPERCALL32_DIR)/*.c)))

# The 64-bit width. Exceptions push on the stack in use, so nothing may lie below its pointer.
HYPERCALL64_DIR := libhypercall/x86_64
HYPERCALL64_OBJ := build/obj/libhypercall/x86_64
HYPERCALL64_CFLAGS := -std=gnu11 -m64 -mcmodel=kernel -mno-red-zone -mgeneral-regs-only \
    -ffreestanding -O2 -g -fno-pic -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables \
    -fcf-protection=none -fno-omit-frame-pointer -Wall -Wextra -Wno-unused-parameter \
    -I. -Ilibhypercall/include -I$(HYPERCALL64_DIR)
HYPERCALL64_LDSCRIPT := $(HYPERCALL64_DIR)/guest.ld
HYPERCALL64_LDFLAGS := -m elf_x86_64 -static -nostdlib --build-id=none -z noexecstack \
    -z max-page-size=4096 --no-warn-rwx-segments -T $(HYPERCALL64_LDSCRIPT)
HYPERCALL64_LIB := build/libhypercall/x86_64/libhypercall.a
HYPERCALL64_OBJS := $(HYPERCALL_SRCS:libhypercall/src/%.c=$(HYPERCALL64_OBJ)/%.o) \
    $(patsubst $(HYPERCALL64_DIR)/%,$(HYPERCALL64_OBJ)/%.o, \
    $(sort $(wildcard $(HYPERCALL64_DIR)/*.S $(HYPERCALL64_DIR)/*.c)))

# The width meant where none is said.
HYPERCALL_CFLAGS := $(HYPERCALL32_CFLAGS)
HYPERCALL_LDFLAGS := $(HYPERCALL32_LDFLAGS)
HYPERCALL_LDSCRIPT := $(HYPERCALL32_LDSCRIPT)
HYPERCALL_LIB := $(HYPERCALL32_LIB)

# Each example is one file, libhypercall/examples/NAME/NAME.c, and becomes build/examples/NAME.elf and
# NAME-64.elf.
HYPERCALL_EXAMPLES := $(sort $(notdir $(wildcard libhypercall/examples/*)))
HYPERCALL32_EXAMPLES := $(HYPERCALL_EXAMPLES:%=build/examples/%.elf)
HYPERCALL64_EXAMPLES := $(HYPERCALL_EXAMPLES:%=build/examples/%-64.elf)

ALL += $(HYPERCALL32_LIB) $(HYPERCALL64_LIB) $(HYPERCALL32_EXAMPLES) $(HYPERCALL64_EXAMPLES)

define HYPERCALL_WIDTH_RULES
$(HYPERCALL$(1)_OBJ)/%.o: libhypercall/src/%.c
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(HYPERCALL$(1)_CFLAGS) -MMD -MP -c $$< -o $$@

$(HYPERCALL$(1)_OBJ)/%.c.o: $(HYPERCALL$(1)_DIR)/%.c
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(HYPERCALL$(1)_CFLAGS) -MMD -MP -c $$< -o $$@

$(HYPERCALL$(1)_OBJ)/%.S.o: $(HYPERCALL$(1)_DIR)/%.S
	@mkdir -p $$(@D)
	$$(call say,AS,$$@)
	$$(Q)$$(CC) $$(HYPERCALL$(1)_CFLAGS) -MMD -MP -c $$< -o $$@

$(HYPERCALL$(1)_LIB): $(HYPERCALL$(1)_OBJS)
	@mkdir -p $$(@D)
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@ && ar rcs $$@ $$^

$(HYPERCALL$(1)_OBJ)/examples/%.o: libhypercall/examples/%.c
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(HYPERCALL$(1)_CFLAGS) -MMD -MP -c $$< -o $$@

-include $(HYPERCALL$(1)_OBJS:.o=.d) $(wildcard $(HYPERCALL$(1)_OBJ)/examples/*/*.d)
endef
$(eval $(call HYPERCALL_WIDTH_RULES,32))
$(eval $(call HYPERCALL_WIDTH_RULES,64))

$(HYPERCALL32_EXAMPLES): build/examples/%.elf: $(HYPERCALL32_OBJ)/examples/$$*/$$*.o \
        $(HYPERCALL32_LIB) $(HYPERCALL32_LDSCRIPT)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(LD) $(HYPERCALL32_LDFLAGS) -o $@ $< $(HYPERCALL32_LIB)

$(HYPERCALL64_EXAMPLES): build/examples/%-64.elf: $(HYPERCALL64_OBJ)/examples/$$*/$$*.o \
        $(HYPERCALL64_LIB) $(HYPERCALL64_LDSCRIPT)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(LD) $(HYPERCALL64_LDFLAGS) -o $@ $< $(HYPERCALL64_LIB)
