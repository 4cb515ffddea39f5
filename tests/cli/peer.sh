#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: no difference between Torc's answers and Xen's goes by in silence, and the list of
# explained ones stays true.  Two hypervisors that are none answer as each case wants.
. ./tests/lib.sh
tree=$here/tree
mkdir -p "$tree/tests/guest" "$tree/build/tests/guest" "$tree/docs"
cp tests/peer tests/report.awk tests/directives.sh "$tree/tests/"
# What stands in answers/NAME.torc or NAME.xen is the console of guest NAME on that side.
mkdir "$tree/answers"
cat >"$tree/torc" <<'TEXT'
#!/bin/sh
side=torc
case $* in *build/xen/*) side=xen ;; esac
name=$(basename "$2" .elf)
cat "answers/$name.$side"
test ! -f "answers/$name.$side.crash" || exit 3
TEXT
chmod +x "$tree/torc"
guest() { # NAME, what Torc says, what Xen says
    touch "$tree/build/tests/guest/$1.elf" "$tree/tests/guest/$1.c"
    printf "$2" >"$tree/answers/$1.torc"
    printf "$3" >"$tree/answers/$1.xen"
}
peer() { run env -u V -u JUNIT T="$1" "$tree/tests/peer"; }

guest same '1..1\nok 1 - a\nonly torc says this\n' '(XEN) noise\n1..1\nok 1 - a\n'
peer same
ends 0 'the same answers'
guest value '# = 5\n1..1\nok 1 - a\n' '# = 6\n1..1\nok 1 - a\n'
peer value
ends 1 'a value differs'
prints 'unexplained, torc alone says: # = 5' 'Torc is quoted'
prints 'unexplained, xen alone says: # = 6' 'and Xen'
cat >"$tree/docs/peer-differences.md" <<'TEXT'
## other
- torc: # = 7
## value
- torc: # = 5
- xen: # = 6
  because
TEXT
peer value
ends 0 'a difference that is explained'
guest value '# = 5\n1..1\nok 1 - a\n' '# = 5\n1..1\nok 1 - a\n'
peer value
ends 1 'an explanation without its difference'
guest end '1..1\nok 1 - a\n' '1..1\nok 1 - a\n'
touch "$tree/answers/end.torc.crash"
peer end
ends 1 'the end differs'
guest silent '' ''
peer silent
ends 1 'nothing that can be compared'
guest private '1..1\nok 1 - a\n' ''
echo '/* @peer no */' >"$tree/tests/guest/private.c"
peer private
ends 2 'a test of private things is not compared'
finish
