#include "report/asked.h"

#include <string.h>

void asked_init(struct asked *asked, struct arena *a)
{
    *asked = (struct asked){.a = a};
    questions_init(&asked->questions, a);
}

/* Those of pictures in which something was raised: its words are told on the front page. */
static void keep_speakers(struct asked *asked, const struct view *of_picture)
{
    for (size_t i = 0; i < of_picture->speakers.n; i++) {
        str name = of_picture->speakers.at[i];
        bool known = false;
        for (size_t k = 0; k < asked->speakers.n && !known; k++)
            known = str_eq(asked->speakers.at[k], name);
        if (!known)
            LIST_ADD(asked->a, asked->speakers, str_copy(name, asked->a));
    }
}

void asked_add(struct asked *asked, const struct view *of_picture, const struct result *result)
{
    if (result->facts.raised.n)
        keep_speakers(asked, of_picture);
    size_t picture = asked->questions.pictures;
    questions_add(&asked->questions, result);
    for (size_t i = 0; i < result->crops.n; i++) {
        struct asked_crop kept = {picture, result->crops.at[i]};
        str *texts[] = {&kept.crop.finding, &kept.crop.path, &kept.crop.plane};
        for (size_t k = 0; k < countof(texts); k++)
            *texts[k] = str_copy(*texts[k], asked->a);
        LIST_ADD(asked->a, asked->crops, kept);
    }
}

struct numbers asked_pictures(const struct question *q, struct arena *a)
{
    struct numbers pictures = {0};
    for (size_t i = 0; i < q->places.n; i++)
        numbers_add(&pictures, q->places.at[i].picture + 1, a);
    return pictures;
}

static const struct text_crop *crop_of(const struct asked *asked, const struct question_place *p)
{
    for (size_t i = 0; i < asked->crops.n; i++) {
        const struct asked_crop *kept = &asked->crops.at[i];
        if (kept->picture == p->picture && str_eq(kept->crop.finding, p->finding))
            return &kept->crop;
    }
    return NULL;
}

const struct text_crop *asked_crop(const struct asked *asked, const struct question *q)
{
    for (size_t i = 0; i < q->places.n; i++) {
        const struct text_crop *crop = crop_of(asked, &q->places.at[i]);
        if (crop)
            return crop;
    }
    return NULL;
}
