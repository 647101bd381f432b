#include "report/article.h"

#include "report/findings.h"
#include "report/marks.h"
#include "report/said.h"
#include "report/shell.h"

str evidence_link(str path, const char *folder, struct arena *a)
{
    str name = path;
    for (size_t i = path.n; i > 0; i--) {
        if (path.p[i - 1] == '/') {
            name = str_from(path, i);
            break;
        }
    }
    return str_format(a, "%s%.*s", folder, STR(name));
}

static void put_head(struct html *h, const struct view *view, const struct result *r, size_t number,
                     struct arena scratch)
{
    const struct fact_picture *p = &r->facts.picture;
    html_open(h, "header", NULL);
    html_open(h, "h2", NULL);
    html_attr(h, "id", str_format(&scratch, "p%zu", number));
    html_text(h, view_path(view, r->path, &scratch));
    html_close(h, "h2");
    html_open(h, "p", "meta");
    shell_verdict(h, r->verdict);
    if (p->width_px)
        html_format(h, " %lld × %lld px %.*s", (long long)p->width_px, (long long)p->height_px,
                    STR(p->format));
    if (r->facts.setup.known)
        html_format(h, " · look %.*s, shot %.*s", STR(r->facts.setup.look),
                    STR(r->facts.setup.shot));
    str marks = view_marks(view, r, &scratch);
    if (marks.n) {
        html_text(h, S(" · "));
        shell_marks(h, r->rating, marks);
    }
    html_close(h, "p");
    for (size_t i = 0; view->audience == REPORT_FOR_HOUSE && i < r->mark_notes.n; i++)
        html_element(h, "p", "meta", view_text(view, r->mark_notes.at[i], &scratch));
    html_close(h, "header");
}

static void put_needs(struct html *h, const struct result *r)
{
    if (!r->needs.n)
        return;
    html_open(h, "p", "signatures");
    html_element(h, "strong", NULL, S("Signatures needed: "));
    for (size_t i = 0; i < r->needs.n; i++) {
        const struct need *n = &r->needs.at[i];
        html_format(h, "%s%.*s", i ? ", " : "", STR(n->role));
        if (n->party.n)
            html_format(h, " of %.*s", STR(n->party));
        if (n->count > 1)
            html_format(h, " (%lld)", (long long)n->count);
    }
    html_text(h, S("."));
    html_close(h, "p");
}

static void put_preview(struct html *h, const struct view *view, const struct result *r,
                        const struct preview *preview, const struct marks *marks, size_t number,
                        bool first, struct arena scratch)
{
    html_open(h, "figure", "picture");
    html_open(h, "div", "stage");
    html_open(h, "img", NULL);
    html_attr(h, "src", evidence_link(preview->path, "../evidence/", &scratch));
    html_number(h, "width", preview->width_px);
    html_number(h, "height", preview->height_px);
    html_attr(h, "decoding", S("async"));
    html_attr(h, "alt",
              str_format(&scratch,
                         "%.*s: the picture, with %zu numbered place%s; each is described "
                         "below",
                         STR(view_name(view, r->path, &scratch)), marks->n,
                         marks->n == 1 ? "" : "s"));
    html_close(h, "img");
    marks_put(h, marks, r, first ? number : 0, scratch);
    html_close(h, "div");
    if (preview->plane.p) {
        html_open(h, "figcaption", NULL);
        html_format(h, "See-through: shown over %.*s.", STR(preview->plane));
        html_close(h, "figcaption");
    } else if (marks->n || marks->faces) {
        html_element(h, "figcaption", NULL,
                     S("Solid lines block, dashed lines need a person, dotted lines are notes; "
                       "thin lines without a number are faces that were counted."));
    }
    html_close(h, "figure");
}

static void put_pictures(struct html *h, const struct view *view, const struct result *r,
                         const struct marks *marks, size_t number, struct arena scratch)
{
    for (size_t i = 0; i < r->previews.n; i++)
        put_preview(h, view, r, &r->previews.at[i], marks, number, i == 0, scratch);
    if (!r->previews.n)
        html_element(h, "p", "nothing",
                     S("There is nothing to show: the file could not be decoded."));
}

/* ---- who and what may be in the frame ---- */

static void put_cells(struct html *h, const char *tag, const str *cells, size_t n)
{
    html_open(h, "tr", NULL);
    for (size_t i = 0; i < n; i++) {
        html_open(h, tag, NULL);
        if (tag[1] == 'h')
            html_attr(h, "scope", S("col"));
        html_text(h, cells[i]);
        html_close(h, tag);
    }
    html_close(h, "tr");
}

/* A table that can be scrolled sideways, by keyboard too, where the window is narrow. */
static void open_table(struct html *h, str caption, const str *heads, size_t n)
{
    html_open(h, "div", "scroll");
    html_attr(h, "tabindex", S("0"));
    html_attr(h, "role", S("group"));
    html_attr(h, "aria-label", caption);
    html_open(h, "table", NULL);
    html_element(h, "caption", NULL, caption);
    html_open(h, "thead", NULL);
    put_cells(h, "th", heads, n);
    html_close(h, "thead");
    html_open(h, "tbody", NULL);
}

static void close_table(struct html *h)
{
    html_close(h, "tbody");
    html_close(h, "table");
    html_close(h, "div");
}

static str joined(struct texts texts, const char *none, struct arena *a)
{
    CLEANUP(buf_done) struct buf out = {0};
    for (size_t i = 0; i < texts.n; i++) {
        buf_put(&out, i ? S(", ") : S(""));
        buf_put(&out, texts.at[i]);
    }
    return texts.n ? str_copy(buf_str(&out), a) : str_of(none);
}

static void put_people(struct html *h, const struct view *view, const struct facts *f,
                       struct arena scratch)
{
    static const str heads[] = {S("Person"), S("Age at the shoot"), S("Release"),
                                S("Papers missing")};
    if (!f->people.n)
        return;
    open_table(h, S("People who may be in this picture"), heads, countof(heads));
    for (size_t i = 0; i < f->people.n; i++) {
        struct arena line = scratch;
        const struct fact_person *p = &f->people.at[i];
        str name = view_person(view, p);
        str cells[] = {
            name.p ? str_format(&line, "%.*s (%.*s)", STR(name), STR(p->id)) : p->id,
            band_title(p->band),
            p->release,
            joined(p->missing, "none", &line),
        };
        put_cells(h, "td", cells, countof(cells));
    }
    close_table(h);
}

static void put_items(struct html *h, const struct view *view, const struct facts *f,
                      struct arena scratch)
{
    static const str heads[] = {S("Item"), S("Kind"), S("Supplied by"), S("Themes"),
                                S("Approved by")};
    if (!f->items.n)
        return;
    open_table(h, S("Items that may be in this picture"), heads, countof(heads));
    for (size_t i = 0; i < f->items.n; i++) {
        struct arena line = scratch;
        const struct fact_item *it = &f->items.at[i];
        str cells[] = {
            str_format(&line, "%.*s: %.*s", STR(it->id), STR(it->name)),
            it->kind,
            it->supplier.n ? view_party(view, it->supplier, &line) : S("nobody is named"),
            it->assessed ? joined(it->themes, "none", &line) : S("not assessed"),
            it->approved ? view_party(view, it->approved_by, &line) : S("not approved"),
        };
        put_cells(h, "td", cells, countof(cells));
    }
    close_table(h);
}

static void put_texts(struct html *h, const struct facts *f, struct arena scratch)
{
    static const str heads[] = {S("Print as read"), S("Accounted for by")};
    size_t n = 0;
    for (size_t i = 0; i < f->texts.n; i++)
        n += !str_eq(f->texts.at[i].account, S("unaccounted"));
    if (!n)
        return;
    html_open(h, "details", NULL);
    html_open(h, "summary", NULL);
    html_format(h, "Print that the call sheet accounts for (%zu)", n);
    html_close(h, "summary");
    open_table(h, S("Print that the call sheet accounts for"), heads, countof(heads));
    for (size_t i = 0; i < f->texts.n; i++) {
        struct arena line = scratch;
        const struct fact_text *t = &f->texts.at[i];
        if (str_eq(t->account, S("unaccounted")))
            continue;
        str cells[] = {t->text, str_eq(t->account, S("own_mark"))
                                    ? str_format(&line, "own mark on %.*s", STR(t->item))
                                    : str_format(&line, "%.*s (%lld %%)", STR(t->item),
                                                 (long long)t->covered_pm / 10)};
        put_cells(h, "td", cells, countof(cells));
    }
    close_table(h);
    html_close(h, "details");
}

static void put_frame(struct html *h, const struct view *view, const struct result *r,
                      struct arena scratch)
{
    const struct facts *f = &r->facts;
    html_open(h, "section", NULL);
    html_element(h, "h3", NULL, S("What the call sheet says of this picture"));
    if (!f->callsheet.present)
        html_element(h, "p", NULL,
                     S("There was no call sheet: who and what may be in the picture is unknown."));
    else if (!f->setup.known)
        html_element(h, "p", NULL, view_text(view, f->setup.why, &scratch));
    html_open(h, "p", NULL);
    html_format(h, "Faces counted: %lld; people whom the shot names: %lld.",
                (long long)f->faces.counted, (long long)f->faces.cast);
    html_close(h, "p");
    put_people(h, view, f, scratch);
    put_items(h, view, f, scratch);
    put_texts(h, f, scratch);
    html_close(h, "section");
}

/* ---- how it was looked at ---- */

static void put_detectors(struct html *h, const struct view *view, const struct result *r,
                          struct arena scratch)
{
    static const str heads[] = {S("Detector"), S("Version"), S("Ran"), S("Remark")};
    open_table(h, S("Detectors"), heads, countof(heads));
    for (size_t i = 0; i < r->detectors.n; i++) {
        struct arena line = scratch;
        const struct detector_run *d = &r->detectors.at[i];
        str ran = d->status == RUN_DONE  ? S("to its end")
                  : d->status == RUN_OFF ? S("no: off")
                                         : S("no: failed");
        str cells[] = {d->name, d->version, ran, view_text(view, d->reason, &line)};
        put_cells(h, "td", cells, countof(cells));
    }
    close_table(h);
}

static void put_how(struct html *h, const struct view *view, const struct result *r,
                    struct arena scratch)
{
    html_open(h, "details", NULL);
    html_element(h, "summary", NULL, S("How this picture was looked at, and digests"));
    put_detectors(h, view, r, scratch);
    html_open(h, "dl", "digests");
    shell_term(h, "Picture (SHA-256)",
               r->sha256.p ? r->sha256 : S("none: it could not be taken in"));
    shell_term(h, "Facts (SHA-256)", r->facts_sha256);
    shell_term(h, "Fingerprint (PDQ)",
               r->fingerprint.p ? r->fingerprint
                                : S("none: copies of this picture cannot be found by it"));
    shell_term(h, "Policy", r->policy_sha256);
    shell_term(h, "Watch-lists", r->watchlists_sha256);
    shell_term(h, "Bank", r->bank_sha256.p ? r->bank_sha256 : S("none was given"));
    shell_term(h, "Sandbox", r->sandbox);
    html_close(h, "dl");
    html_close(h, "details");
}

void article_put(struct html *h, const struct view *view, const struct result *result,
                 size_t number, struct arena scratch)
{
    struct marks marks = marks_make(result, &scratch);
    html_open(h, "article", verdict_class(result->verdict));
    html_attr(h, "aria-labelledby", str_format(&scratch, "p%zu", number));
    put_head(h, view, result, number, scratch);
    put_needs(h, result);
    put_pictures(h, view, result, &marks, number, scratch);
    findings_put(h, view, result, &marks, number, scratch);
    said_put(h, view, &result->facts, scratch);
    put_frame(h, view, result, scratch);
    put_how(h, view, result, scratch);
    html_close(h, "article");
}
