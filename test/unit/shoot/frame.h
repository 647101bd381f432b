/* A picture as screening saw it, for tests: every detector ran, and the findings are the test's. */
#pragma once

#include "image/image.h"
#include "screen/screening.h"

extern struct arena arena; /* the test's */

/* A screening in which every detector ran, and whose findings a test sets. */
static struct detector_run runs[] = {
    {.name = S("text"), .version = S("1"), .status = RUN_DONE},
    {.name = S("watchlist"), .version = S("1"), .status = RUN_DONE},
    {.name = S("people"), .version = S("1"), .status = RUN_DONE},
    {.name = S("fingerprint"), .version = S("1"), .status = RUN_DONE},
    {.name = S("known-bad"), .version = S("1"), .status = RUN_DONE},
    {.name = S("metadata"), .version = S("1"), .status = RUN_DONE},
};

static inline struct screening screening(struct finding *findings, size_t n)
{
    return (struct screening){.version = SCREENING_VERSION,
                              .width_px = 6000,
                              .height_px = 4000,
                              .quality = 100,
                              .findings = {findings, n},
                              .detectors = {runs, countof(runs)}};
}

static inline struct image_about about(struct statement *statements, size_t n)
{
    return (struct image_about){
        .format = S("jpeg"), .width_px = 6000, .height_px = 4000, .statements = {statements, n}};
}

/* A block of lines, each 40 px high below the other from y on. */
static inline struct finding block(const char *const *lines, size_t n, int64_t y)
{
    struct finding f = {.kind = FINDING_TEXT, .detector = S("text")};
    f.lines.at = arena_new(&arena, struct text_line, n);
    f.lines.n = n;
    for (size_t i = 0; i < n; i++)
        f.lines.at[i] = (struct text_line){.region = {100, y + 40 * (int64_t)i, 800, 40},
                                           .text = str_of(lines[i])};
    f.region = (struct region){100, y, 800, 40 * (int64_t)n};
    return f;
}
