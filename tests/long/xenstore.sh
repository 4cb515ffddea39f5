#!/bin/sh
# SPDX-License-Identifier: MIT
#
# xenstore for longer: a million operations of eight guests and a tree of a hundred thousand nodes,
# without sanitizers, which says how fast it is; then a million random requests from another seed
# than `make check` takes (SEED=N: that one), with sanitizers.
. ./tests/lib.sh

make -s xenstore-fast >/dev/null
run env COUNT=1000000 CK_DEFAULT_TIMEOUT=600 build/tests/fast/xs_million
ends 0 'a million operations'
grep '^#' "$here/out"
seed=${SEED:-$(date +%j)}
run env COUNT=1000000 SEED="$seed" CK_DEFAULT_TIMEOUT=3000 build/tests/host/xs_random
ends 0 "a million random requests from seed $seed"
finish
