# SPDX-License-Identifier: MIT
#
# Finds the places of a source file of ring 0 that refuse something, and breaks one of them.
#   awk -f tests/mutate.awk FILE               lists them: "FILE:FUNCTION:REASON:N <tab> kind"
#   awk -v which=NAME -f tests/mutate.awk FILE prints the file with that one broken
#
# N counts the places of one function with one reason, so that a name survives edits elsewhere. There
# are three ways to break a place.  "guard": the condition above it is still evaluated, but never holds.
# "result": it answers 0 (where no condition stands above, or the refusal is one arm of a choice).
# "ignored": what TRY, READ_OR_REFUSE or WRITE_OR_REFUSE would have left the function for is not looked at.
# The tree is formatted, so what governs a line is the nearest one above with less indentation.

function indentation(text) {
    match(text, /^ */)
    return text ~ /^ *$/ ? 1000 : RLENGTH
}

function governor(n,    k) {
    for (k = n - 1; k > 0; k--)
        if (indentation(line[k]) < indentation(line[n]) && line[k] !~ /^#/)
            return k
    return 0
}

# The condition of the if that begins in line n, which may go on in the next lines, never holds.
function disable(n,    at, k, i, c, depth) {
    at = index(line[n], "if (") + 3
    for (k = n; k <= lines; k++)
        for (i = k == n ? at : 1; i <= length(line[k]); i++) {
            c = substr(line[k], i, 1)
            depth += c == "(" ? 1 : c == ")" ? -1 : 0
            if (c != ")" || depth != 0)
                continue
            line[k] = substr(line[k], 1, i - 1) "); 0; }))" substr(line[k], i + 1)
            line[n] = substr(line[n], 1, at) "({ (void)(" substr(line[n], at + 1)
            return
        }
}

function answer_nothing(n) {
    gsub(/domain_crash\(/, "(void)(", line[n])
    gsub(/(return|=|\?|:) REASON_/, "& 0 * REASON_", line[n])
    gsub(/REASON_ 0 \* /, "0 * ", line[n])
    gsub(/(refuse|no|bad)\(v?/, "0 \\&\\& &", line[n])
}

# The step is taken, and nobody asks how it went.
function ignore(n) {
    sub(/TRY\(/, "(void)(", line[n])
    if (match(line[n], /(READ|WRITE)_OR_REFUSE\(v, [a-z_#A-Z]+/))
        line[n] = substr(line[n], 1, RSTART - 1) "(void)guest_" \
            (line[n] ~ /READ_OR/ ? "read_" : "write_") \
            substr(line[n], RSTART + index(substr(line[n], RSTART), ", ") + 1, \
                   RLENGTH - index(substr(line[n], RSTART), ", ") - 1) "(v" substr(line[n], RSTART + RLENGTH)
}

function leaves(text) {
    return text !~ /^(#|[a-z_])/ && text ~ /^ *(TRY|READ_OR_REFUSE|WRITE_OR_REFUSE)\(/
}

function reason_near(n,    k) {
    if (leaves(line[n]))
        return line[n] ~ /TRY/ ? "TRIED" : line[n] ~ /READ_OR/ ? "POINTER_UNREADABLE" : "POINTER_UNWRITABLE"
    for (k = n; k <= n + 2; k++)
        if (match(line[k], /REASON_[A-Z0-9_]+/) && substr(line[k], RSTART, RLENGTH) != "REASON_NONE")
            return substr(line[k], RSTART + 7, RLENGTH - 7)
    return "BAD"
}

function refuses(text) {
    if (text ~ /^ *(\*|\/\*|\/\/)/ || text ~ /^[a-z_]/) # a comment, or the definition of a function
        return 0
    return text ~ /(^|[^a-z_])(refuse|domain_crash|no|bad)\(/ || text ~ /(return|why =|[?:]) REASON_[A-MO-Z]/
}

{ line[++lines] = $0 }

END {
    file = FILENAME
    sub(/.*hypervisor\//, "", file)
    for (n = 1; n <= lines; n++) {
        if (line[n] ~ /^[a-z].*[a-z0-9_]\(/ && line[n] !~ /;/) {
            match(line[n], /[a-z_0-9]+\([^(]/)
            name = substr(line[n], RSTART, RLENGTH - 2)
        }
        if (!(refuses(line[n]) || leaves(line[n])) || name ~ /^(no|bad|refuse|domain_crash)$/)
            continue
        id = file ":" name ":" reason_near(n)
        id = id ":" (++count[id])
        guard = governor(n)
        chooses = line[n] ~ /[?:] *(refuse|no|bad)\(/ || line[n] ~ /[?:] REASON_/
        kind = leaves(line[n]) ? "ignored" \
            : !chooses && line[guard] ~ /^ *(\} else )?(if|else if) \(/ ? "guard" : "result"
        if (which == "") {
            print id "\t" kind
        } else if (which == id) {
            if (kind == "ignored")
                ignore(n)
            else if (kind == "guard")
                disable(guard)
            else
                answer_nothing(n)
            found = 1
        }
    }
    for (n = 1; found && n <= lines; n++)
        print line[n]
    exit which != "" && !found
}
