# SPDX-License-Identifier: MIT
#
# The fuzzer's guest, in both widths, and `make fuzz`.

TESTS_FUZZ32 := build/tests/fuzz/fuzz.elf
TESTS_FUZZ64 := build/tests/fuzz/fuzz-64.elf
TESTS_FUZZ := $(TESTS_FUZZ32) $(TESTS_FUZZ64)

define TESTS_FUZZ_RULES
TESTS_FUZZ$(1)_OBJS := $$(patsubst tests/fuzz/%.c,build/obj/tests/fuzz/x86_$(1)/%.o,$$(wildcard tests/fuzz/*.c))

build/obj/tests/fuzz/x86_$(1)/%.o: tests/fuzz/%.c tests/fuzz/build.mk
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(HYPERCALL$(1)_CFLAGS) -MMD -MP -c -o $$@ $$<

$$(TESTS_FUZZ$(1)): $$(TESTS_FUZZ$(1)_OBJS) $$(HYPERCALL$(1)_LIB) $$(HYPERCALL$(1)_LDSCRIPT)
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$$(Q)$$(LD) $$(HYPERCALL$(1)_LDFLAGS) -o $$@ $$(TESTS_FUZZ$(1)_OBJS) $$(HYPERCALL$(1)_LIB)

-include $$(TESTS_FUZZ$(1)_OBJS:.o=.d)
endef
$(eval $(call TESTS_FUZZ_RULES,32))
$(eval $(call TESTS_FUZZ_RULES,64))

# Other numbers: make fuzz SEED=7 CALLS=100000
SEED ?= 1
CALLS ?= 100000

.PHONY: fuzz
fuzz: all $(TESTS_FUZZ) ## random calls from the grammar in abi/, both widths (SEED=1 CALLS=100000)
	@sh tests/fuzz/run --report --seed $(SEED) --calls $(CALLS)

# A short run is one of the tests.
HOST_TESTS += build/tests/host/fuzz

build/tests/host/fuzz: tests/fuzz/run $(TESTS_FUZZ)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)printf '#!/bin/sh\nexec sh tests/fuzz/run --tap\n' >$@ && chmod +x $@
