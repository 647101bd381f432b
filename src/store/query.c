#include <stdlib.h>
#include <string.h>

#include "store/parts.h"
#include "store/sql.h"

const struct store_query store_queries[] = {
    {"workspace", "", "origin seq"},
    {"keys", "", "use vkey from_seq until_seq"},
    {"keys_in_force", "", "use vkey from_seq"},
    {"parties", "", "party kind name seq"},
    {"party", "party", "party kind name seq"},
    {"persons", "", "person party recorded_seq forgotten_seq hold_count hold_seq"},
    {"person", "person", "person party recorded_seq forgotten_seq hold_count hold_seq"},
    {"persons_forgotten", "", "person recorded_seq forgotten_seq"},
    {"campaigns", "", "campaign name house seq"},
    {"campaign", "campaign", "campaign name house seq"},
    {"callsheets", "campaign", "revision callsheet seq"},
    {"callsheet_newest", "campaign", "revision callsheet seq"},
    {"assets", "campaign",
     "campaign asset path bytes submitted_seq screened_seq facts verdict revision erased_seq"},
    {"assets_erased", "", "asset"},
    {"asset", "campaign asset",
     "campaign asset path bytes submitted_seq screened_seq facts verdict revision erased_seq"},
    {"asset_everywhere", "asset",
     "campaign asset path bytes submitted_seq screened_seq facts verdict revision erased_seq"},
    {"to_screen", "", "campaign asset path bytes submitted_seq revision"},
    {"settlements", "campaign", "seq kind says term faces item talent dismissed actor at_ms"},
    {"settlement", "seq",
     "seq campaign kind says term faces item talent dismissed actor at_ms reopened_seq"},
    {"settlement_places", "campaign", "seq place asset path x_px y_px w_px h_px"},
    {"places", "seq", "seq place asset path x_px y_px w_px h_px"},
    {"raised", "campaign",
     "id seq words owner due change_requested asset path x_px y_px w_px h_px actor at_ms "
     "settled_seq"},
    {"raised_one", "campaign id",
     "id seq words owner due change_requested asset path x_px y_px w_px h_px actor at_ms "
     "settled_seq"},
    {"raised_comments", "campaign", "id seq words actor at_ms"},
    {"inventories", "campaign", "seq actor at_ms"},
    {"inventory_places", "campaign", "seq place asset path x_px y_px w_px h_px"},
    {"apparent_ages", "campaign", "seq age actor at_ms"},
    {"apparent_age_places", "campaign", "seq place asset path x_px y_px w_px h_px"},
    {0},
};

enum {
    QUERIES = countof(store_queries) - 1,
    PARAMS_MAX = 4,
};

struct rows_kept {
    sqlite3_stmt *st;
    bool busy;
};

struct rows {
    struct store *s;
    const struct store_query *query;
    sqlite3_stmt *st;
    int columns;
    bool over;
};

/* What the table says of a statement must be what the statement says. */
static bool names_agree(sqlite3_stmt *st, const struct store_query *q, int ret_params[PARAMS_MAX],
                        size_t *ret_n)
{
    str words = str_of(q->params), name;
    size_t n = 0;
    while (words.n && str_cut(&words, ' ', &name)) {
        char parameter[64] = ":";
        if (n == PARAMS_MAX || name.n + 2 > sizeof parameter)
            return false;
        memcpy(parameter + 1, name.p, name.n);
        ret_params[n] = sqlite3_bind_parameter_index(st, parameter);
        if (ret_params[n++] == 0)
            return false;
    }
    if (sqlite3_bind_parameter_count(st) != (int)n)
        return false;
    int at = 0;
    for (words = str_of(q->columns); str_cut(&words, ' ', &name); at++)
        if (at == sqlite3_column_count(st) || !str_eq(name, str_of(sqlite3_column_name(st, at))))
            return false;
    *ret_n = n;
    return at == sqlite3_column_count(st);
}

static bool take(struct store *s, size_t at, sqlite3_stmt **ret, struct err *err)
{
    const struct sql_text *sql = sql_find("queries", str_of(store_queries[at].name));
    if (!sql)
        return err_set(err, ERR_INTERNAL, "no file for the query '%s'", store_queries[at].name);
    if (!s->queries) {
        s->queries = calloc(QUERIES, sizeof *s->queries);
        if (!s->queries)
            abort();
    }
    struct rows_kept *kept = &s->queries[at];
    if (kept->busy)
        return db_prepare(&s->db, sql->text, ret, err);
    if (!kept->st && !db_prepare(&s->db, sql->text, &kept->st, err))
        return false;
    kept->busy = true;
    *ret = kept->st;
    return true;
}

struct rows *rows_open(struct store *s, const char *query, const struct store_value *params,
                       size_t n, struct err *err)
{
    size_t at = 0;
    while (at < QUERIES && strcmp(store_queries[at].name, query) != 0)
        at++;
    if (at == QUERIES) {
        err_set(err, ERR_INTERNAL, "there is no query '%s'", query);
        return NULL;
    }
    sqlite3_stmt *st;
    if (!take(s, at, &st, err))
        return NULL;
    struct rows *r = calloc(1, sizeof *r);
    if (!r)
        abort();
    *r = (struct rows){s, &store_queries[at], st, sqlite3_column_count(st), false};
    int index[PARAMS_MAX], rc = SQLITE_OK;
    size_t wanted;
    if (!names_agree(st, r->query, index, &wanted) || wanted != n) {
        err_set(err, ERR_INTERNAL, "the query '%s' takes '%s' and gives '%s'", query,
                r->query->params, r->query->columns);
        rows_close(r);
        return NULL;
    }
    for (size_t i = 0; rc == SQLITE_OK && i < n; i++)
        rc = params[i].kind == VALUE_INT ? sqlite3_bind_int64(st, index[i], params[i].number)
             : params[i].kind == VALUE_TEXT
                 ? sqlite3_bind_text64(st, index[i], params[i].text.p, params[i].text.n,
                                       SQLITE_TRANSIENT, SQLITE_UTF8)
                 : sqlite3_bind_null(st, index[i]);
    if (rc != SQLITE_OK) {
        db_failed(&s->db, rc, query, err);
        rows_close(r);
        return NULL;
    }
    return r;
}

static bool value_of(const struct rows *r, int column, struct arena *a, struct store_value *ret,
                     struct err *err)
{
    switch (sqlite3_column_type(r->st, column)) {
    case SQLITE_NULL:
        *ret = (struct store_value){.kind = VALUE_NULL};
        return true;
    case SQLITE_INTEGER:
        *ret = STORE_NUMBER(sqlite3_column_int64(r->st, column));
        return true;
    case SQLITE_TEXT:
        *ret = STORE_TEXT(str_copy(db_column(r->st, column), a));
        return true;
    default:
        return err_set(err, ERR_CORRUPT, "%s: %s: a value of a kind that is not there", r->s->path,
                       r->query->name);
    }
}

bool rows_next(struct rows *r, struct arena *a, const struct store_value **ret_values,
               struct err *err)
{
    err->kind = ERR_NONE;
    if (r->over)
        return false;
    int rc = sqlite3_step(r->st);
    r->over = rc != SQLITE_ROW;
    if (rc == SQLITE_DONE)
        return false;
    if (rc != SQLITE_ROW)
        return db_failed(&r->s->db, rc, r->query->name, err);
    struct store_value *values = arena_new(a, struct store_value, (size_t)r->columns);
    for (int i = 0; i < r->columns; i++)
        if (!value_of(r, i, a, &values[i], err)) {
            r->over = true;
            return false;
        }
    *ret_values = values;
    return true;
}

void rows_close(struct rows *r)
{
    if (!r)
        return;
    struct rows_kept *kept = &r->s->queries[r->query - store_queries];
    if (r->st == kept->st) {
        sqlite3_reset(r->st);
        sqlite3_clear_bindings(r->st);
        kept->busy = false;
    } else {
        sqlite3_finalize(r->st);
    }
    free(r);
}

void rows_closep(struct rows **r)
{
    rows_close(*r);
}

void queries_done(struct store *s)
{
    for (size_t i = 0; s->queries && i < QUERIES; i++) {
        assert(!s->queries[i].busy);
        sqlite3_finalize(s->queries[i].st);
    }
    free(s->queries);
}
