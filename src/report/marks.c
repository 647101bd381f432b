#include "report/marks.h"

#include <string.h>

#include "report/shell.h"

enum {
    LABELS_A_SIDE = 44, /* height of a label: this part of the picture's longer side */
};

static bool same(struct region a, struct region b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static size_t mark_at(struct marks *marks, struct region region, int effect)
{
    for (size_t i = 0; i < marks->n; i++) {
        if (!same(marks->at[i].region, region))
            continue;
        marks->at[i].effect = MIN(marks->at[i].effect, effect);
        return i + 1;
    }
    marks->at[marks->n++] = (struct mark){region, effect};
    return marks->n;
}

struct marks marks_make(const struct result *result, struct arena *a)
{
    struct marks marks = {
        .at = arena_new(a, struct mark, result->reasons.n),
        .of_reason = arena_new(a, size_t, result->reasons.n),
    };
    for (size_t i = 0; i < result->reasons.n; i++) {
        const struct reason *r = &result->reasons.at[i];
        if (r->has_region)
            marks.of_reason[i] = mark_at(&marks, r->region, r->effect);
    }
    for (size_t i = 0; i < result->findings.n; i++)
        marks.faces += result->findings.at[i].kind == FINDING_FACE;
    return marks;
}

static void put_rect(struct html *h, const char *class, struct region r)
{
    html_open(h, "rect", class);
    html_number(h, "x", r.x_px);
    html_number(h, "y", r.y_px);
    html_number(h, "width", r.w_px);
    html_number(h, "height", r.h_px);
    html_close(h, "rect");
}

/* The number, above the place or, where there is no room, inside. */
static void put_label(struct html *h, struct region r, size_t n, int64_t size_px)
{
    int64_t width_px = size_px * (n < 10 ? 10 : n < 100 ? 15 : 20) / 10;
    int64_t y_px = r.y_px >= size_px ? r.y_px - size_px : r.y_px;
    put_rect(h, "plate", (struct region){r.x_px, y_px, width_px, size_px});
    html_open(h, "text", NULL);
    html_number(h, "x", r.x_px + width_px / 2);
    html_number(h, "y", y_px + size_px * 4 / 5);
    html_number(h, "font-size", size_px * 4 / 5);
    html_attr(h, "text-anchor", S("middle"));
    html_format(h, "%zu", n);
    html_close(h, "text");
}

static void put_mark(struct html *h, const struct mark *mark, size_t n, size_t number,
                     int64_t size_px, struct arena scratch)
{
    html_open(h, "a", effect_class(mark->effect));
    if (number) {
        html_attr(h, "id", str_format(&scratch, "p%zu-m%zu", number, n));
        html_attr(h, "href", str_format(&scratch, "#p%zu-f%zu", number, n));
        html_attr(h, "tabindex", S("-1"));
    }
    put_rect(h, "under", mark->region); /* so that the line shows on any picture */
    put_rect(h, "line", mark->region);
    put_label(h, mark->region, n, size_px);
    html_close(h, "a");
}

void marks_put(struct html *h, const struct marks *marks, const struct result *result,
               size_t number, struct arena scratch)
{
    int64_t w = result->facts.picture.width_px, height = result->facts.picture.height_px;
    html_open(h, "svg", "marks");
    html_attr(h, "viewBox", str_format(&scratch, "0 0 %lld %lld", (long long)w, (long long)height));
    html_attr(h, "aria-hidden", S("true"));
    for (size_t i = 0; i < result->findings.n; i++)
        if (result->findings.at[i].kind == FINDING_FACE)
            put_rect(h, "face", result->findings.at[i].region);
    int64_t size_px = MAX(MAX(w, height) / LABELS_A_SIDE, (int64_t)1);
    for (size_t i = 0; i < marks->n; i++)
        put_mark(h, &marks->at[i], i + 1, number, size_px, scratch);
    html_close(h, "svg");
}
