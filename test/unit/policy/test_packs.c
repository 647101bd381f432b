/* The shipped packs against the facts that shoot makes: that they load with every example of
 * theirs, and whole pictures with the verdict that the trade asks for. */

#include "../test.h"
#include "packs.h"

static struct policy *shipped(struct arena *a)
{
    struct policy *p = policy_new(&facts_record, FACTS_VERSION, a);
    for (size_t i = 0; i < countof(shipped_packs); i++) {
        struct diags diags = {.a = a};
        policy_add(p, pack_bytes(shipped_packs[i], a), &diags);
        for (size_t d = 0; d < diags.n; d++)
            print_message("# %s.yaml:%u:%u: %.*s\n", shipped_packs[i], diags.at[d].line,
                          diags.at[d].column, STR(diags.at[d].what));
        assert_int_equal(diags.n, 0);
    }
    return p;
}

static void shipped_packs_load(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_close) = arena_open(POLICY_BYTES);
    policy_done(shipped(&a));
}

/* ---- whole pictures ---- */

static struct fact_detector detectors[] = {
    {S("text"), S("1"), S("done")},      {S("watchlist"), S("1"), S("done")},
    {S("people"), S("1"), S("done")},    {S("fingerprint"), S("1"), S("done")},
    {S("known-bad"), S("1"), S("done")}, {S("metadata"), S("1"), S("done")},
};
static str none[1], in_britain[] = {S("GB")};

static struct fact_person adult = {
    .id = S("talent-1"), .band = BAND_25_PLUS, .release = S("unlimited"), .missing = {none, 0}};
static struct fact_person child = {.id = S("child-1"),
                                   .band = BAND_UNDER_13,
                                   .minor = true,
                                   .under_13 = true,
                                   .under_16 = true,
                                   .under_25 = true,
                                   .fourteen_or_under = true,
                                   .release = S("unlimited"),
                                   .missing = {none, 0}};
static struct fact_item toy = {.id = S("bear"),
                               .name = S("plush bear"),
                               .kind = S("prop"),
                               .count = 1,
                               .supplier = S("north-props"),
                               .assessed = true,
                               .assessed_by = S("legal"),
                               .themes = {none, 0},
                               .approved = true,
                               .approved_by = S("legal")};

/* An ordinary picture of a desk: nothing found, everything looked at, all on the call sheet. */
static struct facts in_order(void)
{
    struct facts f = {
        .version = FACTS_VERSION,
        .picture = {S("00"), S("jpeg"), 3000, 2000, S("f8f8f0cee0f4a84f"), 100},
        .callsheet = {true, S("spring"), S("house")},
        .setup = {true, S("desk"), S("desk-1"), S("")},
        .faces = {0, 0, FACT_UNSETTLED},
        .inventory = {true, S("Nora Field"), S("2022-10-04")},
        .apparent_age = {S("absent"), true, true, S(""), S("")},
        .metadata = {S(""), S("not_needed"), S(""), S(""), S(""), {none, 0}, S(""), {0}},
        .scope = {.asked = true, .from = S("2022-11-16"), .until = S(""), .time_zone = S("UTC")},
        .parts = {S(""), S(""), S(""), S(""), S(""), S(""), S("")},
    };
    static struct fact_contradiction contradictions[1];
    static struct fact_person people[4];
    static struct fact_item items[4];
    static struct fact_text texts[4];
    static struct fact_unread unread[4];
    static struct fact_hit hits[4];
    static struct fact_match matches[4];
    static struct fact_raised raised[1];
    static struct fact_failure failures[4];
    static struct fact_beyond beyond[4];
    static struct fact_outside outside[4];
    f.outside.at = outside;
    f.scope.beyond.at = beyond;
    f.scope.channels = (struct texts){none, 0};
    f.scope.territories = (struct texts){in_britain, 1};
    f.scope.missing = (struct texts){none, 0};
    f.metadata.contradictions.at = contradictions;
    f.people.at = people;
    f.items.at = items;
    f.texts.at = texts;
    f.unread.at = unread;
    f.hits.at = hits;
    f.matches.at = matches;
    f.raised.at = raised;
    f.failures.at = failures;
    f.detectors.at = detectors;
    f.detectors.n = countof(detectors);
    return f;
}

static void with_person(struct facts *f, struct fact_person person)
{
    f->people.at[f->people.n++] = person;
    f->faces.cast++;
    f->faces.counted++;
    if (person.minor) {
        f->metadata.age_code = S("AG-U14");
        f->metadata.age_code_state = S("right");
    }
}

static void with_item(struct facts *f, struct fact_item item)
{
    f->items.at[f->items.n++] = item;
}

static struct fact_item themed(str *theme)
{
    struct fact_item item = toy;
    item.themes = (struct texts){theme, 1};
    return item;
}

static void with_text(struct facts *f, const char *text, const char *account, const char *item)
{
    f->texts.at[f->texts.n++] =
        (struct fact_text){S("t1"),      {10, 20, 30, 40}, str_of(text),  str_of(account),
                           str_of(item), *item ? 1000 : 0, FACT_UNSETTLED};
}

static void with_hit(struct facts *f, const char *list, const char *term, const char *item)
{
    f->hits.at[f->hits.n++] =
        (struct fact_hit){S("h1"),      {10, 20, 30, 40}, str_of(list), str_of(term),
                          str_of(term), *item != 0,       str_of(item), FACT_UNSETTLED};
}

static void desk(struct facts *f)
{
    (void)f;
}
static void desk_with_declared_label(struct facts *f)
{
    with_item(f, toy);
    with_text(f, "plush bear", "item", "bear");
}
static void court_page(struct facts *f)
{
    with_text(f, "OPINION OF THE COURT", "unaccounted", "");
    with_hit(f, "court-papers", "opinion of the court", "");
}
static void court_page_declared(struct facts *f)
{
    static str document = S("document");
    with_item(f, themed(&document));
    with_text(f, "OPINION OF THE COURT", "item", "bear");
    with_hit(f, "court-papers", "opinion of the court", "bear");
}
static void child_abuse_page_declared(struct facts *f)
{
    with_item(f, toy);
    with_text(f, "child pornography", "item", "bear");
    with_hit(f, "child-abuse", "child pornography", "bear");
}
static void page_too_small(struct facts *f)
{
    f->unread.at[f->unread.n++] = (struct fact_unread){
        S("u1"), {1, 2, 3, 4}, S("too_small"), S("print of 3 by 4 px"), S(""), FACT_UNSETTLED};
}
static void pulled_picture(struct facts *f)
{
    f->matches.at[f->matches.n++] =
        (struct fact_match){S("m1"), S("office-07"), S("pulled"), S("house"), 8, S("as it is")};
}
static void adult_in_order(struct facts *f)
{
    with_person(f, adult);
}
static void adult_of_20(struct facts *f)
{
    struct fact_person p = adult;
    p.band = BAND_18_24;
    p.under_25 = true;
    with_person(f, p);
}
static void adult_without_release(struct facts *f)
{
    static str release = S("release");
    struct fact_person p = adult;
    p.release = S("none");
    p.missing = (struct texts){&release, 1};
    with_person(f, p);
}
static void adult_with_limited_release(struct facts *f)
{
    struct fact_person p = adult;
    p.release = S("limited");
    with_person(f, p);
}
static void child_in_order(struct facts *f)
{
    with_person(f, child);
    with_item(f, toy);
}
static void child_without_licence(struct facts *f)
{
    static str licence = S("licence");
    struct fact_person p = child;
    p.missing = (struct texts){&licence, 1};
    with_person(f, p);
}
static void child_with_adult_toy(struct facts *f)
{
    static str theme = S("adult");
    with_person(f, child);
    with_item(f, themed(&theme));
}
static void child_with_unassessed_toy(struct facts *f)
{
    struct fact_item item = toy;
    item.assessed = false;
    item.assessed_by = S("");
    with_person(f, child);
    with_item(f, item);
}
static void child_near_fire(struct facts *f)
{
    static str theme = S("hazard");
    with_person(f, child);
    with_item(f, themed(&theme));
}
static void child_without_age_code(struct facts *f)
{
    with_person(f, child);
    f->metadata.age_code = S("");
    f->metadata.age_code_state = S("absent");
}
static void somebody_of_unknown_age(struct facts *f)
{
    struct fact_person p = child;
    p.band = BAND_UNKNOWN;
    with_person(f, p);
}
static void one_face_too_many(struct facts *f)
{
    with_person(f, adult);
    f->faces.counted++;
}
static void undeclared_supplier(struct facts *f)
{
    struct fact_item item = toy;
    item.supplier = S("");
    with_item(f, item);
}
static void unapproved_item(struct facts *f)
{
    struct fact_item item = toy;
    item.approved = false;
    with_item(f, item);
}
static void generated(struct facts *f)
{
    f->metadata.source_type = S("trainedAlgorithmicMedia");
}
static void no_cropping(struct facts *f)
{
    static str crop = S("AL-CRP");
    f->metadata.constraints = (struct texts){&crop, 1};
}
static void file_that_no_shot_claims(struct facts *f)
{
    f->setup = (struct fact_setup){false, S(""), S(""), S("no shot claims this file")};
}
static void desk_without_callsheet(struct facts *f)
{
    f->callsheet = (struct fact_callsheet){false, S(""), S("")};
    f->setup = (struct fact_setup){false, S(""), S(""), S("screened without a call sheet")};
}
static void face_without_callsheet(struct facts *f)
{
    desk_without_callsheet(f);
    f->faces.counted = 1;
    f->metadata.age_code_state = S("absent");
}
static void people_detector_failed(struct facts *f)
{
    static struct fact_detector broken[countof(detectors)];
    memcpy(broken, detectors, sizeof broken);
    broken[2].status = S("failed");
    f->detectors.at = broken;
}
static void worker_died(struct facts *f)
{
    f->detectors.n = 0;
    f->failures.at[f->failures.n++] =
        (struct fact_failure){S("f1"), S("worker"), S("died"), S("nothing was looked at")};
}

static str summary(const struct verdict *v, struct arena *a)
{
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < v->reasons.n; i++)
        buf_format(&b, "%s%.*s/%.*s", i > 0 ? " " : "", STR(v->reasons.at[i].pack),
                   STR(v->reasons.at[i].rule));
    return b.n > 0 ? str_copy(buf_str(&b), a) : S("");
}

static str roles(const struct verdict *v, struct arena *a)
{
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < v->needs.n; i++)
        buf_format(&b, "%s%.*s", i > 0 ? " " : "", STR(v->needs.at[i].role));
    return b.n > 0 ? str_copy(buf_str(&b), a) : S("");
}

#define ROW(change, kind, roles, reasons)                                                          \
    {                                                                                              \
#change, change, VERDICT_##kind, roles, reasons                                            \
    }
static const struct {
    const char *name;
    void (*change)(struct facts *f);
    int kind;
    const char *roles, *reasons;
} pictures[] = {
    ROW(desk, CLEAR, "", ""),
    ROW(desk_with_declared_label, CLEAR, "", ""),
    ROW(court_page, BLOCKED, "", "base/court-or-hate-term base/unaccounted-text"),
    ROW(court_page_declared, NEEDS, "legal",
        "base/court-or-hate-term-declared items/theme-for-legal"),
    ROW(child_abuse_page_declared, BLOCKED, "", "base/child-abuse-term"),
    ROW(page_too_small, BLOCKED, "", "base/unread-print"),
    ROW(pulled_picture, BLOCKED, "", "base/known-bad"),
    ROW(adult_in_order, CLEAR, "", ""),
    ROW(adult_of_20, NEEDS, "legal", "uk-cap/may-seem-under-18"),
    ROW(adult_without_release, BLOCKED, "", "people/no-release"),
    ROW(adult_with_limited_release, NEEDS, "legal", "people/limited-release"),
    ROW(child_in_order, NEEDS, "child-protection",
        "people/minor-in-frame uk-cap/look-at-under-18 uk-cap/featuring-children"),
    ROW(child_without_licence, BLOCKED, "child-protection",
        "people/minor-papers people/minor-in-frame uk-cap/look-at-under-18 "
        "uk-cap/featuring-children"),
    ROW(child_with_adult_toy, BLOCKED, "child-protection legal",
        "people/minor-with-item uk-cap/adult-item-under-18 people/minor-in-frame "
        "items/theme-for-legal uk-cap/look-at-under-18 uk-cap/featuring-children "
        "uk-cap/may-offend"),
    ROW(child_with_unassessed_toy, NEEDS, "child-protection legal",
        "people/minor-in-frame people/minor-with-unassessed-item items/not-assessed "
        "uk-cap/look-at-under-18 uk-cap/featuring-children"),
    ROW(child_near_fire, NEEDS, "child-protection legal",
        "people/minor-in-frame items/theme-for-legal uk-cap/look-at-under-18 "
        "uk-cap/hazard-under-16 uk-cap/featuring-children"),
    ROW(child_without_age_code, BLOCKED, "child-protection",
        "metadata/age-code-missing people/minor-in-frame uk-cap/look-at-under-18 "
        "uk-cap/featuring-children"),
    ROW(somebody_of_unknown_age, NEEDS, "child-protection",
        "people/minor-in-frame uk-cap/look-at-under-18 uk-cap/featuring-children"),
    ROW(one_face_too_many, BLOCKED, "", "people/more-faces-than-cast"),
    ROW(undeclared_supplier, BLOCKED, "", "items/no-supplier"),
    ROW(unapproved_item, BLOCKED, "", "items/not-approved"),
    ROW(generated, NEEDS, "legal", "metadata/generated-media"),
    ROW(no_cropping, CLEAR, "", "metadata/alteration-constraints"),
    ROW(file_that_no_shot_claims, BLOCKED, "", "base/setup-unknown"),
    ROW(desk_without_callsheet, CLEAR, "", ""),
    ROW(face_without_callsheet, BLOCKED, "", "gatefold/no-callsheet"),
    ROW(people_detector_failed, BLOCKED, "", "gatefold/detector-not-run"),
    ROW(worker_died, BLOCKED, "", "gatefold/could-not-tell"),
};

static void whole_pictures_get_their_verdict(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_close) = arena_open(POLICY_BYTES);
    struct policy *p = shipped(&a);
    for (size_t i = 0; i < countof(pictures); i++) {
        struct arena scratch = a;
        struct facts f = in_order();
        pictures[i].change(&f);
        struct verdict v = policy_judge(p, &f, &scratch);
        print_message("# %s\n", pictures[i].name);
        assert_str(summary(&v, &scratch), str_of(pictures[i].reasons));
        assert_int_equal(v.kind, pictures[i].kind);
        assert_str(roles(&v, &scratch), str_of(pictures[i].roles));
    }
    policy_done(p);
}

static void a_finding_is_shown_where_it_is(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_close) = arena_open(POLICY_BYTES);
    struct policy *p = shipped(&a);
    struct facts f = in_order();
    court_page(&f);
    struct verdict v = policy_judge(p, &f, &a);
    struct region want = {10, 20, 30, 40};
    assert_str(v.reasons.at[0].subject, S("h1"));
    assert_str(v.reasons.at[1].subject, S("t1"));
    for (size_t i = 0; i < 2; i++) {
        assert_true(v.reasons.at[i].has_region);
        assert_memory_equal(&v.reasons.at[i].region, &want, sizeof want);
    }
    policy_done(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_packs_load),
        cmocka_unit_test(whole_pictures_get_their_verdict),
        cmocka_unit_test(a_finding_is_shown_where_it_is),
    };
    return cmocka_run_group_tests_name("policy packs", tests, NULL, NULL);
}
