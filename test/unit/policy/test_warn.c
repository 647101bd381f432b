/* What looks wrong in packs that load. What must be told follows from policy/warn.h: a rule that
 * never decides, and a part of a condition that no example tries. */
#include "policy/warn.h"
#include "toy_packs.h"

#define LOGGED(name)                                                                               \
    "pack: " name "\nversion: 1\nowner: test\nfacts: 3\n"                                          \
    "changelog: [{version: 1, date: 2022-11-16, change: c}]\nrules:\n"
#define RULE(id, effect, when, fires, passes)                                                      \
    "  - {id: " id ", " effect ", because: b, fix: f, when: \"" when "\",\n"                       \
    "     examples: {fires: [" fires "], passes: [" passes "]}}\n"

/* The warnings of both packs, joined by "; ". */
static str warnings(const char *one, const char *opt_two, struct arena *a)
{
    struct policy *p = new_policy(a);
    str texts[2] = {str_of(one), str_of(opt_two ? opt_two : "")};
    struct diags *diags[2];
    size_t n = opt_two ? 2 : 1;
    for (size_t i = 0; i < n; i++) {
        must_add(p, texts[i], a);
        diags[i] = arena_new(a, struct diags, 1);
        diags[i]->a = a;
    }
    policy_warn(p, texts, diags, n);
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < diags[i]->n; j++)
            buf_format(&b, "%s%u %.*s", b.n ? "; " : "", diags[i]->at[j].line,
                       STR(diags[i]->at[j].what));
    policy_done(p);
    return b.n > 0 ? str_copy(buf_str(&b), a) : S("");
}

#define DECIDES(line, id, by)                                                                      \
#line " warning: rule " id " decides nothing: wherever its examples fire, " by                 \
          " does too; give one for which it alone fires, or take it out"
#define UNTRIED(line, id, part, want)                                                              \
#line " warning: rule " id ": without \"" part                                                 \
          "\" every example would come out the same; give one for which it is " want

static void what_looks_wrong_is_told(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *one, *two, *want;
    } rows[] = {
        /* nothing */
        {LOGGED("p") RULE("r", "effect: block", "name == 'x'", "{name: x}", "{}"), NULL, ""},
        {PACK("p") RULE("r", "effect: block", "name == 'x'", "{name: x}", "{}"), NULL,
         "1 warning: no changelog: say what each version changed, and why"},
        /* a block leaves nothing to decide for a block and a need, in another pack too */
        {LOGGED("p")
             RULE("r", "effect: block", "name == 'x' || lit", "{name: x}, {lit: true}", "{}"),
         LOGGED("q") RULE("s", "effect: block", "name == 'x'", "{name: x}", "{}")
             RULE("t", "need: {role: legal}", "lit", "{lit: true}", "{}"),
         DECIDES(7, "s", "p/r (block)") "; " DECIDES(9, "t", "p/r (block)")},
        /* a need for a need of the same role, and not for another */
        {LOGGED("p") RULE("r", "need: {role: legal, count: 2}", "lit", "{lit: true}", "{}")
             RULE("s", "need: {role: legal}", "lit", "{lit: true}", "{}")
                 RULE("t", "need: {role: other}", "lit", "{lit: true}", "{}"),
         NULL, DECIDES(9, "s", "p/r (need)")},
        {LOGGED("p") RULE("r", "need: {role: legal, party: house}", "lit", "{lit: true}", "{}")
             RULE("s", "need: {role: legal, party: partner}", "lit", "{lit: true}", "{}"),
         NULL, ""},
        /* a need leaves the block, and advice and shadows cover nothing and are not covered */
        {LOGGED("p") RULE("r", "need: {role: legal}", "lit", "{lit: true}", "{}")
             RULE("s", "effect: advise", "lit", "{lit: true}", "{}")
                 RULE("t", "shadow: true, effect: block", "lit", "{lit: true}", "{}"),
         NULL, ""},
        /* both fire for the example, and a value of another example tells them apart: one on
         * top, and one of a thing */
        {LOGGED("p") RULE("r", "effect: block", "mood == 'grim'", "{}", "{mood: fair}")
             RULE("s", "effect: block", "lit", "{lit: true, things: [{size: 1}]}", "{}"),
         NULL, ""},
        {LOGGED("p") RULE("r", "effect: block", "things.exists(t, t.size == 0)", "{things: [{}]}",
                          "{}") RULE("s", "effect: block", "things.exists(t, t.id == 'a')",
                                     "{things: [{id: a}]}", "{things: [{size: 4}]}"),
         NULL, ""},
        /* parts that no example tries */
        {LOGGED("p") RULE("r", "effect: block", "lit && name == 'x'", "{lit: true, name: x}",
                          "{lit: true}"),
         NULL, UNTRIED(7, "r", "lit", "false and the rest true")},
        {LOGGED("p") RULE("r", "effect: block", "lit || name == 'x'", "{lit: true}", "{}"), NULL,
         UNTRIED(7, "r", "name == 'x'", "true and the rest false")},
        {LOGGED("p") RULE("r", "effect: block", "lit && name == 'x'", "{lit: true, name: x}",
                          "{lit: true}, {name: x}"),
         NULL, ""},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        str got = warnings(rows[i].one, rows[i].two, &a);
        if (!str_eq(got, str_of(rows[i].want)))
            fail_msg("row %zu:\n%.*s\nwant:\n%s", i, STR(got), rows[i].want);
    }
}

/* 2,000 rules with the same condition: it ends, and says that it did not look at all. */
static void too_much_to_try_is_told(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    CLEANUP(buf_done) struct buf yaml = {0};
    buf_put(&yaml, S(LOGGED("p")));
    for (int i = 0; i < POLICY_RULES_MAX; i++)
        buf_format(&yaml,
                   RULE("r%d", "need: {role: legal}",
                        "things.exists(t, sizes.exists(s, t.size > s))",
                        "{things: [{size: %d, id: t%d}], sizes: [1, 2]}", "{name: n%d}"),
                   i, i + 5, i, i);
    assert_true(buf_ok(&yaml) && yaml.n < POLICY_PACK_MAX_BYTES);
    str told = warnings(str_c(buf_str(&yaml), &a), NULL, &a);
    assert_true(str_contains(told, S("there is too much to try")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_looks_wrong_is_told),
        cmocka_unit_test(too_much_to_try_is_told),
    };
    return cmocka_run_group_tests_name("warn", tests, set_up, tear_down);
}
