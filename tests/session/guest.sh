#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: the small Unix runs as an unprivileged guest of itself. Its console and its xenstore are
# pages it shares, of which nothing is lost however much it writes and whoever reads slowly; programs in
# it use xenstore through /dev/xen/xenbus, each file for itself; and it ends, or begins again, when its
# node in xenstore says so.
. ./tests/lib.sh

share=$here/share
mkdir -p "$share"
for file in build/guest-kernel-pv.elf build/initrd.cpio; do
    ln -s "$PWD/$file" "$share/"
done
cat >"$share/unix.cfg" <<'TEXT'
name    = "unix"
kernel  = "/share/guest-kernel-pv.elf"
ramdisk = "/share/initrd.cpio"
memory  = 32
TEXT

build/tests/drive -o "$here/raw" tests/session/guest.script ./torc run build/guest-kernel-pv.elf \
    --initrd build/initrd.cpio --share "$share" --domain-memory 128M --hypervisor-append audit
status=$?
check 'no point of any program failed' sh -c "! grep -a 'NOT OK' '$here/raw'"
sums=$(tr -d '\r' <"$here/raw" | grep -aE '^[0-9a-f]{32}  -$')
check 'the log was summed, and what it should have' test "$(echo "$sums" | wc -l)" = 2
check 'the log has every line the guest wrote' test "$(echo "$sums" | sort -u | wc -l)" = 1
check 'the kernel complained of no contradiction' sh -c "! grep -a 'panic' '$here/raw'"
check 'and no frame was lost' grep -aq 'audit: all frames are accounted for' "$here/raw"
finish
exit $status
