/* test/unit/policy/toy_packs.h -- packs of a few rules about toys, and what a verdict on them says.
 */
#pragma once

#include "../test.h"
#include "toy.h"

struct bench {
    struct arena a;
};

static inline int set_up(void **state)
{
    static struct bench b;
    b.a = arena_open(4 * POLICY_BYTES);
    *state = &b;
    return 0;
}

static inline int tear_down(void **state)
{
    struct bench *b = *state;
    arena_close(&b->a);
    return 0;
}

/* ---- packs of a few rules ---- */

#define PACK(name) "pack: " name "\nversion: 1\nowner: test\nfacts: 3\nrules:\n"

/* A rule that fires when the picture is named this; its examples say so. */
static inline str rule_on_name(struct arena *a, const char *id, const char *effect,
                               const char *name)
{
    return str_format(
        a,
        "  - {id: %s, %s, when: \"name == '%s'\", because: \"because %s\", fix: fix,\n"
        "     examples: {fires: [{name: %s}], passes: [{name: other}]}}\n",
        id, effect, name, id, name);
}

/* A rule by its expression, with examples that hold for it: fires for things, passes without. */
static inline str rule_each(struct arena *a, const char *each, const char *when,
                            const char *because)
{
    return str_format(a,
                      "  - id: r\n    effect: block\n    each: |-\n      %s\n"
                      "    when: |-\n      %s\n    because: |-\n      %s\n    fix: fix\n"
                      "    examples:\n"
                      "      fires: [{name: fire, things: [{id: x, size: 1, themes: [t]}]}]\n"
                      "      passes: [{name: pass, things: []}]\n",
                      each, when, because);
}

static inline struct policy *new_policy(struct arena *a)
{
    return policy_new(&toy_record, TOY_VERSION, a);
}

static inline void must_add(struct policy *p, str yaml, struct arena *a)
{
    struct diags *diags = arena_new(a, struct diags, 1);
    diags->a = a;
    if (!policy_add(p, yaml, diags))
        fail_msg("line %u: %.*s", diags->at[0].line, STR(diags->at[0].what));
}

static inline struct policy *policy_of(struct arena *a, str yaml)
{
    struct policy *p = new_policy(a);
    must_add(p, yaml, a);
    return p;
}

static inline str concat(struct arena *a, const char *head, str one, str two)
{
    return str_format(a, "%s%.*s%.*s", head, STR(one), STR(two));
}

/* A pack that has nothing to say of toys. */
static inline str quiet_pack(struct arena *a)
{
    return concat(a, PACK("quiet"), rule_on_name(a, "r", "effect: block", "bad"), S(""));
}

/* "block quiet/r a" for each reason, joined by "; ". */
static inline str summary(const struct verdict *v, struct arena *a)
{
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < v->reasons.n; i++) {
        const struct reason *r = &v->reasons.at[i];
        buf_format(&b, "%s%s %.*s/%.*s", i > 0 ? "; " : "", words_name(&effect_words, r->effect),
                   STR(r->pack), STR(r->rule));
        if (r->subject.n > 0)
            buf_format(&b, " %.*s", STR(r->subject));
    }
    return str_copy(buf_str(&b), a);
}

static inline void expect(struct policy *p, struct toy toy, struct arena a, int kind,
                          const char *reasons)
{
    struct verdict v = policy_judge(p, &toy, &a);
    assert_str(summary(&v, &a), str_of(reasons));
    assert_int_equal(v.kind, kind);
}
