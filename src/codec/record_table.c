#include "codec/record_table.h"

#include <inttypes.h>
#include <string.h>

enum {
    TEXT_MAX_BYTES = 64 << 10,
    ITEMS_MAX = 10000,
    ID_MAX_BYTES = 64,
};

#define INT_MAX_EXACT ((int64_t)1 << 53) /* what every JSON reader holds exactly */

static bool is_small_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_id(str s)
{
    if (s.n == 0 || s.n > ID_MAX_BYTES || !is_small_or_digit(s.p[0]))
        return false;
    for (size_t i = 1; i < s.n; i++) {
        if (!is_small_or_digit(s.p[i]) && s.p[i] != '_' && s.p[i] != '.' && s.p[i] != '-')
            return false;
    }
    return true;
}

/* "ID", or "CAMPAIGN/ID" for somebody on a call sheet. */
static bool is_person(str s)
{
    str first;
    if (!str_cut(&s, '/', &first))
        return false;
    return is_id(first) && (!s.p || is_id(s));
}

static bool is_sha256(str s)
{
    if (s.n != 64)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
            return false;
    }
    return true;
}

static const struct pattern patterns[] = {
    {"id", "^[a-z0-9][a-z0-9_.-]{0,63}$",
     "an id of small letters, digits, \"_\", \".\" and \"-\", at most 64, that starts with a "
     "letter "
     "or digit",
     is_id},
    {"person", "^[a-z0-9][a-z0-9_.-]{0,63}(/[a-z0-9][a-z0-9_.-]{0,63})?$",
     "the id of a person, or CAMPAIGN/ID for somebody on a call sheet", is_person},
    {"sha256", "^[0-9a-f]{64}$", "a SHA-256 of 64 small hexadecimal digits", is_sha256},
};

struct limits field_limits(const struct field *field)
{
    switch (field->kind) {
    case FIELD_INT:
    case FIELD_INTS:
        if (field->min == 0 && field->max == 0)
            return (struct limits){0, INT_MAX_EXACT};
        break;
    case FIELD_TEXT:
    case FIELD_TEXTS:
        if (field->max == 0)
            return (struct limits){field->min, TEXT_MAX_BYTES};
        break;
    case FIELD_BOOL:
    case FIELD_FLAG:
    case FIELD_DATE:
    case FIELD_WORD:
    case FIELD_RECORD:
    case FIELD_RECORDS:
    case FIELD_LINE:
    case FIELD_PRESENT:
        assert(false && "this kind has no limits");
    }
    return (struct limits){field->min, field->max};
}

size_t field_max_items(const struct field *field)
{
    return field->max_items ? field->max_items : ITEMS_MAX;
}

const struct pattern *field_pattern(const struct field *field)
{
    if (!field->pattern)
        return NULL;
    for (size_t i = 0; i < countof(patterns); i++) {
        if (strcmp(patterns[i].name, field->pattern) == 0)
            return &patterns[i];
    }
    assert(false && "a pattern that is not known");
    return NULL;
}

const char *words_name(const struct words *words, int value)
{
    for (size_t i = 0; i < words->n; i++)
        if (words->at[i].value == value)
            return words->at[i].name;
    assert(false && "a value that has no word");
    return NULL;
}

bool field_put_bare(const struct field *field, const void *at, struct buf *out)
{
    switch (field->kind) {
    case FIELD_BOOL:
        buf_put(out, *(const bool *)at ? S("true") : S("false"));
        return true;
    case FIELD_FLAG:
        buf_put(out, *(const enum flag *)at == FLAG_YES ? S("true") : S("false"));
        return true;
    case FIELD_INT:
        buf_format(out, "%" PRId64, *(const int64_t *)at);
        return true;
    default:
        return false;
    }
}
