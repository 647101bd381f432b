/* Incidents against packs that are strict enough, too mild, and mistaken. What must come out
 * follows from policy/incident.h: never weaker, and the roles that must look are asked for. */
#include "policy/incident.h"
#include "toy_packs.h"

static const char base_yaml[] = "about: a toy in order\n"
                                "facts: {version: 3, callsheet: {present: true}, mood: fair,\n"
                                "  name: nobody, detectors: [{name: text, status: done}]}\n";

static str incident_yaml(struct arena *a, const char *verdict)
{
    return str_format(a,
                      "incident: toy-of-old\nabout: a\nsource: {name: s}\n"
                      "facts: {name: toy}\nverdict: %s\n",
                      verdict);
}

static struct incident_base read_base(const struct policy *p, struct arena *a)
{
    struct diags diags = {.a = a};
    struct incident_base base;
    assert_true(incident_base_read(p, str_of(base_yaml), a, &diags, &base));
    return base;
}

static void an_incident_is_never_answered_weaker(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *effect, *verdict;
        bool holds;
        const char *missing;
    } rows[] = {
        {"effect: block", "blocked", true, NULL},
        {"need: {role: legal}", "blocked", false, NULL},
        {"effect: advise", "blocked", false, NULL},
        {"shadow: true, effect: block", "blocked", false, NULL},
        {"effect: block", "needs\nroles: [legal]", true, NULL},
        {"need: {role: legal}", "needs\nroles: [legal]", true, NULL},
        {"need: {role: legal}", "needs\nroles: [legal, child-protection]", false,
         "child-protection"},
        {"need: {role: legal}", "needs\nroles: [child-protection]", false, "child-protection"},
        {"effect: advise", "needs\nroles: [legal]", false, "legal"},
        {"shadow: true, need: {role: legal}", "needs\nroles: [legal]", false, "legal"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *p = policy_of(&a, quiet_pack(&a));
        must_add(p, concat(&a, PACK("p"), rule_on_name(&a, "r", rows[i].effect, "toy"), S("")), &a);
        struct incident_base base = read_base(p, &a);
        struct diags diags = {.a = &a};
        struct incident incident;
        assert_true(
            incident_read(p, &base, incident_yaml(&a, rows[i].verdict), &a, &diags, &incident));
        struct incident_answer answer = incident_ask(p, &base, &incident, &a);
        assert_int_equal(answer.holds, rows[i].holds);
        assert_str(answer.missing, rows[i].missing ? str_of(rows[i].missing) : (str){0});
        assert_false(answer.base_too);
        policy_done(p);
    }
}

/* A base that is stopped itself makes every incident hold: that is told. */
static void an_incident_that_shows_nothing_is_told(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    struct policy *p = policy_of(&a, quiet_pack(&a));
    must_add(p, concat(&a, PACK("p"), rule_on_name(&a, "r", "effect: block", "nobody"), S("")), &a);
    struct incident_base base = read_base(p, &a);
    assert_int_equal(incident_base_ask(p, &base, &a).kind, VERDICT_BLOCKED);
    struct diags diags = {.a = &a};
    struct incident incident;
    str yaml = S("incident: i\nabout: a\nsource: {name: s}\nfacts: {mood: grim}\n"
                 "verdict: blocked\n");
    assert_true(incident_read(p, &base, yaml, &a, &diags, &incident));
    assert_true(incident_ask(p, &base, &incident, &a).base_too);
    policy_done(p);
}

static void mistakes_are_told(void **state)
{
    struct bench *b = *state;
#define HEAD "incident: i\nabout: a\nsource: {name: s}\n"
    static const struct {
        const char *yaml, *want;
    } rows[] = {
        {HEAD "facts: {nam: toy}\nverdict: blocked\n",
         "unknown key \"nam\": did you mean \"name\"?"},
        {HEAD "facts: {name: toy}\nverdict: clear\n",
         "\"verdict\" must be one of blocked, needs; here it is \"clear\""},
        {HEAD "facts: {name: toy}\nverdict: needs\n", "which roles must look is not said"},
        {HEAD "facts: {name: toy}\nverdict: blocked\nroles: [legal]\n",
         "roles go with `verdict: needs`: what is blocked nobody signs"},
        {HEAD "verdict: blocked\n", "missing \"facts\""},
        {HEAD "facts: toy\nverdict: blocked\n", "a toy must be a map of keys, here it is \"toy\""},
        {"a: [", "did not find expected node content"},
        {"", "there is nothing in this text"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *p = policy_of(&a, quiet_pack(&a));
        struct incident_base base = read_base(p, &a);
        struct diags diags = {.a = &a};
        struct incident incident;
        assert_false(incident_read(p, &base, str_of(rows[i].yaml), &a, &diags, &incident));
        if (!str_starts(diags.at[0].what, str_of(rows[i].want)) && i != 6)
            fail_msg("row %zu: %.*s", i, STR(diags.at[0].what));
        assert_false(incident_base_read(p, str_of(rows[i].yaml), &a, &diags, &base));
        policy_done(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_incident_is_never_answered_weaker),
        cmocka_unit_test(an_incident_that_shows_nothing_is_told),
        cmocka_unit_test(mistakes_are_told),
    };
    return cmocka_run_group_tests_name("incident", tests, set_up, tear_down);
}
