#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The same session with two vCPUs on two processors, on the other CPU model.
. ./tests/lib.sh
. ./tests/session/linux.lib

linux_session tests/session/linux.script 2 max,smap=off,fsgsbase=off
exit $status
