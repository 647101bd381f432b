#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "gate/event_type.h"

/* Templates over a payload. They are ours, so what is wrong in one is a bug that asserts. */

enum {
    SHOWN_BYTES = 300, /* of one value; what is longer ends in "..." */
    SHOWN_ITEMS = 5,
    SHOWN_DIGITS = 12, /* of a digest: enough to find it by */
};

struct filling {
    const struct record *record;
    const void *value;
    struct buf *out;
    bool whole; /* digests and long texts too: a stream's name */
};

/* On one line. */
static void put_text(const struct filling *f, str s, size_t limit)
{
    size_t from = f->out->n;
    for (str before = s; s.n > 0; before = s) {
        uint32_t c = 0;
        bool valid = utf8_next(&s, &c);
        assert(valid); /* payloads are read before they are told */
        (void)valid;
        str piece = str_first(before, before.n - s.n);
        if (!f->whole && f->out->n - from + piece.n > limit) {
            buf_put(f->out, S("..."));
            return;
        }
        buf_put(f->out, utf8_is_control(c) ? S(" ") : piece);
    }
}

static void put_texts(const struct filling *f, const struct texts *texts)
{
    for (size_t i = 0; i < texts->n && i < SHOWN_ITEMS; i++) {
        buf_put(f->out, i ? S("; ") : S(""));
        put_text(f, texts->at[i], SHOWN_BYTES);
    }
    if (texts->n > SHOWN_ITEMS)
        buf_format(f->out, "; and %zu more", texts->n - SHOWN_ITEMS);
}

/* "1 picture", "3 pictures". */
static void put_count(const struct filling *f, const struct field *field, size_t n)
{
    size_t letters = strlen(field->name);
    assert(field->name[letters - 1] == 's');
    buf_format(f->out, "%zu %.*s", n, (int)(letters - (n == 1)), field->name);
}

static bool said(const struct field *field, const void *at)
{
    if (field->kind == FIELD_BOOL)
        return *(const bool *)at;
    if (field->kind == FIELD_TEXTS)
        return ((const struct texts *)at)->n > 0;
    return !field_absent(field, at);
}

static void put_value(const struct filling *f, const struct field *field, const void *at)
{
    str text;
    struct date d;
    switch (field->kind) {
    case FIELD_TEXT:
        text = *(const str *)at;
        if (!f->whole && field->pattern && strcmp(field->pattern, "sha256") == 0)
            text = str_first(text, MIN(text.n, (size_t)SHOWN_DIGITS));
        put_text(f, text, SHOWN_BYTES);
        break;
    case FIELD_INT:
        buf_format(f->out, "%" PRId64, *(const int64_t *)at);
        break;
    case FIELD_BOOL: /* "change requested" */
        for (const char *c = field->name; *c; c++)
            buf_byte(f->out, *c == '_' ? ' ' : *c);
        break;
    case FIELD_DATE:
        d = *(const struct date *)at;
        buf_format(f->out, "%04d-%02d-%02d", d.year, d.month, d.day);
        break;
    case FIELD_WORD:
        buf_put(f->out, str_of(words_name(field->words, *(const int *)at)));
        break;
    case FIELD_TEXTS:
        put_texts(f, at);
        break;
    case FIELD_RECORDS:
        put_count(f, field, ((const struct records *)at)->n);
        break;
    default:
        assert(false && "a template of a field that cannot be shown");
    }
}

static const struct field *field_of(const struct record *record, str name)
{
    for (size_t i = 0; i < record->n; i++)
        if (record->fields[i].name && str_eq(str_of(record->fields[i].name), name))
            return &record->fields[i];
    assert(false && "a template of a field that is not there");
    return NULL;
}

/* False, with what was put taken back, where a field is absent. */
static bool put_template(const struct filling *f, str rest)
{
    size_t before = f->out->n;
    while (rest.n > 0) {
        char c = rest.p[0];
        str part;
        rest = str_from(rest, 1);
        if (c != '{' && c != '[') {
            buf_byte(f->out, c);
            continue;
        }
        bool closed = str_cut(&rest, c == '{' ? '}' : ']', &part) && rest.p;
        assert(closed);
        (void)closed;
        if (c == '[') {
            put_template(f, part);
            continue;
        }
        const struct field *field = field_of(f->record, part);
        const void *at = (const char *)f->value + field->offset;
        if (!said(field, at)) {
            f->out->n = before;
            return false;
        }
        put_value(f, field, at);
    }
    return true;
}

static str filled(enum event_kind kind, const union payload *p, const char *template, bool whole,
                  struct arena *a)
{
    CLEANUP(buf_done) struct buf out = {0};
    struct filling f = {event_types[kind].payload, p, &out, whole};
    bool full = put_template(&f, str_of(template));
    assert(full && buf_ok(&out));
    (void)full;
    return str_copy(buf_str(&out), a);
}

str event_stream(enum event_kind kind, const union payload *p, struct arena *a)
{
    return filled(kind, p, event_types[kind].stream, true, a);
}

str event_words(enum event_kind kind, const union payload *p, struct arena *a)
{
    return filled(kind, p, event_types[kind].words, false, a);
}
