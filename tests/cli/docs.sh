#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: what the documents name exists.  Links lead somewhere, files in backticks are there,
# `make` knows each goal, the command each option, the reference is what the source says, and
# the table of rooms in docs/architecture.md is what the rooms include.
#
# A path in backticks may also begin below hypervisor/ (`mm/frame.c`), where libhypercall has its
# headers (`hypercall/page.h`), or beside the document. NAME stands for any name.
. ./tests/lib.sh

# nothing NAME FILE: a point that FILE is empty; its lines say what is wrong
nothing() {
    check "$1" test ! -s "$2"
    sed 's/^/# /; 20q' "$2"
}

# Text outside of code blocks, so that output shown there is not taken for claims.
prose() { awk '/^ *```/ { code = !code; next } !code' "$1"; }

exists() {
    for place in "$2/" "" hypervisor/ libhypercall/include/; do
        # shellcheck disable=SC2086 # the path may be a pattern
        ls -d $place$1 >/dev/null 2>&1 && return 0
    done
    ls tests/"$1".* >/dev/null 2>&1 # a test by its name: guest/NAME
}

links() {
    prose "$1" | grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//' | while read -r link _; do
        case $link in *://*) continue ;; esac
        file=${link%%#*} anchor=
        case $link in *#*) anchor=${link#*#} ;; esac
        target=$1
        test -z "$file" || target=$(dirname "$1")/$file
        if test ! -e "$target"; then
            echo "link to $link leads nowhere"
        elif test -n "$anchor" && ! anchors "$target" | grep -qxF -e "$anchor"; then
            echo "link to $link: $target has no such heading"
        fi
    done
}

# Headings as links name them: lower case, spaces to hyphens, the rest of punctuation dropped.
anchors() {
    prose "$1" | sed -n 's/^##* //p' | tr 'A-Z ' 'a-z-' | tr -cd 'a-z0-9_\n-'
}

# Paths in backticks: words with a slash inside, no command lines, nothing that is made.
paths() {
    prose "$1" | grep -o '`[^`]*`' | tr -d '`' | grep -E '^\.?[A-Za-z0-9_][A-Za-z0-9_.*-]*/[A-Za-z0-9_.*/-]*$' |
        grep -v -e '^build/' -e NAME | sort -u | while read -r path; do
        exists "$path" "$(dirname "$1")" || echo "no file $path"
    done
}

goals() {
    prose "$1" | grep -o '`make [a-z-]*' | sed 's/^`make //' | sort -u | while read -r goal; do
        test -z "$goal" || grep -q "^$goal:" Makefile */build.mk tests/*/build.mk ||
            echo "make knows no goal $goal"
    done
}

for document in *.md docs/*.md docs/*/*.md; do
    test -f "$document" || continue
    { links "$document"; paths "$document"; goals "$document"; } >"$here/wrong"
    nothing "$document: what it names exists" "$here/wrong"
done

# docs/running.md lists the options of torc run, and all of them; and its exit statuses.
build/tools/torc run --help >"$here/help"
sed -n 's/^  \(--[a-z-]*\).*/\1/p' "$here/help" | sort >"$here/options"
sed -n 's/^| `\(--[a-z-]*\).*/\1/p' docs/running.md | sort | diff - "$here/options" >"$here/wrong"
nothing 'docs/running.md lists the options of torc run' "$here/wrong"
sed -n '/^Exit status/,$s/^[^0-9]*\([0-9][0-9]*+*\) .*/\1/p' "$here/help" >"$here/statuses"
sed -n 's/^| \([0-9][0-9]*+*\) |.*/\1/p' docs/running.md | diff - "$here/statuses" >"$here/wrong"
nothing 'docs/running.md lists the exit statuses' "$here/wrong"

# The table of rooms: "| room | door | may include |".
for room in hypervisor/*/; do
    room=$(basename "$room")
    printf '%s: ' "$room"
    cat hypervisor/"$room"/*.[chS] | sed -n 's/^#include "\([a-z0-9]*\)\/.*/\1/p' | sort -u |
        grep -vx -e "$room" -e abi | tr '\n' ' '
    echo
done | sed 's/ $//' >"$here/rooms"
sed -n '/^| room | /,/^$/s/^| \([a-z]*\) | [^|]* | \([a-z ]*\) |.*/\1: \2/p' docs/architecture.md |
    grep -v '^room:' | sort >"$here/table"
diff "$here/table" "$here/rooms" >"$here/wrong"
nothing 'docs/architecture.md: the rooms include what its table says (<), no more and no less (>)' \
    "$here/wrong"

mkdir -p "$here/reference"
check 'the reference can be written' build/tools/docs "$here/reference"
# Which files refuse for a reason may change with any commit; that column is left out here.
for page in "$here"/reference/*.md; do
    for file in "$page" docs/reference/"$(basename "$page")"; do
        sed 's/`[a-z]*\/[a-z0-9_]*\.c`,* *//g; s/  */ /g' "$file" >"$here/$(basename "$file").$(test "$file" = "$page"; echo $?)"
    done
    diff "$here/$(basename "$page").1" "$here/$(basename "$page").0"
done >"$here/wrong"
nothing 'docs/reference is what the source says (else: make docs, and commit it)' "$here/wrong"
finish
