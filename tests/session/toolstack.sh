#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: torc in the first domain starts, shows, stops and ends guests as xl does; what a configuration
# has wrong is said by file, line, key and remedy; and after whatever was wrong, nothing half made is left:
# no domain, no entry in xenstore, no file, no process, no frame.
. ./tests/lib.sh

share=$here/share
mkdir -p "$share"
for file in build/examples/hello.elf build/guest-kernel-pv.elf build/initrd.cpio; do
    ln -s "$PWD/$file" "$share/"
done
ln -s "$PWD/build/tests/guest/crash_handlers.elf" "$share/crash.elf"
ln -s "$PWD/build/guest-kernel-native.elf" "$share/native.elf"
cp tests/session/toolstack.guest "$share/run"

cat >"$share/hello.cfg" <<'TEXT'
name = "hello"
kernel = "/share/hello.elf"
memory = 8
extra = "from a file"
TEXT
cat >"$share/unix.cfg" <<'TEXT'
# The small Unix once more.
name    = 'unix'
kernel  = "/share/guest-kernel-pv.elf"
ramdisk = "/share/initrd.cpio"
memory  = 48; maxmem = 64
cpus    = "0"
cpu_weight = 512
cap     = 80
TEXT
cat >"$share/crash.cfg" <<'TEXT'
name = "crash"
kernel = "/share/crash.elf"
memory = 8
TEXT

build/tests/drive -o "$here/raw" tests/session/toolstack.script ./torc run build/guest-kernel-pv.elf \
    --initrd build/initrd.cpio --share "$share" --domain-memory 128M --hypervisor-append audit
status=$?
check 'the kernel complained of no contradiction' sh -c "! grep -a 'panic' '$here/raw'"
check 'and no frame was lost' grep -aq 'audit: all frames are accounted for' "$here/raw"
finish
exit $status
