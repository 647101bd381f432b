/* What is told of rules: every part's value and what made it so. What must come out follows from
 * what CEL says of each part, put into the words of policy/explain.h. */
#include "policy/explain.h"
#include "toy_packs.h"

static void every_part_is_told_with_its_reason(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *when, *want;
    } rows[] = {
        {"name == 'toy'", "  name == 'toy': true\n"},
        {"lit && things.exists(t, t.size > 15)",
         "  lit && things.exists(t, t.size > 15): true, because all of these are true\n"
         "    things.exists(t, t.size > 15): true, because of thing b\n"
         "      for t = thing b\n"
         "        t.size > 15: true\n"
         "          t.size: 20\n"
         "      for t = thing a\n"
         "        t.size > 15: false\n"
         "          t.size: 10\n"},
        {"!lit || inner.note ==\n       'noted'",
         "  !lit || inner.note == 'noted': true, because inner.note == 'noted' is true\n"
         "    !lit: false\n"
         "    inner.note == 'noted': true\n"
         "      inner.note: \"noted\"\n"},
        {"(lit && mood == 'grim') || things.all(t, t.size > 15)",
         "  (lit && mood == 'grim') || things.all(t, t.size > 15): false, because none of these is "
         "true\n"
         "    lit && mood == 'grim': false, because mood == 'grim' is false\n"
         "      mood == 'grim': false\n"
         "    things.all(t, t.size > 15): false, because of thing a\n"
         "      for t = thing a\n"
         "        t.size > 15: false\n"
         "          t.size: 10\n"},
        {"things.filter(t, t.size > 10).size() == 1",
         "  things.filter(t, t.size > 10).size() == 1: true\n"
         "    things.filter(t, t.size > 10).size(): 1\n"
         "      things.filter(t, t.size > 10): thing b\n"
         "        for t = thing a\n"
         "          t.size > 10: false\n"
         "            t.size: 10\n"
         "        for t = thing b\n"
         "          t.size > 10: true\n"
         "            t.size: 20\n"},
        {"texts.exists(t, t.size > 1)",
         "  texts.exists(t, t.size > 1): false, because the list is empty\n"},
        {"things[1].themes.exists(x, x == 'red')",
         "  things[1].themes.exists(x, x == 'red'): false, because the list is empty\n"
         "    things[1].themes: none\n"
         "      things[1]: thing b\n"},
        {"things[7].size > 1", "  things[7].size > 1: an error, "},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = b->a;
        str when = str_format(&a, "name == 'fire' || name != 'pass' && (%s)", rows[i].when);
        CLEANUP(buf_done) struct buf yaml = {0}, out = {0};
        buf_put(&yaml, S(PACK("p") "  - id: r\n    effect: block\n    because: b\n    fix: f\n"
                                   "    examples: {fires: [{name: fire}], passes: [{name: pass}]}\n"
                                   "    when: |-\n      "));
        buf_put(&yaml, when);
        buf_byte(&yaml, '\n');
        struct policy *p = policy_of(&a, buf_str(&yaml));
        struct toy toy = toy_clear();
        struct err err;
        assert_ok(policy_explain(p, &toy, a, &out, &err), err);
        str text = buf_str(&out);
        assert_true(str_starts(text, S("\np/r blocks\n  name == 'fire' ||")));
        /* The row's own part stands two levels in. */
        CLEANUP(buf_done) struct buf part = {0};
        str rest = text, line;
        bool in = false;
        while (str_cut(&rest, '\n', &line)) {
            bool deep = str_starts(line, S("      "));
            in = deep && (in || !str_starts(line, S("      name != 'pass'")));
            if (in && !str_starts(line, S("      name != 'pass'"))) {
                buf_put(&part, str_from(line, 4));
                buf_byte(&part, '\n');
            }
        }
        if (!str_starts(buf_str(&part), str_of(rows[i].want)))
            fail_msg("row %zu:\n%.*s", i, STR(text));
        policy_done(p);
    }
}

static void each_thing_is_told_and_what_follows(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    str rule = rule_each(&a, "things", "it.size == 1 || it.size > 10", "{it.id} is large");
    struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
    struct toy toy = toy_clear();
    struct err err;
    CLEANUP(buf_done) struct buf out = {0};
    assert_ok(policy_explain(p, &toy, a, &out, &err), err);
    assert_str(buf_str(&out),
               S("\np/r blocks, for each of things\n"
                 "  for it = thing b\n"
                 "    it.size == 1 || it.size > 10: true, because it.size > 10 is true\n"
                 "      it.size == 1: false\n"
                 "        it.size: 20\n"
                 "      it.size > 10: true\n"
                 "        it.size: 20\n"
                 "    so it blocks, because:\n"
                 "      b is large\n"
                 "  for it = thing a\n"
                 "    it.size == 1 || it.size > 10: false, because none of these is true\n"
                 "      it.size == 1: false\n"
                 "        it.size: 10\n"
                 "      it.size > 10: false\n"
                 "        it.size: 10\n"));
    policy_done(p);
}

static void what_stood_in_a_picture_cannot_speak(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    str rule = rule_each(&a, "[name]", "it != 'pass'", "{it}");
    struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
    struct toy toy = toy_clear();
    toy.name = S("a\x1b[31m\n");
    struct err err;
    CLEANUP(buf_done) struct buf out = {0};
    assert_ok(policy_explain(p, &toy, a, &out, &err), err);
    assert_false(str_contains(buf_str(&out), S("\x1b")));
    policy_done(p);
}

/* Many things and rounds end within the budget: with an error, or with what is left out counted. */
static void work_without_end_is_an_error(void **state)
{
    struct arena a = ((struct bench *)*state)->a;
    str rule = rule_each(&a, "things",
                         "name == 'fire' || name == 'toy' && sizes.exists(a, sizes.exists(b, "
                         "sizes.exists(c, sizes.exists(d, a + b + c + d > 999999))))",
                         "why");
    struct policy *p = policy_of(&a, concat(&a, PACK("p"), rule, S("")));
    struct toy toy = toy_clear();
    toy.sizes.n = 1000;
    toy.sizes.at = arena_new(&a, int64_t, toy.sizes.n);
    struct err err;
    CLEANUP(buf_done) struct buf out = {0};
    assert_err(policy_explain(p, &toy, a, &out, &err), err, ERR_LIMIT);
    policy_done(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_told_with_its_reason),
        cmocka_unit_test(each_thing_is_told_and_what_follows),
        cmocka_unit_test(what_stood_in_a_picture_cannot_speak),
        cmocka_unit_test(work_without_end_is_an_error),
    };
    return cmocka_run_group_tests_name("explain", tests, set_up, tear_down);
}
