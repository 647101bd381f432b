#include "shoot/facts.h"

#include "../test.h"
#include "frame.h"
#include "shoot/callsheet.h"

struct arena arena;
static struct callsheet sheet;

/* From the first page of Pride and Prejudice (1813). */
#define PAGE                                                                                       \
    "It is a truth universally acknowledged, that a single man in possession of a good fortune, "  \
    "must be in want of a wife. However little known the feelings or views of such a man may be "  \
    "on his first entering a neighbourhood, this truth is so well fixed in the minds of the "      \
    "surrounding families, that he is considered the rightful property of some one or other of "   \
    "their daughters."

static const char text[] =
    "callsheet: 1\n"
    "campaign: {id: JOB-7, name: C}\n"
    "house: maison\n"
    "parties: [{id: maison, name: M, kind: house}, {id: legal, name: L, kind: person}]\n"
    "places: [{id: p, name: P, time_zone: Europe/Paris}]\n"
    "days: [{id: day-1, date: 2022-09-14, place: p}, {id: day-2, date: 2022-09-15, place: p}]\n"
    "talent:\n"
    "- {id: child-1, name: Mia Lindqvist, birth_date: 2007-09-15}\n"
    "- {id: adult-1, name: Ada Verhoeven, birth_date: 1991-03-08}\n"
    "- {id: nobody-knows, name: Cleo Marchetti}\n"
    "items:\n"
    "- {id: book, name: a page, kind: printed, supplier: maison, print: [\"" PAGE "\"],\n"
    "   approval: {by: legal, date: 2022-09-01}, themes: [document], assessed_by: legal}\n"
    "- {id: copy, name: the bear of Mia Lindqvist, kind: printed, print: [\"" PAGE "\"]}\n"
    "- {id: bag, name: bag, kind: product, own_marks: [MAISON VERNE, Paris]}\n"
    "setups:\n"
    "- look: l\n"
    "  shots:\n"
    "  - {id: desk, files: ['desk_*'], day: day-1, talent: [], items: [book, bag]}\n"
    "  - {id: room, files: ['room_*'], talent: [child-1, adult-1], items: [bag]}\n"
    "  - {id: late, files: ['late_*'], day: day-2, talent: [adult-1], items: [copy]}\n"
    "  - {id: odd, files: ['odd_*'], talent: [nobody-knows], items: []}\n"
    "slates: [{files: ['slate_*'], reason: the colour card}]\n";

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(CALLSHEET_ARENA_BYTES + FACTS_ARENA_BYTES);
    struct diags diags = {.a = &arena};
    if (!callsheet_read(str_of(text), &arena, &diags, &sheet)) {
        for (size_t i = 0; i < diags.n; i++)
            print_message("# %.*s\n", STR(diags.at[i].what));
        return 1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static struct facts facts_for(const struct callsheet *c, const char *path, struct screening s,
                              struct image_about about_it)
{
    struct screening *screened = arena_new(&arena, struct screening, 1);
    struct image_about *decoded = arena_new(&arena, struct image_about, 1);
    *screened = s;
    *decoded = about_it;
    struct facts facts = facts_make(&(struct facts_of){.opt_callsheet = c,
                                                       .opt_screening = screened,
                                                       .opt_about = decoded,
                                                       .path = str_of(path),
                                                       .sha256 = S("00")},
                                    &arena);

    /* Whatever they hold, they can be written, read again and written the same, and no name is in
     * them. */
    struct buf json CLEANUP(buf_done) = {0}, again CLEANUP(buf_done) = {0};
    record_write_json(&facts_record, &facts, &json);
    struct facts back;
    struct err err;
    assert_ok(record_read_json(&facts_record, buf_str(&json), &arena, &back, &err), err);
    record_write_json(&facts_record, &back, &again);
    assert_str(buf_str(&again), buf_str(&json));
    static const char *const names[] = {"indqvist", "erhoeven", "archetti"};
    for (size_t i = 0; c && i < countof(names); i++)
        assert_false(str_contains(buf_str(&json), str_of(names[i])));
    return facts;
}

static const char *const page_lines[] = {
    "It is a truth universally acknowledged, that a single man",
    "in possession of a good fortune, must be in want of a wife.",
    "However little known the feelings or views of such a man",
    "may be on his first entering a neighbourhood, this truth is",
    "so well fixed in the minds of the surrounding families,",
};

static void assert_text(struct facts f, size_t i, const char *account, const char *item,
                        const char *starts)
{
    assert_true(i < f.texts.n);
    assert_str(f.texts.at[i].account, str_of(account));
    assert_str(f.texts.at[i].item, str_of(item));
    if (!str_starts(f.texts.at[i].text, str_of(starts)))
        fail_msg("text is %.*s", STR(f.texts.at[i].text));
}

static void declared_print_is_accounted(void **state)
{
    (void)state;
    struct finding f = block(page_lines, countof(page_lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 1);
    assert_text(facts, 0, "item", "book", "It is a truth");
    assert_str(facts.texts.at[0].id, S("t1"));
    assert_int_equal(facts.texts.at[0].region.h_px, 200);
    assert_true(facts.texts.at[0].covered_pm >= 900);
    assert_str(facts.items.at[0].kind, S("printed"));
    assert_true(facts.items.at[0].assessed && facts.items.at[0].approved);
    assert_false(facts.items.at[1].assessed || facts.items.at[1].approved);
}

static void half_covered_print_is_accounted(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "truth universally acknowledg",  "session of a good fortune, mu",
        "little known the feelings or",  "on his first entering a neigh",
        "fixed in the minds of the sur", "idered the rightful property",
    };
    struct finding f = block(lines, countof(lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 1);
    assert_text(facts, 0, "item", "book", "truth universally");
}

/* A page read as several blocks: a heading and a cut-off paragraph are too little alone. */
static void blocks_of_one_page_are_known_together(void **state)
{
    (void)state;
    static const char *const few[] = {"However little known the feelings or views of such a man"};
    static const struct {
        int64_t y_px;
        const char *account;
    } rows[] = {{240, "item"}, {2000, "unaccounted"}};
    for (size_t i = 0; i < countof(rows); i++) {
        struct finding f[] = {block(page_lines, countof(page_lines), 0),
                              block(few, countof(few), rows[i].y_px)};
        struct facts facts =
            facts_for(&sheet, "desk_1.jpg", screening(f, countof(f)), about(NULL, 0));
        assert_int_equal(facts.texts.n, 2);
        assert_text(facts, 0, "item", "book", "It is");
        assert_str(facts.texts.at[1].account, str_of(rows[i].account));
        assert_int_equal(facts.texts.at[1].region.y_px, rows[i].y_px);
    }
}

/* Beside lines that a print accounts for, a short one is a word of it, or one cut off at an end. */
static void short_lines_are_words_of_the_print(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool accounted;
    } rows[] = {
        {"wife", true},     {"a man", true},  {"single", true},
        {"iversal", false}, {"ghbou", false}, /* inside "universally", "neighbourhood" */
        {"perty", true},    {"cknow", false}, {"ackno", true},
        {"ly", false},      {"wives", false},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        const char *lines[countof(page_lines) + 1];
        memcpy(lines, page_lines, sizeof page_lines);
        lines[countof(page_lines)] = rows[i].line;
        struct finding f = block(lines, countof(lines), 0);
        struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
        if (facts.texts.n != (rows[i].accounted ? 1 : 2))
            fail_msg("\"%s\": %zu texts", rows[i].line, facts.texts.n);
    }
}

static void print_of_another_shot_is_not_accounted(void **state)
{
    (void)state;
    static const char *const paths[] = {"room_1.jpg", "unknown.jpg", "slate_1.jpg"};
    struct finding f = block(page_lines, countof(page_lines), 0);
    for (size_t i = 0; i < countof(paths); i++) {
        struct facts facts = facts_for(&sheet, paths[i], screening(&f, 1), about(NULL, 0));
        assert_int_equal(facts.texts.n, 1);
        assert_text(facts, 0, "unaccounted", "", "It is");
    }
    struct facts facts = facts_for(NULL, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_text(facts, 0, "unaccounted", "", "It is");
}

static void foreign_lines_in_a_declared_page_stay_unaccounted(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "It is a truth universally acknowledged, that a single man",
        "in possession of a good fortune, must be in want of a wife.",
        "The court of appeals affirmed the conviction of the defendant",
        "However little known the feelings or views of such a man",
        "may be on his first entering a neighbourhood, this truth is",
        "for Mia Lindqvist",
    };
    struct finding f = block(lines, countof(lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 2);
    assert_text(facts, 0, "item", "book", "It is");
    assert_text(facts, 1, "unaccounted", "", "The court of appeals affirmed");
    assert_true(str_ends(facts.texts.at[1].text, S("\nfor child-1")));
    assert_int_equal(facts.texts.at[1].region.y_px, 80);
}

/* Two papers side by side are read as one line. */
static void a_line_joined_with_another_papers_is_unaccounted(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "It is a truth universally acknowledged, that a single man",
        "in possession of a good fortune, must be in want of a wife. UNITED v WILLIAMS",
        "However little known the feelings or views of such a man",
        "may be on his first entering a neighbourhood, this truth is",
    };
    struct finding f = block(lines, countof(lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 2);
    assert_text(facts, 0, "item", "book", "It is");
    assert_text(facts, 1, "unaccounted", "", "in possession");
}

static void own_marks_are_whole_words(void **state)
{
    (void)state;
    static const struct {
        const char *line, *account;
    } rows[] = {
        {"MAISON VERNE", "own_mark"},
        {"Maison Verne Paris", "own_mark"},
        {"MAISONVERNE", "own_mark"},
        {"M A I S O N  V E R N E", "own_mark"},
        {"MAISON VERNES", "unaccounted"},
        {"MAISON", "unaccounted"},
        {"MAISON VERNE LONDON", "unaccounted"},
        {"Parish", "unaccounted"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct finding f = block(&rows[i].line, 1, 0);
        struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
        assert_int_equal(facts.texts.n, 1);
        if (!str_eq(facts.texts.at[0].account, str_of(rows[i].account)))
            fail_msg("%s is %.*s", rows[i].line, STR(facts.texts.at[0].account));
    }
}

static void a_mark_on_two_lines_beside_other_words(void **state)
{
    (void)state;
    static const char *const lines[] = {"MAISON", "VERNE", "fragile"};
    struct finding f = block(lines, countof(lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 2);
    assert_text(facts, 0, "own_mark", "bag", "MAISON\nVERNE");
    assert_text(facts, 1, "unaccounted", "", "fragile");
}

static void hits_are_accounted_by_approved_print_only(void **state)
{
    (void)state;
    static const char *const other[] = {"universally acknowledged property of the daughters club"};
    struct finding findings[] = {
        block(page_lines, countof(page_lines), 0),
        block(other, 1, 1000),
        {.kind = FINDING_WATCHLIST_HIT,
         .list = S("l"),
         .term = S("good fortune"),
         .evidence = S("good fortune"),
         .region = {300, 45, 100, 30}},
        {.kind = FINDING_WATCHLIST_HIT,
         .list = S("l"),
         .term = S("court of appeals"),
         .evidence = S("court of appeals"),
         .region = {300, 45, 100, 30}},
        {.kind = FINDING_WATCHLIST_HIT,
         .list = S("l"),
         .term = S("daughters"),
         .evidence = S("daughters"),
         .region = {300, 1005, 100, 30}},
        {.kind = FINDING_WATCHLIST_HIT,
         .list = S("l"),
         .term = S("good fortune"),
         .evidence = S("good fortune"),
         .region = {3000, 3000, 100, 30}},
    };
    static const bool want[] = {true, false, false, false};
    struct screening s = screening(findings, countof(findings));
    struct facts facts = facts_for(&sheet, "desk_1.jpg", s, about(NULL, 0));
    assert_int_equal(facts.hits.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(facts.hits.at[i].accounted, want[i]);
        assert_str(facts.hits.at[i].item, want[i] ? S("book") : S(""));
    }
    /* The same print on an item that nobody approved. */
    facts = facts_for(&sheet, "late_1.jpg", s, about(NULL, 0));
    assert_text(facts, 0, "item", "copy", "It is");
    assert_false(facts.hits.at[0].accounted);
}

static void people_and_setup(void **state)
{
    (void)state;
    struct finding faces[] = {{.kind = FINDING_FACE}, {.kind = FINDING_FACE}};
    struct facts f = facts_for(&sheet, "x/room_1.jpg", screening(faces, 2), about(NULL, 0));
    assert_true(f.setup.known);
    assert_str(f.setup.shot, S("room"));
    assert_str(f.callsheet.campaign, S("JOB-7"));
    assert_int_equal(f.faces.counted, 2);
    assert_int_equal(f.faces.cast, 2);
    /* Without a day of its own the shot may be of 14 September, a day before the birthday. */
    assert_int_equal(f.people.at[0].band, BAND_13_14);
    assert_int_equal(f.people.at[1].band, BAND_25_PLUS);
    f = facts_for(&sheet, "other.jpg", screening(faces, 2), about(NULL, 0));
    assert_false(f.setup.known);
    assert_str(f.setup.why, S("no shot on the call sheet claims this file name"));
    assert_int_equal(f.faces.cast, 0);
    f = facts_for(NULL, "room_1.jpg", screening(faces, 2), about(NULL, 0));
    assert_false(f.setup.known || f.callsheet.present);
    assert_true(f.setup.why.n > 0);
}

/* PLUS's code is the age of the youngest. In frame: room 14 and adult; late 31; odd unknown. */
static void age_codes(void **state)
{
    (void)state;
#define PLUS "http://ns.useplus.org/ldf/vocab/"
    static const struct {
        const char *path, *value, *code, *state;
        size_t contradictions;
    } rows[] = {
        {"room_1.jpg", NULL, "", "absent", 0},
        {"room_1.jpg", PLUS "AG-U14", "AG-U14", "right", 0},
        {"room_1.jpg", "AG-U14", "AG-U14", "right", 0},
        {"room_1.jpg", PLUS "AG-A15", "AG-A15", "too_high", 1},
        {"room_1.jpg", PLUS "AG-A25", "AG-A25", "too_high", 1},
        {"room_1.jpg", PLUS "AG-UNK", "AG-UNK", "unknown", 0},
        {"room_1.jpg", PLUS "AG-A99", "invalid", "unknown", 0},
        {"room_1.jpg", "Mia Lindqvist", "invalid", "unknown", 0},
        {"late_1.jpg", NULL, "", "not_needed", 0},
        {"late_1.jpg", PLUS "AG-A25", "AG-A25", "right", 0},
        {"late_1.jpg", PLUS "AG-A24", "AG-A24", "too_low", 1},
        {"odd_1.jpg", NULL, "", "absent", 0},
        {"odd_1.jpg", PLUS "AG-A18", "AG-A18", "too_high", 1},
        {"odd_1.jpg", PLUS "AG-U14", "AG-U14", "right", 0},
        {"desk_1.jpg", NULL, "", "not_needed", 0},
        {"desk_1.jpg", PLUS "AG-A25", "AG-A25", "not_needed", 0},
        {"desk_1.jpg", PLUS "AG-A16", "AG-A16", "too_low", 1},
        {"unknown.jpg", NULL, "", "absent", 0},
        {"unknown.jpg", PLUS "AG-A25", "AG-A25", "unknown", 0},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct statement s = {S("xmp"), S("plus:MinorModelAgeDisclosure"),
                              rows[i].value ? str_of(rows[i].value) : S("")};
        struct facts f =
            facts_for(&sheet, rows[i].path, screening(NULL, 0), about(&s, rows[i].value != NULL));
        if (!str_eq(f.metadata.age_code, str_of(rows[i].code)) ||
            !str_eq(f.metadata.age_code_state, str_of(rows[i].state)) ||
            f.metadata.contradictions.n != rows[i].contradictions)
            fail_msg("%s %s: %.*s, %zu", rows[i].path, rows[i].value,
                     STR(f.metadata.age_code_state), f.metadata.contradictions.n);
    }
}

static void metadata_against_the_call_sheet(void **state)
{
    (void)state;
    static const struct {
        const char *path, *property, *value;
        const char *words; /* NULL: no contradiction */
    } rows[] = {
        {"room_1.jpg", "photoshop:TransmissionReference", "JOB-7", NULL},
        {"room_1.jpg", "photoshop:TransmissionReference", "JOB-8", "belongs to job \"JOB-8\""},
        {"room_1.jpg", "iptc:OriginalTransmissionReference", "X", "belongs to job"},
        {"room_1.jpg", "exif:DateTimeOriginal", "2022:09:14 10:00:00", NULL},
        {"room_1.jpg", "exif:DateTimeOriginal", "2022:09:15 10:00:00", NULL},
        {"desk_1.jpg", "exif:DateTimeOriginal", "2022:09:15 10:00:00", "taken on 2022-09-15"},
        {"room_1.jpg", "photoshop:DateCreated", "2022-09-16T10:00:00+02:00", "no day of its shot"},
        {"other.jpg", "iptc:DateCreated", "20220916", "no day of the shoot"},
        {"room_1.jpg", "exif:DateTimeOriginal", "0000:00:00 00:00:00", NULL},
        {"room_1.jpg", "Iptc4xmpExt:PersonInImage[1]", "Mia Lindqvist", NULL},
        {"room_1.jpg", "Iptc4xmpExt:PersonInImage[1]", "child-1", NULL},
        {"late_1.jpg", "Iptc4xmpExt:PersonInImage[1]", "Mia Lindqvist", "name child-1, who is not"},
        {"room_1.jpg", "Iptc4xmpExt:PersonInImage[2]", "Jane Doe", "somebody who is not on"},
        {"room_1.jpg", "Iptc4xmpExt:PersonInImageWDetails[1]/Iptc4xmpExt:PersonName[1]", "Jane Doe",
         "somebody who is not on"},
        {"room_1.jpg", "Iptc4xmpExt:ModelAge[1]", "14", NULL},
        {"room_1.jpg", "Iptc4xmpExt:ModelAge[1]", "31", NULL},
        {"room_1.jpg", "Iptc4xmpExt:ModelAge[1]", "22", "an age that nobody has"},
        {"odd_1.jpg", "Iptc4xmpExt:ModelAge[1]", "22", NULL},
        {"desk_1.jpg", "Iptc4xmpExt:ModelAge[1]", "22", "an age that nobody has"},
        {"desk_1.jpg", "Iptc4xmpExt:ArtworkOrObject[1]/Iptc4xmpExt:AOSourceInvNo", "book", NULL},
        {"room_1.jpg", "Iptc4xmpExt:ArtworkOrObject[1]/Iptc4xmpExt:AOSourceInvNo", "book",
         "item book, which is not in this shot"},
        {"room_1.jpg", "Iptc4xmpExt:ProductInImage[1]/Iptc4xmpExt:ProductId", "knife",
         "\"knife\", which is not on"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct statement s = {S("xmp"), str_of(rows[i].property), str_of(rows[i].value)};
        struct facts f = facts_for(&sheet, rows[i].path, screening(NULL, 0), about(&s, 1));
        if (f.metadata.contradictions.n != (rows[i].words != NULL))
            fail_msg("%s %s %s: %zu contradictions", rows[i].path, rows[i].property, rows[i].value,
                     f.metadata.contradictions.n);
        if (!rows[i].words)
            continue;
        struct fact_contradiction c = f.metadata.contradictions.at[0];
        assert_str(c.id, S("c1"));
        if (!str_contains(c.words, str_of(rows[i].words)))
            fail_msg("%s: %.*s", rows[i].property, STR(c.words));
        assert_false(str_contains(c.words, S("Doe")) || str_contains(c.says, S("Doe")));
    }
}

static void codes_lose_their_uri(void **state)
{
    (void)state;
    struct statement s[] = {
        {S("xmp"), S("plus:ModelReleaseStatus"), S(PLUS "MR-UMR")},
        {S("xmp"), S("plus:PropertyReleaseStatus"), S("PR-LPR")},
        {S("xmp"), S("plus:AdultContentWarning"), S("anything")},
        {S("xmp"), S("plus:ImageAlterationConstraints[1]"), S(PLUS "AL-CRP")},
        {S("xmp"), S("plus:ImageAlterationConstraints[2]"), S(PLUS "AL-MRG")},
        {S("xmp#2"), S("plus:ImageAlterationConstraints[1]"), S(PLUS "AL-CRP")},
        {S("xmp"), S("Iptc4xmpExt:DigitalSourceType"),
         S("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")},
    };
    struct fact_metadata m =
        facts_for(&sheet, "desk_1.jpg", screening(NULL, 0), about(s, countof(s))).metadata;
    assert_str(m.model_release, S("MR-UMR"));
    assert_str(m.property_release, S("PR-LPR"));
    assert_str(m.adult_warning, S("invalid"));
    assert_int_equal(m.constraints.n, 2);
    assert_str(m.constraints.at[1], S("AL-MRG"));
    assert_str(m.source_type, S("trainedAlgorithmicMedia"));
}

static void conflicting_packets(void **state)
{
    (void)state;
    struct finding f[] = {
        {.kind = FINDING_METADATA_CONFLICT,
         .property = S("dc:creator, iptc:By-line"),
         .evidence = S("xmp says dc:creator \"Mia Lindqvist\", iptc says iptc:By-line \"B\"")},
        {.kind = FINDING_METADATA_CONFLICT,
         .property = S("mia-lindqvist:seen"),
         .evidence = S("xmp says Iptc4xmpExt:PersonInImage \"Jane Doe\", xmp#2 says "
                       "Iptc4xmpExt:PersonInImage \"Joe Doe\"")},
    };
    struct fact_metadata m =
        facts_for(&sheet, "desk_1.jpg", screening(f, 2), about(NULL, 0)).metadata;
    assert_int_equal(m.contradictions.n, 2);
    assert_true(str_contains(m.contradictions.at[0].says, S("\"child-1\"")));
    assert_str(m.contradictions.at[0].property, S("dc:creator, iptc:By-line"));
    assert_false(str_contains(m.contradictions.at[1].words, S("Doe")));
    assert_false(str_contains(m.contradictions.at[1].property, S("lindqvist")));
}

static void assert_failure(struct facts f, const char *what, const char *reason)
{
    for (size_t i = 0; i < f.failures.n; i++)
        if (str_eq(f.failures.at[i].what, str_of(what)) &&
            str_eq(f.failures.at[i].reason, str_of(reason)) && f.failures.at[i].words.n > 0)
            return;
    fail_msg("no failure %s %s", what, reason);
}

static void whatever_could_not_be_told_is_a_failure(void **state)
{
    (void)state;
    struct image_about jpeg = about(NULL, 0);
    struct screening s = screening(NULL, 0);
    assert_int_equal(facts_for(&sheet, "desk_1.jpg", s, jpeg).failures.n, 0);

    /* Each detector, failed, off, of an unknown status, and missing. */
    for (size_t i = 0; i < countof(runs); i++) {
        struct detector_run changed[countof(runs)];
        const char *name = str_c(runs[i].name, &arena);
        for (int status = 0; status <= RUN_OFF; status++) {
            memcpy(changed, runs, sizeof runs);
            changed[i].status = status;
            s.detectors.at = changed;
            struct facts f = facts_for(&sheet, "desk_1.jpg", s, jpeg);
            assert_int_equal(f.failures.n, status != RUN_DONE);
            if (status != RUN_DONE)
                assert_failure(f, name, status == RUN_OFF ? "off" : "failed");
        }
        memcpy(changed, runs, sizeof runs);
        changed[i] = changed[countof(runs) - 1];
        s.detectors.n = countof(runs) - 1;
        struct facts f = facts_for(&sheet, "desk_1.jpg", s, jpeg);
        assert_failure(f, name, "missing");
        s.detectors.n = countof(runs);
    }

    struct finding odd = {.kind = FINDING_COULD_NOT_TELL,
                          .detector = S("metadata"),
                          .reason = S("gain_map"),
                          .evidence = S("it holds a gain map")};
    assert_failure(facts_for(&sheet, "desk_1.jpg", screening(&odd, 1), jpeg), "metadata",
                   "gain_map");

    s = screening(NULL, 0);
    s.version = SCREENING_VERSION + 1;
    assert_failure(facts_for(&sheet, "desk_1.jpg", s, jpeg), "worker", "screening_version");
    s = screening(NULL, 0);
    s.width_px--;
    assert_failure(facts_for(&sheet, "desk_1.jpg", s, jpeg), "worker", "screening_size");

    struct facts f = facts_make(
        &(struct facts_of){.opt_callsheet = &sheet, .path = S("desk_1.jpg"), .sha256 = S("00")},
        &arena);
    assert_int_equal(f.failures.n, 2);
    assert_failure(f, "file", "not_decoded");
    assert_failure(f, "worker", "no_screening");
    assert_str(f.failures.at[0].id, S("f1"));
}

static void a_failure_is_told_once(void **state)
{
    (void)state;
    struct detector_run failed[countof(runs)];
    memcpy(failed, runs, sizeof runs);
    failed[0].status = RUN_FAILED;
    failed[0].reason = S("no model det.onnx");
    struct finding said = {.kind = FINDING_COULD_NOT_TELL,
                           .detector = S("text"),
                           .reason = S("failed"),
                           .evidence = S("no model det.onnx")};
    struct screening s = screening(&said, 1);
    s.detectors.at = failed;
    struct facts f = facts_for(&sheet, "desk_1.jpg", s, about(NULL, 0));
    assert_int_equal(f.failures.n, 1);
    assert_true(str_contains(f.failures.at[0].words, S("no model det.onnx")));
}

static void each_part_has_its_digest(void **state)
{
    (void)state;
    struct finding face = {.kind = FINDING_FACE};
    struct image_about jpeg = about(NULL, 0);
    struct fact_parts one = facts_for(&sheet, "desk_1.jpg", screening(NULL, 0), jpeg).parts;
    struct fact_parts same = facts_for(&sheet, "desk_2.jpg", screening(NULL, 0), jpeg).parts;
    struct fact_parts more = facts_for(&sheet, "desk_1.jpg", screening(&face, 1), jpeg).parts;
    assert_int_equal(one.pixels.n, 64);
    assert_str(one.people, same.people);
    assert_str(one.text, more.text);
    assert_str(one.pixels, more.pixels);
    assert_false(str_eq(one.people, more.people));
    /* printf '{"hits":[],"texts":[]}' | sha256sum */
    assert_str(one.text, S("deefed547803900ef73df790fe8f212bf9f2007a86c413997fd597fcfa1096eb"));
}

static void a_planned_picture_is_never_looked_at(void **state)
{
    (void)state;
    const struct look *look = &sheet.setups.at[0];
    for (size_t i = 0; i < look->shots.n; i++) {
        const struct shot *shot = &look->shots.at[i];
        struct facts f = facts_planned(&sheet, look, shot, &arena);
        assert_true(f.setup.known);
        assert_str(f.setup.shot, shot->id);
        assert_int_equal(f.people.n, shot->talent.n);
        assert_int_equal(f.items.n, shot->items.n);
        assert_int_equal(f.detectors.n, 0);
        assert_int_equal(f.failures.n, 1);
        assert_str(f.failures.at[0].reason, S("not_yet"));
        struct buf json CLEANUP(buf_done) = {0};
        record_write_json(&facts_record, &f, &json);
        struct facts back;
        struct err err;
        assert_ok(record_read_json(&facts_record, buf_str(&json), &arena, &back, &err), err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(declared_print_is_accounted),
        cmocka_unit_test(half_covered_print_is_accounted),
        cmocka_unit_test(print_of_another_shot_is_not_accounted),
        cmocka_unit_test(blocks_of_one_page_are_known_together),
        cmocka_unit_test(short_lines_are_words_of_the_print),
        cmocka_unit_test(foreign_lines_in_a_declared_page_stay_unaccounted),
        cmocka_unit_test(a_line_joined_with_another_papers_is_unaccounted),
        cmocka_unit_test(own_marks_are_whole_words),
        cmocka_unit_test(a_mark_on_two_lines_beside_other_words),
        cmocka_unit_test(hits_are_accounted_by_approved_print_only),
        cmocka_unit_test(people_and_setup),
        cmocka_unit_test(age_codes),
        cmocka_unit_test(metadata_against_the_call_sheet),
        cmocka_unit_test(codes_lose_their_uri),
        cmocka_unit_test(conflicting_packets),
        cmocka_unit_test(whatever_could_not_be_told_is_a_failure),
        cmocka_unit_test(a_failure_is_told_once),
        cmocka_unit_test(each_part_has_its_digest),
        cmocka_unit_test(a_planned_picture_is_never_looked_at),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
