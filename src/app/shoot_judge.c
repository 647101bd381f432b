/* One picture: seen in a lane, held against the call sheet, judged, shown. */
#include "app/shoot_screen_parts.h"

#include <unistd.h>

#include "app/marks.h"
#include "base/hash.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "worker/see.h"

/* Of a picture that was submitted: whatever was seen in other bytes was not seen in it. */
static void hold_against(str submitted, struct arena *a, struct result *result,
                         struct lane_result *seen)
{
    if (result->sha256.p && !str_eq(submitted, result->sha256)) {
        if (seen->pixels >= 0)
            close(seen->pixels);
        lane_nothing(S("the stored file is not the picture that was submitted: gatefold -C DIR "
                       "fsck tells more"),
                     a, seen);
    }
    result->sha256 = submitted; /* also where it could not be read: it is what this is about */
}

static void see(struct lane *lane, const struct walk_file *file, struct arena *a,
                struct result *result, struct lane_result *seen)
{
    struct err err = {0};
    struct digest sha256;
    if (file->problem.p)
        lane_nothing(file->problem, a, seen);
    else if (!see_file(lane, file->path.p, file->page, a, &sha256, seen, &err))
        lane_nothing(str_copy(str_of(err.msg), a), a, seen);
    else
        result->sha256 = digest_hex(sha256, a);
    if (file->sha256.p)
        hold_against(file->sha256, a, result, seen);
}

/* An answer out of the cache has no pixels: where a former run's files do not stand any more, they
 * are decoded again. */
static void show(const struct shoot_screen *s, struct lane *lane, const struct walk_file *file,
                 struct arena *a, struct result *result, struct lane_result *seen)
{
    struct evidence *e = evidence_want(&s->options.evidence, result, seen, file->page, a);
    struct err err = {0};
    struct digest sha256 = {0};
    str key = {0};
    if (!e)
        return;
    if (s->cache && digest_from_hex(result->sha256, &sha256))
        key = cache_drawn_key(s->cache, &lane->reads.decode, s->orders.detect.pdf, sha256, a);
    if (!key.p || !evidence_stands(e, s->cache, key)) {
        if (seen->pixels >= 0 ||
            (digest_from_hex(result->sha256, &sha256) &&
             see_pixels(lane, file->path.p, file->page, sha256, a, seen, &err)))
            evidence_draw(e, seen);
        else
            evidence_lost(e, &err);
        if (key.p)
            evidence_remember(e, s->cache, key);
    }
    evidence_list(e);
}

/* The path as text: what is not UTF-8 becomes U+FFFD, and the bytes go beside it. */
static void name(struct result *result, str path, struct arena *a)
{
    result->path = utf8_clean(path, a);
    if (!utf8_valid(path))
        result->path_b64 = base64_encode(path, a);
}

/* Talent is an id and a band in everything that leaves: words read in the picture too, and those
 * that somebody else wrote into a bank or a watch-list. */
static void mask(const struct shoot_screen *s, struct screening *screening, struct arena *a)
{
    if (!s->has_callsheet)
        return;
    for (size_t i = 0; i < screening->findings.n; i++) {
        struct finding *f = &screening->findings.at[i];
        str *words[] = {&f->evidence, &f->reason, &f->term, &f->label, &f->source};
        for (size_t j = 0; j < countof(words); j++)
            *words[j] = facts_mask_names(&s->callsheet, *words[j], a);
        for (size_t j = 0; j < f->lines.n; j++)
            f->lines.at[j].text = facts_mask_names(&s->callsheet, f->lines.at[j].text, a);
    }
    for (size_t i = 0; i < screening->detectors.n; i++) {
        struct detector_run *run = &screening->detectors.at[i];
        run->reason = facts_mask_names(&s->callsheet, run->reason, a);
    }
}

static str facts_digest(const struct facts *facts, struct arena *a)
{
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&facts_record, facts, &json);
    return digest_hex(sha256(buf_str(&json)), a);
}

/* What is known of the picture without its file: the start of every result. */
static struct result begin(const struct shoot_screen *s, const struct walk_file *file,
                           struct arena *a)
{
    struct result result = {
        .version = RESULT_VERSION,
        .quality = INT_ABSENT,
        .rating = INT_ABSENT,
        .policy_sha256 = s->policy_sha256,
        .watchlists_sha256 = s->watchlists_sha256,
        .bank_sha256 = s->bank_sha256,
        .sandbox = s->options.weak_sandbox ? S("weak") : S("whole"),
    };
    str path = walk_shown(file);
    if (file->page)
        path = str_format(a, "%.*s#page=%lld", STR(path), (long long)file->page);
    name(&result, path, a);
    return result;
}

/* Facts and verdict of what was seen. */
static void decide(const struct shoot_screen *s, const struct walk_file *file,
                   struct lane_result *seen, struct arena *a, struct result *result)
{
    result->facts = facts_make(
        &(struct facts_of){
            .opt_callsheet = s->has_callsheet ? &s->callsheet : NULL,
            .opt_settlements = &s->settlements,
            .opt_screening = &seen->screening,
            .opt_about = seen->decoded ? &seen->about : NULL,
            .path = file->name,
            .sha256 = result->sha256,
            .by_name = !s->options.opt_given, /* a campaign keeps what it was raised in */
        },
        a);
    struct verdict verdict = policy_judge(s->policy, &result->facts, a);
    mask(s, &seen->screening, a);
    result->verdict = verdict.kind;
    result->reasons.at = verdict.reasons.at;
    result->reasons.n = verdict.reasons.n;
    result->needs.at = verdict.needs.at;
    result->needs.n = verdict.needs.n;
    result->shadows.at = verdict.shadows.at;
    result->shadows.n = verdict.shadows.n;
    result->findings.at = seen->screening.findings.at;
    result->findings.n = seen->screening.findings.n;
    result->detectors.at = seen->screening.detectors.at;
    result->detectors.n = seen->screening.detectors.n;
    result->fingerprint = seen->screening.fingerprint;
    result->quality = seen->screening.quality;
    result->facts_sha256 = facts_digest(&result->facts, a);
}

/* Beside the verdict, and after it: what a sidecar says decides nothing. */
static void tell_marks(const struct shoot_screen *s, const struct lane *lane,
                       const struct walk_file *file, const struct lane_result *seen,
                       struct arena *a, struct result *result)
{
    struct marks marks = {0};
    struct marks_orders orders = {.weak_sandbox = s->options.weak_sandbox,
                                  .opt_stop = s->orders.opt_stop,
                                  .opt_cache = s->cache,
                                  .opt_reads = &lane->reads.decode};
    struct err err;
    /* Without a worker the picture is not lost: the marks say that they cannot be told. */
    if (!s->options.opt_given && !file->problem.p && !marks_read(file, orders, a, &marks, &err))
        marks.unknown = true;
    if (seen->decoded)
        marks_of_picture(&seen->about, file->path, a, &marks);
    marks_tell(&marks, a, result);
    if (!s->has_callsheet)
        return;
    result->label = facts_mask_names(&s->callsheet, result->label, a);
    for (size_t i = 0; i < result->mark_notes.n; i++)
        result->mark_notes.at[i] = facts_mask_names(&s->callsheet, result->mark_notes.at[i], a);
}

void shoot_judge(const struct shoot_screen *s, struct lane *lane, const struct walk_file *file,
                 struct arena *a, struct result *ret_result)
{
    struct result result = begin(s, file, a);
    struct lane_result seen;
    see(lane, file, a, &result, &seen);
    decide(s, file, &seen, a, &result);
    tell_marks(s, lane, file, &seen, a, &result);
    show(s, lane, file, a, &result, &seen);
    if (seen.pixels >= 0)
        close(seen.pixels);
    *ret_result = result;
}

void shoot_so_far(const struct shoot_screen *s, const struct walk_file *file,
                  const struct lane_result *so_far, struct arena *a, struct result *ret_result)
{
    struct result result = begin(s, file, a);
    struct lane_result seen = *so_far;
    decide(s, file, &seen, a, &result);
    result.verdict = VERDICT_BLOCKED; /* as it is in any case: not everything was looked at */
    *ret_result = result;
}
