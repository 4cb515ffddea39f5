#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: making a guest is about as dear however many there are already: of 50 that live side by side, none
# takes two fifths more instructions than the first, from the call until it may run, and none of 4 MiB
# seven million. The machine counts them (--deterministic). What grows is not the builder: the daemons
# that hear of a new guest wait for something from each of the others, too.
. ./tests/lib.sh

share=$here/share
mkdir -p "$share"
for file in examples/hello.elf examples/hello-64.elf; do
    ln -s "$PWD/build/$file" "$share/"
done
build/tests/drive -o "$here/raw" tests/session/guests_cost.script ./torc run build/guest-kernel-pv.elf \
    --initrd build/initrd.cpio --share "$share" --domain-memory 128M --deterministic
status=$?
tr -d '\r' <"$here/raw" | sed -n 's/^\(guest number.*\|cost:.*\)/# \1/p'
check 'the last one costs about what the first did' sh -c \
    "tr -d '\r' <'$here/raw' | awk '/^cost:/ { n++; bad += \$(NF - 4) >= 140 } END { exit n != 2 || bad }'"
check 'and not too much' sh -c \
    "tr -d '\r' <'$here/raw' | awk '/^guest number/ { n++; bad += \$4 >= 7000000 } END { exit !n || bad }'"
finish
exit $status
