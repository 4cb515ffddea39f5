#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: a bzImage is unpacked, whatever packed it, and an image that lies about what it holds
# is refused with a sentence that says what is wrong.  The images are made here: a setup header, a
# payload, and nothing else of what makes a real one boot without a hypervisor.
. ./tests/lib.sh
unpack=build/tools/unpack-kernel
kernel=build/tests/images/good.elf

# le32 NUMBER: four bytes, least significant first
le32() {
    for shift in 0 8 16 24; do
        # shellcheck disable=SC2059 # the format is the byte
        printf "\\$(printf %03o $(($1 >> shift & 255)))"
    done
}

# image FILE PAYLOAD [LENGTH]: a bzImage, boot protocol 2.15, one setup sector, payload at 1024
image() {
    {
        head -c 497 /dev/zero
        printf '\001' # setup sectors
        head -c 12 /dev/zero
        printf '\125\252\000\000HdrS\017\002'
        head -c 64 /dev/zero
        le32 0
        le32 "${3:-$(wc -c <"$2")}"
        head -c 432 /dev/zero
        cat "$2"
    } >"$1"
}

# packed NAME COMMAND...: an image with the kernel packed by this command
packed() {
    name=$1
    shift
    "$@" <"$kernel" >"$here/payload"
    test "$name" = gzip || le32 "$(wc -c <"$kernel")" >>"$here/payload"
    image "$here/$name" "$here/payload"
}

# unpacks NAME COMMAND...: comes out as it went in
unpacks() {
    command -v "$2" >/dev/null || { points=$((points + 1)); echo "ok $points - $1 # SKIP no $2" && return; }
    packed "$@"
    run $unpack "$here/$1" "$here/out.elf"
    ends 0 "a payload of $1"
    check "a payload of $1 comes out as it went in" cmp -s "$kernel" "$here/out.elf"
}

# refuses TEXT WHAT FILE
refuses() {
    rm -f "$here/out.elf"
    run $unpack "$3" "$here/out.elf"
    ends 1 "$2"
    says "$1" "$2: says so"
    check "$2: nothing is left behind" sh -c "! ls '$here'/out.elf* 2>/dev/null"
}

unpacks XZ xz -c --check=crc32
unpacks gzip gzip -nc
unpacks zstd zstd -qc
unpacks LZ4 lz4 -lc
unpacks LZMA xz -c --format=lzma

refuses 'is an ELF file already' 'an ELF' "$kernel"
head -c 4000 /dev/zero >"$here/zeroes"
refuses 'there is no setup header' 'a file of zeroes' "$here/zeroes"
head -c 100 /dev/zero >"$here/short"
refuses 'its header alone' 'a very short file' "$here/short"
packed XZ xz -c --check=crc32
head -c 1100 "$here/XZ" >"$here/cut"
refuses 'is cut short' 'an image cut short' "$here/cut"
{ head -c 1200 "$here/XZ" && printf '\377\377\377\377' && tail -c +1205 "$here/XZ"; } >"$here/hurt"
refuses 'xz failed' 'a payload with a hole' "$here/hurt"
image "$here/long" "$here/payload" 4294967295
refuses 'is cut short' 'a payload longer than the file' "$here/long"
echo 'what is this?' >"$here/payload"
image "$here/unknown" "$here/payload"
refuses 'a way unknown here' 'an unknown payload' "$here/unknown"
{ echo 'I am no kernel' | xz -c && le32 15; } >"$here/payload"
image "$here/text" "$here/payload"
refuses 'holds no ELF' 'a text, packed' "$here/text"
{ xz -c <"$kernel" && le32 15; } >"$here/payload"
image "$here/wrong" "$here/payload"
refuses '15 bytes' 'a wrong length' "$here/wrong"

# ./torc run does that by itself.
run ./torc run "$here/XZ" --timeout 30
ends 0 'torc run with a bzImage'
prints 'hello from a small kernel' 'the kernel in it ran'
run ./torc run "$here/text" --timeout 30
ends 5 'torc run with a bzImage that holds none'
finish
