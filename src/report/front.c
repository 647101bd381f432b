#include "report/front.h"

#include "report/article.h"
#include "report/said.h"
#include "report/shell.h"

enum {
    LINKS_SHOWN = 24, /* the rest of a long list folds */
};

static const char *many(size_t n)
{
    return n == 1 ? "" : "s";
}

str front_title(const struct view *view, struct arena *a)
{
    const struct callsheet *c = view->opt_callsheet;
    if (!c)
        return S("Screened without a call sheet");
    const struct party *house = callsheet_party(c, c->house);
    return str_format(a, "%.*s · %.*s", STR(view_text(view, c->campaign.name, a)),
                      STR(house ? view_text(view, house->name, a) : c->house));
}

/* ---- head ---- */

static void put_state(const struct front *f, struct html *h)
{
    size_t done = f->tally->cards.n, all = f->walk->n;
    if (f->complete)
        return;
    html_open(h, "p", "warning");
    html_attr(h, "role", S("status"));
    html_element(h, "strong", NULL, S("This report is not complete. "));
    html_format(h, "%zu of %zu file%s %s in it; the other%s %s not clear. ", done, all, many(all),
                done == 1 ? "is" : "are", many(all - done), all - done == 1 ? "is" : "are");
    html_text(h, f->ended.p
                     ? S("The run was interrupted: screen again for a whole report.")
                     : S("It was written while the run went on; if no run is going on, it was cut "
                         "off: screen again for a whole report."));
    html_close(h, "p");
}

static void put_tile(struct html *h, int verdict, size_t n)
{
    static const char *const anchors[] = {
        [VERDICT_BLOCKED] = "#blocked", [VERDICT_NEEDS] = "#needs", [VERDICT_CLEAR] = "#clear"};
    html_open(h, "li", NULL);
    html_open(h, "a", verdict_class(verdict));
    html_attr(h, "href", str_of(anchors[verdict]));
    html_open(h, "span", "count");
    html_format(h, "%zu", n);
    html_close(h, "span");
    html_text(h, S(" "));
    shell_verdict(h, verdict);
    html_close(h, "a");
    html_close(h, "li");
}

static void put_head(const struct front *f, struct html *h, struct arena scratch)
{
    html_open(h, "header", "top");
    html_element(h, "p", "kicker", S("Gatefold · pictures screened before release"));
    html_element(h, "h1", NULL, front_title(f->view, &scratch));
    html_open(h, "p", "meta");
    html_format(h, "%zu picture%s · %.*s · for the %s", f->tally->cards.n, many(f->tally->cards.n),
                STR(f->options->began), words_name(&report_audience_words, f->options->audience));
    html_close(h, "p");
    put_state(f, h);
    html_open(h, "nav", NULL);
    html_attr(h, "aria-label", S("Verdicts"));
    html_open(h, "ul", "tiles");
    for (int v = VERDICT_BLOCKED; v <= VERDICT_CLEAR; v++)
        put_tile(h, v, f->tally->verdicts[v]);
    html_close(h, "ul");
    html_close(h, "nav");
    html_close(h, "header");
}

/* ---- what must happen ---- */

static str page_link(size_t number, struct arena *a)
{
    return str_format(a, "pictures/p%04zu.html", number);
}

static void put_links(const struct front *f, struct html *h, struct numbers numbers, size_t from,
                      size_t to, struct arena scratch)
{
    html_open(h, "ul", "links");
    for (size_t i = from; i < to; i++) {
        struct arena line = scratch;
        html_open(h, "li", NULL);
        shell_link(h, NULL, page_link(numbers.at[i], &line),
                   f->tally->cards.at[numbers.at[i] - 1].name);
        html_close(h, "li");
    }
    html_close(h, "ul");
}

static void put_pictures(const struct front *f, struct html *h, struct numbers numbers,
                         struct arena scratch)
{
    size_t shown = MIN(numbers.n, (size_t)LINKS_SHOWN);
    put_links(f, h, numbers, 0, shown, scratch);
    if (shown == numbers.n)
        return;
    html_open(h, "details", NULL);
    html_open(h, "summary", NULL);
    html_format(h, "and %zu more", numbers.n - shown);
    html_close(h, "summary");
    put_links(f, h, numbers, shown, numbers.n, scratch);
    html_close(h, "details");
}

/* Whoever supplied the item that a rule is about is who can be asked. */
static void put_supplier(const struct front *f, struct html *h, str subject, struct arena scratch)
{
    const struct item *item =
        f->view->opt_callsheet ? callsheet_item(f->view->opt_callsheet, subject) : NULL;
    if (!item)
        return;
    html_open(h, "p", "who");
    html_format(h, "%.*s was supplied by %.*s.", STR(item->id),
                STR(item->supplier.p ? view_party(f->view, item->supplier, &scratch)
                                     : S("nobody who is named")));
    html_close(h, "p");
}

static void put_act(const struct front *f, struct html *h, const struct act *act,
                    struct arena scratch)
{
    const struct reason *r = &act->reason;
    html_open(h, "li", effect_class(r->effect));
    html_element(h, "h4", NULL, act->fix.n ? act->fix : r->because);
    html_open(h, "p", "because");
    html_text(h, r->because);
    html_close(h, "p");
    if (act->places > 1) {
        html_open(h, "p", "who");
        html_format(h, "and so in %zu place%s of %zu picture%s", act->places, many(act->places),
                    act->pictures.n, many(act->pictures.n));
        html_close(h, "p");
    }
    put_supplier(f, h, r->subject, scratch);
    put_pictures(f, h, act->pictures, scratch);
    shell_rule(h, r);
    html_close(h, "li");
}

static size_t acts_of(const struct tally *t, int effect)
{
    size_t n = 0;
    for (size_t i = 0; i < t->acts.n; i++)
        n += t->acts.at[i].reason.effect == effect;
    return n;
}

static void put_acts(const struct front *f, struct html *h, int effect, struct arena scratch)
{
    html_open(h, "ol", "acts");
    for (size_t i = 0; i < f->tally->acts.n; i++)
        if (f->tally->acts.at[i].reason.effect == effect)
            put_act(f, h, &f->tally->acts.at[i], scratch);
    html_close(h, "ol");
}

static void put_ask(const struct front *f, struct html *h, const struct ask *ask,
                    struct arena scratch)
{
    html_open(h, "li", "needs");
    html_open(h, "h4", NULL);
    html_text(h, ask->role);
    if (ask->party.n)
        html_format(h, " of %.*s", STR(view_party(f->view, ask->party, &scratch)));
    html_format(h, ": %lld signature%s for %s%zu picture%s", (long long)ask->count,
                many((size_t)ask->count), ask->pictures.n > 1 ? "each of " : "", ask->pictures.n,
                many(ask->pictures.n));
    html_close(h, "h4");
    put_pictures(f, h, ask->pictures, scratch);
    html_open(h, "p", "rule");
    for (size_t i = 0; i < ask->rules.n; i++) {
        html_text(h, i ? S(" · ") : S(""));
        html_element(h, "code", NULL, ask->rules.at[i]);
    }
    html_close(h, "p");
    html_close(h, "li");
}

static void put_asks(const struct front *f, struct html *h, struct arena scratch)
{
    html_open(h, "ol", "acts");
    for (size_t i = 0; i < f->tally->asks.n; i++)
        put_ask(f, h, &f->tally->asks.at[i], scratch);
    html_close(h, "ol");
}

static void put_folded(const struct front *f, struct html *h, int effect, const char *title,
                       struct arena scratch)
{
    if (!acts_of(f->tally, effect))
        return;
    html_open(h, "details", NULL);
    html_open(h, "summary", NULL);
    html_format(h, "%s (%zu)", title, acts_of(f->tally, effect));
    html_close(h, "summary");
    put_acts(f, h, effect, scratch);
    html_close(h, "details");
}

static void put_todo(const struct front *f, struct html *h, struct arena scratch)
{
    const struct tally *t = f->tally;
    size_t blocks = acts_of(t, EFFECT_BLOCK);
    html_open(h, "section", NULL);
    html_attr(h, "aria-labelledby", S("todo"));
    html_open(h, "h2", NULL);
    html_attr(h, "id", S("todo"));
    html_text(h, S("What must happen"));
    html_close(h, "h2");
    if (!blocks && !t->asks.n)
        html_element(h, "p", NULL,
                     t->cards.n ? S("Nothing is asked for by the rules.")
                                : S("No picture is in the report yet."));
    if (blocks) {
        html_element(h, "h3", NULL, S("To put right, by production"));
        put_acts(f, h, EFFECT_BLOCK, scratch);
    }
    if (t->asks.n) {
        html_element(h, "h3", NULL, S("To look at and sign, by role"));
        put_asks(f, h, scratch);
    }
    put_folded(f, h, EFFECT_NEED, "What the signatures are asked for", scratch);
    put_folded(f, h, EFFECT_ADVISE, "Notes: nothing is blocked by them", scratch);
    html_close(h, "section");
}

/* ---- what people are asked ---- */

static void put_question(const struct front *f, struct html *h, size_t i, struct arena scratch)
{
    const struct question *q = questions_at(&f->asked->questions, i);
    const struct text_crop *crop = asked_crop(f->asked, q);
    struct numbers pictures = asked_pictures(q, &scratch);
    html_open(h, "li", q->open ? "needs" : "clear");
    html_open(h, "h3", NULL);
    struct view view = *f->view;
    if (q->kind == SETTLED_RAISED)
        view.speakers = f->asked->speakers;
    html_text(h, tally_shortened(view_text(&view, q->words, &scratch), &scratch));
    html_close(h, "h3");
    html_open(h, "p", "who");
    html_format(h, "Question %.*s: %s", STR(q->id), question_kind_words(q->kind));
    if (q->setup.n)
        html_format(h, " · set-up %.*s", STR(q->setup));
    html_format(h, " · in %zu picture%s%s", pictures.n, many(pictures.n),
                q->open ? "" : ", settled in all");
    html_close(h, "p");
    if (crop) {
        html_open(h, "p", "glimpse");
        html_open(h, "img", NULL);
        html_attr(h, "src", evidence_link(crop->path, "evidence/", &scratch));
        html_number(h, "width", crop->width_px);
        html_number(h, "height", crop->height_px);
        html_attr(h, "loading", S("lazy"));
        html_attr(h, "alt", S("the place in the first of the pictures, made smaller"));
        html_close(h, "img");
        html_close(h, "p");
    }
    str settled = said_of(f->view, &q->precedent, &scratch);
    if (settled.n) {
        html_open(h, "p", "because");
        html_text(h, settled);
        if (q->open)
            html_text(h, S(" New frames of it are asked about all the same."));
        html_close(h, "p");
    }
    put_pictures(f, h, pictures, scratch);
    html_close(h, "li");
}

static void put_questions_that(const struct front *f, struct html *h, bool open,
                               struct arena scratch)
{
    html_open(h, "ol", "acts asked");
    for (size_t i = 0; i < f->asked->questions.n; i++)
        if ((questions_at(&f->asked->questions, i)->open > 0) == open)
            put_question(f, h, i, scratch);
    html_close(h, "ol");
}

/* The same thing in several frames is one question. */
static void put_questions(const struct front *f, struct html *h, struct arena scratch)
{
    size_t all = f->asked->questions.n, open = questions_open(&f->asked->questions);
    if (!all)
        return;
    html_open(h, "section", NULL);
    html_attr(h, "aria-labelledby", S("questions"));
    html_open(h, "h2", NULL);
    html_attr(h, "id", S("questions"));
    html_format(h, "Questions, each asked once (%zu)", open);
    html_close(h, "h2");
    html_element(
        h, "p", "who",
        S("What lies on one sheet, and the same thing in several frames of a set-up, is one "
          "question, and is answered in one act (gatefold settle). What is answered by "
          "hand is unsigned."));
    if (open)
        put_questions_that(f, h, true, scratch);
    if (open < all) {
        html_open(h, "details", NULL);
        html_open(h, "summary", NULL);
        html_format(h, "Settled by hand, unsigned (%zu)", all - open);
        html_close(h, "summary");
        put_questions_that(f, h, false, scratch);
        html_close(h, "details");
    }
    html_close(h, "section");
}

void front_put_unseen(struct html *h)
{
    html_open(h, "section", "unseen");
    html_attr(h, "aria-labelledby", S("unseen"));
    html_open(h, "h2", NULL);
    html_attr(h, "id", S("unseen"));
    html_text(h, S("What the machine does not see"));
    html_close(h, "h2");
    html_element(
        h, "p", NULL,
        S("It reads print, counts faces, knows copies of pictures in the bank, and reads metadata. "
          "Objects without print are not recognised: what a thing is, and whether it belongs in "
          "the picture, only people can see. Nobody is recognised, and no age is estimated: who is "
          "in a picture, and how old, is what the call sheet says."));
    html_element(
        h, "p", NULL,
        S("“Clear” is the answer of these rules about these bytes. It is neither legal advice nor "
          "a statement that a picture is harmless. Nothing in this report is signed, nor is "
          "anything that was settled by hand: it holds as far as whoever sends it is believed."));
    html_close(h, "section");
}

/* ---- the contact sheet ---- */

static void put_card(struct html *h, const struct card *card, size_t number, struct arena scratch)
{
    html_open(h, "li", verdict_class(card->verdict));
    html_open(h, "a", "card");
    html_attr(h, "href", page_link(number, &scratch));
    html_open(h, "span", "frame");
    if (card->thumbnail.present) {
        html_open(h, "img", NULL);
        html_attr(h, "src", evidence_link(card->thumbnail.path, "evidence/", &scratch));
        html_number(h, "width", card->thumbnail.width_px);
        html_number(h, "height", card->thumbnail.height_px);
        html_attr(h, "loading", S("lazy"));
        html_attr(h, "decoding", S("async"));
        html_attr(h, "alt", S(""));
        html_close(h, "img");
    } else {
        html_element(h, "span", "nothing", S("nothing to show"));
    }
    html_close(h, "span");
    shell_verdict(h, card->verdict);
    html_element(h, "span", "name", card->path);
    if (card->marks.n)
        shell_marks(h, card->rating, card->marks);
    html_close(h, "a");
    if (card->line.n) {
        html_open(h, "p", NULL);
        html_text(h, card->line);
        if (card->more)
            html_format(h, " And %zu more.", card->more);
        html_close(h, "p");
    }
    if (card->needs.n)
        html_element(h, "p", "who", str_format(&scratch, "Signs: %.*s", STR(card->needs)));
    html_close(h, "li");
}

static void put_sheet(const struct front *f, struct html *h, int verdict, const char *id,
                      struct arena scratch)
{
    const struct tally *t = f->tally;
    html_open(h, "section", NULL);
    html_attr(h, "aria-labelledby", str_of(id));
    html_open(h, "h2", NULL);
    html_attr(h, "id", str_of(id));
    html_text(h, verdict_title(verdict));
    html_format(h, " (%zu)", t->verdicts[verdict]);
    html_close(h, "h2");
    if (t->verdicts[verdict]) {
        html_open(h, "ul", "sheet");
        for (size_t i = 0; i < t->cards.n; i++)
            if (t->cards.at[i].verdict == verdict)
                put_card(h, &t->cards.at[i], i + 1, scratch);
        html_close(h, "ul");
    } else {
        html_element(h, "p", "none", S("None."));
    }
    html_close(h, "section");
}

/* ---- how it was made ---- */

static void put_skipped(const struct front *f, struct html *h, struct arena scratch)
{
    html_open(h, "section", NULL);
    html_attr(h, "aria-labelledby", S("skipped"));
    html_open(h, "h2", NULL);
    html_attr(h, "id", S("skipped"));
    html_text(h, S("What was skipped"));
    html_close(h, "h2");
    if (!f->walk->skips) {
        html_element(h, "p", NULL, S("Nothing: every file that was found was screened."));
        html_close(h, "section");
        return;
    }
    html_open(h, "ul", NULL);
    for (size_t i = 0; i < f->walk->skips; i++) {
        const struct walk_skip *s = &f->walk->skipped[i];
        html_open(h, "li", NULL);
        html_format(h, "%zu file%s: ", s->n, many(s->n));
        html_text(h, view_text(f->view, s->reason, &scratch));
        html_close(h, "li");
    }
    html_close(h, "ul");
    html_close(h, "section");
}

static str digest_or(str digest, const char *otherwise)
{
    return digest.p ? digest : str_of(otherwise);
}

static void put_how(const struct front *f, struct html *h, struct arena scratch)
{
    const struct tally *t = f->tally;
    html_open(h, "section", NULL);
    html_attr(h, "aria-labelledby", S("how"));
    html_open(h, "h2", NULL);
    html_attr(h, "id", S("how"));
    html_text(h, S("How this report was made"));
    html_close(h, "h2");
    html_open(h, "dl", "digests");
    shell_term(h, "Gatefold", f->options->gatefold);
    shell_term(h, "Begun", f->options->began);
    shell_term(h, "Ended", digest_or(f->ended, "not yet"));
    shell_term(h, "Facts", str_format(&scratch, "version %d", FACTS_VERSION));
    shell_term(h, "Policy (SHA-256)", digest_or(t->policy_sha256, "no picture yet"));
    shell_term(h, "Watch-lists (SHA-256)", digest_or(t->watchlists_sha256, "no picture yet"));
    shell_term(h, "Bank of known pictures (SHA-256)", digest_or(t->bank_sha256, "none was given"));
    shell_term(h, "Sandbox",
               t->weak_sandbox ? S("weak: files were decoded with less protection than Gatefold "
                                   "asks for, because the operator accepted it")
                               : S("whole"));
    for (size_t i = 0; i < t->detectors.n; i++) {
        struct arena line = scratch;
        const struct detector_run *d = &t->detectors.at[i];
        shell_term(h, str_format(&line, "Detector %.*s", STR(d->name)).p,
                   str_format(&line, "version %.*s%s%.*s%s%.*s", STR(d->version),
                              d->runtime.n ? ", " : "", STR(d->runtime), d->reason.n ? "; " : "",
                              STR(d->reason)));
    }
    html_close(h, "dl");
    html_element(
        h, "p", NULL,
        S("The digest of each picture and of its facts is on the picture's page. The same "
          "facts and the same policy give the same verdict: anybody can compute it again."));
    html_close(h, "section");
}

void front_put(const struct front *front, struct buf *out, struct arena scratch)
{
    struct html h = shell_open(out, front_title(front->view, &scratch));
    put_head(front, &h, scratch);
    html_open(&h, "main", NULL);
    html_attr(&h, "id", S("main"));
    put_todo(front, &h, scratch);
    front_put_unseen(&h);
    put_questions(front, &h, scratch);
    put_sheet(front, &h, VERDICT_BLOCKED, "blocked", scratch);
    put_sheet(front, &h, VERDICT_NEEDS, "needs", scratch);
    put_sheet(front, &h, VERDICT_CLEAR, "clear", scratch);
    put_skipped(front, &h, scratch);
    put_how(front, &h, scratch);
    html_close(&h, "main");
    html_open(&h, "footer", NULL);
    html_open(&h, "p", NULL);
    html_format(&h, "Gatefold %.*s. ", STR(front->options->gatefold));
    if (front->complete || front->ended.p)
        shell_link(&h, NULL, S("pictures/all.html"), S("All pictures on one page, for printing"));
    html_close(&h, "p");
    html_close(&h, "footer");
    shell_close(&h);
}
