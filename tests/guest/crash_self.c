/* SPDX-License-Identifier: MIT */
/*
 * The rule: a guest may say itself that it has crashed, by shutting down for that reason.
 *
 * @expect crash
 * @console the guest asked to be crashed
 * @widths both
 */
#include "test.h"

int guest_main(void)
{
    test_ok(true, "about to be crashed");
    console_print("1..1\n");
    guest_shutdown(ABI_SHUTDOWN_crash);
    test_ok(false, "the guest should be gone by now");
    return test_end();
}
