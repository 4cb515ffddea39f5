# SPDX-License-Identifier: MIT
#
# What a guest test says in its source about how it is to be run: "@word rest of the line".
# shellcheck shell=sh

# Print the source file of guest test $1, if it is there. NAME-64 may be NAME in the other width.
source_of() {
    for name in "$1" "${1%-64}"; do
        for suffix in c S; do
            if test -f "tests/guest/$name.$suffix"; then
                printf '%s' "tests/guest/$name.$suffix"
                return
            fi
        done
    done
}

# Print what follows "@$2" in the source of guest test $1, or $3.
directive() {
    source=$(source_of "$1")
    text=$(test -z "$source" || sed -n -e 's/ *\*\/ *$//' -e "s/^.*@$2 \(.*[^ ]\) *$/\1/p" "$source")
    printf '%s' "${text:-${3:-}}"
}
