#include "workspace/stream.h"

/* Go through a stream with one of the gate's folds. */
#define FOLD(s, stream_name, add, ret, err)                                                        \
    do {                                                                                           \
        struct event_filter filter = {.stream = (stream_name)};                                    \
        CLEANUP(events_closep) struct events *events = events_open((s).store, &filter, (err));     \
        struct event e;                                                                            \
        *(ret) = (typeof(*(ret))){0};                                                              \
        if (!events)                                                                               \
            return false;                                                                          \
        while (events_next(events, (s).a, &e, (err)))                                              \
            if (!add((ret), &e, (s).a, (s).scratch, (err)))                                        \
                return false;                                                                      \
        return (err)->kind == ERR_NONE;                                                            \
    } while (0)

bool stream_workspace(struct streams s, struct fold_workspace *ret, struct err *err)
{
    FOLD(s, S("workspace"), fold_workspace_add, ret, err);
}

bool stream_party(struct streams s, str party, struct fold_party *ret, struct err *err)
{
    FOLD(s, str_format(s.a, "party/%.*s", STR(party)), fold_party_add, ret, err);
}

bool stream_person(struct streams s, str person, struct fold_person *ret, struct err *err)
{
    FOLD(s, str_format(s.a, "person/%.*s", STR(person)), fold_person_add, ret, err);
}

bool stream_campaign(struct streams s, str campaign, struct fold_campaign *ret, struct err *err)
{
    FOLD(s, str_format(s.a, "campaign/%.*s", STR(campaign)), fold_campaign_add, ret, err);
}

bool stream_asset(struct streams s, str campaign, str asset, struct fold_asset *ret,
                  struct err *err)
{
    FOLD(s, str_format(s.a, "asset/%.*s/%.*s", STR(campaign), STR(asset)), fold_asset_add, ret,
         err);
}
