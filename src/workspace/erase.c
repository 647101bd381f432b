#include "workspace/erase.h"

#include <sys/file.h>
#include <unistd.h>

#include "base/fd.h"
#include "shoot/callsheet.h"
#include "workspace/callsheets.h"
#include "workspace/people.h"

/* ---- bytes ---- */

/* Each that is still there: counted, or removed too. */
static bool erased_there(struct workspace *w, bool removing, size_t *ret_n, struct err *err)
{
    CLEANUP(rows_closep) struct rows *rows = rows_open(w->store, "assets_erased", NULL, 0, err);
    *ret_n = 0;
    for (; rows;) {
        struct arena scratch = *w->a;
        const struct store_value *v;
        struct digest asset;
        if (!rows_next(rows, &scratch, &v, err))
            return err->kind == ERR_NONE;
        if (!digest_from_hex(v[0].text, &asset))
            return err_set(err, ERR_CORRUPT,
                           "the views name a picture that is no digest: gatefold "
                           "-C DIR fsck tells more");
        if (access(blobs_path(w->blobs, asset, &scratch).p, F_OK) != 0)
            continue;
        ++*ret_n;
        if (removing && !blobs_remove(w->blobs, asset, err))
            return false;
    }
    return false;
}

/* The views are asked again once nobody is between putting a blob and its event: a picture that was
 * erased in one campaign may be on its way into another (workspace/submit.c). */
bool pictures_remove_erased(struct workspace *w, struct err *err)
{
    CLEANUP(fd_closep) int lock = -1;
    struct arena scratch = *w->a;
    size_t n;
    if (!erased_there(w, false, &n, err))
        return false;
    return n == 0 ||
           (fd_lock_folder(workspace_path(w->folder, "blobs", &scratch), LOCK_EX, &lock, err) &&
            erased_there(w, true, &n, err));
}

/* ---- who may be in a picture ---- */

struct erasing {
    struct act *act;
    struct fold_campaign campaign;
    struct callsheet callsheet;
    str id; /* on the call sheet */
    const struct about_person *want;
    struct pictures_erased done;
    struct decision refused;
};

static bool among(struct texts ids, str id)
{
    for (size_t i = 0; i < ids.n; i++)
        if (str_eq(ids.at[i], id))
            return true;
    return false;
}

static void add(struct texts *ids, str id, struct arena *a)
{
    if (!id.p || among(*ids, id))
        return;
    ids->at = arena_list_room(a, ids->at, ids->n, sizeof *ids->at);
    ids->at[ids->n++] = id;
}

/* By the shot that claims it, and by what people said of it and stands. */
static struct texts who_may_be_in(struct erasing *e, str asset, str path, bool *ret_claimed)
{
    struct texts ids = {0};
    struct arena *a = &e->act->a;
    struct setup setup = callsheet_setup(&e->callsheet, path, a);
    for (size_t i = 0; setup.shot && i < setup.shot->talent.n; i++)
        add(&ids, setup.shot->talent.at[i], a);
    for (size_t i = 0; i < e->campaign.said.settled.n; i++) {
        const struct settled *s = &e->campaign.said.settled.at[i];
        for (size_t k = 0; k < s->pictures.n; k++)
            if (str_eq(s->pictures.at[k].sha256, asset))
                add(&ids, s->talent, a);
    }
    *ret_claimed = setup.shot || setup.slate;
    return ids;
}

static bool erase_one(struct erasing *e, str asset, str path, struct err *err)
{
    struct arena *a = &e->act->a;
    struct fold_asset fold;
    bool claimed;
    str campaign = e->campaign.campaign;
    struct texts ids = who_may_be_in(e, asset, path, &claimed);
    e->done.unclaimed += !claimed;
    if (!among(ids, e->id))
        return true;
    struct fold_person *folds = arena_new(a, struct fold_person, ids.n);
    const struct fold_person **people = arena_new(a, const struct fold_person *, ids.n);
    for (size_t i = 0; i < ids.n; i++) {
        str person = str_format(a, "%.*s/%.*s", STR(campaign), STR(ids.at[i]));
        people[i] = &folds[i];
        if (!stream_person(act_streams(e->act), person, &folds[i], err))
            return false;
    }
    const struct asset_erased want = {campaign, asset, e->want->reason};
    if (!stream_asset(act_streams(e->act), campaign, asset, &fold, err))
        return false;
    struct decision d = decide_erase(&e->act->asked, &fold, people, ids.n, &want);
    if (d.kind == DECISION_REFUSED) {
        e->refused = d;
        e->refused.why = str_format(a, "%.*s: %.*s", STR(path), STR(d.why));
    }
    e->done.erased += d.kind == DECISION_EVENT;
    return act_append(e->act, &d, err);
}

static bool erase_all(struct erasing *e, struct err *err)
{
    struct workspace *w = e->act->w;
    struct store_value campaign = STORE_TEXT(e->campaign.campaign);
    struct texts assets = {0}, paths = {0};
    const struct store_value *v;
    struct rows *rows = rows_open(w->store, "assets", &campaign, 1, err);
    while (rows && rows_next(rows, &e->act->a, &v, err)) {
        if (v[9].kind != VALUE_NULL)
            continue; /* erased before */
        assets.at = arena_list_room(&e->act->a, assets.at, assets.n, sizeof(str));
        paths.at = arena_list_room(&e->act->a, paths.at, paths.n, sizeof(str));
        assets.at[assets.n++] = v[1].text;
        paths.at[paths.n++] = v[2].text;
    }
    rows_close(rows);
    if (!rows || err->kind != ERR_NONE)
        return false;
    for (size_t i = 0; i < assets.n && e->refused.kind == 0; i++)
        if (!erase_one(e, assets.at[i], paths.at[i], err))
            return false;
    return true;
}

/* ---- the act ---- */

static bool read_campaign(struct erasing *e, str campaign, struct err *err)
{
    struct arena *a = &e->act->a;
    struct diags diags = {.a = a};
    size_t forgotten;
    str text;
    if (!stream_campaign(act_streams(e->act), campaign, &e->campaign, err))
        return false;
    if (!e->campaign.revision)
        return err_set(err, ERR_NOT_FOUND, "no campaign \"%.*s\" with a call sheet is here",
                       STR(campaign));
    if (!callsheet_newest(e->act->w, &e->campaign, a, &text, &forgotten, err))
        return false;
    return callsheet_read(text, a, &diags, &e->callsheet) ||
           err_set(err, ERR_CORRUPT, "the newest call sheet of %.*s can no longer be read: %.*s",
                   STR(campaign), STR(diags.at[0].what));
}

static bool forget_too(struct erasing *e, const struct fold_person *fold, bool *ret_event,
                       struct err *err)
{
    *ret_event = false;
    if (fold->forgotten || e->refused.kind)
        return true;
    struct decision d = decide_forget(&e->act->asked, fold, e->want);
    if (d.kind == DECISION_REFUSED)
        e->refused = d;
    *ret_event = d.kind == DECISION_EVENT;
    return act_append(e->act, &d, err);
}

bool person_forget_pictures(struct workspace *w, str by, const struct about_person *want,
                            struct arena *a, struct pictures_erased *ret_pictures,
                            struct outcome *ret, struct err *err)
{
    struct act act CLEANUP(act_end) = {0};
    struct erasing e = {.act = &act, .want = want, .id = want->person};
    struct fold_person fold;
    str campaign;
    bool forgot;
    str_cut(&e.id, '/', &campaign);
    if (!e.id.p)
        return err_set(
            err, ERR_INVALID,
            "%.*s: is on no call sheet (CAMPAIGN/ID), so no picture is known to show her",
            STR(want->person));
    if (!act_begin(&act, w, by, err) ||
        !stream_person(act_streams(&act), want->person, &fold, err) ||
        !read_campaign(&e, campaign, err) || !erase_all(&e, err) ||
        !forget_too(&e, &fold, &forgot, err))
        return false;
    if (e.refused.kind) {
        *ret = (struct outcome){DECISION_REFUSED, 0, str_copy(e.refused.why, a)};
        return true;
    }
    uint64_t n;
    if (!store_count(w->store, &n, err) || !act_commit(&act, err))
        return false;
    *ret_pictures = e.done;
    *ret = (struct outcome){
        forgot || e.done.erased ? DECISION_EVENT : DECISION_NOTHING, n - 1,
        forgot
            ? str_format(a, "person %.*s was forgotten: %.*s", STR(want->person), STR(want->reason))
            : str_format(a, "person %.*s was forgotten before", STR(want->person))};
    return (people_destroy(w, want->person, err) && pictures_remove_erased(w, err)) ||
           err_wrap(err, "%.*s is forgotten by the events, and not yet on this disk",
                    STR(want->person));
}
