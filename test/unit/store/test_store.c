/* Appending, transactions, reading, queries, rebuilding, checking and copying: one process, a disk
 * that works. */
#include <sys/stat.h>

#include "events.h"

static struct store *create(const char *path)
{
    struct err err;
    assert_ok(store_create(path, &err), err);
    struct store *s = store_open(path, STORE_WRITE, &err);
    assert_ok(s, err);
    return s;
}

static uint64_t count(struct store *s)
{
    struct err err;
    uint64_t n;
    assert_ok(store_count(s, &n, &err), err);
    return n;
}

/* How many rows a query gives, with a parameter or without. */
static size_t rows(struct store *s, const char *query, const char *opt_parameter)
{
    struct err err;
    struct store_value v = STORE_TEXT(str_of(opt_parameter ? opt_parameter : ""));
    CLEANUP(rows_closep) struct rows *r = rows_open(s, query, &v, opt_parameter ? 1 : 0, &err);
    assert_ok(r, err);
    size_t n = 0;
    const struct store_value *values;
    while (rows_next(r, &arena, &values, &err))
        n++;
    assert_int_equal(err.kind, ERR_NONE);
    return n;
}

static void created_once(void **state)
{
    (void)state;
    struct err err;
    const char *folder = folder_new(), *path = path_in(folder, "store");
    assert_err(store_open(path, STORE_READ, &err), err, ERR_NOT_FOUND);
    assert_ok(store_create(path, &err), err);
    assert_err(store_create(path, &err), err, ERR_CONFLICT);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_err(store_create(path_in(folder, "nowhere/store"), &err), err, ERR_NOT_FOUND);
}

static void what_was_appended_is_read(void **state)
{
    (void)state;
    struct err err;
    const char *path = path_in(folder_new(), "store");
    struct store *s = create(path);
    append_until(s, 40);
    assert_true(count(s) == 40);
    store_close(s);

    s = store_open(path, STORE_READ, &err);
    assert_ok(s, err);
    struct event_filter all = {0};
    struct events *events = events_open(s, &all, &err);
    assert_ok(events, err);
    struct event e;
    for (uint64_t n = 0; n < 40; n++) {
        assert_ok(events_next(events, &arena, &e, &err), err);
        struct event want = history(n, &arena);
        assert_str(event_text(&e, &arena), event_text(&want, &arena));
        assert_memory_equal(e.salt, want.salt, sizeof e.salt);
    }
    assert_false(events_next(events, &arena, &e, &err));
    assert_int_equal(err.kind, ERR_NONE);
    events_close(events);
    assert_clean(s);
    store_close(s);
}

static void filters(void **state)
{
    (void)state;
    struct err err;
    struct store *s = create(path_in(folder_new(), "store"));
    append_until(s, 4 + 6 * 5);
    /* Rounds of six a picture from event 4 on: see history(). */
    static const struct {
        struct event_filter filter;
        size_t n;
        uint64_t first;
    } cases[] = {
        {{.from = 0}, 34, 0},
        {{.from = 10}, 24, 10},
        {{.from = 10, .until = 12}, 2, 10},
        {{.from = 34}, 0, 0},
        {{.from = 99}, 0, 0},
        {{.type = {"finding_raised", 14}}, 5, 7},
        {{.type = {"finding_raised", 14}, .from = 8}, 4, 13},
        {{.stream = {"campaign/spring", 15}}, 22, 2},
        {{.stream = {"campaign/spring", 15}, .from = 3}, 21, 3},
        {{.stream = {"campaign/spring", 15}, .type = {"campaign_opened", 15}}, 1, 2},
        {{.stream = {"campaign/sprin", 14}}, 0, 0},
        {{.stream_prefix = {"campaign/", 9}}, 22, 2},
        {{.stream_prefix = {"asset/spring/", 13}}, 10, 4},
        {{.stream_prefix = {"asset/spring/", 13}, .from = 5, .type = {"asset_submitted", 15}},
         4,
         10},
        {{.type = {"no_such", 7}}, 0, 0},
    };
    for (size_t i = 0; i < countof(cases); i++) {
        struct events *events = events_open(s, &cases[i].filter, &err);
        assert_ok(events, err);
        struct event e;
        size_t n = 0;
        while (events_next(events, &arena, &e, &err))
            if (n++ == 0)
                assert_true(e.seq == cases[i].first);
        assert_int_equal(err.kind, ERR_NONE);
        if (n != cases[i].n)
            fail_msg("case %zu: %zu events, want %zu", i, n, cases[i].n);
        events_close(events);
    }
    store_close(s);
}

static void what_does_not_follow_is_refused(void **state)
{
    (void)state;
    struct err err;
    struct store *s = create(path_in(folder_new(), "store"));
    append_until(s, 5);
    static const struct {
        const char *field;
        enum err_kind kind;
    } cases[] = {
        {"seq", ERR_CONFLICT},
        {"version", ERR_CONFLICT},
        {"stream", ERR_INVALID},
    };
    assert_ok(store_begin(s, &err), err);
    for (size_t i = 0; i < countof(cases); i++) {
        struct event e = history(5, &arena);
        e.seq += i == 0;
        e.version -= i == 1;
        e.stream = i == 2 ? S("with a space") : e.stream;
        assert_err(store_append(s, &e, &err), err, cases[i].kind);
    }
    /* Nothing happened: the right one still fits, and is committed. */
    struct event e = history(5, &arena);
    assert_ok(store_append(s, &e, &err), err);
    assert_ok(store_commit(s, &err), err);
    assert_true(count(s) == 6);
    assert_clean(s);
    store_close(s);
}

/* The order is that of seq (docs/format/event.md). */
static void a_clock_that_was_set_back_stops_nothing(void **state)
{
    (void)state;
    struct err err;
    struct store *s = create(path_in(folder_new(), "store"));
    append_until(s, 5);
    assert_ok(store_begin(s, &err), err);
    struct event e = history(5, &arena);
    e.at_ms = INT64_C(253402300799999); /* 9999-12-31T23:59:59.999Z */
    assert_ok(store_append(s, &e, &err), err);
    assert_ok(store_commit(s, &err), err);
    append_until(s, 12);
    assert_ok(store_rebuild(s, &err), err);
    assert_true(count(s) == 12);
    assert_clean(s);
    store_close(s);
}

static void a_misfit_spoils_the_transaction(void **state)
{
    (void)state;
    struct err err;
    struct store *s = create(path_in(folder_new(), "store"));
    append_until(s, 5);
    static const struct {
        const char *what, *type, *payload;
    } cases[] = {
        {"a type without views", "no_such_type", "{}"},
        {"a missing field", "campaign_opened", "{\"campaign\":\"x\",\"name\":\"X\"}"},
        {"a field of another kind", "campaign_opened",
         "{\"campaign\":\"x\",\"house\":\"y\",\"name\":5}"},
        {"null is not absent", "party_added", "{\"kind\":\"k\",\"name\":null,\"party\":\"x\"}"},
        {"no JSON", "campaign_opened", "{"},
        {"no map", "campaign_opened", "[]"},
        {"a list that is a text", "inventory_attested",
         "{\"campaign\":\"spring\",\"pictures\":\"x\"}"},
        {"an element that is a text", "inventory_attested",
         "{\"campaign\":\"spring\",\"pictures\":[\"x\"]}"},
        {"an element without its picture", "inventory_attested",
         "{\"campaign\":\"spring\",\"pictures\":[{\"x_px\":1}]}"},
        {"there twice", "campaign_opened",
         "{\"campaign\":\"spring\",\"house\":\"verne\",\"name\":\"Spring\"}"},
        {"not there", "person_forgotten", "{\"person\":\"nobody\",\"reason\":\"r\"}"},
        {"of no campaign", "inventory_attested", "{\"campaign\":\"autumn\",\"pictures\":[]}"},
        {"one hold less than none", "hold_lifted", "{\"person\":\"p1\",\"reason\":\"r\"}"},
    };
    assert_ok(store_begin(s, &err), err);
    struct event person = history(5, &arena);
    person.type = S("person_recorded");
    person.stream = S("person/p1");
    person.version = 1;
    person.payload = S("{\"person\":\"p1\",\"sealed\":\"AAAA\"}");
    assert_ok(store_append(s, &person, &err), err);
    assert_ok(store_commit(s, &err), err);
    for (size_t i = 0; i < countof(cases); i++) {
        struct event e = history(6, &arena);
        e.stream = S("other");
        e.version = 1;
        e.type = str_of(cases[i].type);
        e.payload = str_of(cases[i].payload);
        assert_ok(store_begin(s, &err), err);
        if (store_append(s, &e, &err))
            fail_msg("%s was taken", cases[i].what);
        if (err.kind != ERR_INTERNAL)
            fail_msg("%s: %s", cases[i].what, err.msg);
        assert_err(store_append(s, &person, &err), err, ERR_INTERNAL);
        assert_err(store_commit(s, &err), err, ERR_INTERNAL);
        assert_true(count(s) == 6);
    }
    assert_clean(s);
    store_close(s);
}

static void marks(void **state)
{
    (void)state;
    struct err err;
    struct store *s = create(path_in(folder_new(), "store"));
    append_until(s, 5);
    struct event five = history(5, &arena), bad = five, six = history(6, &arena);
    bad.type = S("no_such_type");
    assert_ok(store_begin(s, &err), err);
    assert_ok(store_mark(s, &err), err);
    assert_ok(store_append(s, &five, &err), err);
    store_undo(s);
    assert_true(count(s) == 5);
    assert_ok(store_mark(s, &err), err);
    assert_ok(store_append(s, &five, &err), err);
    assert_ok(store_keep(s, &err), err);
    assert_ok(store_mark(s, &err), err);
    bad.seq = 6;
    bad.version = 3;
    assert_err(store_append(s, &bad, &err), err, ERR_INTERNAL);
    store_undo(s); /* what failed is undone: the others may be committed */
    assert_ok(store_append(s, &six, &err), err);
    assert_ok(store_commit(s, &err), err);
    assert_true(count(s) == 7);

    assert_ok(store_begin(s, &err), err);
    struct event seven = history(7, &arena);
    assert_ok(store_append(s, &seven, &err), err);
    store_rollback(s);
    assert_true(count(s) == 7);
    uint64_t version;
    assert_ok(store_stream_version(s, S("campaign/spring"), &version, &err), err);
    assert_true(version == 3);
    assert_ok(store_stream_version(s, S("campaign/none"), &version, &err), err);
    assert_true(version == 0);
    assert_clean(s);
    store_close(s);
}

static void one_writes_others_read(void **state)
{
    (void)state;
    struct err err;
    const char *path = path_in(folder_new(), "store");
    struct store *s = create(path);
    append_until(s, 10);
    struct store *reader = store_open(path, STORE_READ, &err);
    assert_ok(reader, err);
    struct event ten = history(10, &arena);
    assert_ok(store_begin(s, &err), err);
    assert_ok(store_append(s, &ten, &err), err);
    assert_true(count(reader) == 10);
    assert_ok(store_commit(s, &err), err);
    assert_true(count(reader) == 11);
    assert_int_equal(rows(reader, "assets", "spring"), 2);
    store_close(reader);
    store_close(s);
}

static void each_query(void **state)
{
    (void)state;
    struct err err;
    struct store *s = create(path_in(folder_new(), "store"));
    size_t n = 0;
    for (const struct store_query *q = store_queries; q->name; q++, n++) {
        struct store_value values[4] = {0};
        str words = str_of(q->params), word;
        size_t params = 0;
        while (words.n && str_cut(&words, ' ', &word))
            params++;
        struct rows *r = rows_open(s, q->name, values, params, &err);
        if (!r)
            fail_msg("%s: %s", q->name, err.msg);
        const struct store_value *row;
        assert_false(rows_next(r, &arena, &row, &err));
        assert_int_equal(err.kind, ERR_NONE);
        rows_close(r);
        assert_err(rows_open(s, q->name, values, params + 1, &err), err, ERR_INTERNAL);
    }
    assert_true(n > 20);
    assert_err(rows_open(s, "no_such", NULL, 0, &err), err, ERR_INTERNAL);
    store_close(s);
}

static void a_query_within_itself(void **state)
{
    (void)state;
    struct err err;
    struct store *s = create(path_in(folder_new(), "store"));
    append_until(s, 4 + 6 * 3);
    struct store_value spring = STORE_TEXT(S("spring"));
    struct rows *outer = rows_open(s, "assets", &spring, 1, &err);
    assert_ok(outer, err);
    const struct store_value *row;
    size_t n = 0;
    for (; rows_next(outer, &arena, &row, &err); n++)
        assert_int_equal(rows(s, "assets", "spring"), 3);
    assert_int_equal(n, 3);
    rows_close(outer);
    store_close(s);
}

static void rebuilt_views_are_equal(void **state)
{
    (void)state;
    struct err err;
    struct store *s = create(path_in(folder_new(), "store"));
    append_until(s, 200);
    assert_clean(s);
    assert_ok(store_rebuild(s, &err), err);
    assert_clean(s);
    append_until(s, 210);
    assert_clean(s);
    store_close(s);
}

static void a_copy(void **state)
{
    (void)state;
    struct err err;
    const char *folder = folder_new(), *copy = path_in(folder, "copy");
    struct store *s = create(path_in(folder, "store"));
    append_until(s, 30);
    struct event thirty = history(30, &arena);
    struct store *reader = store_open(path_in(folder, "store"), STORE_READ, &err);
    assert_ok(reader, err);
    assert_ok(store_begin(s, &err), err);
    assert_ok(store_append(s, &thirty, &err), err);
    assert_ok(store_backup(reader, copy, &err), err); /* while another writes */
    assert_ok(store_commit(s, &err), err);
    assert_err(store_backup(reader, copy, &err), err, ERR_CONFLICT);
    store_close(reader);
    store_close(s);
    struct stat st;
    assert_int_equal(stat(copy, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    s = store_open(copy, STORE_WRITE, &err);
    assert_ok(s, err);
    assert_true(count(s) == 30);
    append_until(s, 40);
    assert_clean(s);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(created_once),
        cmocka_unit_test(what_was_appended_is_read),
        cmocka_unit_test(filters),
        cmocka_unit_test(what_does_not_follow_is_refused),
        cmocka_unit_test(a_clock_that_was_set_back_stops_nothing),
        cmocka_unit_test(a_misfit_spoils_the_transaction),
        cmocka_unit_test(marks),
        cmocka_unit_test(one_writes_others_read),
        cmocka_unit_test(each_query),
        cmocka_unit_test(a_query_within_itself),
        cmocka_unit_test(rebuilt_views_are_equal),
        cmocka_unit_test(a_copy),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
