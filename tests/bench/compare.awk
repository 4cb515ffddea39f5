# SPDX-License-Identifier: MIT
#
# Holds the output of the benchmark guest against goals.tsv: a table for people, an exit status for
# machines. Usage: awk -f compare.awk goals.tsv OUTPUT. Variables: share (limit in percent of Xen, 60);
# tap (1: points of TAP instead of a table).

BEGIN {
    FS = "\t"
    share = share ? share : 60
}

FNR == NR {
    if ($0 !~ /^#/) {
        order[++rows] = $1
        xen[$1] = $2; goal[$1] = $3; kind[$1] = $4
        allowed[$1, "entries"] = $5; allowed[$1, "loads"] = $6; allowed[$1, "flushes"] = $7
    }
    next
}

{ sub(/\r$/, ""); split($0, word, " ") }

word[1] == "bench" && word[2] == "end" { complete = 1 }
word[1] == "bench" && word[2] != "end" { cost[word[2]] = word[3] }

# events NAME entries E loads L flushes F, in hundredths; a few of a hundred may be a timer's.
word[1] == "events" {
    for (i = 3; i <= 7; i += 2) {
        most = allowed[word[2], word[i]]
        if (most != "-" && most != "" && word[i + 1] > most * 100 + 10) {
            dear++
            trouble[++troubles] = sprintf("%s: %.2f %s an operation, Xen takes %d", word[2],
                                          word[i + 1] / 100, word[i], most)
        }
    }
}

function point(passed, name) {
    printf "%s %d - %s\n", passed ? "ok" : "not ok", ++points, name
}

function points_of_tap(    r, name) {
    for (r = 1; r <= rows; r++) {
        name = order[r]
        if (kind[name] == "limit") {
            point(name in cost && cost[name] * 100 <= xen[name] * share,
                  name " takes at most " share " % of Xen's instructions")
        }
    }
    point(!dear, "no operation takes more entries, base loads or flushes than on Xen")
    point(complete, "the benchmark guest got to its end")
    for (r = 1; r <= rows; r++) {
        printf "# %-24s %6s of %6d\n", order[r], order[r] in cost ? cost[order[r]] : "-", xen[order[r]]
    }
    print "1.." points
}

END {
    if (tap) {
        points_of_tap()
        exit
    }
    printf "%-24s %8s %8s %8s %8s\n", "operation", "here", "Xen", "of Xen", "goal"
    for (r = 1; r <= rows; r++) {
        name = order[r]
        if (!(name in cost)) {
            printf "%-24s %8s %8d %8s %8d\n", name, "-", xen[name], "", goal[name]
            if (kind[name] == "limit") {
                trouble[++troubles] = name ": was not measured"
            }
            continue
        }
        percent = 100 * cost[name] / xen[name]
        mark = cost[name] <= goal[name] ? "reached" : ""
        if (kind[name] == "limit" && percent > share) {
            mark = "TOO DEAR"
            trouble[++troubles] = sprintf("%s: %d instructions are %.0f %% of Xen, %d %% are allowed",
                                          name, cost[name], percent, share)
        }
        printf "%-24s %8d %8d %7.0f%% %8d  %s\n", name, cost[name], xen[name], percent, goal[name], mark
    }
    if (!complete) {
        trouble[++troubles] = "the benchmark guest did not get to its end"
    }
    for (t = 1; t <= troubles; t++) {
        print "bench: " trouble[t]
    }
    exit troubles > 0
}
