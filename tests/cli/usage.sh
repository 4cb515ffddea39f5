#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: what is known to be wrong before a machine starts is refused with status 2 and a
# message that names it; nothing is started.
. ./tests/lib.sh
fake_qemu <<'TEXT'
echo started >>"$(dirname "$0")/../started"
echo 'torc: end: poweroff: fake'
TEXT
touch "$here/kernel" "$here/hypervisor" "$here/with space"
torc() { ./torc run --hypervisor "$here/hypervisor" "$@"; }

run ./torc
ends 2 'no command'
run ./torc fly
ends 2 'unknown command'
says "'fly'" 'it is named'
run ./torc run
ends 2 'no kernel'
run torc "$here/kernel" --nonsense
ends 2 'unknown option'
says "'--nonsense'" 'it is named'
run torc "$here/kernel" --memory
ends 2 'option without its value'
run torc "$here/kernel" --memory lots
ends 2 'memory that is no size'
run torc "$here/kernel" --memory -5M
ends 2 'negative memory'
run torc "$here/kernel" --memory 1M
ends 2 'memory that does not even hold the hypervisor'
run torc "$here/kernel" --memory 99999999999999999999G
ends 2 'more memory than a number holds'
run torc "$here/kernel" --memory 2000000G
ends 2 'more memory than there is'
run torc "$here"
ends 2 'a kernel that is a folder'
run torc "$here/kernel" --vcpus 0
ends 2 'no processors'
run torc "$here/kernel" --timeout soon
ends 2 'a time limit that is no number'
run torc "$here/kernel" "$here/kernel"
ends 2 'two kernels'
run torc "$here/missing"
ends 2 'a kernel that is not there'
says "$here/missing" 'it is named'
run torc "$here/kernel" --initrd "$here/missing"
ends 2 'an initrd that is not there'
run torc "$here/with space"
ends 2 'a name QEMU would cut in two'
check 'nothing was started for any of these' test ! -e "$here/started"

run ./torc run "$here/kernel" --hypervisor "$here/missing"
ends 1 'a hypervisor that is not there'
says 'run make' 'the remedy is named'
run ./torc --help
ends 0 '--help'
run ./torc run --help
ends 0 'run --help'
prints 'Exit status' 'the table of exit statuses is in the help'
run ./torc --version
prints "Torc $(cat VERSION)" '--version tells the version'

run torc "$here/kernel" --show --append "a,b 'c'" --initrd "$here/kernel"
ends 0 '--show'
check '--show starts nothing' test ! -e "$here/started"
prints "a,,b '\\''c'\\''" 'a comma is doubled for QEMU and quotes survive a shell'
prints "'-no-reboot'" 'the machine never restarts behind our back'
run torc "$here/kernel" --show --deterministic
prints 'shift=0,sleep=off' '--deterministic counts instructions'
run torc "$here/kernel" --show --native
prints "'-kernel' '$here/kernel'" '--native boots the kernel itself'
finish
