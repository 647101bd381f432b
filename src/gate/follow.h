/* gate/follow.h -- inside gate only: what may follow in a stream. One home for two askers: a fold
 * calls a breach corrupt, a decision refuses the command with the same words. */
#pragma once

#include "gate/fold.h"

/* Whether the next event of the stream may be of this kind with this payload; INVALID with why not
 * otherwise. What other streams have to say is the decision's affair (gate/decide.h). */
bool workspace_follows(const struct fold_workspace *f, enum event_kind kind, const union payload *p,
                       struct err *err);
bool party_follows(const struct fold_party *f, enum event_kind kind, const union payload *p,
                   struct err *err);
bool person_follows(const struct fold_person *f, enum event_kind kind, const union payload *p,
                    struct err *err);
bool campaign_follows(const struct fold_campaign *f, enum event_kind kind, const union payload *p,
                      struct err *err);
bool asset_follows(const struct fold_asset *f, enum event_kind kind, const union payload *p,
                   struct err *err);

/* "person/nora" gives "nora"; absent for anybody else. */
str actor_person(str actor);

/* Who may have done something of this kind: INVALID with why not. Of a person this says only that
 * there is a name. */
bool actor_may(enum event_kind kind, str actor, struct err *err);

/* Whether a person counts as somebody who acts: recorded, and not forgotten. INVALID with why not.
 */
bool actor_is_known(str id, bool recorded, bool forgotten, struct err *err);

/* The first half of adding an event: read it, and see that it is the next of the stream. */
bool fold_take(const struct fold_head *head, const struct event *e, struct arena *a,
               struct arena scratch, enum event_kind *ret_kind, union payload *ret,
               struct err *err);

/* The second: the stream has come to this event. `follows` is the answer of the stream's own rule,
 * whose words are in err. */
bool fold_done(struct fold_head *head, const struct event *e, bool follows, struct arena *a,
               struct err *err);
