# SPDX-License-Identifier: MIT
#
# Reads what one test printed and writes its points, one a line, for tests/report.awk.  A test
# that breaks its promise (fewer points than planned, the wrong end) fails for that too.
#   name, seconds: of the test;  status, wanted: how it ended and how it should have

BEGIN { OFS = "\t" }

function point(result, text) {
    gsub(/\t/, " ", text)
    print result, name, text, seconds
    seconds = 0 # the time of the whole test stands at its first point
    points++
}

{ sub(/^\(d[0-9]+\) /, "") } # of a domain without privilege, whose lines have its number in front

/^1\.\.[0-9]+/ { planned += substr($1, 4); has_plan = 1 }

/^(not )?ok( |$)/ {
    result = $1 == "not" ? "not" : "ok"
    text = $0
    sub(/^(not )?ok *[0-9]* *-? */, "", text)
    if (result == "ok" && text ~ /# *[sS][kK][iI][pP]/)
        result = "skip"
    point(result, text)
}

END {
    seen = points + 0
    if (has_plan && planned != seen)
        point("not", "planned " planned " points, saw " seen)
    if (!has_plan && seen)
        point("not", "there is no plan (1.." seen ")")
    if (status != wanted)
        point("not", "ended with status " status ", not " wanted)
    else if (!seen && wanted == 0)
        point("not", "it tested nothing")
    else if (!seen)
        point("ok", "ended as it should, with status " status)
}
