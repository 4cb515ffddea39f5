#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: kernels that nobody here wrote find in their domain what they look for. GRUB speaks to
# xenstore and to its console by their rings, in ring 1 (32 bits) and in ring 3 (64 bits), and answers what
# is typed.
. ./tests/lib.sh

share=$here/share
mkdir -p "$share"
for image in i386:32 x86_64:64; do
    ln -s "$PWD/build/pkg/grub-xen/usr/lib/grub-xen/grub-${image%:*}-xen.bin" "$share/grub${image#*:}"
    printf 'name = "grub%s"\nkernel = "/share/grub%s"\nmemory = 64\n' "${image#*:}" "${image#*:}" \
        >"$share/grub${image#*:}.cfg"
done

build/tests/drive -o "$here/raw" tests/session/guests_grub.script ./torc run \
    build/guest-kernel-pv.elf --initrd build/initrd.cpio --share "$share" --domain-memory 128M \
    --hypervisor-append audit
status=$?
check 'the kernel complained of no contradiction' sh -c "! grep -a 'panic' '$here/raw'"
check 'and no frame was lost' grep -aq 'audit: all frames are accounted for' "$here/raw"
finish
exit $status
