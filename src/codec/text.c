#include "codec/text.h"

#include <string.h>

#include "base/utf8.h"
#include "codec/node.h"

struct place place_after(struct place from, str bytes)
{
    for (size_t i = 0; i < bytes.n; i++) {
        if (bytes.p[i] == '\n') {
            from.line++;
            from.column = 1;
        } else if (((uint8_t)bytes.p[i] & 0xc0) != 0x80) {
            from.column++;
        }
    }
    return from;
}

static bool refuse_at(str bytes, size_t at, const char *what, struct err *err)
{
    struct place place = place_after(PLACE_START, str_first(bytes, at));
    return err_set(err, ERR_INVALID, "line %u, column %u: %s", place.line, place.column, what);
}

bool text_check(str bytes, struct err *err)
{
    if (bytes.n > NODE_INPUT_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "the text has %zu bytes, at most %d are read", bytes.n,
                       NODE_INPUT_MAX_BYTES);
    const char *nul = bytes.n > 0 ? memchr(bytes.p, 0, bytes.n) : NULL;
    if (!utf8_valid(bytes)) {
        str rest = bytes;
        uint32_t code_point;
        while (utf8_next(&rest, &code_point))
            continue;
        size_t bad = bytes.n - rest.n;
        if (!nul || (size_t)(nul - bytes.p) > bad)
            return refuse_at(bytes, bad, "these bytes are not UTF-8; save the text as UTF-8", err);
    }
    if (nul)
        return refuse_at(bytes, (size_t)(nul - bytes.p), "a NUL byte; is this a text?", err);
    return true;
}

const char *text_shown(str s, char out[SHOWN_BYTES])
{
    static const char more[] = "...";
    size_t n = 0;
    while (s.n > 0) {
        str before = s;
        uint32_t code_point;
        bool good = utf8_next(&s, &code_point);
        if (!good)
            s = str_from(s, 1);
        /* C0, DEL and C1: a terminal would obey them. */
        bool shown = good && code_point >= 0x20 && (code_point < 0x7f || code_point > 0x9f);
        str piece = shown ? str_first(before, before.n - s.n) : S("?");
        if (n + piece.n + sizeof more > SHOWN_BYTES) {
            memcpy(out + n, more, sizeof more);
            return out;
        }
        memcpy(out + n, piece.p, piece.n);
        n += piece.n;
    }
    out[n] = '\0';
    return out;
}
