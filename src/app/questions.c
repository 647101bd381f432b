#include "app/questions.h"

#include <stdlib.h>
#include <string.h>

#include "app/question_same.h"
#include "base/hash.h"

void questions_init(struct questions *q, struct arena *a)
{
    *q = (struct questions){.a = a};
}

/* A question, and what is known of it: places that say nothing new do not add to that. */
struct question_known {
    struct question question;
    LIST_OF(struct about) things;
};

/* ---- adding a picture ---- */

/* A place of this picture, and what it is about. */
struct piece {
    struct about about;
    struct question_place place;
    const struct fact_settlement *opt_settlement;
    size_t sheet; /* the first piece of its sheet */
};

struct adding {
    struct questions *q;
    const struct result *result;
    struct piece *pieces;
    size_t n;
};

/* Texts that the pieces of a picture borrow are kept with the questions. */
static void keep_place(struct question_place *p, struct arena *a)
{
    str *texts[] = {&p->path,  &p->sha256, &p->setup, &p->shot,   &p->finding,
                    &p->words, &p->says,   &p->term,  &p->why_not};
    for (size_t i = 0; i < countof(texts); i++)
        *texts[i] = str_copy(*texts[i], a);
}

static void keep_about(struct about *about, struct arena *a)
{
    str *texts[] = {&about->setup, &about->shot, &about->says,
                    &about->term,  &about->item, &about->look};
    for (size_t i = 0; i < countof(texts); i++)
        *texts[i] = str_copy(*texts[i], a);
}

static struct fact_settlement settlement_copy(const struct fact_settlement *s, struct arena *a)
{
    struct fact_settlement copy = *s;
    str *texts[] = {&copy.how, &copy.to, &copy.reason, &copy.by, &copy.on, &copy.why_not};
    for (size_t i = 0; i < countof(texts); i++)
        *texts[i] = str_copy(*texts[i], a);
    return copy;
}

/* Its number among the things of the question; how many there are when it is none of them. */
static size_t thing_of(const struct question_known *k, const struct about *about,
                       struct arena scratch)
{
    size_t i = 0;
    while (i < k->things.n && !same_thing(&k->things.at[i], about, scratch))
        i++;
    return i;
}

static void put_place(struct question_known *k, const struct question_place *place, struct arena *a)
{
    struct question *q = &k->question;
    q->places.at = arena_list_room(a, q->places.at, q->places.n, sizeof *place);
    q->places.at[q->places.n++] = *place;
}

static void put_thing(struct question_known *k, const struct about *about, struct arena *a)
{
    k->things.at = arena_list_room(a, k->things.at, k->things.n, sizeof *about);
    k->things.at[k->things.n++] = *about;
}

static int by_picture(const void *x, const void *y)
{
    const struct question_place *p = x, *q = y;
    if (p->picture != q->picture)
        return p->picture < q->picture ? -1 : 1;
    return p->ordinal < q->ordinal ? -1 : p->ordinal > q->ordinal;
}

/* Two questions turned out to be about one thing: the later goes into the earlier. */
static void merge(struct questions *q, size_t into, size_t from)
{
    struct question_known *to = &q->known[into], *gone = &q->known[from];
    for (size_t i = 0; i < gone->question.places.n; i++) {
        gone->question.places.at[i].thing += to->things.n;
        put_place(to, &gone->question.places.at[i], q->a);
    }
    for (size_t i = 0; i < gone->things.n; i++)
        put_thing(to, &gone->things.at[i], q->a);
    if (!to->question.precedent.settled)
        to->question.precedent = gone->question.precedent;
    qsort(to->question.places.at, to->question.places.n, sizeof *to->question.places.at,
          by_picture);
    memmove(gone, gone + 1, (q->n - from - 1) * sizeof *gone);
    q->n--;
}

/* The question about what lies on this sheet: a new one, or all those that know something of it. */
static struct question_known *question_for(struct adding *to, size_t sheet)
{
    struct questions *q = to->q;
    size_t home = q->n;
    for (size_t i = 0; i < q->n; i++) {
        bool known = false;
        for (size_t k = 0; k < to->n && !known; k++)
            known = to->pieces[k].sheet == sheet &&
                    thing_of(&q->known[i], &to->pieces[k].about, *q->a) < q->known[i].things.n;
        if (!known)
            continue;
        if (home == q->n)
            home = i;
        else
            merge(q, home, i--);
    }
    if (home < q->n)
        return &q->known[home];
    q->known = arena_list_room(q->a, q->known, q->n, sizeof *q->known);
    q->known[q->n] = (struct question_known){0};
    return &q->known[q->n++];
}

/* What is told of the question as a whole, after places were put to it. */
static void sum_up(struct question *q, struct arena *a)
{
    enum {
        NAME_CHARS = 8
    };
    CLEANUP(buf_done) struct buf open = {0};
    const struct question_place *last = NULL, *told = NULL;
    q->open = q->open_frames = 0;
    q->setup = q->places.at[0].setup;
    for (size_t i = 0; i < q->places.n; i++) {
        const struct question_place *p = &q->places.at[i];
        if (!str_eq(p->setup, q->setup))
            q->setup = S("");
        /* Open before settled, and then print before what cannot be read before a term. */
        if (!told || (told->settled && !p->settled) ||
            (told->settled == p->settled && p->kind < told->kind))
            told = p;
        if (p->settled)
            continue;
        q->open++;
        q->open_frames += !last || last->picture != p->picture;
        last = p;
        buf_format(&open, "%d %.*s %.*s\n", p->kind, STR(p->sha256), STR(p->finding));
    }
    assert(buf_ok(&open));
    q->kind = told->kind;
    q->words = told->words;
    q->id = str_first(digest_hex(sha256(buf_str(&open)), a), NAME_CHARS);
}

static void put_sheet(struct adding *to, size_t sheet)
{
    struct arena *a = to->q->a;
    struct question_known *known = question_for(to, sheet);
    for (size_t i = 0; i < to->n; i++) {
        struct piece *piece = &to->pieces[i];
        if (piece->sheet != sheet)
            continue;
        piece->place.thing = thing_of(known, &piece->about, *a);
        if (piece->place.thing == known->things.n ||
            !same_news(&known->things.at[piece->place.thing], &piece->about)) {
            keep_about(&piece->about, a);
            put_thing(known, &piece->about, a);
        }
        keep_place(&piece->place, a);
        put_place(known, &piece->place, a);
        if (piece->place.settled && !known->question.precedent.settled)
            known->question.precedent = settlement_copy(piece->opt_settlement, a);
    }
    sum_up(&known->question, a);
}

/* Only print lies on sheets. */
static bool on_one_sheet(const struct piece *x, const struct piece *y)
{
    return x->about.kind <= SETTLED_HIT && y->about.kind <= SETTLED_HIT &&
           (same_item(&x->about, &y->about) ||
            same_sheet(x->place.region, x->about.says, y->place.region, y->about.says));
}

/* Of the pieces of one picture, those that lie on one sheet go to one question. */
static void put_pieces(struct adding *to)
{
    for (size_t i = 0; i < to->n; i++) {
        to->pieces[i].sheet = i;
        for (size_t k = 0; k < i; k++) {
            size_t from = to->pieces[i].sheet, sheet = to->pieces[k].sheet;
            if (from == sheet || !on_one_sheet(&to->pieces[i], &to->pieces[k]))
                continue;
            for (size_t j = 0; j <= i; j++)
                if (to->pieces[j].sheet == MAX(from, sheet))
                    to->pieces[j].sheet = MIN(from, sheet);
        }
    }
    for (size_t i = 0; i < to->n; i++)
        if (to->pieces[i].sheet == i)
            put_sheet(to, i);
}

/* One more piece. Its hits, if it has any, live in the arena of the questions. */
static void ask(struct adding *to, const struct about *about, str words, str finding,
                const struct region *opt_region, const struct fact_settlement *opt_settlement,
                const struct question_place *opt_more)
{
    const struct result *r = to->result;
    struct question_place place = {
        .picture = to->q->pictures - 1,
        .ordinal = to->n,
        .path = r->path,
        .sha256 = r->sha256,
        .setup = about->setup,
        .shot = about->shot,
        .kind = about->kind,
        .finding = finding,
        .words = words,
        .says = about->says,
        .term = about->term,
        .faces = about->faces,
        .settled = opt_settlement && opt_settlement->settled,
        .why_not = opt_settlement ? opt_settlement->why_not : S(""),
    };
    if (opt_region) {
        place.has_region = true;
        place.region = *opt_region;
    }
    if (opt_more) {
        place.hits.at = opt_more->hits.at;
        place.hits.n = opt_more->hits.n;
    }
    to->pieces = arena_list_room(to->q->a, to->pieces, to->n, sizeof *to->pieces);
    to->pieces[to->n++] = (struct piece){*about, place, opt_settlement, 0};
}

static struct region share_of(const struct result *r, struct region region)
{
    return share_of_frame(region, r->facts.picture.width_px, r->facts.picture.height_px);
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
        .item = S(""),
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

/* The item whose print accounts for the text here; "" for none. */
static str item_with(const struct result *r, struct region region)
{
    for (size_t i = 0; i < r->facts.texts.n; i++)
        if (within(&region, &r->facts.texts.at[i].region))
            return r->facts.texts.at[i].item;
    return S("");
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
        it.share = share_of(r, t->region);
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
        struct about it = about(to, SETTLED_HIT);
        it.says = h->text;
        it.term = facts_hit_name(h, to->q->a);
        it.item = item_with(r, h->region);
        it.share = share_of(r, h->region);
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
        it.share = share_of(r, u->region);
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
        ask(to, &it,
            str_format(to->q->a, "%lld faces, and %lld people in the shot",
                       (long long)f->faces.counted, (long long)f->faces.cast),
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
    add_texts(&to);
    add_hits(&to);
    add_unread(&to);
    add_contradictions(&to);
    add_raised(&to);
    add_frame(&to);
    put_pieces(&to);
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
    assert(i < q->n);
    return &q->known[i].question;
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
