#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: what a program asks of the small Unix, it answers as Linux does. Some three hundred
# commands of busybox run in the guest, under Torc and on the bare machine, and every line of what
# they say, statuses and error messages included, is compared with what they said on Linux.
. ./tests/lib.sh

echo 'file /commands 755 tests/session/commands.guest' >"$here/list"
{
    cat build/initrd.cpio
    build/obj/guest-kernel/user/mkcpio "$here/list"
} >"$here/initrd.cpio"

ask() { # SIDE torc-run-arguments...
    side=$1
    shift
    build/tests/drive -o "$here/$side.raw" tests/session/commands.script ./torc run "$@" \
        --initrd "$here/initrd.cpio" >"$here/$side.tap"
}

compare() {
    check "$1: every command came back" ask "$@"
    grep '^not' "$here/$1.tap" | sed 's/^/# /'
    tr -d '\r' <"$here/$1.raw" | sed -n 's/^= //p' >"$here/$1.answers"
    check "$1: the answers are those of Linux" cmp -s "$expected" "$here/$1.answers"
    diff -a "$expected" "$here/$1.answers" | head -n 30 | sed 's/^/# /'
}

expected=tests/session/commands.expected
check 'there is something to compare' test "$(wc -l <$expected)" -gt 300
compare native --native build/guest-kernel-native.elf
compare pv build/guest-kernel-pv.elf
finish
