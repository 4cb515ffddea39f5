# SPDX-License-Identifier: MIT
#
# Counts entries into ring 0 in QEMU's log of interrupts (-d int), which shows all of them but SYSCALL:
# one line for each row of the benchmark guest. The guest's marks (mark.h) are CPUIDs with a mark in
# EAX, and so #UD exceptions (v=06). Between two of them the guest asks twice for Torc's counters.

/^ *[0-9]+: v=/ {
    if (match($0, /EAX]=[0-9a-f]*746f720[1-4]$/)) {
        mark = substr($0, length($0))
        if (mark == 1) {
            is_on = 1
            windows++
        } else if (mark == 2) {
            is_on = 0
        } else if (mark == 3) {
            print "entries", entries - (doors ? 2 * windows : 0), "exceptions", exceptions + 0
        }
        if (mark >= 3) entries = exceptions = doors = windows = 0
        next
    }
    if (!is_on || /cpl=0/) next # ring 0's own are no entries
    entries++
    if (/v=82/) doors++
    else exceptions++
}
