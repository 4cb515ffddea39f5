#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: the first domain makes guests of kernels of either width, plain, packed with gzip, or in a
# bzImage, runs them, and takes everything back; a file that is no kernel, or lies about itself, gets a
# sentence that says so, and leaves nothing. The files come in by `torc run --share`.
. ./tests/lib.sh

share=$here/share
mkdir -p "$share"
for file in build/examples/hello.elf build/examples/hello-64.elf build/guest-kernel-pv.elf build/initrd.cpio; do
    ln -s "$PWD/$file" "$share/"
done
ln -s "$PWD/build/guest-kernel-native.elf" "$share/native.elf"
gzip -nc build/examples/hello.elf >"$share/hello.gz"
echo 'Dear reader, I am no kernel.' >"$share/text"

# le32 NUMBER: as a bzImage has it
le32() { awk -v n="$1" 'BEGIN { for (i = 0; i < 4; i++) { printf "\\%03o", n % 256; n = int(n / 256) } }'; }

# image FILE PAYLOAD [LENGTH]: a bzImage of boot protocol 2.15, one setup sector, payload at 1024
image() {
    {
        head -c 497 /dev/zero && printf '\001' && head -c 12 /dev/zero && printf '\125\252'
        printf '\000\000HdrS\017\002' && head -c 64 /dev/zero
        printf '%b' "$(le32 0)$(le32 "${3:-$(stat -c %s "$2")}")" && head -c 432 /dev/zero
        cat "$2"
    } >"$1"
}
# packed NAME COMMAND...: share/bz.NAME, a bzImage; all but gzip are followed by the length
packed() {
    name=$1 && shift
    "$@" <build/examples/hello-64.elf >"$here/payload"
    test "$name" = gzip || printf '%b' "$(le32 "$(stat -c %s build/examples/hello-64.elf)")" >>"$here/payload"
    image "$share/bz.$name" "$here/payload"
}
packed gzip gzip -nc
if command -v zstd >/dev/null; then packed zstd zstd -qc; else cp "$share/bz.gzip" "$share/bz.zstd"; fi
printf "BZh and so on" >"$here/payload" && image "$share/bz.bzip2" "$here/payload"
printf "\002\041\114\030\377\377\377\377 and so on\000\000\001\000" >"$here/payload" && image "$share/bz.badlz4" "$here/payload"
packed xz xz -c --check=crc32
head -c 1100 "$share/bz.xz" >"$share/bz.cut"
{ head -c 1200 "$share/bz.xz" && printf '\377\377\377\377' && tail -c +1205 "$share/bz.xz"; } >"$share/bz.hurt"
{ head -c -4 "$share/bz.gzip" && printf '\377\000\000\000'; } >"$share/bz.lies"

build/tests/drive -o "$here/raw" tests/session/guests.script ./torc run build/guest-kernel-pv.elf \
    --initrd build/initrd.cpio --share "$share" --domain-memory 128M --hypervisor-append audit
status=$?
check 'the kernel complained of no contradiction' sh -c "! grep -a 'panic' '$here/raw'"
check 'and no frame was lost' grep -aq 'audit: all frames are accounted for' "$here/raw"
finish
exit $status
