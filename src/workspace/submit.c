#include "workspace/submit.h"

#include <sys/file.h>

#include "base/fd.h"
#include "base/utf8.h"
#include "worker/intake.h"

enum {
    GROUP = 64, /* events a transaction: each costs the disk one wait (bench/store) */
};

/* One file on its way in. */
struct incoming {
    struct submitted told;
    uint64_t bytes;
};

static void leave_out(struct submitted *s, str why)
{
    s->kind = SUBMITTED_NOT;
    s->why = why;
}

/* As the folds have it; s gets what is told of it. */
static bool decide(struct act *act, const struct fold_campaign *campaign, str campaign_id,
                   struct incoming *in, struct decision *ret, struct err *err)
{
    struct submitted *s = &in->told;
    struct fold_asset fold;
    if (!stream_asset(act_streams(act), campaign_id, s->asset, &fold, err))
        return false;
    const struct asset_submitted want = {
        .campaign = campaign_id,
        .asset = s->asset,
        .bytes = (int64_t)in->bytes,
        .path = utf8_clean(s->path, &act->a),
    };
    *ret = decide_submit(&act->asked, campaign, &fold, &want);
    s->why = ret->why;
    s->kind = ret->kind == DECISION_EVENT     ? SUBMITTED_NEW
              : ret->kind == DECISION_NOTHING ? SUBMITTED_BEFORE
                                              : SUBMITTED_NOT;
    return true;
}

/* The blob is durable before the event that names it, and is not stored for one that is refused:
 * nobody would take it away again. */
static bool take_in(struct act *before, const struct fold_campaign *campaign, str campaign_id,
                    const struct walk_file *file, struct incoming *in, struct arena *a,
                    struct err *err)
{
    struct intake intake;
    struct decision d;
    enum blobs_did did;
    struct err why;
    in->told = (struct submitted){.path = file->name};
    if (file->problem.p) {
        leave_out(&in->told, file->problem);
        return true;
    }
    if (!walk_sniff(file->path.p).p) {
        leave_out(&in->told, S("it is not a picture"));
        return true;
    }
    if (!intake_open(file->path.p, &intake, &why)) {
        leave_out(&in->told, str_copy(str_of(why.msg), a));
        return true;
    }
    CLEANUP(fd_closep) int fd = intake.fd;
    in->told.asset = digest_hex(intake.sha256, a);
    in->bytes = intake.size_bytes;
    if (!decide(before, campaign, campaign_id, in, &d, err))
        return false;
    in->told.why = str_copy(d.why, a);
    return d.kind == DECISION_REFUSED ||
           blobs_put_fd(before->w->blobs, fd, intake.sha256, &did, err);
}

static bool take_in_all(struct workspace *w, const struct submit_options *options,
                        const struct walk_file *files, struct incoming *in, size_t n,
                        struct arena *a, struct err *err)
{
    struct act before CLEANUP(act_end) = {0};
    struct fold_campaign campaign;
    if (!act_begin(&before, w, options->by, err) ||
        !stream_campaign(act_streams(&before), options->campaign, &campaign, err))
        return false;
    act_let_go(&before);
    for (size_t i = 0; i < n; i++)
        if (!take_in(&before, &campaign, options->campaign, &files[i], &in[i], a, err))
            return false;
    return true;
}

/* One transaction over some of the files. */
static bool submit_group(struct workspace *w, const struct submit_options *options,
                         const struct walk_file *files, size_t n, struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open((size_t)64 << 20);
    struct incoming *in = arena_new(&a, struct incoming, n);
    /* From here to the commit no blob is taken away (workspace/erase.h). */
    CLEANUP(fd_closep) int hold = -1;
    if (!fd_lock_folder(workspace_path(w->folder, "blobs", &a), LOCK_SH, &hold, err) ||
        !take_in_all(w, options, files, in, n, &a, err))
        return false;
    struct act act CLEANUP(act_end) = {0};
    struct fold_campaign campaign;
    if (!act_begin(&act, w, options->by, err) ||
        !stream_campaign(act_streams(&act), options->campaign, &campaign, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct decision d;
        if (in[i].told.kind != SUBMITTED_NOT &&
            (!decide(&act, &campaign, options->campaign, &in[i], &d, err) ||
             !act_append(&act, &d, err)))
            return false;
    }
    if (!act_commit(&act, err))
        return false;
    for (size_t i = 0; i < n; i++)
        options->told(options->self, &in[i].told);
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
