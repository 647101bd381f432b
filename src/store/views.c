#include "store/views.h"

#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "store/sql.h"

enum {
    STATEMENTS_MAX = 8,
    PARAMS_MAX = 32,
};

enum source {
    FROM_SEQ,
    FROM_STREAM,
    FROM_VERSION,
    FROM_TYPE,
    FROM_AT,
    FROM_ACTOR,
    FROM_PAYLOAD,
    FROM_ELEMENT, /* a field of the list's element */
    FROM_INDEX,
    FROM_TEXT, /* the element itself */
};

struct param {
    enum source from;
    str field;
    bool optional;
    enum node_kind kind;
};

struct statement {
    sqlite3_stmt *h;
    str list; /* absent: runs once */
    struct param params[PARAMS_MAX];
    int n;
};

struct type {
    const struct sql_text *sql;
    struct statement *at;
    size_t n;
};

struct views {
    const struct db *db;
    struct type *types; /* as many as there are texts */
    size_t n;
};

struct views *views_open(const struct db *db)
{
    struct views *v = calloc(1, sizeof *v);
    struct type *types = calloc(sql_text_count, sizeof *types);
    if (!v || !types)
        abort();
    *v = (struct views){.db = db, .types = types};
    return v;
}

static void type_done(struct type *t)
{
    for (size_t i = 0; i < t->n; i++)
        sqlite3_finalize(t->at[i].h);
    free(t->at);
}

void views_close(struct views *v)
{
    if (!v)
        return;
    for (size_t i = 0; i < v->n; i++)
        type_done(&v->types[i]);
    free(v->types);
    free(v);
}

bool views_know(str type)
{
    return sql_find("views", type) != NULL;
}

/* ---- parameters ---- */

static enum node_kind kind_of(str field)
{
    static const char *const numbers[] = {
        "bytes", "faces", "h_px", "revision", "settled", "w_px", "x_px", "y_px",
    };
    for (size_t i = 0; i < countof(numbers); i++)
        if (str_eq(field, str_of(numbers[i])))
            return NODE_INT;
    return str_eq(field, S("change_requested")) ? NODE_BOOL : NODE_TEXT;
}

static void cut_optional(struct param *p)
{
    p->optional = str_starts(p->field, S("opt_"));
    if (p->optional)
        p->field = str_from(p->field, sizeof "opt_" - 1);
}

static struct param param_read(str name, str *ret_list)
{
    static const struct {
        const char *name;
        enum source from;
    } own[] = {
        {"seq", FROM_SEQ},   {"stream", FROM_STREAM}, {"version", FROM_VERSION},
        {"type", FROM_TYPE}, {"at_ms", FROM_AT},      {"actor", FROM_ACTOR},
    };
    for (size_t i = 0; i < countof(own); i++)
        if (str_eq(name, str_of(own[i].name)))
            return (struct param){.from = own[i].from};
    struct param p = {.from = FROM_PAYLOAD, .field = name};
    const char *gap = memmem(name.p, name.n, "__", 2);
    if (gap) {
        *ret_list = str_first(name, (size_t)(gap - name.p));
        p.field = str_from(name, ret_list->n + 2);
        p.from = p.field.n == 0 ? FROM_TEXT : str_eq(p.field, S("i")) ? FROM_INDEX : FROM_ELEMENT;
    }
    cut_optional(&p);
    p.kind = kind_of(p.field);
    return p;
}

/* The same bytes in the embedded text: what SQLite names goes when it prepares a statement again.
 */
static str kept_name(const char *name, str text)
{
    size_t n = strlen(name);
    return (str){memmem(text.p, text.n, name, n), n};
}

static bool statement_prepare(const struct db *db, const struct sql_text *sql, str text,
                              struct statement *ret, struct err *err)
{
    struct statement s = {0};
    if (!db_prepare(db, text, &s.h, err))
        return err_wrap(err, "%s", sql->name);
    s.n = sqlite3_bind_parameter_count(s.h);
    bool ok = s.n <= PARAMS_MAX;
    for (int i = 0; ok && i < s.n; i++) {
        const char *name = sqlite3_bind_parameter_name(s.h, i + 1);
        str list = {0};
        ok = name && name[0] == ':';
        if (ok)
            s.params[i] = param_read(kept_name(name + 1, text), &list);
        ok = ok && (!list.p || !s.list.p || str_eq(list, s.list));
        if (list.p)
            s.list = list;
    }
    if (!ok) {
        sqlite3_finalize(s.h);
        return err_set(err, ERR_INTERNAL, "%s: parameters of a statement: %.*s", sql->name,
                       STR(text));
    }
    *ret = s;
    return true;
}

static bool type_prepare(struct views *v, const struct sql_text *sql, struct type *ret,
                         struct err *err)
{
    struct type t = {.sql = sql, .at = calloc(STATEMENTS_MAX, sizeof *t.at)};
    if (!t.at)
        abort();
    str file = sql->text, text;
    bool ok = true;
    while (ok && sql_next(&file, &text)) {
        ok = t.n < STATEMENTS_MAX ? statement_prepare(v->db, sql, text, &t.at[t.n], err)
                                  : err_set(err, ERR_INTERNAL, "%s: more than %d statements",
                                            sql->name, STATEMENTS_MAX);
        t.n += ok;
    }
    if (ok && t.n == 0)
        ok = err_set(err, ERR_INTERNAL, "%s: holds no statement", sql->name);
    if (!ok) {
        type_done(&t);
        return false;
    }
    *ret = t;
    return true;
}

static const struct type *type_of(struct views *v, str name, struct err *err)
{
    for (size_t i = 0; i < v->n; i++)
        if (str_eq(str_from(str_of(v->types[i].sql->name), sizeof "views/" - 1), name))
            return &v->types[i];
    const struct sql_text *sql = sql_find("views", name);
    if (!sql) {
        err_set(err, ERR_INTERNAL, "no views for events of type %.*s", STR(name));
        return NULL;
    }
    if (!type_prepare(v, sql, &v->types[v->n], err))
        return NULL;
    return &v->types[v->n++];
}

/* ---- running ---- */

/* One event being applied. */
struct run {
    const struct db *db;
    const struct event *e;
    const struct node *payload;
    enum err_kind misfit;
    struct err *err;
};

static bool misfit(const struct run *r, const char *where, str field, const char *what)
{
    return err_set(r->err, r->misfit, "%s: event %llu (%.*s): payload: %s%.*s %s", r->db->name,
                   (unsigned long long)r->e->seq, STR(r->e->type), where, STR(field), what);
}

static bool bound(const struct run *r, int rc)
{
    return rc == SQLITE_OK || db_failed(r->db, rc, "views", r->err);
}

static bool bind_node(const struct run *r, sqlite3_stmt *st, int at, const struct param *p,
                      const struct node *value)
{
    const char *where = p->from == FROM_PAYLOAD ? "" : "a list's ";
    if (!value)
        return p->optional ? bound(r, sqlite3_bind_null(st, at))
                           : misfit(r, where, p->field, "is missing");
    if (value->kind != p->kind)
        return misfit(r, where, p->field,
                      p->kind == NODE_INT    ? "must be a number"
                      : p->kind == NODE_BOOL ? "must be true or false"
                                             : "must be a text");
    return bound(r, value->kind == NODE_INT    ? sqlite3_bind_int64(st, at, value->integer)
                    : value->kind == NODE_BOOL ? sqlite3_bind_int64(st, at, value->boolean)
                                               : db_bind_text(st, at, value->text));
}

static bool bind_one(const struct run *r, sqlite3_stmt *st, int at, const struct param *p,
                     const struct node *element, size_t index)
{
    const struct event *e = r->e;
    switch (p->from) {
    case FROM_SEQ:
        return bound(r, sqlite3_bind_int64(st, at, (int64_t)e->seq));
    case FROM_STREAM:
        return bound(r, db_bind_text(st, at, e->stream));
    case FROM_VERSION:
        return bound(r, sqlite3_bind_int64(st, at, (int64_t)e->version));
    case FROM_TYPE:
        return bound(r, db_bind_text(st, at, e->type));
    case FROM_AT:
        return bound(r, sqlite3_bind_int64(st, at, e->at_ms));
    case FROM_ACTOR:
        return bound(r, db_bind_text(st, at, e->actor));
    case FROM_INDEX:
        return bound(r, sqlite3_bind_int64(st, at, (int64_t)index));
    case FROM_PAYLOAD:
        return bind_node(r, st, at, p, node_get(r->payload, p->field));
    case FROM_TEXT:
        return bind_node(r, st, at, p, element);
    case FROM_ELEMENT:
        if (element->kind != NODE_MAP)
            return misfit(r, "a list's ", S("element"), "must be a map");
        return bind_node(r, st, at, p, node_get(element, p->field));
    }
    abort();
}

static bool step(const struct run *r, const struct statement *s, const struct node *element,
                 size_t index)
{
    for (int i = 0; i < s->n; i++)
        if (!bind_one(r, s->h, i + 1, &s->params[i], element, index))
            return false;
    int rc = sqlite3_step(s->h);
    if ((rc & 0xff) == SQLITE_CONSTRAINT)
        return err_set(r->err, r->misfit, "%s: event %llu (%.*s) does not fit what was before: %s",
                       r->db->name, (unsigned long long)r->e->seq, STR(r->e->type),
                       sqlite3_errmsg(r->db->h));
    if (rc != SQLITE_DONE)
        return db_failed(r->db, rc, "views", r->err);
    if (sqlite3_changes64(r->db->h) == 0)
        return err_set(r->err, r->misfit,
                       "%s: event %llu (%.*s) does not fit what was before: it is about something "
                       "that is not there",
                       r->db->name, (unsigned long long)r->e->seq, STR(r->e->type));
    sqlite3_reset(s->h);
    return true;
}

static bool run_statement(const struct run *r, const struct statement *s)
{
    if (!s->list.p)
        return step(r, s, NULL, 0);
    const struct node *list = node_get(r->payload, s->list);
    if (!list)
        return misfit(r, "", s->list, "is missing");
    if (list->kind == NODE_MAP)
        return step(r, s, list, 0);
    if (list->kind != NODE_LIST)
        return misfit(r, "", s->list, "must be a list");
    for (size_t i = 0; i < list->list.n; i++)
        if (!step(r, s, &list->list.at[i], i))
            return false;
    return true;
}

bool views_apply(struct views *v, const struct event *e, enum err_kind misfit_kind,
                 struct arena scratch, struct err *err)
{
    const struct type *t = type_of(v, e->type, err);
    if (!t)
        return false;
    struct node payload;
    struct run r = {v->db, e, &payload, misfit_kind, err};
    if (!json_read(e->payload, &scratch, &payload, err)) {
        err->kind = misfit_kind;
        return err_wrap(err, "%s: event %llu (%.*s): payload", v->db->name,
                        (unsigned long long)e->seq, STR(e->type));
    }
    if (payload.kind != NODE_MAP)
        return misfit(&r, "", S("it"), "must be a map");
    for (size_t i = 0; i < t->n; i++) {
        bool ok = run_statement(&r, &t->at[i]);
        sqlite3_reset(t->at[i].h);
        sqlite3_clear_bindings(t->at[i].h); /* they point into scratch */
        if (!ok)
            return false;
    }
    return true;
}
