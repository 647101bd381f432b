#include "app/marks.h"

#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "worker/intake.h"
#include "worker/worker.h"

enum {
    MARKS_TIMEOUT_S = 30,
};

static struct mark_source *add(struct marks *marks, str path, bool sidecar)
{
    struct mark_source *source = &marks->at[marks->n++];
    *source = (struct mark_source){.path = path, .sidecar = sidecar, .rating = INT_ABSENT};
    return source;
}

static bool something_said(const struct marks *marks)
{
    for (size_t i = 0; i < marks->n; i++)
        if (marks->at[i].rating != INT_ABSENT || marks->at[i].label.p)
            return true;
    return false;
}

static void untold(struct marks *marks, str path, bool sidecar, str why)
{
    marks->unknown = true;
    add(marks, path, sidecar)->problem = why;
}

static void take(struct marks *marks, str path, bool sidecar, const struct marks_answer *answer)
{
    if (!answer->problem.p) {
        struct mark_source *source = add(marks, path, sidecar);
        source->rating = answer->rating;
        source->label = answer->label;
    } else if (!answer->unread) {
        untold(marks, path, sidecar, answer->problem);
    } else if (!something_said(marks)) {
        marks->unknown = true; /* no sidecar speaks for it; screening will say what is wrong */
    }
}

/* False when the worker is no more. */
static bool ask(struct worker *worker, const struct intake *file, str path, bool sidecar,
                struct marks_orders orders, str opt_key, struct arena *a, struct marks *marks)
{
    struct marks_ask wanted = {sidecar};
    struct marks_answer answer;
    struct worker_ask question = {
        .opt_stop = orders.opt_stop,
        .opt_record = &marks_ask_record,
        .value = &wanted,
        .fds = &file->fd,
        .fds_n = 1,
        .seconds = MARKS_TIMEOUT_S,
        .answer = &marks_answer_record,
    };
    struct err err;
    if (!worker_query(worker, question, a, &answer, &err)) {
        untold(marks, path, sidecar, str_copy(str_of(err.msg), a));
        return false;
    }
    if (opt_key.p)
        cache_put_marks(orders.opt_cache, opt_key, &answer);
    take(marks, path, sidecar, &answer);
    return true;
}

/* NAME.EXT.xmp and NAME.xmp, as programs write them. */
static size_t sidecars_of(str path, struct arena *a, str ret[MARKS_SOURCES_MAX])
{
    const char *slash = memrchr(path.p, '/', path.n), *dot = memrchr(path.p, '.', path.n);
    str bare = dot && dot > (slash ? slash + 1 : path.p) ? str_first(path, (size_t)(dot - path.p))
                                                         : (str){0};
    size_t n = 0;
    static const char *const suffixes[] = {".xmp", ".XMP"};
    for (size_t i = 0; i < countof(suffixes); i++)
        ret[n++] = str_format(a, "%.*s%s", STR(path), suffixes[i]);
    for (size_t i = 0; bare.p && i < countof(suffixes); i++)
        ret[n++] = str_format(a, "%.*s%s", STR(bare), suffixes[i]);
    return n;
}

/* For what is known the digest alone matters: the bytes are read once and not kept. */
static bool known(str path, bool sidecar, struct marks_orders orders, struct arena *a,
                  struct marks *marks)
{
    struct digest sha256;
    struct marks_answer answer;
    struct err err;
    if (!orders.opt_cache || !orders.opt_reads->known || !intake_digest(path.p, &sha256, &err))
        return false;
    str key = cache_marks_key(orders.opt_cache, orders.opt_reads, sidecar, sha256, a);
    if (!cache_get_marks(orders.opt_cache, key, a, &answer))
        return false;
    take(marks, path, sidecar, &answer);
    return true;
}

/* The worker is started for the first file that is there and not known: most pictures have no
 * sidecar, and most sidecars are what they were. */
static bool read_source(struct worker *worker, str path, bool sidecar, struct marks_orders orders,
                        struct arena *a, struct marks *marks, bool *ret_more, struct err *err)
{
    struct intake in;
    *ret_more = true;
    if (known(path, sidecar, orders, a, marks))
        return true;
    if (!intake_open(path.p, &in, err)) {
        if (sidecar && err->kind != ERR_NOT_FOUND)
            untold(marks, path, sidecar, str_copy(str_of(err->msg), a));
        else if (!sidecar)
            marks->unknown = true; /* a picture that cannot be read is told by its screening */
        return true;
    }
    str key = {0};
    if (orders.opt_cache)
        key = cache_marks_key(orders.opt_cache, orders.opt_reads, sidecar, in.sha256, a);
    struct worker_orders start = {.weak_sandbox = orders.weak_sandbox};
    bool good = worker_running(worker) ||
                worker_open(WORKER_MARKS, &start, orders.opt_stop, a, worker, err);
    if (good)
        *ret_more = ask(worker, &in, path, sidecar, orders, key, a, marks);
    else
        untold(marks, path, sidecar, str_copy(str_of(err->msg), a));
    close(in.fd);
    return good;
}

bool marks_read(const struct walk_file *file, struct marks_orders orders, struct arena *a,
                struct marks *ret_marks, struct err *err)
{
    str paths[MARKS_SOURCES_MAX];
    size_t sidecars = sidecars_of(file->path, a, paths), n = sidecars;
    struct worker worker = {0};
    bool good = true, more = true;
    *ret_marks = (struct marks){0};
    if (orders.picture)
        paths[n++] = file->path;
    for (size_t i = 0; good && more && i < n; i++)
        if (i >= sidecars || !str_eq(paths[i], file->path)) /* a picture by a sidecar's name */
            good = read_source(&worker, paths[i], i < sidecars, orders, a, ret_marks, &more, err);
    worker_stop(&worker);
    return good;
}

void marks_of_picture(const struct image_about *about, str path, struct arena *a,
                      struct marks *marks)
{
    struct image_marks own;
    struct err err;
    if (!image_marks_stated(about, &own, &err)) {
        untold(marks, path, false, str_copy(str_of(err.msg), a));
        return;
    }
    struct mark_source *source = add(marks, path, false);
    if (own.rated)
        source->rating = own.rating;
    source->label = own.label;
}

/* ---- in a result ---- */

static str called(const struct mark_source *source, struct arena *a)
{
    return source->sidecar ? utf8_clean(source->path, a) : S("the picture itself");
}

/* Cameras write 0, which is no answer to what a person wrote into a sidecar. */
static bool has_rating(const struct mark_source *source)
{
    return source->rating != INT_ABSENT && (source->sidecar || source->rating != 0);
}

static void note(struct result *result, str words)
{
    result->mark_notes.at[result->mark_notes.n++] = words;
}

static void tell_rating(const struct marks *marks, struct arena *a, struct result *result)
{
    const struct mark_source *first = NULL;
    for (size_t i = 0; i < marks->n; i++) {
        const struct mark_source *s = &marks->at[i];
        if (!has_rating(s))
            continue;
        if (!first)
            first = s;
        else if (s->rating != first->rating)
            note(result,
                 str_format(a, "rating: %.*s says %lld, %.*s %lld", STR(called(first, a)),
                            (long long)first->rating, STR(called(s, a)), (long long)s->rating));
    }
    if (first)
        result->rating = first->rating;
}

static void tell_label(const struct marks *marks, struct arena *a, struct result *result)
{
    const struct mark_source *first = NULL;
    for (size_t i = 0; i < marks->n; i++) {
        const struct mark_source *s = &marks->at[i];
        if (!s->label.n)
            continue;
        if (!first)
            first = s;
        else if (!str_eq(s->label, first->label))
            note(result,
                 str_format(a, "label: %.*s says “%.*s”, %.*s “%.*s”", STR(called(first, a)),
                            STR(first->label), STR(called(s, a)), STR(s->label)));
    }
    if (first)
        result->label = first->label;
}

void marks_tell(const struct marks *marks, struct arena *a, struct result *result)
{
    /* A source is told at most once for each of its two marks, or for its problem. */
    result->mark_notes.at = arena_new(a, str, 2 * MARKS_SOURCES_MAX);
    tell_rating(marks, a, result);
    tell_label(marks, a, result);
    for (size_t i = 0; i < marks->n; i++)
        if (marks->at[i].problem.p)
            note(result, str_format(a, "rating and label of %.*s cannot be told: %.*s",
                                    STR(called(&marks->at[i], a)), STR(marks->at[i].problem)));
    if (!result->mark_notes.n)
        result->mark_notes.at = NULL; /* absent, not empty */
}

str marks_words(const struct result *result, bool label, struct arena *a)
{
    str rating = S(""), words = label && result->label.p ? result->label : S("");
    if (result->rating == RATING_REJECTED)
        rating = S("rejected");
    else if (result->rating != INT_ABSENT && result->rating > 0)
        rating = str_format(a, "rated %lld of %d", (long long)result->rating, RATING_MAX);
    return str_format(a, "%.*s%s%.*s", STR(rating), rating.n && words.n ? ", " : "", STR(words));
}
