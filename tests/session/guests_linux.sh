#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: Debian's cloud kernel, unmodified, is a guest like another: its bzImage is unpacked in the first
# domain, its initramfs handed over unmapped as it asks, both its vCPUs start, its balloon follows
# `torc mem-set` under load, and it shuts down when told to.
. ./tests/lib.sh

share=$here/share
mkdir -p "$share"
ln -s "$PWD/build/pkg/linux-cloud/boot/vmlinuz" "$PWD/build/linux/initramfs.cpio" "$share/"
cat >"$share/linux.cfg" <<'TEXT'
name    = "linux"
kernel  = "/share/vmlinuz"
ramdisk = "/share/initramfs.cpio"
extra   = "console=hvc0"
memory  = 256
vcpus   = 2
TEXT

build/tests/drive -o "$here/raw" tests/session/guests_linux.script ./torc run \
    build/guest-kernel-pv.elf --initrd build/initrd.cpio --share "$share" --memory 1G \
    --domain-memory 320M --domain-vcpus 1 --vcpus 2 --timeout 600 --hypervisor-append audit
status=$?
check 'the guests have no complaint' sh -c \
    "! grep -a -E 'WARNING|BUG|Oops|Call Trace|general protection|panic' '$here/raw'"
check 'and no frame was lost' grep -aq 'audit: all frames are accounted for' "$here/raw"
finish
exit $status
