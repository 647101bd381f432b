#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/settle.h"
#include "cli/show_picture.h"
#include "image/image.h"

/* The dialogue of gatefold settle. Each answer is written before the next question is asked. */

enum step {
    ANSWERED,
    SKIPPED,
    AGAIN,
    STOP,
};

static void tell_ways(const struct question *q)
{
    if (q->kind == QUESTION_INVENTORY)
        puts("    y          everything in frame is on the call sheet (otherwise: gatefold raise)");
    else if (q->kind == QUESTION_APPARENT_AGE)
        puts("    a AGE      under_16, under_18, cannot_say or adult");
    else
        puts("    i ITEM     it is this item          t TALENT   it is this person\n"
             "    d WHY      it is nothing, and why");
    puts("    l N        leave frame N out        s          skip        q          stop");
}

/* The number of a place of the question, counted from 1 as it is shown. */
static bool toggle(const struct question *q, str number, bool *left_out)
{
    int64_t n;
    if (!str_to_i64(number, &n) || n < 1 || (size_t)n > q->places.n ||
        q->places.at[n - 1].settled) {
        printf("    no open frame has the number \"%.*s\"\n", STR(number));
        return false;
    }
    left_out[n - 1] = !left_out[n - 1];
    return true;
}

/* What one line says. */
static enum step take_line(const struct settle_run *run, const struct question *q, str line,
                           bool *left_out)
{
    str rest = str_trim(line), way = {0};
    str_cut(&rest, ' ', &way);
    rest = rest.p ? str_trim(rest) : S("");
    struct answer answer = {.by = argument_text(run->arguments, "by"), .on = today()};
    bool complete = str_eq(way, S("y"));
    if (str_eq(way, S("q")))
        return STOP;
    if (str_eq(way, S("s")))
        return SKIPPED;
    if (str_eq(way, S("l"))) {
        if (toggle(q, rest, left_out))
            settle_tell(run, q, left_out);
        return AGAIN;
    }
    if (str_eq(way, S("i")) && rest.n)
        answer.item = rest;
    else if (str_eq(way, S("t")) && rest.n)
        answer.talent = rest;
    else if (str_eq(way, S("d")) && rest.n)
        answer.dismissed = rest;
    else if (str_eq(way, S("a")))
        settle_age(rest, &answer.apparent_age);
    else if (!complete) {
        tell_ways(q);
        return AGAIN;
    }
    if (!settle_answer_fits(run, q, &answer, complete))
        return AGAIN;
    return settle_write(run, q, left_out, &answer) ? ANSWERED : STOP;
}

/* The place itself: on the terminal where it can show pictures, else in a file to open. */
static void show_place(const struct settle_run *run, const struct question *q)
{
    enum {
        ARENA_BYTES = 1 << 30
    };
    const struct question_place *p = q->places.at;
    while (p < q->places.at + q->places.n && (p->settled || !p->has_region))
        p++;
    if (p == q->places.at + q->places.n || !run->crops)
        return;
    struct arena a CLEANUP(arena_close) = arena_open(ARENA_BYTES);
    struct raster crop;
    struct err err;
    CLEANUP(buf_done) struct buf png = BUF_MAX(CROP_MAX_BYTES);
    str file = str_format(&a, "%s/%.*s.png", run->crops, STR(q->id));
    if (!crop_take(run->opt_cropper, p->path, p->sha256, p->region, &a, &crop, &err) ||
        !image_crop_png(crop, 0, 0, crop.width_px, crop.height_px, &png, &err) ||
        !file_write(file.p, buf_str(&png), &err)) {
        printf("    (it cannot be shown: %s)\n", err.msg);
        return;
    }
    if (show_way() == SHOW_NOT)
        printf("    to look at: %.*s\n", STR(file));
    else
        show_picture(show_way(), crop, buf_str(&png), a);
}

static enum step ask_one(const struct settle_run *run, const struct question *q)
{
    struct arena a CLEANUP(arena_close) = arena_open(1 << 20);
    bool *left_out = arena_new(&a, bool, q->places.n);
    putchar('\n');
    settle_tell(run, q, NULL);
    show_place(run, q);
    tell_ways(q);
    char *line = NULL;
    size_t room = 0;
    enum step step = AGAIN;
    while (step == AGAIN) {
        fputs("> ", stdout);
        fflush(stdout);
        ssize_t n = getline(&line, &room, stdin);
        step = n < 0 ? STOP : take_line(run, q, (str){line, (size_t)n}, left_out);
    }
    free(line);
    return step;
}

int settle_ask(const struct settle_run *run)
{
    size_t open = questions_open(&run->questions), skipped = 0;
    printf("%zu question%s in %zu picture%s. Answers are kept in %s; nothing in it is signed.\n",
           open, plural((int64_t)open), run->questions.pictures,
           plural((int64_t)run->questions.pictures), run->path.p);
    settle_tell_untold(run);
    for (size_t i = 0; i < run->questions.n; i++) {
        const struct question *q = questions_at(&run->questions, i);
        if (!q->open)
            continue;
        enum step step = ask_one(run, q);
        if (step == STOP)
            return EXIT_NOT_CLEAR;
        skipped += step == SKIPPED;
    }
    puts("That was all. Screen again to see what stands now.");
    return skipped || run->questions.untold ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}
