/* The format for people: what it will take, a progress line, and then the pictures grouped by
 * verdict with what is wrong and what to do, closing with one line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/marks.h"
#include "cli/command.h"
#include "cli/print.h"

/* Processor time from a textless picture of high quality to one full of print and of low quality:
 * before a picture is opened its bytes are all that is known, and it is the pixels and the print
 * that take time (measured on the demo: 2 to 23 s a picture, 9 to 19 s a megabyte; photographs from
 * cameras have five times as many bytes a pixel). So the guess is a span, and the first picture
 * that is done replaces it by what this machine does. */
enum {
    LEAST_MS_A_MEGABYTE = 2000,
    LEAST_MS_A_PICTURE = 500,
    MOST_MS_A_MEGABYTE = 12000,
    MOST_MS_A_PICTURE = 3000
};

enum {
    SO_FAR_MAX = 3, /* reasons on one line */
};

/* What is kept of a picture until the end. */
struct kept {
    struct kept *next;
    const char *text; /* the lines printed for it */
    size_t n;
};

struct print_text {
    struct arena *a;
    enum print_pictures pictures;
    bool colour;
    bool live; /* standard error is a terminal: a progress line makes sense */
    struct print_start start;
    struct timespec began;
    uint64_t bytes_all;
    struct print_counts counts;
    struct kept *first[VERDICT_CLEAR + 1], *last[VERDICT_CLEAR + 1];
    LIST_OF(struct need_count {
        str role;
        size_t pictures;
    })
    needs;
};

static const char *paint(const struct print_text *t, const char *code)
{
    return t->colour ? code : "";
}

static int64_t elapsed_ms(const struct print_text *t)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - t->began.tv_sec) * 1000 +
           (now.tv_nsec - t->began.tv_nsec) / 1000000;
}

static void put_duration(FILE *to, int64_t ms)
{
    int64_t s = (ms + 999) / 1000;
    if (s < 90)
        fprintf(to, "%lld s", (long long)s);
    else if (s < 5400)
        fprintf(to, "%lld min %lld s", (long long)(s / 60), (long long)(s % 60));
    else
        fprintf(to, "%lld h %lld min", (long long)(s / 3600), (long long)(s % 3600 / 60));
}

static int64_t first_guess(const struct print_text *t, int64_t ms_a_megabyte, int64_t ms_a_picture)
{
    int64_t megabytes_ms = (int64_t)(t->bytes_all * (uint64_t)ms_a_megabyte / 1000000);
    return (megabytes_ms + (int64_t)t->start.walk->n * ms_a_picture) / (int64_t)t->start.lanes;
}

static void text_start(void *self, const struct print_start *start)
{
    struct print_text *t = self;
    t->start = *start;
    clock_gettime(CLOCK_MONOTONIC, &t->began);
    for (size_t i = 0; i < start->walk->n; i++)
        t->bytes_all += start->walk->files[i].size_bytes;
    size_t n = start->walk->n;
    fprintf(stderr, "Screening %zu file%s (%.1f MB), %zu at a time: ", n, plural(n),
            (double)t->bytes_all / 1e6, start->lanes);
    put_duration(stderr, first_guess(t, LEAST_MS_A_MEGABYTE, LEAST_MS_A_PICTURE));
    fputs(" to ", stderr);
    put_duration(stderr, first_guess(t, MOST_MS_A_MEGABYTE, MOST_MS_A_PICTURE));
    fputs(", by the size of the files.\n", stderr);
    if (!start->opt_callsheet)
        fputs("No call sheet: nothing with a face or print in it can be clear "
              "(gatefold callsheet init writes one to start from).\n",
              stderr);
    if (start->weak_sandbox)
        fputs("Weak sandbox: --weak-sandbox was given; the results say so.\n", stderr);
}

static void put_left(const struct print_text *t, uint64_t done_bytes, int64_t ms)
{
    put_duration(stderr,
                 (int64_t)((double)ms * (double)(t->bytes_all - done_bytes) / (double)done_bytes));
}

static void text_progress(void *self, size_t done, uint64_t done_bytes)
{
    struct print_text *t = self;
    int64_t ms = elapsed_ms(t);
    bool more = done_bytes && done < t->start.walk->n;
    if (t->live) {
        fprintf(stderr, "\r\033[K%zu of %zu, %.1f a minute", done, t->start.walk->n,
                ms > 0 ? (double)done * 60000.0 / (double)ms : 0.0);
        if (more) {
            fputs(", ", stderr);
            put_left(t, done_bytes, ms);
            fputs(" left", stderr);
        }
        fflush(stderr);
    } else if (more && done == t->start.lanes) {
        /* Once, where no line can be written over: each lane has shown what it does. */
        fprintf(stderr, "%zu of %zu done: about ", done, t->start.walk->n);
        put_left(t, done_bytes, ms);
        fputs(" left.\n", stderr);
    }
}

static void put_citations(struct buf *out, const struct reason *r, struct arena scratch)
{
    for (size_t i = 0; i < r->citations.n; i++) {
        const struct citation *c = &r->citations.at[i];
        buf_format(out, "; %.*s", STR(print_safe(c->name, &scratch)));
        if (c->rule.p)
            buf_format(out, " %.*s", STR(print_safe(c->rule, &scratch)));
    }
}

/* What one rule asks for several places is told once, below the last of them. */
static bool same_advice(const struct reason *a, const struct reason *b)
{
    return str_eq(a->pack, b->pack) && str_eq(a->rule, b->rule) && a->effect == b->effect &&
           str_eq(a->fix, b->fix);
}

static void put_place(const struct print_text *t, const struct reason *r, struct buf *out)
{
    if (r->has_region)
        buf_format(out, "           %sat %lld,%lld, %lld x %lld px%s\n", paint(t, "\033[2m"),
                   (long long)r->region.x_px, (long long)r->region.y_px, (long long)r->region.w_px,
                   (long long)r->region.h_px, paint(t, "\033[0m"));
}

/* What was answered and does not count would otherwise look as if nobody had said anything. */
static void put_why_not(const struct reason *r, const struct facts *facts, struct buf *out,
                        struct arena scratch)
{
    const struct fact_settlement *said = facts_settlement(facts, r->subject);
    if (!said || !said->why_not.n)
        return;
    buf_put(out, S("           "));
    print_wrapped(out,
                  str_format(&scratch, "what was said of it does not count: %.*s",
                             STR(print_safe(said->why_not, &scratch))),
                  11);
}

static void put_reason(const struct print_text *t, const struct reason *r,
                       const struct facts *facts, bool more, struct buf *out, struct arena scratch)
{
    static const struct {
        const char *mark, *colour;
    } looks[] = {
        [EFFECT_BLOCK] = {"block", "\033[31m"},
        [EFFECT_NEED] = {"need", "\033[33m"},
        [EFFECT_ADVISE] = {"note", "\033[36m"},
    };
    buf_format(out, "    %s%-5s%s  ", paint(t, looks[r->effect].colour), looks[r->effect].mark,
               paint(t, "\033[0m"));
    print_wrapped(out, print_safe(r->because, &scratch), 11);
    put_place(t, r, out);
    put_why_not(r, facts, out, scratch);
    if (more)
        return;
    if (r->fix.n) {
        buf_format(out, "           %sfix%s  ", paint(t, "\033[1m"), paint(t, "\033[0m"));
        print_wrapped(out, print_safe(r->fix, &scratch), 16);
    }
    buf_format(out, "           %s%.*s/%.*s", paint(t, "\033[2m"), STR(r->pack), STR(r->rule));
    put_citations(out, r, scratch);
    buf_format(out, "%s\n", paint(t, "\033[0m"));
}

/* Apart from the reasons, and in words that nobody takes for one. */
static void put_shadows(const struct print_text *t, const struct result *result, struct buf *out,
                        struct arena scratch)
{
    for (size_t i = 0; i < result->shadows.n; i++) {
        const struct reason *r = &result->shadows.at[i];
        buf_format(out, "    %sshadow%s ", paint(t, "\033[2m"), paint(t, "\033[0m"));
        print_wrapped(out,
                      str_format(&scratch, "would %s: %.*s", words_name(&effect_words, r->effect),
                                 STR(print_safe(r->because, &scratch))),
                      11);
        buf_format(out, "           %s%.*s/%.*s decides nothing yet%s\n", paint(t, "\033[2m"),
                   STR(r->pack), STR(r->rule), paint(t, "\033[0m"));
    }
}

/* No rule's: they say what is known of a mark, which decides nothing. */
static void put_mark_notes(const struct print_text *t, const struct result *result, struct buf *out,
                           struct arena scratch)
{
    for (size_t i = 0; i < result->mark_notes.n; i++) {
        buf_format(out, "    %smark%s   ", paint(t, "\033[2m"), paint(t, "\033[0m"));
        print_wrapped(out, print_safe(result->mark_notes.at[i], &scratch), 11);
    }
}

static void put_needs(const struct result *result, struct buf *out)
{
    for (size_t i = 0; i < result->needs.n; i++) {
        const struct need *n = &result->needs.at[i];
        buf_format(out, "%s%.*s", i ? ", " : "  needs ", STR(n->role));
        if (n->party.n)
            buf_format(out, " (%.*s)", STR(n->party));
        if (n->count > 1)
            buf_format(out, " x %lld", (long long)n->count);
    }
}

static void count_needs(struct print_text *t, const struct result *result)
{
    for (size_t i = 0; i < result->needs.n; i++) {
        str role = result->needs.at[i].role;
        size_t at = 0;
        while (at < t->needs.n && !str_eq(t->needs.at[at].role, role))
            at++;
        if (at == t->needs.n) {
            struct need_count *bigger = arena_new(t->a, struct need_count, t->needs.n + 1);
            if (t->needs.n)
                memcpy(bigger, t->needs.at, t->needs.n * sizeof *bigger);
            bigger[t->needs.n++].role = str_copy(role, t->a);
            t->needs.at = bigger;
        }
        t->needs.at[at].pictures++;
    }
}

static const struct {
    const char *words, *colour;
} titles[] = {
    [VERDICT_BLOCKED] = {"BLOCKED", "\033[1;31m"},
    [VERDICT_NEEDS] = {"NEEDS A PERSON", "\033[1;33m"},
    [VERDICT_CLEAR] = {"CLEAR", "\033[1;32m"},
};

static void text_picture(void *self, const struct result *result)
{
    struct print_text *t = self;
    print_count(&t->counts, result);
    count_needs(t, result);
    if (t->pictures == PICTURES_NONE)
        return;

    struct arena scratch = arena_open(64 << 20);
    CLEANUP(buf_done) struct buf out = {0};
    str path = print_path(result, &scratch);
    if (t->pictures == PICTURES_AT_ONCE)
        buf_format(&out, "%s%s%s  ", paint(t, titles[result->verdict].colour),
                   titles[result->verdict].words, paint(t, "\033[0m"));
    else
        buf_put(&out, S("  "));
    buf_format(&out, "%s%.*s%s", paint(t, "\033[1m"), STR(path), paint(t, "\033[0m"));
    put_needs(result, &out);
    str marks = print_safe(marks_words(result, true, &scratch), &scratch);
    if (marks.n)
        buf_format(&out, "  (%.*s)", STR(marks));
    buf_byte(&out, '\n');
    for (size_t i = 0; i < result->reasons.n; i++)
        put_reason(t, &result->reasons.at[i], &result->facts,
                   i + 1 < result->reasons.n &&
                       same_advice(&result->reasons.at[i], &result->reasons.at[i + 1]),
                   &out, scratch);
    put_shadows(t, result, &out, scratch);
    put_mark_notes(t, result, &out, scratch);
    arena_close(&scratch);

    if (t->pictures == PICTURES_AT_ONCE) {
        str text = buf_str(&out);
        fwrite(text.p, 1, text.n, stdout);
        fflush(stdout);
        return;
    }
    str text = str_copy(buf_str(&out), t->a);
    struct kept *kept = arena_new(t->a, struct kept, 1);
    *kept = (struct kept){.text = text.p, .n = text.n};
    if (t->last[result->verdict])
        t->last[result->verdict]->next = kept;
    else
        t->first[result->verdict] = kept;
    t->last[result->verdict] = kept;
}

/* On a terminal only, and never a verdict: what blocks is told, what may yet come is not known. */
static void text_so_far(void *self, const struct result *result)
{
    (void)self;
    struct arena scratch = arena_open(16 << 20);
    CLEANUP(buf_done) struct buf out = {0};
    const struct facts *f = &result->facts;
    buf_format(&out, "\r\033[Kso far  %.*s  ", STR(print_path(result, &scratch)));
    if (f->callsheet.present && !f->setup.known)
        buf_put(&out, S("of no set-up, "));
    buf_format(&out, "%lld face%s", (long long)f->faces.counted, plural(f->faces.counted));
    size_t told = 0, more = 0;
    for (size_t i = 0; i < result->reasons.n; i++) {
        const struct reason *r = &result->reasons.at[i];
        if (r->effect == EFFECT_ADVISE || str_eq(r->pack, S("gatefold")))
            continue;
        if (told == SO_FAR_MAX) {
            more++;
            continue;
        }
        buf_format(&out, "%s%s %.*s/%.*s", told++ ? ", " : "; ",
                   words_name(&effect_words, r->effect), STR(r->pack), STR(r->rule));
    }
    if (more)
        buf_format(&out, " and %zu more", more);
    buf_put(&out, S("; print is being read\n"));
    fprintf(stderr, "%.*s", STR(buf_str(&out)));
    fflush(stderr);
    arena_close(&scratch);
}

static void put_group(const struct print_text *t, enum verdict_kind kind, size_t n)
{
    if (!n)
        return;
    printf("%s%s  %zu%s\n", paint(t, titles[kind].colour), titles[kind].words, n,
           paint(t, "\033[0m"));
    for (const struct kept *k = t->first[kind]; k; k = k->next)
        fwrite(k->text, 1, k->n, stdout);
    putchar('\n');
}

static bool text_end(void *self, const struct print_end *end)
{
    struct print_text *t = self;
    if (t->live)
        fputs("\r\033[K", stderr);
    if (t->pictures == PICTURES_GROUPED) {
        put_group(t, VERDICT_BLOCKED, t->counts.blocked);
        put_group(t, VERDICT_NEEDS, t->counts.needs);
        put_group(t, VERDICT_CLEAR, t->counts.clear);
    }
    if (end->interrupted)
        printf("Interrupted: %zu of %zu file%s were screened; the others are not clear.\n",
               end->delivered, end->walk->n, plural(end->walk->n));
    printf("%zu picture%s: %zu blocked, %zu need a person", end->delivered, plural(end->delivered),
           t->counts.blocked, t->counts.needs);
    for (size_t i = 0; i < t->needs.n; i++)
        printf("%s%.*s %zu%s", i ? ", " : " (", STR(t->needs.at[i].role), t->needs.at[i].pictures,
               i + 1 == t->needs.n ? ")" : "");
    printf(", %zu clear, in ", t->counts.clear);
    put_duration(stdout, end->elapsed_ms);
    if (end->cached.found)
        printf("; %zu seen before", end->cached.found);
    putchar('.');
    if (end->walk->skips) {
        fputs(" Skipped ", stdout);
        print_skipped(stdout, end->walk, *t->a);
        putchar('.');
    }
    putchar('\n');
    print_said(stdout, end->said);
    puts(PRINT_UNSEEN);
    return true;
}

static bool wants_colour(int fd)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(fd) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

struct printer print_text_open(enum print_pictures pictures, struct arena *a)
{
    struct print_text *t = arena_new(a, struct print_text, 1);
    t->a = a;
    t->pictures = pictures;
    t->colour = wants_colour(STDOUT_FILENO);
    t->live = isatty(STDERR_FILENO);
    return (struct printer){
        text_start, text_picture, text_progress, t->live ? text_so_far : NULL, text_end, t};
}
