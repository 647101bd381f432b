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

enum {
    /* Blocks of one paper are nearer to each other than so many times the height of a letter. */
    PAGE_GAP_LETTERS = 4,
    PAGE_MAX_BYTES = COVERAGE_READING_MAX_BYTES / 2,
    PAGE_MAX_LINES = 500, /* more than any page, and what is aligned with every print is bounded */
};

/* The lines of a finding; its evidence is the only line of one that lists none. */
struct block {
    str *lines;
    struct region *regions;
    size_t n;
    struct region region;
    int64_t letter_px; /* height of its smallest letters, about */
    size_t bytes;      /* of its lines; of the first block of a page, of the whole page */
    size_t page_lines; /* of the first block of a page: how many it has */
    size_t page;       /* index of the first block of its page */
    size_t at;         /* of its first line among those of the page */
};

static struct block block_of(const struct finding *f, struct arena *a)
{
    size_t n = f->lines.n > 0 ? f->lines.n : 1;
    struct block b = {arena_new(a, str, n), arena_new(a, struct region, n), n, .region = f->region};
    b.lines[0] = present(f->evidence);
    b.regions[0] = f->region;
    b.letter_px = MIN(f->region.w_px, f->region.h_px);
    for (size_t i = 0; i < f->lines.n; i++) {
        const struct text_line *line = &f->lines.at[i];
        b.lines[i] = present(line->text);
        b.regions[i] = line->region;
        b.letter_px = MIN(b.letter_px, MIN(line->region.w_px, line->region.h_px));
    }
    for (size_t i = 0; i < n; i++)
        b.bytes += b.lines[i].n + 1;
    b.page_lines = n;
    return b;
}

static bool near(const struct block *x, const struct block *y)
{
    int64_t gap = PAGE_GAP_LETTERS * MIN(x->letter_px, y->letter_px);
    struct region grown = {x->region.x_px - gap, x->region.y_px - gap, x->region.w_px + 2 * gap,
                           x->region.h_px + 2 * gap};
    return region_area(region_intersect(grown, y->region)) > 0;
}

/* Blocks near each other are one page: a heading or a short paragraph alone is too little to know a
 * declared text by. Each line is still accounted for by itself. */
static void make_pages(struct block *blocks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        blocks[i].page = i;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++) {
            size_t from = MAX(blocks[i].page, blocks[k].page);
            size_t to = MIN(blocks[i].page, blocks[k].page);
            if (from == to || !near(&blocks[i], &blocks[k]) ||
                blocks[from].bytes + blocks[to].bytes > PAGE_MAX_BYTES ||
                blocks[from].page_lines + blocks[to].page_lines > PAGE_MAX_LINES)
                continue;
            blocks[to].bytes += blocks[from].bytes;
            blocks[to].page_lines += blocks[from].page_lines;
            for (size_t j = 0; j < n; j++)
                if (blocks[j].page == from)
                    blocks[j].page = to;
        }
}

/* The lines of a page, and where those of each of its blocks begin. */
static str *page_lines(struct block *blocks, size_t n, size_t page, struct arena *a, size_t *ret_n)
{
    str *lines = arena_new(a, str, blocks[page].page_lines);
    *ret_n = 0;
    for (size_t i = 0; i < n; i++) {
        if (blocks[i].page != page)
            continue;
        blocks[i].at = *ret_n;
        for (size_t k = 0; k < blocks[i].n; k++)
            lines[(*ret_n)++] = blocks[i].lines[k];
    }
    return lines;
}

/* What of it lies in the block, by the block's own numbers of lines; n is 0 for nothing. */
static struct accounted part_in(const struct accounted *of, const struct block *b, struct arena *a)
{
    struct accounted part = *of;
    part.lines = arena_new(a, size_t, of->n);
    part.n = 0;
    for (size_t i = 0; i < of->n; i++)
        if (of->lines[i] >= b->at && of->lines[i] < b->at + b->n)
            part.lines[part.n++] = of->lines[i] - b->at;
    return part;
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
    struct block *blocks = arena_new(a, struct block, s ? s->findings.n : 0);
    size_t n = 0, most = 0;
    for (size_t i = 0; s && i < s->findings.n; i++)
        if (s->findings.at[i].kind == FINDING_TEXT) {
            blocks[n] = block_of(&s->findings.at[i], a);
            most += blocks[n++].n;
        }
    make_pages(blocks, n);
    facts->texts.at = arena_new(a, struct fact_text, most);
    struct accounts *of_page = arena_new(a, struct accounts, n);
    for (size_t i = 0; i < n; i++) {
        size_t lines_n;
        if (blocks[i].page == i) {
            str *lines = page_lines(blocks, n, i, a, &lines_n);
            of_page[i] = account_lines(words, lines, lines_n, a);
        }
        const struct accounts *accounts = &of_page[blocks[i].page];
        for (size_t k = 0; k < accounts->n; k++) {
            struct accounted part = part_in(&accounts->at[k], &blocks[i], a);
            if (part.n > 0)
                add_text(of, &blocks[i], &part, a, facts);
        }
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
    if (str_eq(f->reason, S("out_of_focus")))
        return S(
            "nothing in the picture is sharp: print that people could still see in it would not be "
            "found");
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
            .look = present(f->look),
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
