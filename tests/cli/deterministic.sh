#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: with --deterministic a run depends on nothing but what is run.  Two runs of a guest
# that reads clocks and counts its own steps print the same, to the digit.
. ./tests/lib.sh
guest=build/tests/guest/time.elf

for vcpus in 1 2; do
    for turn in 1 2; do
        run ./torc run $guest --deterministic --vcpus $vcpus --timeout 100
        ends 0 "$vcpus processor(s), run $turn"
        cp "$here/out" "$here/out.$turn"
    done
    check "$vcpus processor(s): two runs print the same" cmp "$here/out.1" "$here/out.2"
done
check 'and they print something' test "$(wc -l <"$here/out.1")" -gt 10
finish
