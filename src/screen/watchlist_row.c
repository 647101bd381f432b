/* The row "watchlist": every list over what the row "text" read, unsure readings included. A hit
 * shows the words around it as read, with personal data starred: findings travel. */
#include "match/fold.h"
#include "screen/detect.h"

#include "base/utf8.h"
#include "screen/watchlist.h"

enum {
    AROUND_BYTES = 48, /* of evidence on each side of a hit */
};

/* A block as one text, and where its lines begin in it. */
struct block {
    const struct finding *from;
    str text;
    size_t *line_start; /* one more than lines: the last is the end */
};

static struct block block_of(const struct finding *f, struct arena *a)
{
    struct block b = {.from = f, .text = f->evidence};
    if (f->kind != FINDING_TEXT)
        return b;
    CLEANUP(buf_done) struct buf text = {0};
    b.line_start = arena_new(a, size_t, f->lines.n + 1);
    for (size_t i = 0; i < f->lines.n; i++) {
        b.line_start[i] = text.n;
        buf_put(&text, f->lines.at[i].text);
        buf_byte(&text, '\n');
    }
    b.line_start[f->lines.n] = text.n;
    assert(buf_ok(&text));
    b.text = text.n ? str_copy(buf_str(&text), a) : S("");
    return b;
}

/* The lines that a hit touches: their common region and their least confidence. */
static struct region place_of(const struct block *b, struct watchlist_hit hit, int64_t *ret_pm)
{
    struct region place = b->from->region;
    *ret_pm = b->from->score_pm;
    bool first = true;
    for (size_t i = 0; b->line_start && i < b->from->lines.n; i++) {
        if (hit.start >= b->line_start[i + 1] || hit.end <= b->line_start[i])
            continue;
        const struct text_line *line = &b->from->lines.at[i];
        place = first ? line->region : region_join(place, line->region);
        *ret_pm = first ? line->confidence_pm : MIN(*ret_pm, line->confidence_pm);
        first = false;
    }
    return place;
}

static bool continues(str s, size_t at)
{
    return at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80;
}

static str around(str text, struct watchlist_hit hit, struct arena *a)
{
    size_t from = hit.start > AROUND_BYTES ? hit.start - AROUND_BYTES : 0;
    size_t until = MIN(text.n, hit.end + AROUND_BYTES);
    while (from < hit.start && continues(text, from))
        from++;
    while (until < text.n && continues(text, until))
        until++;
    return utf8_clean(str_trim(str_first(str_from(text, from), until - from)), a);
}

static bool search_block(struct detection *d, const struct block *b, struct arena scratch,
                         struct err *err)
{
    if (b->text.n > PERSONAL_TEXT_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a block of text has %zu bytes", b->text.n);
    struct personal_match *personal;
    size_t n = personal_find(b->text, ~0u, &scratch, &personal);
    str masked = personal_mask(b->text, personal, n, &scratch);
    const struct screener_options *given = screener_given(d->screener);
    for (size_t k = 0; k < given->lists_n; k++) {
        struct arena inner = scratch;
        struct watchlist_hit *hits;
        if (!watchlist_search(&given->lists[k], b->text, &inner, &hits, &n, err))
            return false;
        for (size_t i = 0; i < n; i++) {
            struct finding *f = detection_add(d, FINDING_WATCHLIST_HIT, err);
            if (!f)
                return false;
            f->region = place_of(b, hits[i], &f->score_pm);
            f->list = given->lists[k].name;
            f->term = hits[i].term;
            f->evidence = around(masked, hits[i], d->a);
        }
    }
    return true;
}

/* Address space for one search: the text folded twice, and room for matches. */
static size_t scratch_bytes(const struct screening *s)
{
    size_t longest = 0;
    for (size_t i = 0; i < s->findings.n; i++) {
        const struct finding *f = &s->findings.at[i];
        size_t n = f->evidence.n;
        for (size_t k = 0; k < f->lines.n; k++)
            n += f->lines.at[k].text.n + 1;
        longest = MAX(longest, n);
    }
    return 4 * fold_arena_bytes(MIN(longest, (size_t)PERSONAL_TEXT_MAX_BYTES)) + (16 << 20);
}

static bool run(struct detection *d, void *state, struct err *err)
{
    (void)state;
    const struct screener_options *given = screener_given(d->screener);
    if (given->lists_trouble.p)
        return err_set(err, ERR_INVALID, "a watch-list could not be read: %.*s",
                       STR(given->lists_trouble));
    if (given->lists_n == 0)
        return err_set(err, ERR_INVALID, "no watch-list was given");
    const struct detector_run *text = screening_run(d->screening, S(DETECTOR_TEXT));
    if (!text || text->status != RUN_DONE)
        return err_set(err, ERR_UNAVAILABLE, "the text was not read, so no list was searched");
    CLEANUP(arena_close) struct arena scratch = arena_open(scratch_bytes(d->screening));
    size_t findings = d->screening->findings.n;
    for (size_t i = 0; i < findings; i++) {
        const struct finding *f = &d->screening->findings.at[i];
        if (!str_eq(f->detector, S(DETECTOR_TEXT)) || !f->evidence.p)
            continue;
        struct arena inner = scratch;
        struct block b = block_of(f, &inner);
        if (!search_block(d, &b, inner, err))
            return false;
    }
    return true;
}

const struct detector watchlist_detector = {
    .name = DETECTOR_WATCHLIST,
    .version = "1",
    .needs = NEEDS_PIXELS,
    .run = run,
};
