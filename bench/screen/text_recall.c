/* How much print is read: text_recall TRUTH.tsv FOLDER [TRUTH FOLDER].
 *
 * Rows of the truth: picture, page, state, x-height, words, and of a ladder the y of each line
 * (state "read" or "ladder": those words are in it; "none": nothing is), or picture, line, words. A
 * word of three letters or more counts as found when it stands in some line that was read, spaces
 * and case aside. Prints a row a picture (found, lines, unread print with reasons, CPU seconds),
 * the ladder by x-height, and what was seen on pictures without print. Models: $GATEFOLD_MODELS. */
#include "pictures.h"

#include "screen/text.h"

#include <ctype.h>
#include <sys/resource.h>

enum {
    SURE_PM = 800, /* a line on a picture without print counts from here, and from 3 characters */
    SURE_CHARS = 3,
    WORD_MIN = 3,
    X_HEIGHT_MAX = 64,
};

struct tally {
    size_t found, words;
    size_t seen,
        lines; /* of a ladder: something was read or told as unread where the line stands */
};

static struct tally all, ladder[X_HEIGHT_MAX];
static size_t textless, textless_lines, textless_unread;

/* Letters and digits in lower case; accented letters fall out on both sides. */
static str squeeze(str s, struct arena *a)
{
    char *p = arena_new(a, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (isalnum((unsigned char)s.p[i]))
            p[n++] = (char)tolower((unsigned char)s.p[i]);
    return (str){p, n};
}

static struct tally count(str words, const str *lines, size_t n, struct arena *a)
{
    struct tally t = {0};
    str word;
    while (str_cut(&words, ' ', &word)) {
        word = squeeze(word, a);
        if (word.n < WORD_MIN)
            continue;
        t.words++;
        bool found = false;
        for (size_t i = 0; i < n && !found; i++)
            found = str_contains(lines[i], word);
        t.found += found;
    }
    return t;
}

static bool see(struct text_reader *reader, const char *path, struct arena *a,
                struct text_seen *ret, double *ret_s, struct err *err)
{
    CLEANUP(arena_close) struct arena pixels = arena_open((size_t)2 << 30);
    struct raster r;
    if (!picture_read(path, &pixels, *a, &r, err))
        return false;
    CLEANUP(arena_close)
    struct arena scratch = arena_open(text_scratch_bytes(r.width_px, r.height_px));
    double before = cpu_s();
    if (!text_read(reader, &r, 1, a, scratch, ret, err))
        return err_wrap(err, "%s", path);
    *ret_s = cpu_s() - before;
    return true;
}

static bool spans(struct region r, int64_t y)
{
    return r.y_px <= y && y < r.y_px + r.h_px;
}

/* What was read on one picture, ready to compare. */
struct answer {
    str *lines;
    size_t n, sure;
};

/* All lines, or those that stand at y. */
static struct answer flatten(const struct text_seen *seen, int64_t opt_y, struct arena *a)
{
    struct answer out = {0};
    size_t most = 0;
    for (size_t i = 0; i < seen->blocks.n; i++)
        most += seen->blocks.at[i].lines.n;
    out.lines = arena_new(a, str, most);
    for (size_t i = 0; i < seen->blocks.n; i++)
        for (size_t j = 0; j < seen->blocks.at[i].lines.n; j++) {
            const struct text_line *l = &seen->blocks.at[i].lines.at[j];
            if (opt_y && !spans(l->region, opt_y))
                continue;
            str text = squeeze(l->text, a);
            out.lines[out.n++] = text;
            out.sure += l->confidence_pm >= SURE_PM && text.n >= SURE_CHARS;
        }
    return out;
}

struct row {
    str picture, state, words;
    int64_t x_height;
    int64_t y_px; /* middle of a ladder's line */
};

static bool parse_row(str line, struct row *ret)
{
    str f[6] = {{0}};
    size_t n = 0;
    while (n < countof(f) && str_cut(&line, '\t', &f[n]))
        n++;
    if (n == 3)
        *ret = (struct row){.picture = f[0], .state = S("read"), .words = f[2]};
    else if (n >= 5)
        *ret = (struct row){.picture = f[0], .state = f[2], .words = f[4]};
    else
        return false;
    if (n >= 5 && !str_to_i64(f[3], &ret->x_height))
        ret->x_height = 0;
    if (n == 6 && !str_to_i64(f[5], &ret->y_px))
        return false;
    return !str_eq(f[0], S("picture")) && !str_eq(f[0], S("file"));
}

static bool is_unread(const struct text_seen *seen, int64_t y)
{
    for (size_t i = 0; i < seen->unread.n; i++)
        if (spans(seen->unread.at[i].region, y))
            return true;
    return false;
}

/* All rows of one picture stand together: rows[0..n). */
static bool judge(struct text_reader *reader, const char *folder, const struct row *rows, size_t n,
                  struct arena *a, struct err *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%.*s", folder, STR(rows[0].picture));
    struct text_seen seen;
    double seconds = 0;
    if (!see(reader, path, a, &seen, &seconds, err))
        return false;
    struct answer got = flatten(&seen, 0, a);
    struct tally here = {0};
    for (size_t i = 0; i < n; i++) {
        struct answer at = rows[i].y_px ? flatten(&seen, rows[i].y_px, a) : got;
        struct tally t = count(rows[i].words, at.lines, at.n, a);
        here.found += t.found;
        here.words += t.words;
        if (rows[i].x_height > 0 && rows[i].x_height < X_HEIGHT_MAX) {
            ladder[rows[i].x_height].found += t.found;
            ladder[rows[i].x_height].words += t.words;
            ladder[rows[i].x_height].lines++;
            ladder[rows[i].x_height].seen += at.n > 0 || is_unread(&seen, rows[i].y_px);
        } else {
            all.found += t.found;
            all.words += t.words;
        }
    }
    if (str_eq(rows[0].state, S("none"))) {
        textless++;
        textless_lines += got.sure;
        textless_unread += seen.unread.n > 0;
    }
    printf("%-24.*s %4zu/%-4zu words  %3zu lines in %zu blocks, %zu unread  %2d tiles  %5.1f s",
           STR(rows[0].picture), here.found, here.words, got.n, seen.blocks.n, seen.unread.n,
           seen.cost.tiles, seconds);
    for (size_t i = 0; i < seen.unread.n; i++)
        printf("  %.*s", STR(seen.unread.at[i].reason));
    putchar('\n');
    fflush(stdout);
    return true;
}

static bool run(struct text_reader *reader, const char *truth, const char *folder, struct arena *a,
                struct err *err)
{
    str bytes, line;
    if (!file_read(truth, 16 << 20, a, &bytes, err))
        return false;
    size_t most = 1, n = 0;
    for (size_t i = 0; i < bytes.n; i++)
        most += bytes.p[i] == '\n';
    struct row *rows = arena_new(a, struct row, most);
    while (str_cut(&bytes, '\n', &line))
        n += parse_row(line, &rows[n]);
    for (size_t at = 0, end; at < n; at = end) {
        for (end = at + 1; end < n && str_eq(rows[end].picture, rows[at].picture);)
            end++;
        struct arena one = *a;
        if (!judge(reader, folder, rows + at, end - at, &one, err))
            return false;
    }
    return true;
}

static struct text_reader *open_reader(struct ort **ret_ort, struct arena *a, struct err *err)
{
    struct model_bytes models = {0};
    static const enum model_id needed[] = {MODEL_TEXT_DETECT, MODEL_TEXT_READ, MODEL_TEXT_TURN,
                                           MODEL_TEXT_KEYS};
    *ret_ort = models_runtime(err);
    for (size_t i = 0; *ret_ort && i < countof(needed); i++)
        if (!models_read(needed[i], a, &models.at[needed[i]], err))
            return NULL;
    return *ret_ort ? text_reader_open(*ret_ort, &models, err) : NULL;
}

static void summary(void)
{
    if (all.words)
        printf("words: %zu of %zu found, %.3f\n", all.found, all.words,
               (double)all.found / (double)all.words);
    for (size_t x = X_HEIGHT_MAX; x-- > 0;)
        if (ladder[x].words)
            printf("x-height %2zu px: %zu of %zu words read, %.2f; %zu of %zu lines seen\n", x,
                   ladder[x].found, ladder[x].words,
                   (double)ladder[x].found / (double)ladder[x].words, ladder[x].seen,
                   ladder[x].lines);
    if (textless)
        printf("pictures without print: %zu; lines read there: %zu; with unread print: %zu\n",
               textless, textless_lines, textless_unread);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("most memory: %ld MB\n", used.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc % 2 == 0) {
        fprintf(stderr, "usage: %s TRUTH.tsv FOLDER [TRUTH.tsv FOLDER]...\n", argv[0]);
        return 2;
    }
    struct arena a = arena_open((size_t)2 << 30);
    struct err err;
    struct ort *ort = NULL;
    struct text_reader *reader = NULL;
    bool good = image_start(&err);
    if (good) {
        reader = open_reader(&ort, &a, &err);
        good = reader != NULL;
    }
    for (int i = 1; good && i < argc; i += 2)
        good = run(reader, argv[i], argv[i + 1], &a, &err);
    if (good)
        summary();
    else
        fprintf(stderr, "text_recall: %s\n", err.msg);
    text_reader_close(reader);
    ort_close(ort);
    arena_close(&a);
    return good ? 0 : 1;
}
