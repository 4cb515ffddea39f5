#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The same hostile programs on the bare machine.
. ./tests/lib.sh

build/tests/drive -o "$here/raw" tests/session/abuse.script \
    ./torc run --native build/guest-kernel-native.elf --initrd build/initrd.cpio
status=$?

check 'no point of any program failed' sh -c "! grep -a 'NOT OK' '$here/raw'"
check 'the kernel complained of no contradiction' sh -c "! grep -a 'panic' '$here/raw'"
finish
exit $status
