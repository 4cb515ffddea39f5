#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Debian's stock kernel, unmodified, as the first domain: it boots to a prompt, does a little of
# everything, powers the machine off, and has found nothing to complain of.
. ./tests/lib.sh
. ./tests/session/linux.lib

linux_session tests/session/linux.script 1 qemu64
exit $status
