/* Parse, check and evaluate: the input is an expression over a fixed environment. Its first byte
 * chooses whether types are checked. Whatever it is, there is an answer or an error, within the
 * budget, the memory and the estimate of its cost, and an answer fits the type that the checker
 * deduced. */
#include <stdlib.h>
#include <string.h>

#include "../fuzz.h"
#include "cel/cel.h"

static const struct cel_type person, people = {CEL_LIST, .elem = &person},
                                     names = {CEL_LIST, .elem = &cel_string},
                                     counts = {CEL_MAP, .key = &cel_string, .elem = &cel_int};
static const struct cel_field person_fields[] = {
    {"id", &cel_string}, {"minor", &cel_bool}, {"age", &cel_int},
    {"themes", &names},  {"friends", &people}, {"born", &cel_timestamp},
};
static const struct cel_type person = {CEL_OBJECT, .name = "Person", .fields = person_fields,
                                       .n = countof(person_fields)};
static const struct cel_var vars[] = {
    {"people", &people}, {"counts", &counts}, {"s", &cel_string},
    {"x", &cel_dyn},     {"p", &person},      {"unbound", &cel_int},
};

static struct cel_value someone(struct arena *a, const char *id, bool minor)
{
    static const struct cel_value themes[] = {
        {.kind = CEL_STRING, .n = 5, .p = "adult"},
        {.kind = CEL_STRING, .n = 7, .p = "al\xC3\xA9hol"},
    };
    struct cel_object *o = cel_object_new(a, &person);
    cel_object_set(o, "id", cel_of_str(str_of(id)));
    cel_object_set(o, "minor", cel_of_bool(minor));
    cel_object_set(o, "themes", cel_of_list(themes, minor ? 0 : countof(themes)));
    if (!minor)
        cel_object_set(o, "age", cel_of_int(31));
    return cel_of_object(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena program_arena, scratch;
    if (!scratch.base) {
        program_arena = arena_open(CEL_COMPILE_BYTES);
        scratch = arena_open(CEL_COMPILE_BYTES);
    }
    if (!size)
        return 0;
    struct arena a = program_arena;
    struct cel_env env = {.vars = vars, .n_vars = countof(vars), .unchecked = data[0] & 1};
    struct cel_program *p;
    struct cel_place place;
    struct err err;
    str source = {(const char *)data + 1, size - 1};
    CLEANUP(buf_done) struct buf b = {0};
    if (!cel_compile(&env, source, NULL, &a, scratch, &p, &place, &err)) {
        if (place.at > source.n || place.line < 1 || place.column < 1)
            abort();
        cel_caret(&b, source, place);
        return 0;
    }
    struct cel_value two[] = {someone(&a, "t1", true), someone(&a, "t2", false)};
    struct cel_entry *entries = arena_new(&a, struct cel_entry, 2);
    entries[0] = (struct cel_entry){cel_of_str(S("b")), cel_of_int(2)};
    entries[1] = (struct cel_entry){cel_of_str(S("a")), cel_of_int(INT64_MIN)};
    struct cel_value values[countof(vars)] = {
        cel_of_list(two, 2), {0}, cel_of_str(S("h\xC3\xA9llo")), cel_of_double(1.5), two[1],
    };
    if (!cel_map_make(entries, 2, &a, &values[1], &err))
        abort();
    struct arena small = arena_open(1 << 20);
    struct cel_value v;
    uint64_t left = 20000;
    bool ok = cel_eval_within(p, values, &left, &small, &v, &err);
    if ((ok || err.kind != ERR_LIMIT) && 20000 - left > cel_cost(p))
        abort();
    if (ok) {
        if (v.kind == CEL_ABSENT || v.kind == CEL_ERROR)
            abort();
        cel_print(&b, v);
        if (!cel_equal(v, v) && !memmem(b.p, b.n, "NaN", 3))
            abort();
    } else if (err.kind != ERR_INVALID && err.kind != ERR_LIMIT) {
        abort();
    }
    const struct cel_trace *trace;
    uint64_t budget = 20000;
    if (cel_explain(p, values, &budget, &small, &trace, &err) ? trace->n > source.n
                                                              : err.kind != ERR_LIMIT)
        abort();
    arena_close(&small);
    cel_program_close(p);
    return 0;
}
