# SPDX-License-Identifier: MIT
#
# The one door to Torc.  `make run` boots it, `make check` tests it, `make help` lists the rest.
# Each part of the house brings its own fragment, <dir>/build.mk, which adds what it builds to
# the variables below; everything that is built goes below build/, and `make clean` removes just
# that.  What has to be installed first is the business of tools/deps, which runs by itself.

# What a fragment may add to:
#   ALL         files that `make all` builds
#   HOST_TESTS  programs `make check` runs on this machine        (build/tests/host/NAME)
#   GUEST_TESTS kernels `make check` boots under Torc             (build/tests/guest/NAME.elf)
#   DOCS        files that `make docs` builds
ALL :=
HOST_TESTS :=
GUEST_TESTS :=
DOCS :=

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDEXPANSION:

VERSION := $(shell cat VERSION)

# Tools; a person may name others on the command line.
CC ?= gcc
CC32 ?= $(CC) -m32

# Quiet by default: one short line for each file.  `make V=1` shows the commands.
V ?= 0
ifeq ($(V),0)
Q := @
say = @printf '  %-8s %s\n' '$(1)' '$(2)'
else
Q :=
say = @:
endif

# These goals need nothing installed; any other runs tools/deps first (once, then it is a stamp).
BARE_GOALS := help clean distclean loc
ifneq ($(filter-out $(BARE_GOALS),$(or $(MAKECMDGOALS),all)),)
include build/deps.mk
endif

build/deps.mk: tools/deps tools/packages.lock
	@./tools/deps

-include abi/build.mk
-include hypervisor/build.mk
-include libhypercall/build.mk
-include guest-kernel/build.mk
-include tools/build.mk
-include tests/build.mk
-include docs/build.mk

.PHONY: all run run-linux gdb check check-long peer peer-deps bench mutate lint loc docs deps help clean distclean

all: $$(ALL) ## build everything that runs
	@:

# Goals that run something build first, with a job for each processor.
JOBS ?= $(shell nproc)
built = +@$(MAKE) --no-print-directory -j$(JOBS) $(1)

# MACHINE=native boots the same kernel and programs on the bare machine, without Torc.
MACHINE ?= pv
RUN_ARGS ?=
RUN_WITH ?= # a program in front of it: time, or echo
RUN_pv := build/guest-kernel-pv.elf --initrd build/initrd.cpio
# Two guests come along, and the first domain starts them.
RUN_GUESTS := --domain-memory 192M --share build/guests
RUN_native := --native build/guest-kernel-native.elf --initrd build/initrd.cpio

run: ## boot Torc with the small Unix in ring 1 and two guests (MACHINE=native: without Torc)
	$(call built,all $(if $(filter pv,$(MACHINE)),guests))
	@$(RUN_WITH) ./torc run $(RUN_$(MACHINE)) $(if $(filter pv,$(MACHINE)),$(RUN_GUESTS)) $(RUN_ARGS)

# VCPUS=2 gives the machine two processors and Linux as many vCPUs.
VCPUS ?= 1

run-linux: ## boot Torc with Debian's stock Linux kernel, unmodified (VCPUS=2)
	$(call built,all linux)
	@./torc run $(RUN_LINUX) $(RUN_ARGS)

gdb: ## the same boot, stopped at its first instruction, waiting for a debugger
	$(call built,all)
	@./torc run --gdb $(RUN_$(MACHINE)) $(RUN_ARGS)

.PHONY: tests
tests: all $$(HOST_TESTS) $$(GUEST_TESTS)

check: ## all tests, under five minutes (T=pattern, JUNIT=file, V=1)
	$(call built,tests)
	@./tests/run

check-long: ## the same on every CPU model, and what takes hours: torture, fuzzing, cycles, mutants, the comparison with Xen
	$(call built,tests)
	@./tests/run --long

peer: peer-deps ## run the guest tests on Torc and on Xen and compare the answers
	$(call built,tests)
	@./tests/peer
	@./tests/peer-linux
	@VCPUS=2 CPU=max,smap=off,fsgsbase=off ./tests/peer-linux

peer-deps: ## build the Xen that the answers are compared with (some minutes, once)
	@./tools/deps --peer && ./tools/build-xen

mutate: ## disable each refusal of ring 0 in turn: some test must fail (NAME=part of a name)
	$(call built,tests)
	@test -n "$$(ls build/tests/log/guest_*.log 2>/dev/null)" || T=guest/ ./tests/run >/dev/null || :
	@./tests/mutate $(NAME)

lint: ## read ring 0 with sparse, cppcheck and clang-tidy: no complaint
	@./tools/deps --lint
	$(call built,all)
	@./tools/lint

loc: ## code lines of each room against the plan
	@./tools/loc

docs: $$(DOCS) ## build the documents that are generated

deps: ## install what is missing (asks first unless root, or YES=1)
	@./tools/deps

help: ## this list
	@printf 'Torc %s\n\n' '$(VERSION)'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(filter Makefile %.mk,$(MAKEFILE_LIST)) | expand -t 20
	@printf '\n  ./torc run KERNEL... boots PV kernels, one or several; ./torc run --help says how.\n'

# Downloads and the peer are slow to come by, so plain `clean` leaves them.
clean: ## remove what was built, but not what was downloaded
	@test ! -d build || find build -mindepth 1 -maxdepth 1 \
	    ! -name apt ! -name pkg ! -name xen -exec rm -rf {} +

distclean: ## remove build/ whole, and nothing else
	rm -rf build
