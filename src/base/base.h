/* base/base.h -- the few macros that every file may use. */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define nodiscard       __attribute__((warn_unused_result))
#define CLEANUP(f)      __attribute__((cleanup(f)))
#define PRINTF(fmt, va) __attribute__((format(printf, fmt, va)))

#define countof(a) (sizeof(a) / sizeof((a)[0]))

/* Each argument is evaluated once; the counter keeps nested uses from shadowing each other. */
#define MIN(a, b)          PICK_(a, <, b, __COUNTER__)
#define MAX(a, b)          PICK_(a, >, b, __COUNTER__)
#define PICK_(a, op, b, n) PICK_N_(a, op, b, n)
#define PICK_N_(a, op, b, n)                                                                       \
    ({                                                                                             \
        __typeof__(a) pick_a##n = (a);                                                             \
        __typeof__(b) pick_b##n = (b);                                                             \
        pick_a##n op pick_b##n ? pick_a##n : pick_b##n;                                            \
    })
