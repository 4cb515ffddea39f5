#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A session at the prompt of the small Unix in ring 1: what a person would try first works, nothing
# but `poweroff` was needed to leave, and the greeting says who runs where in at most six lines.
. ./tests/lib.sh

build/tests/drive -o "$here/raw" tests/session/shell.script \
    ./torc run build/guest-kernel-pv.elf --initrd build/initrd.cpio
status=$?

tr -d '\r' <"$here/raw" | sed '/^~ # /,$d' >"$here/greeting"
check 'a prompt comes after at most six lines' test "$(wc -l <"$here/greeting")" -le 6
check 'they name the rings' \
    grep -q '^Rings: [TX].* 0, this kernel 1, your shell 3\.' "$here/greeting"
check 'and count hypercalls' grep -q 'Hypercalls so far: [1-9][0-9]*\.' "$here/greeting"
finish
exit $status
