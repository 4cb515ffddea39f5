#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Debian's kernel under mixed work for a long time, ten minutes unless SECONDS_LONG says otherwise,
# with two vCPUs on processors that really run side by side.  It ends with no complaint in the
# kernel's log, no failed program, and an ordinary poweroff.
. ./tests/lib.sh
. ./tests/session/linux.lib
seconds=${SECONDS_LONG:-600}

cat >"$here/script" <<END
limit 240
expect Leave: poweroff
expect root # 
limit $((seconds + 300))
type torture $seconds
expect complaints of the kernel
expect root # 
limit 240
type check
expect check: 0 failures
expect root # 
type poweroff -f
expect reboot: System halted
end 0
END
linux_end="torture: 0 complaints of the kernel, 0 failures"
linux_session "$here/script" "${VCPUS:-2}" "${CPU:-max,smap=off,fsgsbase=off}"
grep -a '^torture:' "$here/log" | sed 's/^/# /'
exit $status
