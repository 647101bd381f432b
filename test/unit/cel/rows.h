/* test/unit/cel/rows.h -- expressions and what they come to, a row each, over variables that a test
 * declares. */
#pragma once

#include "../test.h"
#include "cel/cel.h"

struct bench {
    struct arena a, scratch;
    struct cel_value values[8]; /* of the test's variables */
};

static inline struct bench bench_open(void)
{
    return (struct bench){.a = arena_open(CEL_COMPILE_BYTES),
                          .scratch = arena_open(CEL_COMPILE_BYTES)};
}

static inline int tear_down(void **state)
{
    struct bench *b = *state;
    arena_close(&b->a);
    arena_close(&b->scratch);
    return 0;
}

/* Compile and evaluate; the value as cel_print has it, or the error's message. */
static inline str answer(struct bench *b, const struct cel_env *e, str source, uint64_t budget,
                         struct arena *a, struct err *err)
{
    struct cel_program *p;
    struct cel_value v;
    *err = (struct err){0};
    if (!cel_compile(e, source, NULL, a, b->scratch, &p, NULL, err))
        return str_of(err->msg);
    bool ok = cel_eval(p, b->values, budget, a, &v, err);
    cel_program_close(p);
    if (!ok)
        return str_of(err->msg);
    CLEANUP(buf_done) struct buf out = {0};
    cel_print(&out, v);
    return str_copy(buf_str(&out), a);
}

struct row {
    const char *source;
    const char *want; /* the value as cel_print has it, or the error */
};

static inline void expect_rows(struct bench *b, const struct cel_env *e, const struct row *rows,
                               size_t n, enum err_kind kind)
{
    for (size_t i = 0; i < n; i++) {
        struct arena a = b->a;
        struct err err;
        str got = answer(b, e, str_of(rows[i].source), CEL_BUDGET_DEFAULT, &a, &err);
        if (!str_eq(got, str_of(rows[i].want)) || err.kind != kind)
            fail_msg("%s\n  is (%s) %.*s\n  want %s", rows[i].source, err_kind_word(err.kind),
                     STR(got), rows[i].want);
    }
}
