/* An answer to a question: whether it counts, and how it is kept. */
#include <stdio.h>

#include "cli/settle.h"

struct writing {
    const struct question *question;
    const bool *leave_out;
    const struct answer *answer;
};

static bool write_answer(void *self, struct settlements *s, struct arena *a, struct err *err)
{
    const struct writing *w = self;
    (void)err;
    settling_answer(s, w->question, w->leave_out, w->answer, a);
    return true;
}

bool settle_write(const struct settle_run *run, const struct question *question,
                  const bool *leave_out, const struct answer *answer)
{
    struct err err = {0};
    struct arena a CLEANUP(arena_close) = arena_open(SETTLEMENTS_ARENA_BYTES);
    struct diags *diags = arena_new(&a, struct diags, 1);
    diags->a = &a;
    struct writing w = {question, leave_out, answer};
    if (!run->book.change(run->book.self, write_answer, &w, &a, diags, &err)) {
        tell_diags(diags, stderr);
        tell_error(&err);
        return false;
    }
    size_t n = 0, frames = 0, last = SIZE_MAX;
    for (size_t i = 0; i < question->places.n; i++) {
        const struct question_place *p = &question->places.at[i];
        if (p->settled || leave_out[i])
            continue;
        n++;
        frames += p->picture != last;
        last = p->picture;
    }
    if (n == frames)
        printf("%.*s  settled in %zu frame%s, %.*s\n", STR(question->id), frames,
               plural((int64_t)frames), STR(run->book.where));
    else
        printf("%.*s  settled in %zu places of %zu frame%s, %.*s\n", STR(question->id), n, frames,
               plural((int64_t)frames), STR(run->book.where));
    return true;
}

bool settle_age(str word, int *ret_age)
{
    for (size_t i = 0; i < apparent_age_words.n; i++)
        if (str_eq(word, str_of(apparent_age_words.at[i].name))) {
            *ret_age = apparent_age_words.at[i].value;
            return true;
        }
    return false;
}

/* An id that is on no call sheet would settle nothing. */
static bool ids_are_known(const struct callsheet *opt_c, const struct answer *answer)
{
    if (answer->item.p && (!opt_c || !callsheet_item(opt_c, answer->item))) {
        tell_problem("the call sheet has no item \"%.*s\"", STR(answer->item));
        return false;
    }
    if (answer->talent.p && (!opt_c || !callsheet_talent(opt_c, answer->talent))) {
        tell_problem("the call sheet has nobody with the id \"%.*s\"", STR(answer->talent));
        return false;
    }
    return true;
}

/* A thing that is not in the shot is not what is seen there: the answer would be kept and not count
 * (docs/format/settlements.md). */
static bool in_every_shot(const struct settle_run *run, const struct question *q,
                          const bool *leave_out, const struct answer *answer)
{
    str id = answer->item.p ? answer->item : answer->talent;
    for (size_t i = 0; id.p && i < q->places.n; i++) {
        const struct question_place *p = &q->places.at[i];
        if (p->settled || leave_out[i])
            continue;
        const struct shot *shot = settle_shot(run->opt_callsheet, p);
        if (!shot) {
            tell_problem("%.*s is in no set-up of the call sheet, so nothing on it can be what is "
                         "seen there: put the picture to a shot, or leave %zu out",
                         STR(p->path), i + 1);
            return false;
        }
        if (!texts_have(answer->item.p ? &shot->items : &shot->talent, id)) {
            tell_problem("the call sheet does not have %.*s in shot %.*s (%.*s): add it there if "
                         "it was there, or leave %zu out",
                         STR(id), STR(shot->id), STR(p->path), i + 1);
            return false;
        }
    }
    return true;
}

bool settle_answer_fits(const struct settle_run *run, const struct question *q,
                        const bool *leave_out, const struct answer *answer, bool complete)
{
    int ways =
        (answer->item.p != NULL) + (answer->talent.p != NULL) + (answer->dismissed.p != NULL);
    bool age = answer->apparent_age != 0;
    if (q->kind == QUESTION_INVENTORY) {
        if (complete && !ways && !age)
            return true;
        tell_problem("%.*s asks about the frame: say that it is complete, or raise what is not on "
                     "the call sheet (gatefold raise)",
                     STR(q->id));
        return false;
    }
    if (q->kind == QUESTION_APPARENT_AGE) {
        if (age && !ways && !complete)
            return true;
        tell_problem("%.*s asks about an age: under_16, under_18, cannot_say or adult", STR(q->id));
        return false;
    }
    if (ways == 1 && !complete && !age)
        return ids_are_known(run->opt_callsheet, answer) &&
               in_every_shot(run, q, leave_out, answer);
    tell_problem("%.*s: say what it is: one item, one person, or why it is nothing", STR(q->id));
    return false;
}
