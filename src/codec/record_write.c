#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/json.h"
#include "codec/record_table.h"

static bool record_absent(const struct record *record, const void *value)
{
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        if (field->kind == FIELD_PRESENT)
            return !*(const bool *)field_at_const(field, value);
    }
    return false;
}

bool field_absent(const struct field *field, const void *at)
{
    switch (field->kind) {
    case FIELD_BOOL:
        return false;
    case FIELD_FLAG:
        return *(const enum flag *)at == FLAG_ABSENT;
    case FIELD_INT:
        return *(const int64_t *)at == INT_ABSENT;
    case FIELD_TEXT:
        return !((const str *)at)->p;
    case FIELD_DATE:
        return !date_present(*(const struct date *)at);
    case FIELD_WORD:
        return *(const int *)at == 0;
    case FIELD_RECORD:
        return record_absent(field->record, at);
    case FIELD_TEXTS:
    case FIELD_INTS:
    case FIELD_RECORDS:
        return !((const struct records *)at)->at;
    case FIELD_LINE:
    case FIELD_PRESENT:
        break;
    }
    return true;
}

static void write_date(struct date d, struct buf *out)
{
    buf_format(out, "\"%04d-%02d-%02d\"", d.year, d.month, d.day);
}

static void write_item(const struct field *field, const struct records *list, size_t i,
                       struct buf *out)
{
    if (field->kind == FIELD_TEXTS)
        json_write_text(((const str *)list->at)[i], out);
    else if (field->kind == FIELD_INTS)
        buf_format(out, "%" PRId64, ((const int64_t *)list->at)[i]);
    else
        record_write_json(field->record, (const char *)list->at + i * field->record->size, out);
}

static void write_field(const struct field *field, const void *at, struct buf *out)
{
    const struct records *list = at;
    switch (field->kind) {
    case FIELD_BOOL:
    case FIELD_FLAG:
    case FIELD_INT:
        (void)field_put_bare(field, at, out);
        break;
    case FIELD_TEXT:
        json_write_text(*(const str *)at, out);
        break;
    case FIELD_DATE:
        write_date(*(const struct date *)at, out);
        break;
    case FIELD_WORD:
        json_write_text(str_of(words_name(field->words, *(const int *)at)), out);
        break;
    case FIELD_RECORD:
        record_write_json(field->record, at, out);
        break;
    case FIELD_TEXTS:
    case FIELD_INTS:
    case FIELD_RECORDS:
        buf_byte(out, '[');
        for (size_t i = 0; i < list->n; i++) {
            if (i > 0)
                buf_byte(out, ',');
            write_item(field, list, i, out);
        }
        buf_byte(out, ']');
        break;
    case FIELD_LINE:
    case FIELD_PRESENT:
        assert(false && "not in the text");
    }
}

/* The fields that are written, sorted by name: few, so by insertion. */
static size_t sort_fields(const struct record *record, const void *value,
                          const struct field *sorted[RECORD_FIELDS_MAX])
{
    assert(record->n <= RECORD_FIELDS_MAX);

    size_t n = 0;
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        if (!field_in_text(field))
            continue;
        if (field_absent(field, field_at_const(field, value))) {
            assert(!field->required);
            continue;
        }
        size_t j = n++;
        for (; j > 0 && strcmp(sorted[j - 1]->name, field->name) > 0; j--)
            sorted[j] = sorted[j - 1];
        sorted[j] = field;
    }
    return n;
}

void record_write_json(const struct record *record, const void *value, struct buf *out)
{
    const struct field *sorted[RECORD_FIELDS_MAX];
    size_t n = sort_fields(record, value, sorted);
    buf_byte(out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_byte(out, ',');
        json_write_text(str_of(sorted[i]->name), out);
        buf_byte(out, ':');
        write_field(sorted[i], field_at_const(sorted[i], value), out);
    }
    buf_byte(out, '}');
}

static bool texts_valid(const str *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!utf8_valid(at[i]))
            return false;
    return true;
}

static bool word_known(const struct words *words, int value)
{
    for (size_t i = 0; i < words->n; i++)
        if (words->at[i].value == value)
            return true;
    return false;
}

static bool field_whole(const struct field *field, const void *at, struct err *err)
{
    const struct records *list = at;
    bool text = true;
    switch (field->kind) {
    case FIELD_TEXT:
        text = texts_valid(at, 1);
        break;
    case FIELD_TEXTS:
        text = texts_valid(list->at, list->n);
        break;
    case FIELD_WORD:
        if (!word_known(field->words, *(const int *)at))
            return err_set(err, ERR_INVALID, "\"%s\" is none of its words", field->name);
        break;
    case FIELD_RECORD:
        return record_whole(field->record, at, err);
    case FIELD_RECORDS:
        for (size_t i = 0; i < list->n; i++)
            if (!record_whole(field->record, (const char *)list->at + i * field->record->size, err))
                return false;
        break;
    case FIELD_BOOL:
    case FIELD_FLAG:
    case FIELD_INT:
    case FIELD_DATE:
    case FIELD_INTS:
    case FIELD_LINE:
    case FIELD_PRESENT:
        break;
    }
    return text || err_set(err, ERR_INVALID, "\"%s\" is not UTF-8", field->name);
}

bool record_whole(const struct record *record, const void *value, struct err *err)
{
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        const void *at = field_at_const(field, value);
        if (!field_in_text(field))
            continue;
        if (field_absent(field, at)) {
            if (field->required)
                return err_set(err, ERR_INVALID, "missing \"%s\"", field->name);
        } else if (!field_whole(field, at, err)) {
            return false;
        }
    }
    return true;
}
