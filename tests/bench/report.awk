# SPDX-License-Identifier: MIT
#
# The table of `make bench` for a person, and its exit status: 0 if every limited row is below 60 % of
# Xen, no row takes more privileged events than there, and the ways of counting agree.
# Usage: awk -f rows.awk -f report.awk goals.tsv results.tsv

function pair(width, name, what) {
    return value("torc", width, name, what) "/" value("xen", width, name, what)
}

function one(width, name,    cost, xen, shown) {
    cost = value("torc", width, name, "instructions")
    xen = xen_cost(width, name)
    shown = cost == "-" ? "" : sprintf("%.0f %%", 100 * cost / xen)
    printf "%-22s %6s %6s %7s %6s %s", name, cost, xen, shown, goal[name],
        cost != "-" && cost <= goal[name] ? "*" : " "
    if (has["xen"])
        printf " %9s %8s %7s %7s %9s", pair(width, name, "p_entries"), pair(width, name, "p_exceptions"),
            pair(width, name, "p_cr3"), pair(width, name, "p_invlpg"), pair(width, name, "p_locked")
    else
        printf " %9s %8s %7s", value("torc", width, name, "entries"),
            value("torc", width, name, "exceptions"), value("torc", width, name, "loads")
    print ""
}

END {
    share = share ? share : 60
    for (w = 1; w <= 2; w++) {
        width = widths[w]
        print (w > 1 ? "\n" : "") width "-bit guests" (has["xen"] ? "; events: Torc/Xen" \
            : "; Xen as known (make peer-deps lets it be measured)")
        printf "%-22s %6s %6s %7s %6s   %9s %8s %7s %7s %9s\n", "operation", "Torc", "Xen", "of Xen", "goal",
            "entries", "except.", "CR3", (has["xen"] ? "INVLPG" : ""), (has["xen"] ? "locked" : "")
        for (r = 1; r <= rows; r++) {
            if (!is_row(width, row[r])) continue
            one(width, row[r])
            examine(width, row[r], share)
            cross_check(width, row[r], "entries", "p_entries")
            cross_check(width, row[r], "loads", "p_cr3")
            if (row[r] !~ /syscall$/) # to the plugin, SYSCALL is SYSCALL in either mode
                cross_check(width, row[r], "exceptions", "p_exceptions")
            cross_check(width, row[r], "p_exceptions", "l_exceptions")
            if (width == 32) cross_check(width, row[r], "p_entries", "l_entries")
        }
    }
    print "\nInstructions of one operation, guest and hypervisor; * reaches the goal. Events are those of" \
        " one body\n(16 entries of the multicall, 128 of the update, 512 of the pin); locked: atomic" \
        " instructions in ring 0."
    for (t = 1; t <= troubles; t++)
        print "bench: " trouble[t]
    exit troubles > 0
}
