#include "app/shoot_screen_parts.h"

#include <unistd.h>

#include "app/orders.h"
#include "app/pages.h"
#include "app/scans.h"
#include "app/settling.h"
#include "base/file.h"
#include "base/hash.h"
#include "screen/bank.h"
#include "screen/watchlist.h"
#include "worker/cache.h"

enum {
    TEXT_FILE_MAX_BYTES = 16 << 20, /* call sheets, packs, banks, watch-lists */
};

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
        !select_by_marks(&options->select, &s->orders, &s->walk, a, diags, err) ||
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
    shoot_tell_stale_sheets(s, diags);
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

const struct settlements *shoot_screen_said(const struct shoot_screen *s)
{
    return &s->settlements;
}

struct cache_counts shoot_screen_cached(const struct shoot_screen *s)
{
    return s->cache ? cache_counted(s->cache) : (struct cache_counts){0};
}

size_t shoot_screen_lanes(const struct shoot_screen *s)
{
    return MAX(MIN(s->lanes, s->walk.n), (size_t)1);
}
