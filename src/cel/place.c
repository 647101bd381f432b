#include "cel/place.h"

static bool continues(char c)
{
    return (c & 0xC0) == 0x80;
}

struct cel_place place_of(str source, uint32_t at, uint32_t n)
{
    struct cel_place place = {.line = 1, .column = 1, .at = at, .n = n};
    for (size_t i = 0; i < at && i < source.n; i++) {
        if (source.p[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (!continues(source.p[i])) {
            place.column++;
        }
    }
    return place;
}

void cel_caret(struct buf *b, str source, struct cel_place place)
{
    size_t at = MIN((size_t)place.at, source.n), from = at, to = at;
    while (from > 0 && source.p[from - 1] != '\n')
        from--;
    while (to < source.n && source.p[to] != '\n')
        to++;
    buf_put(b, (str){source.p + from, to - from});
    buf_byte(b, '\n');
    for (size_t i = from; i < at; i++) {
        if (!continues(source.p[i]))
            buf_byte(b, source.p[i] == '\t' ? '\t' : ' ');
    }
    buf_byte(b, '^');
    for (size_t i = at + 1; i < to && i < (size_t)place.at + place.n; i++) {
        if (!continues(source.p[i]))
            buf_byte(b, '~');
    }
    buf_byte(b, '\n');
}
