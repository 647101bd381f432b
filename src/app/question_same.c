#include "app/question_same.h"

#include "app/questions.h"
#include "match/fold.h"
#include "match/pdq.h"
#include "match/text_coverage.h"

enum {
    /* PDQ bits that two looks of one thing may differ by. Unlike pictures differ by about 128. */
    SAME_LOOK_BITS = 80,
    SAME_PLACE_PM = 300, /* overlap of two places, both as shares of their frames */
    NO_NEWS_PM = 800,    /* overlap from which on a place says nothing new of where a thing is */
    PART_OF_PRINT =
        8, /* an unread place so many times as large is no part of a print, nor it of it */
    PLACE_SCALE = 10000,
    LETTERS_AN_EDIT = 6, /* as in watch-lists */
    SHORT_PRINT_BYTES = 64,
    /* Blocks of one paper are nearer to each other than so many times the height of a letter. */
    SHEET_GAP_LETTERS = 4,
};

bool same_item(const struct about *x, const struct about *y)
{
    return x->item.n > 0 && str_eq(x->item, y->item);
}

/* ---- over frames ---- */

static str folded_key(str text, struct arena *a)
{
    struct folded f;
    struct err err;
    return fold(text, FOLD_BLIND, a, &f, &err) ? folded_text(f, a) : text;
}

static bool mostly_in(str part, str whole, struct arena scratch)
{
    const struct print *print;
    struct text_coverage c;
    struct err err;
    return print_build(whole, &scratch, &print, &err) &&
           text_coverage(print, part, scratch, &c, &err) && c.found_pm >= COVERAGE_ACCOUNTS_PM;
}

/* Two readings of one print: each has most of the other's letters. In one place it is enough that
 * one has the other's: of one paper now more and now less is read. */
static bool same_print(str x, str y, bool in_one_place, struct arena scratch)
{
    str fx = folded_key(x, &scratch), fy = folded_key(y, &scratch);
    if (fx.n == 0 || fy.n == 0)
        return str_eq(x, y);
    if (str_eq(fx, fy))
        return true;
    size_t longer = MAX(fx.n, fy.n), shorter = MIN(fx.n, fy.n), edits = longer / LETTERS_AN_EDIT;
    if (longer - shorter <= edits && longer <= SHORT_PRINT_BYTES)
        return str_distance(fx, fy, (unsigned)edits + 1) <= edits;
    if (longer - shorter <= edits)
        return mostly_in(x, y, scratch) && mostly_in(y, x, scratch);
    return in_one_place && (fx.n < fy.n ? mostly_in(x, y, scratch) : mostly_in(y, x, scratch));
}

struct region share_of_frame(struct region r, int64_t width_px, int64_t height_px)
{
    int64_t w = MAX(width_px, (int64_t)1), h = MAX(height_px, (int64_t)1);
    return (struct region){r.x_px * PLACE_SCALE / w, r.y_px * PLACE_SCALE / h,
                           r.w_px * PLACE_SCALE / w, r.h_px * PLACE_SCALE / h};
}

/* Mostly one place, or one mostly within the other: of one paper now more and now less is told. */
static bool same_place(struct region x, struct region y)
{
    int64_t shared = region_area(region_intersect(x, y));
    int64_t smaller = MIN(region_area(x), region_area(y));
    return region_overlap_pm(x, y) >= SAME_PLACE_PM || (smaller > 0 && 2 * shared >= smaller);
}

/* Print that is read in one frame and not in another. A far larger place can hold other print too.
 */
static bool same_place_of_print(struct region x, struct region y)
{
    int64_t large = MAX(region_area(x), region_area(y)),
            small = MIN(region_area(x), region_area(y));
    return large <= PART_OF_PRINT * small && same_place(x, y);
}

static bool same_look(str x, str y)
{
    struct fingerprint fx, fy;
    struct err err;
    return fingerprint_parse(x, &fx, &err) && fingerprint_parse(y, &fy, &err) &&
           fingerprint_distance(fx, fy) <= SAME_LOOK_BITS;
}

bool same_thing(const struct about *x, const struct about *y, struct arena scratch)
{
    if (x->kind != y->kind)
        return MAX(x->kind, y->kind) <= SETTLED_UNREAD && str_eq(x->setup, y->setup) &&
               same_place_of_print(x->share, y->share);
    switch (x->kind) { /* of the whole shoot */
    case SETTLED_CONTRADICTION:
        return str_eq(x->says, y->says);
    case QUESTION_INVENTORY:
        return true;
    }
    if (!str_eq(x->setup, y->setup))
        return false;
    switch (x->kind) {
    case SETTLED_TEXT:
        return same_print(x->says, y->says, same_place(x->share, y->share), scratch);
    case SETTLED_HIT: /* the same words of a list can stand on two papers */
        return str_eq(x->term, y->term) && (same_item(x, y) || same_place(x->share, y->share) ||
                                            same_print(x->says, y->says, false, scratch));
    case SETTLED_UNREAD:
        return same_place(x->share, y->share) || same_look(x->look, y->look);
    case SETTLED_FACES:
        return x->faces == y->faces && str_eq(x->shot, y->shot);
    case QUESTION_APPARENT_AGE:
        return str_eq(x->shot, y->shot);
    default: /* what a person raised is a thing of its own */
        return false;
    }
}

bool same_news(const struct about *known, const struct about *about)
{
    return about->kind != SETTLED_UNREAD ||
           region_overlap_pm(known->share, about->share) >= NO_NEWS_PM;
}

/* ---- in one frame ---- */

/* About; print of several lines has one height for all of them. */
static int64_t letter_px(struct region r, str says)
{
    int64_t lines = 1;
    for (size_t i = 0; i < says.n; i++)
        lines += says.p[i] == '\n';
    return MIN(r.w_px, r.h_px) / lines;
}

bool same_sheet(struct region x, str x_says, struct region y, str y_says)
{
    int64_t gap = SHEET_GAP_LETTERS * MIN(letter_px(x, x_says), letter_px(y, y_says));
    struct region grown = {x.x_px - gap, x.y_px - gap, x.w_px + 2 * gap, x.h_px + 2 * gap};
    return region_area(region_intersect(grown, y)) > 0;
}
