#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: the exit status of `torc run` says what became of the machine.  A QEMU that is none
# plays each ending, so that the verdict is tested without trusting a hypervisor.
. ./tests/lib.sh
cat >"$here/place.c" <<'TEXT'
int outer(void) { return 1; }
int main(void) { return outer(); }
TEXT
${CC:-gcc} -O0 -static-pie -o "$here/kernel" "$here/place.c" 2>/dev/null ||
    ${CC:-gcc} -O0 -o "$here/kernel" "$here/place.c"
cp "$here/kernel" "$here/hypervisor"
cp "$here/kernel" "$here/hypervisor.sym"
torc() { ./torc run "$here/kernel" --hypervisor "$here/hypervisor" "$@"; }
last_words() { # what QEMU prints before it ends
    fake_qemu <<TEXT
printf '$1'
TEXT
}

last_words 'hello\r\ntorc: end: poweroff: domain 0 asked\r\n'
run torc
ends 0 'powered off'
prints 'hello' 'the console is on standard output'
check 'off a terminal its lines end plainly' sh -c "! grep -q '$(printf '\r')' '$here/out'"
check 'and nothing else is said' test ! -s "$here/err"
run torc --log "$here/log"
check 'the log has the console' grep -q hello "$here/log"
last_words 'torc: end: crash: stack gone\n'
run torc
ends 3 'the guest crashed'
says 'stack gone' 'with the reason'
last_words 'torc: end: refused: no module\n'
run torc
ends 5 'the loader refused'
last_words 'torc: end: panic: impossible\n'
run torc
ends 1 'the hypervisor panicked'
last_words 'half a line'
run torc
ends 1 'no last word'
last_words 'torc: end: poweroff: forged by the guest\ntorc: end: crash: in truth\n'
run torc
ends 3 'of two last words the last counts'
last_words 'say torc: end: poweroff: not at the start of a line\n'
run torc
ends 1 'last words in the middle of a line are none'
fake_qemu <<'TEXT'
echo 'qemu: cannot do that' >&2
exit 1
TEXT
run torc
ends 1 'QEMU fails'
says 'cannot do that' 'and its complaint is passed on'

# Time.
fake_qemu <<'TEXT'
echo $$ >"$(dirname "$0")/../pid"
exec sleep 30
TEXT
run torc --timeout 1
ends 4 'the time is over'
check 'the machine does not outlive it' sh -c "! kill -0 \$(cat '$here/pid') 2>/dev/null"
rm -f "$here/pid"
torc >"$here/out" 2>"$here/err" </dev/null &
waiting=0
while test ! -s "$here/pid" && test $waiting -lt 200; do sleep 0.1 && waiting=$((waiting + 1)); done
# The job is a shell that runs ./torc: signal the command itself, the parent of the machine.
command=$(awk '{ print $4 }' "/proc/$(cat "$here/pid")/stat")
kill -TERM "$command"
status=0
wait $! || status=$?
ends 143 'ended by SIGTERM'
check 'it takes the machine with it' sh -c "! kill -0 \$(cat '$here/pid') 2>/dev/null"
fake_qemu <<'TEXT'
echo 'torc: end: crash: and then it hangs'
exec sleep 30
TEXT
run torc --timeout 20
ends 3 'a machine that stays on after its last word is switched off'

# Reboot: the machine starts again, until it ends otherwise.
fake_qemu <<'TEXT'
count=$(dirname "$0")/../count
echo x >>"$count"
test "$(wc -l <"$count")" -ge 3 && echo 'torc: end: poweroff: enough' && exit
echo 'torc: end: reboot: again'
TEXT
run torc
ends 0 'a reboot, in the end powered off'
check 'the machine was started three times' test "$(wc -l <"$here/count")" = 3
rm "$here/count"
run torc --no-reboot
ends 0 'a reboot with --no-reboot'
check 'the machine was started once' test "$(wc -l <"$here/count")" = 1

# Names in a backtrace.
address=$(nm "$here/kernel" | awk '$3 == "outer" { print $1 }')
last_words "  [$address] guest\nbelow it:\n  [$address] torc\n  [zzz] guest\ntorc: end: crash: here\n"
run torc
check 'an address of the guest is shown' \
    grep -q "guest  *$(echo "$address" | sed 's/^0*//')" "$here/err"
check 'with its name, and one of the hypervisor too' \
    grep -q 'torc  *.*outer+0x0' "$here/err"
printf '\177ELF' >"$here/kernel"
run torc
ends 3 'a kernel without symbols crashes as well'

# What is typed reaches the machine.
fake_qemu <<'TEXT'
read -r line
echo "got $line"
echo 'torc: end: poweroff: done'
TEXT
status=0
echo 'typed text' | torc >"$here/out" 2>"$here/err" || status=$?
ends 0 'input from a pipe'
prints 'got typed text' 'reaches the machine'
finish
