/* gatefold policy diff: what a change of packs makes of pictures that were screened before. */
#include <stdio.h>
#include <sys/stat.h>

#include "app/screened.h"
#include "base/file.h"
#include "cli/packs.h"
#include "cli/print.h"
#include "policy/compare.h"

enum {
    SHADOWS_MAX = 1000, /* rules that are counted apart */
};

struct diff {
    struct arena *a;
    struct policy *was, *is;
    size_t n, same, stricter, weaker;
    size_t turned[VERDICT_CLEAR + 1][VERDICT_CLEAR + 1];
    struct {
        str pack, rule;
        int effect;
        size_t pictures;
    } shadows[SHADOWS_MAX];
    size_t shadows_n;
};

/* ---- the two policies ---- */

/* A folder is a whole policy. A file stands beside the shipped packs, in the place of the one of
 * its name. */
static struct policy *load(str path, struct arena *a)
{
    struct stat st;
    struct pack_files files, shipped;
    if (!pack_files_read(&path, 1, a, &files))
        return NULL;
    struct policy *p = policy_new(&facts_record, FACTS_VERSION, a);
    bool good = pack_files_add(&files, p);
    if (good && !(stat(path.p, &st) == 0 && S_ISDIR(st.st_mode))) {
        str name = policy_pack(p, 0)->name;
        good = pack_files_shipped((struct texts){0}, a, &shipped);
        for (size_t i = 0; good && i < shipped.n; i++)
            good = policy_pack_named(p, shipped.at[i].bytes, name) ||
                   policy_add(p, shipped.at[i].bytes, shipped.at[i].diags);
        pack_files_tell(&shipped, stderr);
    }
    pack_files_tell(&files, stderr);
    if (good)
        return p;
    policy_done(p);
    return NULL;
}

static void tell_rules(const struct diff *d)
{
    struct rule_changes changes = policy_changes(d->was, d->is, d->a);
    for (size_t i = 0; i < changes.n; i++) {
        const struct rule_change *c = &changes.at[i];
        printf("%-8s %.*s/%.*s", words_name(&change_words, c->change), STR(c->pack), STR(c->rule));
        if (c->change == CHANGE_CONDITION)
            printf(": %.*s, and fires for something else", STR(c->is));
        else if (c->was.p && c->is.p)
            printf(": %.*s became %.*s", STR(c->was), STR(c->is));
        else
            printf(": %.*s", STR(c->was.p ? c->was : c->is));
        putchar('\n');
    }
    if (changes.n)
        putchar('\n');
}

/* ---- one picture ---- */

static void tell_verdict(const struct verdict *v)
{
    printf("%s", words_name(&verdict_words, v->kind));
    for (size_t i = 0; i < v->needs.n; i++) {
        const struct need *need = &v->needs.at[i];
        printf("%s%.*s", i ? ", " : " ", STR(need->role));
        if (need->party.n)
            printf(" of %.*s", STR(need->party));
        if (need->count > 1)
            printf(" x %lld", (long long)need->count);
    }
}

static bool has(const struct verdict *v, const struct reason *r, size_t before)
{
    for (size_t i = 0; i < v->reasons.n && i < before; i++)
        if (str_eq(v->reasons.at[i].pack, r->pack) && str_eq(v->reasons.at[i].rule, r->rule) &&
            v->reasons.at[i].effect == r->effect)
            return true;
    return false;
}

/* The rules that one verdict has and the other has not, each once. */
static void tell_missing(const char *label, const struct verdict *in, const struct verdict *from)
{
    size_t told = 0;
    for (size_t i = 0; i < in->reasons.n; i++) {
        const struct reason *r = &in->reasons.at[i];
        if (r->effect == EFFECT_ADVISE || has(from, r, SIZE_MAX) || has(in, r, i))
            continue;
        printf("%s%.*s/%.*s", told++ ? ", " : label, STR(r->pack), STR(r->rule));
    }
    if (told)
        putchar('\n');
}

static void count_shadows(struct diff *d, const struct verdict *v)
{
    for (size_t i = 0; i < v->shadows.n; i++) {
        const struct reason *r = &v->shadows.at[i];
        bool again = false;
        for (size_t j = 0; j < i && !again; j++)
            again =
                str_eq(v->shadows.at[j].pack, r->pack) && str_eq(v->shadows.at[j].rule, r->rule);
        size_t at = 0;
        while (at < d->shadows_n &&
               !(str_eq(d->shadows[at].pack, r->pack) && str_eq(d->shadows[at].rule, r->rule)))
            at++;
        if (again || at == SHADOWS_MAX)
            continue;
        d->shadows[at].pack = r->pack;
        d->shadows[at].rule = str_copy(r->rule, d->a);
        d->shadows[at].effect = r->effect;
        d->shadows[at].pictures++;
        d->shadows_n = MAX(d->shadows_n, at + 1);
    }
}

static void compare(struct diff *d, const struct screened *picture, str file, struct arena a)
{
    struct verdict was = policy_judge(d->was, &picture->facts, &a);
    struct verdict is = policy_judge(d->is, &picture->facts, &a);
    enum turn turn = verdict_turn(&was, &is);
    d->n++;
    d->turned[was.kind][is.kind]++;
    d->same += turn == TURN_SAME;
    d->stricter += turn == TURN_STRICTER;
    d->weaker += turn == TURN_WEAKER;
    count_shadows(d, &is);
    if (turn == TURN_SAME)
        return;
    printf("%-8s ", turn == TURN_WEAKER ? "WEAKER" : "stricter");
    if (picture->path.p)
        printf("%.*s: ", STR(print_safe(picture->path, &a)));
    else
        printf("%.*s, line %u: ", STR(print_safe(file, &a)), picture->line);
    tell_verdict(&was);
    fputs(" -> ", stdout);
    tell_verdict(&is);
    putchar('\n');
    tell_missing("         no longer ", &was, &is);
    tell_missing("         now ", &is, &was);
}

static bool compare_file(struct diff *d, str path)
{
    struct err err = {0};
    str bytes;
    struct arena file CLEANUP(arena_close) = arena_open((size_t)SCREENED_TEXT_MAX_BYTES + 4096);
    bool good = file_read(path.p, SCREENED_TEXT_MAX_BYTES, &file, &bytes, &err);
    struct screened_text text = screened_open(good ? bytes : S(""));
    size_t before = d->n;
    for (bool more = good; more;) {
        struct arena a CLEANUP(arena_close) = arena_open(SCREENED_BYTES);
        struct screened picture;
        more = screened_next(&text, &a, &picture, &err);
        if (more)
            compare(d, &picture, path, a);
        else if (err.kind != ERR_NONE)
            good = err_wrap(&err, "%.*s", STR(path));
    }
    if (good && d->n == before)
        good = err_set(&err, ERR_INVALID, "%.*s: no facts in this file", STR(path));
    if (!good)
        tell_error(&err);
    return good;
}

/* ---- the report ---- */

static void tell_counts(const struct diff *d)
{
    printf("%zu picture%s: %zu as before, %zu stricter, %zu weaker", d->n, plural((int64_t)d->n),
           d->same, d->stricter, d->weaker);
    const char *before = " (";
    for (int was = VERDICT_BLOCKED; was <= VERDICT_CLEAR; was++)
        for (int is = VERDICT_BLOCKED; is <= VERDICT_CLEAR; is++) {
            if (was == is || d->turned[was][is] == 0)
                continue;
            printf("%s%zu %s -> %s", before, d->turned[was][is], words_name(&verdict_words, was),
                   words_name(&verdict_words, is));
            before = ", ";
        }
    puts(*before == ',' ? ")" : "");
    for (size_t i = 0; i < d->shadows_n; i++)
        printf("shadow %.*s/%.*s would %s: %zu picture%s\n", STR(d->shadows[i].pack),
               STR(d->shadows[i].rule), words_name(&effect_words, d->shadows[i].effect),
               d->shadows[i].pictures, plural((int64_t)d->shadows[i].pictures));
}

static int diff_over(struct diff *d, const struct texts *over)
{
    tell_rules(d);
    for (size_t i = 0; i < over->n; i++)
        if (!compare_file(d, over->at[i]))
            return tell_problem("not all pictures were compared");
    tell_counts(d);
    return d->stricter + d->weaker > 0 ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}

static int run_diff(const struct arguments *arguments)
{
    struct diff *d = arena_new(arguments->a, struct diff, 1);
    d->a = arguments->a;
    /* `--over *.json` leaves all but the first beside the packs. */
    struct texts over = argument_texts(arguments, "over"),
                 all = {arena_new(d->a, str, over.n + arguments->rest.n), 0};
    for (size_t i = 0; i < over.n; i++)
        all.at[all.n++] = over.at[i];
    for (size_t i = 2; i < arguments->rest.n; i++)
        all.at[all.n++] = arguments->rest.at[i];
    if (all.n == 0)
        return tell_problem("over which pictures? --over FACTS.json (lines of gatefold screen "
                            "--format json, or facts)");
    d->was = load(arguments->rest.at[0], d->a);
    d->is = d->was ? load(arguments->rest.at[1], d->a) : NULL;
    int status = d->is ? diff_over(d, &all) : EXIT_COULD_NOT_RUN;
    policy_done(d->was);
    policy_done(d->is);
    return status;
}

static const struct option_row options[] = {
    {"over", "FACTS.json", "lines of gatefold screen --format json, or facts", true},
};

const struct command command_policy_diff = {
    .name = "policy diff",
    .arguments = "OLD NEW --over FACTS.json...",
    .help =
        "Tell which rules differ, and which pictures that were screened would change verdict.\n"
        "OLD and NEW are a pack, which stands in the place of the shipped one of its name, or a "
        "folder\nof all packs. Exit status: 0 no verdict changes, 1 some do, 2 it could not be "
        "told.",
    .options = options,
    .options_n = countof(options),
    .arguments_min = 2,
    .arguments_max = 10000,
    .run = run_diff,
};
