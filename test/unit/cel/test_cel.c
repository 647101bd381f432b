/* What the conformance suite does not cover: declared objects, error places and words, absorption.
 * Expected values follow from the language's specification and from the contracts in cel.h. */
#include "people.h"

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
        cmocka_unit_test(maps_refuse_bad_keys),
        cmocka_unit_test(values_print_as_the_language_writes_them),
    };
    return cmocka_run_group_tests_name("cel", tests, set_up, tear_down);
}
