/* The golden event of each type, appended in order: its leaf hash as Python's hashlib computed it,
 * the rows as any SQLite program finds them, and what the views make of it. */
#include <sqlite3.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hex.h"
#include "events.h"
#include "ledger/tree.h"

#define ASSET "2cea274d0bedc39ec4ab6ba9e59ec889e3ed6fb56a1cf088a64d9b383378dc97"

static const char *golden; /* folder */

struct golden {
    struct event event;
    str leaf;
};

/* leaves.tsv: type, salt, leaf hash; in order of seq. */
static size_t read_golden(struct golden *ret, size_t max)
{
    struct err err;
    str lines, line;
    size_t n = 0;
    assert_ok(file_read(path_in(golden, "leaves.tsv"), 1 << 20, &arena, &lines, &err), err);
    while (str_cut(&lines, '\n', &line) && line.n) {
        str type = {0}, salt = {0};
        assert_true(n < max && str_cut(&line, '\t', &type) && str_cut(&line, '\t', &salt));
        str text, path = str_format(&arena, "%s/event/%.*s", golden, STR(type));
        assert_ok(file_read(path.p, EVENT_TEXT_MAX, &arena, &text, &err), err);
        assert_true(hex_decode(salt, ret[n].event.salt, EVENT_SALT_BYTES));
        assert_ok(event_read(text, &ret[n].event, &err), err);
        assert_str(ret[n].event.type, type);
        ret[n++].leaf = line;
    }
    return n;
}

static const char *append_golden(struct golden *g, size_t *ret_n)
{
    struct err err;
    const char *path = path_in(folder_new(), "store");
    assert_ok(store_create(path, &err), err);
    struct store *s = store_open(path, STORE_WRITE, &err);
    assert_ok(s, err);
    *ret_n = read_golden(g, 64);
    assert_ok(store_begin(s, &err), err);
    for (size_t i = 0; i < *ret_n; i++)
        assert_ok(store_append(s, &g[i].event, &err), err);
    assert_ok(store_commit(s, &err), err);
    assert_clean(s);
    store_close(s);
    return path;
}

static void leaves(void **state)
{
    (void)state;
    struct golden g[64] = {0};
    size_t n = read_golden(g, 64);
    assert_int_equal(n, 18);
    for (size_t i = 0; i < n; i++)
        assert_str(digest_hex(tree_leaf(event_leaf(&g[i].event, &arena)), &arena), g[i].leaf);
}

static void other_programs_find_it_plain(void **state)
{
    (void)state;
    struct golden g[64] = {0};
    size_t n;
    const char *path = append_golden(g, &n);
    sqlite3 *db;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT seq, stream, version, type, at_ms, actor, salt, "
                                        "payload, leaf FROM events ORDER BY seq",
                                        -1, &st, NULL),
                     SQLITE_OK);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(sqlite3_step(st), SQLITE_ROW);
        const struct event *e = &g[i].event;
        assert_int_equal(sqlite3_column_int64(st, 0), e->seq);
        assert_str(str_of((const char *)sqlite3_column_text(st, 1)), e->stream);
        assert_int_equal(sqlite3_column_int64(st, 2), e->version);
        assert_str(str_of((const char *)sqlite3_column_text(st, 3)), e->type);
        assert_int_equal(sqlite3_column_int64(st, 4), e->at_ms);
        assert_str(str_of((const char *)sqlite3_column_text(st, 5)), e->actor);
        assert_str(str_of((const char *)sqlite3_column_text(st, 6)),
                   hex_encode((str){(const char *)e->salt, sizeof e->salt}, &arena));
        assert_str(str_of((const char *)sqlite3_column_text(st, 7)), e->payload);
        assert_str(str_of((const char *)sqlite3_column_text(st, 8)), g[i].leaf);
    }
    assert_int_equal(sqlite3_step(st), SQLITE_DONE);
    sqlite3_finalize(st);
    sqlite3_close(db);
}

/* The rows of a query: values with a bar between, rows with a line feed. */
static str ask(struct store *s, const char *query, const char *parameter)
{
    struct err err;
    const struct store_value p[] = {STORE_TEXT(str_of(parameter)), STORE_TEXT(S(ASSET))};
    size_t n = 0;
    for (const struct store_query *q = store_queries; q->name; q++)
        if (strcmp(q->name, query) == 0)
            n = !*q->params ? 0 : strchr(q->params, ' ') ? 2 : 1;
    struct store_value number = STORE_NUMBER(atoll(parameter));
    bool by_seq = strcmp(query, "settlement") == 0 || strcmp(query, "places") == 0;
    CLEANUP(rows_closep) struct rows *r = rows_open(s, query, by_seq ? &number : p, n, &err);
    assert_ok(r, err);
    CLEANUP(buf_done) struct buf b = {0};
    const struct store_value *v;
    int columns = 0;
    for (const struct store_query *q = store_queries; q->name; q++)
        if (strcmp(q->name, query) == 0)
            for (const char *c = q->columns; c; c = strchr(c + 1, ' '))
                columns++;
    while (rows_next(r, &arena, &v, &err)) {
        for (int i = 0; i < columns; i++) {
            if (v[i].kind == VALUE_TEXT)
                buf_put(&b, v[i].text);
            else if (v[i].kind == VALUE_INT)
                buf_format(&b, "%lld", (long long)v[i].number);
            buf_byte(&b, i + 1 < columns ? '|' : '\n');
        }
    }
    assert_int_equal(err.kind, ERR_NONE);
    return str_copy(buf_str(&b), &arena);
}

struct answer {
    const char *query, *parameter, *rows;
};

static void assert_answers(struct store *s, const struct answer *answers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        str got = ask(s, answers[i].query, answers[i].parameter);
        if (!str_eq(got, str_of(answers[i].rows)))
            fail_msg("%s %s: got\n%.*swant\n%s", answers[i].query, answers[i].parameter, STR(got),
                     answers[i].rows);
    }
}

#define LOG_KEY    "gatefold.example/log+caf3dcc2+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define OLD_ISSUER "gatefold.example/issuer+fc027dc4+ASVDuS/xCVURR2rcg2nbbdyTNmWhGXjdoUBO4QZsqVWd"
#define NEW_ISSUER "gatefold.example/issuer+00000001+ARdFU7RW3d/GkI7KscEB/mqyHiuqBhd5W31DpjSCmT/V"
#define STATUS_KEY "gatefold.example/status+bf0b97f4+ARdFU7RW3d/GkI7KscEB/mqyHiuqBhd5W31DpjSCmT/V"
#define FACTS      "0694aacb66d62e742a92e8d5f1e82bd9d2a8ca1be88744201fbe63d0f5007502"
#define CALLSHEET  "78af7bdb5626eb0a046772b3edda705ca9e60ba7af0960eea89f7fa201d685a8"
#define OTHER      "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa"
#define SCREENED   "spring|" ASSET "|office/desk-1_004.jpg|4194304|9|10|" FACTS "|needs|2|11\n"
#define RAISED                                                                                     \
    "vase|14|what is that vase?|North Props|2022-10-10|1|" ASSET                                   \
    "|office/desk-1_004.jpg|40|60|300|90|person/ines|1664874884310|\n"

static void what_the_golden_events_come_to(void **state)
{
    (void)state;
    static const struct answer answers[] = {
        {"workspace", "", "gatefold.example/log|0\n"},
        {"keys", "",
         "issuer|" OLD_ISSUER "|0|1\nissuer|" NEW_ISSUER "|1|\nlog|" LOG_KEY "|0|\n"
         "status|" STATUS_KEY "|0|\n"},
        {"keys_in_force", "",
         "issuer|" NEW_ISSUER "|1\nlog|" LOG_KEY "|0\nstatus|" STATUS_KEY "|0\n"},
        {"parties", "", "studio-nord|supplier|Studio Nord|2\n"},
        {"party", "studio-nord", "studio-nord|supplier|Studio Nord|2\n"},
        {"party", "studio-sud", ""},
        {"persons", "", "spring/child-a|agency-one|3|6|0|\n"},
        {"person", "spring/child-a", "spring/child-a|agency-one|3|6|0|\n"},
        {"persons_forgotten", "", "spring/child-a|3|6\n"},
        {"campaigns", "", "spring|Objects, spring 2023|maison-verne|7\n"},
        {"campaign", "spring", "spring|Objects, spring 2023|maison-verne|7\n"},
        {"callsheets", "spring", "2|" CALLSHEET "|8\n"},
        {"callsheet_newest", "spring", "2|" CALLSHEET "|8\n"},
        {"callsheet_newest", "autumn", ""},
        {"assets", "spring", SCREENED},
        {"asset", "spring", SCREENED},
        {"asset", "autumn", ""},
        {"asset_everywhere", ASSET, SCREENED},
        {"to_screen", "", ""},
        {"settlements", "spring", ""}, /* reopened */
        {"settlement_places", "spring", ""},
        {"settlement", "12",
         "12|spring|text|Quarterly report|||desk-papers|||person/nora|1664874764310|13\n"},
        {"places", "12", "12|0|" ASSET "|office/desk-1_004.jpg|40|60|300|90\n"},
        {"raised", "spring", RAISED},
        {"raised_comments", "spring",
         "vase|15|the florist brings another|person/nora|1664874944310\n"},
        {"inventories", "spring", "16|person/nora|1664875004310\n"},
        {"inventory_places", "spring", "16|0|" ASSET "|||||\n"},
        {"apparent_ages", "spring", "17|adult|person/nora|1664875064310\n"},
        {"apparent_age_places", "spring", "17|0|" ASSET "|||||\n17|1|" OTHER "|||||\n"},
    };
    struct golden g[64] = {0};
    struct err err;
    size_t n;
    struct store *s = store_open(append_golden(g, &n), STORE_READ, &err);
    assert_ok(s, err);
    assert_answers(s, answers, countof(answers));
    store_close(s);
}

/* After the golden events. */
struct act {
    const char *stream;
    uint64_t version;
    const char *type, *payload;
};

static struct store *act_on_golden(const struct act *acts, size_t n_acts)
{
    struct golden g[64] = {0};
    struct err err;
    size_t n;
    struct store *s = store_open(append_golden(g, &n), STORE_WRITE, &err);
    assert_ok(s, err);
    assert_ok(store_begin(s, &err), err);
    for (size_t i = 0; i < n_acts; i++) {
        struct event e = g[n - 1].event;
        e.seq = n + i;
        e.stream = str_of(acts[i].stream);
        e.version = acts[i].version;
        e.type = str_of(acts[i].type);
        e.payload = str_of(acts[i].payload);
        assert_ok(store_append(s, &e, &err), err);
    }
    assert_ok(store_commit(s, &err), err);
    assert_clean(s);
    return s;
}

#define SUBMITTED(asset)                                                                           \
    "{\"asset\":\"" asset "\",\"bytes\":7,\"campaign\":\"spring\",\"path\":\"b.jpg\"}"
#define SCREENING(revision)                                                                        \
    "{\"asset\":\"" OTHER "\",\"campaign\":\"spring\",\"facts\":\"f\",\"packs\":\"p\","            \
    "\"program\":\"g\"" revision ",\"verdict\":\"clear\"}"

static void what_waits_to_be_screened(void **state)
{
    (void)state;
    static const struct act acts[] = {
        {"asset/spring/" ASSET, 4, "asset_submitted", SUBMITTED(ASSET)},
        {"asset/spring/" OTHER, 1, "asset_submitted", SUBMITTED(OTHER)},
        {"asset/spring/" OTHER, 2, "asset_screened", SCREENING(",\"revision\":2")},
        {"campaign/spring", 9, "callsheet_revised",
         "{\"callsheet\":\"c3\",\"campaign\":\"spring\",\"people\":[],\"revision\":3}"},
        {"asset/spring/" OTHER, 3, "asset_screened", SCREENING("")},
        {"asset/spring/" OTHER, 4, "asset_screened", SCREENING(",\"revision\":3")},
        {"asset/spring/" ASSET, 5, "asset_erased",
         "{\"asset\":\"" ASSET "\",\"campaign\":\"spring\",\"reason\":\"r\"}"},
    };
    static const char *const waiting[] = {
        "", /* screened with the newest call sheet, though erased in between */
        "spring|" OTHER "|b.jpg|7|19|2\n",
        "",
        "spring|" ASSET "|b.jpg|7|18|3\nspring|" OTHER "|b.jpg|7|19|3\n",
        "spring|" ASSET "|b.jpg|7|18|3\nspring|" OTHER "|b.jpg|7|19|3\n",
        "spring|" ASSET "|b.jpg|7|18|3\n",
        "",
    };
    for (size_t n = 1; n <= countof(acts); n++) {
        struct store *s = act_on_golden(acts, n);
        assert_answers(s, &(struct answer){"to_screen", "", waiting[n - 1]}, 1);
        store_close(s);
    }
}

static void a_campaign_without_a_call_sheet(void **state)
{
    (void)state;
    static const struct act acts[] = {
        {"campaign/autumn", 1, "campaign_opened",
         "{\"campaign\":\"autumn\",\"house\":\"maison-verne\",\"name\":\"A\"}"},
        {"asset/autumn/" OTHER, 1, "asset_submitted",
         "{\"asset\":\"" OTHER "\",\"bytes\":7,\"campaign\":\"autumn\",\"path\":\"b.jpg\"}"},
        {"asset/autumn/" OTHER, 2, "asset_screened",
         "{\"asset\":\"" OTHER "\",\"campaign\":\"autumn\",\"facts\":\"f\",\"packs\":\"p\","
         "\"program\":\"g\",\"verdict\":\"blocked\"}"},
    };
    struct store *s = act_on_golden(acts, 2);
    assert_answers(s, &(struct answer){"to_screen", "", "autumn|" OTHER "|b.jpg|7|19|\n"}, 1);
    store_close(s);
    s = act_on_golden(acts, 3);
    assert_answers(s, &(struct answer){"to_screen", "", ""}, 1);
    store_close(s);
}

#define SETTLES_VASE                                                                               \
    "{\"campaign\":\"spring\",\"dismissed\":\"ours\",\"kind\":\"raised\",\"pictures\":[{"          \
    "\"sha256\":"                                                                                  \
    "\"" ASSET "\"}],\"says\":\"vase\"}"

static void what_was_raised_is_settled_and_open_again(void **state)
{
    (void)state;
    static const struct act acts[] = {
        {"campaign/spring", 9, "finding_settled", SETTLES_VASE},
        {"campaign/spring", 10, "finding_settled", SETTLES_VASE},
        {"campaign/spring", 11, "finding_reopened",
         "{\"campaign\":\"spring\",\"reason\":\"r\",\"settled\":18}"},
        {"campaign/spring", 12, "finding_reopened",
         "{\"campaign\":\"spring\",\"reason\":\"r\",\"settled\":19}"},
    };
    static const char *const settled[] = {"18\n", "18\n", "19\n", "\n"};
    for (size_t n = 1; n <= countof(acts); n++) {
        struct store *s = act_on_golden(acts, n);
        str row = ask(s, "raised", "spring");
        if (!str_ends(row, str_format(&arena, "|%s", settled[n - 1])))
            fail_msg("after %zu: %.*s", n, STR(row));
        store_close(s);
    }
}

#define PERSON(reason) "{\"person\":\"spring/child-a\"" reason "}"
#define WHY            ",\"reason\":\"r\""

static void holds_are_counted_and_a_new_record_is_not_forgotten(void **state)
{
    (void)state;
    static const struct act acts[] = {
        {"person/spring/child-a", 5, "person_recorded", PERSON(",\"sealed\":\"AAAA\"")},
        {"person/spring/child-a", 6, "hold_placed", PERSON(WHY)},
        {"person/spring/child-a", 7, "hold_placed", PERSON(WHY)},
        {"person/spring/child-a", 8, "hold_lifted", PERSON(WHY)},
        {"person/spring/child-a", 9, "hold_lifted", PERSON(WHY)},
    };
    static const char *const person[] = {
        "spring/child-a||18||0|\n",   "spring/child-a||18||1|19\n", "spring/child-a||18||2|20\n",
        "spring/child-a||18||1|20\n", "spring/child-a||18||0|\n",
    };
    for (size_t n = 1; n <= countof(acts); n++) {
        struct store *s = act_on_golden(acts, n);
        assert_answers(s, &(struct answer){"person", "spring/child-a", person[n - 1]}, 1);
        assert_answers(s, &(struct answer){"persons_forgotten", "", ""}, 1);
        store_close(s);
    }
}

int main(int argc, char **argv)
{
    assert_int_equal(argc, 2);
    golden = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves),
        cmocka_unit_test(other_programs_find_it_plain),
        cmocka_unit_test(what_the_golden_events_come_to),
        cmocka_unit_test(what_waits_to_be_screened),
        cmocka_unit_test(a_campaign_without_a_call_sheet),
        cmocka_unit_test(what_was_raised_is_settled_and_open_again),
        cmocka_unit_test(holds_are_counted_and_a_new_record_is_not_forgotten),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
