#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: a guest of somebody else, Debian's kernel with two vCPUs, does what torc asks: it gives memory back
# and takes it again while it works, reboots and ends, from inside and from outside; and each time
# what its configuration says is what happens.
. ./tests/lib.sh
if test ! -e build/guests/linux; then
    check "# SKIP Debian's cloud kernel is not here (tools/deps --linux fetches it)" true
    finish
    exit 0
fi

share=$here/share
mkdir -p "$share"
ln -s "$PWD/build/pkg/linux-cloud/boot/vmlinuz" "$PWD/build/linux/initramfs.cpio" "$share/"
cat >"$share/linux.cfg" <<'TEXT'
name = "linux"
kernel = "/share/vmlinuz"
ramdisk = "/share/initramfs.cpio"
extra = "console=hvc0 quiet"
memory = 256
vcpus = 2
on_crash = "preserve"
TEXT

build/tests/drive -o "$here/raw" tests/long/toolstack.script ./torc run \
    build/guest-kernel-pv.elf --initrd build/initrd.cpio --share "$share" --memory 768M \
    --domain-memory 224M --domain-vcpus 1 --vcpus 2 --timeout 280 --hypervisor-append audit
status=$?
check 'the guest has no complaint' sh -c \
    "! grep -a -E 'WARNING|BUG|Oops|Call Trace|general protection|panic' '$here/raw'"
check 'and no frame was lost' grep -aq 'audit: all frames are accounted for' "$here/raw"
finish
exit $status
