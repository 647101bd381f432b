#include "report/said.h"

/* " by WHO", for the house. */
static str by(const struct view *view, str who, struct arena *a)
{
    return view->audience == REPORT_FOR_HOUSE && who.n ? str_format(a, " by %.*s", STR(who))
                                                       : S("");
}

str said_of(const struct view *view, const struct fact_settlement *s, struct arena *a)
{
    if (s->why_not.n)
        return str_format(a, "What was said of it does not count: %.*s",
                          STR(view_text(view, s->why_not, a)));
    if (!s->how.n)
        return S("");
    str who = by(view, s->by, a);
    if (str_eq(s->how, S("matched")))
        return str_format(a, "Settled by hand on %.*s%.*s, unsigned: it is %.*s.", STR(s->on),
                          STR(who), STR(s->to));
    return str_format(a, "Settled by hand on %.*s%.*s, unsigned: dismissed: %.*s", STR(s->on),
                      STR(who), STR(view_text(view, s->reason, a)));
}

struct saying {
    struct html *h;
    const struct view *view;
    bool begun; /* the heading is written */
    struct arena scratch;
};

static void put_line(struct saying *to, str about, str said)
{
    struct html *h = to->h;
    if (!to->begun) {
        html_open(h, "section", NULL);
        html_element(h, "h3", NULL, S("What people said of it, unsigned"));
        html_open(h, "ul", "places");
        to->begun = true;
    }
    html_open(h, "li", NULL);
    html_element(h, "p", "because", view_text(to->view, about, &to->scratch));
    html_element(h, "p", "who", said);
    html_close(h, "li");
}

static void put_settled(struct saying *to, str about, const struct fact_settlement *s)
{
    struct saying line = *to; /* its scratch is free again after each line */
    str said = said_of(to->view, s, &line.scratch);
    if (!said.n)
        return;
    put_line(&line, about, said);
    to->begun = line.begun;
}

static void put_raised(struct saying *to, const struct fact_raised *r)
{
    struct saying line = *to;
    str settled = said_of(to->view, &r->settlement, &line.scratch);
    str said = str_format(
        &line.scratch, "Raised%.*s.%s%.*s%s%.*s%s %.*s", STR(by(to->view, r->by, &line.scratch)),
        r->owner.n && to->view->audience == REPORT_FOR_HOUSE ? " Seen to by " : "",
        STR(to->view->audience == REPORT_FOR_HOUSE ? r->owner : S("")), r->due.n ? " Due on " : "",
        STR(r->due), r->change_requested ? " The answer: the picture must be changed." : "",
        STR(settled));
    put_line(&line, r->words, said);
    to->begun = line.begun;
}

static void put_frame(struct saying *to, const struct facts *f)
{
    struct saying line = *to;
    if (f->inventory.complete)
        put_line(&line, S("The frame was looked through."),
                 str_format(&line.scratch, "On %.*s%.*s: everything in it is on the call sheet.",
                            STR(f->inventory.on),
                            STR(by(to->view, f->inventory.by, &line.scratch))));
    const struct fact_apparent_age *age = &f->apparent_age;
    if (age->said.n && !str_eq(age->said, S("absent")))
        put_line(&line, S("How old the youngest seems."),
                 str_format(&line.scratch, "Attested on %.*s%.*s: %.*s.", STR(age->on),
                            STR(by(to->view, age->by, &line.scratch)), STR(age->said)));
    to->begun = line.begun;
}

void said_put(struct html *h, const struct view *view, const struct facts *facts,
              struct arena scratch)
{
    struct saying to = {h, view, false, scratch};
    for (size_t i = 0; i < facts->texts.n; i++)
        put_settled(&to, facts->texts.at[i].text, &facts->texts.at[i].settlement);
    for (size_t i = 0; i < facts->unread.n; i++)
        put_settled(&to, facts->unread.at[i].words, &facts->unread.at[i].settlement);
    for (size_t i = 0; i < facts->hits.n; i++)
        put_settled(&to, facts->hits.at[i].text, &facts->hits.at[i].settlement);
    for (size_t i = 0; i < facts->metadata.contradictions.n; i++)
        put_settled(&to, facts->metadata.contradictions.at[i].words,
                    &facts->metadata.contradictions.at[i].settlement);
    put_settled(&to, S("More faces than people on the call sheet."), &facts->faces.settlement);
    for (size_t i = 0; i < facts->raised.n; i++)
        put_raised(&to, &facts->raised.at[i]);
    put_frame(&to, facts);
    if (to.begun) {
        html_close(h, "ul");
        html_close(h, "section");
    }
}
