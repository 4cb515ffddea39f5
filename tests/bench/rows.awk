# SPDX-License-Identifier: MIT
#
# What the other scripts of this folder stand on: reads goals.tsv (first file) and rows as gather.awk
# writes them (second file). Afterwards row[1..rows] are the names in order, and for each width (32,
# 64) and side (torc, xen) what was measured is value(side, width, name, column).

BEGIN {
    FS = OFS = "\t"
    columns = split("instructions entries exceptions loads flushes guest ring0 p_entries " \
        "p_exceptions p_cr3 p_invlpg p_cr4 p_cr0 p_msr p_port p_locked l_entries l_exceptions", column, " ")
    split("32 64", widths, " ")
}

FNR == 1 { file_number++ }
/^#/ { next }

file_number == 1 {
    row[++rows] = $1
    goal[$1] = $4
    limit[$1] = $5
    for (w = 1; w <= 2; w++) {
        known[widths[w], $1] = $(w + 1) # Xen's instructions
        split($(w + 5), events, "/")
        most[widths[w], $1, "entries"] = most[widths[w], $1, "loads"] = "-"
        if ($(w + 5) != "-") {
            most[widths[w], $1, "entries"] = events[1]
            most[widths[w], $1, "loads"] = most[widths[w], $1, "flushes"] = events[2]
        }
    }
}

file_number == 2 {
    has[$1] = has[$1, $2, $3] = 1
    for (c = 1; c <= columns; c++)
        measured[$1, $2, $3, column[c]] = $(c + 3)
}

function value(side, width, name, what) {
    return (side, width, name, what) in measured ? measured[side, width, name, what] : "-"
}

# Xen's instructions: as measured beside ours, else as known.
function xen_cost(width, name) {
    return has["xen", width, name] ? value("xen", width, name, "instructions") : known[width, name]
}

# A row that this width has.
function is_row(width, name) {
    return known[width, name] != "-"
}

# What is wrong with a row, as a list of sentences in trouble[1..troubles].
function examine(width, name, share,    cost, what, w, here, allowed) {
    if (!has["torc", width, name]) {
        if (index(limit[name], width)) trouble[++troubles] = name ", " width " bits: was not measured"
        return
    }
    cost = value("torc", width, name, "instructions")
    if (index(limit[name], width) && cost * 100 > known[width, name] * share)
        trouble[++troubles] = sprintf("%s, %d bits: %d instructions are %.0f %% of Xen's, %d %% are allowed",
                                      name, width, cost, 100 * cost / known[width, name], share)
    split("entries loads flushes", what, " ")
    for (w = 1; w <= 3; w++) {
        here = value("torc", width, name, what[w])
        allowed = most[width, name, what[w]]
        if (here != "-" && allowed != "-" && allowed != "" && here + 0 > allowed + 0)
            trouble[++troubles] = sprintf("%s, %d bits: %d %s, Xen takes %d", name, width, here, what[w],
                                          allowed)
    }
}

# Counters within and without must agree, where both counted.
function cross_check(width, name, what, other,    a, b) {
    a = value("torc", width, name, what)
    b = value("torc", width, name, other)
    if (a != "-" && b != "-" && a != b)
        trouble[++troubles] = sprintf("%s, %d bits: %s are %d, %s are %d; they should agree", name, width,
                                      what, a, other, b)
}
