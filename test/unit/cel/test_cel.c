/* What the conformance suite does not cover: declared objects, error places and words, absorption,
 * limits and the budget. Expected values follow from the language's specification and from the
 * contracts in cel.h. */
#include "cel/cel.h"

#include "../test.h"

static const struct cel_type person, people = {CEL_LIST, .elem = &person},
                                     names = {CEL_LIST, .elem = &cel_string},
                                     counts = {CEL_MAP, .key = &cel_string, .elem = &cel_int},
                                     anything = {CEL_LIST, .elem = &cel_dyn};
static const struct cel_field person_fields[] = {
    {"id", &cel_string},
    {"minor", &cel_bool},
    {"age", &cel_int},
    {"themes", &names},
};
static const struct cel_type person = {CEL_OBJECT, .name = "Person", .fields = person_fields,
                                       .n = countof(person_fields)};
static const struct cel_var vars[] = {
    {"people", &people}, {"counts", &counts},    {"s", &cel_string},
    {"x", &cel_dyn},     {"unbound", &cel_bool}, {"mixed", &anything},
};
static const struct cel_env env = {.vars = vars, .n_vars = countof(vars)};
static const struct cel_env unchecked = {.vars = vars, .n_vars = countof(vars), .unchecked = true};

struct bench {
    struct arena a, scratch;
    struct cel_value values[countof(vars)];
};

static struct cel_value someone(struct arena *a, const char *id, bool minor)
{
    struct cel_object *o = cel_object_new(a, &person);
    cel_object_set(o, "id", cel_of_str(str_of(id)));
    cel_object_set(o, "minor", cel_of_bool(minor));
    if (!minor)
        cel_object_set(o, "age", cel_of_int(31));
    struct cel_value *themes = arena_new(a, struct cel_value, 1);
    themes[0] = cel_of_str(S("adult"));
    cel_object_set(o, "themes", cel_of_list(themes, minor ? 0 : 1));
    return cel_of_object(o);
}

static int set_up(void **state)
{
    static struct bench b;
    b = (struct bench){.a = arena_open(CEL_COMPILE_BYTES),
                       .scratch = arena_open(CEL_COMPILE_BYTES)};
    struct cel_value *two = arena_new(&b.a, struct cel_value, 2);
    two[0] = someone(&b.a, "t1", true);
    two[1] = someone(&b.a, "t2", false);
    struct cel_entry *entries = arena_new(&b.a, struct cel_entry, 2);
    entries[0] = (struct cel_entry){cel_of_str(S("pen")), cel_of_int(2)};
    entries[1] = (struct cel_entry){cel_of_str(S("bag")), cel_of_int(7)};
    struct cel_value *mixed = arena_new(&b.a, struct cel_value, 2);
    mixed[0] = cel_of_int(1);
    mixed[1] = cel_of_str(S("two"));
    b.values[0] = cel_of_list(two, 2);
    struct err err;
    assert_ok(cel_map_make(entries, 2, &b.a, &b.values[1], &err), err);
    b.values[2] = cel_of_str(S("h\xC3\xA9llo"));
    b.values[3] = cel_of_double(2);
    b.values[5] = cel_of_list(mixed, 2);
    for (size_t i = 0; i < countof(vars); i++)
        assert_true(i == 4 || cel_fits(b.values[i], vars[i].type));
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    arena_close(&b->a);
    arena_close(&b->scratch);
    return 0;
}

/* Compile and evaluate; the value as cel_print has it, or the error's message. */
static str answer(struct bench *b, const struct cel_env *e, str source, uint64_t budget,
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
    const char *want;
};

static void expect_rows(struct bench *b, const struct cel_env *e, const struct row *rows, size_t n,
                        enum err_kind kind)
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

static void objects_have_declared_fields(void **state)
{
    static const struct row rows[] = {
        {"people.exists(p, p.minor) && people.exists(p, 'adult' in p.themes)", "true"},
        {"people.all(p, p.minor)", "false"},
        {"people.filter(p, has(p.age)).map(p, p.id)", "[\"t2\"]"},
        {"people.map(p, has(p.age) ? p.age : -1)", "[-1, 31]"},
        {"people[1]", "Person{id: \"t2\", minor: false, age: 31, themes: [\"adult\"]}"},
        {"people[0] == people[0] && people[0] != people[1]", "true"},
        {"counts", "{\"bag\": 7, \"pen\": 2}"},
        {"counts.bag + counts['pen']", "9"},
        {"has(counts.pen) && !has(counts.hat)", "true"},
        {"dyn(people[1]).age == 31.0", "true"},
        {"type(people[0]) == type(people[1])", "true"},
        {"size(s)", "5"},
    };
    expect_rows(*state, &env, rows, countof(rows), ERR_NONE);
}

static void missing_things_are_errors(void **state)
{
    static const struct row rows[] = {
        {"people[0].age > 3", "1:11: there is no `age` here: ask with has()"},
        {"people.map(p, p.age)", "1:17: there is no `age` here: ask with has()"},
        {"counts.hat == 0", "1:8: there is no `hat` here: ask with has()"},
        {"counts['hat'] == 0", "1:7: no such key: \"hat\""},
        {"people[2].minor", "1:7: index 2 is out of range: the list has 2"},
        {"unbound", "1:1: this variable has no value"},
        {"dyn(people[0]).salary == 1", "1:16: Person has no field `salary`"},
        {"mixed[1] + 1", "1:10: no such overload: + of (string, int)"},
        {"1 / (people.size() - 2)", "1:3: divide by zero"},
    };
    expect_rows(*state, &env, rows, countof(rows), ERR_INVALID);
}

static void compile_errors_say_what_and_where(void **state)
{
    static const struct row rows[] = {
        {"people.exists(p, p.minr)", "1:20: Person has no field `minr`; did you mean `minor`?"},
        {"people.exists(p, p.parent)",
         "1:20: Person has no field `parent`; it has id, minor, age, themes"},
        {"poeple.size() > 0", "1:1: nothing is called `poeple` here; did you mean `people`?"},
        {"people.exist(p, p.minor)", "1:8: there is no function `exist`; did you mean `exists`?"},
        {"s.startWith('a')", "1:3: there is no function `startWith`; did you mean `startsWith`?"},
        {"startsWith(s, 'a')", "1:1: `startsWith` is written string.startsWith(string)"},
        {"people.exists(p.minor)",
         "1:8: `exists` takes a variable and an expression, such as people.exists(p, p.minor)"},
        {"s.startsWith(1)",
         "1:3: `startsWith` does not take (string, int); expected string.startsWith(string)"},
        {"s + 1", "1:1: `+` does not take (string, int); expected string + string"},
        {"s == 1", "1:1: `==` compares two values of one type, but here are string, int"},
        {"1 in s",
         "1:1: `in` looks for an element in a list or a key in a map, but here are int, string"},
        {"s && true", "1:1: expected bool, but this is string"},
        {"people.all(p, p.id)", "1:15: expected bool, but this is string"},
        {"s.all(c, true)", "1:1: expected a list or a map to go through, but this is string"},
        {"true ? 1 : 'a'", "1:12: the two choices differ: int before the colon, string after it"},
        {"s.length", "1:3: string has no fields, so no `length`"},
        {"{1.5: 1}", "1:2: a key is a bool, int, uint or string, but this is double"},
        {"s.matches(r'(a')", "1:11: bad regular expression: missing ): (a"},
        {"timestamp(0).getHours('Mars/Olympus')",
         "1:23: no time zone \"Mars/Olympus\" is known; write UTC, an offset such as \"+02:00\" or "
         "a name such as \"Europe/Paris\""},
        {"", "1:1: expected a value, but the expression ends here"},
        {"1 +", "1:4: expected a value, but the expression ends here"},
        {"(1", "1:3: expected `)`, but the expression ends here"},
        {"1 2", "1:3: expected an operator, but `2` is here"},
        {"a = 1", "1:3: write == to compare"},
        {"a & b", "1:3: write &&"},
        {"s ==\n  'a' +\n  for", "3:3: expected a value, but `for` is a reserved word"},
        {"'h\xC3\xA9' + \"x", "1:8: this string has no end quote"},
        {"'\\q'", "1:2: no such escape: \\xHH, \\uHHHH, \\UHHHHHHHH, \\OOO or one of "
                  "\\abfnrtv\\?\"'`"},
        {"'\\ud800'", "1:2: this escape is not a Unicode character"},
        {"9223372036854775808", "1:1: this number is too large for int"},
        {"18446744073709551616u", "1:1: this number is too large for uint"},
        {"has(s)", "1:1: has() asks for one field, such as has(person.release)"},
        {"people.all(p.q, true)", "1:12: expected a plain variable name"},
        {"\xFF", "1:1: the expression is not valid UTF-8"},
        {"@", "1:1: this character means nothing here"},
    };
    expect_rows(*state, &env, rows, countof(rows), ERR_INVALID);
}

static void a_caret_points_at_the_place(void **state)
{
    struct bench *b = *state;
    static const char source[] = "s != 'h\xC3\xA9' &&\n\tpeople.exists(p, p.minr)";
    struct arena a = b->a;
    struct cel_program *p;
    struct cel_place place;
    struct err err;
    assert_err(cel_compile(&env, str_of(source), NULL, &a, b->scratch, &p, &place, &err), err,
               ERR_INVALID);
    CLEANUP(buf_done) struct buf out = {0};
    cel_caret(&out, str_of(source), place);
    assert_str(buf_str(&out), S("\tpeople.exists(p, p.minr)\n"
                                "\t                   ^~~~\n"));
}

static void the_result_has_the_wanted_type(void **state)
{
    struct bench *b = *state;
    struct arena a = b->a;
    struct cel_program *p;
    struct cel_value v;
    struct err err;
    assert_err(cel_compile(&env, S("people.size()"), &cel_bool, &a, b->scratch, &p, NULL, &err),
               err, ERR_INVALID);
    assert_string_equal(err.msg, "1:1: expected bool, but this is int");
    assert_ok(cel_compile(&env, S("x"), &cel_bool, &a, b->scratch, &p, NULL, &err), err);
    assert_err(cel_eval(p, b->values, 100, &a, &v, &err), err, ERR_INVALID);
    assert_string_equal(err.msg, "1:1: the result is double");
    assert_true(cel_reads(p, 3));
    assert_false(cel_reads(p, 0));
}

/* The specification's table: a decisive operand wins over an error on either side. E is an error.
 */
static void errors_are_absorbed_commutatively(void **state)
{
#define E "(1 / 0 == 0)"
    static const struct row absorbed[] = {
        {"false && " E, "false"},
        {E " && false", "false"},
        {"true || " E, "true"},
        {E " || true", "true"},
        {E " || " E " || true", "true"},
        {"[1, 0, 2].exists(i, 2 / i == 1)", "true"},
        {"[0, 2].exists(i, 2 / i == 1)", "true"},
        {"[0, 1].all(i, 2 / i == 1)", "false"},
        {"dyn(1) || true", "true"},
        {"false && dyn('a')", "false"},
        {"false && unbound", "false"},
        {"[].all(i, " E ")", "true"},
        {"true ? 1 : 1 / 0", "1"},
        {"false ? 1 / 0 : 1", "1"},
    };
    static const struct row raised[] = {
        {"true && " E, "1:12: divide by zero"},
        {E " && true", "1:4: divide by zero"},
        {"false || " E, "1:13: divide by zero"},
        {E " || (1 % 0 == 0)", "1:4: divide by zero"},
        {"[0, 1].exists(i, 2 / i == 1)", "1:20: divide by zero"},
        {"[0, 2].all(i, 2 / i == 1)", "1:17: divide by zero"},
        {"[2, 0].exists_one(i, 2 / i == 1)", "1:24: divide by zero"},
        {"[2, 0].map(i, 2 / i)", "1:17: divide by zero"},
        {"[2, 0].filter(i, 2 / i == 1)", "1:20: divide by zero"},
        {E " ? 1 : 2", "1:4: divide by zero"},
        {"!" E, "1:5: divide by zero"},
        {E " == true", "1:4: divide by zero"},
        {"true && dyn('a')", "1:9: expected a bool, but this is string"},
        {"[true, " E "].size()", "1:11: divide by zero"},
    };
#undef E
    expect_rows(*state, &env, absorbed, countof(absorbed), ERR_NONE);
    expect_rows(*state, &env, raised, countof(raised), ERR_INVALID);
    expect_rows(*state, &unchecked, absorbed, countof(absorbed), ERR_NONE);
}

static void unknown_names_wait_for_run_time_when_unchecked(void **state)
{
    static const struct row fine[] = {{"nobody || true", "true"},
                                      {"f(1, 2, 3, 4, 5) || true", "true"}};
    static const struct row errors[] = {
        {"nobody", "1:1: nothing is called `nobody`"},
        {"size(1, 2, 3, 4, 5)", "1:1: no such overload: too many arguments"},
        {"1 + 'a'", "1:3: no such overload: + of (int, string)"},
    };
    expect_rows(*state, &unchecked, fine, countof(fine), ERR_NONE);
    expect_rows(*state, &unchecked, errors, countof(errors), ERR_INVALID);
}

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

static void maps_refuse_bad_keys(void **state)
{
    struct bench *b = *state;
    struct cel_value v;
    struct err err;
    struct cel_entry twice[] = {{cel_of_int(1), cel_of_null()},
                                {{.kind = CEL_UINT, .u = 1}, cel_of_null()}};
    assert_err(cel_map_make(twice, 2, &b->a, &v, &err), err, ERR_INVALID);
    struct cel_entry real[] = {{cel_of_double(1), cel_of_null()}};
    assert_err(cel_map_make(real, 1, &b->a, &v, &err), err, ERR_INVALID);
}

static void values_print_as_the_language_writes_them(void **state)
{
    static const struct row rows[] = {
        {"[1, 2u, 3.0, 1e21, 1.5e-7, 0.1, -0.5]", "[1, 2u, 3.0, 1e+21, 1.5e-7, 0.1, -0.5]"},
        {"[5e-324, 1.7e-308]", "[5e-324, 1.7e-308]"},
        {"'a\"\\n\\\\\\x01'", "\"a\\\"\\n\\\\\\x01\""},
        {"b'\\xff'", "b\"\\xff\""},
        {"{'k': null, 1: true}", "{1: true, \"k\": null}"},
        {"duration('-1h0.5s')", "duration(\"-3600.5s\")"},
        {"timestamp('2022-11-16T09:00:00.5+02:00')", "timestamp(\"2022-11-16T07:00:00.5Z\")"},
        {"[int, type(1.0)]", "[int, double]"},
    };
    expect_rows(*state, &env, rows, countof(rows), ERR_NONE);
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
        cmocka_unit_test(objects_have_declared_fields),
        cmocka_unit_test(missing_things_are_errors),
        cmocka_unit_test(compile_errors_say_what_and_where),
        cmocka_unit_test(a_caret_points_at_the_place),
        cmocka_unit_test(the_result_has_the_wanted_type),
        cmocka_unit_test(errors_are_absorbed_commutatively),
        cmocka_unit_test(unknown_names_wait_for_run_time_when_unchecked),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(size_and_nesting_are_limited),
        cmocka_unit_test(the_worst_sources_fit_in_memory),
        cmocka_unit_test(types_that_grow_are_refused),
        cmocka_unit_test(the_budget_ends_everything),
        cmocka_unit_test(evaluations_share_a_budget),
        cmocka_unit_test(patterns_are_limited),
        cmocka_unit_test(memory_ends_in_an_error_too),
        cmocka_unit_test(an_explanation_has_every_subexpression),
        cmocka_unit_test(the_cost_is_estimated),
        cmocka_unit_test(maps_refuse_bad_keys),
        cmocka_unit_test(values_print_as_the_language_writes_them),
    };
    return cmocka_run_group_tests_name("cel", tests, set_up, tear_down);
}
