#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs the proof (proof.c) and proves that it proves: abi/ as it is compiles in both widths, and every copy
# of it with one thing altered does not. TAP on standard output.

set -u
root=${ABI_PROOF_ROOT:?the root of the tree}
cc=${CC:-gcc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0

point() { # point 0|1 NAME
    count=$((count + 1))
    if test "$1" = 0; then echo "ok $count - $2"; else echo "not ok $count - $2"; fi
}

compile() { # compile DIRECTORY WIDTH
    case $2 in 32) options='-m32 -ffreestanding' ;; *) options=-m64 ;; esac
    # shellcheck disable=SC2086 # options are words
    $cc $options -std=gnu11 -fsyntax-only -Wall -Werror -I "$1" "$root/tests/host/abi/proof.c" \
        >"$work/messages" 2>&1
}

for width in 32 64; do
    compile "$root" $width
    point $? "abi/ agrees with Xen's headers, $width-bit"
    test ! -s "$work/messages" || sed 's/^/# /' "$work/messages"
done

# altered FILE EDIT WIDTH WHAT: the edit must change the file, and the proof must then fail and say why.
altered() {
    rm -rf "$work/tree"
    mkdir "$work/tree"
    cp -r "$root/abi" "$work/tree/abi"
    sed -i "$2" "$work/tree/abi/$1"
    if cmp -s "$root/abi/$1" "$work/tree/abi/$1"; then
        point 1 "altered $4: the edit found nothing to change"
        return
    fi
    compile "$work/tree" "$3" && point 1 "altered $4 goes unnoticed" && return
    grep -q 'disagree about' "$work/messages"
    point $? "altered $4 is noticed"
}

altered calls.h 's/CALL(26, mmuext_op/CALL(27, mmuext_op/' 32 'call number'
altered numbers.h 's/N(MMUEXT_SET_LDT, 13)/N(MMUEXT_SET_LDT, 14)/' 64 'sub-operation'
altered numbers.h 's/N(VIRQ_CONSOLE, 2)/N(VIRQ_CONSOLE, 3)/' 32 'flag'
altered errors.h 's/E(EBUSY, 16)/E(EBUSY, 17)/' 64 'error'
altered layout.h 's/0xe019/0xe01b/' 32 'selector'
altered layout.h 's/0xffff880000000000/0xffff900000000000/' 64 'address'
altered structs.h 's/F(u8, vector, vector) F(u8, flags, flags)/F(u8, flags, flags) F(u8, vector, vector)/' \
    32 'order of fields'
altered structs.h 's/F(wide, state_entry_time, /F(u64, state_entry_time, /' 32 'alignment'
altered structs.h 's/F(word, nr_extents, nr_extents)/F(u32, nr_extents, nr_extents)/' 64 'size of a field'
altered structs.h 's/ABI_SHARED_LAYOUT(64, 1)/ABI_SHARED_LAYOUT(64, 2)/' 64 'shared structure'
altered structs.h 's/A(u8, cmd_line, 1024/A(u8, cmd_line, 1000/' 32 'array'
echo "1..$count"
