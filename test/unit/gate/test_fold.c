/* What streams come to, and events that cannot follow. */
#include "log.h"

/* "type payload", one after the other in one stream, by person/nora; the stream is the payload's.
 */
static bool add_line(struct folds *f, const char *line, uint64_t seq, struct err *err)
{
    str payload = str_of(line), type;
    assert_true(str_cut(&payload, ' ', &type));
    union payload p;
    enum event_kind kind = event_kind_find(type);
    assert_int_not_equal(kind, EVENT_KINDS);
    assert_ok(event_payload_read(kind, payload, &arena, scratch, &p, err), *err);
    str stream = event_stream(kind, &p, &arena);
    const struct fold_head *head = str_starts(stream, S("workspace"))   ? &f->workspace.head
                                   : str_starts(stream, S("party/"))    ? &f->party.head
                                   : str_starts(stream, S("person/"))   ? &f->person.head
                                   : str_starts(stream, S("campaign/")) ? &f->campaign.head
                                                                        : &f->asset.head;
    struct event e = {
        .seq = seq,
        .stream = stream,
        .version = head->version + 1,
        .type = type,
        .at_ms = NOON + (int64_t)seq,
        .actor = S("person/nora"),
        .payload = payload,
    };
    return folds_add(f, &e, err);
}

enum {
    LINES_MAX = 12
};

static struct folds add_lines(const char *const lines[], uint64_t seq)
{
    struct folds f = {0};
    struct err err;
    for (size_t i = 0; i < LINES_MAX && lines[i]; i++)
        assert_ok(add_line(&f, lines[i], seq + i, &err), err);
    return f;
}

#define CREATED                                                                                    \
    "workspace_created {\"issuer\":\"o/issuer+1+i\",\"log\":\"o+1+l\",\"origin\":\"o\","           \
    "\"status\":\"o/status+1+s\"}"
#define RECORDED(sealed) "person_recorded {\"person\":\"c/kid\",\"sealed\":\"" sealed "\"}"
#define ABOUT(type)      type " {\"person\":\"c/kid\",\"reason\":\"why " type "\"}"
#define OPENED           "campaign_opened {\"campaign\":\"c\",\"house\":\"h\",\"name\":\"C\"}"
#define REVISED(sha, n)                                                                            \
    "callsheet_revised {\"callsheet\":\"" sha                                                      \
    "\",\"campaign\":\"c\",\"people\":[\"kid\"],\"revision\":" n "}"
#define SUBMITTED                                                                                  \
    "asset_submitted {\"asset\":\"" SHA_A "\",\"bytes\":9,\"campaign\":\"c\",\"path\":\"a.jpg\"}"
#define SCREENED                                                                                   \
    "asset_screened {\"asset\":\"" SHA_A "\",\"campaign\":\"c\",\"facts\":\"" SHA_B                \
    "\",\"packs\":\"" SHA_C "\",\"program\":\"gatefold 1\",\"verdict\":\"clear\"}"
#define ERASED "asset_erased {\"asset\":\"" SHA_A "\",\"campaign\":\"c\",\"reason\":\"withdrawn\"}"
#define SETTLED(says)                                                                              \
    "finding_settled "                                                                             \
    "{\"campaign\":\"c\",\"dismissed\":\"no\",\"kind\":\"text\",\"pictures\":[{" REGION            \
    "}],\"says\":\"" says "\"}"
#define SETTLED_RAISED_AT(id, x)                                                                   \
    "finding_settled {\"campaign\":\"c\",\"dismissed\":\"no\",\"kind\":\"raised\",\"pictures\":[{" \
    "\"h_px\":90,\"sha256\":\"" SHA_A "\",\"w_px\":300,\"x_px\":" x                                \
    ",\"y_px\":60}],\"says\":\"" id "\"}"
#define REOPENED(seq)                                                                              \
    "finding_reopened {\"campaign\":\"c\",\"reason\":\"another\",\"settled\":" seq "}"
#define RAISED(id)                                                                                 \
    "finding_raised {\"campaign\":\"c\",\"change_requested\":false,\"id\":\"" id                   \
    "\",\"region\":{\"h_px\":90,\"w_px\":300,\"x_px\":40,\"y_px\":60},\"sha256\":\"" SHA_A         \
    "\",\"words\":\"a vase\"}"
#define COMMENTED(id) "finding_commented {\"campaign\":\"c\",\"id\":\"" id "\",\"words\":\"hm\"}"
#define INVENTORY                                                                                  \
    "inventory_attested {\"campaign\":\"c\",\"pictures\":[{\"sha256\":\"" SHA_A "\"}]}"
#define AGE                                                                                        \
    "apparent_age_attested {\"age\":\"adult\",\"campaign\":\"c\",\"pictures\":[{\"sha256\":"       \
    "\"" SHA_A "\"}]}"

static void a_workspace_has_the_keys_in_force(void **state)
{
    (void)state;
    static const char *const lines[LINES_MAX] = {
        CREATED,
        "key_rotated {\"new\":\"o/issuer+2+j\",\"old\":\"o/issuer+1+i\",\"reason\":\"lost\","
        "\"use\":\"issuer\"}",
    };
    struct fold_workspace w = add_lines(lines, 100).workspace;
    assert_str(w.origin, S("o"));
    assert_str(w.keys[KEY_LOG].key, S("o+1+l"));
    assert_int_equal(w.keys[KEY_LOG].since, 100);
    assert_str(w.keys[KEY_ISSUER].key, S("o/issuer+2+j"));
    assert_int_equal(w.keys[KEY_ISSUER].since, 101);
    assert_str(w.keys[KEY_STATUS].key, S("o/status+1+s"));
}

static void a_person_is_the_newest_record(void **state)
{
    (void)state;
    static const char *const lines[LINES_MAX] = {
        RECORDED("AAAA"),     ABOUT("hold_placed"), RECORDED("BBBB"),
        ABOUT("hold_placed"), ABOUT("hold_lifted"),
    };
    struct fold_person p = add_lines(lines, 7).person;
    assert_str(p.person, S("c/kid"));
    assert_str(p.sealed, S("BBBB"));
    assert_int_equal(p.holds, 1);
    assert_false(p.forgotten);
}

static void an_asset_is_its_last_screening_until_it_is_erased(void **state)
{
    (void)state;
    static const char *const lines[LINES_MAX] = {SUBMITTED, SCREENED, SCREENED, ERASED};
    struct fold_asset f = add_lines(lines, 3).asset;
    assert_str(f.path, S("a.jpg"));
    assert_int_equal(f.bytes, 9);
    assert_int_equal(f.screened.seq, 5);
    assert_str(f.screened.said.facts, S(SHA_B));
    assert_true(f.screened.said.revision == INT_ABSENT);
    assert_true(f.erased);
}

static void a_campaign_is_what_stands(void **state)
{
    (void)state;
    static const char *const lines[LINES_MAX] = {
        OPENED,          REVISED(SHA_A, "1"), REVISED(SHA_B, "2"), SETTLED("one"),
        SETTLED("two"),  SETTLED("three"),    REOPENED("14"),      RAISED("vase"),
        RAISED("knife"), COMMENTED("vase"),   INVENTORY,           AGE,
    };
    struct fold_campaign c = add_lines(lines, 10).campaign;
    assert_str(c.house, S("h"));
    assert_int_equal(c.revision, 2);
    assert_str(c.callsheet, S(SHA_B));
    assert_int_equal(c.people.n, 1);
    assert_int_equal(c.said.version, SETTLEMENTS_VERSION);
    assert_int_equal(c.said.settled.n, 2);
    assert_str(c.said.settled.at[0].says, S("one"));
    assert_int_equal(c.settled_seq[0], 13);
    assert_str(c.said.settled.at[1].says, S("three"));
    assert_int_equal(c.settled_seq[1], 15);
    assert_str(c.said.settled.at[1].by, S("nora"));
    assert_str(date_print(c.said.settled.at[1].on, &arena), S("2022-10-04"));
    assert_int_equal(c.said.raised.n, 2);
    assert_int_equal(fold_campaign_raised(&c, S("vase"))->comments.n, 1);
    assert_str(fold_campaign_raised(&c, S("vase"))->comments.at[0].by, S("nora"));
    assert_null(fold_campaign_raised(&c, S("cup")));
    assert_int_equal(c.said.inventories.n, 1);
    assert_int_equal(c.said.apparent_ages.at[0].age, APPARENT_ADULT);
    /* The facts take it as they take a file. */
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&settlements_record, &c.said, &json);
    struct diags diags = {.a = &arena};
    struct settlements again;
    assert_true(settlements_read(buf_str(&json), &arena, &diags, &again));
}

static void what_was_raised_is_settled_where_it_stands(void **state)
{
    (void)state;
    static const char *const lines[LINES_MAX] = {OPENED, RAISED("vase"),
                                                 SETTLED_RAISED_AT("vase", "50")};
    struct fold_campaign c = add_lines(lines, 0).campaign;
    assert_true(fold_campaign_is_settled(&c, fold_campaign_raised(&c, S("vase"))));
    static const char *const open[LINES_MAX] = {
        OPENED, RAISED("vase"), SETTLED_RAISED_AT("vase", "50"), REOPENED("2"), COMMENTED("vase")};
    c = add_lines(open, 0).campaign;
    assert_false(fold_campaign_is_settled(&c, fold_campaign_raised(&c, S("vase"))));
}

static void a_screening_holds_until_something_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *lines[LINES_MAX];
        bool holds;
    } rows[] = {
        {{OPENED, SUBMITTED}, false},
        {{OPENED, SUBMITTED, SCREENED}, true},
        {{OPENED, SUBMITTED, SCREENED, ERASED}, false},
        {{OPENED, SUBMITTED, SCREENED, SETTLED("x"), INVENTORY}, true},
        {{OPENED, SUBMITTED, SCREENED, RAISED("vase")}, false},
        {{OPENED, SUBMITTED, RAISED("vase"), SCREENED, COMMENTED("vase")}, true},
        {{OPENED, SUBMITTED, SCREENED, AGE}, false},
        {{OPENED, SUBMITTED, AGE, SCREENED}, true},
        {{OPENED, SUBMITTED, SETTLED("x"), SCREENED, REOPENED("2")}, false},
        {{OPENED, SUBMITTED, SETTLED("x"), REOPENED("2"), SCREENED}, true},
        {{OPENED, SUBMITTED, SCREENED, REVISED(SHA_A, "1")}, false},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct folds f = add_lines(rows[i].lines, 0);
        if (fold_asset_screening_holds(&f.asset, &f.campaign) != rows[i].holds)
            fail_msg("row %zu: want %d", i, rows[i].holds);
    }
}

static void what_cannot_follow_is_corrupt(void **state)
{
    (void)state;
    static const struct {
        const char *lines[LINES_MAX];
        const char *says;
    } bad[] = {
        {{CREATED, CREATED}, "there already"},
        {{"key_rotated {\"new\":\"o+2+k\",\"old\":\"o+1+l\",\"reason\":\"r\",\"use\":\"log\"}"},
         "no workspace yet"},
        {{"workspace_created {\"issuer\":\"k\",\"log\":\"k\",\"origin\":\"k\",\"status\":\"s\"}"},
         "a key each"},
        {{"workspace_created {\"issuer\":\"i\",\"log\":\"p+1+l\",\"origin\":\"o\",\"status\":"
          "\"s\"}"},
         "not the origin o"},
        {{CREATED,
          "key_rotated {\"new\":\"o+2+k\",\"old\":\"o+9+l\",\"reason\":\"r\",\"use\":\"log\"}"},
         "in force is o+1+l"},
        {{CREATED,
          "key_rotated {\"new\":\"o+1+l\",\"old\":\"o+1+l\",\"reason\":\"r\",\"use\":\"log\"}"},
         "make one that is new"},
        {{CREATED,
          "key_rotated {\"new\":\"p+1+m\",\"old\":\"o+1+l\",\"reason\":\"r\",\"use\":\"log\"}"},
         "the old one's o"},
        {{"party_added {\"kind\":\"person\",\"party\":\"p\"}",
          "party_added {\"kind\":\"person\",\"party\":\"p\"}"},
         "there already"},
        {{ABOUT("hold_placed")}, "nobody is recorded"},
        {{ABOUT("person_forgotten")}, "nobody is recorded"},
        {{RECORDED("A"), ABOUT("hold_lifted")}, "no legal hold stands"},
        {{RECORDED("A"), ABOUT("hold_placed"), ABOUT("hold_lifted"), ABOUT("hold_lifted")},
         "no legal hold stands"},
        {{RECORDED("A"), ABOUT("hold_placed"), ABOUT("person_forgotten")}, "why hold_placed"},
        {{RECORDED("A"), ABOUT("person_forgotten"), ABOUT("person_forgotten")}, "forgotten"},
        {{RECORDED("A"), ABOUT("person_forgotten"), RECORDED("B")}, "use another id"},
        {{RECORDED("A"), ABOUT("person_forgotten"), ABOUT("hold_placed")}, "forgotten"},
        {{SETTLED("x")}, "open it first"},
        {{OPENED, OPENED}, "open already"},
        {{OPENED, REVISED(SHA_A, "2")}, "where 1 must be"},
        {{OPENED, REVISED(SHA_A, "1"), REVISED(SHA_B, "1")}, "where 2 must be"},
        {{OPENED, REVISED(SHA_A, "1"), REVISED(SHA_A, "2")}, "that of revision 1"},
        {{OPENED, REOPENED("0")}, "settled nothing"},
        {{OPENED, SETTLED("x"), REOPENED("1"), REOPENED("1")}, "settled nothing"},
        {{OPENED, RAISED("vase"), RAISED("vase")}, "raised already"},
        {{OPENED, COMMENTED("vase")}, "nothing was raised"},
        {{OPENED, RAISED("vase"), SETTLED_RAISED_AT("vase", "40"), COMMENTED("vase")}, "settled"},
        {{OPENED, SETTLED_RAISED_AT("vase", "40")}, "nothing was raised"},
        {{OPENED, RAISED("vase"), SETTLED_RAISED_AT("vase", "400")}, "another place"},
        {{SCREENED}, "not submitted"},
        {{ERASED}, "not submitted"},
        {{SUBMITTED, SUBMITTED}, "already"},
        {{SUBMITTED, ERASED, SUBMITTED}, "was erased"},
        {{SUBMITTED, ERASED, SCREENED}, "was erased"},
        {{SUBMITTED, ERASED, ERASED}, "was erased"},
    };
    for (size_t i = 0; i < countof(bad); i++) {
        struct folds f = {0};
        struct err err;
        size_t n = 0;
        while (bad[i].lines[n + 1]) {
            assert_ok(add_line(&f, bad[i].lines[n], n, &err), err);
            n++;
        }
        assert_err(add_line(&f, bad[i].lines[n], n, &err), err, ERR_CORRUPT);
        str seq = str_format(&arena, "event %zu ", n);
        if (!strstr(err.msg, bad[i].says) || !str_starts(str_of(err.msg), seq))
            fail_msg("%zu: \"%s\" does not say %s, or not of which event", i, err.msg, bad[i].says);
    }
}

#define T(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
#define PICTURES "\"pictures\":[{\"sha256\":\"" SHA_A "\"}]}"

/* One good event, and each thing that can be wrong around it. */
static void an_event_that_is_not_the_next_is_corrupt(void **state)
{
    (void)state;
    static const struct {
        const char *says;
        struct event e;
    } bad[] = {
        {"version 3", {.version = 3}},
        {"version 1", {.version = 1}},
        {"comes after", {.seq = 5}},
        {"not of campaign/c", {.stream = T("campaign/d")}},
        {"no type", {.type = T("finding_lost")}},
        {"of stream campaign/c, and its payload of party/p",
         {.type = T("party_added"), .payload = T("{\"kind\":\"person\",\"party\":\"p\"}")}},
        {"has no name", {.actor = T("operator")}},
        {"neither", {.actor = T("person/")}},
        {"neither", {.actor = T("person/c/kid")}},
        {"neither", {.actor = T("nora")}},
        {"line 1", {.payload = T("{")}},
        {"not as a payload is written", {.payload = T(" {\"campaign\":\"c\"," PICTURES)}},
        {"its payload of campaign/d", {.payload = T("{\"campaign\":\"d\"," PICTURES)}},
    };
    for (size_t i = 0; i < countof(bad); i++) {
        static const char *const lines[LINES_MAX] = {OPENED};
        struct folds f = add_lines(lines, 5);
        const struct event *with = &bad[i].e;
        struct event e = {
            .seq = with->seq ? with->seq : 6,
            .stream = with->stream.p ? with->stream : S("campaign/c"),
            .version = with->version ? with->version : 2,
            .type = with->type.p ? with->type : S("inventory_attested"),
            .at_ms = with->at_ms ? with->at_ms : NOON + 5,
            .actor = with->actor.p ? with->actor : S("person/nora"),
            .payload = with->payload.p ? with->payload : S("{\"campaign\":\"c\"," PICTURES),
        };
        struct err err;
        assert_err(fold_campaign_add(&f.campaign, &e, &arena, scratch, &err), err, ERR_CORRUPT);
        if (!strstr(err.msg, bad[i].says) || !str_starts(str_of(err.msg), S("event ")))
            fail_msg("\"%s\" does not say %s", err.msg, bad[i].says);
    }
}

/* The order is that of seq: a clock that was set back stops no stream. */
static void a_clock_that_was_set_back_stops_nothing(void **state)
{
    (void)state;
    static const char *const lines[LINES_MAX] = {OPENED};
    struct folds f = add_lines(lines, 5);
    struct event e = {
        .seq = 6,
        .stream = S("campaign/c"),
        .version = 2,
        .type = S("inventory_attested"),
        .at_ms = NOON - 1,
        .actor = S("person/nora"),
        .payload = S("{\"campaign\":\"c\"," PICTURES),
    };
    struct err err;
    assert_ok(fold_campaign_add(&f.campaign, &e, &arena, scratch, &err), err);
    assert_true(f.campaign.head.seq == 6);
}

/* Who acts must be known when he does, and not only to his own stream. */
static void who_acts_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *stream, *type, *actor, *says; /* says NULL: it may be */
    } rows[] = {
        {"workspace", "workspace_created", "operator", NULL},
        {"party/h", "party_added", "person/nora", "nobody is recorded as person nora"},
        {"person/nora", "person_recorded", "operator", NULL},
        {"party/k", "party_added", "person/nora", NULL},
        {"party/l", "party_added", "person/norah", "nobody is recorded as person norah"},
        {"person/mia", "person_recorded", "person/mia", "nobody is recorded as person mia"},
        {"person/abe", "person_recorded", "person/mia", NULL}, /* she is, from her record on */
        {"person/spring/otto", "person_recorded", "person/nora", NULL}, /* of a call sheet */
        {"campaign/spring", "campaign_opened", "person/otto", "nobody is recorded as person otto"},
        {"person/nora", "hold_placed", "person/abe", NULL},
        {"person/nora", "hold_lifted", "person/nora", NULL},
        {"person/nora", "person_forgotten", "person/nora", NULL}, /* her last act */
        {"party/m", "party_added", "person/nora", "person nora was forgotten"},
        {"party/n", "party_added", "person/abe", NULL},
        {"party/o", "party_added", "operator", NULL},
    };
    struct fold_actors f = {0};
    for (size_t i = 0; i < countof(rows); i++) {
        struct event e = {.seq = i,
                          .stream = str_of(rows[i].stream),
                          .type = str_of(rows[i].type),
                          .actor = str_of(rows[i].actor)};
        struct err err = {0};
        if (!rows[i].says) {
            assert_ok(fold_actors_add(&f, &e, &arena, &err), err);
            continue;
        }
        assert_err(fold_actors_add(&f, &e, &arena, &err), err, ERR_CORRUPT);
        str seq = str_format(&arena, "event %zu (", i);
        if (!strstr(err.msg, rows[i].says) || !str_starts(str_of(err.msg), seq))
            fail_msg("\"%s\" does not say %s", err.msg, rows[i].says);
    }
    assert_int_equal(f.n, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_that_was_set_back_stops_nothing),
        cmocka_unit_test(a_workspace_has_the_keys_in_force),
        cmocka_unit_test(a_person_is_the_newest_record),
        cmocka_unit_test(an_asset_is_its_last_screening_until_it_is_erased),
        cmocka_unit_test(a_campaign_is_what_stands),
        cmocka_unit_test(what_was_raised_is_settled_where_it_stands),
        cmocka_unit_test(a_screening_holds_until_something_is_said),
        cmocka_unit_test(what_cannot_follow_is_corrupt),
        cmocka_unit_test(an_event_that_is_not_the_next_is_corrupt),
        cmocka_unit_test(who_acts_is_known),
    };
    return cmocka_run_group_tests(tests, arenas_up, arenas_down);
}
