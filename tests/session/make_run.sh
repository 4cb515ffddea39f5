#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: `make run` is at its prompt within seconds, says in three lines what runs behind it, and does
# what those lines say: a 32-bit guest with its shell, and Debian's 64-bit kernel as it comes, each with
# a console.
. ./tests/lib.sh
if test ! -e build/guests/linux; then
    check "# SKIP Debian's cloud kernel is not here (tools/deps --linux fetches it)" true
    finish
    exit 0
fi

# shellcheck disable=SC2046 # the words of a command
build/tests/drive -o "$here/raw" tests/session/make_run.script \
    $(make -s --no-print-directory run RUN_WITH=echo | tail -n 1) --timeout 250
status=$?
check 'no kernel has a complaint' sh -c \
    "! grep -a -E 'WARNING|BUG|Oops|Call Trace|general protection|panic' '$here/raw'"
finish
exit $status
