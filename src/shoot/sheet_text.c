/* Texts made comparable, and made ids. Letters that only look alike stay different here: nobody may
 * become somebody else by a name that is nearly the same. */
#include <string.h>

#include "base/utf8.h"
#include "shoot/sheet_table.h"

/* U+00C0 to U+00FF without their accents. */
static const char *const latin[64] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",
};

static bool dropped(uint32_t c)
{
    return c == '\'' || c == 0x2019 || (c >= 0x300 && c < 0x370); /* combining accents */
}

/* The letters that stand for c, "" for what parts words; other scripts are not taken apart. */
static const char *letters_of(uint32_t c, char one[2])
{
    one[0] = one[1] = 0;
    if (c >= 'A' && c <= 'Z')
        one[0] = (char)(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        one[0] = (char)c;
    else if (c >= 0xc0 && c <= 0xff)
        return latin[c - 0xc0];
    return one;
}

str sheet_key(str text, struct arena *a)
{
    CLEANUP(buf_done) struct buf out = {0};
    uint32_t c;
    bool gap = false;
    while (utf8_next(&text, &c)) {
        char one[2];
        const char *letters = letters_of(c, one);
        if (dropped(c))
            continue;
        if (!*letters && c < 0xc0) {
            gap = out.n > 0;
            continue;
        }
        if (gap)
            buf_byte(&out, ' ');
        gap = false;
        if (*letters)
            buf_put(&out, str_of(letters));
        else
            utf8_put(&out, c);
    }
    return str_copy(out.n ? buf_str(&out) : S(""), a);
}

str sheet_slug(str text, struct arena *a)
{
    char *out = arena_new(a, char, SHEET_ID_MAX_BYTES);
    size_t n = 0;
    bool gap = false;
    uint32_t c;
    while (utf8_next(&text, &c)) {
        char one[2];
        const char *letters = letters_of(c, one);
        if (dropped(c))
            continue;
        if (n > 0 && (c == '_' || c == '.'))
            letters = c == '_' ? "_" : ".";
        if (!*letters) {
            gap = n > 0;
            continue;
        }
        if (n + strlen(letters) + gap > SHEET_ID_MAX_BYTES)
            break;
        if (gap)
            out[n++] = '-';
        gap = false;
        while (*letters)
            out[n++] = *letters++;
    }
    return (str){out, n};
}

static bool good_id(str id)
{
    bool good = id.n >= 1 && id.n <= SHEET_ID_MAX_BYTES &&
                ((id.p[0] >= 'a' && id.p[0] <= 'z') || (id.p[0] >= '0' && id.p[0] <= '9'));
    for (size_t i = 0; good && i < id.n; i++)
        good = (id.p[i] >= 'a' && id.p[i] <= 'z') || (id.p[i] >= '0' && id.p[i] <= '9') ||
               id.p[i] == '_' || id.p[i] == '.' || id.p[i] == '-';
    return good;
}

str sheet_id(str text, struct arena *a)
{
    return good_id(text) ? text : sheet_slug(text, a);
}
