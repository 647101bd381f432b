#include "report/findings.h"

#include "report/article.h"
#include "report/shell.h"
#include "shoot/nearest.h"

enum {
    NEAR_MAX = 3,
    NEAR_LEAST_PM = 250, /* what is less is there by chance (match/text_coverage.h) */
};

str band_title(int band)
{
    switch ((enum band)band) {
    case BAND_UNKNOWN:
        return S("unknown: counts as under 13");
    case BAND_UNDER_13:
        return S("under 13");
    case BAND_13_14:
        return S("13 or 14");
    case BAND_15:
        return S("15");
    case BAND_16_17:
        return S("16 or 17");
    case BAND_18_24:
        return S("18 to 24");
    case BAND_25_PLUS:
        return S("25 or over");
    }
    assert(false);
    return S("unknown");
}

bool same_advice(const struct reason *a, const struct reason *b)
{
    return a->effect == b->effect && str_eq(a->pack, b->pack) && str_eq(a->rule, b->rule) &&
           str_eq(a->fix, b->fix);
}

/* What is written next. */
struct writing {
    struct html *h;
    const struct view *view;
    const struct result *result;
    const struct marks *marks;
    size_t number;
    bool *told; /* for each mark: its finding has the id that the mark links to */
};

/* ---- what a reason is about ---- */

static const struct fact_item *item_in_frame(const struct facts *f, str id)
{
    for (size_t i = 0; i < f->items.n; i++)
        if (str_eq(f->items.at[i].id, id))
            return &f->items.at[i];
    return NULL;
}

/* The words that were read there; absent where there are none. */
static str reading_of(const struct facts *f, str subject)
{
    for (size_t i = 0; i < f->texts.n; i++)
        if (str_eq(f->texts.at[i].id, subject))
            return f->texts.at[i].text;
    for (size_t i = 0; i < f->hits.n; i++)
        if (str_eq(f->hits.at[i].id, subject))
            return f->hits.at[i].text;
    return (str){0};
}

static bool is_print(const struct facts *f, str subject)
{
    if (reading_of(f, subject).p)
        return true;
    for (size_t i = 0; i < f->unread.n; i++)
        if (str_eq(f->unread.at[i].id, subject))
            return true;
    return false;
}

/* ---- next to a finding: the call sheet ---- */

static void put_supplier(const struct writing *w, str supplier, struct arena scratch)
{
    if (supplier.n)
        html_format(w->h, ", supplied by %.*s", STR(view_party(w->view, supplier, &scratch)));
    else
        html_text(w->h, S(", nobody is named as its supplier"));
}

static void put_near_item(const struct writing *w, const struct near_item *near,
                          struct arena scratch)
{
    html_open(w->h, "li", NULL);
    html_element(w->h, "b", NULL, near->item->id);
    html_text(w->h, S(" "));
    html_text(w->h, facts_mask_names(w->view->opt_callsheet, near->item->name, &scratch));
    put_supplier(w, near->item->supplier, scratch);
    html_format(w->h, "; bears %lld %% of these letters%s", (long long)near->found_pm / 10,
                item_in_frame(&w->result->facts, near->item->id) ? ""
                                                                 : "; not listed for this shot");
    html_close(w->h, "li");
}

/* The items whose print is most like what was read. */
static void put_nearest(const struct writing *w, str subject, struct arena scratch)
{
    str reading = reading_of(&w->result->facts, subject);
    if (!reading.n || !w->view->opt_callsheet)
        return;
    struct near_item near[NEAR_MAX];
    size_t n = callsheet_nearest(w->view->opt_callsheet, reading, near, NEAR_MAX, scratch);
    while (n && near[n - 1].found_pm < NEAR_LEAST_PM)
        n--;
    if (!n)
        return;
    html_open(w->h, "div", "near");
    html_element(w->h, "p", NULL, S("Nearest on the call sheet:"));
    html_open(w->h, "ul", NULL);
    for (size_t i = 0; i < n; i++)
        put_near_item(w, &near[i], scratch);
    html_close(w->h, "ul");
    html_close(w->h, "div");
}

static void put_item_in_frame(const struct writing *w, const struct fact_item *item,
                              struct arena scratch)
{
    html_open(w->h, "li", NULL);
    html_element(w->h, "b", NULL, item->id);
    html_text(w->h, S(" "));
    html_text(w->h, item->name);
    put_supplier(w, item->supplier, scratch);
    html_close(w->h, "li");
}

/* Items of one supplier that are not told yet, after its name. */
static void put_supplied(const struct writing *w, size_t from, bool printed, bool *told,
                         struct arena scratch)
{
    const struct facts *f = &w->result->facts;
    str supplier = f->items.at[from].supplier;
    html_open(w->h, "li", NULL);
    html_element(w->h, "b", NULL,
                 supplier.n ? view_party(w->view, supplier, &scratch) : S("nobody is named"));
    for (size_t i = from, n = 0; i < f->items.n; i++) {
        const struct fact_item *item = &f->items.at[i];
        if (told[i] || !str_eq(item->supplier, supplier) ||
            (printed && !str_eq(item->kind, S("printed"))))
            continue;
        told[i] = true;
        html_text(w->h, n++ ? S(", ") : S(": "));
        html_text(w->h, item->id);
    }
    html_close(w->h, "li");
}

/* For print that nothing accounts for: whoever brought the printed matter of this shot may know,
 * and where there is none, whoever brought anything. */
static void put_suppliers(const struct writing *w, struct arena scratch)
{
    const struct facts *f = &w->result->facts;
    bool printed = false;
    for (size_t i = 0; i < f->items.n; i++)
        printed |= str_eq(f->items.at[i].kind, S("printed"));
    if (!f->items.n)
        return;
    bool *told = arena_new(&scratch, bool, f->items.n);
    html_open(w->h, "div", "near");
    html_element(w->h, "p", NULL,
                 printed ? S("Who supplied printed matter to this shot:")
                         : S("Who supplied items to this shot:"));
    html_open(w->h, "ul", NULL);
    for (size_t i = 0; i < f->items.n; i++)
        if (!told[i] && (!printed || str_eq(f->items.at[i].kind, S("printed"))))
            put_supplied(w, i, printed, told, scratch);
    html_close(w->h, "ul");
    html_close(w->h, "div");
}

/* ---- crops ---- */

static void put_crop(const struct writing *w, const struct text_crop *crop, struct arena scratch)
{
    html_open(w->h, "div", "crop");
    html_attr(w->h, "tabindex", S("0"));
    html_attr(w->h, "role", S("group"));
    html_attr(w->h, "aria-label", str_format(&scratch, "Crop of %.*s", STR(crop->finding)));
    html_open(w->h, "img", NULL);
    html_attr(w->h, "src", evidence_link(crop->path, "../evidence/", &scratch));
    html_number(w->h, "width", crop->width_px);
    html_number(w->h, "height", crop->height_px);
    html_attr(w->h, "alt",
              str_format(&scratch,
                         "The place %.*s at 100 %%: print that the machine could not read",
                         STR(crop->finding)));
    html_close(w->h, "img");
    html_close(w->h, "div");
    if (crop->plane.p)
        html_element(w->h, "p", "where", str_format(&scratch, "over %.*s", STR(crop->plane)));
}

static void put_crops(const struct writing *w, str subject, struct arena scratch)
{
    for (size_t i = 0; i < w->result->crops.n; i++)
        if (subject.n && str_eq(w->result->crops.at[i].finding, subject))
            put_crop(w, &w->result->crops.at[i], scratch);
}

/* ---- one rule, its places ---- */

static void put_number(const struct writing *w, size_t mark, struct arena scratch)
{
    if (!mark)
        return;
    html_open(w->h, "a", "number");
    html_attr(w->h, "href", str_format(&scratch, "#p%zu-m%zu", w->number, mark));
    html_attr(w->h, "aria-label", str_format(&scratch, "Place %zu in the picture", mark));
    html_format(w->h, "%zu", mark);
    html_close(w->h, "a");
}

static void put_place(const struct writing *w, size_t i, struct arena scratch)
{
    const struct reason *r = &w->result->reasons.at[i];
    size_t mark = w->marks->of_reason[i];
    html_open(w->h, "li", NULL);
    if (mark && !w->told[mark - 1]) {
        html_attr(w->h, "id", str_format(&scratch, "p%zu-f%zu", w->number, mark));
        w->told[mark - 1] = true;
    }
    html_open(w->h, "p", "because");
    put_number(w, mark, scratch);
    html_text(w->h, view_text(w->view, r->because, &scratch));
    html_close(w->h, "p");
    if (r->has_region)
        html_element(w->h, "p", "where",
                     str_format(&scratch, "%lld × %lld px, %lld from the left, %lld from the top",
                                (long long)r->region.w_px, (long long)r->region.h_px,
                                (long long)r->region.x_px, (long long)r->region.y_px));
    put_crops(w, r->subject, scratch);
    put_nearest(w, r->subject, scratch);
    const struct fact_item *item = item_in_frame(&w->result->facts, r->subject);
    if (item) {
        html_open(w->h, "ul", "near");
        put_item_in_frame(w, item, scratch);
        html_close(w->h, "ul");
    }
    html_close(w->h, "li");
}

/* The reasons from `from` on that share their advice. The number after the last. */
static size_t put_rule(const struct writing *w, size_t from, struct arena scratch)
{
    const struct result *result = w->result;
    const struct reason *first = &result->reasons.at[from];
    size_t to = from;
    bool print = false;
    while (to < result->reasons.n && same_advice(first, &result->reasons.at[to]))
        print |= is_print(&result->facts, result->reasons.at[to++].subject);

    html_open(w->h, "section",
              first->effect == EFFECT_BLOCK  ? "finding blocked"
              : first->effect == EFFECT_NEED ? "finding needs"
                                             : "finding note");
    html_open(w->h, "h4", effect_class(first->effect));
    shell_effect(w->h, first->effect);
    html_text(w->h, view_text(w->view, first->fix.n ? first->fix : first->because, &scratch));
    html_close(w->h, "h4");
    html_open(w->h, "ul", "places");
    for (size_t i = from; i < to; i++)
        put_place(w, i, scratch);
    html_close(w->h, "ul");
    if (print && first->effect != EFFECT_ADVISE)
        put_suppliers(w, scratch);
    shell_rule(w->h, first);
    html_close(w->h, "section");
    return to;
}

/* Print that no rule of the packs asked about still shows. */
static void put_other_unread(const struct writing *w, struct arena scratch)
{
    const struct result *r = w->result;
    bool heading = false;
    for (size_t i = 0; i < r->facts.unread.n; i++) {
        const struct fact_unread *u = &r->facts.unread.at[i];
        bool told = false;
        for (size_t k = 0; k < r->reasons.n && !told; k++)
            told = str_eq(r->reasons.at[k].subject, u->id);
        if (told)
            continue;
        if (!heading)
            html_element(w->h, "h4", NULL, S("Other print that the machine could not read"));
        heading = true;
        html_element(w->h, "p", "because", view_text(w->view, u->words, &scratch));
        put_crops(w, u->id, scratch);
    }
}

void findings_put(struct html *h, const struct view *view, const struct result *result,
                  const struct marks *marks, size_t number, struct arena scratch)
{
    struct writing w = {h, view, result, marks, number, arena_new(&scratch, bool, marks->n)};
    html_open(h, "section", NULL);
    html_element(h, "h3", NULL, S("What was found, and what to do"));
    if (!result->reasons.n)
        html_element(h, "p", NULL, S("No rule fired."));
    for (size_t i = 0; i < result->reasons.n;)
        i = put_rule(&w, i, scratch);
    put_other_unread(&w, scratch);
    html_close(h, "section");
}
