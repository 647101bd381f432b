#include <stdio.h>

#include "cli/print.h"
#include "cli/settle.h"

/* What gatefold settle says of one question. */

static void say(const char *indent, str text, struct arena scratch)
{
    CLEANUP(buf_done) struct buf out = {0};
    buf_put(&out, str_of(indent));
    print_wrapped(&out, print_safe(text, &scratch), out.n);
    printf("%.*s", STR(buf_str(&out)));
}

static void say_lines(const char *indent, str text, struct arena scratch)
{
    str line;
    while (str_cut(&text, '\n', &line))
        say(indent, line, scratch);
}

const struct shot *settle_shot(const struct callsheet *opt_c, const struct question_place *p)
{
    for (size_t i = 0; opt_c && i < opt_c->setups.n; i++) {
        const struct look *look = &opt_c->setups.at[i];
        for (size_t k = 0; str_eq(look->id, p->setup) && k < look->shots.n; k++)
            if (str_eq(look->shots.at[k].id, p->shot))
                return &look->shots.at[k];
    }
    return NULL;
}

/* What the call sheet has in the shot of the place. */
static void tell_shot(const struct callsheet *opt_c, const struct question_place *p, str before,
                      struct arena scratch)
{
    const struct shot *shot = settle_shot(opt_c, p);
    if (!shot)
        return;
    CLEANUP(buf_done) struct buf out = {0};
    buf_put(&out, before);
    for (size_t i = 0; i < shot->items.n; i++) {
        const struct item *item = callsheet_item(opt_c, shot->items.at[i]);
        buf_format(&out, "%s%.*s (%.*s%s%.*s)", i ? ", " : "", STR(item->id), STR(item->name),
                   item->supplier.p ? "; " : "", STR(item->supplier));
    }
    for (size_t i = 0; i < shot->talent.n; i++)
        buf_format(&out, "%s%.*s", i || shot->items.n ? ", " : "", STR(shot->talent.at[i]));
    if (shot->items.n || shot->talent.n)
        say("    ", buf_str(&out), scratch);
}

/* Who raised it, who sees to it, and what was said since: facts have no comments. */
static void tell_raised(const struct settlements *said, const struct question_place *p,
                        struct arena scratch)
{
    const struct raised *r = NULL;
    for (size_t i = 0; i < said->raised.n; i++)
        if (str_eq(said->raised.at[i].id, p->says) && str_eq(said->raised.at[i].sha256, p->sha256))
            r = &said->raised.at[i];
    if (!r)
        return;
    CLEANUP(buf_done) struct buf out = {0};
    buf_format(&out, "raised by %.*s on %.*s", STR(r->by), STR(date_print(r->on, &scratch)));
    if (r->owner.p)
        buf_format(&out, "; %.*s sees to it", STR(r->owner));
    else
        buf_put(&out, S("; nobody sees to it yet"));
    if (date_present(r->due))
        buf_format(&out, ", until %.*s", STR(date_print(r->due, &scratch)));
    if (r->change_requested)
        buf_put(&out, S("; the picture is to be changed"));
    say("       ", buf_str(&out), scratch);
    for (size_t i = 0; i < r->comments.n; i++) {
        const struct comment *c = &r->comments.at[i];
        say("       ",
            str_format(&scratch, "%.*s on %.*s: %.*s", STR(c->by), STR(date_print(c->on, &scratch)),
                       STR(c->words)),
            scratch);
    }
}

static void tell_place(const struct question *q, size_t i, bool with_words, bool left_out,
                       struct arena scratch)
{
    const struct question_place *p = &q->places.at[i];
    printf("    %zu  %.*s", i + 1, STR(print_safe(p->path, &scratch)));
    if (p->has_region)
        printf("  at %lld,%lld, %lld x %lld px", (long long)p->region.x_px,
               (long long)p->region.y_px, (long long)p->region.w_px, (long long)p->region.h_px);
    puts(left_out ? "  (left out)" : "");
    if (with_words)
        say_lines("       ", p->words, scratch);
    if (p->why_not.n)
        say("       ",
            str_format(&scratch, "what was said of it does not count: %.*s", STR(p->why_not)),
            scratch);
    for (size_t k = 0; k < p->hits.n; k++)
        say("       ",
            str_format(&scratch, "in it: %.*s (\"%.*s\")", STR(p->hits.at[k].term),
                       STR(p->hits.at[k].says)),
            scratch);
}

static void tell_head(const struct question *q)
{
    printf("%.*s  %s, in ", STR(q->id), question_kind_words(q->kind));
    if (q->open > q->open_frames)
        printf("%zu places of ", q->open);
    printf("%zu frame%s%s%.*s\n", q->open_frames, plural((int64_t)q->open_frames),
           q->setup.n ? " of " : "", STR(q->setup));
}

/* A frame is looked through with its shot of the call sheet beside it. */
static bool begins_shot(const struct question *q, size_t i, const struct question_place *opt_last)
{
    const struct question_place *p = &q->places.at[i];
    return q->kind == QUESTION_INVENTORY &&
           (!opt_last || !str_eq(opt_last->setup, p->setup) || !str_eq(opt_last->shot, p->shot));
}

void settle_tell(const struct settle_run *run, const struct question *q, struct telling how)
{
    struct arena a = *run->arguments->a;
    /* What is said of the question is said first, and then of each place that says another thing.
     */
    bool *told = arena_new(&a, bool, q->places.n);
    const struct question_place *last = NULL;
    size_t frame = 0;
    tell_head(q);
    say_lines("    ", q->words, a);
    for (size_t i = 0; i < q->places.n; i++)
        told[q->places.at[i].thing] |= str_eq(q->places.at[i].words, q->words);
    for (size_t i = 0; i < q->places.n; i++) {
        const struct question_place *p = &q->places.at[i];
        if (!last || last->picture != p->picture)
            frame = i;
        if (!p->settled) {
            struct arena line = a;
            if (begins_shot(q, i, last))
                tell_shot(
                    run->opt_callsheet, p,
                    str_format(&line, "set-up %.*s, shot %.*s: ", STR(p->setup), STR(p->shot)),
                    line);
            tell_place(q, i, !told[p->thing], how.opt_left_out && how.opt_left_out[i], a);
            told[p->thing] = true;
            if (p->kind == SETTLED_RAISED)
                tell_raised(run->said, p, a);
        }
        last = p;
        if (how.opt_show && (i + 1 == q->places.n || p[1].picture != p->picture))
            how.opt_show(how.self, frame, i + 1);
    }
    size_t settled = q->places.n - q->open;
    if (q->precedent.settled)
        say("    ",
            str_format(&a, "settled in %zu other place%s as %.*s%.*s, by %.*s on %.*s", settled,
                       plural((int64_t)settled), STR(q->precedent.to), STR(q->precedent.reason),
                       STR(q->precedent.by), STR(q->precedent.on)),
            a);
    if (q->kind <= SETTLED_RAISED && q->kind != SETTLED_CONTRADICTION)
        tell_shot(run->opt_callsheet, &q->places.at[0], S("on the call sheet: "), a);
}

void settle_tell_untold(const struct settle_run *run)
{
    size_t n = run->questions.untold;
    if (n)
        printf("In %zu picture%s something could not be told, so there may be more to ask: see "
               "gatefold screen.\n",
               n, plural((int64_t)n));
}
