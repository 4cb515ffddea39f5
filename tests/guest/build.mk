# SPDX-License-Identifier: MIT
#
# Guest tests for 64-bit guests: a source that says "@widths both" is built a second time, as NAME-64.elf,
# and a source called NAME-64.c is for that width alone. (tests/build.mk builds the 32-bit ones.)

TESTS_GUEST64_BOTH := $(basename $(notdir $(shell grep -l '@widths both' tests/guest/*.c)))
TESTS_GUEST64_ONLY := $(basename $(notdir $(wildcard tests/guest/*-64.c)))
TESTS_GUEST64_NAMES := $(TESTS_GUEST64_BOTH:%=%-64) $(TESTS_GUEST64_ONLY)
TESTS_GUEST64_ELFS := $(TESTS_GUEST64_NAMES:%=build/tests/guest/%.elf)
GUEST_TESTS += $(TESTS_GUEST64_ELFS)

$(TESTS_GUEST64_BOTH:%=build/obj/tests/guest/64/%-64.o): build/obj/tests/guest/64/%-64.o: tests/guest/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(HYPERCALL64_CFLAGS) -Itests/guest -MMD -MP -c -o $@ $<

$(TESTS_GUEST64_ONLY:%=build/obj/tests/guest/64/%.o): build/obj/tests/guest/64/%.o: tests/guest/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(HYPERCALL64_CFLAGS) -Itests/guest -MMD -MP -c -o $@ $<

$(TESTS_GUEST64_ELFS): build/tests/guest/%.elf: build/obj/tests/guest/64/%.o $(HYPERCALL64_LIB) \
        $(HYPERCALL64_LDSCRIPT)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(LD) $(HYPERCALL64_LDFLAGS) -o $@ $< $(HYPERCALL64_LIB)

-include $(TESTS_GUEST64_NAMES:%=build/obj/tests/guest/64/%.d)
