#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every refusal of ring 0 is disabled in turn, and some test must notice (tests/mutate). What was
# tried already is not tried again; what an hour does not suffice for, the next run goes on with.
. ./tests/lib.sh

ls build/tests/log/guest_*.log >/dev/null 2>&1 || T=guest/ LOGS=build/tests/log sh tests/run >/dev/null || :
run sh tests/mutate --seconds "${SECONDS_LONG:-3300}"
ends 0 'no check is missed by all tests'
tail -n 3 "$here/out" | sed 's/^/# /'
echo "# $(sh tests/mutate --list | wc -l) places refuse something"
finish
