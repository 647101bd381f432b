/* test/unit/cel/people.h -- a world for expressions: people with fields, a map, a mixed list, and a
 * variable without a value. */
#pragma once

#include "rows.h"

static const struct cel_type person, people = {CEL_LIST, .elem = &person},
                                     names = {CEL_LIST, .elem = &cel_string},
                                     counts = {CEL_MAP, .key = &cel_string, .elem = &cel_int},
                                     anything = {CEL_LIST, .elem = &cel_dyn};
static const struct cel_field person_fields[] = {
    {"id", &cel_string},
    {"minor", &cel_bool},
    {"age", &cel_int},
    {"themes", &names},
};
static const struct cel_type person = {CEL_OBJECT, .name = "Person", .fields = person_fields,
                                       .n = countof(person_fields)};
static const struct cel_var vars[] = {
    {"people", &people}, {"counts", &counts},    {"s", &cel_string},
    {"x", &cel_dyn},     {"unbound", &cel_bool}, {"mixed", &anything},
};
static const struct cel_env env = {.vars = vars, .n_vars = countof(vars)};
static const struct cel_env unchecked = {.vars = vars, .n_vars = countof(vars), .unchecked = true};

static inline struct cel_value someone(struct arena *a, const char *id, bool minor)
{
    struct cel_object *o = cel_object_new(a, &person);
    cel_object_set(o, "id", cel_of_str(str_of(id)));
    cel_object_set(o, "minor", cel_of_bool(minor));
    if (!minor)
        cel_object_set(o, "age", cel_of_int(31));
    struct cel_value *themes = arena_new(a, struct cel_value, 1);
    themes[0] = cel_of_str(S("adult"));
    cel_object_set(o, "themes", cel_of_list(themes, minor ? 0 : 1));
    return cel_of_object(o);
}

static inline int set_up(void **state)
{
    static struct bench b;
    static_assert(countof(vars) <= countof(b.values), "a value for each variable");
    b = bench_open();
    struct cel_value *two = arena_new(&b.a, struct cel_value, 2);
    two[0] = someone(&b.a, "t1", true);
    two[1] = someone(&b.a, "t2", false);
    struct cel_entry *entries = arena_new(&b.a, struct cel_entry, 2);
    entries[0] = (struct cel_entry){cel_of_str(S("pen")), cel_of_int(2)};
    entries[1] = (struct cel_entry){cel_of_str(S("bag")), cel_of_int(7)};
    struct cel_value *mixed = arena_new(&b.a, struct cel_value, 2);
    mixed[0] = cel_of_int(1);
    mixed[1] = cel_of_str(S("two"));
    b.values[0] = cel_of_list(two, 2);
    struct err err;
    assert_ok(cel_map_make(entries, 2, &b.a, &b.values[1], &err), err);
    b.values[2] = cel_of_str(S("h\xC3\xA9llo"));
    b.values[3] = cel_of_double(2);
    b.values[5] = cel_of_list(mixed, 2);
    for (size_t i = 0; i < countof(vars); i++)
        assert_true(i == 4 || cel_fits(b.values[i], vars[i].type));
    *state = &b;
    return 0;
}
