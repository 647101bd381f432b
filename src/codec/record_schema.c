#include <string.h>

#include "codec/json.h"
#include "codec/record_table.h"
#include "codec/yaml.h"

/* JSON Schema, draft 2020-12 (json-schema.org). The schema is built as a tree and then written, so
 * that nothing here prints JSON by hand. Lengths there count code points and ours count bytes: the
 * schema never refuses what record_read takes, but may take a little more. */

enum {
    SCHEMA_ARENA_BYTES = 64 << 20,
    RECORDS_MAX = 64,  /* in one schema */
    KEYWORDS_MAX = 16, /* in one schema object */
};

struct maker {
    struct arena *a;
    const struct record *root;
    const struct record *defs[RECORDS_MAX]; /* every record below the root, each once */
    size_t n;
};

static struct node text_node(str text)
{
    return (struct node){.kind = NODE_TEXT, .text = text};
}

static struct node int_node(int64_t integer)
{
    return (struct node){.kind = NODE_INT, .integer = integer};
}

static struct node list_node(struct maker *m, size_t n)
{
    struct node node = {.kind = NODE_LIST};
    node.list.n = n;
    node.list.at = arena_new(m->a, struct node, n);
    return node;
}

/* An empty map that put() fills up to cap pairs. */
static struct node map_node(struct maker *m, size_t cap)
{
    struct node node = {.kind = NODE_MAP};
    node.map.at = arena_new(m->a, struct node_pair, cap);
    return node;
}

static void put(struct node *map, const char *key, struct node value)
{
    map->map.at[map->map.n++] = (struct node_pair){.key = str_of(key), .value = value};
}

static void put_text(struct node *map, const char *key, const char *text)
{
    put(map, key, text_node(str_of(text)));
}

static struct node reference(struct maker *m, const struct record *record)
{
    struct node node = map_node(m, KEYWORDS_MAX);
    if (record == m->root) {
        put_text(&node, "$ref", "#");
        return node;
    }
    size_t i = 0;
    while (i < m->n && m->defs[i] != record)
        i++;
    if (i == m->n) {
        assert(m->n < RECORDS_MAX);
        for (size_t j = 0; j < m->n; j++)
            assert(strcmp(m->defs[j]->name, record->name) != 0);
        m->defs[m->n++] = record;
    }
    put(&node, "$ref", text_node(str_format(m->a, "#/$defs/%s", record->name)));
    return node;
}

static void put_words(struct maker *m, struct node *node, const struct words *words)
{
    struct node names = list_node(m, words->n);
    for (size_t i = 0; i < words->n; i++)
        names.list.at[i] = text_node(str_of(words->at[i].name));
    put(node, "enum", names);
}

static struct node integer_schema(struct maker *m, const struct field *field)
{
    struct limits limits = field_limits(field);
    struct node node = map_node(m, KEYWORDS_MAX);
    put_text(&node, "type", "integer");
    put(&node, "minimum", int_node(limits.min));
    put(&node, "maximum", int_node(limits.max));
    return node;
}

static struct node text_schema(struct maker *m, const struct field *field)
{
    enum {
        CODE_POINT_MAX_BYTES = 4
    };
    struct limits limits = field_limits(field);
    const struct pattern *pattern = field_pattern(field);
    struct node node = map_node(m, KEYWORDS_MAX);
    put_text(&node, "type", "string");
    if (field->words) {
        put_words(m, &node, field->words);
        return node;
    }
    if (limits.min > 0)
        put(&node, "minLength",
            int_node((limits.min + CODE_POINT_MAX_BYTES - 1) / CODE_POINT_MAX_BYTES));
    put(&node, "maxLength", int_node(limits.max));
    if (pattern)
        put_text(&node, "pattern", pattern->regex);
    return node;
}

static struct node list_schema(struct maker *m, const struct field *field, struct node items)
{
    struct node node = map_node(m, KEYWORDS_MAX);
    put_text(&node, "type", "array");
    put(&node, "items", items);
    put(&node, "maxItems", int_node((int64_t)field_max_items(field)));
    return node;
}

static struct node typed(struct maker *m, const char *type)
{
    struct node node = map_node(m, KEYWORDS_MAX);
    put_text(&node, "type", type);
    return node;
}

static struct node field_schema(struct maker *m, const struct field *field)
{
    struct node node = {0};
    switch (field->kind) {
    case FIELD_BOOL:
    case FIELD_FLAG:
        return typed(m, "boolean");
    case FIELD_INT:
        return integer_schema(m, field);
    case FIELD_TEXT:
        return text_schema(m, field);
    case FIELD_DATE:
        node = typed(m, "string");
        put_text(&node, "format", "date");
        put_text(&node, "pattern", "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
        return node;
    case FIELD_WORD:
        node = typed(m, "string");
        put_words(m, &node, field->words);
        return node;
    case FIELD_RECORD:
        return reference(m, field->record);
    case FIELD_TEXTS:
        return list_schema(m, field, text_schema(m, field));
    case FIELD_INTS:
        return list_schema(m, field, integer_schema(m, field));
    case FIELD_RECORDS:
        return list_schema(m, field, reference(m, field->record));
    case FIELD_LINE:
    case FIELD_PRESENT:
        assert(false && "not in the text");
    }
    return node;
}

/* The sentence of the field, then the meaning of each word. */
static void put_description(struct maker *m, struct node *node, const struct field *field)
{
    if (!field->doc)
        return;
    str text = str_of(field->doc);
    for (size_t i = 0; field->words && i < field->words->n; i++) {
        const struct word *word = &field->words->at[i];
        if (word->doc)
            text = str_format(m->a, "%.*s\n%s: %s", STR(text), word->name, word->doc);
    }
    put(node, "description", text_node(text));
}

static void put_example(struct maker *m, struct node *node, const struct field *field)
{
    if (!field->example)
        return;
    struct node example;
    struct err err;
    if (!yaml_read(str_of(field->example), m->a, &example, &err))
        assert(false && "an example that is not YAML");
    assert(example.kind == NODE_MAP);
    const struct node *value = node_get(&example, str_of(field->name));
    assert(value);
    struct node examples = list_node(m, 1);
    examples.list.at[0] = *value;
    put(node, "examples", examples);
}

static void put_record(struct maker *m, struct node *node, const struct record *record)
{
    struct node properties = map_node(m, record->n), required = list_node(m, record->n);
    required.list.n = 0;
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        if (!field_in_text(field))
            continue;
        struct node schema = field_schema(m, field);
        put_description(m, &schema, field);
        put_example(m, &schema, field);
        put(&properties, field->name, schema);
        if (field->required)
            required.list.at[required.list.n++] = text_node(str_of(field->name));
    }
    put_text(node, "type", "object");
    put_text(node, "title", record->name);
    if (record->doc)
        put_text(node, "description", record->doc);
    put(node, "properties", properties);
    if (required.list.n > 0)
        put(node, "required", required);
    put(node, "additionalProperties", (struct node){.kind = NODE_BOOL, .boolean = false});
}

void record_schema(const struct record *record, const char *id, struct buf *out)
{
    CLEANUP(arena_close) struct arena arena = arena_open(SCHEMA_ARENA_BYTES);
    struct maker m = {.a = &arena, .root = record};
    struct node schema = map_node(&m, KEYWORDS_MAX), defs = map_node(&m, RECORDS_MAX);
    put_text(&schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
    put_text(&schema, "$id", id);
    put_record(&m, &schema, record);
    /* Describing a record may find further ones. */
    for (size_t i = 0; i < m.n; i++) {
        struct node def = map_node(&m, KEYWORDS_MAX);
        put_record(&m, &def, m.defs[i]);
        put(&defs, m.defs[i]->name, def);
    }
    if (m.n > 0)
        put(&schema, "$defs", defs);
    json_write_pretty(&schema, out);
}
