#include "report/tally.h"

#include <string.h>

#include "report/findings.h"

enum {
    LINE_MAX_BYTES = 180,
};

void *list_room(struct arena *a, void *at, size_t n, size_t size)
{
    if (n && (n & (n - 1)))
        return at;
    void *bigger = arena_alloc(a, size, _Alignof(max_align_t), n ? 2 * n : 1);
    if (n)
        memcpy(bigger, at, n * size);
    return bigger;
}

void numbers_add(struct numbers *numbers, size_t number, struct arena *a)
{
    if (!numbers->n || numbers->at[numbers->n - 1] != number)
        LIST_ADD(a, *numbers, number);
}

static struct reason keep_reason(struct tally *t, const struct view *view, const struct reason *r)
{
    struct reason kept = {
        .pack = str_copy(r->pack, t->a),
        .rule = str_copy(r->rule, t->a),
        .effect = r->effect,
        .because = str_copy(view_text(view, r->because, t->a), t->a),
        .fix = str_copy(r->fix, t->a),
        .subject = str_copy(r->subject, t->a),
    };
    kept.citations.at = arena_new(t->a, struct citation, r->citations.n);
    for (size_t i = 0; i < r->citations.n; i++)
        kept.citations.at[kept.citations.n++] = (struct citation){
            .name = str_copy(r->citations.at[i].name, t->a),
            .rule = str_copy(r->citations.at[i].rule, t->a),
            .url = str_copy(r->citations.at[i].url, t->a),
        };
    return kept;
}

static void add_act(struct tally *t, const struct view *view, const struct reason *r)
{
    struct act *act = NULL;
    for (size_t i = 0; i < t->acts.n && !act; i++)
        if (same_advice(&t->acts.at[i].reason, r))
            act = &t->acts.at[i];
    if (!act) {
        LIST_ADD(t->a, t->acts,
                 ((struct act){.reason = keep_reason(t, view, r),
                               .fix = str_copy(view_text(view, r->fix, t->a), t->a)}));
        act = &t->acts.at[t->acts.n - 1];
    }
    act->places++;
    numbers_add(&act->pictures, t->cards.n, t->a);
}

static bool has_text(struct texts texts, str text)
{
    for (size_t i = 0; i < texts.n; i++)
        if (str_eq(texts.at[i], text))
            return true;
    return false;
}

static void add_ask(struct tally *t, const struct need *need)
{
    struct ask *ask = NULL;
    for (size_t i = 0; i < t->asks.n && !ask; i++)
        if (str_eq(t->asks.at[i].role, need->role) && str_eq(t->asks.at[i].party, need->party))
            ask = &t->asks.at[i];
    if (!ask) {
        LIST_ADD(t->a, t->asks,
                 ((struct ask){.role = str_copy(need->role, t->a),
                               .party = str_copy(need->party, t->a)}));
        ask = &t->asks.at[t->asks.n - 1];
    }
    ask->count = MAX(ask->count, need->count);
    for (size_t i = 0; i < need->rules.n; i++)
        if (!has_text(ask->rules, need->rules.at[i]))
            LIST_ADD(t->a, ask->rules, str_copy(need->rules.at[i], t->a));
    numbers_add(&ask->pictures, t->cards.n, t->a);
}

/* Not in the middle of a code point. */
str tally_shortened(str text, struct arena *a)
{
    if (text.n <= LINE_MAX_BYTES)
        return str_copy(text, a);
    size_t n = LINE_MAX_BYTES;
    while (n && ((uint8_t)text.p[n] & 0xC0) == 0x80)
        n--;
    return str_format(a, "%.*s…", (int)n, text.p);
}

static str roles_of(const struct result *r, struct arena *a)
{
    CLEANUP(buf_done) struct buf out = {0};
    for (size_t i = 0; i < r->needs.n; i++) {
        buf_put(&out, i ? S(", ") : S(""));
        buf_put(&out, r->needs.at[i].role);
    }
    return r->needs.n ? str_copy(buf_str(&out), a) : S("");
}

static struct card card_make(struct tally *t, const struct view *view, const struct result *r)
{
    size_t asking = 0;
    for (size_t i = 0; i < r->reasons.n; i++)
        asking += r->reasons.at[i].effect != EFFECT_ADVISE;
    struct card card = {
        .verdict = r->verdict,
        .name = str_copy(view_name(view, r->path, t->a), t->a),
        .path = str_copy(view_path(view, r->path, t->a), t->a),
        .line =
            asking ? tally_shortened(view_text(view, r->reasons.at[0].because, t->a), t->a) : S(""),
        .more = asking ? asking - 1 : 0,
        .needs = roles_of(r, t->a),
        .marks = str_copy(view_marks(view, r, t->a), t->a),
        .rating = r->rating,
        .thumbnail = r->thumbnail,
    };
    card.thumbnail.path = str_copy(r->thumbnail.path, t->a);
    return card;
}

static void keep_run(struct tally *t, const struct view *view, const struct result *r)
{
    if (!t->policy_sha256.p) {
        t->policy_sha256 = str_copy(r->policy_sha256, t->a);
        t->watchlists_sha256 = str_copy(r->watchlists_sha256, t->a);
        t->bank_sha256 = str_copy(r->bank_sha256, t->a);
    }
    t->weak_sandbox |= !str_eq(r->sandbox, S("whole"));
    if (t->detectors.n)
        return;
    for (size_t i = 0; i < r->detectors.n; i++) {
        const struct detector_run *d = &r->detectors.at[i];
        struct detector_run kept = {
            .name = str_copy(d->name, t->a),
            .version = str_copy(d->version, t->a),
            .status = d->status,
            .reason = str_copy(view_text(view, d->reason, t->a), t->a),
            .runtime = str_copy(d->runtime, t->a),
        };
        LIST_ADD(t->a, t->detectors, kept);
    }
}

void tally_add(struct tally *t, const struct view *view, const struct result *result)
{
    LIST_ADD(t->a, t->cards, card_make(t, view, result));
    t->verdicts[result->verdict]++;
    keep_run(t, view, result);
    for (size_t i = 0; i < result->reasons.n; i++)
        add_act(t, view, &result->reasons.at[i]);
    for (size_t i = 0; i < result->needs.n; i++)
        add_ask(t, &result->needs.at[i]);
}
