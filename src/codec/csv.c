#include "codec/csv.h"

#include <string.h>

#include "base/utf8.h"

/* What 0x80 to 0x9f stand for (the WHATWG's index windows-1252, without the five that stand for
 * nothing). */
static const uint16_t windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static bool from_windows_1252(str bytes, struct buf *out, struct err *err)
{
    size_t line = 1;
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t c = (uint8_t)bytes.p[i];
        uint32_t code_point = c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c;
        line += c == '\n';
        if (code_point == 0 && c != 0)
            return err_set(err, ERR_INVALID,
                           "line %zu: neither UTF-8 nor Windows-1252: save it as \"CSV UTF-8\"",
                           line);
        utf8_put(out, code_point);
    }
    return true;
}

static bool from_utf16(str bytes, bool big, struct buf *out, struct err *err)
{
    if (bytes.n % 2 != 0)
        return err_set(err, ERR_INVALID, "UTF-16 of half a character: save it as \"CSV UTF-8\"");
    uint32_t high = 0;
    for (size_t i = 0; i < bytes.n; i += 2) {
        uint32_t a = (uint8_t)bytes.p[i], b = (uint8_t)bytes.p[i + 1];
        uint32_t unit = big ? a << 8 | b : b << 8 | a;
        bool is_high = unit >= 0xd800 && unit < 0xdc00, is_low = unit >= 0xdc00 && unit < 0xe000;
        if (is_low != (high != 0))
            return err_set(err, ERR_INVALID, "UTF-16 with half a pair: save it as \"CSV UTF-8\"");
        if (is_low)
            utf8_put(out, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
        else if (!is_high)
            utf8_put(out, unit);
        high = is_high ? unit : 0;
    }
    if (high)
        return err_set(err, ERR_INVALID, "UTF-16 with half a pair: save it as \"CSV UTF-8\"");
    return true;
}

/* The text as UTF-8 without a mark, in *room where it had to be made. */
static bool to_utf8(str bytes, struct buf *room, str *ret, bool *ret_windows, struct err *err)
{
    *ret_windows = false;
    bool made = true;
    if (str_starts(bytes, S("\xef\xbb\xbf"))) {
        bytes = str_from(bytes, 3);
        made = false;
        if (!utf8_valid(bytes))
            return err_set(err, ERR_INVALID, "it says that it is UTF-8 and is not");
    } else if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff"))) {
        if (!from_utf16(str_from(bytes, 2), bytes.p[0] == '\xfe', room, err))
            return false;
    } else if (memchr(bytes.p, 0, bytes.n)) {
        return err_set(err, ERR_INVALID, "this is not a text: save it as \"CSV UTF-8\"");
    } else if (utf8_valid(bytes)) {
        made = false;
    } else {
        *ret_windows = true;
        if (!from_windows_1252(bytes, room, err))
            return false;
    }
    if (!buf_ok(room))
        return err_set(err, ERR_LIMIT, "more than %d MiB of text", CSV_MAX_BYTES >> 20);
    *ret = made ? buf_str(room) : bytes;
    if (ret->n && memchr(ret->p, 0, ret->n))
        return err_set(err, ERR_INVALID, "it holds a NUL character: is this a text?");
    return true;
}

struct csv {
    str rest;
    char separator;
    uint32_t row, column;
    struct buf field; /* of the field in quotes */
};

static bool refuse(const struct csv *c, struct err *err, const char *what)
{
    char letters[COLUMN_NAME_BYTES];
    return err_set(err, ERR_INVALID, "row %u, column %s: %s", c->row,
                   sheet_column_letters(c->column, letters), what);
}

static bool at_line_end(str s)
{
    return s.n == 0 || s.p[0] == '\n' || s.p[0] == '\r';
}

/* A quoted field, up to what follows its closing quote. CR LF inside counts as LF. */
static bool take_quoted(struct csv *c, str *ret, struct err *err)
{
    c->field.n = 0;
    str s = str_from(c->rest, 1);
    for (;;) {
        if (s.n == 0)
            return refuse(c, err, "a quote opens here and never closes");
        if (str_starts(s, S("\"\""))) {
            buf_byte(&c->field, '"');
            s = str_from(s, 2);
        } else if (s.p[0] == '"') {
            break;
        } else if (str_starts(s, S("\r\n"))) {
            s = str_from(s, 1);
        } else {
            buf_byte(&c->field, s.p[0]);
            s = str_from(s, 1);
        }
        if (c->field.n > SHEET_CELL_MAX_BYTES)
            return refuse(c, err, "too long; does a quote never close?");
    }
    s = str_from(s, 1);
    if (!at_line_end(s) && s.p[0] != c->separator)
        return refuse(c, err, "text after a closing quote; a quote inside a value is doubled");
    c->rest = s;
    *ret = buf_str(&c->field);
    return true;
}

static str take_plain(struct csv *c)
{
    size_t n = 0;
    while (n < c->rest.n && c->rest.p[n] != c->separator && c->rest.p[n] != '\n' &&
           c->rest.p[n] != '\r')
        n++;
    str field = str_first(c->rest, n);
    c->rest = str_from(c->rest, n);
    return field;
}

static bool guarded(str text)
{
    return text.n > 0 && strchr("=+-@' \t\n", text.p[0]) && text.p[0];
}

static void put_field(const struct csv *c, str field, struct sheet_pack *out)
{
    if (field.n == 0)
        return;
    enum cell_kind kind = field.p[0] == '=' ? CELL_FORMULA : CELL_TEXT;
    if (field.p[0] == '\'' && guarded(str_from(field, 1)))
        field = str_from(field, 1);
    sheet_pack_cell(out, c->row, c->column, kind, field);
}

/* "sep=;" on a line of its own is how Excel is told. */
static bool take_declared(struct csv *c)
{
    str rest = c->rest;
    if (!str_starts(rest, S("sep=")) || rest.n < 5 || !at_line_end(str_from(rest, 5)) ||
        !strchr(";,\t|", rest.p[4]))
        return false;
    c->separator = rest.p[4];
    rest = str_from(rest, 5);
    size_t end = str_starts(rest, S("\r\n")) ? 2 : rest.n > 0;
    c->rest = str_from(rest, end);
    return true;
}

static bool find_separator(struct csv *c, struct err *err)
{
    static const char candidates[] = {';', ',', '\t'};
    size_t count[countof(candidates)] = {0};
    bool quoted = false;
    size_t most = 0, other = 0;
    for (size_t i = 0; i < c->rest.n; i++) {
        char at = c->rest.p[i];
        if (at == '"')
            quoted = !quoted;
        for (size_t k = 0; !quoted && k < countof(candidates); k++)
            count[k] += at == candidates[k];
        if (!quoted && (at == '\n' || at == '\r') && (count[0] || count[1] || count[2]))
            break;
    }
    for (size_t k = 1; k < countof(candidates); k++) {
        if (count[k] > count[most])
            most = k;
    }
    for (size_t k = 0; k < countof(candidates); k++)
        if (k != most)
            other = MAX(other, count[k]);
    if (count[most] > 0 && count[most] == other)
        return err_set(err, ERR_INVALID,
                       "it has as many commas as semicolons or tabs where values are first parted: "
                       "put a line \"sep=;\" or \"sep=,\" before all others");
    c->separator = candidates[most];
    return true;
}

static bool take_rows(struct csv *c, struct sheet_pack *out, struct err *err)
{
    while (c->rest.n > 0) {
        if (c->row > SHEET_ROWS_MAX)
            break; /* told by the pack if there is anything in it */
        str field;
        if (c->rest.p[0] != '"')
            field = take_plain(c);
        else if (!take_quoted(c, &field, err))
            return false;
        put_field(c, field, out);
        if (c->rest.n == 0)
            break;
        if (c->rest.p[0] == c->separator) {
            c->column++;
            c->rest = str_from(c->rest, 1);
            continue;
        }
        c->rest = str_from(c->rest, str_starts(c->rest, S("\r\n")) ? 2 : 1);
        c->row++;
        c->column = 1;
    }
    if (c->row > SHEET_ROWS_MAX && str_trim(c->rest).n > 0)
        return err_set(err, ERR_LIMIT, "more than %d rows: delete what is below the table",
                       SHEET_ROWS_MAX);
    return true;
}

bool csv_read(str bytes, str name, struct sheet_pack *out, struct err *err)
{
    if (bytes.n > CSV_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "%zu bytes, at most %d MiB are read", bytes.n,
                       CSV_MAX_BYTES >> 20);
    /* Three bytes of UTF-8 come of one byte of Windows-1252 at most. */
    CLEANUP(buf_done) struct buf text = BUF_MAX((size_t)3 * CSV_MAX_BYTES);
    struct csv c = {.row = 1, .column = 1, .field = BUF_MAX(SHEET_CELL_MAX_BYTES + 2)};
    bool windows;
    sheet_pack_open(out, name, false);
    if (bytes.n == 0)
        return true;
    if (!to_utf8(bytes, &text, &c.rest, &windows, err))
        return false;
    if (windows)
        sheet_pack_note(out, S("not UTF-8: read as Windows-1252; look whether accents are right"));
    /* A row number is what a spreadsheet shows, so the declaration counts as none. */
    bool ok = (take_declared(&c) || find_separator(&c, err)) && take_rows(&c, out, err);
    buf_done(&c.field);
    return ok;
}

void csv_write_field(str text, char separator, bool first, struct buf *out)
{
    if (!first)
        buf_byte(out, separator);
    bool guard = guarded(text), quote = guard;
    for (size_t i = 0; i < text.n; i++)
        quote |= text.p[i] == separator || text.p[i] == '"' || text.p[i] == '\n' ||
                 text.p[i] == '\r' || text.p[i] == ';' || text.p[i] == ',' || text.p[i] == '\t';
    if (!quote) {
        buf_put(out, text);
        return;
    }
    buf_byte(out, '"');
    if (guard)
        buf_byte(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, text.p[i]);
    }
    buf_byte(out, '"');
}
