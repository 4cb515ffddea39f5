# SPDX-License-Identifier: MIT
#
# What tests in shell share: TAP points, a place for files, and a QEMU that is
# none, which says what a test tells it to say.
# shellcheck shell=sh

points=0
here=build/tests/work/$(basename "$0" .sh)
rm -rf "$here"
mkdir -p "$here/bin"

# check NAME COMMAND...: a point, good if the command succeeds
check() {
    name=$1
    shift
    points=$((points + 1))
    if "$@"; then echo "ok $points - $name"; else echo "not ok $points - $name"; fi
}

# run COMMAND...: leaves $status, $here/out and $here/err
run() {
    status=0
    "$@" >"$here/out" 2>"$here/err" </dev/null || status=$?
}

# ends STATUS NAME: the last run ended so; if not, what it said is shown
ends() {
    check "$2: status $1" test "$status" = "$1"
    test "$status" = "$1" || sed 's/^/# /' "$here/out" "$here/err"
}

# says TEXT NAME, prints TEXT NAME: on standard error, on standard output
says() { check "$2" grep -qF -e "$1" "$here/err"; }
prints() { check "$2" grep -qF -e "$1" "$here/out"; }

# fake_qemu: standard input becomes the script that `torc run` finds as QEMU
fake_qemu() {
    { echo '#!/bin/sh' && cat; } >"$here/bin/qemu-system-x86_64"
    chmod +x "$here/bin/qemu-system-x86_64"
    PATH=$PWD/$here/bin:$ORIGINAL_PATH
}
ORIGINAL_PATH=$PATH

finish() { echo "1..$points"; }
