#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: consoles and xenstore serve every guest, whatever others do with their rings. Guests of both
# widths flood their console, give it indices that cannot be, ask xenstore and never read, raise
# storms of watches, and write anything anywhere; beside them xenstore still refuses what it must and
# answers the rest, and a good guest's console is typed into and read by two, outlives its daemon, and
# ends when its guest is destroyed.
. ./tests/lib.sh

share=$here/share
mkdir -p "$share"
for file in build/tests/rings/rings.elf build/tests/rings/rings-64.elf build/guest-kernel-pv.elf \
    build/initrd.cpio; do
    ln -s "$PWD/$file" "$share/"
done
echo 'no ramdisk at all' >"$share/text"

build/tests/drive -o "$here/raw" tests/session/rings.script ./torc run build/guest-kernel-pv.elf \
    --initrd build/initrd.cpio --share "$share" --domain-memory 128M --hypervisor-append audit
status=$?
check 'xenstore answered each lesson as it must' sh -c "! grep -a 'NOT OK' '$here/raw'"
check 'and there were lessons' test "$(grep -ac '^(d1[34]) ok - ' "$here/raw")" -gt 60
check 'no log is too long' sh -c "! grep -a '^too long: /' '$here/raw'"
check 'the kernel complained of no contradiction' sh -c "! grep -a 'panic' '$here/raw'"
check 'and no frame was lost' grep -aq 'audit: all frames are accounted for' "$here/raw"
finish
exit $status
