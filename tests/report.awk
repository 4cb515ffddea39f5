# SPDX-License-Identifier: MIT
#
# Joins the points of all tests into one TAP stream, ends with the line "N passed, N failed"
# (and what was skipped), and writes JUnit XML to the file named by `junit`, if any.

BEGIN {
    FS = "\t"
    print "TAP version 13"
}

function escaped(text) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    gsub(/"/, "\\&quot;", text)
    gsub(/[^ -~]/, "?", text)
    return text
}

$1 == "#" {
    sub(/^#\t/, "")
    print "# " $0
    next
}

{
    count[$1]++
    print ($1 == "not" ? "not ok " : "ok ") (++total) " - " $2 ": " $3
    fflush()
    text = escaped($3)
    xml = xml "  <testcase classname=\"" escaped($2) "\" name=\"" text "\" time=\"" $4 "\""
    if ($1 == "not")
        xml = xml "><failure message=\"" text "\"/></testcase>\n"
    else if ($1 == "skip")
        xml = xml "><skipped/></testcase>\n"
    else
        xml = xml "/>\n"
}

END {
    print "1.." total + 0
    if (junit != "") {
        print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" >junit
        printf "<testsuite name=\"torc\" tests=\"%d\" failures=\"%d\" skipped=\"%d\">\n%s</testsuite>\n",
            total, count["not"], count["skip"], xml >junit
    }
    printf "%d passed, %d failed", count["ok"], count["not"]
    if (count["skip"])
        printf ", %d skipped", count["skip"]
    print ""
    exit count["not"] || !total ? 1 : 0
}
