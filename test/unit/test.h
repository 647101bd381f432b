/* test/unit/test.h -- what every unit test includes: cmocka with its prerequisites, and checks for
 * our own types. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"

/* cmocka 1.1 prints a skipped test as "not ok # SKIP", which Meson counts as a failure. A test says
 * aloud why it skips, and ends with this line, which test/count looks for. */
#undef skip
#define skip()                                                                                     \
    do {                                                                                           \
        print_message("# SKIPPED\n");                                                              \
        return;                                                                                    \
    } while (0)

#define assert_str(got, want)                                                                      \
    do {                                                                                           \
        str got_ = (got), want_ = (want);                                                          \
        if (!str_eq(got_, want_))                                                                  \
            fail_msg("got \"%.*s\", want \"%.*s\"", STR(got_), STR(want_));                        \
    } while (0)

/* That a call succeeded; shows its error otherwise. */
#define assert_ok(call, err)                                                                       \
    do {                                                                                           \
        if (!(call))                                                                               \
            fail_msg("%s: %s", #call, (err).msg);                                                  \
    } while (0)

/* That a call failed with this kind. */
#define assert_err(call, err, want_kind)                                                           \
    do {                                                                                           \
        if (call)                                                                                  \
            fail_msg("%s succeeded, want an error (%s)", #call, err_kind_word(want_kind));         \
        if ((err).kind != (want_kind))                                                             \
            fail_msg("%s: %s error \"%s\", want %s", #call, err_kind_word((err).kind), (err).msg,  \
                     err_kind_word(want_kind));                                                    \
    } while (0)
