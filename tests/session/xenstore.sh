#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: xenstored does its work in the first domain, over the devices of the hypervisor and a
# socket of the small Unix, and ends without a trace.
. ./tests/lib.sh

build/tests/drive -o "$here/raw" tests/session/xenstore.script \
    ./torc run build/guest-kernel-pv.elf --initrd build/initrd.cpio
status=$?
check 'the kernel complained of no contradiction' sh -c "! grep -a 'panic' '$here/raw'"
finish
exit $status
