# SPDX-License-Identifier: MIT
#
# The contract, as points of TAP: limits and events as in report.awk, and each row as in the committed
# baseline: event counts to the digit, instructions within 1 %. Whoever changes a figure commits the new
# baseline with the change.
# Usage: awk -v baseline=baseline.tsv -f rows.awk -f check.awk goals.tsv results.tsv

function point(passed, name) {
    printf "%s %d - %s\n", passed ? "ok" : "not ok", ++points, name
}

function differ(width, name, what, old, new,    sign) {
    sign = new > old ? "more" : "less"
    printf "# %s, %d bits: %s were %d, are %d (%s). If that is meant: make bench-baseline, and commit\n" \
           "# tests/bench/baseline.tsv with the change; else look for what made it so.\n", name, width, what, old, new, sign
    return 1
}

function held(width, name, old,    words, what, w, new, off) {
    words = split("instructions entries exceptions loads flushes", what, " ")
    for (w = 1; w <= words; w++) {
        new = value("torc", width, name, what[w])
        if (w > 1 ? new != old[w] : new > old[w] * 1.01 || new < old[w] * 0.99)
            off += differ(width, name, what[w], old[w], new)
    }
    return !off
}

END {
    while ((getline line <baseline) > 0) {
        if (line ~ /^#/) continue
        split(line, f, "\t")
        is_old[f[1], f[2]] = 1
        for (c = 1; c <= 5; c++) was[f[1], f[2], c] = f[c + 2]
    }
    for (w = 1; w <= 2; w++) {
        width = widths[w]
        for (r = 1; r <= rows; r++) {
            name = row[r]
            if (!is_row(width, name)) continue
            examine(width, name, 60)
            if (!has["torc", width, name]) {
                if (is_old[width, name]) point(0, name ", " width " bits: stands in the baseline, and was measured")
                continue
            }
            if (!is_old[width, name]) {
                point(0, name ", " width " bits: stands in the baseline (make bench-baseline writes it)")
                continue
            }
            for (c = 1; c <= 5; c++) old[c] = was[width, name, c]
            point(held(width, name, old), name ", " width " bits: costs what the baseline says")
        }
    }
    for (t = 1; t <= troubles; t++) print "# " trouble[t]
    point(!troubles, "limited rows are below 60 % of Xen, and none takes more entries, base loads or flushes")
    print "1.." points + 1 # the runner adds whether two runs agree
}
