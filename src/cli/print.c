#include "cli/print.h"

#include <stdio.h>

#include "base/utf8.h"
#include "cli/command.h"

enum {
    WRAP_COLUMNS = 100
};

void print_count(struct print_counts *counts, const struct result *result)
{
    switch ((enum verdict_kind)result->verdict) {
    case VERDICT_CLEAR:
        counts->clear++;
        break;
    case VERDICT_NEEDS:
        counts->needs++;
        break;
    case VERDICT_BLOCKED:
        counts->blocked++;
        break;
    }
}

/* Text that came from a stranger's file never reaches a terminal raw: escape sequences would speak
 * for us. */
str print_safe(str text, struct arena *a)
{
    CLEANUP(buf_done) struct buf out = {0};
    while (text.n) {
        str rest = text;
        uint32_t c;
        if (!utf8_next(&rest, &c)) {
            buf_format(&out, "\\x%02x", (uint8_t)text.p[0]);
            text = str_from(text, 1);
            continue;
        }
        if (utf8_is_control(c))
            buf_format(&out, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
        else
            buf_put(&out, str_first(text, text.n - rest.n));
        text = rest;
    }
    return str_copy(buf_str(&out), a);
}

str print_path(const struct result *result, struct arena *a)
{
    return print_safe(result->path, a);
}

void print_wrapped(struct buf *out, str text, size_t indent)
{
    size_t column = indent;
    bool first = true;
    str word;
    while (str_cut(&text, ' ', &word)) {
        if (!first && column + 1 + word.n > WRAP_COLUMNS) {
            buf_format(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            buf_byte(out, ' ');
            column++;
        }
        buf_put(out, word);
        column += word.n;
        first = false;
    }
    buf_byte(out, '\n');
}

void print_said(FILE *to, size_t n)
{
    if (n)
        fprintf(to, "%zu picture%s rest%s on what people said, which nobody signed.\n", n,
                plural((int64_t)n), n == 1 ? "s" : "");
}

void print_skipped(FILE *to, const struct walk *walk, struct arena scratch)
{
    size_t n = 0;
    for (size_t i = 0; i < walk->skips; i++)
        n += walk->skipped[i].n;
    fprintf(to, "%zu: ", n);
    for (size_t i = 0; i < walk->skips; i++)
        fprintf(to, "%s%zu %.*s", i ? ", " : "", walk->skipped[i].n,
                STR(print_safe(walk->skipped[i].reason, &scratch)));
}

/* json: one line a picture, as docs/format/result.md has it. */

static void json_start_print(void *self, const struct print_start *start)
{
    (void)self;
    (void)start;
}

static void json_picture(void *self, const struct result *result)
{
    (void)self;
    CLEANUP(buf_done) struct buf out = {0};
    record_write_json(&result_record, result, &out);
    buf_byte(&out, '\n');
    str line = buf_str(&out);
    fwrite(line.p, 1, line.n, stdout);
    fflush(stdout);
}

static void no_progress(void *self, size_t done, uint64_t done_bytes)
{
    (void)self;
    (void)done;
    (void)done_bytes;
}

/* Beside the results, not among them: a consumer of the lines must still be able to see that part
 * of a folder was set aside. */
static bool tell_skipped(void *self, const struct print_end *end)
{
    (void)self;
    print_said(stderr, end->said);
    if (!end->walk->skips)
        return true;
    struct arena scratch = arena_open(16 << 20);
    fputs("gatefold: skipped ", stderr);
    print_skipped(stderr, end->walk, scratch);
    fputc('\n', stderr);
    arena_close(&scratch);
    return true;
}

struct printer print_json_open(void)
{
    return (struct printer){json_start_print, json_picture, no_progress, NULL, tell_skipped, NULL};
}

/* tsv: a line a reason, for cut, sort and spreadsheets; a clear picture has one line. */

static void tsv_start(void *self, const struct print_start *start)
{
    (void)self;
    (void)start;
    puts("verdict\tpath\tsha256\tpack\trule\teffect\tsubject\tx\ty\tw\th\tbecause\tfix\trating\tlab"
         "el");
}

/* Rating and label; the rating ends in "?" where there is a note on them. */
static str tsv_marks(const struct result *result, struct arena *a)
{
    str rating =
        result->rating == INT_ABSENT ? S("") : str_format(a, "%lld", (long long)result->rating);
    return str_format(a, "%.*s%s\t%.*s", STR(rating), result->mark_notes.n ? "?" : "",
                      STR(print_safe(result->label, a)));
}

static void tsv_picture(void *self, const struct result *result)
{
    (void)self;
    struct arena a = arena_open(16 << 20);
    str verdict = str_of(words_name(&verdict_words, result->verdict));
    str path = print_path(result, &a);
    str marks = tsv_marks(result, &a);
    if (!result->reasons.n)
        printf("%.*s\t%.*s\t%.*s\t\t\t\t\t\t\t\t\t\t\t%.*s\n", STR(verdict), STR(path),
               STR(result->sha256), STR(marks));
    for (size_t i = 0; i < result->reasons.n; i++) {
        const struct reason *r = &result->reasons.at[i];
        struct arena line = a;
        printf("%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%s\t%.*s\t", STR(verdict), STR(path),
               STR(result->sha256), STR(r->pack), STR(r->rule),
               words_name(&effect_words, r->effect), STR(print_safe(r->subject, &line)));
        if (r->has_region)
            printf("%lld\t%lld\t%lld\t%lld\t", (long long)r->region.x_px, (long long)r->region.y_px,
                   (long long)r->region.w_px, (long long)r->region.h_px);
        else
            printf("\t\t\t\t");
        printf("%.*s\t%.*s\t%.*s\n", STR(print_safe(r->because, &line)),
               STR(print_safe(r->fix, &line)), STR(marks));
    }
    fflush(stdout);
    arena_close(&a);
}

struct printer print_tsv_open(void)
{
    return (struct printer){tsv_start, tsv_picture, no_progress, NULL, tell_skipped, NULL};
}
