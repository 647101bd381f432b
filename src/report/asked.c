#include "report/asked.h"

#include <string.h>

void asked_init(struct asked *asked, struct arena *a)
{
    *asked = (struct asked){.a = a};
    questions_init(&asked->questions, a);
}

static void keep_crop(struct asked *asked, struct asked_one *one, const struct result *result,
                      str finding)
{
    for (size_t i = 0; i < result->crops.n && !one->crop.path.p; i++) {
        const struct text_crop *crop = &result->crops.at[i];
        if (!str_eq(crop->finding, finding))
            continue;
        one->crop = *crop;
        one->crop.path = str_copy(crop->path, asked->a);
        one->crop.finding = str_copy(crop->finding, asked->a);
        one->crop.plane = str_copy(crop->plane, asked->a);
    }
}

void asked_add(struct asked *asked, const struct result *result, size_t number,
               struct arena scratch)
{
    size_t *places_before = arena_new(&scratch, size_t, asked->questions.n);
    size_t before = asked->questions.n;
    for (size_t i = 0; i < before; i++)
        places_before[i] = questions_at(&asked->questions, i)->places.n;
    questions_add(&asked->questions, result);
    for (size_t i = 0; i < asked->questions.n; i++) {
        const struct question *q = questions_at(&asked->questions, i);
        if (i == asked->each.n)
            LIST_ADD(asked->a, asked->each, ((struct asked_one){0}));
        struct asked_one *one = &asked->each.at[i];
        for (size_t k = i < before ? places_before[i] : 0; k < q->places.n; k++) {
            numbers_add(&one->pictures, number, asked->a);
            keep_crop(asked, one, result, q->places.at[k].finding);
        }
    }
}
