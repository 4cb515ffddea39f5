# SPDX-License-Identifier: MIT
#
# The figures of `make bench` as a picture: for each operation and width a bar for Torc, one for Xen, and
# a line where the goal is. Usage: awk -f rows.awk -f plot.awk goals.tsv results.tsv >bench.svg

BEGIN {
    LEFT = 220; WIDE = 640; BAR = 11; PAIR = 28; GAP = 12; TOP = 84
    color["torc"] = "#1f6f8b"; color["xen"] = "#c9c3b8"; goal_color = "#b3261e"
}

function text(x, y, anchor, class, what) {
    printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>\n", x, y, anchor, class, what
}

function rectangle(x, y, wide, high, fill) {
    printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n", x, y, wide, high, fill
}

function bars(width, name, y,    torc, xen) {
    torc = value("torc", width, name, "instructions")
    xen = xen_cost(width, name)
    text(LEFT - 8, y + BAR + 3, "end", "width", width "-bit")
    if (torc != "-") {
        rectangle(LEFT, y, torc * scale, BAR, color["torc"])
        text(LEFT + torc * scale + 6, y + BAR - 2, "start", "value", torc sprintf(" (%.0f %%)", 100 * torc / xen))
    }
    rectangle(LEFT, y + BAR, xen * scale, BAR, color["xen"])
    text(LEFT + xen * scale + 6, y + 2 * BAR - 2, "start", "value", xen)
    printf "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\"/>\n",
        LEFT + goal[name] * scale, LEFT + goal[name] * scale, y - 2, y + 2 * BAR + 2, goal_color
}

function legend(x, fill, what) {
    rectangle(x, 52, 14, 11, fill)
    text(x + 20, 62, "start", "value", what)
}

END {
    for (r = 1; r <= rows; r++)
        for (w = 1; w <= 2; w++) {
            if (!is_row(widths[w], row[r])) continue
            pairs++
            if (xen_cost(widths[w], row[r]) > most_dear) most_dear = xen_cost(widths[w], row[r])
        }
    scale = WIDE / most_dear
    height = TOP + pairs * PAIR + rows * GAP + 10
    wide = LEFT + WIDE + 110
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n", wide, height, wide, height
    print "<style>text{font-family:sans-serif;fill:#222}.title{font-size:18px;font-weight:bold}" \
        ".name{font-size:13px;font-weight:bold}.width{font-size:11px;fill:#666}.value{font-size:11px}</style>"
    rectangle(0, 0, wide, height, "#ffffff")
    text(20, 30, "start", "title", "Instructions per operation, guest and hypervisor together")
    legend(LEFT, color["torc"], "Torc (share of Xen)")
    legend(LEFT + 170, color["xen"], has["xen"] ? "Xen, same run" : "Xen, as known")
    legend(LEFT + 300, goal_color, "goal")
    y = TOP
    for (r = 1; r <= rows; r++) {
        text(20, y + BAR + 3, "start", "name", row[r])
        for (w = 1; w <= 2; w++)
            if (is_row(widths[w], row[r])) {
                bars(widths[w], row[r], y)
                y += PAIR
            }
        y += GAP
    }
    print "</svg>"
}
