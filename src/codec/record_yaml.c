#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/record_table.h"
#include "codec/yaml_scalar.h"

enum {
    LINE_COLUMNS = 100,
    INDENT = 2,
};

/* Characters that a plain scalar may hold wherever it stands, beside letters, digits and what is
 * not ASCII; a strict choice, so that no reader of any version sees anything else in it. */
static bool plain_anywhere(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '/' || c == '-' || c == '+' || c == '(' || c == ')' || c == '\'' ||
           c == ' ' || ((uint8_t)c & 0x80);
}

static bool one_of(str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s.n == strlen(words[i]) && strncasecmp(s.p, words[i], s.n) == 0)
            return true;
    return false;
}

/* Code points that YAML 1.1 or 1.2 does not let stand, or that end a line for one of them. */
static bool printable(uint32_t c)
{
    return (c >= 0x20 && c < 0x7f) || (c > 0xa0 && c < 0x2028) || (c > 0x2029 && c < 0xd800) ||
           (c >= 0xe000 && c < 0xfeff) || (c > 0xfeff && c < 0xfffe) ||
           (c >= 0x10000 && c <= 0x10ffff);
}

static bool all_printable(str s)
{
    uint32_t c;
    while (utf8_next(&s, &c))
        if (!printable(c))
            return false;
    return true;
}

/* Whether a text reads as itself without quotes, here and for a reader of YAML 1.1. */
static bool plain(str s)
{
    static const char *const words_of_1_1[] = {"y", "n", "yes", "no", "on", "off"};
    struct node as;
    bool letter =
        s.n > 0 && ((s.p[0] >= 'a' && s.p[0] <= 'z') || (s.p[0] >= 'A' && s.p[0] <= 'Z') ||
                    (s.p[0] >= '0' && s.p[0] <= '9') || ((uint8_t)s.p[0] & 0x80));
    if (!letter || s.p[s.n - 1] == ' ' || one_of(s, words_of_1_1, countof(words_of_1_1)) ||
        !all_printable(s))
        return false;
    struct date date;
    if (date_parse(s, &date))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!plain_anywhere(s.p[i]))
            return false;
    return !yaml_scalar_resolve(s, &as) && as.kind == NODE_TEXT;
}

static void put_quoted(str s, struct buf *out)
{
    buf_byte(out, '"');
    uint32_t c;
    while (utf8_next(&s, &c)) {
        if (c == '"' || c == '\\')
            buf_format(out, "\\%c", (char)c);
        else if (c == '\n')
            buf_put(out, S("\\n"));
        else if (printable(c))
            utf8_put(out, c);
        else if (c <= 0xffff)
            buf_format(out, "\\u%04x", c);
        else
            buf_format(out, "\\U%08x", c);
    }
    buf_byte(out, '"');
}

static void put_text(str s, struct buf *out)
{
    if (plain(s))
        buf_put(out, s);
    else
        put_quoted(s, out);
}

static void put_scalar(const struct field *field, const void *at, struct buf *out)
{
    struct date d;
    if (field_put_bare(field, at, out))
        return;
    switch (field->kind) {
    case FIELD_TEXT:
        put_text(*(const str *)at, out);
        break;
    case FIELD_DATE:
        d = *(const struct date *)at;
        buf_format(out, "%04d-%02d-%02d", d.year, d.month, d.day);
        break;
    case FIELD_WORD:
        buf_format(out, "%s", words_name(field->words, *(const int *)at));
        break;
    default:
        assert(false && "not a scalar");
    }
}

static void put_flow_record(const struct record *record, const void *value, struct buf *out);

/* A value on one line: [a, b] and {a: 1, b: 2}. */
static void put_flow(const struct field *field, const void *at, struct buf *out)
{
    const struct records *list = at;
    switch (field->kind) {
    case FIELD_RECORD:
        put_flow_record(field->record, at, out);
        break;
    case FIELD_TEXTS:
    case FIELD_INTS:
    case FIELD_RECORDS:
        buf_byte(out, '[');
        for (size_t i = 0; i < list->n; i++) {
            if (i > 0)
                buf_put(out, S(", "));
            if (field->kind == FIELD_TEXTS)
                put_text(((const str *)list->at)[i], out);
            else if (field->kind == FIELD_INTS)
                buf_format(out, "%" PRId64, ((const int64_t *)list->at)[i]);
            else
                put_flow_record(field->record, (const char *)list->at + i * field->record->size,
                                out);
        }
        buf_byte(out, ']');
        break;
    default:
        put_scalar(field, at, out);
    }
}

static void put_flow_record(const struct record *record, const void *value, struct buf *out)
{
    bool first = true;
    buf_byte(out, '{');
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        if (!field_in_text(field) || field_absent(field, field_at_const(field, value)))
            continue;
        buf_format(out, "%s%s: ", first ? "" : ", ", field->name);
        put_flow(field, field_at_const(field, value), out);
        first = false;
    }
    buf_byte(out, '}');
}

/* Whether what was written from `start` on is a short line; takes it back otherwise. */
static bool keep_if_short(struct buf *out, size_t start, size_t column)
{
    if (!buf_ok(out) || column + (out->n - start) <= LINE_COLUMNS)
        return true;
    out->n = start;
    return false;
}

static void put_indent(struct buf *out, size_t column)
{
    for (size_t i = 0; i < column; i++)
        buf_byte(out, ' ');
}

static bool has_lines(str s)
{
    return s.n > 0 && memchr(s.p, '\n', s.n);
}

/* Whether a text may stand in a literal block, line by line as it is. */
static bool literal(str s)
{
    if (!has_lines(s) || s.p[0] == ' ' || s.p[0] == '\n')
        return false;
    str rest = str_ends(s, S("\n")) ? str_first(s, s.n - 1) : s, line;
    if (str_ends(rest, S("\n")))
        return false;
    while (str_cut(&rest, '\n', &line))
        if (!all_printable(line) || str_ends(line, S(" ")))
            return false;
    return true;
}

static void put_literal(str s, size_t column, struct buf *out)
{
    bool ends = str_ends(s, S("\n"));
    buf_put(out, ends ? S("|\n") : S("|-\n"));
    str rest = ends ? str_first(s, s.n - 1) : s, line;
    while (str_cut(&rest, '\n', &line)) {
        if (line.n > 0)
            put_indent(out, column);
        buf_put(out, line);
        buf_byte(out, '\n');
    }
}

static void put_block_record(const struct record *record, const void *value, size_t column,
                             bool started, struct buf *out);

static bool texts_have_lines(const struct texts *texts)
{
    for (size_t i = 0; i < texts->n; i++)
        if (has_lines(texts->at[i]))
            return true;
    return false;
}

static void put_block_texts(const struct texts *texts, size_t column, struct buf *out)
{
    for (size_t i = 0; i < texts->n; i++) {
        put_indent(out, column);
        buf_put(out, S("- "));
        if (literal(texts->at[i])) {
            put_literal(texts->at[i], column + INDENT, out);
        } else {
            put_text(texts->at[i], out);
            buf_byte(out, '\n');
        }
    }
}

/* Every record of the list on a line of its own, or none: alike things look alike. */
static bool put_lines_of_records(const struct field *field, const struct records *list,
                                 size_t column, struct buf *out)
{
    size_t start = out->n;
    for (size_t i = 0; i < list->n; i++) {
        const char *at = (const char *)list->at + i * field->record->size;
        for (size_t k = 0; k < field->record->n; k++) {
            const struct field *sub = &field->record->fields[k];
            bool nested = sub->kind == FIELD_RECORD || sub->kind == FIELD_RECORDS;
            bool lines =
                sub->kind == FIELD_TEXT && has_lines(*(const str *)field_at_const(sub, at));
            if ((nested && !field_absent(sub, field_at_const(sub, at))) || lines)
                goto no;
        }
        put_indent(out, column);
        buf_put(out, S("- "));
        size_t line = out->n;
        put_flow_record(field->record, at, out);
        if (!keep_if_short(out, line, column + INDENT))
            goto no;
        buf_byte(out, '\n');
    }
    return true;
no:
    if (buf_ok(out))
        out->n = start;
    return false;
}

static void put_block_records(const struct field *field, const struct records *list, size_t column,
                              struct buf *out)
{
    if (put_lines_of_records(field, list, column, out))
        return;
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_byte(out, '\n');
        put_indent(out, column);
        buf_put(out, S("- "));
        put_block_record(field->record, (const char *)list->at + i * field->record->size,
                         column + INDENT, true, out);
    }
}

/* The value of a key whose name ends at `column` of its line. */
static void put_block(const struct field *field, const void *at, size_t indent, size_t column,
                      struct buf *out)
{
    const struct records *list = at;
    bool is_list =
        field->kind == FIELD_TEXTS || field->kind == FIELD_INTS || field->kind == FIELD_RECORDS;
    size_t start = out->n;
    if (field->kind == FIELD_TEXT && literal(*(const str *)at)) {
        buf_byte(out, ' ');
        put_literal(*(const str *)at, indent + INDENT, out);
        return;
    }
    if ((!is_list && field->kind != FIELD_RECORD) || (is_list && list->n == 0) ||
        field->kind == FIELD_INTS) {
        buf_byte(out, ' ');
        put_flow(field, at, out);
        buf_byte(out, '\n');
        return;
    }
    if (field->kind == FIELD_RECORD || (field->kind == FIELD_TEXTS && !texts_have_lines(at))) {
        buf_byte(out, ' ');
        put_flow(field, at, out);
        if (keep_if_short(out, start, column)) {
            buf_byte(out, '\n');
            return;
        }
    }
    buf_byte(out, '\n');
    if (field->kind == FIELD_RECORD)
        put_block_record(field->record, at, indent + INDENT, false, out);
    else if (field->kind == FIELD_TEXTS)
        put_block_texts(at, indent + INDENT, out);
    else
        put_block_records(field, list, indent + INDENT, out);
}

static bool is_block(const struct field *field)
{
    return field->kind == FIELD_RECORD || field->kind == FIELD_RECORDS;
}

/* With `started` the first key's indent is already there ("- "). */
static void put_block_record(const struct record *record, const void *value, size_t column,
                             bool started, struct buf *out)
{
    bool first = true;
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        const void *at = field_at_const(field, value);
        if (!field_in_text(field) || field_absent(field, at))
            continue;
        if (!first && column == 0 && is_block(field))
            buf_byte(out, '\n'); /* air between the parts of a document */
        if (!first || !started)
            put_indent(out, column);
        buf_format(out, "%s:", field->name);
        put_block(field, at, column, column + strlen(field->name) + 1, out);
        first = false;
    }
    if (first)
        buf_put(out, S("{}\n"));
}

void record_write_yaml(const struct record *record, const void *value, struct buf *out)
{
    put_block_record(record, value, 0, false, out);
}
