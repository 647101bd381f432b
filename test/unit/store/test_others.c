/* Files that another program or another version of ours has written to, and several processes at
 * once. */
#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "events.h"
#include "store/blobs.h"

static const char *store_of(uint64_t n)
{
    struct err err;
    const char *path = path_in(folder_new(), "store");
    assert_ok(store_create(path, &err), err);
    struct store *s = store_open(path, STORE_WRITE, &err);
    assert_ok(s, err);
    append_until(s, n);
    store_close(s);
    return path;
}

/* As any SQLite program would. */
static void write_into(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum err_kind kind;
    } cases[] = {
        {"PRAGMA user_version = 2147483647", ERR_UNSUPPORTED},
        {"PRAGMA application_id = 7", ERR_CORRUPT},
        {"PRAGMA journal_mode = DELETE", ERR_CORRUPT},
        {"CREATE TABLE more (a)", ERR_CORRUPT},
        {"CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM asset; END", ERR_CORRUPT},
        {"CREATE VIEW v AS SELECT * FROM asset", ERR_CORRUPT},
        {"ALTER TABLE asset RENAME COLUMN verdict TO opinion", ERR_CORRUPT},
        {"DROP TABLE place", ERR_CORRUPT},
        {"DROP INDEX asset_by_digest", ERR_CORRUPT},
        {"DROP TABLE place; CREATE TABLE place (seq INTEGER)", ERR_CORRUPT},
        {"DELETE FROM events WHERE seq > 20", ERR_CORRUPT}, /* more were acknowledged */
    };
    for (size_t i = 0; i < countof(cases); i++) {
        struct err err;
        const char *path = store_of(30);
        write_into(path, cases[i].sql);
        struct store *s = store_open(path, STORE_WRITE, &err);
        if (s || err.kind != cases[i].kind)
            fail_msg("%s: %s", cases[i].sql, s ? "was taken" : err.msg);
        folder_remove();
    }
}

struct told {
    unsigned n;
    char lines[4096];
};

static void tell(void *self, str line)
{
    struct told *told = self;
    size_t used = strlen(told->lines);
    told->n++;
    snprintf(told->lines + used, sizeof told->lines - used, "%.*s\n", STR(line));
}

static void named(void **state)
{
    (void)state;
    /* See history(): event 6 settles a finding of the first picture. */
    static const struct {
        const char *sql;
        uint64_t bad;
        const char *line;
    } cases[] = {
        {"UPDATE events SET actor = 'person/p2' WHERE seq = 6", 6, "event 6: is not as it was"},
        {"UPDATE events SET at_ms = at_ms + 1 WHERE seq = 6", 6, "event 6: is not as it was"},
        {"UPDATE events SET salt = replace(salt, 'a', 'b') WHERE seq = 6", 6, "event 6: is not"},
        {"UPDATE events SET payload = payload || ' ' WHERE seq = 6", 6, "event 6: is not"},
        {"UPDATE events SET payload = '' WHERE seq IN (6, 9)", 6, "event 9: is not"},
        {"UPDATE events SET seq = 99 WHERE seq = 6", 6, "event 6: missing"},
        {"DELETE FROM events WHERE seq = 6", 6, "event 6: missing"},
        {"UPDATE events SET version = version + 100 WHERE seq = 6", 6, "event 6: is not"},
        {"UPDATE asset SET verdict = 'clear'", UINT64_MAX, "views: asset: row spring "},
        {"UPDATE settlement SET reopened_seq = NULL WHERE seq = 6", UINT64_MAX,
         "views: settlement: row 6 spring, column reopened_seq: "},
        {"DELETE FROM raised_comment; DELETE FROM raised", UINT64_MAX,
         "views: raised: row spring vase-0 is missing"},
        {"INSERT INTO party VALUES ('zz', 'house', NULL, 1)", UINT64_MAX,
         "views: party: row zz house is not what the events say"},
    };
    for (size_t i = 0; i < countof(cases); i++) {
        struct err err;
        const char *path = store_of(30);
        write_into(path, cases[i].sql);
        struct store *s = store_open(path, STORE_READ, &err);
        assert_ok(s, err);
        struct told told = {0};
        uint64_t bad;
        assert_ok(store_check(s, (struct store_wrong){&told, tell}, &bad, &err), err);
        if (bad != cases[i].bad || !strstr(told.lines, cases[i].line))
            fail_msg("%s: first bad event %lld, told:\n%s", cases[i].sql, (long long)bad,
                     told.lines);
        assert_null(strstr(told.lines, "gatefold fsck"));
        store_close(s);
        if (cases[i].bad == UINT64_MAX) { /* views are cured by computing them */
            s = store_open(path, STORE_WRITE, &err);
            assert_ok(s, err);
            assert_ok(store_rebuild(s, &err), err);
            assert_clean(s);
            store_close(s);
        }
        folder_remove();
    }
}

static void rebuilding_stops_at_a_damaged_event(void **state)
{
    (void)state;
    struct err err;
    const char *path = store_of(30);
    write_into(path, "UPDATE events SET actor = 'person/p2' WHERE seq = 6");
    struct store *s = store_open(path, STORE_WRITE, &err);
    assert_ok(s, err);
    assert_err(store_rebuild(s, &err), err, ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "event 6"));
    struct store_value spring = STORE_TEXT(S("spring"));
    CLEANUP(rows_closep) struct rows *r = rows_open(s, "assets", &spring, 1, &err);
    assert_ok(r, err);
    const struct store_value *v;
    assert_true(rows_next(r, &arena, &v, &err)); /* the views are as they were */
    rows_close(r);
    r = NULL;
    store_close(s);
}

static void views_of_an_older_version_are_computed_anew(void **state)
{
    (void)state;
    struct err err;
    const char *path = store_of(30);
    write_into(path, "PRAGMA foreign_keys = OFF; DROP TABLE place; DROP TABLE asset;"
                     "CREATE TABLE asset (campaign, picture); CREATE TABLE old (a PRIMARY KEY, b);"
                     "CREATE INDEX old_by_b ON old (b); INSERT INTO old VALUES (1, 2);"
                     "PRAGMA user_version = 0");
    assert_err(store_open(path, STORE_READ, &err), err, ERR_CONFLICT);
    struct store *s = store_open(path, STORE_WRITE, &err);
    assert_ok(s, err);
    assert_clean(s);
    append_until(s, 40);
    store_close(s);
    s = store_open(path, STORE_READ, &err);
    assert_ok(s, err);
    assert_clean(s);
    store_close(s);
}

/* ---- several processes ---- */

enum {
    PROCESSES = 3,
    EACH = 20,
};

static void in_processes(void (*work)(const char *path), const char *path)
{
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            work(path);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        waitpid(children[i], &status, 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}

static void must(bool ok, const struct err *err)
{
    if (!ok) {
        fprintf(stderr, "# %s\n", err->msg);
        _exit(1);
    }
}

static void append_some(const char *path)
{
    struct err err = {0};
    for (int i = 0; i < EACH; i++) {
        struct store *s = store_open(path, STORE_WRITE, &err);
        must(s, &err);
        uint64_t n = 0;
        must(store_begin(s, &err) && store_count(s, &n, &err), &err);
        struct event e = history(n, &arena);
        must(store_append(s, &e, &err) && store_commit(s, &err), &err);
        store_close(s);
    }
}

static void several_append(void **state)
{
    (void)state;
    struct err err;
    const char *path = store_of(1);
    in_processes(append_some, path);
    struct store *s = store_open(path, STORE_READ, &err);
    assert_ok(s, err);
    uint64_t n;
    assert_ok(store_count(s, &n, &err), err);
    assert_true(n == 1 + PROCESSES * EACH);
    assert_clean(s);
    store_close(s);
}

static void put_some(const char *path)
{
    struct err err = {0};
    for (int i = 0; i < EACH; i++) {
        struct blobs *b = blobs_folder(path, STORE_WRITE, &err); /* sweeps what others write */
        struct digest name;
        enum blobs_did did;
        must(b && blobs_put(b, str_format(&arena, "blob %d", i), &name, &did, &err), &err);
        blobs_close(b);
    }
}

static void count_blob(void *self, struct digest name, uint64_t bytes)
{
    (void)name, (void)bytes;
    ++*(unsigned *)self;
}

static void fail_line(void *self, str line)
{
    (void)self;
    fail_msg("%.*s", STR(line));
}

static void several_put(void **state)
{
    (void)state;
    struct err err;
    const char *path = path_in(folder_new(), "blobs");
    assert_ok(blobs_create(path, &err), err);
    in_processes(put_some, path);
    struct blobs *b = blobs_folder(path, STORE_READ, &err);
    assert_ok(b, err);
    unsigned n = 0;
    assert_ok(
        blobs_check(b, (struct blobs_look){.self = &n, .wrong = fail_line, .opt_each = count_blob},
                    &err),
        err);
    assert_int_equal(n, EACH);
    blobs_close(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused),
        cmocka_unit_test(named),
        cmocka_unit_test(rebuilding_stops_at_a_damaged_event),
        cmocka_unit_test(views_of_an_older_version_are_computed_anew),
        cmocka_unit_test(several_append),
        cmocka_unit_test(several_put),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
