#include "image/image.h"
#include "screen/screening.h"
#include "shoot/facts_parts.h"

/* What could not be told. A screening lists every detector, and nothing but a run to its end says
 * "nothing found"; so a row that is missing is a failure like one that failed. */

static const struct {
    const char *name;
    const char *fix;
} needed[] = {
    {"text", "the print in it was not read: look for print by eye, or run `make setup` and screen "
             "again"},
    {"watchlist", "what was read was not compared with the watch-lists: repair them and screen "
                  "again"},
    {"people", "faces were not counted: run `make setup` and screen again"},
    {"fingerprint", "it has no fingerprint: screen again"},
    {"known-bad", "it was not compared with the bank: repair the bank and screen again"},
    {"metadata", "its metadata were not compared: screen again"},
};

struct failures {
    const struct facts_of *of;
    struct arena *a;
    struct facts *facts;
};

static void failure_add(struct failures *f, str what, str reason, str words)
{
    size_t n = ++f->facts->failures.n;
    const struct callsheet *c = f->of->opt_callsheet;
    f->facts->failures.at[n - 1] = (struct fact_failure){
        .id = str_format(f->a, "f%zu", n),
        .what = what,
        .reason = facts_mask_names(c, reason, f->a),
        .words = facts_mask_names(c, words, f->a),
    };
}

static const char *fix_of(str detector)
{
    for (size_t i = 0; i < countof(needed); i++)
        if (str_eq(detector, str_of(needed[i].name)))
            return needed[i].fix;
    return "look at the picture by eye, or screen again";
}

static const struct detector_run *run_of(const struct screening *s, str name)
{
    for (size_t i = 0; i < s->detectors.n; i++)
        if (str_eq(s->detectors.at[i].name, name))
            return &s->detectors.at[i];
    return NULL;
}

static str why_not(const struct detector_run *run)
{
    if (run->status == RUN_OFF)
        return S("switched off");
    return run->reason.p ? run->reason : S("failed");
}

static bool same_trouble(const struct detector_run *a, const struct detector_run *b)
{
    return a->status != RUN_DONE && b->status != RUN_DONE && str_eq(why_not(a), why_not(b));
}

/* One trouble is one failure, however many detectors it stopped: a dead worker is no six questions.
 */
static void trouble(struct failures *f, const struct screening *s, size_t first)
{
    const struct detector_run *run = &s->detectors.at[first];
    for (size_t i = 0; i < first; i++)
        if (same_trouble(&s->detectors.at[i], run))
            return;
    CLEANUP(buf_done) struct buf names = {0};
    size_t n = 0;
    for (size_t i = first; i < s->detectors.n; i++) {
        if (same_trouble(&s->detectors.at[i], run))
            buf_format(&names, "%s%.*s", n++ ? ", " : "", STR(s->detectors.at[i].name));
    }
    str status = run->status == RUN_OFF ? S("off") : S("failed");
    if (n == 1)
        failure_add(f, present(run->name), status,
                    str_format(f->a, "%.*s: %.*s; %s", STR(run->name), STR(why_not(run)),
                               fix_of(run->name)));
    else if (!f->of->opt_about)
        failure_add(
            f, S("file"), S("not_decoded"),
            str_format(f->a, "%.*s; nothing in the picture was looked at", STR(why_not(run))));
    else
        failure_add(f, S("worker"), status,
                    str_format(f->a, "%.*s; these detectors did not run: %.*s", STR(why_not(run)),
                               STR(buf_str(&names))));
}

static void runs(struct failures *f, const struct screening *s)
{
    struct facts *facts = f->facts;
    for (size_t i = 0; i < s->detectors.n; i++) {
        const struct detector_run *run = &s->detectors.at[i];
        str status = run->status == RUN_DONE  ? S("done")
                     : run->status == RUN_OFF ? S("off")
                                              : S("failed");
        facts->detectors.at[facts->detectors.n++] =
            (struct fact_detector){present(run->name), present(run->version), status};
        if (run->status != RUN_DONE)
            trouble(f, s, i);
    }
    for (size_t i = 0; i < countof(needed); i++)
        if (!run_of(s, str_of(needed[i].name)))
            failure_add(f, str_of(needed[i].name), S("missing"),
                        str_format(f->a, "%s: did not run; %s", needed[i].name, needed[i].fix));
}

static void findings(struct failures *f, const struct screening *s)
{
    for (size_t i = 0; i < s->findings.n; i++) {
        const struct finding *finding = &s->findings.at[i];
        if (finding->kind != FINDING_COULD_NOT_TELL)
            continue;
        /* A detector that fails says so in its row and in a finding. */
        const struct detector_run *run = run_of(s, finding->detector);
        if (run && run->status != RUN_DONE && str_eq(run->reason, finding->evidence))
            continue;
        str evidence = present(finding->evidence);
        failure_add(
            f, present(finding->detector),
            finding->reason.p && finding->reason.n > 0 ? finding->reason : S("could_not_tell"),
            str_eq(finding->reason, S("preview_only")) || str_eq(finding->reason, S("proof_page"))
                ? evidence /* the picture is not here to be looked at */
                : str_format(f->a, "%.*s; look at the picture by eye", STR(evidence)));
    }
}

/* The decode worker's answer and the detect worker's must be about the same picture. Asked last: a
 * screening that failed knows no size. */
static void workers(struct failures *f)
{
    const struct screening *s = f->of->opt_screening;
    const struct image_about *about = f->of->opt_about;
    if (!about && f->facts->failures.n == 0)
        failure_add(f, S("file"), S("not_decoded"),
                    S("the picture could not be read: send it again, or in another format"));
    if (!s) {
        failure_add(f, S("worker"), S("no_screening"),
                    S("nothing in the picture was looked at: screen again"));
        return;
    }
    if (s->version != SCREENING_VERSION)
        failure_add(f, S("worker"), S("screening_version"),
                    str_format(f->a, "the screening is of version %lld, not %d: screen again",
                               (long long)s->version, SCREENING_VERSION));
    bool sized = s->width_px > 0 || f->facts->failures.n == 0;
    if (sized && about && (s->width_px != about->width_px || s->height_px != about->height_px))
        failure_add(f, S("worker"), S("screening_size"),
                    S("the screening is of a picture of another size: screen again"));
}

void facts_failures(const struct facts_of *of, struct arena *a, struct facts *facts)
{
    enum {
        OF_WORKERS = 4
    };
    const struct screening *s = of->opt_screening;
    size_t most = OF_WORKERS + countof(needed) + (s ? s->findings.n + s->detectors.n : 0);
    struct failures f = {of, a, facts};
    facts->failures.at = arena_new(a, struct fact_failure, most);
    facts->detectors.at = arena_new(a, struct fact_detector, s ? s->detectors.n : 0);
    if (s) {
        runs(&f, s);
        findings(&f, s);
    }
    workers(&f);
}
