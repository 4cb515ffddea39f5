#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Hostile programs in ring 3 above the kernel in ring 1: neither it nor the hypervisor may notice.
. ./tests/lib.sh

build/tests/drive -o "$here/raw" tests/session/abuse.script \
    ./torc run build/guest-kernel-pv.elf --initrd build/initrd.cpio
status=$?

check 'no point of any program failed' sh -c "! grep -a 'NOT OK' '$here/raw'"
check 'the kernel complained of no contradiction' sh -c "! grep -a 'panic' '$here/raw'"
finish
exit $status
