/* The shape of a published schema, against draft 2020-12 (json-schema.org/draft/2020-12). */
#include "../arena.h"
#include "../test.h"

#include "codec/json.h"
#include "codec/record.h"

#include "sample.h"

/* The canonical JSON of what stands at a path such as "properties/id/pattern"; fails if absent. */
static str at(const struct node *tree, const char *path)
{
    str rest = str_of(path), key;
    while (str_cut(&rest, '/', &key)) {
        tree = node_get(tree, key);
        if (!tree)
            fail_msg("nothing at %s", path);
    }
    CLEANUP(buf_done) struct buf out = {0};
    json_write(tree, &out);
    return str_copy(buf_str(&out), &arena);
}

static struct node schema_of(const struct record *record)
{
    CLEANUP(buf_done) struct buf out = {0};
    record_schema(record, "https://example.org/sheet.json", &out);
    struct node tree;
    struct err err;
    assert_ok(json_read(buf_str(&out), &arena, &tree, &err), err);
    return tree;
}

static void test_shape(void **state)
{
    (void)state;
    static const struct {
        const char *path, *json;
    } shape[] = {
        {"$schema", "\"https://json-schema.org/draft/2020-12/schema\""},
        {"$id", "\"https://example.org/sheet.json\""},
        {"type", "\"object\""},
        {"title", "\"sheet\""},
        {"description", "\"One thing.\""},
        {"required", "[\"id\"]"},
        {"additionalProperties", "false"},
        {"properties/id",
         "{\"description\":\"Its id.\",\"examples\":[\"plush-bear\"],\"maxLength\":65536,"
         "\"pattern\":\"^[a-z0-9][a-z0-9_.-]{0,63}$\",\"type\":\"string\"}"},
        {"properties/name/maxLength", "20"},
        {"properties/name/minLength", "1"},
        {"properties/birth_date/format", "\"date\""},
        {"properties/birth_date/examples", "[\"2011-04-30\"]"},
        {"properties/count",
         "{\"description\":\"How many there are.\",\"examples\":[3],\"maximum\":500,"
         "\"minimum\":1,\"type\":\"integer\"}"},
        {"properties/minor", "{\"type\":\"boolean\"}"},
        {"properties/print", "{\"type\":\"boolean\"}"},
        {"properties/main", "{\"$ref\":\"#/$defs/release\"}"},
        {"properties/themes",
         "{\"description\":\"What it may stand for.\\nadult: made for adults\\nweapon: a weapon or "
         "a copy of one\",\"examples\":[[\"adult\"]],\"items\":{\"enum\":[\"adult\",\"weapon\"],"
         "\"type\":\"string\"},\"maxItems\":3,\"type\":\"array\"}"},
        {"properties/frames",
         "{\"items\":{\"maximum\":9007199254740992,\"minimum\":0,\"type\":\"integer\"},"
         "\"maxItems\":10000,\"type\":\"array\"}"},
        {"properties/releases/items", "{\"$ref\":\"#/$defs/release\"}"},
        {"properties/releases/examples", "[[{\"kind\":\"model\",\"since\":\"2022-11-16\"}]]"},
        {"$defs/release/title", "\"release\""},
        {"$defs/release/additionalProperties", "false"},
        {"$defs/release/required", "[\"kind\"]"},
        {"$defs/release/properties/kind",
         "{\"description\":\"Who signed.\\nmodel: signed by the person\\nguardian: signed by a "
         "parent or guardian\",\"enum\":[\"model\",\"guardian\"],\"examples\":[\"model\"],"
         "\"type\":\"string\"}"},
    };
    struct node tree = schema_of(&sheet_record);
    for (size_t i = 0; i < countof(shape); i++)
        assert_str(at(&tree, shape[i].path), str_of(shape[i].json));
    assert_int_equal(node_get(&tree, S("properties"))->map.n, 10);
    assert_int_equal(node_get(&tree, S("$defs"))->map.n, 1);
}

/* A record may hold itself. */
struct part {
    str id;
    LIST_OF(struct part) parts;
};
static const struct record part_record;
static const struct field part_fields[] = {
    {.name = "id", .kind = FIELD_TEXT, .offset = offsetof(struct part, id), .pattern = "sha256"},
    {.name = "parts",
     .kind = FIELD_RECORDS,
     .offset = offsetof(struct part, parts),
     .record = &part_record},
};
static const struct record part_record = RECORD("part", struct part, "A part.", part_fields);

static void test_recursive(void **state)
{
    (void)state;
    struct node tree = schema_of(&part_record);
    assert_str(at(&tree, "properties/parts/items"), S("{\"$ref\":\"#\"}"));
    assert_str(at(&tree, "properties/id/pattern"), S("\"^[0-9a-f]{64}$\""));
    assert_null(node_get(&tree, S("$defs")));
    assert_null(node_get(&tree, S("required")));
}

int main(void)
{
    json_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_recursive),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
