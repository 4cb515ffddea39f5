#!/bin/sh
# SPDX-License-Identifier: MIT
#
# sparse, cppcheck and clang-tidy have nothing to say of ring 0 (tools/lint).
. ./tests/lib.sh

run sh -c 'YES=1 tools/deps --lint && tools/lint'
ends 0 'no complaint'
tail -n 1 "$here/out" | sed 's/^/# /'
finish
