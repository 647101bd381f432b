/* Call sheets in two: nothing personal in the public part, nothing lost when it is joined again,
 * and nobody who is forgotten makes anything milder. */
#include "../policy/packs.h"
#include "../test.h"
#include "base/file.h"
#include "shoot/personal.h"

static struct arena arena;
static struct policy *policy;

static int arena_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)16 << 30);
    policy = policy_new(&facts_record, FACTS_VERSION, &arena);
    for (size_t i = 0; i < countof(shipped_packs); i++) {
        struct diags *diags = arena_new(&arena, struct diags, 1);
        diags->a = &arena;
        if (!policy_add(policy, pack_bytes(shipped_packs[i], &arena), diags))
            return 1;
    }
    return 0;
}

static int arena_down(void **state)
{
    (void)state;
    policy_done(policy);
    arena_close(&arena);
    return 0;
}

static struct callsheet read_text(str text)
{
    struct diags *diags = arena_new(&arena, struct diags, 1);
    diags->a = &arena;
    struct callsheet c;
    if (!callsheet_read(text, &arena, diags, &c))
        fail_msg("line %u: %.*s", diags->at[0].line, STR(diags->at[0].what));
    return c;
}

static struct callsheet read_demo(const char *name)
{
    struct err err;
    str text;
    str path = str_format(&arena, DEMO "/%s/callsheet.yaml", name);
    assert_ok(file_read(str_c(path, &arena), 1 << 20, &arena, &text, &err), err);
    return read_text(text);
}

static const char *const demos[] = {"children", "lookbook", "office"};

static struct callsheet_parts split(const struct callsheet *c)
{
    struct diags *diags = arena_new(&arena, struct diags, 1);
    diags->a = &arena;
    struct callsheet_parts parts;
    if (!callsheet_split(c, &arena, diags, &parts))
        fail_msg("%.*s", STR(diags->at[0].what));
    return parts;
}

/* Records of everybody but one. */
struct keeper {
    const struct callsheet_parts *parts;
    str forgotten;
};

static bool keeper_get(void *self, str id, struct arena *a, str *ret_json)
{
    (void)a;
    const struct keeper *k = self;
    for (size_t i = 0; i < k->parts->people.n; i++)
        if (str_eq(k->parts->people.at[i].id, id) && !str_eq(id, k->forgotten)) {
            *ret_json = k->parts->people.at[i].json;
            return true;
        }
    return false;
}

static struct callsheet joined(const struct callsheet_parts *parts, str forgotten)
{
    struct keeper keeper = {parts, forgotten};
    struct err err;
    str json;
    assert_ok(callsheet_join(parts->public_json, (struct personal_source){keeper_get, &keeper},
                             &arena, &json, &err),
              err);
    return read_text(json);
}

static str json_of(const struct callsheet *c)
{
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&callsheet_record, c, &json);
    return str_copy(buf_str(&json), &arena);
}

static void what_is_split_is_joined_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(demos); i++) {
        struct callsheet c = read_demo(demos[i]);
        struct texts *read = arena_new(&arena, struct texts, c.items.n);
        str words[] = {S("Read in a scan of it")};
        struct diags diags = {.a = &arena};
        read[0] = (struct texts){words, 1};
        assert_true(callsheet_add_print(&c, read, &arena, &diags));
        struct callsheet_parts parts = split(&c);
        struct callsheet again = joined(&parts, (str){0});
        for (size_t k = 0; k < c.items.n; k++)
            c.items.at[k].print_scans = (struct texts){0};
        assert_str(json_of(&again), json_of(&c));
        struct callsheet_parts twice = split(&again);
        assert_str(twice.public_json, parts.public_json);
    }
    struct callsheet example = read_text(callsheet_example());
    struct callsheet_parts parts = split(&example);
    struct callsheet again = joined(&parts, (str){0});
    for (size_t k = 0; k < example.items.n; k++)
        example.items.at[k].print_scans = (struct texts){0};
    assert_str(json_of(&again), json_of(&example));
}

/* Letters and digits, small: neither case nor spacing hides anything. */
static str squeezed(str s)
{
    char *out = arena_new(&arena, char, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 'A' && c <= 'Z')
            out[n++] = (char)(c + 32);
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            out[n++] = (char)c;
    }
    return (str){out, n};
}

static void not_in(str public_squeezed, str text)
{
    if (text.p && str_contains(public_squeezed, squeezed(text)))
        fail_msg("the public part holds \"%.*s\"", STR(text));
}

static size_t look_for_all(const struct callsheet *c)
{
    str public = squeezed(split(c).public_json);
    for (size_t i = 0; i < c->talent.n; i++) {
        const struct talent *t = &c->talent.at[i];
        const str texts[] = {
            t->name,
            t->release.signer,
            t->guardian.name,
            t->licence.number,
            t->chaperone.name,
            t->chaperone.approved_by,
            t->licence.authority,
            t->hours,
            t->licence.not_needed,
        };
        for (size_t k = 0; k < countof(texts); k++)
            not_in(public, texts[k]);
        if (date_present(t->birth_date))
            not_in(public, date_print(t->birth_date, &arena));
    }
    for (size_t i = 0; i < c->parties.n; i++)
        if (c->parties.at[i].kind == PARTY_PERSON)
            not_in(public, c->parties.at[i].name);
    return c->talent.n;
}

static void nothing_personal_is_public(void **state)
{
    (void)state;
    size_t people = 0;
    for (size_t i = 0; i < countof(demos); i++) {
        struct callsheet c = read_demo(demos[i]);
        people += look_for_all(&c);
    }
    struct callsheet example = read_text(callsheet_example());
    people += look_for_all(&example);
    assert_true(people >= 4);
}

#define SHEET(campaign, item, print, file)                                                         \
    "callsheet: 1\n"                                                                               \
    "campaign: {id: C1, name: \"" campaign "\"}\n"                                                 \
    "house: verne\n"                                                                               \
    "parties: [{id: verne, name: Verne, kind: house}, {id: legal, name: Ann Example, kind: "       \
    "person}]\n"                                                                                   \
    "places: [{id: studio, name: Studio, time_zone: Europe/Paris}]\n"                              \
    "days: [{id: day-1, date: 2022-09-14, place: studio}]\n"                                       \
    "talent: [{id: child-a, name: Mia Lindqvist, birth_date: 2015-04-30}]\n"                       \
    "items: [{id: bag, name: \"" item "\", kind: printed, print: [\"" print "\"]}]\n"              \
    "setups: [{look: desk, shots: [{id: desk-1, files: [\"" file "\"], talent: [child-a], items: " \
    "[bag]}]}]\n"

static void names_in_free_words_are_ids(void **state)
{
    (void)state;
    struct callsheet c = read_text(S(SHEET("Mia Lindqvist in spring", "bag of MIA LINDQVIST",
                                           "Lindqvist, Mia: 12 rue Verte", "desk-1_*.jpg")));
    struct callsheet_parts parts = split(&c);
    not_in(squeezed(parts.public_json), S("Lindqvist"));
    not_in(squeezed(parts.public_json), S("Ann Example"));
    assert_true(str_contains(parts.public_json, S("\"child-a in spring\"")));
    assert_true(str_contains(parts.public_json, S("\"bag of child-a\"")));
    assert_true(str_contains(parts.public_json, S("child-a: 12 rue Verte")));
    assert_int_equal(parts.people.n, 2);
    assert_str(parts.people.at[0].json, S("{\"birth_date\":\"2015-04-30\",\"id\":\"child-a\","
                                          "\"name\":\"Mia Lindqvist\"}"));
    assert_str(parts.people.at[1].json,
               S("{\"id\":\"legal\",\"kind\":\"person\",\"name\":\"Ann Example\"}"));
}

static void a_name_that_must_stay_is_a_mistake(void **state)
{
    (void)state;
    static const char *const sheets[] = {
        SHEET("Spring", "bag", "Quarterly report", "mia-lindqvist_*.jpg"),
        SHEET("Spring", "bag", "Quarterly report", "desk/MiaLindqvist/*.jpg"),
    };
    for (size_t i = 0; i < countof(sheets); i++) {
        struct callsheet c = read_text(str_of(sheets[i]));
        struct diags diags = {.a = &arena};
        struct callsheet_parts parts;
        assert_false(callsheet_split(&c, &arena, &diags, &parts));
        assert_true(str_contains(diags.at[0].what, S("holds a person's name")));
    }
}

/* So somebody who was forgotten stays on the call sheet that is revised next. */
static void who_is_no_more_than_an_id_has_no_record(void **state)
{
    (void)state;
    struct callsheet c = read_text(S(SHEET("Spring", "bag", "Quarterly report", "*.jpg")));
    struct callsheet_parts parts = split(&c);
    struct callsheet without = joined(&parts, S("child-a"));
    assert_str(without.talent.at[0].name, S("forgotten"));
    struct callsheet_parts again = split(&without);
    assert_int_equal(again.people.n, 1);
    assert_str(again.people.at[0].id, S("legal"));
    /* An older record does not come back, whatever the source has. */
    struct keeper keeper = {&parts, {0}};
    struct err err;
    str json;
    assert_ok(callsheet_join(again.public_json, (struct personal_source){keeper_get, &keeper},
                             &arena, &json, &err),
              err);
    assert_str(read_text(json).talent.at[0].name, S("forgotten"));
    without.talent.at[0].hours = S("09:30 to 12:30");
    assert_int_equal(split(&without).people.n, 2);
}

/* A record of somebody else, or that is none, is no record. */
static bool get_wrong(void *self, str id, struct arena *a, str *ret_json)
{
    (void)id, (void)a;
    *ret_json = *(const str *)self;
    return true;
}

static void a_wrong_record_is_none(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "{",
        "[]",
        "{\"id\":\"child-b\",\"name\":\"Mia\",\"birth_date\":\"1980-01-01\"}",
        "{\"id\":\"child-a\",\"birth_date\":\"1980-01-01\"}",
        "{\"id\":\"child-a\",\"name\":\"Mia\",\"adult\":true,\"birth_date\":\"1980-01-01\"}",
    };
    struct callsheet c = read_text(S(SHEET("Spring", "bag", "Quarterly report", "*.jpg")));
    struct callsheet_parts parts = split(&c);
    for (size_t i = 0; i < countof(wrong); i++) {
        str json, record = str_of(wrong[i]);
        struct err err;
        assert_ok(callsheet_join(parts.public_json, (struct personal_source){get_wrong, &record},
                                 &arena, &json, &err),
                  err);
        struct callsheet again = read_text(json);
        assert_str(again.talent.at[0].name, S("forgotten"));
        assert_false(date_present(again.talent.at[0].birth_date));
    }
    struct err err;
    str json;
    struct keeper keeper = {&parts, {0}};
    assert_err(
        callsheet_join(S("{}"), (struct personal_source){keeper_get, &keeper}, &arena, &json, &err),
        err, ERR_CORRUPT);
}

/* Everything but the person is as it was, and the person counts as the youngest, without papers. */
static void is_not_milder(const struct callsheet *was, const struct callsheet *is, str forgotten)
{
    for (size_t i = 0; i < was->setups.n; i++)
        for (size_t k = 0; k < was->setups.at[i].shots.n; k++) {
            struct facts before =
                facts_planned(was, &was->setups.at[i], &was->setups.at[i].shots.at[k], &arena);
            struct facts after =
                facts_planned(is, &is->setups.at[i], &is->setups.at[i].shots.at[k], &arena);
            bool in_it = false;
            assert_int_equal(after.people.n, before.people.n);
            for (size_t p = 0; p < after.people.n; p++) {
                const struct fact_person *person = &after.people.at[p];
                if (!str_eq(person->id, forgotten))
                    continue;
                in_it = true;
                assert_int_equal(person->band, BAND_UNKNOWN);
                assert_true(person->minor && person->under_13 && person->under_16 &&
                            person->under_25 && person->fourteen_or_under);
                assert_str(person->release, S("none"));
                assert_true(person->missing.n > 0);
            }
            assert_int_equal(after.faces.cast, before.faces.cast);
            /* That there is no picture yet blocks everything: what else does? */
            before.failures.n = after.failures.n = 0;
            struct verdict v_before = policy_judge(policy, &before, &arena);
            struct verdict v_after = policy_judge(policy, &after, &arena);
            assert_true(v_after.kind <= v_before.kind);
            assert_true(!in_it || v_after.kind == VERDICT_BLOCKED);
        }
}

static void nobody_forgotten_makes_it_milder(void **state)
{
    (void)state;
    size_t forgotten = 0;
    for (size_t i = 0; i < countof(demos); i++) {
        struct callsheet c = read_demo(demos[i]);
        struct callsheet_parts parts = split(&c);
        for (size_t k = 0; k < parts.people.n; k++) {
            struct callsheet without = joined(&parts, parts.people.at[k].id);
            is_not_milder(&c, &without, parts.people.at[k].id);
            forgotten++;
        }
        struct callsheet nobody = read_text(parts.public_json);
        is_not_milder(&c, &nobody, (str){0});
    }
    assert_true(forgotten >= 4);
}

/* These are nobody's names: they are not taken out of what is read in pictures. */
static void no_name_is_looked_for(void **state)
{
    (void)state;
    struct callsheet c = read_text(S(SHEET("Spring", "bag", "Quarterly report", "*.jpg")));
    struct callsheet nobody = read_text(split(&c).public_json);
    assert_str(facts_mask_names(&c, S("withheld by Mia Lindqvist"), &arena),
               S("withheld by child-a"));
    assert_str(facts_mask_names(&nobody, S("withheld, forgotten"), &arena),
               S("withheld, forgotten"));
}

static bool has_row(const char *record, const char *field)
{
    const struct personal_field *f;
    for (size_t i = 0; (f = personal_field_at(i)); i++)
        if (strcmp(f->record, record) == 0 && strcmp(f->field, field) == 0)
            return true;
    return false;
}

static size_t count_fields(const struct record *record)
{
    size_t n = 0;
    for (size_t i = 0; i < record->n; i++) {
        const struct field *f = &record->fields[i];
        if (!f->name)
            continue;
        if (!has_row(record->name, f->name))
            fail_msg("%s.%s: nobody said whether it is personal", record->name, f->name);
        n++;
        bool below = f->kind == FIELD_RECORD || f->kind == FIELD_RECORDS;
        if (below && strcmp(f->name, "talent") != 0 && strcmp(f->name, "scope") != 0)
            n += count_fields(f->record);
        else if (below && strcmp(record->name, "item") == 0)
            n += count_fields(f->record); /* the scope, once */
    }
    return n;
}

static void every_field_has_been_thought_of(void **state)
{
    (void)state;
    size_t rows = 0;
    while (personal_field_at(rows))
        rows++;
    assert_int_equal(count_fields(&callsheet_record), rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_has_been_thought_of),
        cmocka_unit_test(what_is_split_is_joined_again),
        cmocka_unit_test(nothing_personal_is_public),
        cmocka_unit_test(names_in_free_words_are_ids),
        cmocka_unit_test(a_name_that_must_stay_is_a_mistake),
        cmocka_unit_test(who_is_no_more_than_an_id_has_no_record),
        cmocka_unit_test(a_wrong_record_is_none),
        cmocka_unit_test(nobody_forgotten_makes_it_milder),
        cmocka_unit_test(no_name_is_looked_for),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
