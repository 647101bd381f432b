/* Shadow rules are told and never decide; changelogs; and what a broken pack says of itself. What
 * must come out follows from policy.h and docs/format/pack.md. */
#include "toy_packs.h"

#define SHADOW(effect) "shadow: true, " effect

static void expect_shadows(const struct policy *p, struct toy toy, struct arena a, const char *want)
{
    struct verdict v = policy_judge(p, &toy, &a);
    struct verdict shadows = {0};
    shadows.reasons.at = v.shadows.at;
    shadows.reasons.n = v.shadows.n;
    assert_str(summary(&shadows, &a), str_of(want));
}

static void a_shadow_tells_and_never_decides(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *effect, *told;
    } rows[] = {
        {SHADOW("effect: block"), "block p/r"},
        {SHADOW("need: {role: legal}"), "need p/r"},
        {SHADOW("effect: advise"), "advise p/r"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *p = policy_of(&a, quiet_pack(&a));
        must_add(p, concat(&a, PACK("p"), rule_on_name(&a, "r", rows[i].effect, "toy"), S("")), &a);
        struct toy t = toy_clear();
        struct verdict v = policy_judge(p, &t, &a);
        assert_int_equal(v.kind, VERDICT_CLEAR);
        assert_int_equal(v.reasons.n + v.needs.n, 0);
        expect_shadows(p, t, a, rows[i].told);
        policy_done(p);
    }
}

static void a_whole_pack_can_be_a_shadow(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = policy_of(&a, quiet_pack(&a));
    must_add(p,
             concat(&a, "pack: p\nversion: 1\nowner: test\nfacts: 3\nshadow: true\nrules:\n",
                    rule_on_name(&a, "r", "effect: block", "toy"),
                    rule_on_name(&a, "s", "need: {role: legal}", "toy")),
             &a);
    expect(p, toy_clear(), a, VERDICT_CLEAR, "");
    expect_shadows(p, toy_clear(), a, "block p/r; need p/s");
    assert_int_equal(policy_pack(p, 1)->shadows, 2);
    policy_done(p);
}

static void shadows_alone_are_never_clear(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    str rule = rule_on_name(&a, "r", SHADOW("effect: block"), "bad");
    struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
    expect(p, toy_clear(), a, VERDICT_BLOCKED, "block gatefold/no-packs");
    policy_done(p);
}

/* The same rule, deciding and as a shadow: what it reads is not there, or takes too long. */
static void a_shadow_that_errs_is_told_and_does_not_block(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *when, *reason;
    } rows[] = {
        {"it.id == 'x' || things[7].size > 1", "could not be judged"},
        {"it.id == 'x' || things[0].size / (things[0].size - 10) > 0", "divide by zero"},
        {"name == 'fire' || name == 'toy' && sizes.exists(a, sizes.exists(b, sizes.exists(c, "
         "sizes.exists(d, a + b + c + d > 999999 && name.matches('(x+x+)+y')))))",
         "budget"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        str rule = rule_each(&a, "things", rows[i].when, "why");
        struct policy *p = policy_of(&a, quiet_pack(&a));
        struct policy *q = policy_of(&a, quiet_pack(&a));
        must_add(p,
                 concat(&a, "pack: p\nversion: 1\nowner: t\nfacts: 3\nshadow: true\nrules:\n", rule,
                        S("")),
                 &a);
        must_add(q, concat(&a, PACK("p"), rule, S("")), &a);
        struct toy t = toy_clear();
        t.sizes.n = 200;
        t.sizes.at = arena_new(&a, int64_t, t.sizes.n);
        assert_int_equal(policy_judge(q, &t, &a).kind, VERDICT_BLOCKED);
        struct verdict v = policy_judge(p, &t, &a);
        assert_int_equal(v.kind, VERDICT_CLEAR);
        assert_true(v.shadows.n >= 1);
        if (!str_contains(v.shadows.at[v.shadows.n - 1].because, str_of(rows[i].reason)))
            fail_msg("%.*s", STR(v.shadows.at[v.shadows.n - 1].because));
        policy_done(p);
        policy_done(q);
    }
}

static void more_shadows_than_fit_do_not_block(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    str rule = rule_each(&a, "things", "true", "why");
    struct policy *p = policy_of(&a, quiet_pack(&a));
    must_add(
        p,
        concat(&a, "pack: p\nversion: 1\nowner: t\nfacts: 3\nshadow: true\nrules:\n", rule, S("")),
        &a);
    struct toy t = toy_clear();
    t.things.n = POLICY_REASONS_MAX + 5;
    t.things.at = arena_new(&a, struct toy_thing, t.things.n);
    for (size_t i = 0; i < t.things.n; i++)
        t.things.at[i] = toy_things[0];
    struct verdict v = policy_judge(p, &t, &a);
    assert_int_equal(v.kind, VERDICT_CLEAR);
    assert_int_equal(v.reasons.n, 0);
    assert_int_equal(v.shadows.n, POLICY_REASONS_MAX + 1);
    policy_done(p);
}

static void a_changelog_begins_with_its_version(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *changelog, *want; /* want: of the first mistake; NULL for none */
    } rows[] = {
        {"", NULL},
        {"changelog: [{version: 3, date: 2022-11-16, change: c}]\n", NULL},
        {"changelog: [{version: 3, date: 2022-11-16, change: c}, {version: 1, date: 2022-11-01, "
         "change: c}]\n",
         NULL},
        {"changelog: []\n", "a changelog that says nothing"},
        {"changelog: [{version: 2, date: 2022-11-16, change: c}]\n",
         "the pack is of version 3 and its changelog begins with 2: say there what this version "
         "changes"},
        {"changelog: [{version: 3, date: 2022-11-16, change: c}, {version: 3, date: 2022-11-01, "
         "change: c}]\n",
         "the changelog goes from version 3 to 3: the newest comes first"},
        {"changelog: [{version: 3, date: 2022-13-16, change: c}]\n",
         "\"date\" must be a date such as 2022-11-16, here it is \"2022-13-16\""},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *p = new_policy(&a);
        struct diags diags = {.a = &a};
        str head = str_format(&a, "pack: p\nversion: 3\nowner: o\nfacts: 3\n%srules:\n",
                              rows[i].changelog);
        str yaml =
            concat(&a, str_c(head, &a), rule_on_name(&a, "r", "effect: block", "bad"), S(""));
        bool good = policy_add(p, yaml, &diags);
        assert_int_equal(good, !rows[i].want);
        if (rows[i].want)
            assert_str(diags.at[0].what, str_of(rows[i].want));
        else
            assert_int_equal(policy_pack(p, 0)->version, 3);
        policy_done(p);
    }
}

/* Every picture is then told why: the pack's first mistake stands in its reason. */
static void a_broken_pack_says_why(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *yaml, *because;
    } rows[] = {
        {"pack: p\nversion: 1\nowner: o\nfacts: 2\nrules:\n"
         "  - {id: r, effect: block, when: \"name == 'x'\", because: b, fix: f,\n"
         "     examples: {fires: [{name: x}], passes: [{name: y}]}}\n",
         "The policy pack p did not load: line 1: the pack is written for facts of version 2, "
         "these are of version 3."},
        {"pack: p\nversion: 1\nowner: o\nfacts: 3\nrules:\n"
         "  - {id: r, effect: block, when: \"name == 'x'\", because: b, fix: f,\n"
         "     examples: {fires: [{name: z}], passes: [{name: y}]}}\n",
         "The policy pack p did not load: line 7: rule r: does not fire for an example for which "
         "it must."},
        {"{", "The policy pack number 2 did not load: line "},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *p = policy_of(&a, quiet_pack(&a));
        struct diags diags = {.a = &a};
        assert_false(policy_add(p, str_of(rows[i].yaml), &diags));
        struct toy t = toy_clear();
        struct verdict v = policy_judge(p, &t, &a);
        assert_int_equal(v.kind, VERDICT_BLOCKED);
        assert_str(v.reasons.at[0].rule, S("pack-broken"));
        if (!str_starts(v.reasons.at[0].because, str_of(rows[i].because)))
            fail_msg("%.*s", STR(v.reasons.at[0].because));
        policy_done(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shadow_tells_and_never_decides),
        cmocka_unit_test(a_whole_pack_can_be_a_shadow),
        cmocka_unit_test(shadows_alone_are_never_clear),
        cmocka_unit_test(a_shadow_that_errs_is_told_and_does_not_block),
        cmocka_unit_test(more_shadows_than_fit_do_not_block),
        cmocka_unit_test(a_changelog_begins_with_its_version),
        cmocka_unit_test(a_broken_pack_says_why),
    };
    return cmocka_run_group_tests_name("shadow", tests, set_up, tear_down);
}
