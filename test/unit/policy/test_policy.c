/* The engine over small facts of our own: what each effect makes of a verdict, what a verdict says,
 * and what a set of packs is known by. What must come out follows from policy.h. */
#include <pthread.h>

#include "toy_packs.h"

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
        cmocka_unit_test(the_digest_covers_every_pack_in_order),
        cmocka_unit_test(threads_share_a_policy),
    };
    return cmocka_run_group_tests_name("policy", tests, set_up, tear_down);
}
