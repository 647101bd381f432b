/* Rules and facts that were made to take for ever: every pack is refused or judged within its
 * budget, and what could not be judged is never clear. The facts are as large as a result of 10 MB.
 */
#include "../test.h"
#include "policy/explain.h"
#include "policy/warn.h"
#include "shoot/facts.h"

enum {
    ITEMS = 10000, /* as many as a list may hold */
    NAME_BYTES = 1000,
};

struct bench {
    struct arena a;
    struct facts facts;
};

static int set_up(void **state)
{
    static struct bench b;
    b.a = arena_open(4 * POLICY_BYTES);
    struct facts_of of = {.path = S("a.jpg"), .sha256 = S("")};
    b.facts = facts_make(&of, &b.a);
    b.facts.failures.n = 0;
    static struct fact_detector detector = {S("text"), S("1"), S("done")};
    b.facts.detectors.at = &detector;
    b.facts.detectors.n = 1;
    char *name = arena_new(&b.a, char, NAME_BYTES);
    memset(name, 'a', NAME_BYTES);
    struct fact_item item = {.id = S("i"),
                             .name = {name, NAME_BYTES},
                             .kind = S("prop"),
                             .count = 1,
                             .supplier = S(""),
                             .assessed_by = S(""),
                             .approved_by = S("")};
    item.themes.at = arena_new(&b.a, str, 1);
    b.facts.items.at = arena_new(&b.a, struct fact_item, ITEMS);
    for (b.facts.items.n = 0; b.facts.items.n < ITEMS; b.facts.items.n++)
        b.facts.items.at[b.facts.items.n] = item;
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    arena_close(&b->a);
    return 0;
}

static str repeated(const char *head, const char *part, const char *tail, size_t bytes,
                    struct arena *a)
{
    CLEANUP(buf_done) struct buf b = {0};
    buf_put(&b, str_of(head));
    while (b.n < bytes)
        buf_put(&b, str_of(part));
    buf_put(&b, str_of(tail));
    return str_copy(buf_str(&b), a);
}

static str pack_of(const char *each, str when, struct arena *a)
{
    return str_format(a,
                      "pack: hostile\nversion: 1\nowner: o\nfacts: 1\nrules:\n"
                      "  - id: r\n    effect: advise\n%s    because: b\n    fix: f\n"
                      "    when: |-\n      %.*s\n"
                      "    examples: {fires: [{items: [{id: x, name: fire}]}],\n"
                      "               passes: [{items: []}]}\n",
                      each, STR(when));
}

#define FIRE "items.exists(f, f.name == 'fire') || items.size() > 0 && "

/* Texts that no pack may hold. */
static void texts_that_explode_are_refused(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *head, *part, *tail;
        size_t bytes;
    } rows[] = {
        {"true", " && true", "", 64 << 10}, /* an expression of 64 KiB */
        {"", "(", "true", 4000},            /* nesting */
        {"", "!", "true", 4000},
        {"", "[", "1", 4000},
        {"", "{1: ", "1", 4000},
        {"true ? ", "true ? ", "1", 4000},
        {"", "items.exists(a, ", "true)))))", 60}, /* comprehensions in one another */
        {"'", "a", "'.matches('((((a{1,99}){1,99}){1,99}){1,99}){1,99}')", 10},
        {"'a'.matches('", "(a?", "", 6000},
        {"'a'.matches('(", "a?", "){1000}')", 4000},
        {"items[0].name.matches('", "\\\\", "", 4000},
        {"'", "\\u0000", "' == ''", 4000},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        str when = repeated(rows[i].head, rows[i].part, rows[i].tail, rows[i].bytes, &a);
        struct policy *p = policy_new(&facts_record, FACTS_VERSION, &a);
        struct diags diags = {.a = &a};
        if (policy_add(p, pack_of("", when, &a), &diags))
            fail_msg("row %zu loads", i);
        assert_true(diags.n > 0);
        assert_int_equal(policy_judge(p, &b->facts, &a).kind, VERDICT_BLOCKED);
        policy_done(p);
    }
}

/* Texts that load, for their examples are small, and then meet the large facts. */
static void work_that_explodes_ends_in_its_budget(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *each, *when;
    } rows[] = {
        {"", FIRE "items.exists(a, items.exists(b, a.name + b.name == 'x'))"},
        {"", FIRE "items.exists(a, items.exists(b, items.exists(c, a.id + b.id == c.name)))"},
        {"", FIRE "items.exists(a, items.filter(b, b.name == a.name).size() < 0)"},
        {"", FIRE "items.map(a, items.map(b, a.name + b.name)).size() < 0"},
        {"", FIRE "items.map(a, items.map(b, b.name).join('')).size() < 0"},
        {"", FIRE "items.exists(a, items.map(b, b.name).join('').matches('(x+x+)+y'))"},
        {"", FIRE "items.exists(a, a.name.matches('(a?){500}b'))"},
        {"", FIRE "items.exists(a, items.exists(b, a.name.contains(b.name + 'x')))"},
        {"", FIRE "items.exists(a, items.exists(b, a == b && a.name == 'x'))"},
        {"", FIRE "items.exists(a, items != items.filter(b, b.name != a.name + 'x'))"},
        {"",
         FIRE "items.exists(a, items.exists(b, a.name.lowerAscii().replace('a', b.name) == ''))"},
        {"    each: items\n", "it.name == 'fire' || items.all(b, b.name != it.name + 'x')"},
        {"    each: items.map(a, items.map(b, a.name + b.name))\n", "it[0] == 'firefire'"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        struct policy *p = policy_new(&facts_record, FACTS_VERSION, &a);
        struct diags diags = {.a = &a};
        str pack = pack_of(rows[i].each, str_of(rows[i].when), &a);
        if (!policy_add(p, pack, &diags))
            fail_msg("row %zu: %.*s", i, STR(diags.at[0].what));
        struct verdict v = policy_judge(p, &b->facts, &a);
        if (v.kind != VERDICT_BLOCKED || !str_eq(v.reasons.at[0].rule, S("rule-error")))
            fail_msg("row %zu: %s, %.*s", i, words_name(&verdict_words, v.kind),
                     STR(v.reasons.n ? v.reasons.at[0].rule : S("no reason")));
        struct err err;
        CLEANUP(buf_done) struct buf out = BUF_MAX((size_t)2 * EXPLAIN_TEXT_MAX_BYTES);
        bool costly = i == 0 || str_contains(pack, S("matches")); /* for time's sake not all */
        if (costly && !policy_explain(p, &b->facts, a, &out, &err))
            assert_int_equal(err.kind, ERR_LIMIT);
        struct diags *warned = &diags;
        policy_warn(p, &pack, &warned, 1);
        policy_done(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_that_explode_are_refused),
        cmocka_unit_test(work_that_explodes_ends_in_its_budget),
    };
    return cmocka_run_group_tests_name("hostile", tests, set_up, tear_down);
}
