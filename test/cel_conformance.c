/* Runs tests of the public CEL conformance suite, one JSON object a line (as test/cel/suite.mjs
 * writes them): checks the value or the error, and the type that the checker deduced. Prints a line
 * for each failure; ends with `N passed, N failed, N skipped`. Skipped are only tests that need
 * protocol buffers. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cel/cel.h"

/* Tests that we do not mean to pass, and why: they are counted as failed and do not fail the run.
 * docs/format/cel.md says the same. */
static const struct {
    const char *file, *section, *name;
} declined[] = {
    /* An environment of ours declares variables, not functions or types with parameters. */
    {"type_deductions", "functions", "function_result_type"},
    {"type_deductions", "type_parameters", "multiple_parameters_generality"},
    {"type_deductions", "type_parameters", "multiple_parameters_generality_2"},
    {"type_deductions", "type_parameters", "multiple_parameters_parameterized_ovl"},
    {"type_deductions", "type_parameters", "multiple_parameters_parameterized_ovl_2"},
};

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

/* ---- values and types of the suite's JSON ---- */

static bool base64(const char *s, struct arena *a, str *ret_bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = strlen(s), w = 0;
    char *out = arena_new(a, char, n);
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < n && s[i] != '='; i++) {
        const char *d = strchr(digits, s[i]);
        if (!d)
            return false;
        bits = bits << 6 | (uint32_t)(d - digits);
        have += 6;
        if (have >= 8)
            out[w++] = (char)(bits >> (have -= 8));
    }
    *ret_bytes = (str){out, w};
    return true;
}

static bool value_of(const json_t *v, struct arena *a, struct cel_value *ret);

static bool list_of(const json_t *values, struct arena *a, struct cel_value *ret)
{
    size_t n = json_array_size(values);
    struct cel_value *list = arena_new(a, struct cel_value, n);
    for (size_t i = 0; i < n; i++) {
        if (!value_of(json_array_get(values, i), a, &list[i]))
            return false;
    }
    *ret = cel_of_list(list, n);
    return true;
}

static bool map_of(const json_t *entries, struct arena *a, struct cel_value *ret)
{
    size_t n = json_array_size(entries);
    struct cel_entry *list = arena_new(a, struct cel_entry, n);
    for (size_t i = 0; i < n; i++) {
        const json_t *e = json_array_get(entries, i);
        if (!value_of(json_object_get(e, "key"), a, &list[i].key) ||
            !value_of(json_object_get(e, "value"), a, &list[i].value))
            return false;
    }
    struct err err;
    return cel_map_make(list, n, a, ret, &err);
}

static double double_of(const json_t *v)
{
    const char *s = json_string_value(v);
    if (!s)
        return json_number_value(v);
    return strcmp(s, "NaN") == 0 ? (double)NAN : s[0] == '-' ? -(double)INFINITY : (double)INFINITY;
}

static bool value_of(const json_t *v, struct arena *a, struct cel_value *ret)
{
    const char *kind = json_object_iter_key(json_object_iter((json_t *)v));
    if (!kind)
        return false;
    const json_t *x = json_object_get(v, kind);
    if (strcmp(kind, "nullValue") == 0)
        *ret = cel_of_null();
    else if (strcmp(kind, "boolValue") == 0)
        *ret = cel_of_bool(json_is_true(x));
    else if (strcmp(kind, "int64Value") == 0)
        *ret = cel_of_int(strtoll(json_string_value(x), NULL, 10));
    else if (strcmp(kind, "uint64Value") == 0)
        *ret = (struct cel_value){.kind = CEL_UINT, .u = strtoull(json_string_value(x), NULL, 10)};
    else if (strcmp(kind, "doubleValue") == 0)
        *ret = cel_of_double(double_of(x));
    else if (strcmp(kind, "stringValue") == 0)
        *ret = cel_of_str((str){json_string_value(x), json_string_length(x)});
    else if (strcmp(kind, "typeValue") == 0) {
        *ret = cel_of_str(str_of(json_string_value(x)));
        ret->kind = CEL_TYPE;
    } else if (strcmp(kind, "bytesValue") == 0) {
        str bytes;
        if (!base64(json_string_value(x), a, &bytes))
            return false;
        *ret = cel_of_str(bytes);
        ret->kind = CEL_BYTES;
    } else if (strcmp(kind, "listValue") == 0)
        return list_of(json_object_get(x, "values"), a, ret);
    else if (strcmp(kind, "mapValue") == 0)
        return map_of(json_object_get(x, "entries"), a, ret);
    else
        return false;
    return true;
}

/* NULL if we have no such type. */
static const struct cel_type *type_of(const json_t *t, struct arena *a)
{
    static const struct {
        const char *name;
        const struct cel_type *type;
    } plain[] = {{"BOOL", &cel_bool},     {"INT64", &cel_int},     {"UINT64", &cel_uint},
                 {"DOUBLE", &cel_double}, {"STRING", &cel_string}, {"BYTES", &cel_bytes}};
    const json_t *p;
    struct cel_type *made = arena_new(a, struct cel_type, 1);
    if ((p = json_object_get(t, "primitive"))) {
        for (size_t i = 0; i < countof(plain); i++) {
            if (strcmp(json_string_value(p), plain[i].name) == 0)
                return plain[i].type;
        }
    } else if ((p = json_object_get(t, "listType"))) {
        made->kind = CEL_LIST;
        made->elem = type_of(json_object_get(p, "elemType"), a);
        return made->elem ? made : NULL;
    } else if ((p = json_object_get(t, "mapType"))) {
        made->kind = CEL_MAP;
        made->key = type_of(json_object_get(p, "keyType"), a);
        made->elem = type_of(json_object_get(p, "valueType"), a);
        return made->key && made->elem ? made : NULL;
    } else if ((p = json_object_get(t, "abstractType")) &&
               strcmp(text(p, "name"), "optional_type") == 0) {
        made->kind = CEL_OPTIONAL;
        made->elem = type_of(json_array_get(json_object_get(p, "parameterTypes"), 0), a);
        return made->elem ? made : NULL;
    } else if (json_object_get(t, "null")) {
        return &cel_null;
    } else if (json_object_get(t, "dyn")) {
        return &cel_dyn;
    }
    return NULL;
}

static void print_type(struct buf *b, const struct cel_type *t)
{
    cel_type_print(b, t);
    buf_byte(b, 0);
}

/* ---- one test ---- */

static bool load_zone(void *self, str name, struct arena *a, str *ret_tzif)
{
    (void)self;
    if (str_contains(name, S("..")) || str_starts(name, S("/")))
        return false;
    struct err err;
    str path = str_format(a, "/usr/share/zoneinfo/%.*s", STR(name));
    return file_read(path.p, 1 << 20, a, ret_tzif, &err);
}

/* Equal in kind too, and NaN equals itself: the suite's own rule for results. */
static bool same(struct cel_value x, struct cel_value y)
{
    if (x.kind != y.kind)
        return false;
    if (x.kind == CEL_DOUBLE && isnan(x.d))
        return isnan(y.d);
    if (x.kind != CEL_LIST)
        return cel_equal(x, y);
    for (uint32_t i = 0; i < x.n && x.n == y.n; i++) {
        if (!same(x.list[i], y.list[i]))
            return false;
    }
    return x.n == y.n;
}

struct test {
    const json_t *json;
    struct arena *a;
    char why[512];
};

static bool failed(struct test *t, const char *fmt, ...) PRINTF(2, 3);
static bool failed(struct test *t, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(t->why, sizeof t->why, fmt, args);
    va_end(args);
    return false;
}

static bool declare(struct test *t, struct cel_env *env, struct cel_var *vars,
                    struct cel_value *values, size_t most)
{
    const json_t *types = json_object_get(t->json, "typeEnv");
    const json_t *bindings = json_object_get(t->json, "bindings");
    for (size_t i = 0; i < json_array_size(types) && env->n_vars < most; i++) {
        const json_t *d = json_array_get(types, i);
        const json_t *ident = json_object_get(d, "ident");
        if (!ident)
            return failed(t, "declares a function");
        struct cel_var *v = &vars[env->n_vars];
        v->name = text(d, "name");
        v->type = type_of(json_object_get(ident, "type"), t->a);
        if (!v->type)
            return failed(t, "declares a type that we do not have");
        const json_t *bound = json_object_get(json_object_get(bindings, v->name), "value");
        if (bound && !value_of(bound, t->a, &values[env->n_vars]))
            return failed(t, "binds a value that we do not have");
        env->n_vars++;
    }
    return true;
}

static bool check_type(struct test *t, const struct cel_program *p)
{
    const json_t *deduced = json_object_get(json_object_get(t->json, "typedResult"), "deducedType");
    const char *want = text(t->json, "type");
    char from_json[256] = "";
    CLEANUP(buf_done) struct buf got = {0};
    print_type(&got, cel_result_type(p));
    if (deduced) {
        const struct cel_type *type = type_of(deduced, t->a);
        if (!type)
            return failed(t, "deduces a type that we do not have");
        CLEANUP(buf_done) struct buf b = {0};
        print_type(&b, type);
        snprintf(from_json, sizeof from_json, "%s", b.p);
        want = from_json;
    }
    if (*want && strcmp(want, got.p) != 0)
        return failed(t, "type %s, want %s", got.p, want);
    return true;
}

static bool check_value(struct test *t, bool ok, struct cel_value got, const struct err *err)
{
    const json_t *want = json_object_get(t->json, "value");
    const json_t *typed = json_object_get(json_object_get(t->json, "typedResult"), "result");
    if (json_object_get(t->json, "evalError")) {
        CLEANUP(buf_done) struct buf b = {0};
        if (ok)
            cel_print(&b, got);
        return !ok || failed(t, "%.*s, want an error", STR(buf_str(&b)));
    }
    if (!ok)
        return failed(t, "error: %.400s", err->msg);
    struct cel_value value = cel_of_bool(true); /* the suite's default */
    if ((want || typed) && !value_of(want ? want : typed, t->a, &value))
        return failed(t, "wants a value that we do not have");
    if (same(got, value))
        return true;
    CLEANUP(buf_done) struct buf b = {0};
    cel_print(&b, got);
    buf_put(&b, S(", want "));
    cel_print(&b, value);
    return failed(t, "%.*s", STR(buf_str(&b)));
}

static bool run(struct test *t, struct arena scratch)
{
    struct cel_var vars[16];
    struct cel_value values[16] = {0};
    struct cel_env env = {.vars = vars,
                          .container = str_of(text(t->json, "container")),
                          .zones = {.load = load_zone},
                          .unchecked = json_is_true(json_object_get(t->json, "disableCheck"))};
    if (!declare(t, &env, vars, values, countof(vars)))
        return false;
    struct cel_program *p;
    struct err err;
    const json_t *expr = json_object_get(t->json, "expr");
    str source = {json_string_value(expr), json_string_length(expr)};
    if (!cel_compile(&env, source, NULL, t->a, scratch, &p, NULL, &err))
        return failed(t, "does not compile: %.400s", err.msg);
    bool ok = env.unchecked || check_type(t, p);
    if (ok && !json_is_true(json_object_get(t->json, "checkOnly"))) {
        struct cel_value got = {0};
        uint64_t left = CEL_BUDGET_DEFAULT;
        bool done = cel_eval_within(p, values, &left, t->a, &got, &err);
        ok = check_value(t, done, got, &err);
        uint64_t used = CEL_BUDGET_DEFAULT - left;
        if (ok && used > cel_cost(p))
            ok = failed(t, "took %llu steps, more than its estimate of %llu",
                        (unsigned long long)used, (unsigned long long)cel_cost(p));
    }
    cel_program_close(p);
    return ok;
}

/* Marked so in the file, or written inside protobuf's own package, whose messages it makes. */
static bool needs_protobuf(const json_t *test)
{
    return json_is_true(json_object_get(test, "proto")) ||
           strcmp(text(test, "container"), "google.protobuf") == 0;
}

static bool is_declined(const json_t *test)
{
    for (size_t i = 0; i < countof(declined); i++) {
        if (strcmp(text(test, "file"), declined[i].file) == 0 &&
            strcmp(text(test, "section"), declined[i].section) == 0 &&
            strcmp(text(test, "name"), declined[i].name) == 0)
            return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE.ndjson\n", argv[0]);
        return 2;
    }
    const char *path = argv[1];
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        return 2;
    }
    json_object_seed(1);
    struct arena a = arena_open(64 << 20), scratch = arena_open(64 << 20);
    unsigned passed = 0, failures = 0, expected = 0, skipped = 0, line = 0;
    char *bytes = NULL;
    size_t cap = 0;
    while (getline(&bytes, &cap, f) > 0) {
        line++;
        json_error_t error;
        json_t *json = json_loads(bytes, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &error);
        if (!json) {
            fprintf(stderr, "line %u: %s\n", line, error.text);
            return 2;
        }
        if (needs_protobuf(json)) {
            skipped++;
        } else {
            struct arena one = a;
            struct test t = {.json = json, .a = &one};
            bool ok = run(&t, scratch);
            passed += ok;
            failures += !ok;
            expected += !ok && is_declined(json);
            if (!ok)
                printf("%s/%s/%s: %s: %s\n", text(json, "file"), text(json, "section"),
                       text(json, "name"), text(json, "expr"), t.why);
        }
        json_decref(json);
    }
    free(bytes);
    fclose(f);
    arena_close(&a);
    arena_close(&scratch);
    printf("%u passed, %u failed, %u skipped\n", passed, failures, skipped);
    return failures > expected || !passed;
}
