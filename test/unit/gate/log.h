/* test/unit/gate/log.h -- events for tests: one order, and each stream's own version. */
#pragma once

#include "../test.h"
#include "gate/decide.h"

static struct arena arena, scratch;

static int arenas_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)4 << 30);
    scratch = arena_open(EVENT_SCRATCH_BYTES);
    return 0;
}

static int arenas_down(void **state)
{
    (void)state;
    arena_close(&arena);
    arena_close(&scratch);
    return 0;
}

#define SHA_A  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define SHA_C  "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define NOON   INT64_C(1664884800000) /* date -u -d 2022-10-04T12:00:00Z +%s, in ms */
#define REGION "\"h_px\":90,\"sha256\":\"" SHA_A "\",\"w_px\":300,\"x_px\":40,\"y_px\":60"

/* Any fold, taken by the name of its stream. */
struct folds {
    struct fold_workspace workspace;
    struct fold_party party;
    struct fold_person person;
    struct fold_campaign campaign;
    struct fold_asset asset;
};

static inline bool folds_add(struct folds *f, const struct event *e, struct err *err)
{
    if (str_starts(e->stream, S("workspace")))
        return fold_workspace_add(&f->workspace, e, &arena, scratch, err);
    if (str_starts(e->stream, S("party/")))
        return fold_party_add(&f->party, e, &arena, scratch, err);
    if (str_starts(e->stream, S("person/")))
        return fold_person_add(&f->person, e, &arena, scratch, err);
    if (str_starts(e->stream, S("campaign/")))
        return fold_campaign_add(&f->campaign, e, &arena, scratch, err);
    return fold_asset_add(&f->asset, e, &arena, scratch, err);
}
