/* Commands: what comes of them, what is refused and in which words, and what is so already. */
#include "log.h"
#include "shoot/callsheet.h"

/* A workspace in memory: each decision becomes the next event, and is added to its fold. */
static uint64_t next_seq;
static struct folds now;
static struct fold_person nora, kid;
static struct fold_party house, props;
static struct fold_asset picture_a, picture_b, none;

static struct asked by(str actor, const struct fold_person *person)
{
    return (struct asked){{actor, person}, &arena, scratch};
}

static struct asked by_operator(void)
{
    return by(S("operator"), NULL);
}

static struct asked by_nora(void)
{
    return by(S("person/nora"), &nora);
}

static struct event event_of(struct decision d, str actor)
{
    if (d.kind != DECISION_EVENT)
        fail_msg("%.*s", STR(d.why));
    uint64_t seq = next_seq++;
    return (struct event){.seq = seq,
                          .stream = d.stream,
                          .version = d.version,
                          .type = str_of(event_types[d.event].name),
                          .at_ms = NOON + (int64_t)seq,
                          .actor = actor,
                          .payload = d.payload};
}

#define DO(add, fold, decision, actor)                                                             \
    do {                                                                                           \
        struct event do_e = event_of(decision, actor);                                             \
        struct err do_err;                                                                         \
        assert_ok(event_check(&do_e, &do_err), do_err);                                            \
        assert_ok(add(fold, &do_e, &arena, scratch, &do_err), do_err);                             \
    } while (0)

static void is_decided(struct decision d, enum decision_kind kind, const char *says)
{
    assert_int_equal(d.kind, kind);
    if (!strstr(str_c(d.why, &arena), says))
        fail_msg("\"%.*s\" does not say %s", STR(d.why), says);
}

#define REFUSED(decision, says) is_decided(decision, DECISION_REFUSED, says)
#define NOTHING(decision, says) is_decided(decision, DECISION_NOTHING, says)

#define OPERATOR S("operator")
#define NORA     S("person/nora")
#define OP       (&(struct asked){{OPERATOR, NULL}, &arena, scratch})
#define BY_NORA  (&(struct asked){{NORA, &nora}, &arena, scratch})

static const struct workspace_created workspace = {
    {"o", 1}, {"o+1+l", 5}, {"o/issuer+1+i", 12}, {"o/status+1+s", 12}};
static const struct party_added the_house = {{"verne", 5}, PARTY_HOUSE, {"Verne", 5}};
static const struct party_added the_props = {{"props", 5}, PARTY_SUPPLIER, {"Props", 5}};
static const struct campaign_opened campaign = {{"c", 1}, {"C", 1}, {"verne", 5}};
static struct asset_submitted submitted_a = {{"c", 1}, {SHA_A, 64}, 9, {"a.jpg", 5}};
static struct asset_submitted submitted_b = {{"c", 1}, {SHA_B, 64}, 9, {"b.jpg", 5}};

/* Everything that later commands rest on. */
static int a_campaign_up(void **state)
{
    (void)state;
    next_seq = 0;
    now = (struct folds){0};
    nora = kid = (struct fold_person){0};
    house = props = (struct fold_party){0};
    picture_a = picture_b = none = (struct fold_asset){0};
    DO(fold_workspace_add, &now.workspace, decide_workspace(OP, &now.workspace, &workspace),
       OPERATOR);
    DO(fold_party_add, &house, decide_party(OP, &house, &the_house), OPERATOR);
    DO(fold_party_add, &props, decide_party(OP, &props, &the_props), OPERATOR);
    struct person_recorded n = {S("nora"), S("verne"), S("AAAA")};
    struct person_recorded k = {S("c/kid"), {0}, S("BBBB")};
    DO(fold_person_add, &nora, decide_person(OP, &nora, &house, &n), OPERATOR);
    DO(fold_person_add, &kid, decide_person(BY_NORA, &kid, NULL, &k), NORA);
    DO(fold_campaign_add, &now.campaign, decide_campaign(BY_NORA, &now.campaign, &house, &campaign),
       NORA);
    DO(fold_asset_add, &picture_a, decide_submit(OP, &now.campaign, &picture_a, &submitted_a),
       OPERATOR);
    DO(fold_asset_add, &picture_b, decide_submit(OP, &now.campaign, &picture_b, &submitted_b),
       OPERATOR);
    return 0;
}

static void who_may(void **state)
{
    (void)state;
    struct fold_person stranger = {0}, gone = nora;
    gone.forgotten = true;
    struct finding_commented c = {S("c"), S("vase"), S("hm")};
    struct asked odd[] = {
        by(S("person/nora"), NULL),  by(S("person/nora"), &stranger),
        by(S("person/nora"), &kid),  by(S("person/c/kid"), &kid),
        by(S("person/nora"), &gone), by(S(""), NULL),
        by(S("nora"), &nora),        by_operator(),
    };
    static const char *const says[] = {
        "nobody is recorded as person nora", "nobody is recorded as person nora",
        "nobody is recorded as person nora", "neither person/ID nor operator",
        "was forgotten, and acts no more",   "neither person/ID nor operator",
        "neither person/ID nor operator",    "the operator has no name",
    };
    for (size_t i = 0; i < countof(odd); i++)
        REFUSED(decide_comment(&odd[i], &now.campaign, &c), says[i]);
    struct asked good = by_nora();
    REFUSED(decide_comment(&good, &now.campaign, &c), "nothing was raised as \"vase\"");
}

static void a_workspace_is_created_once(void **state)
{
    (void)state;
    REFUSED(decide_workspace(OP, &now.workspace, &workspace), "there already");
    struct workspace_created odd = workspace;
    odd.log = S("p+1+l");
    REFUSED(decide_workspace(OP, &(struct fold_workspace){0}, &odd), "not the origin o");
    odd.log = (str){0};
    REFUSED(decide_workspace(OP, &(struct fold_workspace){0}, &odd), "missing \"log\"");
    struct key_rotated key = {KEY_STATUS, {0}, S("o/status+2+t"), S("a new year")};
    REFUSED(decide_key(OP, &(struct fold_workspace){0}, &key), "no workspace");
    DO(fold_workspace_add, &now.workspace, decide_key(OP, &now.workspace, &key), OPERATOR);
    assert_str(now.workspace.keys[KEY_STATUS].key, S("o/status+2+t"));
    REFUSED(decide_key(OP, &now.workspace, &key), "make one that is new");
    key.use = 9;
    REFUSED(decide_key(OP, &now.workspace, &key), "key_rotated");
    key.use = 0;
    REFUSED(decide_key(OP, &now.workspace, &key), "key_rotated");
}

static void a_party_is_added_once(void **state)
{
    (void)state;
    struct party_added other = the_house;
    NOTHING(decide_party(OP, &house, &the_house), "party verne is there already");
    other.name = S("Verne & Co");
    REFUSED(decide_party(OP, &house, &other), "says something else");
    other.name = (str){0};
    REFUSED(decide_party(OP, &(struct fold_party){0}, &other), "missing \"name\"");
    other = (struct party_added){S("legal"), PARTY_PERSON, {0}};
    assert_int_equal(decide_party(OP, &(struct fold_party){0}, &other).kind, DECISION_EVENT);
    other.name = S("Ann Example");
    REFUSED(decide_party(OP, &(struct fold_party){0}, &other), "personal record");
    char name[501];
    memset(name, 'n', sizeof name);
    other = (struct party_added){S("long"), PARTY_AGENCY, {name, 501}};
    REFUSED(decide_party(OP, &(struct fold_party){0}, &other), "501 bytes, it must have 1 to 500");
    other.name = S("\xff");
    REFUSED(decide_party(OP, &(struct fold_party){0}, &other), "not UTF-8");
    other = (struct party_added){S("Long"), PARTY_AGENCY, S("N")};
    REFUSED(decide_party(OP, &(struct fold_party){0}, &other), "\"party\" must be an id");
}

static void a_person_is_forgotten_but_for_a_hold(void **state)
{
    (void)state;
    struct about_person about = {S("c/kid"), S("claim 17")};
    struct person_recorded lost = {S("ann"), S("nowhere"), S("AAAA")};
    REFUSED(decide_person(OP, &(struct fold_person){0}, &(struct fold_party){0}, &lost),
            "no party nowhere");
    REFUSED(decide_person(OP, &(struct fold_person){0}, NULL, &lost), "no party nowhere");
    REFUSED(decide_lift(OP, &kid, &about), "no legal hold stands");
    DO(fold_person_add, &kid, decide_hold(OP, &kid, &about), OPERATOR);
    about.reason = S("asked for");
    REFUSED(decide_forget(OP, &kid, &about), "\"claim 17\"");
    DO(fold_person_add, &kid, decide_hold(OP, &kid, &about), OPERATOR);
    REFUSED(decide_forget(OP, &kid, &about), "2 legal holds");
    DO(fold_person_add, &kid, decide_lift(OP, &kid, &about), OPERATOR);
    REFUSED(decide_forget(OP, &kid, &about), "a legal hold stands");
    DO(fold_person_add, &kid, decide_lift(OP, &kid, &about), OPERATOR);
    DO(fold_person_add, &kid, decide_forget(OP, &kid, &about), OPERATOR);
    assert_true(kid.forgotten);
    NOTHING(decide_forget(OP, &kid, &about), "forgotten already");
    REFUSED(decide_hold(OP, &kid, &about), "cannot be undone");
    struct person_recorded again = {S("c/kid"), {0}, S("CCCC")};
    REFUSED(decide_person(OP, &kid, NULL, &again), "cannot be undone");
    about.person = S("c/nobody");
    REFUSED(decide_forget(OP, &(struct fold_person){0}, &about), "nobody is recorded");
}

static void a_campaign_is_a_house_s(void **state)
{
    (void)state;
    struct campaign_opened want = campaign;
    NOTHING(decide_campaign(OP, &now.campaign, &house, &want), "open already");
    want.name = S("D");
    REFUSED(decide_campaign(OP, &now.campaign, &house, &want), "says something else");
    want.campaign = S("d");
    want.house = S("props");
    REFUSED(decide_campaign(OP, &(struct fold_campaign){0}, &props, &want), "of kind supplier");
    want.house = S("nobody");
    REFUSED(decide_campaign(OP, &(struct fold_campaign){0}, &(struct fold_party){0}, &want),
            "no party nobody");
}

static void a_call_sheet_is_revised(void **state)
{
    (void)state;
    str people[] = {S("kid")}, changes[1200];
    for (size_t i = 0; i < countof(changes); i++)
        changes[i] = S("item bag: new");
    struct callsheet_revised want = {
        .campaign = S("c"), .callsheet = S(SHA_A), .people = {people, 1}};
    REFUSED(decide_callsheet(OP, &(struct fold_campaign){0}, &want), "open it first");
    DO(fold_campaign_add, &now.campaign, decide_callsheet(OP, &now.campaign, &want), OPERATOR);
    assert_int_equal(now.campaign.revision, 1);
    NOTHING(decide_callsheet(OP, &now.campaign, &want), "that of revision 1");
    want.callsheet = S(SHA_B);
    want.changes = (struct texts){changes, countof(changes)};
    struct decision d = decide_callsheet(OP, &now.campaign, &want);
    union payload p;
    struct err err;
    assert_ok(event_payload_read(d.event, d.payload, &arena, scratch, &p, &err), err);
    assert_int_equal(p.callsheet_revised.revision, 2);
    assert_int_equal(p.callsheet_revised.changes.n, 1001);
    assert_str(p.callsheet_revised.changes.at[1000], S("and 200 more"));
}

static void an_asset_goes_its_way(void **state)
{
    (void)state;
    struct asset_screened screened = {S("c"),     S(SHA_A), S(SHA_B),       3,
                                      INT_ABSENT, S(SHA_C), S("gatefold 1")};
    struct asset_erased erased = {S("c"), S(SHA_A), S("withdrawn")};
    const struct fold_person *people[] = {&nora, &kid};
    NOTHING(decide_submit(OP, &now.campaign, &picture_a, &submitted_a), "submitted already");
    REFUSED(decide_submit(OP, &(struct fold_campaign){0}, &none, &submitted_a), "open it first");
    REFUSED(decide_screened(OP, &now.campaign, &none, &screened), "not submitted");
    REFUSED(decide_erase(OP, &none, people, 2, &erased), "not submitted");
    DO(fold_asset_add, &picture_a, decide_screened(OP, &now.campaign, &picture_a, &screened),
       OPERATOR);
    NOTHING(decide_screened(OP, &now.campaign, &picture_a, &screened), "same result");
    /* Where something was said since, the same result is said again. */
    struct fold_touch raised = {S(SHA_A), picture_a.screened.seq + 1};
    struct fold_campaign touched = now.campaign;
    touched.touches = &raised;
    touched.touches_n = 1;
    assert_int_equal(decide_screened(OP, &touched, &picture_a, &screened).kind, DECISION_EVENT);
    screened.revision = 1;
    REFUSED(decide_screened(OP, &now.campaign, &picture_a, &screened), "no revision 1");
    struct about_person about = {S("c/kid"), S("claim 17")};
    DO(fold_person_add, &kid, decide_hold(OP, &kid, &about), OPERATOR);
    REFUSED(decide_erase(OP, &picture_a, people, 2, &erased), "hold stands on person c/kid");
    DO(fold_person_add, &kid, decide_lift(OP, &kid, &about), OPERATOR);
    DO(fold_asset_add, &picture_a, decide_erase(OP, &picture_a, people, 2, &erased), OPERATOR);
    NOTHING(decide_erase(OP, &picture_a, people, 2, &erased), "erased already");
    REFUSED(decide_submit(OP, &now.campaign, &picture_a, &submitted_a), "stays so");
    screened.revision = INT_ABSENT;
    REFUSED(decide_screened(OP, &now.campaign, &picture_a, &screened), "stays so");
}

static struct callsheet read_callsheet(void)
{
    struct diags diags = {.a = &arena};
    struct callsheet c;
    assert_true(callsheet_read(callsheet_example(), &arena, &diags, &c));
    assert_true(c.items.n > 0 && c.talent.n > 0);
    return c;
}

static struct finding_settled settled_as(struct settled_place *places, size_t n)
{
    return (struct finding_settled){
        S("c"),
        {.kind = SETTLED_UNREAD, .faces = INT_ABSENT, .pictures = {places, n}},
    };
}

static void a_finding_is_settled(void **state)
{
    (void)state;
    struct callsheet sheet = read_callsheet();
    struct settled_place places[] = {{{0}, S(SHA_A), {40, 60, 300, 90}},
                                     {{0}, S(SHA_B), {40, 60, 300, 90}}};
    const struct fold_asset *both[] = {&picture_a, &picture_b}, *one[] = {&picture_a, &none};
    struct fold_campaign *c = &now.campaign;
    struct finding_settled want = settled_as(places, 2);
    REFUSED(decide_settle(BY_NORA, c, both, NULL, (str){0}, &want), "item, talent, dismissed");
    want.said.dismissed = S("a reflection");
    REFUSED(decide_settle(OP, c, both, NULL, (str){0}, &want), "the operator has no name");
    REFUSED(decide_settle(BY_NORA, c, one, NULL, (str){0}, &want), SHA_B " is no asset");
    struct fold_asset erased = picture_b;
    erased.erased = true;
    one[1] = &erased;
    REFUSED(decide_settle(BY_NORA, c, one, NULL, (str){0}, &want), SHA_B " was erased");
    DO(fold_campaign_add, c, decide_settle(BY_NORA, c, both, NULL, (str){0}, &want), NORA);
    want.said.pictures.n = 0;
    REFUSED(decide_settle(BY_NORA, c, both, NULL, (str){0}, &want), "says nothing");

    /* Matched to something on the call sheet. */
    want = settled_as(places, 1);
    want.said.item = sheet.items.at[0].id;
    REFUSED(decide_settle(BY_NORA, c, both, &sheet, S(SHA_C), &want), "no call sheet yet");
    struct callsheet_revised revised = {
        .campaign = S("c"), .callsheet = S(SHA_C), .people = {(str[]){S("kid")}, 1}};
    DO(fold_campaign_add, c, decide_callsheet(OP, c, &revised), OPERATOR);
    REFUSED(decide_settle(BY_NORA, c, both, &sheet, S(SHA_B), &want), "revised meanwhile");
    REFUSED(decide_settle(BY_NORA, c, both, NULL, S(SHA_C), &want), "revised meanwhile");
    DO(fold_campaign_add, c, decide_settle(BY_NORA, c, both, &sheet, S(SHA_C), &want), NORA);
    want.said.item = S("unicorn");
    REFUSED(decide_settle(BY_NORA, c, both, &sheet, S(SHA_C), &want), "no item unicorn");
    want.said.item = (str){0};
    want.said.talent = sheet.items.at[0].id;
    REFUSED(decide_settle(BY_NORA, c, both, &sheet, S(SHA_C), &want), "no person");
    want.said.talent = sheet.talent.at[0].id;
    DO(fold_campaign_add, c, decide_settle(BY_NORA, c, both, &sheet, S(SHA_C), &want), NORA);
    want.said.dismissed = S("and nothing");
    REFUSED(decide_settle(BY_NORA, c, both, &sheet, S(SHA_C), &want), "item, talent, dismissed");

    struct finding_reopened again = {S("c"), (int64_t)c->settled_seq[0], S("look again")};
    DO(fold_campaign_add, c, decide_reopen(BY_NORA, c, &again), NORA);
    assert_int_equal(c->said.settled.n, 2);
    REFUSED(decide_reopen(BY_NORA, c, &again), "settled nothing here that still stands");
    again.settled = 0;
    REFUSED(decide_reopen(BY_NORA, c, &again), "settled nothing here that still stands");
}

static void a_finding_is_raised(void **state)
{
    (void)state;
    struct fold_campaign *c = &now.campaign;
    struct finding_raised want = {
        S("c"),
        {.id = S("vase"), .sha256 = S(SHA_A), .region = {40, 60, 300, 90}, .words = S("a vase?")},
    };
    REFUSED(decide_raise(OP, c, &picture_a, &want), "the operator has no name");
    REFUSED(decide_raise(BY_NORA, c, &none, &want), "is no asset");
    DO(fold_campaign_add, c, decide_raise(BY_NORA, c, &picture_a, &want), NORA);
    REFUSED(decide_raise(BY_NORA, c, &picture_a, &want), "raised already");
    struct finding_commented comment = {S("c"), S("vase"), S("the florist's")};
    DO(fold_campaign_add, c, decide_comment(BY_NORA, c, &comment), NORA);
    struct settled_place place = {{0}, S(SHA_B), {40, 60, 300, 90}};
    const struct fold_asset *assets[] = {&picture_b};
    struct finding_settled settled = settled_as(&place, 1);
    settled.said.kind = SETTLED_RAISED;
    settled.said.says = S("vase");
    settled.said.dismissed = S("it is empty");
    REFUSED(decide_settle(BY_NORA, c, assets, NULL, (str){0}, &settled), "another place");
    place.sha256 = S(SHA_A);
    assets[0] = &picture_a;
    DO(fold_campaign_add, c, decide_settle(BY_NORA, c, assets, NULL, (str){0}, &settled), NORA);
    REFUSED(decide_comment(BY_NORA, c, &comment), "vase is settled");
    comment.words = S("");
    REFUSED(decide_comment(BY_NORA, c, &comment), "must not be empty");
}

static void frames_and_ages_are_attested(void **state)
{
    (void)state;
    struct fold_campaign *c = &now.campaign;
    struct settled_place place = {{0}, S(SHA_A), {INT_ABSENT, INT_ABSENT, INT_ABSENT, INT_ABSENT}};
    const struct fold_asset *assets[] = {&picture_a}, *no_asset[] = {&none};
    union payload frames = {.inventory_attested = {S("c"), {.pictures = {&place, 1}}}};
    union payload age = {
        .apparent_age_attested = {S("c"), {.age = APPARENT_CANNOT_SAY, .pictures = {&place, 1}}}};
    REFUSED(decide_attest(BY_NORA, c, no_asset, EVENT_INVENTORY_ATTESTED, &frames), "is no asset");
    REFUSED(decide_attest(BY_NORA, c, no_asset, EVENT_APPARENT_AGE_ATTESTED, &age), "is no asset");
    DO(fold_campaign_add, c, decide_attest(BY_NORA, c, assets, EVENT_INVENTORY_ATTESTED, &frames),
       NORA);
    DO(fold_campaign_add, c, decide_attest(BY_NORA, c, assets, EVENT_APPARENT_AGE_ATTESTED, &age),
       NORA);
    assert_int_equal(c->said.inventories.n, 1);
    assert_int_equal(c->said.apparent_ages.at[0].age, APPARENT_CANNOT_SAY);
    frames.inventory_attested.said.pictures.n = 0;
    REFUSED(decide_attest(BY_NORA, c, assets, EVENT_INVENTORY_ATTESTED, &frames), "says nothing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(who_may, a_campaign_up),
        cmocka_unit_test_setup(a_workspace_is_created_once, a_campaign_up),
        cmocka_unit_test_setup(a_party_is_added_once, a_campaign_up),
        cmocka_unit_test_setup(a_person_is_forgotten_but_for_a_hold, a_campaign_up),
        cmocka_unit_test_setup(a_campaign_is_a_house_s, a_campaign_up),
        cmocka_unit_test_setup(a_call_sheet_is_revised, a_campaign_up),
        cmocka_unit_test_setup(an_asset_goes_its_way, a_campaign_up),
        cmocka_unit_test_setup(a_finding_is_settled, a_campaign_up),
        cmocka_unit_test_setup(a_finding_is_raised, a_campaign_up),
        cmocka_unit_test_setup(frames_and_ages_are_attested, a_campaign_up),
    };
    return cmocka_run_group_tests(tests, arenas_up, arenas_down);
}
