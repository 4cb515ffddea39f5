/* SPDX-License-Identifier: MIT */
#ifndef EDGE_RUN_H
#define EDGE_RUN_H
/*
 * The main program of each of these tests: one suite, one case, the functions in a list.
 */
#include <check.h>
#include <stdlib.h>

static inline int run_tests(const char *name, const TTest *const *tests, size_t count)
{
    Suite *suite = suite_create(name);
    TCase *c = tcase_create(name);

    suite_add_tcase(suite, c);
    tcase_set_timeout(c, 60);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(c, tests[i]);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

#define RUN_TESTS(name, ...) \
    int main(void) \
    { \
        static const TTest *const *const tests[] = {__VA_ARGS__}; \
        const TTest *list[sizeof(tests) / sizeof(tests[0])]; \
        for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) \
            list[i] = *tests[i]; \
        return run_tests(name, list, sizeof(tests) / sizeof(tests[0])); \
    }

#endif
