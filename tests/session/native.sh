#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The same session on the bare machine: a fault seen here too is the kernel's, not the
# hypervisor's.
exec build/tests/drive tests/session/shell.script \
    ./torc run --native build/guest-kernel-native.elf --initrd build/initrd.cpio
