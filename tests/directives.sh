# SPDX-License-Identifier: MIT
#
# What a guest test says in its source about how it is to be run: "@word rest of the line".
# shellcheck shell=sh

# Print the source file of guest test $1, if it is there.
source_of() {
    for suffix in c S; do
        test ! -f "tests/guest/$1.$suffix" || printf '%s' "tests/guest/$1.$suffix"
    done
}

# Print what follows "@$2" in the source of guest test $1, or $3.
directive() {
    source=$(source_of "$1")
    text=$(test -z "$source" || sed -n -e 's/ *\*\/ *$//' -e "s/^.*@$2 \(.*[^ ]\) *$/\1/p" "$source")
    printf '%s' "${text:-${3:-}}"
}
