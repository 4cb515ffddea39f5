#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: on a terminal every key reaches the guest, Ctrl-C and Ctrl-A too; Ctrl-] alone is
# ours; and the terminal is as it was, however the run ended.
. ./tests/lib.sh
touch "$here/kernel" "$here/hypervisor"
torc="./torc run $here/kernel --hypervisor $here/hypervisor"

talk() { # the script is standard input, the arguments are shell text
    cat >"$here/script"
    # drive's points become ours
    build/tests/drive "$here/script" sh -c "$1" >"$here/talk" || true
    while read -r line; do
        case $line in
        'ok '*) check "$2: ${line#*- }" true ;;
        'not ok '*) check "$2: ${line#*- }" false ;;
        '# '*) echo "$line" ;;
        esac
    done <"$here/talk"
    check "$2: the talk took place" grep -q '^ok' "$here/talk"
}

# The fake machine shows each byte it is sent.
fake_qemu <<'TEXT'
echo "arguments: $*"
printf 'ready\r\n'
dd bs=1 count=5 2>/dev/null | od -An -tx1
printf 'torc: end: poweroff: enough\r\n'
TEXT
talk "stty -a >$here/before; $torc; echo status \$?; stty -a >$here/after" 'every key' <<'TEXT'
size 33 101
expect Ctrl-] ends
expect rows=33 cols=101
expect ready
send \x03\x01\x1a\x1c\x04
expect 03 01 1a 1c 04
expect status 0
end 0
TEXT
check 'the terminal is as before' cmp "$here/before" "$here/after"

fake_qemu <<'TEXT'
printf 'ready\r\n'
exec sleep 30
TEXT
talk "$torc; echo status \$?; stty -a >$here/after; sed -n 's/ rows.*//p' $here/after" 'the way out' <<'TEXT'
expect ready
send \x1d
expect status 0
end 0
TEXT
# Typed twice it is a key like others; and what follows a single one is not waited for.
fake_qemu <<'TEXT'
printf 'ready\r\n'
dd bs=1 count=3 2>/dev/null | od -An -tx1
exec sleep 30
TEXT
talk "$torc; echo status \$?" 'the way out, twice' <<'TEXT'
expect ready
send a\x1d\x1db
expect 61 1d 62
send \x1d
pause 2
send \x1d
pause 20
send \x1dx
expect status 0
took 0 9
end 0
TEXT
fake_qemu <<'TEXT'
printf 'ready\r\n'
exec sleep 30
TEXT
check 'the terminal takes lines again' grep -q ' icanon' "$here/after"
check 'and shows what is typed' grep -q ' echo ' "$here/after"

talk "$torc & sleep 1; kill -TERM \$!; wait \$!; echo status \$?; stty -a >$here/after" 'a signal' <<'TEXT'
expect status 143
end 0
TEXT
check 'the terminal takes lines again after a signal' grep -q ' icanon' "$here/after"

fake_qemu <<'TEXT'
printf 'torc: end: crash: broken\r\n'
TEXT
talk "$torc; echo status \$?; stty -a >$here/after" 'a crash' <<'TEXT'
expect \e[2mtorc: the guest crashed: broken\e[0m
expect status 3
end 0
TEXT
talk "NO_COLOR=1 $torc; echo status \$?; stty -a >$here/after" 'no colour if asked' <<'TEXT'
expect torc: the guest crashed: broken
absent \e[2m
expect status 3
end 0
TEXT
check 'the terminal takes lines again after a crash' grep -q ' icanon' "$here/after"
finish
