#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: guests of each kind can be made and destroyed for ever. After 200 of each, ended by themselves
# or destroyed while they run, the hypervisor has as many free pages and xenstore has the same tree as
# after the first one. (CYCLES=20: fewer.)
. ./tests/lib.sh

cycles=${CYCLES:-200}
share=$here/share
mkdir -p "$share"
for file in examples/hello.elf examples/hello-64.elf guest-kernel-pv.elf initrd.cpio \
    pkg/grub-xen/usr/lib/grub-xen/grub-i386-xen.bin pkg/grub-xen/usr/lib/grub-xen/grub-x86_64-xen.bin; do
    ln -s "$PWD/build/$file" "$share/"
done
cat >"$share/each" <<'TEXT'
# each COUNT MIB KERNEL [RAMDISK]: started, and destroyed a moment later
for i in $(seq "$1"); do
    id=$(guests -m "$2" start "$3" $4 | sed -n 's/^guest \([0-9]*\) runs/\1/p')
    usleep 100000
    guests destroy "$id" || echo "NOT DESTROYED: $i"
done
TEXT
{
    cat <<'TEXT'
# Written by tests/long/guests.sh.
limit 3000
expect Leave: poweroff
expect ~ # 
TEXT
    # The first of each leaves behind what tables have grown to.
    for count in 1 "$cycles"; do
        for kernel in hello.elf hello-64.elf; do
            printf 'type guests -m 8 cycle %s /share/%s\nexpect %s cycles: 0 failures, 0 pages less\nexpect ~ # \n' \
                "$count" $kernel "$count"
        done
        for kernel in '24 /share/guest-kernel-pv.elf /share/initrd.cpio' '32 /share/grub-i386-xen.bin' \
            '32 /share/grub-x86_64-xen.bin'; do
            printf "type sh /share/each %s %s; echo do''ne\nexpect done\nexpect ~ # \n" "$count" "$kernel"
        done
        test "$count" != 1 ||
            printf 'type sleep 2; control free >/tmp/free; xenstore-ls >/tmp/tree\nexpect ~ # \n'
    done
    cat <<'TEXT'
type sleep 2; control free | cmp - /tmp/free && xenstore-ls | cmp - /tmp/tree && echo all''back
expect allback
expect ~ # 
type control audit
expect audit: 0 contradictions
expect ~ # 
type poweroff
end 0
TEXT
} >"$here/script"

build/tests/drive -o "$here/raw" "$here/script" ./torc run build/guest-kernel-pv.elf \
    --initrd build/initrd.cpio --share "$share" --domain-memory 128M --timeout 3500 --hypervisor-append audit
status=$?
check 'all were destroyed' sh -c "! grep -a '^NOT DESTROYED' '$here/raw'"
check 'and no frame was lost' grep -aq 'audit: all frames are accounted for' "$here/raw"
finish
exit $status
