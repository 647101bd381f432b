/* workspace/stream.h -- what the events of a stream come to: the gate's folds over the store.
 *
 * As of now, or, inside an act, of what the act has appended too. A fold that is all zero is of a
 * stream without events. CORRUPT, by its seq, for an event that is damaged or cannot follow. */
#pragma once

#include "gate/fold.h"
#include "workspace/workspace.h"

struct streams {
    struct store *store;
    struct arena *a;      /* where the folds live */
    struct arena scratch; /* EVENT_SCRATCH_BYTES */
};

nodiscard bool stream_workspace(struct streams s, struct fold_workspace *ret, struct err *err);
nodiscard bool stream_party(struct streams s, str party, struct fold_party *ret, struct err *err);
nodiscard bool stream_person(struct streams s, str person, struct fold_person *ret,
                             struct err *err);
nodiscard bool stream_campaign(struct streams s, str campaign, struct fold_campaign *ret,
                               struct err *err);
nodiscard bool stream_asset(struct streams s, str campaign, str asset, struct fold_asset *ret,
                            struct err *err);

/* Every picture that was ever submitted to the campaign, in the order of its first event. */
nodiscard bool stream_assets(struct streams s, str campaign, struct fold_asset **ret, size_t *ret_n,
                             struct err *err);
