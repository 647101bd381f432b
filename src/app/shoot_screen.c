#include "app/shoot_screen_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/orders.h"
#include "app/pages.h"
#include "app/scans.h"
#include "app/settling.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "screen/bank.h"
#include "screen/watchlist.h"
#include "worker/cache.h"
#include "worker/intake.h"
#include "worker/see.h"

enum {
    TEXT_FILE_MAX_BYTES = 16 << 20, /* call sheets, packs, banks, watch-lists */
};

/* ---- opening ---- */

static bool read_named(struct shoot_screen *s, str path, const char *what, struct diags *diags,
                       str *ret_bytes, struct err *err)
{
    own_files_add(&s->own, path, str_of(what), false, s->a);
    diags->file = path;
    return file_read(path.p, TEXT_FILE_MAX_BYTES, s->a, ret_bytes, err) ||
           err_wrap(err, "%s", what);
}

static bool load_callsheet(struct shoot_screen *s, struct diags *diags, struct err *err)
{
    const struct shoot_given *given = s->options.opt_given;
    str bytes = given ? given->callsheet : (str){0};
    diags->file = S("call sheet");
    if (!given && s->options.callsheet.p &&
        !read_named(s, s->options.callsheet, "call sheet", diags, &bytes, err))
        return false;
    if (!bytes.p)
        return true;
    if (!callsheet_read(bytes, s->a, diags, &s->callsheet))
        return err_set(err, ERR_INVALID, "the call sheet has %zu mistake%s: nothing was screened",
                       diags->n + diags->dropped, diags->n == 1 ? "" : "s");
    s->has_callsheet = true;
    return true;
}

static bool load_scans(struct shoot_screen *s, struct diags *diags, struct err *err)
{
    if (!s->has_callsheet)
        return true;
    struct callsheet *c = &s->callsheet;
    for (size_t i = 0; i < c->items.n; i++)
        for (size_t k = 0; k < c->items.at[i].print_scans.n; k++)
            own_files_add(&s->own,
                          scan_path(s->options.callsheet, c->items.at[i].print_scans.at[k], s->a),
                          S("scan of the call sheet"), true, s->a);
    diags->file = s->options.callsheet;
    return scans_read(c, s->options.callsheet, s->options.weak_sandbox, s->cache, s->a, diags,
                      err) ||
           err_wrap(err, "nothing was screened");
}

static bool load_pack(struct shoot_screen *s, str path, struct diags *diags, struct err *err)
{
    str bytes;
    if (!read_named(s, path, "policy pack", diags, &bytes, err))
        return false;
    if (!policy_add(s->policy, bytes, diags))
        return err_set(err, ERR_INVALID, "the pack %.*s is broken: nothing was screened",
                       STR(path));
    return true;
}

static bool load_policy(struct shoot_screen *s, const struct paths *paths, struct diags *diags,
                        struct err *err)
{
    struct texts shipped;
    if (!paths_packs(paths->data, s->a, &shipped, err))
        return false;
    s->policy = policy_new(&facts_record, FACTS_VERSION, s->a);
    for (size_t i = 0; i < shipped.n; i++)
        if (!load_pack(s, shipped.at[i], diags, err))
            return false;
    for (size_t i = 0; i < s->options.packs_n; i++)
        if (!load_pack(s, s->options.packs[i], diags, err))
            return false;
    s->policy_sha256 = policy_digest(s->policy, s->a);
    return true;
}

static bool open_cache(struct shoot_screen *s, str *ret_without, struct err *err)
{
    str folder = s->options.cache;
    struct err why;
    if (str_eq(folder, S("none")))
        return true;
    if (folder.p)
        return cache_open(folder, &s->cache, err) || err_wrap(err, "cache");
    /* Nobody asked for the user's own: what is wrong with it costs time and nothing else. */
    if (cache_home(s->a, &folder, &why) && cache_open(folder, &s->cache, &why))
        return true;
    *ret_without = str_copy(str_of(why.msg), s->a);
    return true;
}

/* The workers load these themselves; a mistake is told here, once, before the first picture. */
static bool check_lists(struct shoot_screen *s, struct diags *diags, struct err *err)
{
    const struct texts *lists = &s->orders.detect.watchlists;
    struct texts *digests = &s->orders.detect.watchlists_sha256;
    *digests = (struct texts){arena_new(s->a, str, lists->n), 0};
    CLEANUP(sha256_closep) struct sha256 *all = sha256_open();
    for (size_t i = 0; i < lists->n; i++) {
        str bytes;
        struct watchlist list;
        if (!read_named(s, lists->at[i], "watch-list", diags, &bytes, err))
            return false;
        if (!watchlist_read(bytes, s->a, diags, &list))
            return err_set(err, ERR_INVALID, "the watch-list %.*s is broken: nothing was screened",
                           STR(lists->at[i]));
        struct digest one = sha256(bytes);
        sha256_add(all, one.b, DIGEST_BYTES);
        digests->at[digests->n++] = digest_hex(one, s->a);
    }
    s->watchlists_sha256 = digest_hex(sha256_close(all), s->a);
    all = NULL;
    return true;
}

static bool check_bank(struct shoot_screen *s, struct diags *diags, struct err *err)
{
    str bytes;
    struct bank bank = {0};
    if (s->options.bank.p) {
        if (!read_named(s, s->options.bank, "bank", diags, &bytes, err))
            return false;
        if (!bank_read(bytes, s->a, diags, &bank))
            return err_set(err, ERR_INVALID, "the bank is broken: nothing was screened");
        s->bank_sha256 = digest_hex(sha256(bytes), s->a);
        s->orders.detect.bank_sha256 = s->bank_sha256;
    }
    if (s->options.suppressions.p) {
        if (!s->options.bank.p)
            return err_set(err, ERR_INVALID, "--suppressions needs --bank");
        if (!read_named(s, s->options.suppressions, "suppressions", diags, &bytes, err))
            return false;
        if (!bank_suppress(&bank, bytes, s->options.today, s->a, diags))
            return err_set(err, ERR_INVALID, "the suppressions are broken: nothing was screened");
        s->orders.detect.suppressions_sha256 = digest_hex(sha256(bytes), s->a);
    }
    return true;
}

struct set_aside {
    const struct shoot_screen *s;
    struct arena *a;
};

static const struct imported *imported_of(const struct shoot_screen *s, str name)
{
    for (size_t i = 0; s->has_callsheet && i < s->callsheet.imported_from.n; i++)
        if (str_eq(s->callsheet.imported_from.at[i].file, file_leaf(name)))
            return &s->callsheet.imported_from.at[i];
    return NULL;
}

/* By its bytes: those of that name that the call sheet does not hold are a file like any other. */
static bool was_imported(const struct shoot_screen *s, str path, str name)
{
    const struct imported *imported = imported_of(s, name);
    struct digest sha256, known;
    struct err err;
    return imported && !walk_sniff(path.p).p && digest_from_hex(imported->sha256, &known) &&
           intake_digest(path.p, &sha256, &err) && digest_eq(sha256, known);
}

/* Why the call sheet sets a file aside; absent if it does not. */
static str slate_reason(const struct shoot_screen *s, str name, struct arena *a)
{
    if (!s->has_callsheet)
        return (str){0};
    struct arena scratch = *a;
    const struct slate *slate = callsheet_setup(&s->callsheet, name, &scratch).slate;
    if (!slate)
        return (str){0};
    return str_format(a, "set aside by the call sheet (%.*s)",
                      STR(facts_mask_names(&s->callsheet, slate->reason, a)));
}

/* Why a file of the folder is no picture of the shoot. */
static str set_aside(void *self, str path, str name, uint64_t device, uint64_t inode)
{
    const struct set_aside *to = self;
    const struct shoot_screen *s = to->s;
    str what = own_files_what(&s->own, path.p, device, inode);
    if (what.p)
        return what;
    if (was_imported(s, path, name))
        return S("spreadsheet of the call sheet");
    str left_out = select_by_name(&s->options.select, name, to->a);
    if (left_out.p)
        return left_out;
    return slate_reason(s, name, to->a);
}

/* The given pictures without slates, which are counted by their reason. */
static struct walk given_walk(const struct shoot_screen *s, struct arena *a)
{
    const struct walk *given = s->options.opt_given->walk;
    struct walk walk = *given;
    walk.files = arena_new(a, struct walk_file, given->n);
    if (given->n)
        memcpy(walk.files, given->files, given->n * sizeof *walk.files);
    size_t i = 0;
    while (i < walk.n) {
        str reason = slate_reason(s, walk.files[i].name, a);
        if (!reason.p) {
            i++;
            continue;
        }
        bool *kept = arena_new(a, bool, walk.n);
        for (size_t k = 0; k < walk.n; k++)
            kept[k] = !str_eq(slate_reason(s, walk.files[k].name, a), reason);
        walk_leave_out(&walk, kept, reason, a);
    }
    return walk;
}

bool shoot_walk(const struct shoot_screen *s, struct arena *a, struct walk *ret_walk,
                struct err *err)
{
    struct set_aside to = {s, a};
    if (s->options.opt_given) {
        *ret_walk = given_walk(s, a);
        return true;
    }
    return walk_paths(s->options.paths, s->options.paths_n, (struct walk_filter){set_aside, &to}, a,
                      ret_walk, err);
}

/* A spreadsheet that went on after the call sheet was made of it: somebody must know. */
static void tell_stale_sheets(const struct shoot_screen *s, struct diags *diags)
{
    for (size_t i = 0; i < s->walk.n; i++) {
        const struct walk_file *file = &s->walk.files[i];
        if (!imported_of(s, file->name))
            continue;
        diags->file = file->path;
        diag_add(diags, 0, 0, (str){0},
                 "warning: these are not the bytes of this name that the call sheet was imported "
                 "from: import it again, or take the file out of the folder");
    }
}

static bool load_settlements(struct shoot_screen *s, struct diags *diags, struct err *err)
{
    const struct shoot_given *given = s->options.opt_given;
    struct settling_places places = {s->options.paths, s->options.paths_n, s->options.settlements,
                                     s->options.signed_only};
    if (!given)
        return settling_load(places, &s->walk, s->a, diags, &s->settlements, err);
    s->settlements = *given->settlements;
    if (s->options.signed_only)
        settling_signed_only(&s->settlements);
    return true;
}

static size_t default_lanes(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return (size_t)MIN(MAX(cores, 1L), (long)LANES_MAX);
}

static bool open_detectors(struct shoot_screen *s, struct err *err)
{
    const struct texts *paths = &s->options.detectors;
    if (paths->n > OUTSIDE_MAX)
        return err_set(err, ERR_LIMIT, "more than %d detectors", OUTSIDE_MAX);
    struct outside *outside = arena_new(s->a, struct outside, paths->n);
    for (size_t i = 0; i < paths->n; i++) {
        if (!outside_open(paths->at[i], s->a, &outside[i], err))
            return false;
        for (size_t k = 0; k < i; k++)
            if (str_eq(outside[k].name, outside[i].name))
                return err_set(err, ERR_INVALID, "two detectors are called %.*s",
                               STR(outside[i].name));
    }
    s->orders.outside = outside;
    s->orders.outside_n = paths->n;
    return true;
}

struct shoot_screen *shoot_screen_open(const struct shoot_options *options, struct arena *a,
                                       struct diags *diags, struct err *err)
{
    struct shoot_screen *s = arena_new(a, struct shoot_screen, 1);
    s->options = *options;
    s->a = a;
    struct paths paths;
    str without_cache = {0};
    if (!open_cache(s, &without_cache, err))
        return NULL;
    struct orders_options orders = {
        .opt_cache = s->cache,
        .weak_sandbox = options->weak_sandbox,
        .pdf = options->pdf,
        .bank = options->bank,
        .suppressions = options->suppressions,
        .watchlists = options->watchlists,
        .today = options->today,
        .decode_timeout_s = options->decode_timeout_s,
        .detect_timeout_s = options->detect_timeout_s,
    };
    if (options->settlements.p)
        own_files_add(&s->own, options->settlements, S("what people said (--settlements)"), false,
                      a);
    if (!paths_find(a, &paths, err) || !load_callsheet(s, diags, err) ||
        !load_policy(s, &paths, diags, err) || !orders_make(&orders, a, &s->orders, err) ||
        !check_lists(s, diags, err) || !check_bank(s, diags, err) || !load_scans(s, diags, err) ||
        !open_detectors(s, err) || !evidence_start(&options->evidence, err) ||
        !select_check(&options->select, *a, err) || !shoot_walk(s, a, &s->walk, err) ||
        !load_settlements(s, diags, err) ||
        !select_by_marks(&options->select, options->weak_sandbox, &s->walk, a, diags, err) ||
        (options->pdf &&
         !pages_expand(&s->walk, options->weak_sandbox, s->orders.decode_timeout_s, a, err))) {
        shoot_screen_close(s);
        return NULL;
    }
    if (without_cache.p) {
        diags->file = S("cache");
        diag_add(diags, 0, 0, (str){0}, "warning: nothing is kept for the next run: %.*s",
                 STR(without_cache));
    }
    tell_stale_sheets(s, diags);
    s->lanes = options->lanes ? (size_t)options->lanes : default_lanes();
    return s;
}

void shoot_screen_close(struct shoot_screen *s)
{
    if (!s)
        return;
    policy_done(s->policy);
    cache_close(s->cache);
}

const struct walk *shoot_screen_walk(const struct shoot_screen *s)
{
    return &s->walk;
}

const struct callsheet *shoot_screen_callsheet(const struct shoot_screen *s)
{
    return s->has_callsheet ? &s->callsheet : NULL;
}

struct cache_counts shoot_screen_cached(const struct shoot_screen *s)
{
    return s->cache ? cache_counted(s->cache) : (struct cache_counts){0};
}

size_t shoot_screen_lanes(const struct shoot_screen *s)
{
    return MAX(MIN(s->lanes, s->walk.n), (size_t)1);
}

/* ---- one picture ---- */

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

void shoot_judge(const struct shoot_screen *s, struct lane *lane, const struct walk_file *file,
                 struct arena *a, struct result *ret_result)
{
    struct result result = begin(s, file, a);
    struct lane_result seen;
    see(lane, file, a, &result, &seen);
    decide(s, file, &seen, a, &result);
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
