#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: programs cannot tell what their kernel stands on.  The same commands are typed on
# the bare machine and under Torc, and what they print is compared to the letter.
. ./tests/lib.sh

drive() { # SIDE torc-run-arguments...
    side=$1
    shift
    build/tests/drive -o "$here/$side.raw" tests/session/transcript.script ./torc run "$@" \
        --initrd build/initrd.cpio >"$here/$side.tap"
}

talk() {
    check "$1: every command came back" drive "$@"
    grep '^not' "$here/$side.tap" | sed 's/^/# /'
    tr -d '\r' <"$here/$side.raw" | sed -n 's/^\(= .*\)/\1/p' >"$here/$side"
}

talk native --native build/guest-kernel-native.elf
talk pv build/guest-kernel-pv.elf
check 'there is something to compare' test "$(wc -l <"$here/native")" -gt 100
check 'the transcripts are the same' cmp -s "$here/native" "$here/pv"
diff "$here/native" "$here/pv" | head -n 30 | sed 's/^/# /'
finish
