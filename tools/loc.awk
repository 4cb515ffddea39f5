# SPDX-License-Identifier: MIT
#
# Counts the lines of C or assembly that hold more than comments.  Strings and characters are
# stepped over, so that a "/*" inside one begins no comment.

function holds_code(line,    code, c) {
    code = 0
    while (line != "") {
        if (in_comment) {
            if (!(c = index(line, "*/")))
                return code
            line = substr(line, c + 2)
            in_comment = 0
            continue
        }
        if (substr(line, 1, 2) == "/*") {
            in_comment = 1
            line = substr(line, 3)
        } else if (substr(line, 1, 2) == "//") {
            return code
        } else if (match(line, /^"([^"\\]|\\.)*"/) || match(line, /^'([^'\\]|\\.)+'/)) {
            code = 1
            line = substr(line, RLENGTH + 1)
        } else {
            if (substr(line, 1, 1) !~ /[ \t\r\f]/)
                code = 1
            line = substr(line, 2)
        }
    }
    return code
}

holds_code($0) { lines++ }

END { print lines + 0 }
