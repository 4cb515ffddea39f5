#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: the runner cannot be made to call a failure a success.  A test may fail openly, stop
# early, end wrongly, print nothing at all or take for ever; each of these must count.
. ./tests/lib.sh

# judge STATUS WANTED: what the runner makes of the test output on standard input
judge() {
    awk -v name=some/test -v seconds=1 -v status="$1" -v wanted="$2" -f tests/points.awk |
        awk -v junit="$here/junit" -f tests/report.awk >"$here/out" && status=0 || status=$?
}

judge 0 0 <<'TEXT'
noise
1..2
ok 1 - first
ok 2 - second
TEXT
ends 0 'all good'
prints 'ok 2 - some/test: second' 'points carry the name of their test'
check 'the last line counts' test "$(tail -n 1 "$here/out")" = '2 passed, 0 failed'
judge 0 0 <<'TEXT'
ok 1 - first
ok 2 - not here # SKIP no such device
1..2
TEXT
ends 0 'a point skipped'
check 'is counted as that' test "$(tail -n 1 "$here/out")" = '1 passed, 0 failed, 1 skipped'
judge 0 0 <<'TEXT'
1..2
ok 1 - first
not ok 2 - a < b & "c"
TEXT
ends 1 'a point failed'
check 'the last line says so' test "$(tail -n 1 "$here/out")" = '1 passed, 1 failed'
check 'JUnit has the failure, escaped' grep -q '<failure message="a &lt; b &amp; &quot;c&quot;"/>' \
    "$here/junit"
judge 0 0 <<'TEXT'
1..3
ok 1 - first
TEXT
ends 1 'fewer points than planned'
judge 0 0 <<'TEXT'
ok 1 - first
TEXT
ends 1 'no plan'
judge 3 0 <<'TEXT'
1..1
ok 1 - first
TEXT
ends 1 'the wrong end after good points'
judge 0 3 <<'TEXT'
1..1
ok 1 - first
TEXT
ends 1 'no crash where one is due'
judge 3 3 </dev/null
ends 0 'a crash that is due'
judge 0 0 </dev/null
ends 1 'a test that tests nothing'
judge 0 unknown </dev/null
ends 1 'an end that nobody knows'

# The whole runner, in a tree of its own.
tree=$here/tree
mkdir -p "$tree/tests/session" "$tree/tests/cli" "$tree/build/tests/host" "$tree/build/tests/guest" \
    "$tree/tests/guest"
cp tests/run tests/points.awk tests/report.awk tests/directives.sh "$tree/tests/"
cat >"$tree/torc" <<'TEXT'
#!/bin/sh
echo "torc $*"
printf '1..1\nok 1 - booted\n'
case $* in *crashing*) exit 3 ;; esac
TEXT
chmod +x "$tree/torc"
printf 'echo 1..1\necho ok 1 - talked\n' >"$tree/tests/session/talk.sh"
printf 'echo 1..1\necho ok 1 - said\nexit 7\n' >"$tree/tests/cli/bad.sh"
printf '#!/bin/sh\necho 1..1\necho ok 1 - computed\n' >"$tree/build/tests/host/unit"
chmod +x "$tree/build/tests/host/unit"
touch "$tree/build/tests/guest/plain.elf" "$tree/build/tests/guest/crashing.elf"
printf '/* @expect crash\n * @console torc run\n * @options --memory 64M\n */\n' \
    >"$tree/tests/guest/crashing.c"
runner() { env -u T -u V -u JUNIT "$@" "$tree/tests/run" $long; }

long=
run runner T=host
ends 0 'only the host tests'
check 'and one of them there is' test "$(tail -n 1 "$here/out")" = '1 passed, 0 failed'
run runner J=2
ends 1 'one test among them ends wrongly'
prints 'not ok' 'it is shown'
prints 'cli/bad: ended with status 7, not 0' 'with the reason'
check 'the others pass' grep -q '^6 passed, 1 failed$' "$here/out"
run runner T=crashing V=1
ends 0 'a crash that is due'
prints '--memory 64M' 'options in the source reach the command'
run runner T=nowhere
ends 2 'no test matches'
long=--list
run runner J=1
check 'in the short tier the processor models take turns' \
    test "$(grep -c '^guest/' "$here/out")" = 2 -a "$(grep -c 'qemu64' "$here/out")" = 1
long='--long --list'
run runner J=1
check 'in the long tier each kernel meets each model' test "$(grep -c '^guest/' "$here/out")" = 6
long=
printf '/* @expect disaster */\n' >"$tree/tests/guest/plain.c"
run runner T=plain
ends 1 'an end that the source misspells'
finish
