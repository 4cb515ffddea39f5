#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What is typed before anybody listens is not lost: not a byte of what a pipe holds from the start.
. ./tests/lib.sh

printf 'echo abc""def\npoweroff -f\n' |
    ./torc run build/guest-kernel-pv.elf --initrd build/initrd.cpio --timeout 60 >"$here/out" 2>&1
check 'it powers off by itself' test $? = 0
check 'the first command was whole' grep -q '^abcdef' "$here/out"
finish
