#include "screen/screening.h"
#include "shoot/callsheet_index.h"
#include "shoot/facts_parts.h"
#include "shoot/print.h"

/* Print that was read, against what the items that may be in frame are declared to say. */

static struct words_in_frame words_in_frame(const struct callsheet *opt_callsheet,
                                            const struct shot *opt_shot, struct arena *a)
{
    struct words_in_frame words = {0};
    if (!opt_callsheet || !opt_shot)
        return words;
    words.at = arena_new(a, const struct item_words *, opt_shot->items.n);
    for (size_t i = 0; i < opt_shot->items.n; i++) {
        const struct item *item = callsheet_item(opt_callsheet, opt_shot->items.at[i]);
        words.at[words.n++] = &opt_callsheet->index->words[item - opt_callsheet->items.at];
    }
    return words;
}

/* The lines of a finding; its evidence is the only line of one that lists none. */
struct block {
    str *lines;
    struct region *regions;
    size_t n;
};

static struct block block_of(const struct finding *f, struct arena *a)
{
    size_t n = f->lines.n > 0 ? f->lines.n : 1;
    struct block b = {arena_new(a, str, n), arena_new(a, struct region, n), n};
    b.lines[0] = present(f->evidence);
    b.regions[0] = f->region;
    for (size_t i = 0; i < f->lines.n; i++) {
        b.lines[i] = present(f->lines.at[i].text);
        b.regions[i] = f->lines.at[i].region;
    }
    return b;
}

static str join_lines(const struct block *b, const struct accounted *of, struct arena *a)
{
    struct buf out CLEANUP(buf_done) = {0};
    for (size_t i = 0; i < of->n; i++) {
        buf_put(&out, i > 0 ? S("\n") : S(""));
        buf_put(&out, b->lines[of->lines[i]]);
    }
    assert(buf_ok(&out));
    return out.n > 0 ? str_copy(buf_str(&out), a) : S("");
}

static struct region join_regions(const struct block *b, const struct accounted *of)
{
    struct region r = b->regions[of->lines[0]];
    for (size_t i = 1; i < of->n; i++)
        r = region_join(r, b->regions[of->lines[i]]);
    return r;
}

static void add_text(const struct facts_of *of, const struct block *b,
                     const struct accounted *accounted, struct arena *a, struct facts *facts)
{
    static const char *const words[] = {
        [UNACCOUNTED] = "unaccounted", [BY_PRINT] = "item", [BY_OWN_MARK] = "own_mark"};
    size_t n = ++facts->texts.n;
    facts->texts.at[n - 1] = (struct fact_text){
        .id = str_format(a, "t%zu", n),
        .region = join_regions(b, accounted),
        .text = facts_mask_names(of->opt_callsheet, join_lines(b, accounted, a), a),
        .account = str_of(words[accounted->account]),
        .item = accounted->item ? accounted->item->id : S(""),
        .covered_pm = accounted->covered_pm,
    };
}

static void make_texts(const struct facts_of *of, struct words_in_frame words, struct arena *a,
                       struct facts *facts)
{
    const struct screening *s = of->opt_screening;
    size_t most = 0;
    for (size_t i = 0; s && i < s->findings.n; i++)
        if (s->findings.at[i].kind == FINDING_TEXT)
            most += MAX(s->findings.at[i].lines.n, (size_t)1);
    facts->texts.at = arena_new(a, struct fact_text, most);
    for (size_t i = 0; s && i < s->findings.n; i++) {
        if (s->findings.at[i].kind != FINDING_TEXT)
            continue;
        struct block b = block_of(&s->findings.at[i], a);
        struct accounts accounts = account_lines(words, b.lines, b.n, a);
        for (size_t k = 0; k < accounts.n; k++)
            add_text(of, &b, &accounts.at[k], a, facts);
    }
}

static str unread_words(const struct finding *f, struct arena *a)
{
    static const struct {
        const char *reason, *words;
    } reasons[] = {
        {"low_confidence", "it is not sharp or not whole enough"},
        {"too_small", "it is too small"},
        {"other_script", "it is in a script that is not read"},
        {"oblique", "it lies along the line of sight"},
        {"empty_reading", "nothing was made out"},
    };
    const char *why = "it could not be read";
    for (size_t i = 0; i < countof(reasons); i++)
        if (str_eq(f->reason, str_of(reasons[i].reason)))
            why = reasons[i].words;
    bool guess = f->evidence.p && f->evidence.n > 0;
    return str_format(a, "print of %lld by %lld px that the machine cannot read: %s%s%.*s%s",
                      (long long)f->region.w_px, (long long)f->region.h_px, why,
                      guess ? "; perhaps \"" : "", STR(present(f->evidence)), guess ? "\"" : "");
}

static void make_unread(const struct facts_of *of, struct arena *a, struct facts *facts)
{
    const struct screening *s = of->opt_screening;
    facts->unread.at = arena_new(a, struct fact_unread, s ? s->findings.n : 0);
    for (size_t i = 0; s && i < s->findings.n; i++) {
        const struct finding *f = &s->findings.at[i];
        if (f->kind != FINDING_UNREAD_PRINT)
            continue;
        size_t n = ++facts->unread.n;
        facts->unread.at[n - 1] = (struct fact_unread){
            .id = str_format(a, "u%zu", n),
            .region = f->region,
            .reason = f->reason.p ? f->reason : S("low_confidence"),
            .words = facts_mask_names(of->opt_callsheet, unread_words(f, a), a),
        };
    }
}

/* The item whose print accounts for every text that the hit touches, is approved, and says the
 * hit's words; NULL otherwise. A hit that touches no text is nobody's. */
static const struct item_words *hit_account(const struct facts *facts, struct words_in_frame words,
                                            const struct finding *f, struct arena scratch)
{
    str item = {0};
    for (size_t i = 0; i < facts->texts.n; i++) {
        const struct fact_text *t = &facts->texts.at[i];
        if (region_area(region_intersect(t->region, f->region)) == 0)
            continue;
        if (!str_eq(t->account, S("item")) || (item.p && !str_eq(item, t->item)))
            return NULL;
        item = t->item;
    }
    for (size_t i = 0; item.p && i < words.n; i++) {
        const struct item_words *w = words.at[i];
        if (!str_eq(w->item->id, item) || !w->item->approval.present)
            continue;
        if (item_says(w, present(f->evidence), scratch) || item_says(w, present(f->term), scratch))
            return w;
    }
    return NULL;
}

static void make_hits(const struct facts_of *of, struct words_in_frame words, struct arena *a,
                      struct facts *facts)
{
    const struct screening *s = of->opt_screening;
    const struct callsheet *c = of->opt_callsheet;
    facts->hits.at = arena_new(a, struct fact_hit, s ? s->findings.n : 0);
    for (size_t i = 0; s && i < s->findings.n; i++) {
        const struct finding *f = &s->findings.at[i];
        if (f->kind != FINDING_WATCHLIST_HIT)
            continue;
        const struct item_words *by = hit_account(facts, words, f, *a);
        size_t n = ++facts->hits.n;
        facts->hits.at[n - 1] = (struct fact_hit){
            .id = str_format(a, "h%zu", n),
            .region = f->region,
            .list = present(f->list),
            .term = facts_mask_names(c, present(f->term), a),
            .text = facts_mask_names(c, present(f->evidence), a),
            .accounted = by != NULL,
            .item = by ? by->item->id : S(""),
        };
    }
}

void facts_text(const struct facts_of *of, struct setup setup, struct arena *a, struct facts *facts)
{
    struct words_in_frame words = words_in_frame(of->opt_callsheet, setup.shot, a);
    make_texts(of, words, a, facts);
    make_unread(of, a, facts);
    make_hits(of, words, a, facts);
}
