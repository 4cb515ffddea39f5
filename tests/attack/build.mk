# SPDX-License-Identifier: MIT
# Attacks by 64-bit guests, in assembly: each tests/attack/NAME64.S is a guest, attack_NAME64.

ATTACK64 := $(patsubst tests/attack/%64.S,build/tests/guest/attack_%64.elf,\
    $(filter-out %/pv64.S,$(wildcard tests/attack/*64.S)))
GUEST_TESTS += $(ATTACK64)

$(ATTACK64): build/tests/guest/attack_%64.elf: tests/attack/%64.S tests/attack/pv64.S \
        tests/attack/pv64.ld tests/attack/build.mk
	@mkdir -p $(@D) build/obj/tests/attack
	$(call say,LD,$@)
	$(Q)$(CC) -m64 -I. -c -o build/obj/tests/attack/$*64.o $<
	$(Q)$(LD) -m elf_x86_64 -z noexecstack --no-warn-rwx-segments -T tests/attack/pv64.ld -o $@ \
	    build/obj/tests/attack/$*64.o
