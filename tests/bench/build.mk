# SPDX-License-Identifier: MIT
#
# The benchmark guest (tests/bench/bench.c) and `make bench`: it runs on the ruler, where every
# instruction counts one, and its figures are held against goals.tsv.

TESTS_BENCH_OBJS := build/obj/tests/bench/bench.o build/obj/tests/bench/x86_32/handlers.S.o
TESTS_BENCH := build/tests/bench/bench.elf

build/obj/tests/bench/%.o: tests/bench/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(HYPERCALL_CFLAGS) -MMD -MP -c -o $@ $<

build/obj/tests/bench/%.S.o: tests/bench/%.S
	@mkdir -p $(@D)
	$(call say,AS,$@)
	$(Q)$(CC) $(HYPERCALL_CFLAGS) -MMD -MP -c -o $@ $<

$(TESTS_BENCH): $(TESTS_BENCH_OBJS) $(HYPERCALL_LIB) $(HYPERCALL_LDSCRIPT)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(LD) $(HYPERCALL_LDFLAGS) -o $@ $(TESTS_BENCH_OBJS) $(HYPERCALL_LIB)

-include $(TESTS_BENCH_OBJS:.o=.d)

bench: build/torc $(TESTS_BENCH) ## instructions per operation, against the goals
	@./tests/bench/run

# The same as one of the tests of `make check`.
HOST_TESTS += build/tests/host/bench

build/tests/host/bench: tests/bench/run $(TESTS_BENCH)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)printf '#!/bin/sh\nexec sh tests/bench/run --tap\n' >$@ && chmod +x $@
