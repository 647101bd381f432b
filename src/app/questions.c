#include "app/questions.h"

#include <string.h>

#include "base/hash.h"
#include "match/fold.h"
#include "match/pdq.h"
#include "match/text_coverage.h"

enum {
    /* PDQ bits that two looks of one thing may differ by. Unlike pictures differ by about 128. */
    SAME_LOOK_BITS = 80,
    SAME_PLACE_PM = 300, /* overlap of two places, both as shares of their frames */
    PLACE_SCALE = 10000,
    LETTERS_AN_EDIT = 6, /* as in watch-lists */
    SHORT_PRINT_BYTES = 64,
};

void questions_init(struct questions *q, struct arena *a)
{
    *q = (struct questions){.a = a};
}

/* ---- is it the same thing? ---- */

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

/* Two readings of one print: each has most of the other's letters. */
static bool same_print(str x, str y, struct arena scratch)
{
    str fx = folded_key(x, &scratch), fy = folded_key(y, &scratch);
    if (str_eq(fx, fy))
        return true;
    size_t longer = MAX(fx.n, fy.n), edits = longer / LETTERS_AN_EDIT;
    if (MAX(fx.n, fy.n) - MIN(fx.n, fy.n) > edits)
        return false;
    if (longer <= SHORT_PRINT_BYTES)
        return str_distance(fx, fy, (unsigned)edits + 1) <= edits;
    return mostly_in(x, y, scratch) && mostly_in(y, x, scratch);
}

/* A region as shares of its frame, so that frames of other sizes compare. */
static struct region share(struct region r, const struct fact_picture *frame)
{
    int64_t w = MAX(frame->width_px, (int64_t)1), h = MAX(frame->height_px, (int64_t)1);
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

static bool same_look(str x, str y)
{
    struct fingerprint fx, fy;
    struct err err;
    return fingerprint_parse(x, &fx, &err) && fingerprint_parse(y, &fy, &err) &&
           fingerprint_distance(fx, fy) <= SAME_LOOK_BITS;
}

/* What a question is about, as far as it tells it from others. */
struct about {
    int kind;
    str setup;
    str shot; /* of what is asked of a shot, not of a thing */
    str says;
    str term;
    str look;
    struct region share;
    int64_t faces;
};

struct question_known {
    struct question question;
    struct about about; /* of its first place */
};

static bool same_thing(const struct about *x, const struct about *y, struct arena scratch)
{
    if (x->kind != y->kind || !str_eq(x->setup, y->setup))
        return false;
    switch (x->kind) {
    case SETTLED_TEXT:
        return same_print(x->says, y->says, scratch);
    case SETTLED_HIT:
        return str_eq(x->term, y->term);
    case SETTLED_UNREAD:
        return same_place(x->share, y->share) || same_look(x->look, y->look);
    case SETTLED_CONTRADICTION:
        return str_eq(x->says, y->says);
    case SETTLED_FACES:
        return x->faces == y->faces && str_eq(x->shot, y->shot);
    case QUESTION_INVENTORY: /* the frames of a set-up are looked through in one go */
        return true;
    case QUESTION_APPARENT_AGE:
        return str_eq(x->shot, y->shot);
    default: /* what a person raised is a thing of its own */
        return false;
    }
}

/* ---- adding a picture ---- */

struct adding {
    struct questions *q;
    const struct result *result;
    struct question_place place; /* what all places of this picture share */
};

/* What a question is called: by the place in which it was first met. */
static str name_of(const struct about *about, const struct question_place *place, str finding,
                   struct arena *a)
{
    enum {
        NAME_CHARS = 8
    };
    struct arena scratch = *a;
    str where = str_format(&scratch, "%d %.*s %.*s", about->kind, STR(place->sha256), STR(finding));
    return str_copy(str_first(digest_hex(sha256(where), &scratch), NAME_CHARS), a);
}

static struct question *question_for(struct adding *to, const struct about *about, str words,
                                     str finding)
{
    struct questions *q = to->q;
    struct question_known *known = q->known;
    for (size_t i = 0; i < q->n; i++)
        if (same_thing(&known[i].about, about, *q->a))
            return &known[i].question;
    q->known = known = arena_list_room(q->a, known, q->n, sizeof *known);
    struct about kept = *about;
    str *texts[] = {&kept.setup, &kept.shot, &kept.says, &kept.term, &kept.look};
    for (size_t i = 0; i < countof(texts); i++)
        *texts[i] = str_copy(*texts[i], q->a);
    known[q->n] = (struct question_known){
        .question = {.id = name_of(about, &to->place, finding, q->a),
                     .kind = kept.kind,
                     .setup = kept.setup,
                     .words = str_copy(words, q->a),
                     .term = kept.term},
        .about = kept,
    };
    return &known[q->n++].question;
}

static struct fact_settlement settlement_copy(const struct fact_settlement *s, struct arena *a)
{
    struct fact_settlement copy = *s;
    str *texts[] = {&copy.how, &copy.to, &copy.reason, &copy.by, &copy.on, &copy.why_not};
    for (size_t i = 0; i < countof(texts); i++)
        *texts[i] = str_copy(*texts[i], a);
    return copy;
}

/* Put the place to its question. Its hits, if it has any, live in the arena of the questions. */
static void ask(struct adding *to, const struct about *about, str words, str finding,
                const struct region *opt_region, const struct fact_settlement *opt_settlement,
                const struct question_place *opt_more)
{
    struct arena *a = to->q->a;
    struct question *question = question_for(to, about, words, finding);
    struct question_place place = to->place;
    place.finding = str_copy(finding, a);
    place.says = str_copy(about->says, a);
    place.faces = about->faces;
    place.settled = opt_settlement && opt_settlement->settled;
    if (opt_region) {
        place.has_region = true;
        place.region = *opt_region;
    }
    if (opt_more) {
        place.hits.at = opt_more->hits.at;
        place.hits.n = opt_more->hits.n;
    }
    question->places.at = arena_list_room(a, question->places.at, question->places.n, sizeof place);
    question->places.at[question->places.n++] = place;
    question->open += !place.settled;
    if (place.settled && !question->precedent.settled)
        question->precedent = settlement_copy(opt_settlement, a);
}

static struct about about(const struct adding *to, int kind)
{
    const struct facts *f = &to->result->facts;
    return (struct about){
        .kind = kind,
        .setup = f->setup.look,
        .shot = f->setup.shot,
        .says = S(""),
        .term = S(""),
        .look = S(""),
    };
}

/* Does anything stand in the way because of it? Advice does not. */
static const struct reason *in_the_way(const struct result *result, str finding)
{
    for (size_t i = 0; i < result->reasons.n; i++)
        if (result->reasons.at[i].effect != EFFECT_ADVISE &&
            str_eq(result->reasons.at[i].subject, finding))
            return &result->reasons.at[i];
    return NULL;
}

/* Open where a rule minds it; settled ones are kept as what is offered. */
static bool is_asked(const struct result *result, str finding, const struct fact_settlement *s)
{
    return s->settled || in_the_way(result, finding);
}

static bool within(const struct region *part, const struct region *whole)
{
    return 2 * region_area(region_intersect(*part, *whole)) > region_area(*part);
}

/* The print that a hit stands in, if that is asked about: then the hit goes with it. */
static const struct fact_text *text_of(const struct result *result, const struct fact_hit *hit)
{
    for (size_t i = 0; i < result->facts.texts.n; i++) {
        const struct fact_text *t = &result->facts.texts.at[i];
        if (t->settlement.settled == hit->settlement.settled && within(&hit->region, &t->region) &&
            is_asked(result, t->id, &t->settlement))
            return t;
    }
    return NULL;
}

static void add_texts(struct adding *to)
{
    const struct result *r = to->result;
    struct arena *a = to->q->a;
    for (size_t i = 0; i < r->facts.texts.n; i++) {
        const struct fact_text *t = &r->facts.texts.at[i];
        if (!is_asked(r, t->id, &t->settlement))
            continue;
        struct question_place more = {0};
        more.hits.at = arena_new(a, struct question_hit, r->facts.hits.n);
        for (size_t k = 0; k < r->facts.hits.n; k++) {
            const struct fact_hit *h = &r->facts.hits.at[k];
            if (text_of(r, h) == t && is_asked(r, h->id, &h->settlement))
                more.hits.at[more.hits.n++] =
                    (struct question_hit){str_copy(h->text, a), facts_hit_name(h, a), h->region};
        }
        struct about it = about(to, SETTLED_TEXT);
        it.says = t->text;
        ask(to, &it, t->text, t->id, &t->region, &t->settlement, &more);
    }
}

static void add_hits(struct adding *to)
{
    const struct result *r = to->result;
    for (size_t i = 0; i < r->facts.hits.n; i++) {
        const struct fact_hit *h = &r->facts.hits.at[i];
        if (!is_asked(r, h->id, &h->settlement) || text_of(r, h))
            continue;
        struct arena scratch = *to->q->a;
        struct about it = about(to, SETTLED_HIT);
        it.says = h->text;
        it.term = str_copy(facts_hit_name(h, &scratch), to->q->a);
        ask(to, &it, h->text, h->id, &h->region, &h->settlement, NULL);
    }
}

static void add_unread(struct adding *to)
{
    const struct result *r = to->result;
    for (size_t i = 0; i < r->facts.unread.n; i++) {
        const struct fact_unread *u = &r->facts.unread.at[i];
        if (!is_asked(r, u->id, &u->settlement))
            continue;
        struct about it = about(to, SETTLED_UNREAD);
        it.look = u->look;
        it.share = share(u->region, &r->facts.picture);
        ask(to, &it, u->words, u->id, &u->region, &u->settlement, NULL);
    }
}

static void add_contradictions(struct adding *to)
{
    const struct result *r = to->result;
    for (size_t i = 0; i < r->facts.metadata.contradictions.n; i++) {
        const struct fact_contradiction *c = &r->facts.metadata.contradictions.at[i];
        if (!is_asked(r, c->id, &c->settlement))
            continue;
        struct about it = about(to, SETTLED_CONTRADICTION);
        it.says = c->words;
        ask(to, &it, c->words, c->id, NULL, &c->settlement, NULL);
    }
}

static void add_raised(struct adding *to)
{
    const struct result *r = to->result;
    for (size_t i = 0; i < r->facts.raised.n; i++) {
        const struct fact_raised *f = &r->facts.raised.at[i];
        struct about it = about(to, SETTLED_RAISED);
        it.says = f->name;
        if (!f->settlement.settled)
            ask(to, &it, f->words, f->id, &f->region, &f->settlement, NULL);
    }
}

/* What is asked of the frame as a whole. The rules that ask have no finding to name, so that this
 * says again when they do; a pack that asks for less is asked about all the same. */
static void add_frame(struct adding *to)
{
    const struct facts *f = &to->result->facts;
    bool minor = false, themed = false, adult_item = false;
    for (size_t i = 0; i < f->people.n; i++)
        minor = minor || f->people.at[i].minor;
    for (size_t i = 0; i < f->items.n; i++) {
        const struct texts *themes = &f->items.at[i].themes;
        themed = themed || themes->n > 0;
        for (size_t k = 0; k < themes->n; k++)
            adult_item = adult_item || str_eq(themes->at[k], S("adult"));
    }
    if (f->setup.known && (f->faces.counted > f->faces.cast || f->faces.settlement.settled)) {
        struct about it = about(to, SETTLED_FACES);
        it.faces = f->faces.counted;
        struct arena scratch = *to->q->a;
        ask(to, &it,
            str_copy(str_format(&scratch, "%lld faces, and %lld people in the shot",
                                (long long)f->faces.counted, (long long)f->faces.cast),
                     to->q->a),
            S(""), NULL, &f->faces.settlement, NULL);
    }
    if (f->setup.known && (minor || themed) && !f->inventory.complete) {
        struct about it = about(to, QUESTION_INVENTORY);
        ask(to, &it, S("is everything in frame on the call sheet?"), S(""), NULL, NULL, NULL);
    }
    bool somebody = f->people.n > 0 || f->faces.counted > 0;
    if (f->setup.known && adult_item && somebody && !minor && !f->apparent_age.by.n) {
        struct about it = about(to, QUESTION_APPARENT_AGE);
        ask(to, &it, S("how old does the youngest in frame seem to be?"), S(""), NULL, NULL, NULL);
    }
}

void questions_add(struct questions *q, const struct result *result)
{
    q->pictures++;
    q->untold += result->facts.failures.n > 0;
    if (!result->sha256.p)
        return; /* there are no bytes that anything could be said about */
    struct adding to = {.q = q, .result = result};
    to.place = (struct question_place){
        .path = str_copy(result->path, q->a),
        .sha256 = str_copy(result->sha256, q->a),
        .shot = str_copy(result->facts.setup.shot, q->a),
    };
    add_texts(&to);
    add_hits(&to);
    add_unread(&to);
    add_contradictions(&to);
    add_raised(&to);
    add_frame(&to);
}

size_t questions_open(const struct questions *q)
{
    size_t n = 0;
    for (size_t i = 0; i < q->n; i++)
        n += questions_at(q, i)->open > 0;
    return n;
}

const struct question *questions_at(const struct questions *q, size_t i)
{
    const struct question_known *known = q->known;
    assert(i < q->n);
    return &known[i].question;
}

const struct question *questions_find(const struct questions *q, str id)
{
    for (size_t i = 0; i < q->n; i++)
        if (str_eq(questions_at(q, i)->id, id))
            return questions_at(q, i);
    return NULL;
}

const char *question_kind_words(int kind)
{
    static const char *const words[] = {
        [SETTLED_TEXT] = "print",
        [SETTLED_UNREAD] = "print that cannot be read",
        [SETTLED_HIT] = "a term of a watch-list",
        [SETTLED_CONTRADICTION] = "metadata that do not agree",
        [SETTLED_FACES] = "more faces than cast",
        [SETTLED_RAISED] = "raised by a person",
        [QUESTION_INVENTORY] = "the frame",
        [QUESTION_APPARENT_AGE] = "apparent age",
    };
    assert(kind > 0 && (size_t)kind < countof(words));
    return words[kind];
}
