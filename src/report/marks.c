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
    marks->at[marks->n++] = (struct mark){.region = region, .effect = effect};
    return marks->n;
}

static bool is_free(const struct marks *marks, size_t n, struct region label)
{
    for (size_t i = 0; i < n; i++)
        if (region_area(region_intersect(marks->at[i].label, label)) > 0)
            return false;
    return true;
}

static struct region inside(struct region label, struct region frame)
{
    label.x_px = MAX(MIN(label.x_px, frame.w_px - label.w_px), (int64_t)0);
    label.y_px = MAX(MIN(label.y_px, frame.h_px - label.h_px), (int64_t)0);
    return label;
}

/* At the first corner of the place where no other number stands: above, below, at the sides. */
static void place_label(struct marks *marks, size_t i, struct region frame)
{
    int64_t h = MAX(MAX(frame.w_px, frame.h_px) / LABELS_A_SIDE, (int64_t)1);
    int64_t w = h * (i < 9 ? 10 : i < 99 ? 15 : 20) / 10;
    struct region r = marks->at[i].region;
    int64_t left = r.x_px, right = r.x_px + r.w_px, top = r.y_px, bottom = r.y_px + r.h_px;
    struct point corners[] = {
        {left, top - h}, {right - w, top - h}, {left, bottom}, {right - w, bottom},
        {left - w, top}, {right, top},         {left, top},    {right - w, bottom - h},
    };
    marks->at[i].label = inside((struct region){left, top - h, w, h}, frame);
    for (size_t k = 0; k < countof(corners); k++) {
        struct region label =
            inside((struct region){corners[k].x_px, corners[k].y_px, w, h}, frame);
        if (is_free(marks, i, label)) {
            marks->at[i].label = label;
            return;
        }
    }
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
    struct region frame = {0, 0, result->facts.picture.width_px, result->facts.picture.height_px};
    for (size_t i = 0; i < marks.n; i++)
        place_label(&marks, i, frame);
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

static void put_label(struct html *h, struct region label, size_t n)
{
    put_rect(h, "plate", label);
    html_open(h, "text", NULL);
    html_number(h, "x", label.x_px + label.w_px / 2);
    html_number(h, "y", label.y_px + label.h_px * 4 / 5);
    html_number(h, "font-size", label.h_px * 4 / 5);
    html_attr(h, "text-anchor", S("middle"));
    html_format(h, "%zu", n);
    html_close(h, "text");
}

/* A mark leads to its finding; number 0: it leads nowhere. */
static void open_mark(struct html *h, const struct mark *mark, size_t n, size_t number,
                      struct arena scratch)
{
    html_open(h, "a", effect_class(mark->effect));
    if (!number)
        return;
    html_attr(h, "href", str_format(&scratch, "#p%zu-f%zu", number, n));
    html_attr(h, "tabindex", S("-1"));
}

static void put_place(struct html *h, const struct mark *mark, size_t n, size_t number,
                      struct arena scratch)
{
    open_mark(h, mark, n, number, scratch);
    if (number)
        html_attr(h, "id", str_format(&scratch, "p%zu-m%zu", number, n));
    put_rect(h, "under", mark->region); /* so that the line shows on any picture */
    put_rect(h, "line", mark->region);
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
    for (size_t i = 0; i < marks->n; i++)
        put_place(h, &marks->at[i], i + 1, number, scratch);
    for (size_t i = 0; i < marks->n; i++) { /* no line crosses a number */
        open_mark(h, &marks->at[i], i + 1, number, scratch);
        put_label(h, marks->at[i].label, i + 1);
        html_close(h, "a");
    }
    html_close(h, "svg");
}
