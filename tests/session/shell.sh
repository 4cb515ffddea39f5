#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A session at the prompt of the small Unix in ring 1: what a person would try first works, and
# nothing but `poweroff` was needed to leave.
exec build/tests/drive tests/session/shell.script \
    ./torc run build/guest-kernel-pv.elf --initrd build/initrd.cpio
