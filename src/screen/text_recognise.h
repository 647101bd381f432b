/* screen/text_recognise.h -- strips of a picture to text. Private to screen. */
#pragma once

#include "base/raster.h"
#include "screen/ort.h"
#include "screen/text_ctc.h"
#include "screen/text_geometry.h"

struct recogniser {
    struct ort_model *turn; /* upside down? */
    struct ort_model *read;
    struct ctc_keys keys;
};

struct reading {
    struct strip strip; /* in; turned when the text turned out to run the other way */
    struct ctc_text text;
};

enum {
    RECOGNISE_HEIGHT_PX = 48,
    RECOGNISE_WIDTH_MAX_PX = 2400, /* longer strips are read in pieces */
};

/* Confidence below which a strip is also read from its other end. */
#define RECOGNISE_SURE 0.75F

/* Read n strips; each is tried upside down where that looks better. Texts live in a. */
nodiscard bool recognise(const struct recogniser *r, struct raster picture,
                         struct reading *readings, size_t n, struct arena *a, struct arena scratch,
                         struct err *err);
