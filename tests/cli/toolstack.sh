#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: configurations that others have published are read to their end, and each is taken, or
# refused for what it asks of a hypervisor and Torc is not: by file, line and key. And what is made from the
# table of verbs says the same as the command.
#
# The configurations: examples of Debian's xen-utils-common, and those that libvirt's source has.
. ./tests/lib.sh
examples=build/pkg/xen-utils-common
published=build/pkg/libvirt-src

if test ! -d $examples || test ! -d $published; then
    check '# SKIP the published configurations are not here (tools/deps --linux fetches them)' true
    finish
    exit 0
fi

# ---- published configurations

# The key that a file is refused for: the first of these that it has, with a value that matters.
wanted_key() {
    grep -q "^builder *= *\"hvm\"" "$1" && echo builder && return
    grep -qE "^type *= *\"(hvm|pvh)\"" "$1" && echo type && return
    sed -n 's/^\(bootloader\|pci\|cpuid\|channel\|usbdev\|usbctrl\) *=.*/\1/p' "$1" | head -n 1
}

files=0 taken=0
for file in $examples/etc/xen/xlexample.* $(find $published -name '*.cfg' | sort); do
    name=$(basename "$file")
    run ./torc check "$file"
    key=$(wanted_key "$file")
    files=$((files + 1))
    if test -z "$key"; then
        ends 0 "$name is taken"
        taken=$((taken + 1))
    else
        ends 1 "$name is refused"
        line=$(grep -nE "^$key *=" "$file" | head -n 1 | cut -d : -f 1)
        says "$file:$line: $key: " "$name: by file, line and key"
    fi
    check "$name: each key is known, and the syntax is" \
        sh -c "! grep -e 'no such key' -e 'should' -e 'quotation' '$here/err'"
done
check "that were more than ten: $files, of which $taken are taken" test $files -ge 10 -a $taken -ge 5

# ---- the manual of xl

# Each key that the manual has a paragraph for.
zcat $examples/usr/share/man/man5/xl.cfg.5.gz |
    awk '/^\.RS/ { depth++ } /^\.RE/ { depth-- } !depth && /^\.(ie n \.)?IP "/' |
    sed -n 's/^[^"]*"\\fB\([a-z][a-z0-9_]*\) *=.*/\1/p' | sort -u >"$here/keys"
check 'the manual has more than a hundred keys' test "$(wc -l <"$here/keys")" -gt 100
while read -r key; do
    printf 'name="g"\nkernel="/k"\nmemory=64\n%s="1"\n' "$key" >"$here/one.cfg"
    ./torc check "$here/one.cfg" 2>&1 | grep 'no such key'
done <"$here/keys" >"$here/unknown"
check 'and none is unknown' test ! -s "$here/unknown"
sed 's/^/# /' "$here/unknown"

# ---- messages

printf 'name = "g"\nkernel = "/k"\nmemry = 64\n' >"$here/bad.cfg"
run ./torc check "$here/bad.cfg"
ends 1 'a key that nobody knows'
says "$here/bad.cfg:3: memry: no such key; perhaps 'memory' was meant" 'what may have been meant'
run ./torc check "$here/none.cfg"
ends 1 'no such file'
says "$here/none.cfg: cannot read it: No such file or directory" 'it is named'
run ./torc check "$here"
ends 1 'a folder'
run ./torc check
ends 2 'no file'
printf 'name="g"; kernel="/k"; memory=64' | sed "s/64/64 '/" >"$here/odd.cfg"
run ./torc check "$here/odd.cfg"
ends 1 'a configuration that is cut off'

# ---- one table

run ./torc --help
cp "$here/out" "$here/overview"
for verb in $(sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' "$here/overview" | sort -u); do
    run ./torc "$verb" --help
    ends 0 "torc $verb --help"
    sed -n 's/^  \(-[a-zA-Z]\)\{0,1\}\(, \)\{0,1\}\(--[a-z-]*\)\{0,1\}[ ].*/\1\n\3/p' "$here/out" | grep . | sort \
        >"$here/from-help"
    grep '^\.It Fl' "build/man/torc-$verb.1" | grep -oE 'Fl (\\-)?[A-Za-z-]+' |
        sed 's/^Fl \\-/--/; s/^Fl /-/' | sort >"$here/from-page"
    check "its manual page has the same options" cmp -s "$here/from-help" "$here/from-page"
    completed=$(bash -c '. build/man/torc.bash; COMP_WORDS=(torc "$1" -) COMP_CWORD=2; _torc
        printf "%s\n" "${COMPREPLY[@]}"' - "$verb" | grep -v -e '^--help$' | sort)
    check 'and the completion' test "$completed" = "$(cat "$here/from-help")"
done
if command -v groff >/dev/null; then
    for page in build/man/*.1; do groff -ww -mandoc -Tutf8 "$page" 2>&1 >/dev/null; done >"$here/groff"
    check 'groff complains of no manual page' test ! -s "$here/groff"
fi
run ./torc lst
ends 2 'a verb that is none'
says "perhaps 'list'" 'what may have been meant'
run ./torc destroy 1
ends 2 'a verb of the first domain, on the laptop'
says 'works in the first domain' 'it says where'
finish
