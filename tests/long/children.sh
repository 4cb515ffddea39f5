#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A thousand domains created and destroyed in a row: not a frame is lost, and the last cost what
# the first did.  Time is instructions here, so that this can be asked to within a hundredth.
. ./tests/lib.sh

for width in '' -64; do
    run timeout -k 1 1700 ./torc run "build/tests/guest/child$width.elf" --deterministic \
        --append children=1000 --no-reboot
    ends 0 "child$width"
    prints '1000 children, one after the other' "child$width: all of them were built"
    check "child$width: no point failed" sh -c "! grep -q '^not ok' '$here/out'"
    check "child$width: the last took what the first took, to within 1 %" awk '
        /^# ten of the first took/ { early = $7; late = $NF }
        END { exit !(early > 0 && late < early * 1.01) }' "$here/out"
    grep '^# ten of the first' "$here/out"
done
finish
