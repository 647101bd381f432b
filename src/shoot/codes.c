#include "shoot/codes.h"

static struct codes read(str text, struct arena *a)
{
    struct codes codes = {.at = arena_new(a, struct code, CODES_MAX)};
    str line;
    while (str_cut(&text, '\n', &line)) {
        str id;
        if (line.n == 0 || str_starts(line, S("#")) || !str_cut(&line, '\t', &id))
            continue;
        assert(codes.n < CODES_MAX && line.p);
        codes.at[codes.n++] = (struct code){id, line};
    }
    return codes;
}

struct codes codes_channels(struct arena *a)
{
    return read(channels_tsv(), a);
}

struct codes codes_territories(struct arena *a)
{
    return read(territories_tsv(), a);
}

size_t codes_find(struct codes codes, str id)
{
    size_t i = 0;
    while (i < codes.n && !str_eq(codes.at[i].id, id))
        i++;
    return i;
}
