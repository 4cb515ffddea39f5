#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Everything that `make peer` compares with the real Xen: the guest tests in both widths, and what
# Debian's kernel logs with one and with two vCPUs.  Xen is built first if it has not been.
. ./tests/lib.sh

# compared NAME COMMAND...: it ends well; if not, what it complains of is shown
compared() {
    name=$1
    shift
    run "$@"
    check "$name" test "$status" = 0
    grep -A 5 '^not ok' "$here/out" | sed 's/^/# /'
}

compared 'the real Xen is there' sh -c 'YES=1 tools/deps --peer && tools/build-xen'
compared 'the guest tests get the answers they get on Xen' tests/peer
compared 'Linux logs what it logs on Xen' tests/peer-linux
compared 'and with two vCPUs' env VCPUS=2 CPU=max,smap=off,fsgsbase=off tests/peer-linux
finish
