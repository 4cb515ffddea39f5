# SPDX-License-Identifier: MIT
#
# The benchmark guests (tests/bench/bench.c, in both widths) and `make bench`: they run on the ruler,
# where every instruction counts one, on Torc and, where `make peer-deps` has built it, on Xen.

TESTS_BENCH32 := build/tests/bench/bench.elf
TESTS_BENCH64 := build/tests/bench/bench-64.elf
TESTS_BENCH := $(TESTS_BENCH32) $(TESTS_BENCH64)

define TESTS_BENCH_RULES
TESTS_BENCH$(1)_OBJS := $$(addprefix build/obj/tests/bench/x86_$(1)/,bench.o width.o handlers.S.o)

build/obj/tests/bench/x86_$(1)/%.o: tests/bench/%.c
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(HYPERCALL$(1)_CFLAGS) -MMD -MP -c -o $$@ $$<

build/obj/tests/bench/x86_$(1)/%.o: tests/bench/x86_$(1)/%.c
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(HYPERCALL$(1)_CFLAGS) -MMD -MP -c -o $$@ $$<

build/obj/tests/bench/x86_$(1)/%.S.o: tests/bench/x86_$(1)/%.S
	@mkdir -p $$(@D)
	$$(call say,AS,$$@)
	$$(Q)$$(CC) $$(HYPERCALL$(1)_CFLAGS) -D__ASSEMBLY__ -MMD -MP -c -o $$@ $$<

$$(TESTS_BENCH$(1)): $$(TESTS_BENCH$(1)_OBJS) $$(HYPERCALL$(1)_LIB) $$(HYPERCALL$(1)_LDSCRIPT)
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$$(Q)$$(LD) $$(HYPERCALL$(1)_LDFLAGS) -o $$@ $$(TESTS_BENCH$(1)_OBJS) $$(HYPERCALL$(1)_LIB)

-include $$(TESTS_BENCH$(1)_OBJS:.o=.d)
endef
$(eval $(call TESTS_BENCH_RULES,32))
$(eval $(call TESTS_BENCH_RULES,64))

# The counter inside QEMU needs the header of QEMU's source, which tools/deps --peer fetches.
TESTS_BENCH_HEADER := build/pkg/qemu-src/include/qemu/qemu-plugin.h
TESTS_BENCH_PLUGIN := $(if $(wildcard $(TESTS_BENCH_HEADER)),build/tests/bench/plugin.so)

build/tests/bench/plugin.so: tests/bench/plugin.c tests/bench/mark.h abi/layout.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) -std=c11 -O2 -Wall -Wextra -Wno-unused-parameter -shared -fPIC -I. \
	    -isystem build/pkg/qemu-src/include -o $@ $<

bench: build/torc $(TESTS_BENCH) $(TESTS_BENCH_PLUGIN) ## what operations cost, on Torc and (after make peer-deps) on Xen
	@./tests/bench/run

.PHONY: bench-baseline
bench-baseline: build/torc $(TESTS_BENCH) ## write tests/bench/baseline.tsv anew
	@./tests/bench/run --baseline

# Held against goals and baseline as one of the tests of `make check`.
HOST_TESTS += build/tests/host/bench

build/tests/host/bench: tests/bench/run $(TESTS_BENCH)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)printf '#!/bin/sh\nexec sh tests/bench/run --tap\n' >$@ && chmod +x $@
