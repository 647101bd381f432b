#include "codec/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "codec/json.h"
#include "codec/record_table.h"
#include "codec/text.h"

enum {
    CHOICES_BYTES = 400, /* of a list of words in a message */
    LABEL_BYTES = 100,
};

struct reader {
    struct arena *a;
    struct diags *diags;
};

/* A field while it is read: its value itself, or an item of its list. */
struct slot {
    const struct field *field;
    bool item;
};

static str example_of(const struct field *field)
{
    return field->example ? str_of(field->example) : (str){0};
}

static const char *label(struct slot slot, char out[LABEL_BYTES])
{
    snprintf(out, LABEL_BYTES, "%s\"%s\"", slot.item ? "an item of " : "", slot.field->name);
    return out;
}

/* What stands at node, for "here it is ...". */
static const char *seen(const struct node *node, char out[SHOWN_BYTES + 2])
{
    char shown[SHOWN_BYTES];
    if (node->kind == NODE_TEXT)
        snprintf(out, SHOWN_BYTES + 2, "\"%s\"", text_shown(node->text, shown));
    else if (node->kind == NODE_INT)
        snprintf(out, SHOWN_BYTES + 2, "%" PRId64, node->integer);
    else
        snprintf(out, SHOWN_BYTES + 2, "%s", node_kind_words(node->kind));
    return out;
}

/* Whether the next diag would be dropped; counts it if so. "Did you mean" costs more than anything
 * else here, so nobody works it out for what nobody will see. */
static bool diags_full(struct reader *r)
{
    if (r->diags->n < DIAGS_MAX)
        return false;
    r->diags->dropped++;
    return true;
}

static bool wrong(struct reader *r, struct slot slot, const struct node *node, const char *must_be)
{
    char name[LABEL_BYTES], here[SHOWN_BYTES + 2];
    return diag_add(r->diags, node->line, node->column, example_of(slot.field),
                    "%s must be %s, here it is %s", label(slot, name), must_be, seen(node, here));
}

static bool read_bool(struct reader *r, struct slot slot, const struct node *node, bool *ret)
{
    if (node->kind != NODE_BOOL)
        return wrong(r, slot, node, "true or false");
    *ret = node->boolean;
    return true;
}

static bool read_int(struct reader *r, struct slot slot, const struct node *node, int64_t *ret)
{
    struct limits limits = field_limits(slot.field);
    if (node->kind != NODE_INT || node->integer < limits.min || node->integer > limits.max) {
        char must_be[LABEL_BYTES];
        snprintf(must_be, sizeof must_be, "a whole number from %" PRId64 " to %" PRId64, limits.min,
                 limits.max);
        return wrong(r, slot, node, must_be);
    }
    *ret = node->integer;
    return true;
}

static bool read_date(struct reader *r, struct slot slot, const struct node *node, struct date *ret)
{
    if (node->kind != NODE_TEXT || !date_parse(node->text, ret))
        return wrong(r, slot, node, "a date such as 2022-11-16");
    return true;
}

static const struct word *find_word(const struct words *words, str name)
{
    for (size_t i = 0; i < words->n; i++) {
        if (str_eq(str_of(words->at[i].name), name))
            return &words->at[i];
    }
    return NULL;
}

static str nearest_word(const struct words *words, str name)
{
    assert(words->n <= RECORD_WORDS_MAX);

    str known[RECORD_WORDS_MAX];
    for (size_t i = 0; i < words->n; i++)
        known[i] = str_of(words->at[i].name);
    return diag_nearest(name, known, words->n);
}

/* "a, b, c", cut with "..." when there are too many for a message. */
static void append_choice(char out[CHOICES_BYTES], size_t *n, const char *name)
{
    size_t room = CHOICES_BYTES - *n;
    int written = snprintf(out + *n, room, "%s%s", *n > 0 ? ", " : "", name);
    if (written < 0 || (size_t)written + sizeof ", ..." > room) {
        snprintf(out + *n, room, "%s", *n > 0 && room >= sizeof ", ..." ? ", ..." : "");
        *n = CHOICES_BYTES;
        return;
    }
    *n += (size_t)written;
}

static bool wrong_word(struct reader *r, struct slot slot, const struct node *node)
{
    if (diags_full(r))
        return false;
    char choices[CHOICES_BYTES] = "", name[LABEL_BYTES], here[SHOWN_BYTES + 2];
    const struct words *words = slot.field->words;
    for (size_t i = 0, n = 0; i < words->n && n < CHOICES_BYTES; i++)
        append_choice(choices, &n, words->at[i].name);
    str nearest = {0};
    if (node->kind == NODE_TEXT)
        nearest = nearest_word(words, node->text);
    return diag_add(r->diags, node->line, node->column, example_of(slot.field),
                    "%s must be one of %s; here it is %s%s%.*s%s", label(slot, name), choices,
                    seen(node, here), nearest.p ? ": did you mean \"" : "", (int)nearest.n,
                    nearest.p ? nearest.p : "", nearest.p ? "\"?" : "");
}

static bool read_word(struct reader *r, struct slot slot, const struct node *node,
                      const struct word **ret)
{
    const struct word *word =
        node->kind == NODE_TEXT ? find_word(slot.field->words, node->text) : NULL;
    if (!word)
        return wrong_word(r, slot, node);
    *ret = word;
    return true;
}

static bool read_text(struct reader *r, struct slot slot, const struct node *node, str *ret)
{
    char name[LABEL_BYTES];
    if (node->kind == NODE_INT || node->kind == NODE_FLOAT || node->kind == NODE_BOOL)
        return wrong(r, slot, node, "a text in quotes");
    if (node->kind != NODE_TEXT)
        return wrong(r, slot, node, "a text");
    struct limits limits = field_limits(slot.field);
    const struct pattern *pattern = field_pattern(slot.field);
    const struct word *word;
    if (slot.field->words && !read_word(r, slot, node, &word))
        return false;
    if (node->text.n == 0 && limits.min > 0)
        return diag_add(r->diags, node->line, node->column, example_of(slot.field),
                        "%s must not be empty", label(slot, name));
    if ((int64_t)node->text.n < limits.min || (int64_t)node->text.n > limits.max)
        return diag_add(r->diags, node->line, node->column, example_of(slot.field),
                        "%s has %zu bytes, it must have %" PRId64 " to %" PRId64, label(slot, name),
                        node->text.n, limits.min, limits.max);
    if (pattern && !pattern->fits(node->text))
        return wrong(r, slot, node, pattern->words);
    *ret = str_copy(node->text, r->a);
    return true;
}

static void read_record(struct reader *r, const struct record *record, const struct node *node,
                        const struct field *opt_field, void *ret);

static void clear(const struct record *record, void *ret)
{
    memset(ret, 0, record->size);
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        if (field->kind == FIELD_INT)
            *(int64_t *)field_at(field, ret) = INT_ABSENT;
        else if (field->kind == FIELD_RECORD)
            clear(field->record, field_at(field, ret));
    }
}

static size_t item_size(const struct field *field)
{
    switch (field->kind) {
    case FIELD_TEXTS:
        return sizeof(str);
    case FIELD_INTS:
        return sizeof(int64_t);
    default:
        return field->record->size;
    }
}

/* Items that are wrong are left out, but for records, whose good fields are kept. */
static void read_list(struct reader *r, const struct field *field, const struct node *node,
                      struct records *ret)
{
    struct slot value = {field, false}, item = {field, true};
    char name[LABEL_BYTES];
    if (node->kind != NODE_LIST) {
        wrong(r, value, node, "a list");
        return;
    }
    if (node->list.n > field_max_items(field)) {
        diag_add(r->diags, node->line, node->column, example_of(field),
                 "%s has %zu items, at most %zu are allowed", label(value, name), node->list.n,
                 field_max_items(field));
        return;
    }
    size_t size = item_size(field);
    char *at = arena_alloc(r->a, size, _Alignof(max_align_t), node->list.n), *next = at;
    for (size_t i = 0; i < node->list.n; i++) {
        const struct node *from = &node->list.at[i];
        bool good = true;
        if (field->kind == FIELD_TEXTS)
            good = read_text(r, item, from, (str *)next);
        else if (field->kind == FIELD_INTS)
            good = read_int(r, item, from, (int64_t *)next);
        else
            read_record(r, field->record, from, field, next);
        next += good ? size : 0;
    }
    ret->at = at;
    ret->n = size > 0 ? (size_t)(next - at) / size : 0;
}

static void read_field(struct reader *r, const struct field *field, const struct node *node,
                       void *at)
{
    struct slot slot = {field, false};
    const struct word *word = NULL;
    bool yes = false;
    if (node->kind == NODE_NULL) {
        diag_add(r->diags, node->line, node->column, example_of(field),
                 "\"%s\" has no value: write one or leave the key out", field->name);
        return;
    }
    switch (field->kind) {
    case FIELD_BOOL:
        read_bool(r, slot, node, at);
        break;
    case FIELD_FLAG:
        if (read_bool(r, slot, node, &yes))
            *(enum flag *)at = yes ? FLAG_YES : FLAG_NO;
        break;
    case FIELD_INT:
        read_int(r, slot, node, at);
        break;
    case FIELD_TEXT:
        read_text(r, slot, node, at);
        break;
    case FIELD_DATE:
        read_date(r, slot, node, at);
        break;
    case FIELD_WORD:
        if (read_word(r, slot, node, &word))
            *(int *)at = word->value;
        break;
    case FIELD_RECORD:
        read_record(r, field->record, node, field, at);
        break;
    case FIELD_TEXTS:
    case FIELD_INTS:
    case FIELD_RECORDS:
        read_list(r, field, node, at);
        break;
    case FIELD_LINE:
    case FIELD_PRESENT:
        assert(false && "not in the text");
    }
}

static void refuse_unknown(struct reader *r, const struct record *record,
                           const struct node_pair *pair)
{
    if (diags_full(r))
        return;
    str known[RECORD_FIELDS_MAX];
    char choices[CHOICES_BYTES] = "", shown[SHOWN_BYTES];
    size_t n = 0;
    for (size_t i = 0, len = 0; i < record->n; i++) {
        if (!field_in_text(&record->fields[i]))
            continue;
        known[n++] = str_of(record->fields[i].name);
        if (len < CHOICES_BYTES)
            append_choice(choices, &len, record->fields[i].name);
    }
    str nearest = diag_nearest(pair->key, known, n);
    text_shown(pair->key, shown);
    if (!nearest.p) {
        diag_add(r->diags, pair->line, pair->column, (str){0},
                 "unknown key \"%s\"; known here are %s", shown, choices);
        return;
    }
    str example = {0};
    for (size_t i = 0; i < record->n; i++) {
        if (field_in_text(&record->fields[i]) && str_eq(str_of(record->fields[i].name), nearest))
            example = example_of(&record->fields[i]);
    }
    diag_add(r->diags, pair->line, pair->column, example,
             "unknown key \"%s\": did you mean \"%.*s\"?", shown, STR(nearest));
}

static size_t find_field(const struct record *record, str key)
{
    size_t i = 0;
    while (i < record->n &&
           !(field_in_text(&record->fields[i]) && str_eq(str_of(record->fields[i].name), key)))
        i++;
    return i;
}

static void read_record(struct reader *r, const struct record *record, const struct node *node,
                        const struct field *opt_field, void *ret)
{
    assert(record->n <= RECORD_FIELDS_MAX);

    clear(record, ret);
    if (node->kind != NODE_MAP) {
        char here[SHOWN_BYTES + 2];
        diag_add(r->diags, node->line, node->column, opt_field ? example_of(opt_field) : (str){0},
                 "a %s must be a map of keys, here it is %s", record->name, seen(node, here));
        return;
    }
    bool have[RECORD_FIELDS_MAX] = {false};
    for (size_t i = 0; i < node->map.n; i++) {
        const struct node_pair *pair = &node->map.at[i];
        size_t f = find_field(record, pair->key);
        if (f == record->n) {
            refuse_unknown(r, record, pair);
            continue;
        }
        have[f] = true;
        read_field(r, &record->fields[f], &pair->value, field_at(&record->fields[f], ret));
    }
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        if (field->kind == FIELD_LINE)
            *(uint32_t *)field_at(field, ret) = node->line;
        else if (field->kind == FIELD_PRESENT)
            *(bool *)field_at(field, ret) = true;
        else if (field->required && !have[i])
            diag_add(r->diags, node->line, node->column, example_of(field), "missing \"%s\"",
                     field->name);
    }
}

bool record_read(const struct record *record, const struct node *map, struct arena *a,
                 struct diags *diags, void *ret)
{
    size_t before = diags->n + diags->dropped;
    struct reader r = {.a = a, .diags = diags};
    read_record(&r, record, map, NULL, ret);
    return diags->n + diags->dropped == before;
}

bool record_read_json(const struct record *record, str bytes, struct arena *a, void *ret,
                      struct err *err)
{
    struct node tree;
    if (!json_read(bytes, a, &tree, err)) {
        err->kind = ERR_CORRUPT;
        return err_wrap(err, "%s", record->name);
    }
    struct diags diags = {.a = a};
    if (record_read(record, &tree, a, &diags, ret))
        return true;
    const struct diag *first = &diags.at[0];
    return err_set(err, ERR_CORRUPT, "%s: line %u, column %u: %.*s", record->name, first->line,
                   first->column, STR(first->what));
}
