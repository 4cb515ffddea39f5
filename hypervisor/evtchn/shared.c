/* SPDX-License-Identifier: MIT */
/*
 * Where the event words of each width are: the one table that shared.h works by.
 */
#include "evtchn/shared.h"

const struct shared_layout shared_layout[2] = {
    [WIDTH_32] = {offsetof(abi32_shared_info, evtchn_pending),
                  offsetof(abi32_shared_info, evtchn_mask), offsetof(abi32_vcpu_info, pending_sel),
                  32 * 32, 5},
    [WIDTH_64] = {offsetof(abi64_shared_info, evtchn_pending),
                  offsetof(abi64_shared_info, evtchn_mask), offsetof(abi64_vcpu_info, pending_sel),
                  64 * 64, 6},
};
