#include "shoot/setup.h"
#include "shoot/callsheet.h"
#include "shoot/callsheet_check.h"
#include "shoot/glob.h"

/* Which shot claims a file. Exactly one, or none is known: two claims mean that nobody knows who
 * was in frame. */

enum {
    /* Pairs of states that may be searched for shared paths: about a second at worst. */
    OVERLAP_WORK = 20 * 1000 * 1000,
};

static bool claims(const struct texts *patterns, str path)
{
    for (size_t i = 0; i < patterns->n; i++)
        if (glob_match(patterns->at[i], path))
            return true;
    return false;
}

struct setup callsheet_setup(const struct callsheet *c, str path, struct arena *a)
{
    struct setup s = {.why = S("")};
    for (size_t i = 0; i < c->slates.n; i++)
        if (claims(&c->slates.at[i].files, path)) {
            s.slate = &c->slates.at[i];
            s.why = str_format(a, "the call sheet declares it as no picture of the campaign: %.*s",
                               STR(s.slate->reason));
            return s;
        }
    for (size_t i = 0; i < c->setups.n; i++) {
        const struct look *look = &c->setups.at[i];
        for (size_t j = 0; j < look->shots.n; j++) {
            const struct shot *shot = &look->shots.at[j];
            if (!claims(&shot->files, path))
                continue;
            if (s.shot) {
                str why = str_format(a, "shots %.*s and %.*s both claim this file name",
                                     STR(s.shot->id), STR(shot->id));
                return (struct setup){.why = why};
            }
            s.look = look;
            s.shot = shot;
        }
    }
    if (!s.shot)
        s.why = S("no shot on the call sheet claims this file name");
    return s;
}

struct span callsheet_span(const struct callsheet *c, const struct shot *shot)
{
    struct span span = {0};
    for (size_t i = 0; i < c->days.n; i++) {
        const struct shoot_day *day = &c->days.at[i];
        if (shot->day.p && !str_eq(day->id, shot->day))
            continue;
        if (!date_present(span.first) || date_cmp(day->date, span.first) < 0)
            span.first = day->date;
        if (!date_present(span.last) || date_cmp(day->date, span.last) > 0)
            span.last = day->date;
    }
    return span;
}

struct claim {
    str pattern;
    const struct shot *shot; /* NULL for slates */
    uint32_t line;
};

struct claims {
    struct claim *at;
    size_t n;
};

static void claims_add(struct claims *list, const struct texts *files, const struct shot *opt_shot,
                       const struct node *opt_list, uint32_t line, struct diags *diags)
{
    for (size_t i = 0; i < files->n; i++) {
        uint32_t at = node_line(node_item(opt_list, i, files->n), line);
        const char *mistake = glob_mistake(files->at[i]);
        if (mistake)
            diag_add(diags, at, 0, S("files: [\"desk-1_*.jpg\"]"), "files \"%.*s\": %s",
                     STR(files->at[i]), mistake);
        else if (opt_shot)
            list->at[list->n++] = (struct claim){files->at[i], opt_shot, at};
    }
    if (files->at && files->n == 0)
        diag_add(diags, node_line(opt_list, line), 0, S("files: [\"desk-1_*.jpg\"]"),
                 "files is empty: it would claim nothing");
}

static size_t count_patterns(const struct callsheet *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->setups.n; i++)
        for (size_t j = 0; j < c->setups.at[i].shots.n; j++)
            n += c->setups.at[i].shots.at[j].files.n;
    for (size_t i = 0; i < c->slates.n; i++)
        n += c->slates.at[i].files.n;
    return n;
}

/* Tell each claim that meets an earlier one, once. */
static void check_overlaps(const struct claims *list, struct line_words lines, struct arena scratch,
                           struct diags *diags)
{
    size_t work = OVERLAP_WORK;
    for (size_t i = 1; i < list->n && work > 0; i++) {
        const struct claim *late = &list->at[i];
        for (size_t j = 0; j < i && work > 0; j++) {
            const struct claim *early = &list->at[j];
            struct arena temporary = scratch;
            str path;
            if (early->shot == late->shot ||
                !glob_overlap(early->pattern, late->pattern, &work, &temporary, &path))
                continue;
            str where = lines.say(lines.self, early->line, &temporary);
            diag_add(diags, late->line, 0, S("files: [\"desk-1_*.jpg\"]"),
                     "files \"%.*s\" of shot %.*s and \"%.*s\" of shot %.*s (%.*s) both claim "
                     "\"%.*s\": only one shot may claim a name",
                     STR(late->pattern), STR(late->shot->id), STR(early->pattern),
                     STR(early->shot->id), STR(where), STR(path));
            break;
        }
    }
    if (work == 0)
        diag_add(diags, 0, 0, S("files: [\"desk-1_*.jpg\"]"),
                 "the file patterns are too many and too alike to be told apart: start each with "
                 "the name of its shot");
}

void callsheet_check_files(const struct callsheet *c, const struct node *tree,
                           struct line_words lines, struct arena scratch, struct diags *diags)
{
    size_t n = count_patterns(c);
    if (n > CALLSHEET_PATTERNS_MAX) {
        diag_add(diags, 0, 0, (str){0}, "%zu file patterns, at most %d are allowed", n,
                 CALLSHEET_PATTERNS_MAX);
        return;
    }
    struct claims list = {.at = arena_new(&scratch, struct claim, n)};
    const struct node *setups = node_child(tree, "setups"), *slates = node_child(tree, "slates");
    for (size_t i = 0; i < c->setups.n; i++) {
        const struct look *look = &c->setups.at[i];
        const struct node *shots = node_child(node_item(setups, i, c->setups.n), "shots");
        for (size_t j = 0; j < look->shots.n; j++) {
            const struct shot *shot = &look->shots.at[j];
            const struct node *node = node_item(shots, j, look->shots.n);
            claims_add(&list, &shot->files, shot, node_child(node, "files"), shot->line, diags);
        }
    }
    for (size_t i = 0; i < c->slates.n; i++) {
        const struct slate *slate = &c->slates.at[i];
        const struct node *node = node_item(slates, i, c->slates.n);
        claims_add(&list, &slate->files, NULL, node_child(node, "files"), slate->line, diags);
    }
    check_overlaps(&list, lines, scratch, diags);
}
