#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: a kernel that cannot be started is refused, at once, with a sentence that says why;
# the machine neither hangs nor restarts.  Each image here has one thing wrong; the sentence
# expected is the one abi/reasons.h has for it, so that one refusal cannot pass for another.
. ./tests/lib.sh
images=build/tests/images

# The sentence that belongs to reason $1.
sentence() { sed -n "s/^.*REASON([0-9]*, $1, [^\"]*\"\(.*\)\").*$/\1/p" abi/reasons.h; }

# refused REASON WHAT RUN-ARGUMENTS...
refused() {
    text=$(sentence "$1") what=$2
    shift 2
    check "$what: there is a sentence for it" test -n "$text"
    run ./torc run "$@" --timeout 30
    ends 5 "$what"
    prints "$text" "$what: the sentence is on the console"
}

run ./torc run $images/good.elf --timeout 30
ends 0 'nothing wrong'
prints 'hello from a small kernel' 'the kernel ran'

refused BOOT_NO_MODULE 'no kernel' none

echo 'I am no kernel.' >"$here/text"
refused IMAGE_NOT_ELF 'a text file' "$here/text"
head -c 4000 /dev/zero >"$here/zeroes"
refused IMAGE_NOT_ELF 'a file of zeroes' "$here/zeroes"

# A bzImage is known by 0xaa55 at 510 and "HdrS" at 514. The command would unpack it, so the
# hypervisor is given it behind the command's back.
head -c 65536 /dev/zero >"$here/bzimage"
printf '\125\252' | dd of="$here/bzimage" bs=1 seek=510 conv=notrunc 2>/dev/null
printf 'HdrS\017\002' | dd of="$here/bzimage" bs=1 seek=514 conv=notrunc 2>/dev/null
cp $images/good.elf "$here/stand-in"
./torc run "$here/stand-in" --show | sed 's/stand-in/bzimage/' >"$here/behind"
run timeout 30 sh "$here/behind"
prints "$(sentence IMAGE_BZIMAGE)" 'a bzImage: the sentence is on the console'
prints 'torc: end: refused:' 'a bzImage: the hypervisor refuses it'

head -c 40 $images/good.elf >"$here/header"
refused IMAGE_TRUNCATED 'a file that ends in its header' "$here/header"
head -c 4200 $images/good.elf >"$here/half"
refused IMAGE_TRUNCATED 'a file that ends in a segment' "$here/half"

cp $images/good.elf "$here/arm"
printf '\050' | dd of="$here/arm" bs=1 seek=18 conv=notrunc 2>/dev/null
refused IMAGE_MACHINE 'an ELF for another machine' "$here/arm"
cp $images/good.elf "$here/big-endian"
printf '\002' | dd of="$here/big-endian" bs=1 seek=5 conv=notrunc 2>/dev/null
refused IMAGE_MACHINE 'an ELF with its bytes the other way round' "$here/big-endian"

refused IMAGE_NO_NOTES 'no notes' $images/no-notes.elf
refused IMAGE_NO_NOTES 'a program for another system' "$(sed -n 's/^BUSYBOX_I386 := //p' build/deps.mk)"
refused IMAGE_NOTES_BAD 'PADDR_OFFSET without VIRT_BASE' $images/offset-without-base.elf
refused IMAGE_NOTES_BAD 'VIRT_BASE above the image' $images/base-above-image.elf
refused IMAGE_NOTES_BAD 'ENTRY outside the image' $images/entry-outside.elf
refused IMAGE_NOT_PAE 'a kernel without PAE' $images/not-pae.elf
refused IMAGE_FEATURE 'a feature nobody offers' $images/wants-unknown.elf

refused IMAGE_TOO_BIG 'a kernel larger than memory' $images/too-big.elf --memory 128M
refused IMAGE_TOO_BIG 'a kernel larger than its part of memory' $images/good.elf \
    --hypervisor-append dom0_mem=1M
refused MEMORY_TOO_BIG 'dom0_mem larger than the machine' $images/good.elf \
    --hypervisor-append dom0_mem=4G

run ./torc run $images/good.elf --timeout 30 --hypervisor-append 'wings=2 feathers'
ends 0 'unknown options'
prints 'wings' 'the first is warned about'
prints 'feathers' 'and the second'
prints 'hello from a small kernel' 'and the kernel runs'
finish
