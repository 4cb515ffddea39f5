# SPDX-License-Identifier: MIT
# The hypervisor's image: build/torc (what loaders take) and build/torc.sym (the same with symbols).

HV_DIR := hypervisor
HV_OBJ := build/obj/hypervisor
HV_ROOMS := boot cpu irq mm call domain pv sched evtchn grant time console plat watch lib
HV_SRC_C := $(filter-out %/offsets.c,$(wildcard $(HV_ROOMS:%=$(HV_DIR)/%/*.c)))
HV_SRC_S := $(wildcard $(HV_ROOMS:%=$(HV_DIR)/%/*.S))
HV_OBJS := $(HV_SRC_C:$(HV_DIR)/%.c=$(HV_OBJ)/%.o) $(HV_SRC_S:$(HV_DIR)/%.S=$(HV_OBJ)/%.S.o)

# Ring 0 uses no floating point (its registers are the guests'), no red zone (interrupts use the
# same stack), and addresses relative to rip (it runs far from the low 2 GiB).
HV_CFLAGS := -std=c11 -O2 -g -ffreestanding -fno-stack-protector -mno-red-zone \
    -mgeneral-regs-only -fpie -fvisibility=hidden -fno-asynchronous-unwind-tables \
    -fno-jump-tables -fno-strict-aliasing -fno-delete-null-pointer-checks -fcf-protection=none \
    -Wall -Wextra -Werror -Wno-unused-parameter -I$(HV_DIR) -I. -I$(HV_OBJ) \
    -DTORC_VERSION='"$(shell cat VERSION 2>/dev/null)"' $(HV_EXTRA)
HV_LDFLAGS := -m elf_x86_64 -nostdlib -static -no-pie -z max-page-size=4096 -z noexecstack \
    --build-id=none -T $(HV_DIR)/boot/link.ld

$(HV_OBJ)/cpu/offsets.h: $(HV_DIR)/cpu/offsets.c $(wildcard $(HV_DIR)/*/*.h) $(wildcard abi/*.h)
	@mkdir -p $(@D)
	@$(CC) $(HV_CFLAGS) -S -o $(@:.h=.s) $<
	@{ echo '/* made from hypervisor/cpu/offsets.c */'; \
	   sed -n 's/^->\([A-Z0-9_]*\) \$$*\([0-9-]*\)/#define \1 \2/p' $(@:.h=.s); } > $@

$(HV_OBJ)/%.o: $(HV_DIR)/%.c $(HV_OBJ)/cpu/offsets.h
	@mkdir -p $(@D)
	@$(CC) $(HV_CFLAGS) -MMD -MP -c -o $@ $<

$(HV_OBJ)/%.S.o: $(HV_DIR)/%.S $(HV_OBJ)/cpu/offsets.h
	@mkdir -p $(@D)
	@$(CC) $(HV_CFLAGS) -D__ASSEMBLY__ -MMD -MP -c -o $@ $<

# Linked twice: the symbol table that panics print is made from the first pass.
$(HV_OBJ)/torc.pass1: $(HV_OBJS) $(HV_DIR)/boot/link.ld $(HV_DIR)/watch/symbols.sh
	@sh $(HV_DIR)/watch/symbols.sh < /dev/null > $(HV_OBJ)/symbols0.S
	@$(CC) $(HV_CFLAGS) -c -o $(HV_OBJ)/symbols0.o $(HV_OBJ)/symbols0.S
	@$(LD) $(HV_LDFLAGS) -o $@ $(HV_OBJS) $(HV_OBJ)/symbols0.o

build/torc.sym: $(HV_OBJ)/torc.pass1
	@nm -n $< | sh $(HV_DIR)/watch/symbols.sh > $(HV_OBJ)/symbols.S
	@$(CC) $(HV_CFLAGS) -c -o $(HV_OBJ)/symbols.o $(HV_OBJ)/symbols.S
	@$(LD) $(HV_LDFLAGS) -o $@ $(HV_OBJS) $(HV_OBJ)/symbols.o

build/torc: build/torc.sym $(HV_DIR)/boot/wrap.ld
	@objcopy -O binary $< $(HV_OBJ)/torc.bin
	@cd $(HV_OBJ) && $(LD) -m elf_i386 -r -b binary -z noexecstack -o torc.bin.o torc.bin
	@$(LD) -m elf_i386 -z noexecstack -T $(HV_DIR)/boot/wrap.ld \
	    --defsym torc_bss=0x$$(nm $< | awk '/ _image_end$$/ {print substr($$1, 9)}')-0x$$(nm $< | awk '/ _data_end$$/ {print substr($$1, 9)}') \
	    --defsym torc_entry=0x$$(nm $< | awk '/ start$$/ {print substr($$1, 9)}') \
	    -o $@ $(HV_OBJ)/torc.bin.o
	@echo "  built build/torc"

ALL += build/torc
-include $(HV_OBJS:.o=.d)
