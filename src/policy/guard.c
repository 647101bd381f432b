#include "policy/guard.h"

#include <inttypes.h>
#include <string.h>

#include "policy/message.h"

enum {
    NAMES_MAX_BYTES = 500,  /* of what failed, in one sentence */
    WORDS_MAX_BYTES = 1000, /* of a failure */
};

#define SCREEN_AGAIN S("Put right what is wrong and screen the picture again.")

/* ---- where things are ---- */

static const struct field *find(const struct record *opt_record, const char *name,
                                enum field_kind kind, size_t *ret_offset)
{
    for (size_t i = 0; opt_record && i < opt_record->n; i++) {
        const struct field *f = &opt_record->fields[i];
        if (f->kind == kind && f->name && strcmp(f->name, name) == 0) {
            *ret_offset = f->offset;
            return f;
        }
    }
    return NULL;
}

/* A field of a record that stands in the facts: its offset from the start of the facts. */
static bool find_in(const struct record *facts, const char *outer, const char *inner,
                    enum field_kind kind, size_t *ret_offset)
{
    size_t a = 0, b = 0;
    const struct field *f = find(facts, outer, FIELD_RECORD, &a);
    bool found = f && find(f->record, inner, kind, &b);
    *ret_offset = a + b;
    return found;
}

struct guard guard_make(const struct record *facts)
{
    struct guard g = {0};
    const struct field *detectors = find(facts, "detectors", FIELD_RECORDS, &g.detectors);
    const struct field *failures = find(facts, "failures", FIELD_RECORDS, &g.failures);
    if (!detectors || !failures)
        return g;
    g.detector_bytes = detectors->record->size;
    g.failure_bytes = failures->record->size;
    g.usable = find(facts, "version", FIELD_INT, &g.version) &&
               find_in(facts, "callsheet", "present", FIELD_BOOL, &g.present) &&
               find_in(facts, "faces", "counted", FIELD_INT, &g.counted) &&
               find_in(facts, "scope", "territories", FIELD_TEXTS, &g.territories) &&
               find(facts, "texts", FIELD_RECORDS, &g.texts) &&
               find(facts, "unread", FIELD_RECORDS, &g.unread) &&
               find(detectors->record, "name", FIELD_TEXT, &g.detector_name) &&
               find(detectors->record, "status", FIELD_TEXT, &g.detector_status) &&
               find(failures->record, "what", FIELD_TEXT, &g.failure_what) &&
               find(failures->record, "words", FIELD_TEXT, &g.failure_words);
    return g;
}

static const struct records *list_at(const void *facts, size_t offset)
{
    return (const struct records *)((const char *)facts + offset);
}

static int64_t int_at(const void *facts, size_t offset)
{
    return *(const int64_t *)((const char *)facts + offset);
}

static str text_of(const struct records *list, size_t i, size_t bytes, size_t offset)
{
    return *(const str *)((const char *)list->at + i * bytes + offset);
}

/* ---- what blocks ---- */

static void add_name(struct buf *names, str name)
{
    if (names->n > NAMES_MAX_BYTES) {
        if (!str_ends(buf_str(names), S("...")))
            buf_put(names, S(", ..."));
        return;
    }
    buf_put(names, names->n > 0 ? S(", ") : S(""));
    message_line(names, name.n > 0 ? name : S("something without a name"), MESSAGE_SHOWN_BYTES);
}

/* Failures of equal words come of one cause (a dead worker): one reason that names them all. */
static void tell_failures(const struct guard *g, const struct records *failures,
                          struct reason_list *list)
{
    for (size_t i = 0; i < failures->n && !list->full; i++) {
        str words = text_of(failures, i, g->failure_bytes, g->failure_words);
        bool told = false;
        for (size_t j = 0; j < i && !told; j++)
            told = str_eq(words, text_of(failures, j, g->failure_bytes, g->failure_words));
        if (told)
            continue;
        CLEANUP(buf_done) struct buf names = {0};
        size_t n = 0;
        for (size_t j = i; j < failures->n; j++)
            if (str_eq(words, text_of(failures, j, g->failure_bytes, g->failure_words))) {
                add_name(&names, text_of(failures, j, g->failure_bytes, g->failure_what));
                n++;
            }
        CLEANUP(buf_done) struct buf because = {0};
        message_line(&because,
                     words.n > 0 ? words : S("It could not be told, and no reason was given."),
                     WORDS_MAX_BYTES);
        if (n > 1 || words.n == 0)
            buf_format(&because, " (%.*s)", STR(buf_str(&names)));
        reasons_block(list, S("could-not-tell"), buf_str(&because), SCREEN_AGAIN);
    }
}

static bool has_failure(const struct guard *g, const struct records *failures, str detector)
{
    for (size_t i = 0; i < failures->n; i++) {
        str what = text_of(failures, i, g->failure_bytes, g->failure_what);
        if (str_eq(what, detector) || str_eq(what, S("file")) ||
            str_contains(text_of(failures, i, g->failure_bytes, g->failure_words), detector))
            return true;
    }
    return false;
}

/* Only to say it once: with any failure the picture is blocked already. */
static void tell_detectors(const struct guard *g, const struct records *detectors,
                           const struct records *failures, struct reason_list *list)
{
    CLEANUP(buf_done) struct buf names = {0};
    for (size_t i = 0; i < detectors->n; i++) {
        str name = text_of(detectors, i, g->detector_bytes, g->detector_name);
        str status = text_of(detectors, i, g->detector_bytes, g->detector_status);
        if (str_eq(status, S("done")) || has_failure(g, failures, name))
            continue;
        add_name(&names, str_format(list->a, "%.*s (%.*s)", STR(name), STR(status)));
    }
    if (names.n > 0)
        reasons_block(list, S("detector-not-run"),
                      str_format(list->a, "Not everything was looked for; did not run: %.*s.",
                                 STR(buf_str(&names))),
                      S("Let every detector run and screen the picture again."));
    if (detectors->n == 0 && failures->n == 0)
        reasons_block(list, S("detector-not-run"), S("Nothing was looked for: no detector ran."),
                      SCREEN_AGAIN);
}

static void tell_no_callsheet(int64_t faces, size_t texts, size_t unread, struct reason_list *list)
{
    if (faces == 0 && texts == 0 && unread == 0)
        return;
    reasons_block(list, S("no-callsheet"),
                  str_format(list->a,
                             "There is no call sheet to hold this picture against, and it has "
                             "%" PRId64
                             " faces, %zu blocks of print and %zu places with print that "
                             "cannot be read.",
                             faces, texts, unread),
                  S("Give the call sheet of the shoot (--callsheet); `gatefold callsheet init` "
                    "writes one to start from."));
}

bool guard_judge(const struct guard *g, int64_t version, const void *facts,
                 struct reason_list *list)
{
    if (!g->usable) {
        reasons_block(list, S("facts-incomplete"),
                      S("The facts lack what must always be known, so nothing can be judged."),
                      S("This is a fault of the program that made the facts: report it."));
        return false;
    }
    if (int_at(facts, g->version) != version) {
        reasons_block(list, S("facts-version"),
                      str_format(list->a,
                                 "The facts are of version %" PRId64 " and the policy reads "
                                 "version %" PRId64 ".",
                                 int_at(facts, g->version), version),
                      SCREEN_AGAIN);
        return false;
    }
    const struct records *texts = list_at(facts, g->texts), *unread = list_at(facts, g->unread),
                         *detectors = list_at(facts, g->detectors),
                         *failures = list_at(facts, g->failures);
    int64_t faces = int_at(facts, g->counted);
    const struct texts *territories = (const struct texts *)list_at(facts, g->territories);
    if (!territories->at || !texts->at || !unread->at || !detectors->at || !failures->at ||
        faces < 0)
        reasons_block(
            list, S("facts-incomplete"),
            S("It is not known what was found in the picture, where it is to run, or what could "
              "not be told."),
            SCREEN_AGAIN);
    tell_failures(g, failures, list);
    tell_detectors(g, detectors, failures, list);
    if (!*(const bool *)((const char *)facts + g->present))
        tell_no_callsheet(MAX(faces, (int64_t)0), texts->n, unread->n, list);
    return true;
}
