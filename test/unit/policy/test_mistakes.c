/* Mistakes in packs: each is told with its line, all of them at once, and the largest are told too.
 */
#include "toy_packs.h"

#define HEAD     "pack: p\nversion: 1\nowner: o\nfacts: 3\n"
#define EXAMPLES "    examples: {fires: [{name: toy}], passes: [{name: other}]}\n"
#define WHEN     "    when: \"name == 'toy'\"\n"
#define REST     "    because: b\n    fix: f\n"

static void mistakes_are_told_with_their_line(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *yaml;
        unsigned line;
        const char *words;
    } rows[] = {
        {"", 1, "nothing"},
        {"pack: [\n", 2, ""},
        {"pack: p\npack: q\n", 2, "pack"},
        {HEAD "rules: []\n", 1, "without rules"},
        {"version: 1\nowner: o\nfacts: 3\nrules: [{id: r}]\n", 1, "missing \"pack\""},
        {"pack: p\nversion: 1\nowner: o\nfacts: 2\nrules:\n  - id: r\n    effect: block\n" WHEN REST
             EXAMPLES,
         1, "facts of version 2"},
        {"pack: gatefold\nversion: 1\nowner: o\nfacts: 3\nrules:\n  - id: r\n    effect: "
         "block\n" WHEN REST EXAMPLES,
         1, "gatefold is kept"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN REST, 6, "missing \"examples\""},
        {HEAD "rules:\n  - id: r\n" WHEN REST EXAMPLES, 6, "either effect"},
        {HEAD "rules:\n  - id: r\n    effect: block\n    need: {role: legal}\n" WHEN REST EXAMPLES,
         6, "either effect"},
        {HEAD "rules:\n  - id: r\n    effect: blok\n" WHEN REST EXAMPLES, 7, "block"},
        {HEAD "rules:\n  - id: r\n    effect: need\n" WHEN REST EXAMPLES, 7, "block, advise"},
        {HEAD "rules:\n  - id: r\n    need: {party: x}\n" WHEN REST EXAMPLES, 7,
         "missing \"role\""},
        {HEAD "rules:\n  - id: r\n    effect: block\n    whem: x\n" WHEN REST EXAMPLES, 8,
         "did you mean \"when\""},
        {HEAD "rules:\n  - id: r\n    effect: block\n    when: name\n" REST EXAMPLES, 8, "bool"},
        {HEAD "rules:\n  - id: r\n    effect: block\n    when: nam == 'toy'\n" REST EXAMPLES, 8,
         "nam"},
        {HEAD
         "rules:\n  - id: r\n    effect: block\n    when: things[0].colour == 'x'\n" REST EXAMPLES,
         8, "colour"},
        {HEAD "rules:\n  - id: r\n    effect: block\n    when: \"it == 'x'\"\n" REST EXAMPLES, 8,
         "it"},
        {HEAD "rules:\n  - id: r\n    effect: block\n    each: name\n" WHEN REST EXAMPLES, 8,
         "must be a list, here it is of type: string"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN
              "    because: \"{things}\"\n    fix: f\n" EXAMPLES,
         9, "list(thing)"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN
              "    because: \"{lit}\"\n    fix: f\n" EXAMPLES,
         9, "bool"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN
              "    because: \"{name\"\n    fix: f\n" EXAMPLES,
         9, "nothing closes"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN
              "    because: b\n    fix: \"a } b\"\n" EXAMPLES,
         10, "closes nothing"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN REST
              "    examples:\n      fires: []\n      passes: [{}]\n",
         6, "no example for which it fires"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN REST
              "    examples:\n      fires: [{name: toy}]\n      passes: []\n",
         6, "no example for which it does not"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN REST
              "    examples:\n      fires:\n        - {name: toy}\n        - {name: other}\n"
              "      passes: [{}]\n",
         14, "does not fire for an example for which it must"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN REST
              "    examples:\n      fires: [{name: toy}]\n      passes:\n        - {name: toy}\n",
         14, "fires for an example for which it must not"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN REST
              "    examples:\n      fires: [{name: toy}]\n      passes: [{nome: toy}]\n",
         13, "did you mean \"name\""},
        {HEAD "rules:\n  - id: r\n    effect: block\n    when: \"name == 'toy' || 1 / "
              "faces.counted > 0\"\n" REST
              "    examples:\n      fires: [{name: toy}]\n      passes: [{}]\n",
         13, "an example errs"},
        {HEAD "rules:\n  - id: r\n    effect: block\n" WHEN REST EXAMPLES
              "  - id: r\n    effect: block\n" WHEN REST EXAMPLES,
         12, "the same id"},
        {HEAD "given: {nome: x}\nrules:\n  - id: r\n    effect: block\n" WHEN REST EXAMPLES, 5,
         "did you mean \"name\""},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *p = new_policy(&a);
        struct diags diags = {.a = &a};
        assert_false(policy_add(p, str_of(rows[i].yaml), &diags));
        bool told = false;
        for (size_t d = 0; d < diags.n; d++)
            told |= str_contains(diags.at[d].what, str_of(rows[i].words)) &&
                    diags.at[d].line == rows[i].line;
        if (!told)
            fail_msg("row %zu: want line %u \"%s\", got line %u \"%.*s\"", i, rows[i].line,
                     rows[i].words, diags.at[0].line, STR(diags.at[0].what));
        struct toy t = toy_clear();
        assert_int_equal(policy_judge(p, &t, &a).kind, VERDICT_BLOCKED);
        policy_done(p);
    }
}

static void all_mistakes_are_told_at_once(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = new_policy(&a);
    struct diags diags = {.a = &a};
    assert_false(policy_add(p,
                            S("pack: p\nversion: one\nowner: o\nfacts: 9\nrules:\n"
                              "  - {id: r, effect: block, when: nam, because: '{', fix: '}'}\n"
                              "  - {id: r, effect: what, when: name}\n"),
                            &diags));
    /* version, facts; examples, when, because, fix; id, effect, when, because, fix, examples */
    assert_in_range(diags.n, 12, 14);
    policy_done(p);
}

static void a_name_is_taken_once(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = new_policy(&a);
    struct diags diags = {.a = &a};
    must_add(p, quiet_pack(&a), &a);
    assert_false(policy_add(p, quiet_pack(&a), &diags));
    assert_true(str_contains(diags.at[0].what, S("quiet")));
    policy_done(p);
}

static void an_example_lies_over_what_is_given(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    /* fires only if the given record and the example's are both seen, and the example's list alone
     */
    struct policy *p = policy_of(
        &a,
        S(HEAD
          "given:\n  inner: {note: noted}\n  faces: {counted: 2}\n  things: [{id: g}, {id: h}]\n"
          "rules:\n  - id: r\n    effect: block\n"
          "    when: inner.note == 'noted' && faces.counted == 3 && things.size() == 1 &&"
          " things[0].size == 0 && things[0].themes.size() == 0 && mood == 'grim'\n" REST
          "    examples:\n      fires: [{faces: {counted: 3}, things: [{id: x}]}]\n"
          "      passes: [{faces: {counted: 3}}, {things: [{id: x}]}]\n"));
    expect(p, toy_clear(), a, VERDICT_CLEAR, "");
    policy_done(p);
}

/* head, then part as often as fits into limit bytes, then tail. */
static str filled(struct arena *a, const char *head, const char *part, const char *tail,
                  size_t limit)
{
    CLEANUP(buf_done) struct buf b = {0};
    buf_put(&b, str_of(head));
    while (b.n + strlen(part) + strlen(tail) < limit)
        buf_put(&b, str_of(part));
    buf_put(&b, str_of(tail));
    return str_copy(buf_str(&b), a);
}

static void the_largest_packs_are_told_not_crashed_on(void **state)
{
    struct bench *b = *state;
    static const char *const rows[][3] = {
        {HEAD "rules: [", "1,", "1]\n"},
        {HEAD "rules:\n", "- 1\n", "- 2\n"},
        {HEAD "rules: [{examples: {fires: [{things: [", "1,", "1]}]}}]\n"},
        {HEAD "given: {things: [", "{},", "{}], unread: []}\nrules: []\n"},
        {HEAD "rules: [{id: r, when: '", "[", "'}]\n"},
        {HEAD "rules: [{id: r, because: '", "{1}", "'}]\n"},
        {HEAD "rules:\n", "  - {id: r, effect: block, when: nam, because: '{', fix: '}'}\n", "\n"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *p = new_policy(&a);
        struct diags diags = {.a = &a};
        str yaml = filled(&a, rows[i][0], rows[i][1], rows[i][2], POLICY_PACK_MAX_BYTES);
        assert_false(policy_add(p, yaml, &diags));
        assert_true(diags.n > 0);
        assert_false(policy_add(p, str_format(&a, "%.*s%*s", STR(yaml), 200, ""), &diags));
        assert_true(str_contains(diags.at[diags.n - 1].what, S("bytes")) || diags.dropped > 0);
        policy_done(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_told_with_their_line),
        cmocka_unit_test(all_mistakes_are_told_at_once),
        cmocka_unit_test(a_name_is_taken_once),
        cmocka_unit_test(an_example_lies_over_what_is_given),
        cmocka_unit_test(the_largest_packs_are_told_not_crashed_on),
    };
    return cmocka_run_group_tests_name("mistakes", tests, set_up, tear_down);
}
