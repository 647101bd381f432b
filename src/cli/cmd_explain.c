/* One picture's story: what it is, who and what may be in it, what was seen, what follows. */
#include <signal.h>
#include <stdio.h>

#include "cli/print.h"
#include "cli/shoot_options.h"

static volatile sig_atomic_t never;

enum {
    LABEL_COLUMNS = 12,
    CODES_SHOWN = 12
};

struct story {
    struct arena scratch;
};

/* A label and then words, wrapped to the label's right. */
static void say_after(struct story *s, const char *label, int width, str text)
{
    struct arena line = s->scratch;
    CLEANUP(buf_done) struct buf out = {0};
    buf_format(&out, "%-*s ", width, label);
    print_wrapped(&out, print_safe(text, &line), out.n);
    printf("%.*s", STR(buf_str(&out)));
}

static void say(struct story *s, const char *label, str text)
{
    say_after(s, label, LABEL_COLUMNS, text);
}

static void say_lines(struct story *s, const char *label, str text)
{
    str line;
    for (; str_cut(&text, '\n', &line); label = "")
        say(s, label, line);
}

/* Of one finding: without it a clear verdict would not follow from what was seen. */
static void say_settled(struct story *s, const struct fact_settlement *said)
{
    struct arena line = s->scratch;
    if (said->why_not.n)
        say(s, "",
            str_format(&line, "what was said of it does not count: %.*s", STR(said->why_not)));
    else if (said->settled)
        say(s, "",
            str_format(&line, "%.*s%s%.*s%.*s, says %.*s on %.*s, unsigned", STR(said->how),
                       said->reason.n ? ": " : " ", STR(said->to), STR(said->reason), STR(said->by),
                       STR(said->on)));
}

static void say_place(struct region r)
{
    printf("             at %lld,%lld, %lld x %lld px\n", (long long)r.x_px, (long long)r.y_px,
           (long long)r.w_px, (long long)r.h_px);
}

static void tell_file(struct story *s, const struct result *p)
{
    const struct fact_picture *f = &p->facts.picture;
    say(s, "Picture", p->path);
    if (p->sha256.p)
        say(s, "SHA-256", p->sha256);
    if (f->width_px)
        say(s, "Format",
            str_format(&s->scratch, "%.*s, %lld x %lld px", STR(f->format), (long long)f->width_px,
                       (long long)f->height_px));
    if (p->fingerprint.n)
        printf("%-12s %.*s, quality %lld\n", "Fingerprint", STR(p->fingerprint),
               (long long)p->quality);
}

/* The codes of a list, or how many they are where they would be no line to read. */
static str codes_shown(const struct texts *list, const char *many, struct arena *a)
{
    if (list->n > CODES_SHOWN)
        return str_format(a, "%zu %s", list->n, many);
    CLEANUP(buf_done) struct buf out = {0};
    for (size_t i = 0; i < list->n; i++)
        buf_format(&out, "%s%.*s", i ? ", " : "", STR(list->at[i]));
    return list->n ? str_copy(buf_str(&out), a) : S("none");
}

static void tell_usage(struct story *s, const struct fact_scope *scope)
{
    struct arena line = s->scratch;
    if (!scope->asked) {
        say(s, "Usage", S("not stated on the call sheet"));
    } else {
        str until = scope->until.n ? scope->until : S("no end");
        say(s, "Usage",
            str_format(&line, "%.*s; %.*s; %.*s to %.*s (%.*s)",
                       STR(codes_shown(&scope->channels, "channels", &line)),
                       STR(codes_shown(&scope->territories, "territories", &line)),
                       STR(scope->from), STR(until), STR(scope->time_zone)));
    }
    for (size_t i = 0; i < scope->missing.n; i++)
        say(s, "", str_format(&line, "missing: %.*s", STR(scope->missing.at[i])));
    for (size_t i = 0; i < scope->beyond.n; i++)
        say(s, "",
            str_format(&line, "beyond %.*s: %.*s", STR(scope->beyond.at[i].whose),
                       STR(scope->beyond.at[i].words)));
}

static void tell_setup(struct story *s, const struct facts *f)
{
    if (!f->callsheet.present) {
        puts("Call sheet   none: who and what may be in the picture is unknown");
        return;
    }
    say(s, "Campaign", f->callsheet.campaign);
    tell_usage(s, &f->scope);
    if (!f->setup.known) {
        say(s, "Set-up", f->setup.why);
        return;
    }
    printf("%-12s look %.*s, shot %.*s\n", "Set-up", STR(f->setup.look), STR(f->setup.shot));
    for (size_t i = 0; i < f->people.n; i++) {
        const struct fact_person *p = &f->people.at[i];
        printf("%-12s %.*s, age band %s, release %.*s\n", i ? "" : "Talent", STR(p->id),
               words_name(&band_words, p->band), STR(p->release));
        for (size_t j = 0; j < p->missing.n; j++)
            say(s, "", str_format(&s->scratch, "missing: %.*s", STR(p->missing.at[j])));
    }
    for (size_t i = 0; i < f->items.n; i++) {
        const struct fact_item *item = &f->items.at[i];
        struct arena line = s->scratch;
        str name = print_safe(item->name, &line);
        printf("%-12s %.*s (%.*s), %s", i ? "" : "Items", STR(item->id), STR(name),
               item->approved ? "approved" : "NOT approved");
        if (!item->assessed)
            fputs(", not assessed", stdout);
        else if (!item->themes.n)
            fputs(", no themes", stdout);
        for (size_t j = 0; item->assessed && j < item->themes.n; j++)
            printf("%s%.*s", j ? ", " : ", themes: ", STR(item->themes.at[j]));
        putchar('\n');
    }
}

static void tell_seen(struct story *s, const struct facts *f)
{
    printf("%-12s %lld face%s counted; %lld on the call sheet may be in frame\n", "People",
           (long long)f->faces.counted, plural(f->faces.counted), (long long)f->faces.cast);
    say_settled(s, &f->faces.settlement);
    for (size_t i = 0; i < f->texts.n; i++) {
        const struct fact_text *t = &f->texts.at[i];
        say_lines(s, "Print", t->text);
        if (str_eq(t->account, S("item")))
            printf("             %.*s: borne by item %.*s (%lld of 1000 letters found in it)\n",
                   STR(t->id), STR(t->item), (long long)t->covered_pm);
        else if (str_eq(t->account, S("own_mark")))
            printf("             %.*s: one of the house's own marks\n", STR(t->id));
        else
            printf("             %.*s: nothing on the call sheet accounts for it\n", STR(t->id));
        say_place(t->region);
        say_settled(s, &t->settlement);
    }
    for (size_t i = 0; i < f->unread.n; i++) {
        say_lines(s, "Unread", f->unread.at[i].words);
        say_place(f->unread.at[i].region);
        say_settled(s, &f->unread.at[i].settlement);
    }
    for (size_t i = 0; i < f->hits.n; i++) {
        const struct fact_hit *h = &f->hits.at[i];
        struct arena line = s->scratch;
        say(s, "Watch-list",
            str_format(&line, "list %.*s, term \"%.*s\"%s", STR(h->list), STR(h->term),
                       h->accounted ? ", in print that is on the call sheet" : ""));
        say_settled(s, &h->settlement);
    }
    for (size_t i = 0; i < f->matches.n; i++) {
        const struct fact_match *m = &f->matches.at[i];
        struct arena line = s->scratch;
        say(s, "Known bad",
            str_format(&line, "%.*s: %lld of 256 bits differ (%.*s)", STR(m->label),
                       (long long)m->distance_bits, STR(m->variant)));
    }
    for (size_t i = 0; i < f->metadata.contradictions.n; i++) {
        say(s, "Metadata", f->metadata.contradictions.at[i].words);
        say_settled(s, &f->metadata.contradictions.at[i].settlement);
    }
    for (size_t i = 0; i < f->failures.n; i++)
        say(s, "No answer", f->failures.at[i].words);
}

/* What no machine saw. */
static void tell_people(struct story *s, const struct facts *f)
{
    for (size_t i = 0; i < f->raised.n; i++) {
        const struct fact_raised *r = &f->raised.at[i];
        struct arena line = s->scratch;
        say(s, "Raised",
            str_format(&line, "%.*s, by %.*s: %.*s", STR(r->name), STR(r->by), STR(r->words)));
        say_place(r->region);
        say_settled(s, &r->settlement);
    }
    struct arena line = s->scratch;
    if (f->inventory.complete)
        say(s, "Frame",
            str_format(&line, "all of it is on the call sheet, says %.*s on %.*s, unsigned",
                       STR(f->inventory.by), STR(f->inventory.on)));
    if (f->apparent_age.by.n)
        say(s, "Seems",
            str_format(&line, "%.*s, says %.*s on %.*s, unsigned", STR(f->apparent_age.said),
                       STR(f->apparent_age.by), STR(f->apparent_age.on)));
}

static void tell_verdict(struct story *s, const struct result *p)
{
    static const char *const ends[] = {
        [VERDICT_BLOCKED] = "BLOCKED: it must not go out as it is.",
        [VERDICT_NEEDS] = "NEEDS A PERSON: it may go out once these have signed.",
        [VERDICT_CLEAR] = "CLEAR: no rule asks for anything.",
    };
    putchar('\n');
    puts(ends[p->verdict]);
    for (size_t i = 0; i < p->needs.n; i++) {
        const struct need *n = &p->needs.at[i];
        printf("  %lld x %.*s\n", (long long)n->count, STR(n->role));
    }
    for (size_t i = 0; i < p->reasons.n; i++) {
        const struct reason *r = &p->reasons.at[i];
        printf("\n  %s %.*s/%.*s\n", words_name(&effect_words, r->effect), STR(r->pack),
               STR(r->rule));
        say_after(s, "   ", 3, r->because);
        if (r->fix.n)
            say_after(s, "    What to do:", 0, r->fix);
        for (size_t j = 0; j < r->citations.n; j++)
            say_after(s, "    See:", 0,
                      str_format(&s->scratch, "%.*s%s%.*s", STR(r->citations.at[j].name),
                                 r->citations.at[j].rule.n ? " " : "",
                                 STR(r->citations.at[j].rule)));
    }
    for (size_t i = 0; i < p->shadows.n; i++) {
        const struct reason *r = &p->shadows.at[i];
        printf("\n  shadow %.*s/%.*s would %s; it decides nothing yet\n", STR(r->pack),
               STR(r->rule), words_name(&effect_words, r->effect));
        say_after(s, "   ", 3, r->because);
    }
    putchar('\n');
    print_said(stdout, facts_rest_on_people(&p->facts));
    puts(PRINT_UNSEEN);
}

struct explained {
    struct arena *a;
    int verdict;
    size_t n;
};

static void on_picture(void *self, const struct result *result)
{
    struct explained *e = self;
    struct story s = {.scratch = arena_open(64 << 20)};
    struct arena all = s.scratch;
    if (e->n++)
        puts("\n----------------------------------------\n");
    e->verdict = MIN(e->verdict, result->verdict);
    tell_file(&s, result);
    tell_setup(&s, &result->facts);
    tell_seen(&s, &result->facts);
    tell_people(&s, &result->facts);
    tell_verdict(&s, result);
    arena_close(&all);
}

static int run_explain(const struct arguments *arguments)
{
    struct shoot_options options;
    if (!shoot_options_read(arguments, &options))
        return EXIT_COULD_NOT_RUN;
    struct shoot_screen *s = shoot_screen_begin(arguments, &options);
    if (!s)
        return EXIT_COULD_NOT_RUN;
    struct explained e = {.a = arguments->a, .verdict = VERDICT_CLEAR};
    shoot_screen_run(s, (struct shoot_watcher){.picture = on_picture, .self = &e}, &never);
    tell_cache(shoot_screen_cached(s));
    shoot_screen_close(s);
    if (!e.n)
        return tell_problem("no picture found: nothing was screened");
    return e.verdict == VERDICT_CLEAR ? EXIT_ALL_CLEAR : EXIT_NOT_CLEAR;
}

static const struct option_row explain_options[] = {SHOOT_OPTION_ROWS};

const struct command command_explain = {
    .name = "explain",
    .arguments = "PICTURE...",
    .help = "Tell one picture's story in words: what it is, who and what may be in it, what was\n"
            "seen, and what follows.",
    .options = explain_options,
    .options_n = countof(explain_options),
    .arguments_min = 1,
    .arguments_max = 64,
    .run = run_explain,
};
