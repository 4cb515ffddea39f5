#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Makes the symbol table that panics print, as assembly, from `nm -n` of the first link. Of each
# function it keeps the low half of its address, which is its distance from HV_IMAGE, and where
# its name begins. From empty input comes an empty table, for the first link itself: the table lies
# behind the code, so that its size moves none of the addresses in it.

awk '
BEGIN {
    print "    .section .rodata.symbols, \"a\""
    print "    .balign 4"
    print "    .globl symbols"
    print "symbols:"
}
$2 ~ /^[tT]$/ && $1 ~ /^ffff8280/ && $3 !~ /^(_image_start|_text_end|\.L.*)$/ {
    printf "    .long 0x%s, %d\n", substr($1, 9), length_of_names
    names = names "    .asciz \"" $3 "\"\n"
    length_of_names += length($3) + 1
    count++
}
END {
    print "    .globl symbols_count"
    print "symbols_count:"
    printf "    .long %d\n", count
    print "    .globl symbol_names"
    print "symbol_names:"
    printf "%s", names
    print "    .section .note.GNU-stack, \"\", @progbits"
}'
