#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: programs of the first domain work on other domains, event channels and grants through
# the devices that Linux has for it, and whatever they hold is given back when they end, however
# they end. The hypervisor recounts every frame afterwards.
. ./tests/lib.sh

build/tests/drive -o "$here/raw" tests/session/control.script \
    ./torc run build/guest-kernel-pv.elf --initrd build/initrd.cpio
status=$?

check 'no point of any program failed' sh -c "! grep -a 'NOT OK' '$here/raw'"
check 'the kernel complained of no contradiction' sh -c "! grep -a 'panic' '$here/raw'"
finish
exit $status
