#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Kernels that nobody here wrote and that are no Linux: GRUB as a guest of Xen, in both widths.
# They load, find what they need at the start of day, and then wait for a xenstore that nobody runs
# yet: they are ended when the time is over, and neither crashed nor were refused.
. ./tests/lib.sh

for image in i386:32 x86_64:64; do
    run ./torc run "build/pkg/grub-xen/usr/lib/grub-xen/grub-${image%:*}-xen.bin" --memory 256M --timeout 6
    ends 4 "GRUB for ${image%:*} waits"
    prints "${image#*:}-bit kernel" "GRUB for ${image%:*} is a ${image#*:}-bit kernel"
done
finish
