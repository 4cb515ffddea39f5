# SPDX-License-Identifier: MIT
#
# The figures of `make bench` for a machine: a list of rows, one for each operation and width, with what
# each side took. Usage: awk -f rows.awk -f json.awk goals.tsv results.tsv

function number(text) {
    return text == "-" || text == "" ? "null" : text
}

function side(name, who, width, row,    c, text) {
    if (!has[who, width, row]) return ""
    text = sprintf(",\n   \"%s\": {", name)
    for (c = 1; c <= columns; c++)
        text = text sprintf("%s\"%s\": %s", c > 1 ? ", " : "", column[c], number(value(who, width, row, column[c])))
    return text "}"
}

END {
    print "{\"unit\": \"instructions of one operation; events of one body\","
    print " \"columns\": \"p_: counted by the QEMU plugin, l_: by QEMU's log, else by Torc itself\","
    printf " \"rows\": ["
    for (w = 1; w <= 2; w++)
        for (r = 1; r <= rows; r++)
            if (is_row(widths[w], row[r]))
                printf "%s\n  {\"name\": \"%s\", \"width\": %d, \"goal\": %d, \"xen_known\": %s%s%s}", written++ ? "," : "",
                    row[r], widths[w], goal[row[r]], number(known[widths[w], row[r]]),
                    side("torc", "torc", widths[w], row[r]), side("xen", "xen", widths[w], row[r])
    print "\n ]}"
}
