#include "report/view.h"

#include <ctype.h>

#include "app/marks.h"
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
    return (struct view){.audience = audience,
                         .opt_callsheet = opt_callsheet,
                         .root = utf8_clean(common_folder(walk), a)};
}

static void add_speaker(struct texts *speakers, str by)
{
    if (by.n)
        speakers->at[speakers->n++] = by;
}

struct view view_of_picture(const struct view *v, const struct facts *f, struct arena *a)
{
    size_t most =
        f->texts.n + f->unread.n + f->hits.n + f->metadata.contradictions.n + 3 * f->raised.n + 3;
    struct view view = *v;
    view.speakers = (struct texts){arena_new(a, str, most), 0};
    for (size_t i = 0; i < f->texts.n; i++)
        add_speaker(&view.speakers, f->texts.at[i].settlement.by);
    for (size_t i = 0; i < f->unread.n; i++)
        add_speaker(&view.speakers, f->unread.at[i].settlement.by);
    for (size_t i = 0; i < f->hits.n; i++)
        add_speaker(&view.speakers, f->hits.at[i].settlement.by);
    for (size_t i = 0; i < f->metadata.contradictions.n; i++)
        add_speaker(&view.speakers, f->metadata.contradictions.at[i].settlement.by);
    for (size_t i = 0; i < f->raised.n; i++) {
        add_speaker(&view.speakers, f->raised.at[i].by);
        add_speaker(&view.speakers, f->raised.at[i].owner);
        add_speaker(&view.speakers, f->raised.at[i].settlement.by);
    }
    add_speaker(&view.speakers, f->faces.settlement.by);
    add_speaker(&view.speakers, f->inventory.by);
    add_speaker(&view.speakers, f->apparent_age.by);
    return view;
}

/* Other alphabets' letters are none here: rather a word too much is replaced than a name kept. */
static bool goes_on(str text, size_t at)
{
    return at < text.n && isalnum((unsigned char)text.p[at]);
}

/* The text with every part replaced, of names only where they are words; the text itself where it
 * has none. */
static str replaced(str text, str part, str by, bool names, struct arena *a)
{
    if (!part.n || !str_contains(text, part))
        return text;
    CLEANUP(buf_done) struct buf out = {0};
    str all = text;
    while (text.n) {
        size_t at = all.n - text.n;
        bool here = str_starts(text, part) &&
                    !(names && ((at > 0 && goes_on(all, at - 1)) || goes_on(text, part.n)));
        buf_put(&out, here ? by : str_first(text, 1));
        text = str_from(text, here ? part.n : 1);
    }
    return str_copy(buf_str(&out), a);
}

str view_text(const struct view *v, str text, struct arena *a)
{
    if (v->audience == REPORT_FOR_HOUSE || !text.p)
        return text;
    text = replaced(text, v->root, S(""), false, a);
    for (size_t i = 0; i < v->speakers.n; i++)
        text = replaced(text, v->speakers.at[i], S("somebody"), true, a);
    return facts_mask_names(v->opt_callsheet, utf8_clean(text, a), a);
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

str view_marks(const struct view *v, const struct result *result, struct arena *a)
{
    return marks_words(result, v->audience == REPORT_FOR_HOUSE, a);
}

str view_person(const struct view *v, const struct fact_person *person)
{
    const struct talent *talent =
        v->audience == REPORT_FOR_HOUSE && v->opt_callsheet && !person->minor
            ? callsheet_talent(v->opt_callsheet, person->id)
            : NULL;
    return talent ? talent->name : (str){0};
}
