# SPDX-License-Identifier: MIT
#
# Puts together what one run of the benchmark guest gave: its console (first file), and, if there are
# any, the lines of the plugin and of log.awk (further files), which have no names but the same order.
# A row a line, separated by tabs; counts are those of one body, rounded: what is not the operation's
# (a timer's, say) falls away. Columns: side, width, row, instructions, then
#   entries exceptions loads flushes                         by Torc's own counters
#   guest ring0 entries exceptions cr3 invlpg cr4 cr0 msr port locked    by the plugin
#   entries exceptions                                       by QEMU's log
# Variables: side (torc or xen), width.

function field(line, name,    word, words, w) {
    words = split(line, word, " ")
    for (w = 1; w < words; w++)
        if (word[w] == name) return word[w + 1]
    return ""
}

function each(line, name, times,    value) {
    value = field(line, name)
    return value == "" ? "-" : int(value / times + 0.5)
}

FNR == 1 { file++ }
{ sub(/\r$/, "") }

file == 1 && $1 == "bench" && $2 == "end" { is_complete = 1 }
file == 1 && $1 == "bench" && NF == 3 { cost[$2] = $3 }
file == 1 && $1 == "events" && $3 == "times" { row[++rows] = $2; own[rows] = $0 }
file > 1 { more[file, FNR] = $0 }

END {
    for (r = 1; r <= rows; r++) {
        times = field(own[r], "times")
        line = side "\t" width "\t" row[r] "\t" cost[row[r]]
        for (set = 1; set <= 3; set++) {
            words = split(set == 1 ? "entries exceptions loads flushes" : set == 2 \
                ? "guest ring0 entries exceptions cr3 invlpg cr4 cr0 msr port locked" \
                : "entries exceptions", word, " ")
            for (w = 1; w <= words; w++)
                line = line "\t" each(set == 1 ? own[r] : more[set, r], word[w], times)
        }
        print line
    }
    if (!is_complete) {
        print "bench: the benchmark guest (" side ", " width " bits) did not get to its end" >"/dev/stderr"
        exit 1
    }
}
