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

/* A stream begins with the picture's submission. */
static bool list_assets(struct streams s, str prefix, str **ret, size_t *ret_n, struct err *err)
{
    struct event_filter filter = {.stream_prefix = prefix};
    CLEANUP(events_closep) struct events *events = events_open(s.store, &filter, err);
    struct event e;
    str *assets = NULL;
    size_t n = 0;
    while (events) {
        struct arena scratch = s.scratch;
        if (!events_next(events, &scratch, &e, err))
            break;
        if (e.version != 1)
            continue;
        assets = arena_list_room(s.a, assets, n, sizeof *assets);
        assets[n++] = str_copy(str_from(e.stream, prefix.n), s.a);
    }
    *ret = assets;
    *ret_n = n;
    return events && err->kind == ERR_NONE;
}

bool stream_assets(struct streams s, str campaign, struct fold_asset **ret, size_t *ret_n,
                   struct err *err)
{
    str *assets;
    size_t n;
    if (!store_whole(s.store, err) ||
        !list_assets(s, str_format(s.a, "asset/%.*s/", STR(campaign)), &assets, &n, err))
        return false;
    struct fold_asset *folds = arena_new(s.a, struct fold_asset, n);
    for (size_t i = 0; i < n; i++)
        if (!stream_asset(s, campaign, assets[i], &folds[i], err))
            return false;
    *ret = folds;
    *ret_n = n;
    return true;
}
