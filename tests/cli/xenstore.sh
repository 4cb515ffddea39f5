#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: Xen's own clients cannot tell our xenstored from theirs, nor people our command from
# theirs. Debian's xenstore-utils, unmodified, talk to our daemon; then each question is put with
# their program and with ours, and the answers must be the same.
. ./tests/lib.sh
theirs=build/pkg/xenstore-utils/usr/bin
XENSTORED_PATH=$here/socket
export XENSTORED_PATH

if ! "$theirs/xenstore-ls" -h 2>&1 | grep -q Usage; then
    echo '1..0 # SKIP Debian xenstore-utils is not here (tools/deps --linux fetches it)'
    exit 0
fi
for verb in read write rm list ls exists chmod watch control; do
    ln -s "$PWD/build/tools/xenstore" "$here/bin/xenstore-$verb"
done

run "$here/bin/xenstore-read" /x
ends 1 'no daemon'
says "$here/socket" 'the message says where it was looked for'

build/tools/xenstored --no-domains --pid-file "$here/pid" 2>"$here/daemon" &
daemon=$!
trap 'kill $daemon 2>/dev/null' EXIT
tries=0
while test ! -s "$here/pid" && test $tries -lt 100; do
    sleep 0.1
    tries=$((tries + 1))
done
run build/tools/xenstored --no-domains
ends 1 'a second daemon at the same socket'
says 'another xenstored' 'it says what is wrong'

# both STATUS NAME VERB ARGUMENT...: their program and ours end so, and print the same
both() {
    wanted=$1 name=$2 verb=$3
    shift 3
    run "$theirs/xenstore-$verb" "$@"
    theirs_status=$status
    mv "$here/out" "$here/theirs"
    run "$here/bin/xenstore-$verb" "$@"
    check "$name: status $wanted, both" test "$theirs_status $status" = "$wanted $wanted"
    check "$name: both print the same" cmp -s "$here/theirs" "$here/out"
    cmp -s "$here/theirs" "$here/out" || diff "$here/theirs" "$here/out" | sed 's/^/# /'
}

# Their client fills the tree, ours looks at it, and the other way round.
run "$theirs/xenstore-write" /vm/uuid 1234 /vm/name 'a "guest"' /local/domain/0/name Domain-0
ends 0 'their write'
run "$here/bin/xenstore-read" /vm/uuid /vm/name
ends 0 'our read of it'
prints 'a "guest"' 'it reads what was written'
run "$here/bin/xenstore-write" /vm/memory 256 /vm/long "$(printf '%04000d' 7)" /vm/empty ''
ends 0 'our write'
both 0 'read' read /vm/memory
both 0 'read of several, with paths' read -p /vm/memory /vm/uuid /vm/name
both 0 'a long value' read /vm/long
both 1 'read of what is not there' read /vm/none
run "$here/bin/xenstore-write" /vm/bytes 'tab\there, newline\nthere, \x01 and \\ themselves'
both 0 'what cannot be seen' read /vm/bytes
both 0 'the same, as it is' read -R /vm/bytes
both 0 'and in a tree' ls -p /vm
run "$theirs/xenstore-write" /vm/bytes 'tab\there, \x7f, \0011 and \\'
both 0 'what their write makes of escapes' read -R /vm/bytes
both 0 'list' list /vm
both 0 'list with paths' list -p /vm
both 1 'list of what is not there' list /none
both 0 'exists' exists /vm
both 1 'exists not' exists /vm/none
run "$theirs/xenstore-chmod" -r /vm n0 r3 b17
ends 0 'their chmod -r'
run "$here/bin/xenstore-chmod" -u /vm/uuid r0 w5
ends 0 'our chmod -u'
both 0 'ls' ls
both 0 'ls of a place' ls /local
both 0 'ls with permissions' ls -p
both 0 'ls with paths' ls -f /vm
both 0 'ls with paths and permissions' ls -f -p
for i in 1 2 3 4 5 6 7 8 9; do
    for j in 0 1 2 3 4 5 6 7 8 9; do
        echo "/many/a-name-of-some-length-that-fills-the-message-$i$j x"
    done
done | xargs "$theirs/xenstore-write"
both 0 'a directory of more than one message' list /many

for side in "$theirs" "$here/bin"; do
    "$side/xenstore-watch" -n 3 /vm/watched >"$here/watched" &
    watch=$!
    sleep 0.5
    "$here/bin/xenstore-write" /vm/watched 1
    "$theirs/xenstore-write" /vm/watched/below 1 /vm/other 1
    check 'watch ends after three events' wait $watch
    printf '/vm/watched\n/vm/watched\n/vm/watched/below\n' >"$here/wanted"
    check 'and has printed them' cmp -s "$here/watched" "$here/wanted"
    "$here/bin/xenstore-rm" /vm/watched
done

run "$here/bin/xenstore-write" /t/i/d/y 1 /t/o 1
run "$theirs/xenstore-rm" -t /t/i/d/y
both 0 'rm -t, theirs' list /t
run "$here/bin/xenstore-write" /t/i/d/y 1
run "$here/bin/xenstore-rm" -t /t/i/d/y
both 0 'rm -t, ours' list /t
run "$theirs/xenstore-rm" /vm /t /many
both 0 'after rm' ls

run "$here/bin/xenstore-control" check
prints ': good' 'the books of the daemon agree with its tree'
run build/tools/xenstore ls /local
ends 0 'as plain xenstore, with the verb as a word'
run build/tools/xenstore fly
ends 2 'unknown verb'
run "$here/bin/xenstore-write" /odd
ends 2 'a key without its value'
run "$here/bin/xenstore-read" 'no path'
ends 1 'a path that is none'
kill $daemon
wait $daemon
check 'the daemon ends with 0 when asked to' test $? = 0
check 'and takes its socket with it' test ! -e "$here/socket"
check 'having complained of nothing' test ! -s "$here/daemon"
finish
