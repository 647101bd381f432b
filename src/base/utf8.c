#include "base/utf8.h"

bool utf8_next(str *s, uint32_t *ret_code_point)
{
    if (!s->n)
        return false;
    const uint8_t *p = (const uint8_t *)s->p;
    if (p[0] < 0x80) {
        *ret_code_point = p[0];
        *s = str_from(*s, 1);
        return true;
    }
    size_t more;
    uint32_t c, smallest;
    if ((p[0] & 0xE0) == 0xC0) {
        more = 1;
        c = p[0] & 0x1Fu;
        smallest = 0x80;
    } else if ((p[0] & 0xF0) == 0xE0) {
        more = 2;
        c = p[0] & 0x0Fu;
        smallest = 0x800;
    } else if ((p[0] & 0xF8) == 0xF0) {
        more = 3;
        c = p[0] & 0x07u;
        smallest = 0x10000;
    } else {
        return false;
    }
    if (s->n <= more)
        return false;
    for (size_t i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return false;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (c < smallest || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return false;
    *ret_code_point = c;
    *s = str_from(*s, more + 1);
    return true;
}

bool utf8_valid(str s)
{
    uint32_t c;
    while (s.n)
        if (!utf8_next(&s, &c))
            return false;
    return true;
}

void utf8_put(struct buf *b, uint32_t c)
{
    assert(c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF));
    if (c < 0x80) {
        buf_byte(b, (char)c);
    } else if (c < 0x800) {
        buf_byte(b, (char)(0xC0 | c >> 6));
        buf_byte(b, (char)(0x80 | (c & 63)));
    } else if (c < 0x10000) {
        buf_byte(b, (char)(0xE0 | c >> 12));
        buf_byte(b, (char)(0x80 | (c >> 6 & 63)));
        buf_byte(b, (char)(0x80 | (c & 63)));
    } else {
        buf_byte(b, (char)(0xF0 | c >> 18));
        buf_byte(b, (char)(0x80 | (c >> 12 & 63)));
        buf_byte(b, (char)(0x80 | (c >> 6 & 63)));
        buf_byte(b, (char)(0x80 | (c & 63)));
    }
}

str utf8_clean(str s, struct arena *a)
{
    if (!s.p || utf8_valid(s))
        return str_copy(s, a);
    CLEANUP(buf_done) struct buf b = {0};
    while (s.n) {
        uint32_t c;
        if (utf8_next(&s, &c)) {
            utf8_put(&b, c);
        } else {
            utf8_put(&b, 0xFFFD);
            s = str_from(s, 1);
        }
    }
    assert(buf_ok(&b));
    return str_copy(buf_str(&b), a);
}

bool utf8_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || (c >= 0x200E && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}
