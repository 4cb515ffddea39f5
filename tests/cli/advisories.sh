#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The rule: what docs/advisories.md and docs/threat-model.md claim to stand against a mistake is there.
# Every `file:function` names a function (or table, or entry) of that file below hypervisor/; every
# `guest/NAME` a guest test, every tests/... path a file; and no advisory is left without an answer.
. ./tests/lib.sh

# nothing NAME FILE: a point that FILE is empty; its lines say what is wrong
nothing() {
    check "$1" test ! -s "$2"
    sed 's/^/# /; 20q' "$2"
}

quoted() { grep -o '`[^`]*`' "$1" | tr -d '`' | sort -u; }

for document in docs/advisories.md docs/threat-model.md; do
    quoted "$document" | grep -E '^[a-z]+/[a-z0-9_]+\.[chS]:' | while IFS=: read -r file name; do
        grep -qsw -e "$name" "hypervisor/$file" || echo "no $name in hypervisor/$file"
    done >"$here/functions"
    nothing "$document: each function named is in its file" "$here/functions"

    quoted "$document" | grep -E '^(guest|session|cli|long)/' | while read -r test; do
        test -f "tests/$test.c" || test -f "tests/$test.sh" || echo "no test $test"
    done >"$here/tests"
    nothing "$document: each test named is there" "$here/tests"
done

# The advisories of pv-abi 6.5, in the order of their numbers.
known='7 44 45 58 122 148 154 156 167 171 173 182 183 185 188 190 193 194 202 212 213 214 215 217 218 221
224 226 227 228 230 231 232 234 236 240 241 242 244 248 249 250 251 252 254 255 259 260 263 264 265 267 273
274 279 280 284 285 286 287 288 289 290 291 292 293 294 296 297 298 299 309 310 316 317 318 319 327 333 338
339 340 342 343 344 345 379 380 382 387 394 401 402 408 438 444 466'
sed -n 's/^| \([0-9][0-9, ]*\) |.*/\1/p' docs/advisories.md | tr -d ',' | tr ' ' '\n' | sort -n >"$here/answered"
echo $known | tr ' ' '\n' | sort -n | diff - "$here/answered" >"$here/wrong"
nothing 'each advisory has one answer' "$here/wrong"
finish
