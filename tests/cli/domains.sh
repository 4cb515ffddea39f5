#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: several kernels become unprivileged domains side by side, each with its share; what
# happens to one is no matter of the others, and the last line tells of all.
. ./tests/lib.sh

sentence() { sed -n "s/^.*REASON([0-9]*, $1, [^\"]*\"\(.*\)\").*$/\1/p" abi/reasons.h; }
# before A B NAME: on the console, a line with A stands before one with B
before() {
    check "$3" awk -v a="$1" -v b="$2" 'index($0, a) { seen = 1 } index($0, b) && seen { good = 1 }
        END { exit !good }' "$here/out"
}

hello=build/examples/hello.elf
hello64=build/examples/hello-64.elf

run ./torc run $hello --append 'one 1' $hello64 --append two --domain-memory 20M --timeout 60
ends 0 'one of each width'
prints '(d1) Hello from ring 1' 'the 32-bit one is domain 1, in ring 1'
prints '(d2) Hello from ring 3: 5120 pages of memory, command line "two"' \
    'the 64-bit one is domain 2, in ring 3, with the memory it was given'
prints 'command line "one 1"' 'each has its own command line'
prints 'torc: end: poweroff: domain 1 powered off, domain 2 powered off' 'the last line tells of both'

run ./torc run $hello --domain-vcpus 2 $hello64 --domain-vcpus 2 --initrd README.md $hello \
    --vcpus 2 --timeout 60
ends 0 'three domains of five vCPUs on two processors'
for d in 1 2 3; do prints "(d$d) Hello" "domain $d ran"; done
pages=$(sed -n 's/^(d[13]).*: \([0-9]*\) pages.*/\1/p' "$here/out" | sort -u)
check 'those without --domain-memory have equal parts' test "$(echo "$pages" | wc -w)" -le 2

# A crash, and how its backtrace is read: with the names of the kernel that crashed.
run ./torc run build/tests/guest/long_calls.elf build/tests/images/ASKED.elf --timeout 60
ends 3 'one of two crashes'
prints "domain 2 crashed: $(sentence CRASH_SELF)" 'domain 2 crashed'
before 'domain 2 crashed' '(d1) 1..' 'and domain 1 went on to its end after that'
prints 'torc: end: crash: domain 1 powered off, domain 2 crashed' 'the last line tells who crashed'
check 'the functions are named from the kernel that crashed' \
    grep -q 'guest  *c01[0-9a-f]*  accomplice+0x' "$here/err"

# Neighbours: a page and an event channel, of both widths, in both directions.
ping=build/examples/pingpong.elf
ping64=build/examples/pingpong-64.elf
run ./torc run $ping --append rounds=100 $ping64 --link 1:2 --deterministic --timeout 60
ends 0 'ping-pong between the widths'
prints '(d1) 100 round trips with domain 2' 'the 32-bit one served'
prints '(d2) 100 balls of domain 1 played back' 'the 64-bit one played back'
run ./torc run $ping $ping64 --append rounds=100 --link 2:1 --deterministic --timeout 60
prints '(d2) 100 round trips with domain 1' 'the other way round: whoever is named first has the page'
run ./torc run $ping --append rounds=50 $ping64 --append rounds=50 $ping \
    --link 1:2 --link 2:3 --domain-vcpus 2 --vcpus 2 --deterministic --timeout 60
ends 0 'three in a row, on two processors'
prints '(d2) 50 balls of domain 1 played back' 'the middle one played with the first'
prints '(d2) 50 round trips with domain 3' 'and with the last'
run ./torc run $ping --append crash=10 $ping64 --link 1:2 --deterministic --timeout 60
ends 3 'a neighbour crashes'
prints '(d2) domain 1 does not answer: gave up after 9 round trips' 'the other finds out, and ends well'
prints 'torc: end: crash: domain 1 crashed, domain 2 powered off' 'the last line tells'
run ./torc run $ping $ping --timeout 60
prints '(d1) nobody to play with' 'no --link, no page'
# shellcheck disable=SC2046
run ./torc run $ping $ping $(printf ' --link 1:2%.0s' 1 2 3 4 5 6 7) --timeout 60
ends 5 'more links than a domain can have'
prints "$(sentence BOOT_LINK)" 'the sentence is on the console'
run ./torc run $ping --append "$(printf '%01010d' 7)" $ping --link 1:2 --link 2:1 --timeout 60
ends 5 'a command line without room for a link'
prints "$(sentence BOOT_LINK)" 'the sentence is on the console'

# What only the hypervisor can know to be wrong.
run ./torc run $hello $hello --hypervisor-append 'domain=' --timeout 60
ends 5 'more domains than kernels'
prints "$(sentence BOOT_MODULES)" 'the sentence is on the console'
run ./torc run $hello $hello --hypervisor-append 'domain=vcpus=0' --timeout 60
ends 5 'a domain without vCPUs'
prints 'domain=vcpus=0' 'the option is named'
run ./torc run $hello --hypervisor-append 'domain=memory=1G' --timeout 60
ends 5 'more memory than the machine has'
prints "$(sentence MEMORY_TOO_BIG)" 'the sentence is on the console'
run ./torc run $hello build/tests/images/no-notes.elf --timeout 60
ends 5 'one of the kernels is none'
prints "$(sentence IMAGE_NO_NOTES)" 'the sentence is on the console'
finish
