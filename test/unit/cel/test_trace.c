/* What an explanation of an evaluation has: each subexpression with its value, as cel.h says. */
#include "people.h"

/* Each record on a line: its place in the source, the round's variables, the value. */
static void print_trace(struct buf *b, const struct cel_trace *t, str source, int depth)
{
    for (; t; t = t->next) {
        buf_format(b, "%*s%.*s", 2 * depth, "", (int)t->n, source.p + t->at);
        for (int i = 0; i < 2 && t->names[i].p; i++) {
            buf_format(b, "%s%.*s = ", i ? ", " : " with ", STR(t->names[i]));
            cel_print(b, t->values[i]);
        }
        buf_put(b, S(": "));
        cel_print(b, t->value);
        buf_byte(b, '\n');
        print_trace(b, t->inner, source, depth + 1);
    }
}

static void an_explanation_has_every_subexpression(void **state)
{
    struct bench *b = *state;
    static const struct row rows[] = {
        {"s == 'x' || [1, 2].exists(n, n > 1)", "s == 'x' || [1, 2].exists(n, n > 1): true\n"
                                                "  s == 'x': false\n"
                                                "    s: \"h\xC3\xA9llo\"\n"
                                                "    'x': \"x\"\n"
                                                "  [1, 2].exists(n, n > 1): true\n"
                                                "    [1, 2]: [1, 2]\n"
                                                "    n > 1 with n = 1: false\n"
                                                "      n: 1\n"
                                                "      1: 1\n"
                                                "    n > 1 with n = 2: true\n"
                                                "      n: 2\n"
                                                "      1: 1\n"},
        {"true || s == 'x'", "true || s == 'x': true\n"
                             "  true: true\n"},
        {"counts.hat > 1", "counts.hat > 1: <error: there is no `hat` here: ask with has()>\n"
                           "  counts.hat: <error: there is no `hat` here: ask with has()>\n"
                           "    counts: {\"bag\": 7, \"pen\": 2}\n"},
        {"[5].transformList(i, v, i)", "[5].transformList(i, v, i): [0]\n"
                                       "  [5]: [5]\n"
                                       "  i with i = 0, v = 5: 0\n"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct cel_program *p;
        const struct cel_trace *trace;
        struct err err;
        str source = str_of(rows[i].source);
        assert_ok(cel_compile(&env, source, NULL, &a, b->scratch, &p, NULL, &err), err);
        uint64_t plenty = 100000, few = 6;
        assert_ok(cel_explain(p, b->values, &plenty, &a, &trace, &err), err);
        assert_true(plenty > 0 && plenty < 100000);
        CLEANUP(buf_done) struct buf out = {0};
        print_trace(&out, trace, source, 0);
        assert_str(buf_str(&out), str_of(rows[i].want));
        assert_err(cel_explain(p, b->values, &few, &a, &trace, &err), err, ERR_LIMIT);
        assert_int_equal(few, 0);
        cel_program_close(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_explanation_has_every_subexpression),
    };
    return cmocka_run_group_tests_name("trace", tests, set_up, tear_down);
}
