/* Nothing that is missing, broken, unknown or too much is ever clear, whatever the packs say. What
 * must come out follows from policy.h. */
#include "toy_packs.h"

static void what_is_unknown_is_never_clear(void **state)
{
    struct bench *b = *state;
    static struct toy_detector failed[] = {{S("text"), S("done")}, {S("people"), S("failed")}},
                               off[] = {{S("text"), S("off")}, {S("people"), S("off")}},
                               empty[] = {{S("text"), S("")}}, none[] = {{{0}, {0}}},
                               loud[] = {{S("text"), S("DONE")}};
    static struct toy_failure one[] = {{S("text"), S("model missing")}},
                              dead[] = {{S("text"), S("the worker died")},
                                        {S("people"), S("the worker died")},
                                        {S("file"), S("too large")}},
                              silent[] = {{S("text"), S("")}};
#define DETECTORS(list) t.detectors.at = list, t.detectors.n = countof(list)
#define FAILURES(list)  t.failures.at = list, t.failures.n = countof(list)
    for (int row = 0;; row++) {
        struct toy t = toy_clear();
        const char *want = "block gatefold/could-not-tell";
        switch (row) {
        case 0:
            t.version = 2, want = "block gatefold/facts-version";
            break;
        case 1:
            t.version = INT_ABSENT, want = "block gatefold/facts-version";
            break;
        case 2:
            t.texts.at = NULL, want = "block gatefold/facts-incomplete";
            break;
        case 3:
            t.unread.at = NULL, want = "block gatefold/facts-incomplete";
            break;
        case 4:
            t.failures.at = NULL, want = "block gatefold/facts-incomplete";
            break;
        case 5:
            t.counted = INT_ABSENT, want = "block gatefold/facts-incomplete";
            break;
        case 6:
            t.counted = -1, want = "block gatefold/facts-incomplete";
            break;
        case 7:
            t.detectors.at = NULL, t.detectors.n = 0;
            want = "block gatefold/facts-incomplete; block gatefold/detector-not-run";
            break;
        case 8:
            t.detectors.n = 0, want = "block gatefold/detector-not-run";
            break;
        case 9:
            DETECTORS(failed), want = "block gatefold/detector-not-run";
            break;
        case 10:
            DETECTORS(off), want = "block gatefold/detector-not-run";
            break;
        case 11:
            DETECTORS(empty), want = "block gatefold/detector-not-run";
            break;
        case 12:
            DETECTORS(none), want = "block gatefold/detector-not-run";
            break;
        case 13:
            DETECTORS(loud), want = "block gatefold/detector-not-run";
            break;
        case 14:
            FAILURES(one);
            break;
        case 15:
            FAILURES(silent);
            break;
        case 16: /* one reason for the worker that died, one for the file */
            FAILURES(dead), want = "block gatefold/could-not-tell; block gatefold/could-not-tell";
            break;
        case 17: /* the failure says why: no second reason */
            DETECTORS(off), FAILURES(dead);
            want = "block gatefold/could-not-tell; block gatefold/could-not-tell";
            break;
        case 18:
            t.callsheet = false, t.counted = 1, want = "block gatefold/no-callsheet";
            break;
        case 19:
            t.callsheet = false, t.texts.n = 1, want = "block gatefold/no-callsheet";
            break;
        case 20:
            t.callsheet = false, t.unread.n = 2, want = "block gatefold/no-callsheet";
            break;
        default:
            return;
        }
        struct arena a = b->a;
        struct policy *p = policy_of(&a, quiet_pack(&a));
        expect(p, toy_clear(), a, VERDICT_CLEAR, "");
        expect(p, t, a, VERDICT_BLOCKED, want);
        policy_done(p);
    }
}

static void a_dead_worker_is_one_reason_that_names_all(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = policy_of(&a, quiet_pack(&a));
    static struct toy_failure dead[] = {{S("text"), S("the worker died")},
                                        {S("people"), S("the worker died")}};
    struct toy t = toy_clear();
    FAILURES(dead);
    struct verdict v = policy_judge(p, &t, &a);
    assert_int_equal(v.reasons.n, 1);
    assert_str(v.reasons.at[0].because, S("the worker died (text, people)"));
    policy_done(p);
}

static void nothing_is_found_without_a_callsheet(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = policy_of(&a, quiet_pack(&a));
    struct toy t = toy_clear();
    t.callsheet = false;
    expect(p, t, a, VERDICT_CLEAR, "");
    policy_done(p);
}

static void no_pack_is_never_clear(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = new_policy(&a);
    expect(p, toy_clear(), a, VERDICT_BLOCKED, "block gatefold/no-packs");
    policy_done(p);
    policy_done(NULL);
}

static void a_broken_pack_is_never_clear(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = new_policy(&a);
    struct diags diags = {.a = &a};
    must_add(p, quiet_pack(&a), &a);
    assert_false(policy_add(p, S("pack: broken\n"), &diags));
    assert_true(diags.n > 0);
    expect(p, toy_clear(), a, VERDICT_BLOCKED, "block gatefold/pack-broken");
    struct toy t = toy_clear();
    t.name = S("bad"); /* the packs that load still speak */
    expect(p, t, a, VERDICT_BLOCKED, "block gatefold/pack-broken; block quiet/r");
    policy_done(p);
}

static void more_packs_than_fit_are_never_clear(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = new_policy(&a);
    struct diags diags = {.a = &a};
    for (int i = 0; i < POLICY_PACKS_MAX; i++) {
        str head = str_format(&a, PACK("p%d"), i);
        str rule = rule_on_name(&a, "r", "effect: block", "bad");
        must_add(p, concat(&a, str_c(head, &a), rule, S("")), &a);
    }
    expect(p, toy_clear(), a, VERDICT_CLEAR, "");
    assert_false(policy_add(p, quiet_pack(&a), &diags));
    expect(p, toy_clear(), a, VERDICT_BLOCKED, "block gatefold/pack-broken");
    policy_done(p);
}

static void a_rule_that_errs_is_never_clear(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *each, *when, *because;
    } rows[] = {
        {"things", "name == 'fire' || 1 / (it.size - 10) > 100", "b"},
        {"name == 'fire' ? things : things.filter(t, 1 / (t.size - 20) == 1)", "true", "b"},
        {"things", "name == 'fire' || it.themes[5] == ''", "b"},
        /* what it says errs, once it fires */
        {"things", "true", "{name == \"fire\" ? 1 : 1 / (it.size - 10)}"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        str rule = rule_each(&a, rows[i].each, rows[i].when, rows[i].because);
        struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
        struct toy t = toy_clear();
        struct verdict v = policy_judge(p, &t, &a);
        assert_str(summary(&v, &a), S("block gatefold/rule-error"));
        assert_int_equal(v.kind, VERDICT_BLOCKED);
        assert_true(str_contains(v.reasons.at[0].because, S("p/r")));
        assert_true(str_contains(v.reasons.at[0].because, i == 2 ? S("index") : S("zero")));
        policy_done(p);
    }
}

static void a_field_that_is_absent_is_never_clear(void **state)
{
    struct bench *b = *state;
    static const char *const rules[] = {"mood == 'none'", "mood == 'none'", "!lit",
                                        "day == ''",      "5 in sizes",     "inner.note == ''",
                                        "name == 'fire'"};
    for (size_t i = 0; i < countof(rules); i++) {
        struct arena a = b->a;
        struct toy t = toy_clear();
        t.mood = i == 0 ? 0 : i == 1 ? 77 : t.mood; /* absent; no word of the table */
        t.lit = i == 2 ? FLAG_ABSENT : t.lit;
        t.day = i == 3 ? (struct date){0} : t.day;
        t.sizes.at = i == 4 ? NULL : t.sizes.at;
        t.inner.present = i != 5;
        t.name = i == 6 ? (str){0} : t.name;
        str when = str_format(&a, "%s || things.exists(t, t.id == 'x')", rules[i]);
        str rule = rule_each(&a, "['all']", str_c(when, &a), "b");
        CLEANUP(buf_done) struct buf yaml = {0};
        buf_format(&yaml,
                   "%sgiven: {sizes: [1], lit: true, name: n, inner: {note: n}}\nrules:\n%.*s",
                   "pack: p\nversion: 1\nowner: test\nfacts: 3\n", STR(rule));
        /* the rule's examples name the picture too */
        struct policy *p =
            i == 6 ? policy_of(&a, concat(&a, PACK("p"),
                                          rule_on_name(&a, "r", "effect: block", "fire"), S("")))
                   : policy_of(&a, buf_str(&yaml));
        expect(p, toy_clear(), a, VERDICT_CLEAR, "");
        expect(p, t, a, VERDICT_BLOCKED, "block gatefold/rule-error");
        policy_done(p);
    }
}

static void work_without_end_is_never_clear(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    CLEANUP(buf_done) struct buf yaml = {0};
    str costly = rule_each(&a, "things",
                           "name == 'fire' || things.exists(a, things.exists(b, things.exists(c, "
                           "things.exists(d, a.size + b.size + c.size + d.size < 0))))",
                           "b");
    str late = rule_on_name(&a, "late", "effect: block", "huge");
    buf_format(&yaml, "%s%.*s%.*s", PACK("p"), STR(costly), STR(late));
    struct policy *p = policy_of(&a, buf_str(&yaml));
    struct toy t = toy_clear();
    expect(p, t, a, VERDICT_CLEAR, "");
    t.things.n = 200;
    t.things.at = arena_new(&a, struct toy_thing, t.things.n);
    for (size_t i = 0; i < t.things.n; i++)
        t.things.at[i] = toy_things[0];
    t.name = S("huge"); /* the rule that comes later is not asked */
    struct verdict v = policy_judge(p, &t, &a);
    assert_str(summary(&v, &a), S("block gatefold/rule-error; block gatefold/not-all-rules"));
    assert_true(str_contains(v.reasons.at[0].because, S("p/r")));
    assert_true(str_contains(v.reasons.at[0].because, S("budget")));
    policy_done(p);
}

static void more_reasons_than_fit_are_never_clear(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = policy_of(
        &a,
        S(PACK("p") "  - {id: r, effect: advise, each: things, when: 'true', because: b, fix: f,\n"
                    "     examples: {fires: [{things: [{id: x}]}], passes: [{}]}}\n"));
    struct toy t = toy_clear();
    t.things.n = POLICY_REASONS_MAX;
    t.things.at = arena_new(&a, struct toy_thing, t.things.n + 1);
    for (size_t i = 0; i <= t.things.n; i++)
        t.things.at[i] = toy_things[0];
    struct verdict v = policy_judge(p, &t, &a);
    assert_int_equal(v.kind, VERDICT_CLEAR);
    t.things.n++;
    v = policy_judge(p, &t, &a);
    assert_int_equal(v.kind, VERDICT_BLOCKED);
    assert_str(v.reasons.at[0].rule, S("too-many-reasons"));
    policy_done(p);
}

static void facts_of_another_shape_are_never_clear(void **state)
{
    struct bench *b = *state;
    static const char *const needed[] = {"version", "callsheet", "faces",   "texts",
                                         "unread",  "detectors", "failures"};
    for (size_t i = 0; i < countof(needed); i++) {
        struct arena a = b->a;
        struct field fields[countof(toy_fields)];
        struct record record = toy_record;
        record.fields = fields;
        record.n = 0;
        for (size_t f = 0; f < toy_record.n; f++)
            if (strcmp(toy_fields[f].name, needed[i]) != 0)
                memcpy(&fields[record.n++], &toy_fields[f], sizeof *fields);
        assert_int_equal(record.n, toy_record.n - 1);
        struct policy *p = policy_new(&record, TOY_VERSION, &a);
        must_add(p, quiet_pack(&a), &a);
        expect(p, toy_clear(), a, VERDICT_BLOCKED, "block gatefold/facts-incomplete");
        policy_done(p);
    }
}

/* As much as facts can hold, all of it long, and every rule fires for all of it. */
static void the_largest_facts_fit(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    enum {
        THINGS = 10000, /* of a list */
        TEXT = 64 << 10,
    };
    CLEANUP(buf_done) struct buf yaml = {0};
    buf_put(&yaml, S("pack: p\nversion: 1\nowner: o\nfacts: 3\nrules:\n"));
    buf_put(&yaml,
            S("  - id: r\n    effect: advise\n    each: things\n    when: 'true'\n    fix: f\n"
              "    because: '"));
    for (int i = 1; i < 64; i++) /* MESSAGE_PARTS_MAX - 1 */
        buf_put(&yaml, S("{it.id}"));
    buf_put(&yaml, S("'\n    examples: {fires: [{things: [{id: x}]}], passes: [{}]}\n"));
    struct policy *p = policy_of(&a, buf_str(&yaml));
    char *text = arena_new(&a, char, TEXT);
    memset(text, 'x', TEXT);
    struct toy t = toy_clear();
    t.things.n = t.texts.n = t.unread.n = THINGS;
    t.things.at = t.texts.at = t.unread.at = arena_new(&a, struct toy_thing, THINGS);
    for (size_t i = 0; i < THINGS; i++) {
        t.things.at[i] = toy_things[0];
        t.things.at[i].id = (str){text, TEXT};
    }
    struct arena judge CLEANUP(arena_close) = arena_open(POLICY_JUDGE_BYTES + (1 << 20));
    struct verdict v = policy_judge(p, &t, &judge);
    assert_int_equal(v.kind, VERDICT_BLOCKED);
    assert_str(v.reasons.at[0].rule, S("too-many-reasons"));
    policy_done(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_unknown_is_never_clear),
        cmocka_unit_test(a_dead_worker_is_one_reason_that_names_all),
        cmocka_unit_test(nothing_is_found_without_a_callsheet),
        cmocka_unit_test(no_pack_is_never_clear),
        cmocka_unit_test(a_broken_pack_is_never_clear),
        cmocka_unit_test(more_packs_than_fit_are_never_clear),
        cmocka_unit_test(a_rule_that_errs_is_never_clear),
        cmocka_unit_test(a_field_that_is_absent_is_never_clear),
        cmocka_unit_test(work_without_end_is_never_clear),
        cmocka_unit_test(more_reasons_than_fit_are_never_clear),
        cmocka_unit_test(facts_of_another_shape_are_never_clear),
        cmocka_unit_test(the_largest_facts_fit),
    };
    return cmocka_run_group_tests_name("never_clear", tests, set_up, tear_down);
}
