#include "match/fold.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "match/fold_table.h"

enum {
    DECOMPOSED_MAX = 32, /* code points from one; Unicode's longest is 18 */
};

/* Letters under construction. The first pass only counts: its arrays are NULL. */
struct sink {
    enum fold_form form;
    uint32_t *letter, *from, *to;
    bool *starts_word;
    uint32_t n, natural;
    bool separated; /* a separator came after the last letter */
};

static void put(struct sink *s, uint32_t letter, uint32_t from, uint32_t to, bool starts_word)
{
    if (s->letter) {
        s->letter[s->n] = letter;
        s->from[s->n] = from;
        s->to[s->n] = to;
        s->starts_word[s->n] = starts_word;
    }
    s->n++;
}

static void put_letter(struct sink *s, uint32_t letter, uint32_t from, uint32_t to)
{
    bool starts_word = s->separated || !s->n;
    if (s->separated && s->n && s->form == FOLD_WORDS)
        put(s, ' ', from, from, false);
    s->separated = false;
    s->natural++;
    uint32_t second = 0;
    switch (letter) {
    case '0':
        letter = 'o';
        break;
    case '1':
    case 'i':
    case '|':
        letter = 'l';
        break;
    case '2':
        letter = 'z';
        break;
    case '5':
        letter = 's';
        break;
    case '8':
        letter = 'b';
        break;
    case 'm':
        letter = 'r';
        second = 'n';
        break;
    case 'w':
        letter = second = 'v';
        break;
    default:
        break;
    }
    put(s, letter, from, to, starts_word);
    if (second)
        put(s, second, from, to, false);
}

static bool is_letter(uint32_t code_point)
{
    if (code_point == '|')
        return true;
    switch (utf8proc_category((utf8proc_int32_t)code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

static void put_code_point(struct sink *s, uint32_t code_point, uint32_t from, uint32_t to)
{
    if (code_point < 0x80) { /* nothing to decompose: most of what is read */
        bool capital = code_point >= 'A' && code_point <= 'Z';
        uint32_t letter = capital ? code_point + ('a' - 'A') : code_point;
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '|')
            put_letter(s, letter, from, to);
        else
            s->separated = true;
        return;
    }
    utf8proc_int32_t parts[DECOMPOSED_MAX];
    int boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)code_point, parts, DECOMPOSED_MAX,
                                UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                    UTF8PROC_STRIPMARK | UTF8PROC_IGNORE,
                                &boundary);
    if (n < 0 || n > DECOMPOSED_MAX) { /* unassigned or a noncharacter: nothing to compare */
        s->separated = true;
        return;
    }
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        uint32_t part = (uint32_t)parts[i];
        if (!is_letter(part)) {
            s->separated = true;
            continue;
        }
        const char *same = fold_look_alike(part);
        if (!same)
            put_letter(s, part, from, to);
        for (; same && *same; same++)
            put_letter(s, (unsigned char)*same, from, to);
    }
}

/* Whether this separator joins what stands on both sides: an apostrophe before a letter, a hyphen
 * before a line's end. `rest` is what follows it. */
static bool joins(uint32_t code_point, str rest)
{
    uint32_t next;
    if (code_point == '\'' || code_point == 0x2019)
        return utf8_next(&rest, &next) && is_letter(next);
    if (code_point != '-' && code_point != 0x2010)
        return false;
    while (rest.n && (*rest.p == ' ' || *rest.p == '\r' || *rest.p == '\t'))
        rest = str_from(rest, 1);
    return rest.n && *rest.p == '\n';
}

static void fold_all(str text, struct sink *s)
{
    str rest = text;
    bool line_end_joins = false;
    while (rest.n) {
        uint32_t from = (uint32_t)(text.n - rest.n), code_point;
        if (!utf8_next(&rest, &code_point)) {
            rest = str_from(rest, 1);
            s->separated = true;
            continue;
        }
        if (!s->separated && s->n && joins(code_point, rest)) {
            line_end_joins = code_point != '\'' && code_point != 0x2019;
            continue;
        }
        bool space = code_point == ' ' || code_point == '\r' || code_point == '\t';
        if (line_end_joins && (space || code_point == '\n')) {
            continue;
        }
        line_end_joins = false;
        put_code_point(s, code_point, from, (uint32_t)(text.n - rest.n));
    }
}

bool fold(str text, enum fold_form form, struct arena *a, struct folded *ret, struct err *err)
{
    if (text.n > FOLD_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "text of %zu bytes: at most %d are compared", text.n,
                       FOLD_MAX_BYTES);
    struct sink count = {.form = form};
    fold_all(text, &count);
    struct sink s = {
        .form = form,
        .letter = arena_new(a, uint32_t, count.n),
        .from = arena_new(a, uint32_t, count.n),
        .to = arena_new(a, uint32_t, count.n),
        .starts_word = arena_new(a, bool, count.n),
    };
    fold_all(text, &s);
    assert(s.n == count.n);
    *ret = (struct folded){s.letter, s.from, s.to, s.starts_word, s.n, s.natural};
    return true;
}

str folded_text(struct folded f, struct arena *a)
{
    enum {
        UTF8_MAX = 4
    };
    char *p = arena_new(a, char, (size_t)f.n *UTF8_MAX);
    size_t n = 0;
    for (uint32_t i = 0; i < f.n; i++)
        n += (size_t)utf8proc_encode_char((utf8proc_int32_t)f.letter[i], (utf8proc_uint8_t *)p + n);
    return (str){p, n};
}
