/* The strings and number formats that cells share. */
#include <string.h>

#include "base/utf8.h"
#include "codec/xlsx_parts.h"

enum {
    FORMATS_MAX = 10000,
    FORMAT_MAX_BYTES = 255,
    BUILT_IN_MAX = 163, /* custom formats begin behind it */
};

static bool hex4(str s, uint32_t *ret)
{
    uint32_t v = 0;
    for (size_t i = 2; i < 6; i++) {
        char c = s.p[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                           : -1;
        if (digit < 0)
            return false;
        v = v << 4 | (uint32_t)digit;
    }
    *ret = v;
    return true;
}

str xlsx_text(str text, struct arena *a)
{
    if (!str_contains(text, S("_x")))
        return str_copy(text, a);
    CLEANUP(buf_done) struct buf out = {0};
    while (text.n > 0) {
        uint32_t c;
        bool escape = text.n >= 7 && str_starts(text, S("_x")) && text.p[6] == '_' &&
                      hex4(text, &c) && c != 0 && !(c >= 0xd800 && c < 0xe000);
        if (escape)
            utf8_put(&out, c);
        else
            buf_byte(&out, text.p[0]);
        text = str_from(text, escape ? 7 : 1);
    }
    return str_copy(buf_str(&out), a);
}

bool xlsx_number(const char *opt_text, uint32_t max, uint32_t *ret)
{
    int64_t v;
    if (!opt_text || !str_to_i64(str_of(opt_text), &v) || v < 0 || v > max)
        return false;
    *ret = (uint32_t)v;
    return true;
}

struct strings {
    struct xlsx *x;
    size_t room, bytes;
    bool phonetic; /* how a word is said, which is not shown */
    struct buf text;
};

static bool strings_start(void *self, const char *name, const XML_Char **attributes,
                          struct err *err)
{
    (void)attributes;
    (void)err;
    struct strings *s = self;
    if (strcmp(name, "si") == 0)
        s->text.n = 0;
    if (strcmp(name, "rPh") == 0)
        s->phonetic = true;
    return true;
}

static bool string_add(struct strings *s, struct err *err)
{
    struct xlsx *x = s->x;
    s->bytes += s->text.n;
    if (!buf_ok(&s->text) || s->bytes > XLSX_STRINGS_MAX_BYTES || x->strings.n == XLSX_STRINGS_MAX)
        return err_set(err, ERR_LIMIT, "more than %d texts or %d MiB of them", XLSX_STRINGS_MAX,
                       XLSX_STRINGS_MAX_BYTES >> 20);
    if (x->strings.n == s->room) {
        s->room = s->room ? 2 * s->room : 256;
        str *more = arena_new(x->a, str, s->room);
        if (x->strings.n)
            memcpy(more, x->strings.at, x->strings.n * sizeof *more);
        x->strings.at = more;
    }
    x->strings.at[x->strings.n++] = xlsx_text(s->text.n ? buf_str(&s->text) : S(""), x->a);
    return true;
}

static bool strings_end(void *self, const char *name, str text, struct err *err)
{
    struct strings *s = self;
    if (strcmp(name, "t") == 0 && !s->phonetic)
        buf_put(&s->text, text);
    if (strcmp(name, "rPh") == 0)
        s->phonetic = false;
    return strcmp(name, "si") != 0 || string_add(s, err);
}

bool xlsx_read_strings(struct xlsx *x, const struct zip_entry *part, struct err *err)
{
    struct strings s = {.x = x, .text = BUF_MAX(SHEET_CELL_MAX_BYTES)};
    x->strings.at = arena_new(x->a, str, 0);
    bool good =
        xml_part_read(&x->zip, part, &x->budget_bytes,
                      (struct xml_reader){xlsx_namespaces, strings_start, strings_end, &s}, err);
    buf_done(&s.text);
    return good;
}

/* Whether a format's code shows years or days: outside quotes, brackets and escapes (part 1,
 * 18.8.31). */
static enum number_shown code_shows(const char *code)
{
    static const char *const plain[] = {"General", "0", "@"};
    for (size_t i = 0; i < countof(plain); i++)
        if (strcasecmp(code, plain[i]) == 0)
            return SHOWN_PLAIN;
    for (const char *p = code; *p; p++) {
        if (*p == '"') {
            p = strchr(p + 1, '"');
            if (!p)
                break;
        } else if (*p == '[') {
            p = strchr(p, ']');
            if (!p)
                break;
        } else if (*p == '\\' || *p == '_' || *p == '*') {
            if (!*++p)
                break;
        } else if (strchr("yYdD", *p)) {
            return SHOWN_DATE;
        }
    }
    return SHOWN_OTHER;
}

/* Built-in formats that show dates in every language (part 1, 18.8.30). */
static enum number_shown built_in_shows(uint32_t id)
{
    if (id <= 1 || id == 49)
        return SHOWN_PLAIN;
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
        (id >= 50 && id <= 54) || id == 57 || id == 58)
        return SHOWN_DATE;
    return SHOWN_OTHER;
}

struct styles {
    struct xlsx *x;
    struct {
        uint32_t id;
        enum number_shown shown;
    } * formats;
    size_t formats_n;
    bool in_cells; /* within cellXfs: other lists of xf are not for cells */
};

static enum number_shown format_shows(const struct styles *s, uint32_t id)
{
    for (size_t i = 0; i < s->formats_n; i++)
        if (s->formats[i].id == id)
            return s->formats[i].shown;
    return id <= BUILT_IN_MAX ? built_in_shows(id) : SHOWN_OTHER;
}

static bool styles_start(void *self, const char *name, const XML_Char **attributes, struct err *err)
{
    struct styles *s = self;
    uint32_t id;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = true;
    if (strcmp(name, "numFmt") == 0) {
        const char *code = xml_attribute(attributes, "formatCode", false);
        if (!code || !xlsx_number(xml_attribute(attributes, "numFmtId", false), UINT16_MAX, &id) ||
            s->formats_n == FORMATS_MAX)
            return err_set(err, ERR_CORRUPT, "the file is damaged (its number formats)");
        s->formats[s->formats_n].id = id;
        s->formats[s->formats_n++].shown = code_shows(code);
    }
    if (strcmp(name, "xf") == 0 && s->in_cells) {
        if (s->x->styles.n == XLSX_STYLES_MAX)
            return err_set(err, ERR_LIMIT, "more than %d styles", XLSX_STYLES_MAX);
        const char *of = xml_attribute(attributes, "numFmtId", false);
        if (of && !xlsx_number(of, UINT16_MAX, &id))
            return err_set(err, ERR_CORRUPT, "the file is damaged (its styles)");
        s->x->styles.at[s->x->styles.n++] = (uint8_t)format_shows(s, of ? id : 0);
    }
    return true;
}

static bool styles_end(void *self, const char *name, str text, struct err *err)
{
    (void)text;
    (void)err;
    struct styles *s = self;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
    return true;
}

bool xlsx_read_styles(struct xlsx *x, const struct zip_entry *part, struct err *err)
{
    struct styles s = {.x = x};
    s.formats = arena_alloc(x->a, sizeof *s.formats, _Alignof(max_align_t), FORMATS_MAX);
    x->styles.at = arena_new(x->a, uint8_t, XLSX_STYLES_MAX);
    return xml_part_read(&x->zip, part, &x->budget_bytes,
                         (struct xml_reader){xlsx_namespaces, styles_start, styles_end, &s}, err);
}
