# SPDX-License-Identifier: MIT
#
# Two tests of abi/: that it is Xen's interface (proof.c, run and tried with alterations by proof.sh),
# and that its accessors translate between the widths (accessors.c).

ABI_TEST_CFLAGS := -std=gnu11 -O1 -g -fno-var-tracking -Wall -Wextra -I. -fsanitize=address,undefined \
    -fno-sanitize-recover=all -fno-omit-frame-pointer
ABI_HEADERS := $(wildcard abi/*.h)

HOST_TESTS += build/tests/host/abi_accessors build/tests/host/abi_proof

build/tests/host/abi_accessors: tests/host/abi/accessors.c $(ABI_HEADERS)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)$(CC) $(ABI_TEST_CFLAGS) -o $@ $< $$(pkg-config --cflags --libs check)

build/tests/host/abi_proof: tests/host/abi/proof.sh tests/host/abi/proof.c $(ABI_HEADERS)
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)printf '#!/bin/sh\nABI_PROOF_ROOT=. CC="%s" exec sh tests/host/abi/proof.sh\n' '$(CC)' >$@
	$(Q)chmod +x $@
