#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/interrupt.h"
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
    else if (q->kind == SETTLED_CONTRADICTION)
        puts("    d WHY      it is in order, and why (else put the file right)");
    else
        puts("    i ITEM     it is this item          t TALENT   it is this person\n"
             "    d WHY      it is nothing, and why");
    if (q->kind == SETTLED_RAISED)
        puts("               (the picture is to be changed: gatefold raise PICTURE --id ID "
             "--change-requested)");
    puts("    l N        leave N out, or take it in again        s  skip        q  stop");
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
            settle_tell(run, q, (struct telling){.opt_left_out = left_out});
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
        if (str_eq(way, S("d")))
            puts("    the reason is missing");
        tell_ways(q);
        return AGAIN;
    }
    if (!settle_answer_fits(run, q, left_out, &answer, complete))
        return AGAIN;
    size_t meant = 0;
    for (size_t i = 0; i < q->places.n; i++)
        meant += !q->places.at[i].settled && !left_out[i];
    if (!meant) {
        puts("    everything is left out: nothing would be answered (l N takes N in again)");
        return AGAIN;
    }
    return settle_write(run, q, left_out, &answer) ? ANSWERED : STOP;
}

/* ---- what is there to be looked at ---- */

enum {
    FRAME_SHOWN_PX = 1600, /* of a whole frame */
    PLACE_SHOWN_PX = 240,  /* at least: a speck by itself says nothing */
    FRAME_ARENA_BYTES = 1 << 30,
};

struct showing {
    const struct settle_run *run;
    const struct question *question;
    bool *left_out;
};

static void widen(int64_t *at, int64_t *length)
{
    int64_t more = MAX(0, PLACE_SHOWN_PX - *length);
    *at -= more / 2;
    *length += more;
}

/* Every open place of the frame in one crop; the whole frame where what is asked has no place. */
static bool take_crop(const struct showing *s, size_t from, size_t to, struct arena *a,
                      struct raster *ret_crop, struct err *err)
{
    const struct question_place *first = NULL;
    struct region region = {0, 0, 0, 0};
    for (size_t i = from; i < to; i++) {
        const struct question_place *p = &s->question->places.at[i];
        if (p->settled)
            continue;
        region = first && p->has_region ? region_join(region, p->region) : p->region;
        first = first ? first : p;
    }
    widen(&region.x_px, &region.w_px);
    widen(&region.y_px, &region.h_px);
    if (first->has_region)
        return crop_take(s->run->opt_cropper, first->path, first->sha256, region, a, ret_crop, err);
    struct raster whole;
    if (!crop_whole(s->run->opt_cropper, first->path, first->sha256, a, &whole, err))
        return false;
    *ret_crop = show_thinned(whole, FRAME_SHOWN_PX, a);
    return true;
}

/* On the terminal where it can show pictures, else in a file to open. What cannot be shown is left
 * out: whoever looked at it elsewhere can take it in again. */
static void show_frame(void *self, size_t from, size_t to)
{
    const struct showing *s = self;
    const struct question_place *places = s->question->places.at;
    bool open = false;
    for (size_t i = from; i < to; i++)
        open |= !places[i].settled;
    if (!open || s->question->kind == SETTLED_CONTRADICTION)
        return;
    struct arena a CLEANUP(arena_close) = arena_open(FRAME_ARENA_BYTES);
    struct raster crop;
    struct err err = {.msg = "there is no folder for it"};
    CLEANUP(buf_done) struct buf png = BUF_MAX(CROP_MAX_BYTES);
    str file = str_format(&a, "%s/%.*s-%zu.png", s->run->crops ? s->run->crops : "",
                          STR(s->question->id), from + 1);
    if (!s->run->crops || !take_crop(s, from, to, &a, &crop, &err) ||
        !image_crop_png(crop, 0, 0, crop.width_px, crop.height_px, &png, &err) ||
        !file_write(file.p, buf_str(&png), &err)) {
        for (size_t i = from; i < to; i++)
            s->left_out[i] = true;
        printf("       it cannot be shown (%s), and is left out; l %zu takes it in\n", err.msg,
               from + 1);
    } else if (show_way() == SHOW_NOT)
        printf("       to look at: %.*s\n", STR(file));
    else
        show_picture(show_way(), crop, buf_str(&png), a);
    fflush(stdout);
}

/* ---- one question ---- */

/* What was answered is no longer open; true if something is left. */
static bool take_answered(struct question *q, const bool *left_out)
{
    const struct question_place *last = NULL;
    q->open = q->open_frames = 0;
    for (size_t i = 0; i < q->places.n; i++) {
        struct question_place *p = &q->places.at[i];
        p->settled = p->settled || !left_out[i];
        if (p->settled)
            continue;
        q->open++;
        q->open_frames += !last || last->picture != p->picture;
        last = p;
    }
    return q->open > 0;
}

/* What is left out of an answer can be another thing: it is asked about again. */
static enum step ask_one(const struct settle_run *run, const struct question *asked)
{
    struct arena a CLEANUP(arena_close) =
        arena_open((1 << 20) + 2 * asked->places.n * sizeof *asked->places.at);
    struct question q = *asked;
    bool *left_out = arena_new(&a, bool, q.places.n);
    q.places.at = arena_new(&a, struct question_place, q.places.n);
    memcpy(q.places.at, asked->places.at, q.places.n * sizeof *q.places.at);
    char *line = NULL;
    size_t room = 0;
    enum step step;
    do {
        struct showing showing = {run, &q, left_out};
        memset(left_out, 0, q.places.n * sizeof *left_out);
        putchar('\n');
        settle_tell(run, &q, (struct telling){.opt_show = show_frame, .self = &showing});
        tell_ways(&q);
        for (step = AGAIN; step == AGAIN;) {
            fputs("> ", stdout);
            fflush(stdout);
            ssize_t n = interrupted ? -1 : getline(&line, &room, stdin);
            if (n < 0)
                putchar('\n');
            step = n < 0 ? STOP : take_line(run, &q, (str){line, (size_t)n}, left_out);
        }
    } while (step == ANSWERED && take_answered(&q, left_out));
    free(line);
    return step;
}

int settle_ask(const struct settle_run *run)
{
    size_t open = questions_open(&run->questions), skipped = 0;
    printf("%zu question%s in %zu picture%s. Answers are kept %.*s.\n", open, plural((int64_t)open),
           run->questions.pictures, plural((int64_t)run->questions.pictures), STR(run->book.where));
    settle_tell_untold(run);
    show_way(); /* it asks the terminal, and what was typed before the answer is lost */
    size_t number = 0;
    for (size_t i = 0; i < run->questions.n; i++) {
        const struct question *q = questions_at(&run->questions, i);
        if (!q->open)
            continue;
        printf("\n%zu of %zu", ++number, open);
        enum step step = ask_one(run, q);
        if (step == STOP) {
            printf("%zu question%s left: the same command goes on with them.\n",
                   open - number + 1 + skipped, plural((int64_t)(open - number + 1 + skipped)));
            return EXIT_NOT_CLEAR;
        }
        skipped += step == SKIPPED;
    }
    if (skipped)
        printf("%zu question%s skipped, and open: the same command asks again.\n", skipped,
               skipped == 1 ? " was" : "s were");
    else
        puts("That was all. Screen again to see what stands now.");
    return skipped || run->questions.untold ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}
