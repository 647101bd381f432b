/* Every type of event against its golden file, whose payload another program wrote, and payloads
 * that none may have. */
#include "base/file.h"
#include "log.h"
#include "shoot/callsheet.h"

static struct event golden(const char *type)
{
    str path = str_format(&arena, GOLDEN "/event/%s", type), text;
    struct event e = {0};
    struct err err;
    assert_ok(file_read(str_c(path, &arena), EVENT_TEXT_MAX, &arena, &text, &err), err);
    assert_ok(event_read(text, &e, &err), err);
    return e;
}

static void a_golden_file_of_each_type(void **state)
{
    (void)state;
    static const char *const words[EVENT_KINDS] = {
        "the workspace was created: gatefold.example/log",
        "the issuer key was rotated: the old laptop was lost",
        "party studio-nord (supplier) was added: Studio Nord",
        "person spring/child-a of agency-one was recorded",
        "a legal hold was placed on person spring/child-a: claim 17/22",
        "a legal hold on person spring/child-a was lifted: claim 17/22 is withdrawn",
        "person spring/child-a was forgotten: asked for by the family",
        "campaign spring of maison-verne was opened: Objects, spring 2023",
        "campaign spring: revision 2 of the call sheet: item bag: themes: new: document; talent "
        "child-a: release until: 2023-12-31, was 2022-12-31",
        /* printf picture | sha256sum */
        "campaign spring: office/desk-1_004.jpg was submitted (asset 2cea274d0bed, 4194304 bytes)",
        "campaign spring: asset 2cea274d0bed was screened: needs",
        "campaign spring: asset 2cea274d0bed was erased: the release was withdrawn",
        "campaign spring: text \"Quarterly report\" in 1 picture was settled: it is item "
        "desk-papers",
        "campaign spring: what event 12 settled is open again: the page is another one",
        "campaign spring: vase was raised in office/desk-1_004.jpg, asset 2cea274d0bed: what is "
        "that vase?; for North Props; due 2022-10-10; change requested",
        "campaign spring: of vase: the florist brings another",
        "campaign spring: everything in 1 picture is on the call sheet",
        "campaign spring: the youngest in 2 pictures seems adult",
    };
    for (int kind = 0; kind < EVENT_KINDS; kind++) {
        struct event e = golden(event_types[kind].name);
        assert_str(e.type, str_of(event_types[kind].name));
        assert_int_equal(event_kind_find(e.type), kind);
        union payload p;
        str again;
        struct err err;
        assert_ok(event_payload_read((enum event_kind)kind, e.payload, &arena, scratch, &p, &err),
                  err);
        assert_str(event_stream((enum event_kind)kind, &p, &arena), e.stream);
        assert_str(event_words((enum event_kind)kind, &p, &arena), str_of(words[kind]));
        assert_ok(event_payload_write((enum event_kind)kind, &p, &arena, scratch, &again, &err),
                  err);
        assert_str(again, e.payload);
    }
    assert_int_equal(event_kind_find(S("party_removed")), EVENT_KINDS);
}

static void a_payload_that_is_not_one_is_corrupt(void **state)
{
    (void)state;
#define SHA "0000000000000000000000000000000000000000000000000000000000000000"
    static const struct {
        enum event_kind kind;
        const char *json, *says;
    } bad[] = {
        {EVENT_PARTY_ADDED, "", "party_added"},
        {EVENT_PARTY_ADDED, "[]", "map of keys"},
        {EVENT_PARTY_ADDED, "{\"kind\":\"supplier\",\"name\":\"N\"}", "missing \"party\""},
        {EVENT_PARTY_ADDED, "{\"kind\":\"friend\",\"name\":\"N\",\"party\":\"n\"}", "\"kind\""},
        {EVENT_PARTY_ADDED, "{\"kind\":\"supplier\",\"name\":\"N\",\"party\":\"N\"}", "\"party\""},
        {EVENT_PARTY_ADDED, "{\"kind\":\"supplier\",\"party\":\"n\"}", "missing \"name\""},
        {EVENT_PARTY_ADDED, "{\"kind\":\"person\",\"name\":\"Nora\",\"party\":\"n\"}", "personal"},
        {EVENT_PARTY_ADDED, "{\"kind\":\"person\",\"on\":\"x\",\"party\":\"n\"}", "\"on\""},
        {EVENT_PARTY_ADDED, "{\"kind\": \"person\",\"party\":\"n\"}", "no white space"},
        {EVENT_PARTY_ADDED, "{\"party\":\"n\",\"kind\":\"person\"}", "keys sorted"},
        {EVENT_PERSON_FORGOTTEN, "{\"person\":\"a/b/c\",\"reason\":\"r\"}", "\"person\""},
        {EVENT_PERSON_FORGOTTEN, "{\"person\":\"/b\",\"reason\":\"r\"}", "\"person\""},
        {EVENT_PERSON_FORGOTTEN, "{\"person\":\"b/\",\"reason\":\"r\"}", "\"person\""},
        {EVENT_PERSON_FORGOTTEN, "{\"person\":\"b\",\"reason\":\"\"}", "\"reason\""},
        {EVENT_FINDING_SETTLED,
         "{\"campaign\":\"c\",\"dismissed\":\"d\",\"item\":\"i\",\"kind\":\"faces\",\"faces\":2,"
         "\"pictures\":[{\"sha256\":\"" SHA "\"}]}",
         "one of"},
        {EVENT_FINDING_SETTLED,
         "{\"campaign\":\"c\",\"dismissed\":\"d\",\"kind\":\"unread\",\"pictures\":[{\"sha256\":"
         "\"" SHA "\"}]}",
         "no region"},
        {EVENT_FINDING_SETTLED,
         "{\"campaign\":\"c\",\"dismissed\":\"d\",\"kind\":\"faces\",\"faces\":1,\"pictures\":[]}",
         "pictures"},
        {EVENT_INVENTORY_ATTESTED, "{\"campaign\":\"c\",\"pictures\":[]}", "pictures"},
        {EVENT_APPARENT_AGE_ATTESTED, "{\"age\":\"adult\",\"campaign\":\"c\",\"pictures\":[]}",
         "pictures"},
    };
    for (size_t i = 0; i < countof(bad); i++) {
        union payload p;
        struct err err;
        assert_err(event_payload_read(bad[i].kind, str_of(bad[i].json), &arena, scratch, &p, &err),
                   err, ERR_CORRUPT);
        if (!strstr(err.msg, bad[i].says))
            fail_msg("%s: \"%s\" does not say %s", bad[i].json, err.msg, bad[i].says);
    }
}

static void what_could_not_be_read_is_not_written(void **state)
{
    (void)state;
    const struct {
        union payload p;
        const char *says;
    } bad[] = {
        {{.party_added = {.kind = PARTY_SUPPLIER, .name = S("N")}}, "missing \"party\""},
        {{.party_added = {S("n"), PARTY_SUPPLIER, S("\xff")}}, "\"name\" is not UTF-8"},
        {{.party_added = {S("n"), PARTY_SUPPLIER, S("")}}, "\"name\" must not be empty"},
        {{.party_added = {S("n"), PARTY_SUPPLIER, S("a\0b")}}, "party_added"},
        {{.party_added = {S("n"), 77, S("N")}}, "\"kind\""},
        {{.party_added = {S("n"), PARTY_PERSON, S("Nora")}}, "personal"},
    };
    for (size_t i = 0; i < countof(bad); i++) {
        str json;
        struct err err;
        assert_err(event_payload_write(EVENT_PARTY_ADDED, &bad[i].p, &arena, scratch, &json, &err),
                   err, ERR_INVALID);
        if (!strstr(err.msg, bad[i].says))
            fail_msg("%zu: \"%s\" does not say %s", i, err.msg, bad[i].says);
    }
}

/* The most that the field tables let through is over the limit of a payload, and says so. */
static void too_much_is_a_limit(void **state)
{
    (void)state;
    enum {
        CHANGES = 5,
        CHANGE_BYTES = 1 << 20
    };
    struct arena a = arena;
    char *change = arena_new(&a, char, CHANGE_BYTES);
    memset(change, 'x', CHANGE_BYTES);
    str changes[CHANGES], none;
    for (size_t i = 0; i < CHANGES; i++)
        changes[i] = (str){change, CHANGE_BYTES};
    union payload p = {
        .callsheet_revised = {S("c"), 2, S(SHA), {&none, 0}, {changes, CHANGES}},
    };
    str json;
    struct err err;
    assert_err(event_payload_write(EVENT_CALLSHEET_REVISED, &p, &a, scratch, &json, &err), err,
               ERR_LIMIT);
    p.callsheet_revised.changes.n = 3;
    assert_ok(event_payload_write(EVENT_CALLSHEET_REVISED, &p, &a, scratch, &json, &err), err);
}

static void words_are_one_line_and_not_too_long(void **state)
{
    (void)state;
    char name[450];
    memset(name, 'n', sizeof name);
    name[3] = '\n';
    union payload p = {.party_added = {S("n"), PARTY_HOUSE, {name, sizeof name}}};
    str words = event_words(EVENT_PARTY_ADDED, &p, &arena);
    assert_true(str_starts(words, S("party n (house) was added: nnn nnnn")));
    assert_true(str_ends(words, S("nnn...")));
    assert_int_equal(words.n, strlen("party n (house) was added: ") + 300 + 3);
    str texts[7] = {S("a"), S("b"), S("c"), S("d"), S("e"), S("f"), S("g")};
    p = (union payload){.callsheet_revised = {S("c"), 2, S(SHA), {texts, 0}, {texts, 7}}};
    assert_str(event_words(EVENT_CALLSHEET_REVISED, &p, &arena),
               S("campaign c: revision 2 of the call sheet: a; b; c; d; e; and 2 more"));
    p.callsheet_revised.changes.n = 0;
    assert_str(event_words(EVENT_CALLSHEET_REVISED, &p, &arena),
               S("campaign c: revision 2 of the call sheet"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_golden_file_of_each_type),
        cmocka_unit_test(a_payload_that_is_not_one_is_corrupt),
        cmocka_unit_test(what_could_not_be_read_is_not_written),
        cmocka_unit_test(too_much_is_a_limit),
        cmocka_unit_test(words_are_one_line_and_not_too_long),
    };
    return cmocka_run_group_tests(tests, arenas_up, arenas_down);
}
