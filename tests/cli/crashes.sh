#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: a guest that leaves no way back into itself crashes, alone, and the person is told
# why, with its registers and the names of the functions it was in.
. ./tests/lib.sh

sentence() { sed -n "s/^.*REASON([0-9]*, $1, [^\"]*\"\(.*\)\").*$/\1/p" abi/reasons.h; }

# crashes IMAGE REASON INSTRUCTION-POINTER
crashes() {
    text=$(sentence "$2")
    check "$1: there is a sentence for it" test -n "$text"
    run ./torc run "build/tests/images/$1.elf" --timeout 30
    ends 3 "$1"
    says "$text" "$1: the reason is given"
    check "$1: and the registers" grep -q "eip e019:$3" "$here/out"
    check "$1: the caller is named" grep -q 'guest  *c01[0-9a-f]*  accomplice+0x' "$here/err"
    check "$1: and its caller" grep -q 'guest  *c01[0-9a-f]*  _start+0x' "$here/err"
}

crashes NO_HANDLER CRASH_NO_HANDLER c01
says culprit 'NO_HANDLER: the culprit is named'
crashes WILD_JUMP CRASH_NO_HANDLER 12345678
crashes WILD_STACK CRASH_FRAME c01
says culprit 'WILD_STACK: the culprit is named'
crashes WILD_HANDLER CRASH_FRAME 12345678
crashes WILD_IRET CRASH_IRET c01
crashes ASKED CRASH_SELF c01
finish
