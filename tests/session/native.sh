#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The same session on the bare machine: a fault seen here too is the kernel's, not the hypervisor's.
. ./tests/lib.sh

build/tests/drive -o "$here/raw" tests/session/shell.script \
    ./torc run --native build/guest-kernel-native.elf --initrd build/initrd.cpio
status=$?

tr -d '\r' <"$here/raw" | sed '/^~ # /,$d' >"$here/greeting"
check 'a prompt comes after at most six lines' test "$(wc -l <"$here/greeting")" -le 6
check 'it says plainly that there is no hypervisor' \
    grep -q '^Rings: this kernel 0, your shell 3. No hypervisor' "$here/greeting"
finish
exit $status
