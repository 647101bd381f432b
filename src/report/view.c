#include "report/view.h"

#include "base/utf8.h"

/* Up to the last '/' that all paths have in common. */
static str common_folder(const struct walk *walk)
{
    if (!walk->n)
        return S("");
    str common = walk->files[0].path;
    for (size_t i = 1; i < walk->n; i++) {
        str path = walk->files[i].path;
        size_t n = 0;
        while (n < common.n && n < path.n && common.p[n] == path.p[n])
            n++;
        common = str_first(common, n);
    }
    while (common.n && common.p[common.n - 1] != '/')
        common = str_first(common, common.n - 1);
    return common;
}

struct view view_make(int audience, const struct walk *walk, const struct callsheet *opt_callsheet,
                      struct arena *a)
{
    return (struct view){audience, opt_callsheet, utf8_clean(common_folder(walk), a)};
}

static str without_root(const struct view *v, str text, struct arena *a)
{
    if (!v->root.n || !str_contains(text, v->root))
        return text;
    CLEANUP(buf_done) struct buf out = {0};
    while (text.n) {
        if (str_starts(text, v->root)) {
            text = str_from(text, v->root.n);
            continue;
        }
        buf_byte(&out, text.p[0]);
        text = str_from(text, 1);
    }
    return str_copy(buf_str(&out), a);
}

str view_text(const struct view *v, str text, struct arena *a)
{
    if (v->audience == REPORT_FOR_HOUSE || !text.p)
        return text;
    return facts_mask_names(v->opt_callsheet, utf8_clean(without_root(v, text, a), a), a);
}

str view_name(const struct view *v, str path, struct arena *a)
{
    str name = str_starts(path, v->root) ? str_from(path, v->root.n) : path;
    return v->audience == REPORT_FOR_HOUSE ? name : facts_mask_names(v->opt_callsheet, name, a);
}

str view_path(const struct view *v, str path, struct arena *a)
{
    return v->audience == REPORT_FOR_HOUSE ? path : view_name(v, path, a);
}

str view_party(const struct view *v, str id, struct arena *a)
{
    if (v->audience != REPORT_FOR_HOUSE || !v->opt_callsheet)
        return id;
    const struct party *party = callsheet_party(v->opt_callsheet, id);
    return party ? str_format(a, "%.*s (%.*s)", STR(party->name), STR(id)) : id;
}

str view_person(const struct view *v, const struct fact_person *person)
{
    const struct talent *talent =
        v->audience == REPORT_FOR_HOUSE && v->opt_callsheet && !person->minor
            ? callsheet_talent(v->opt_callsheet, person->id)
            : NULL;
    return talent ? talent->name : (str){0};
}
