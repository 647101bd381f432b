#include "workspace/submit.h"

#include <sys/file.h>

#include "base/fd.h"
#include "base/utf8.h"
#include "worker/intake.h"

enum {
    GROUP = 64, /* events a transaction: each costs the disk one wait (bench/store) */
};

/* The blob is durable before the event that names it. */
static bool take_in(struct workspace *w, const struct walk_file *file, struct submitted *s,
                    uint64_t *ret_bytes, struct arena *a, struct err *err)
{
    struct intake intake;
    enum blobs_did did;
    struct err why;
    if (file->problem.p) {
        *s = (struct submitted){.path = file->name, .kind = SUBMITTED_NOT, .why = file->problem};
        return true;
    }
    if (!walk_sniff(file->path.p).p) {
        *s = (struct submitted){
            .path = file->name, .kind = SUBMITTED_NOT, .why = S("it is not a picture")};
        return true;
    }
    if (!intake_open(file->path.p, &intake, &why)) {
        *s = (struct submitted){
            .path = file->name, .kind = SUBMITTED_NOT, .why = str_copy(str_of(why.msg), a)};
        return true;
    }
    CLEANUP(fd_closep) int fd = intake.fd;
    *s = (struct submitted){.path = file->name, .asset = digest_hex(intake.sha256, a)};
    *ret_bytes = intake.size_bytes;
    return blobs_put_fd(w->blobs, fd, intake.sha256, &did, err);
}

static bool submit_one(struct act *act, const struct submit_options *options,
                       const struct fold_campaign *campaign, uint64_t bytes, struct submitted *s,
                       struct err *err)
{
    struct fold_asset fold;
    if (s->kind == SUBMITTED_NOT)
        return true;
    if (!stream_asset(act_streams(act), options->campaign, s->asset, &fold, err))
        return false;
    const struct asset_submitted want = {
        .campaign = options->campaign,
        .asset = s->asset,
        .bytes = (int64_t)bytes,
        .path = utf8_clean(s->path, &act->a),
    };
    struct decision d = decide_submit(&act->asked, campaign, &fold, &want);
    s->why = d.why;
    s->kind = d.kind == DECISION_EVENT     ? SUBMITTED_NEW
              : d.kind == DECISION_NOTHING ? SUBMITTED_BEFORE
                                           : SUBMITTED_NOT;
    return act_append(act, &d, err);
}

/* One transaction over some of the files. */
static bool submit_group(struct workspace *w, const struct submit_options *options,
                         const struct walk_file *files, size_t n, struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open((size_t)64 << 20);
    struct submitted *told = arena_new(&a, struct submitted, n);
    uint64_t *bytes = arena_new(&a, uint64_t, n);
    /* From here to the commit no blob is taken away (workspace/erase.h). */
    CLEANUP(fd_closep) int hold = -1;
    if (!fd_lock_folder(workspace_path(w->folder, "blobs", &a), LOCK_SH, &hold, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!take_in(w, &files[i], &told[i], &bytes[i], &a, err))
            return false;
    struct act act CLEANUP(act_end) = {0};
    struct fold_campaign campaign;
    if (!act_begin(&act, w, options->by, err) ||
        !stream_campaign(act_streams(&act), options->campaign, &campaign, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!submit_one(&act, options, &campaign, bytes[i], &told[i], err))
            return false;
    if (!act_commit(&act, err))
        return false;
    for (size_t i = 0; i < n; i++)
        options->told(options->self, &told[i]);
    return true;
}

bool submit_files(struct workspace *w, const struct submit_options *options, struct err *err)
{
    const struct walk *walk = options->walk;
    for (size_t i = 0; i < walk->n && !*options->stop; i += GROUP)
        if (!submit_group(w, options, &walk->files[i], MIN(walk->n - i, (size_t)GROUP), err))
            return false;
    return true;
}
