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
run torc "$here/kernel" --native "$here/kernel"
ends 2 'two kernels on the bare machine'
run torc k k k k k k k k k
ends 2 'nine kernels'
run torc "$here/kernel" "$here/missing"
ends 2 'a second kernel that is not there'
says "$here/missing" 'it is named'
run torc "$here/kernel" "$here/kernel" --initrd "$here/missing"
ends 2 'an initrd of a second kernel that is not there'
run torc "$here/kernel" --domain-memory 100K
ends 2 'a domain of less than a megabyte'
run torc "$here/kernel" --domain-memory some "$here/kernel"
ends 2 'memory of a domain that is no size'
run torc "$here/kernel" --domain-memory 300M "$here/kernel" --domain-memory 300M
ends 2 'domains of more memory than the machine has'
says '--memory 608M' 'what would do is named'
run torc "$here/kernel" --domain-vcpus 33
ends 2 'more vCPUs than a domain may have'
for link in 1:1 0:1 1:3 1 1:2x a:b 1:; do
    run torc "$here/kernel" "$here/kernel" --link $link
    ends 2 "--link $link of two domains"
    says "'$link'" 'it is named'
done
run torc "$here/kernel" --link 1:2
ends 2 'a link of one domain alone'
run torc "$here/missing"
ends 2 'a kernel that is not there'
says "$here/missing" 'it is named'
run torc "$here/kernel" --share "$here/missing"
ends 2 'a folder that is not there'
says "cannot read folder '$here/missing': No such file or directory" 'names the folder to share'
run torc "$here/kernel" --share "$here/kernel"
ends 2 'a file to share'
says '--share takes a folder' 'tells to name the folder'
mkdir -p "$here/shared/below"
echo text >"$here/shared/below/file"
ln -s below/file "$here/shared/link"
ln -s nowhere "$here/shared/dangling"
run torc "$here/kernel" --show --share "$here/shared/"
ends 0 'a folder to share'
says "dangling' is left out" 'a link to nothing is said to be left out'
archive=$(sed "s/.*,\([^,']*build\/share\/[0-9a-f]*\.cpio\)'.*/\1/" "$here/out")
check 'what is in it is in an archive, links as what they lead to' sh -c \
    "cpio -itv --quiet <'$archive' 2>/dev/null | awk '{ print substr(\$1, 1, 1), \$5, \$NF }' | tr '\n' ' ' |
     grep -qx 'd 0 share d 0 share/below - 5 share/below/file - 5 share/link '"
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
run torc --show --append one "$here/kernel" --domain-memory 20 --append a,b \
    "$here/kernel" --initrd "$here/hypervisor" --domain-vcpus 3 --link 2:1 --append 'two 2' --vcpus 2
prints "'$here/kernel a,,b,$here/kernel two 2,$here/hypervisor'" \
    'each option belongs to the kernel before it, the last of a kind counts'
prints "noreboot domain=vcpus=1,memory=20480K domain=vcpus=3,initrd link=2:1'" \
    'and the hypervisor is told which module is what'
run torc --show --append one "$here/kernel" --domain-memory 1G --domain-vcpus 2 --memory 2G
prints "'$here/kernel one'" 'options before the first kernel are its own'
prints "noreboot dom0_mem=1048576K dom0_max_vcpus=2'" 'one kernel has its share in words of Xen'
run torc "$here/kernel" --show --deterministic
prints 'shift=0,sleep=off' '--deterministic counts instructions'
run torc "$here/kernel" --show --native
prints "'-kernel' '$here/kernel'" '--native boots the kernel itself'
finish
