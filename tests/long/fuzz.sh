#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A million random calls in each width (tests/fuzz/).
exec sh tests/fuzz/run --tap --calls 1000000
