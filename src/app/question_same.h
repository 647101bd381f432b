/* app/question_same.h -- inside app only: which findings are one thing, in one frame and over
 * several. What is taken for one is shown as one and answered in one act, place by place; so where
 * two things could be told apart by what they say, they are two. */
#pragma once

#include "base/region.h"
#include "base/str.h"

/* What a place is about, as far as it tells it from others. */
struct about {
    int kind; /* enum settled_kind, or a QUESTION_ */
    str setup;
    str shot; /* of what is asked of a shot, not of a thing */
    str says; /* "" for what says nothing */
    str term;
    str item; /* whose declared print a term stands in; "" for nobody's */
    str look;
    struct region share; /* of the frame in 1/10,000: so that frames of other sizes compare */
    int64_t faces;
};

/* A region of a frame of width_px by height_px as shares of it. */
struct region share_of_frame(struct region r, int64_t width_px, int64_t height_px);

/* The same in two frames, or said twice in one. */
bool same_thing(const struct about *x, const struct about *y, struct arena scratch);

/* Of the same thing as one that is known: does it help to know it by nothing more? Unread print is
 * followed from frame to frame as the camera moves; what is read is known by the words that were
 * read first, so that small differences do not add up to other words. */
bool same_news(const struct about *known, const struct about *about);

/* Two terms of one frame in the declared print of one item. */
bool same_item(const struct about *x, const struct about *y);

/* Two places of one frame near enough to each other, for the size of their letters, to be on one
 * sheet of paper. */
bool same_sheet(struct region x, str x_says, struct region y, str y_says);
