#include "policy/shape.h"

#include <string.h>

#include "base/utf8.h"

static const struct cel_type texts_type = {.kind = CEL_LIST, .elem = &cel_string},
                             ints_type = {.kind = CEL_LIST, .elem = &cel_int};

static const struct cel_type *field_type(const struct field *f, const struct shape *opt_sub)
{
    switch (f->kind) {
    case FIELD_BOOL:
    case FIELD_FLAG:
        return &cel_bool;
    case FIELD_INT:
        return &cel_int;
    case FIELD_TEXT:
    case FIELD_DATE:
    case FIELD_WORD:
        return &cel_string;
    case FIELD_RECORD:
        return &opt_sub->object;
    case FIELD_TEXTS:
        return &texts_type;
    case FIELD_INTS:
        return &ints_type;
    case FIELD_RECORDS:
        return &opt_sub->list;
    case FIELD_LINE:
    case FIELD_PRESENT:
        break;
    }
    assert(false && "not in the text");
    return NULL;
}

/* A struct region is told by where its numbers stand, whatever the table calls them. */
static bool find_px(struct shape *s)
{
    static const size_t at[4] = {offsetof(struct region, x_px), offsetof(struct region, y_px),
                                 offsetof(struct region, w_px), offsetof(struct region, h_px)};
    if (s->record->size != sizeof(struct region) || s->object.n != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        s->px[i] = SHAPE_NONE;
        for (size_t f = 0; f < 4; f++)
            if (s->fields[f]->kind == FIELD_INT && s->fields[f]->offset == at[i])
                s->px[i] = f;
        if (s->px[i] == SHAPE_NONE)
            return false;
    }
    return true;
}

static bool in_text(const struct field *f)
{
    return f->kind != FIELD_LINE && f->kind != FIELD_PRESENT;
}

const struct shape *shape_make(const struct record *record, struct arena *a, struct shape **all)
{
    for (struct shape *s = *all; s; s = s->next)
        if (s->record == record)
            return s;
    struct shape *s = arena_new(a, struct shape, 1);
    struct cel_field *fields = arena_new(a, struct cel_field, record->n);
    *s = (struct shape){
        .record = record,
        .object = {CEL_OBJECT, .name = record->name, .fields = fields},
        .list = {CEL_LIST, .elem = &s->object},
        .fields = arena_new(a, const struct field *, record->n),
        .subs = arena_new(a, const struct shape *, record->n),
        .id = SHAPE_NONE,
        .region = SHAPE_NONE,
        .next = *all,
    };
    *all = s; /* before its fields: a record may hold itself in a list */
    size_t n = 0;
    for (size_t i = 0; i < record->n; i++) {
        const struct field *f = &record->fields[i];
        if (!in_text(f))
            continue;
        if (f->kind == FIELD_RECORD || f->kind == FIELD_RECORDS)
            s->subs[n] = shape_make(f->record, a, all);
        if (f->kind == FIELD_TEXT && strcmp(f->name, "id") == 0)
            s->id = n;
        if (f->kind == FIELD_RECORD && strcmp(f->name, "region") == 0 && s->subs[n]->is_region)
            s->region = n;
        fields[n] = (struct cel_field){f->name, field_type(f, s->subs[n])};
        s->fields[n++] = f;
    }
    s->object.n = n;
    s->is_region = find_px(s);
    return s;
}

const struct shape *shape_find(const struct shape *all, const struct cel_type *type)
{
    while (all && &all->object != type)
        all = all->next;
    return all;
}

/* ---- values ---- */

static const struct cel_value absent = {.kind = CEL_ABSENT};

static struct cel_value text_value(str s)
{
    return s.p && s.n <= UINT32_MAX && utf8_valid(s) ? cel_of_str(s) : absent;
}

static struct cel_value word_value(const struct words *words, int value)
{
    for (size_t i = 0; i < words->n; i++)
        if (words->at[i].value == value)
            return cel_of_str(str_of(words->at[i].name));
    return absent;
}

static struct cel_value date_value(struct date d, struct arena *a)
{
    return date_present(d) ? cel_of_str(date_print(d, a)) : absent;
}

/* A sub-record that says of itself that it is not there. */
static bool is_absent(const struct record *record, const void *value)
{
    for (size_t i = 0; i < record->n; i++)
        if (record->fields[i].kind == FIELD_PRESENT)
            return !*(const bool *)((const char *)value + record->fields[i].offset);
    return false;
}

static struct cel_value record_value(const struct shape *s, const void *value, struct arena *a)
{
    if (is_absent(s->record, value))
        return absent;
    struct cel_object *o = cel_object_new(a, &s->object);
    shape_bind(s, value, a, o->field);
    return cel_of_object(o);
}

static struct cel_value list_value(const struct field *f, const struct shape *opt_sub,
                                   const struct records *list, struct arena *a)
{
    if (!list->at)
        return absent;
    struct cel_value *values = arena_new(a, struct cel_value, list->n);
    for (size_t i = 0; i < list->n; i++) {
        if (f->kind == FIELD_TEXTS)
            values[i] = text_value(((const str *)list->at)[i]);
        else if (f->kind == FIELD_INTS)
            values[i] = cel_of_int(((const int64_t *)list->at)[i]);
        else
            values[i] = record_value(opt_sub, (const char *)list->at + i * f->record->size, a);
    }
    return cel_of_list(values, list->n);
}

static struct cel_value field_value(const struct field *f, const struct shape *opt_sub,
                                    const void *at, struct arena *a)
{
    switch (f->kind) {
    case FIELD_BOOL:
        return cel_of_bool(*(const bool *)at);
    case FIELD_FLAG:
        return *(const enum flag *)at == FLAG_ABSENT
                   ? absent
                   : cel_of_bool(*(const enum flag *)at == FLAG_YES);
    case FIELD_INT:
        return *(const int64_t *)at == INT_ABSENT ? absent : cel_of_int(*(const int64_t *)at);
    case FIELD_TEXT:
        return text_value(*(const str *)at);
    case FIELD_DATE:
        return date_value(*(const struct date *)at, a);
    case FIELD_WORD:
        return word_value(f->words, *(const int *)at);
    case FIELD_RECORD:
        return record_value(opt_sub, at, a);
    case FIELD_TEXTS:
    case FIELD_INTS:
    case FIELD_RECORDS:
        return list_value(f, opt_sub, at, a);
    case FIELD_LINE:
    case FIELD_PRESENT:
        break;
    }
    assert(false && "not in the text");
    return absent;
}

void shape_bind(const struct shape *s, const void *value, struct arena *a, struct cel_value *out)
{
    for (size_t i = 0; i < s->object.n; i++)
        out[i] =
            field_value(s->fields[i], s->subs[i], (const char *)value + s->fields[i]->offset, a);
}

str shape_id(const struct shape *s, const struct cel_object *o)
{
    if (s->id == SHAPE_NONE || o->field[s->id].kind != CEL_STRING)
        return S("");
    return (str){o->field[s->id].p, o->field[s->id].n};
}

bool shape_region(const struct shape *s, const struct cel_object *o, struct region *ret)
{
    if (s->region == SHAPE_NONE || o->field[s->region].kind != CEL_OBJECT)
        return false;
    const struct cel_value *px = o->field[s->region].object->field;
    const size_t *at = s->subs[s->region]->px;
    for (size_t i = 0; i < 4; i++)
        if (px[at[i]].kind != CEL_INT)
            return false;
    *ret = (struct region){px[at[0]].i, px[at[1]].i, px[at[2]].i, px[at[3]].i};
    return true;
}
