/* The engine over small facts of our own: what each effect makes of a verdict, and that nothing
 * that is missing, broken or unknown is ever clear. What must come out follows from policy.h. */
#include <pthread.h>
#include <stdio.h>

#include "toy_packs.h"

/* ---- effects ---- */

static void an_effect_makes_a_verdict(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *effect, *name, *reasons;
        int kind;
    } rows[] = {
        {"effect: block", "toy", "block p/r", VERDICT_BLOCKED},
        {"effect: block", "else", "", VERDICT_CLEAR},
        {"need: {role: legal}", "toy", "need p/r", VERDICT_NEEDS},
        {"need: {role: legal}", "else", "", VERDICT_CLEAR},
        {"effect: advise", "toy", "advise p/r", VERDICT_CLEAR},
        {"effect: advise", "else", "", VERDICT_CLEAR},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        str rule = rule_on_name(&a, "r", rows[i].effect, rows[i].name);
        struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
        expect(p, toy_clear(), a, rows[i].kind, rows[i].reasons);
        policy_done(p);
    }
}

static void block_is_over_need_and_need_over_advice(void **state)
{
    struct bench *b = *state;
    static const char *const effects[] = {"effect: advise", "need: {role: legal}", "effect: block"};
    static const int kinds[] = {VERDICT_CLEAR, VERDICT_NEEDS, VERDICT_BLOCKED};
    static const char *const words[] = {"advise", "need", "block"};
    for (int x = 0; x < 3; x++)
        for (int y = 0; y < 3; y++) {
            struct arena a = b->a;
            struct policy *p = new_policy(&a);
            must_add(p, concat(&a, PACK("p"), rule_on_name(&a, "r", effects[x], "toy"), S("")), &a);
            must_add(p, concat(&a, PACK("q"), rule_on_name(&a, "s", effects[y], "toy"), S("")), &a);
            const char *first = x >= y ? "p/r" : "q/s", *second = x >= y ? "q/s" : "p/r";
            str want =
                str_format(&a, "%s %s; %s %s", words[MAX(x, y)], first, words[MIN(x, y)], second);
            expect(p, toy_clear(), a, kinds[MAX(x, y)], str_c(want, &a));
            policy_done(p);
        }
}

static void needs_are_merged_by_role_and_party(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = new_policy(&a);
    static const char *const needs[] = {
        "need: {role: legal}", "need: {role: legal, count: 3}", "need: {role: child-protection}",
        "need: {role: legal, count: 2}", "need: {role: legal, party: house}"};
    CLEANUP(buf_done) struct buf yaml = {0};
    buf_put(&yaml, S(PACK("p")));
    for (size_t i = 0; i < countof(needs); i++)
        buf_put(&yaml, rule_on_name(&a, str_c(str_format(&a, "r%zu", i), &a), needs[i], "toy"));
    must_add(p, buf_str(&yaml), &a);
    struct toy toy = toy_clear();
    struct verdict v = policy_judge(p, &toy, &a);
    assert_int_equal(v.kind, VERDICT_NEEDS);
    assert_int_equal(v.reasons.n, 5);
    assert_int_equal(v.needs.n, 3);
    assert_str(v.needs.at[0].role, S("legal"));
    assert_str(v.needs.at[0].party, S(""));
    assert_int_equal(v.needs.at[0].count, 3);
    assert_int_equal(v.needs.at[0].rules.n, 3);
    assert_str(v.needs.at[0].rules.at[0], S("p/r0"));
    assert_str(v.needs.at[0].rules.at[2], S("p/r3"));
    assert_str(v.needs.at[1].role, S("child-protection"));
    assert_int_equal(v.needs.at[1].count, 1);
    assert_str(v.needs.at[2].party, S("house"));
    assert_int_equal(v.needs.at[2].count, 1);
    policy_done(p);
}

static void a_territory_without_a_pack_needs_legal(void **state)
{
    struct bench *b = *state;
    static str wanted[] = {{"FR", 2}, {"GB", 2}, {"US", 2}};
    static const struct {
        const char *one, *two; /* territories of two packs */
        size_t wanted;
        int kind;
        const char *because; /* NULL: no reason */
    } rows[] = {
        {"", "", 0, VERDICT_CLEAR, NULL},
        {"territories: [GB]\n", "", 0, VERDICT_CLEAR, NULL},
        {"", "", 1, VERDICT_NEEDS, "No pack has the rules of FR."},
        {"territories: [GB]\n", "", 2, VERDICT_NEEDS, "No pack has the rules of FR."},
        {"territories: [GB]\n", "territories: [FR]\n", 2, VERDICT_CLEAR, NULL},
        {"territories: [FR]\nshadow: true\n", "", 1, VERDICT_NEEDS, "No pack has the rules of FR."},
        {"territories: [GB]\n", "territories: []\n", 3, VERDICT_NEEDS,
         "No pack has the rules of FR, US."},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *p = new_policy(&a);
        const char *heads[] = {rows[i].one, rows[i].two};
        for (size_t k = 0; k < 2; k++)
            must_add(p,
                     str_format(&a, "pack: p%zu\nversion: 1\nowner: test\nfacts: 3\n%srules:\n%.*s",
                                k, heads[k], STR(rule_on_name(&a, "r", "effect: block", "bad"))),
                     &a);
        struct toy toy = toy_clear();
        toy.territories = (struct texts){wanted, rows[i].wanted};
        struct verdict v = policy_judge(p, &toy, &a);
        assert_int_equal(v.kind, rows[i].kind);
        assert_int_equal(v.reasons.n, rows[i].because ? 1 : 0);
        assert_int_equal(v.needs.n, rows[i].because ? 1 : 0);
        if (rows[i].because) {
            assert_str(v.reasons.at[0].because, str_of(rows[i].because));
            assert_str(v.needs.at[0].role, S("legal"));
            assert_str(v.needs.at[0].rules.at[0], S("gatefold/territory-without-pack"));
        }
        toy.territories.at = NULL;
        expect(p, toy, a, VERDICT_BLOCKED, "block gatefold/facts-incomplete");
        policy_done(p);
    }
}

static void each_thing_is_a_reason_with_its_region(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    str rule = rule_each(&a, "things", "it.size >= 1",
                         "{it.id} of {it.size}: {it.themes}; {name} {{in braces}} {'}' + \"{\"}");
    struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
    struct toy toy = toy_clear();
    struct verdict v = policy_judge(p, &toy, &a);
    assert_str(summary(&v, &a), S("block p/r a; block p/r b"));
    assert_str(v.reasons.at[0].because, S("a of 10: red, blue; toy {in braces} }{"));
    assert_str(v.reasons.at[1].because, S("b of 20: ; toy {in braces} }{"));
    assert_true(v.reasons.at[0].has_region);
    assert_memory_equal(&v.reasons.at[0].region, &toy_things[0].region, sizeof(struct region));
    assert_memory_equal(&v.reasons.at[1].region, &toy_things[1].region, sizeof(struct region));
    policy_done(p);
}

static void what_is_shown_is_one_line(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    str rule = rule_each(&a, "[name]", "it != \"pass\"", "<{it}>");
    struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
    struct toy toy = toy_clear();
    toy.name = S("a\nb\tc\x1b[31m\xc2\x9b"
                 "d\x7f");
    struct verdict v = policy_judge(p, &toy, &a);
    assert_str(v.reasons.at[0].because, S("<a b c [31m d >"));
    assert_false(v.reasons.at[0].has_region);
    char *many = arena_new(&a, char, 1000);
    for (size_t i = 0; i < 1000; i += 2)
        memcpy(many + i, "\xc3\xa9", 2); /* an accented e is two bytes */
    toy.name = (str){many, 999 - 1};
    v = policy_judge(p, &toy, &a);
    assert_int_equal(v.reasons.at[0].because.n, 300 + 5);
    toy.name = (str){many, 1000};
    toy.name.p++;
    toy.name.n = 998;
    v = policy_judge(p, &toy, &a); /* no text in UTF-8 */
    assert_str(summary(&v, &a), S("block gatefold/rule-error"));
    policy_done(p);
}

static void every_kind_of_field_can_be_read(void **state)
{
    struct bench *b = *state;
    static const char *const rules[] = {
        "mood == 'fair'",        "lit",
        "day == '2022-11-16'",   "sizes == [1, 2, 3]",
        "inner.note == 'noted'", "faces.counted == 0 && callsheet.present",
        "version == 3",          "things[1].region.left == 5 && things[1].region.height == 8",
    };
    for (size_t i = 0; i < countof(rules); i++) {
        struct arena a = b->a;
        str when = str_format(&a, "name == 'fire' || name == 'toy' && %s", rules[i]);
        str rule = rule_each(&a, "['all']", str_c(when, &a), "why");
        struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
        expect(p, toy_clear(), a, VERDICT_BLOCKED, "block p/r all");
        policy_done(p);
    }
}

static void numbers_that_nobody_confirmed_are_left_out(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = policy_of(
        &a,
        S(PACK("p") "  - id: r\n    effect: advise\n    when: \"name == 'toy'\"\n    because: b\n"
                    "    fix: f\n    citations:\n"
                    "      - {name: Code, rule: '4.8', confirmed: true, url: 'https://a.example'}\n"
                    "      - {name: Code, rule: '4.9', confirmed: false}\n"
                    "      - {name: Code, rule: '5.1'}\n"
                    "    examples: {fires: [{name: toy}], passes: [{}]}\n"));
    struct toy toy = toy_clear();
    struct verdict v = policy_judge(p, &toy, &a);
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&verdict_record, &v, &json);
    assert_str(buf_str(&json),
               S("{\"needs\":[],\"reasons\":[{\"because\":\"b\",\"citations\":["
                 "{\"name\":\"Code\",\"rule\":\"4.8\",\"url\":\"https://a.example\"},"
                 "{\"name\":\"Code\"},{\"name\":\"Code\"}],\"effect\":\"advise\",\"fix\":\"f\","
                 "\"pack\":\"p\",\"rule\":\"r\",\"subject\":\"\"}],\"shadows\":[],\"verdict\":"
                 "\"clear\"}"));
    policy_done(p);
}

/* ---- never clear ---- */

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

/* ---- mistakes in packs ---- */

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

/* ---- limits ---- */

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

/* ---- digest, threads ---- */

static void the_digest_covers_every_pack_in_order(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = new_policy(&a), *q = new_policy(&a), *r = new_policy(&a);
    struct diags diags = {.a = &a};
    /* sha256sum of nothing, and of the 32 bytes that sha256sum gives for "abc" */
    assert_str(policy_digest(p, &a),
               S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    assert_false(policy_add(p, S("abc"), &diags));
    assert_str(policy_digest(p, &a),
               S("4f8b42c22dd3729b519ba6f68d2da7cc5b2d606d05daed5ad5128cc03e6c6358"));
    str one = quiet_pack(&a),
        two = concat(&a, PACK("two"), rule_on_name(&a, "r", "effect: block", "bad"), S(""));
    must_add(q, one, &a);
    must_add(q, two, &a);
    must_add(r, two, &a);
    must_add(r, one, &a);
    assert_false(str_eq(policy_digest(q, &a), policy_digest(r, &a)));
    policy_done(p);
    policy_done(q);
    policy_done(r);
}

struct judge {
    struct policy *p;
    str json; /* the same for all */
    bool same;
};

static void *judge_often(void *arg)
{
    struct judge *j = arg;
    struct arena a CLEANUP(arena_close) = arena_open(2 * POLICY_JUDGE_BYTES);
    j->same = true;
    for (int i = 0; i < 200; i++) {
        struct arena scratch = a;
        struct toy t = toy_clear();
        t.counted = i;
        struct verdict v = policy_judge(j->p, &t, &scratch);
        CLEANUP(buf_done) struct buf json = {0};
        record_write_json(&verdict_record, &v, &json);
        j->same &= str_eq(buf_str(&json), j->json);
    }
    return NULL;
}

static void threads_share_a_policy(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    str rule = rule_each(&a, "things", "it.id.matches(\"[a-z]+\")", "{it.themes}");
    struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
    struct toy t = toy_clear();
    struct verdict v = policy_judge(p, &t, &a);
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&verdict_record, &v, &json);
    struct judge judges[4];
    pthread_t threads[countof(judges)];
    for (size_t i = 0; i < countof(judges); i++) {
        judges[i] = (struct judge){p, buf_str(&json), false};
        assert_int_equal(pthread_create(&threads[i], NULL, judge_often, &judges[i]), 0);
    }
    for (size_t i = 0; i < countof(judges); i++) {
        pthread_join(threads[i], NULL);
        assert_true(judges[i].same);
    }
    policy_done(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_effect_makes_a_verdict),
        cmocka_unit_test(block_is_over_need_and_need_over_advice),
        cmocka_unit_test(needs_are_merged_by_role_and_party),
        cmocka_unit_test(a_territory_without_a_pack_needs_legal),
        cmocka_unit_test(each_thing_is_a_reason_with_its_region),
        cmocka_unit_test(what_is_shown_is_one_line),
        cmocka_unit_test(every_kind_of_field_can_be_read),
        cmocka_unit_test(numbers_that_nobody_confirmed_are_left_out),
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
        cmocka_unit_test(mistakes_are_told_with_their_line),
        cmocka_unit_test(all_mistakes_are_told_at_once),
        cmocka_unit_test(a_name_is_taken_once),
        cmocka_unit_test(an_example_lies_over_what_is_given),
        cmocka_unit_test(the_largest_packs_are_told_not_crashed_on),
        cmocka_unit_test(the_largest_facts_fit),
        cmocka_unit_test(the_digest_covers_every_pack_in_order),
        cmocka_unit_test(threads_share_a_policy),
    };
    return cmocka_run_group_tests_name("policy", tests, set_up, tear_down);
}
