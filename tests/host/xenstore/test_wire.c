/* SPDX-License-Identifier: MIT */
/*
 * The rule: our header of the protocol says what Xen's public one says.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <xen/io/xs_wire.h>

#include "tests/host/edge/run.h"

#define FACTS facts_theirs
#include "facts.h"

extern const struct fact facts_ours[];
const char *wire_error_name(int error);
int wire_error_number(const char *name);

START_TEST(facts)
{
    for (size_t i = 0; facts_theirs[i].name; i++) {
        if (facts_ours[i].value != facts_theirs[i].value)
            ck_abort_msg("%s is %ld, not %ld", facts_theirs[i].name, facts_theirs[i].value,
                         facts_ours[i].value);
    }
}
END_TEST

START_TEST(errors)
{
    for (size_t i = 0; i < sizeof(xsd_errors) / sizeof(xsd_errors[0]); i++) {
        ck_assert_str_eq(wire_error_name(xsd_errors[i].errnum), xsd_errors[i].errstring);
        ck_assert_int_eq(wire_error_number(xsd_errors[i].errstring), xsd_errors[i].errnum);
    }
    ck_assert_str_eq(wire_error_name(EXDEV), "EINVAL"); /* has no name there */
    ck_assert_int_eq(wire_error_number("EXDEV"), 0);
}
END_TEST

RUN_TESTS("xs_wire", &facts, &errors)
