/* The extensions where the conformance suite is silent: optional fields of declared objects, words
 * of errors, limits. Values follow from the extensions' descriptions (cel-go's ext package): those
 * of replace with nothing to look for are Go's strings.Replace. */
#include "rows.h"

static const struct cel_type names = {CEL_LIST, .elem = &cel_string};
static const struct cel_field person_fields[] = {{"id", &cel_string}, {"age", &cel_int}};
static const struct cel_type person = {CEL_OBJECT, .name = "Person", .fields = person_fields,
                                       .n = countof(person_fields)};
static const struct cel_var vars[] = {{"p", &person}, {"q", &person}, {"words", &names}};
static const struct cel_env env = {.vars = vars, .n_vars = countof(vars)};

static int set_up(void **state)
{
    static struct bench b;
    b = bench_open();
    struct cel_object *p = cel_object_new(&b.a, &person), *q = cel_object_new(&b.a, &person);
    cel_object_set(p, "id", cel_of_str(S("t1")));
    cel_object_set(p, "age", cel_of_int(31));
    b.values[0] = cel_of_object(p);
    b.values[1] = cel_of_object(q);
    b.values[2] = cel_of_list(NULL, 0);
    *state = &b;
    return 0;
}

static void fields_may_be_optional(void **state)
{
    static const struct row rows[] = {
        {"p.?age", "optional.of(31)"},
        {"q.?age", "optional.none()"},
        {"q.?age.orValue(18) >= 18", "true"},
        {"p.?age.orValue(1 / 0)", "31"},
        {"q.?age.or(p.?age).value()", "31"},
        {"[p, q].map(x, x.?age.hasValue())", "[true, false]"},
        {"[?p.?id, ?q.?id]", "[\"t1\"]"},
        {"{?'id': q.?id, 'n': 1}", "{\"n\": 1}"},
        {"p.?age.optMap(a, a * 2)", "optional.of(62)"},
        {"q.?age.optMap(a, a / 0)", "optional.none()"},
        {"words.first().orValue('none')", "\"none\""},
        {"optional.unwrap([p.?id, q.?id])", "[\"t1\"]"},
        {"has(optional.of(p).age) && !has(optional.of(q).age)", "true"},
        {"words[?0]", "optional.none()"},
        {"optional.of(p) == optional.of(p) && optional.of(p) != optional.none()", "true"},
        {"optional.ofNonZeroValue(q)", "optional.none()"},
    };
    expect_rows(*state, &env, rows, countof(rows), ERR_NONE);
}

static void what_is_wrong_is_said(void **state)
{
    static const struct row rows[] = {
        {"q.?age.value()", "1:8: optional.none() has no value: ask hasValue()"},
        {"p.?agee", "1:4: Person has no field `agee`; did you mean `age`?"},
        {"[?p.age]", "1:3: expected optional_type(dyn), but this is int"},
        {"has(p.?age)", "1:1: has() asks for one field, such as has(person.release)"},
        {"math.gretest(1, 2)",
         "1:1: there is no function `math.gretest`; did you mean `math.greatest`?"},
        {"optional.none(1)", "1:1: `optional.none` does not take (int); expected optional.none()"},
        {"math.bitShiftLeft(1, -1)", "1:1: negative offset: a shift is by 0 bits or more"},
        {"base64.decode('aGVsbG9=')", "1:1: this is not base64"},
        {"base64.decode('a')", "1:1: this is not base64"},
        {"'%d'.format(['a'])", "1:6: %d is for whole numbers, not string"},
        {"'%d %d'.format([1])",
         "1:9: index 1 out of range: format has fewer values than % clauses"},
        {"'50%'.format([])", "1:7: format: the text ends in the middle of a % clause"},
        {"'%.200f'.format([1.0])", "1:10: format: a precision is at most 100"},
        {"cel.index(0) == 1", "1:1: nothing is called `cel.index(0)` here"},
    };
    expect_rows(*state, &env, rows, countof(rows), ERR_INVALID);
}

static void texts_are_replaced_and_formatted(void **state)
{
    static const struct row rows[] = {
        {"'abc'.replace('', '-')", "\"-a-b-c-\""},
        {"'abc'.replace('', '-', 2)", "\"-a-bc\""},
        {"'abc'.replace('', '-', 0)", "\"abc\""},
        {"'h\xC3\xA9'.replace('', '.')", "\".h.\xC3\xA9.\""},
        {"''.replace('', 'x')", "\"x\""},
        {"'%x %X %o %b'.format([-255, 255u, 8, -5])", "\"-ff FF 10 -101\""},
        {"'%.0f %.0f %.1f'.format([0.5, 1.5, 0.25])", "\"0 2 0.2\""},
        {"'%s'.format([{'b': [1, 2.5], 'a': null}])", "\"{a: null, b: [1, 2.5]}\""},
        {"base64.encode(b'\\xff\\xfe')", "\"//4=\""},
        {"base64.decode('')", "b\"\""},
        {"math.greatest(1, 2.5, 3u)", "3u"},
        {"math.least([2, 1, 3])", "1"},
    };
    expect_rows(*state, &env, rows, countof(rows), ERR_NONE);
}

static void costly_text_meets_the_budget(void **state)
{
    static const struct row rows[] = {
        {"[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(a, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(b, [0, 1, 2, "
         "3, 4, 5, 6, 7, 8, 9].map(c, '%.100f %.100f'.format([1e308, 1e308])))).size() + "
         "'a'.replace('', 'bbbbbbbbbbbbbbbb').replace('', 'cccccccccccccccccccccccccccccccccc')"
         ".replace('', 'dddddddddddddddddddddddddddddddddddddd').replace('', "
         "'eeeeeeeeeeeeeeeeeeee')"
         ".replace('', 'ffffffffffffffffffffffffffffffffffff').size()",
         "the evaluation is over its budget of 1048576 steps"},
    };
    expect_rows(*state, &env, rows, countof(rows), ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_may_be_optional),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(texts_are_replaced_and_formatted),
        cmocka_unit_test(costly_text_meets_the_budget),
    };
    return cmocka_run_group_tests_name("cel extensions", tests, set_up, tear_down);
}
