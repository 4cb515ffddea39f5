#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: blank and comment lines are free, everything else counts, and what looks like a
# comment inside a string is none.
. ./tests/lib.sh
lines() { check "$2" test "$(awk -f tools/loc.awk)" = "$1"; }

lines 0 'nothing is no line' </dev/null
lines 0 'blank lines and comments are free' <<'TEXT'

/* one */
    // two
/* three
   int four;

   five */
TEXT
lines 4 'code beside a comment counts' <<'TEXT'
int a; /* one */
/* two */ int b;
/* three
 */ int c; /* and
 */
}
TEXT
lines 3 'a comment in a string is none' <<'TEXT'
char *s = "/*";
char c = '"';
char *t = "\"/*"; // "
TEXT
finish
