#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: sockets of AF_UNIX behave as Linux's do. The same program asks on the host, where it is
# compiled for the host, and on the small Unix, under Torc and on the bare machine.
. ./tests/lib.sh

host() {
    gcc -std=gnu11 -O1 -w -o "$here/sockets" guest-kernel/user/sockets.c &&
        timeout 60 "$here/sockets" >"$here/host"
}

guest() { # SIDE torc-run-arguments...
    side=$1
    shift
    build/tests/drive -o "$here/$side.raw" tests/session/sockets.script ./torc run "$@" \
        --initrd build/initrd.cpio >"$here/$side.tap"
    tr -d '\r' <"$here/$side.raw" | grep -a -e '^ok: ' -e '^NOT OK: ' >"$here/$side"
    grep '^NOT OK' "$here/$side" | sed 's/^/# /'
    ! grep -q '^not' "$here/$side.tap"
}

check 'every point holds on Linux' host
grep '^NOT OK' "$here/host" | sed 's/^/# /'
check 'and on the small Unix under Torc' guest pv build/guest-kernel-pv.elf
check 'and on the bare machine' guest native --native build/guest-kernel-native.elf
for side in pv native; do
    check "$side: as many as on Linux" \
        test "$(grep -c '^ok: ' "$here/host")" = "$(grep -c '^ok: ' "$here/$side")"
done
finish
