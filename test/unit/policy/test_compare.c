/* Two policies held against each other. What must come out follows from policy/compare.h. */
#include "policy/compare.h"
#include "toy_packs.h"

/* "looser p/r: block -> advise" for each change, joined by "; ". */
static str told(struct rule_changes changes, struct arena *a)
{
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < changes.n; i++) {
        const struct rule_change *c = &changes.at[i];
        buf_format(&b, "%s%s %.*s/%.*s: %.*s -> %.*s", i ? "; " : "",
                   words_name(&change_words, c->change), STR(c->pack), STR(c->rule),
                   c->was.p ? (int)c->was.n : 1, c->was.p ? c->was.p : "-",
                   c->is.p ? (int)c->is.n : 1, c->is.p ? c->is.p : "-");
    }
    return b.n > 0 ? str_copy(buf_str(&b), a) : S("");
}

static struct policy *one_rule(struct arena *a, const char *id, const char *effect,
                               const char *name)
{
    return policy_of(a, concat(a, PACK("p"), rule_on_name(a, id, effect, name), S("")));
}

static void each_change_of_a_rule_is_told(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *was, *is, *want;
    } rows[] = {
        {"effect: block", "effect: block", ""},
        {"effect: block", "effect: advise", "looser p/r: block -> advise"},
        {"effect: block", "need: {role: legal}", "looser p/r: block -> need 1 x legal"},
        {"effect: advise", "need: {role: legal}", "stricter p/r: advise -> need 1 x legal"},
        {"need: {role: legal}", "effect: block", "stricter p/r: need 1 x legal -> block"},
        {"need: {role: legal, count: 2}", "need: {role: legal}",
         "looser p/r: need 2 x legal -> need 1 x legal"},
        {"need: {role: legal}", "need: {role: legal, count: 2}",
         "stricter p/r: need 1 x legal -> need 2 x legal"},
        {"need: {role: child-protection}", "need: {role: legal, count: 2}",
         "looser p/r: need 1 x child-protection -> need 2 x legal"},
        {"need: {role: legal, party: house}", "need: {role: legal}",
         "looser p/r: need 1 x legal of house -> need 1 x legal"},
        {"need: {role: legal}", "need: {role: legal, party: house}",
         "stricter p/r: need 1 x legal -> need 1 x legal of house"},
        {"effect: block", "shadow: true, effect: block", "looser p/r: block -> shadow block"},
        {"shadow: true, effect: advise", "effect: advise", "stricter p/r: shadow advise -> advise"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *was = one_rule(&a, "r", rows[i].was, "x"),
                      *is = one_rule(&a, "r", rows[i].is, "x");
        assert_str(told(policy_changes(was, is, &a), &a), str_of(rows[i].want));
        policy_done(was);
        policy_done(is);
    }
}

static void rules_come_and_go(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *was = one_rule(&a, "r", "effect: block", "x"),
                  *is = one_rule(&a, "s", "effect: advise", "x"),
                  *other = one_rule(&a, "r", "effect: block", "y");
    assert_str(told(policy_changes(was, is, &a), &a),
               S("dropped p/r: block -> -; added p/s: - -> advise"));
    assert_str(told(policy_changes(was, other, &a), &a), S("changed p/r: block -> block"));
    policy_done(was);
    policy_done(is);
    policy_done(other);
}

static void a_verdict_is_weaker_if_anything_is_asked_less(void **state)
{
    (void)state;
    static struct need legal[] = {{S("legal"), S(""), 1, {0}}},
                       two[] = {{S("legal"), S(""), 2, {0}}},
                       house[] = {{S("legal"), S("house"), 1, {0}}},
                       both[] = {{S("child-protection"), S(""), 1, {0}},
                                 {S("legal"), S(""), 1, {0}}};
#define V(k, list)                                                                                 \
    {                                                                                              \
        .kind = VERDICT_##k, .needs = { list, countof(list) }                                      \
    }
#define NONE(k)                                                                                    \
    {                                                                                              \
        .kind = VERDICT_##k                                                                        \
    }
    static const struct {
        struct verdict was, is;
        enum turn want;
    } rows[] = {
        {NONE(CLEAR), NONE(CLEAR), TURN_SAME},
        {NONE(CLEAR), V(NEEDS, legal), TURN_STRICTER},
        {V(NEEDS, legal), NONE(BLOCKED), TURN_STRICTER},
        {NONE(BLOCKED), NONE(CLEAR), TURN_WEAKER},
        {NONE(BLOCKED), V(NEEDS, both), TURN_WEAKER},
        {V(NEEDS, legal), V(NEEDS, legal), TURN_SAME},
        {V(NEEDS, legal), V(NEEDS, two), TURN_STRICTER},
        {V(NEEDS, two), V(NEEDS, legal), TURN_WEAKER},
        {V(NEEDS, legal), V(NEEDS, both), TURN_STRICTER},
        {V(NEEDS, both), V(NEEDS, legal), TURN_WEAKER},
        {V(NEEDS, legal), V(NEEDS, house), TURN_WEAKER},
        {V(NEEDS, both), V(NEEDS, two), TURN_WEAKER},
        {V(BLOCKED, both), V(BLOCKED, legal), TURN_WEAKER},
        {V(BLOCKED, legal), V(BLOCKED, both), TURN_STRICTER},
    };
    for (size_t i = 0; i < countof(rows); i++)
        assert_int_equal(verdict_turn(&rows[i].was, &rows[i].is), rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_of_a_rule_is_told),
        cmocka_unit_test(rules_come_and_go),
        cmocka_unit_test(a_verdict_is_weaker_if_anything_is_asked_less),
    };
    return cmocka_run_group_tests_name("compare", tests, set_up, tear_down);
}
