/* Depth, size, nesting, patterns, memory and cost: whatever is too much is refused or ends, and the
 * estimate of a cost holds. Expected values follow from the contracts in cel.h. */
#include "people.h"

static str repeated(struct arena *a, const char *before, const char *part, size_t n,
                    const char *after)
{
    size_t step = strlen(part);
    char *p = arena_new(a, char, strlen(before) + n * step + strlen(after)), *w = p;
    w = mempcpy(w, before, strlen(before));
    for (size_t i = 0; i < n; i++)
        w = mempcpy(w, part, step);
    w = mempcpy(w, after, strlen(after));
    return (str){p, (size_t)(w - p)};
}

static void depth_is_limited(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *open, *middle, *close;
        size_t deepest;
    } shapes[] = {
        {"(", "1", ")", 99},           {"[", "1", "]", 99},
        {"!", "true", "", 99},         {"-", "1", "", 99},
        {"{1: ", "1", "}", 99},        {"", "1", " + 1", 99},
        {"", "[1]", ".map(i, i)", 99}, {"", "s", ".size()", 1},
        {"true ? 1 : ", "1", "", 99},  {"", "x", ".y", 99},
        {"size([", "1", "])", 49},
    };
    for (size_t i = 0; i < countof(shapes); i++) {
        for (int over = 0; over < 2; over++) {
            struct arena a = b->a;
            size_t n = over ? 3000 : MIN(shapes[i].deepest, (size_t)90);
            str open = repeated(&a, "", shapes[i].open, n, shapes[i].middle);
            str source = repeated(&a, str_c(open, &a), shapes[i].close, n, "");
            struct cel_program *p = NULL;
            struct err err;
            bool ok = cel_compile(&unchecked, source, NULL, &a, b->scratch, &p, NULL, &err);
            if (over)
                assert_err(ok, err, ERR_LIMIT);
            else
                assert_ok(ok, err);
            cel_program_close(p);
        }
    }
    /* A chain is not deep. */
    struct arena a = b->a;
    struct err err;
    str chain = repeated(&a, "false", " || false", 5000, " || true");
    assert_str(answer(b, &env, chain, CEL_BUDGET_DEFAULT, &a, &err), S("true"));
}

static void size_and_nesting_are_limited(void **state)
{
    struct bench *b = *state;
    struct arena a = b->a;
    struct cel_program *p;
    struct err err;
    str big = repeated(&a, "1", " ", CEL_SOURCE_MAX, "");
    assert_err(cel_compile(&env, big, NULL, &a, b->scratch, &p, NULL, &err), err, ERR_LIMIT);
    assert_ok(
        cel_compile(&env, str_first(big, CEL_SOURCE_MAX), NULL, &a, b->scratch, &p, NULL, &err),
        err);
    static const char four[] = "[1].all(a, [1].all(b, [1].all(c, [1].all(d, true))))";
    static const char five[] = "[1].all(a, [1].all(b, [1].all(c, [1].all(d, [1].all(e, true)))))";
    assert_ok(cel_compile(&env, str_of(four), NULL, &a, b->scratch, &p, NULL, &err), err);
    assert_err(cel_compile(&env, str_of(five), NULL, &a, b->scratch, &p, NULL, &err), err,
               ERR_LIMIT);
}

/* The worst sources fit the room that cel.h names: they compile or are refused. */
static void the_worst_sources_fit_in_memory(void **state)
{
    struct bench *b = *state;
    static const struct cel_var dotted[] = {{"x", &cel_dyn}, {"s", &cel_string}, {"a.b", &cel_int}};
    static const struct cel_env dotted_env = {
        .vars = dotted, .n_vars = countof(dotted), .container = {"c.d.e", 5}};
    static const char *const parts[] = {"[],",  "{}, ",        "[[]]==[], ",     "''+s, ",
                                        "-1, ", "[x][0],",     "x in[], ",       "\"\"\"\"\"\"+s,",
                                        "0.1,", "type(type),", "[1].map(i,[i]),"};
    for (size_t i = 0; i <= countof(parts); i++) {
        struct arena a = b->a;
        /* One more: x.y.y.y..., again and again. */
        const char *part =
            i < countof(parts) ? parts[i] : str_c(repeated(&a, "x", ".y", 95, ","), &a);
        size_t n = (CEL_SOURCE_MAX - 4) / strlen(part);
        str source = repeated(&a, "[", part, n, "]");
        struct cel_program *p;
        struct err err;
        if (!cel_compile(&dotted_env, source, NULL, &a, b->scratch, &p, NULL, &err))
            fail_msg("%.*s...: %s", 20, source.p, err.msg);
    }
}

static void types_that_grow_are_refused(void **state)
{
    struct bench *b = *state;
    struct arena a = b->a;
    struct cel_program *p;
    struct err err;
    /* Each bind wraps the one before it in 40 more lists. */
    str list = repeated(&a, "cel.bind(v, ", "[", 40, "v");
    list = repeated(&a, str_c(list, &a), "]", 40, ", ");
    str source = repeated(&a, "cel.bind(v, [], ", str_c(list, &a), 20, "[v");
    source = repeated(&a, str_c(source, &a), ",v", 10000, "]");
    source = repeated(&a, str_c(source, &a), ")", 21, "");
    assert_err(cel_compile(&env, source, NULL, &a, b->scratch, &p, NULL, &err), err, ERR_LIMIT);
    /* Each use of v looks 90 levels down for what is known of it. */
    str deep = repeated(&a, "", "[", 90, "");
    str one = repeated(&a, str_c(deep, &a), "]", 90, "");
    str two = repeated(&a, str_format(&a, "%.*s1", STR(deep)).p, "]", 90, "");
    str flat = str_format(&a, "cel.bind(v, %.*s, [v == %.*s", STR(one), STR(two));
    flat = repeated(&a, str_c(flat, &a), ",v==v", 10000, "])");
    assert_err(cel_compile(&env, flat, NULL, &a, b->scratch, &p, NULL, &err), err, ERR_LIMIT);
}

static void the_budget_ends_everything(void **state)
{
    struct bench *b = *state;
    static const char *const hungry[] = {
        "people.all(a, people.all(b, people.all(c, people.all(d, true)))) || true",
        "true || people.map(a, s + s + s + s + s + s + s + s + s + s + s + s).size() > 0 || "
        "people.map(a, people.map(b, people.map(c, s + s))).size() > 0",
        "cel.bind(a, s + s + s + s + s + s + s + s + s + s + s + s + s + s + s + s + s + s + s,"
        " cel.bind(b, a + a + a + a + a + a + a + a + a + a, b + b + b + b + b + b == b))",
        "[1, 2, 3, 4, 5, 6, 7].exists(i, [1, 2, 3].exists(j, i + j == 1000))",
    };
    for (size_t i = 0; i < countof(hungry); i++) {
        struct arena a = b->a;
        struct err err;
        answer(b, &env, str_of(hungry[i]), CEL_BUDGET_DEFAULT, &a, &err);
        assert_int_equal(err.kind, ERR_NONE);
        answer(b, &env, str_of(hungry[i]), 40, &a, &err);
        assert_int_equal(err.kind, ERR_LIMIT);
    }
}

static void evaluations_share_a_budget(void **state)
{
    struct bench *b = *state;
    struct arena a = b->a;
    struct cel_program *p;
    struct cel_value v;
    struct err err;
    assert_ok(cel_compile(&env, S("people.all(a, true)"), NULL, &a, b->scratch, &p, NULL, &err),
              err);
    uint64_t budget = 1000;
    assert_ok(cel_eval_within(p, b->values, &budget, &a, &v, &err), err);
    assert_in_range(budget, 1, 999);
    uint64_t each = 1000 - budget, times = 1;
    while (cel_eval_within(p, b->values, &budget, &a, &v, &err))
        times++;
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_int_equal(budget, 0);
    assert_int_equal(times, 1000 / each);
    cel_program_close(p);
}

static void patterns_are_limited(void **state)
{
    struct bench *b = *state;
    struct arena a = b->a;
    struct cel_program *p;
    struct err err;
    str many = repeated(&a, "true", " || s.matches('a')", CEL_REGEXES_MAX + 1, "");
    assert_err(cel_compile(&env, many, NULL, &a, b->scratch, &p, NULL, &err), err, ERR_LIMIT);
    static const struct row rows[] = {
        {"s.matches('^h.llo$') && matches(s, 'l{2}') && !s.matches('L')", "true"},
        {"people.filter(p, s.matches(p.id)).size()", "0"},
        {"'a\\x00b'.matches('^a.b$')", "true"},
    };
    expect_rows(b, &env, rows, countof(rows), ERR_NONE);
    static const struct row bad[] = {
        {"s.matches(r'(\\pL{30}){30}')",
         "1:11: bad regular expression: pattern too large - compile failed"},
    };
    expect_rows(b, &env, bad, countof(bad), ERR_INVALID);
}

static void memory_ends_in_an_error_too(void **state)
{
    struct bench *b = *state;
    struct arena a = b->a;
    struct cel_program *p;
    struct err err;
    str source = repeated(&a, "cel.bind(a, s, ", "cel.bind(a, a + a, ", 40, "a");
    source = repeated(&a, str_c(source, &a), ")", 41, "");
    assert_ok(cel_compile(&env, source, NULL, &a, b->scratch, &p, NULL, &err), err);
    struct arena small = arena_open(1 << 16);
    struct cel_value v;
    assert_err(cel_eval(p, b->values, UINT64_MAX, &small, &v, &err), err, ERR_LIMIT);
    arena_close(&small);
}

/* The estimate covers the worst value that the declared sizes allow, and not by far; it follows the
 * sizes, and says so when there is no bound. */
static void the_cost_is_estimated(void **state)
{
    enum {
        MOST = 50
    };
    struct bench *b = *state;
    static const struct cel_type some_people = {CEL_LIST, .elem = &person, .n = MOST};
    static const struct cel_var few[] = {{"people", &some_people}}, many[] = {{"people", &people}};
    const struct cel_env declared = {.vars = few, .n_vars = 1, .most_bytes = 16},
                         assumed = {.vars = many,
                                    .n_vars = 1,
                                    .most_elements = 10 * MOST,
                                    .most_bytes = 16};
    static const char *const sources[] = {
        "people.all(p, p.id == 't2')",
        "people.exists(p, people.exists(q, p.id == q.id && p.minor != q.minor))",
        "people.filter(p, 'adult' in p.themes).map(p, p.id).size() > 100",
        "people.map(p, p.id + p.id).all(x, x.contains('t2t2'))",
    };
    struct arena a = b->a;
    struct cel_value *list = arena_new(&a, struct cel_value, MOST);
    for (size_t i = 0; i < MOST; i++)
        list[i] = someone(&a, "t2", false);
    struct cel_value value = cel_of_list(list, MOST), v;
    for (size_t i = 0; i < countof(sources); i++) {
        struct cel_program *p, *larger;
        struct err err;
        str source = str_of(sources[i]);
        assert_ok(cel_compile(&declared, source, NULL, &a, b->scratch, &p, NULL, &err), err);
        assert_ok(cel_compile(&assumed, source, NULL, &a, b->scratch, &larger, NULL, &err), err);
        uint64_t budget = CEL_BUDGET_DEFAULT;
        assert_ok(cel_eval_within(p, &value, &budget, &a, &v, &err), err);
        uint64_t used = CEL_BUDGET_DEFAULT - budget;
        if (cel_cost(p) < used || cel_cost(p) > 200 * used || cel_cost(larger) < 5 * cel_cost(p))
            fail_msg("%s: used %llu, estimates %llu and %llu", sources[i], (unsigned long long)used,
                     (unsigned long long)cel_cost(p), (unsigned long long)cel_cost(larger));
    }
    struct cel_program *p;
    struct err err;
    str deep = S("people.all(a, people.all(b, people.all(c, a.id == b.id || b.id == c.id)))");
    const struct cel_env vast = {.vars = many, .n_vars = 1, .most_elements = UINT32_MAX};
    assert_ok(cel_compile(&vast, deep, NULL, &a, b->scratch, &p, NULL, &err), err);
    assert_true(cel_cost(p) == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(size_and_nesting_are_limited),
        cmocka_unit_test(the_worst_sources_fit_in_memory),
        cmocka_unit_test(types_that_grow_are_refused),
        cmocka_unit_test(the_budget_ends_everything),
        cmocka_unit_test(evaluations_share_a_budget),
        cmocka_unit_test(patterns_are_limited),
        cmocka_unit_test(memory_ends_in_an_error_too),
        cmocka_unit_test(the_cost_is_estimated),
    };
    return cmocka_run_group_tests_name("limits", tests, set_up, tear_down);
}
