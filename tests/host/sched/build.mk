# SPDX-License-Identifier: MIT
# The run queue, alone: sched_runq, made of runq.c.

build/tests/host/sched_runq: tests/host/sched/runq.c hypervisor/sched/runq.c hypervisor/sched/runq.h \
        tests/host/edge/run.h tests/host/sched/build.mk
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(TESTS_HOST_CFLAGS) -Itests/host/edge -o $@ $< hypervisor/sched/runq.c $(TESTS_HOST_LIBS)

HOST_TESTS += build/tests/host/sched_runq
