#include "workspace/shooting.h"

#include "base/hex.h"
#include "worker/intake.h"
#include "workspace/callsheets.h"

/* The pictures of the campaign as a list of files: blobs, called what they were submitted as. By
 * the events: a view that lost a picture would lose it from what is screened. */
static bool list_assets(const struct workspace *w, struct streams streams, str campaign,
                        struct walk *ret_walk, str **ret_assets, struct err *err)
{
    struct fold_asset *folds;
    size_t n;
    if (!stream_assets(streams, campaign, &folds, &n, err))
        return false;
    if (n > WALK_FILES_MAX)
        return err_set(err, ERR_LIMIT, "more than %d pictures in one campaign", WALK_FILES_MAX);
    struct walk walk = {.files = arena_new(streams.a, struct walk_file, n)};
    str *assets = arena_new(streams.a, str, n);
    for (size_t i = 0; i < n; i++) {
        const struct fold_asset *f = &folds[i];
        struct digest asset;
        if (f->erased)
            continue;
        if (!digest_from_hex(f->asset, &asset))
            return err_set(err, ERR_CORRUPT, "the events name a picture that is no digest");
        assets[walk.n] = f->asset;
        walk.files[walk.n++] = (struct walk_file){
            .path = blobs_path(w->blobs, asset, streams.a),
            .shown = f->path,
            .name = f->path,
            .size_bytes = (uint64_t)f->bytes,
            .sha256 = f->asset,
        };
    }
    *ret_walk = walk;
    *ret_assets = assets;
    return true;
}

/* What is said of a picture must be about its bytes. */
static bool stands(const struct shooting *s, size_t file, struct err *err)
{
    struct digest wanted, there;
    const char *path = s->walk.files[file].path.p;
    return digest_from_hex(s->assets[file], &wanted) && intake_digest(path, &there, err) &&
           (digest_eq(wanted, there) ||
            err_set(err, ERR_CORRUPT,
                    "%s is not the picture that was submitted: gatefold -C DIR "
                    "fsck tells more",
                    path));
}

bool shooting_find(const struct shooting *s, str name, size_t *ret_file, struct err *err)
{
    size_t found = 0;
    for (size_t i = 0; i < s->walk.n; i++)
        if (str_eq(s->walk.files[i].shown, name) ||
            (name.n >= SHOOTING_DIGITS_MIN && str_starts(s->assets[i], name))) {
            *ret_file = i;
            found++;
        }
    if (found == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no picture \"%.*s\" is in the campaign: gatefold -C DIR assets lists them",
                       STR(name));
    if (found == 1)
        return stands(s, *ret_file, err);
    return err_set(err, ERR_INVALID, "%zu pictures are meant by \"%.*s\": give the digest", found,
                   STR(name));
}

bool shooting_open(struct workspace *w, str campaign, struct arena *a, struct shooting *ret,
                   struct err *err)
{
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    struct shooting s = {.w = w};
    struct streams streams = {w->store, a, scratch};
    if (!stream_campaign(streams, campaign, &s.campaign, err))
        return false;
    if (!s.campaign.campaign.p)
        return err_set(err, ERR_NOT_FOUND, "no campaign \"%.*s\" is here", STR(campaign));
    if (!list_assets(w, streams, campaign, &s.walk, &s.assets, err) ||
        (s.campaign.revision &&
         !callsheet_newest(w, &s.campaign, a, &s.given.callsheet, &s.forgotten, err)))
        return false;
    *ret = s;
    ret->given.walk = &ret->walk;
    ret->given.settlements = &ret->campaign.said;
    return true;
}

/* Facts are durable before the event that names them, and are not stored for one that is refused.
 */
static bool keep(struct shooting_results *r, const struct result *result, struct err *err)
{
    struct workspace *w = r->shooting->w;
    struct act act CLEANUP(act_end) = {0};
    struct fold_campaign campaign;
    struct fold_asset fold;
    CLEANUP(buf_done) struct buf facts = {0};
    struct digest digest;
    enum blobs_did did;
    if (str_eq(result->sandbox, S("weak")))
        return err_set(err, ERR_DENIED, "what was seen in a weak sandbox is not kept");
    record_write_json(&facts_record, &result->facts, &facts);
    if (!buf_ok(&facts))
        return err_set(err, ERR_LIMIT, "its facts are too long to be kept");
    if (!act_begin(&act, w, r->by, err) ||
        !stream_campaign(act_streams(&act), r->shooting->campaign.campaign, &campaign, err) ||
        !stream_asset(act_streams(&act), campaign.campaign, result->sha256, &fold, err))
        return false;
    if (fold_campaign_touched(&campaign, result->sha256, r->shooting->campaign.head.seq))
        return err_set(err, ERR_CONFLICT, "something was said of it meanwhile: screen again");
    const struct asset_screened want = {
        .campaign = campaign.campaign,
        .asset = result->sha256,
        .facts = digest_hex(sha256(buf_str(&facts)), &act.a),
        .verdict = result->verdict,
        .revision = r->shooting->campaign.revision ? r->shooting->campaign.revision : INT_ABSENT,
        .packs = result->policy_sha256,
        .program = r->program,
    };
    struct decision d = decide_screened(&act.asked, &campaign, &fold, &want);
    if (d.kind == DECISION_REFUSED)
        return err_set(err, ERR_DENIED, "%.*s", STR(d.why));
    if (!blobs_put(w->blobs, buf_str(&facts), &digest, &did, err) || !act_append(&act, &d, err) ||
        !act_commit(&act, err))
        return false;
    r->kept += d.kind == DECISION_EVENT;
    r->same += d.kind == DECISION_NOTHING;
    return true;
}

void shooting_keep(struct shooting_results *r, const struct result *result)
{
    struct err err;
    if (r->failed || keep(r, result, &err))
        return;
    r->failed = true;
    r->err = err;
    err_wrap(&r->err, "%.*s", STR(result->path));
}
