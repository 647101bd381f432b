/* shoot/callsheet_index.h -- inside shoot only: finding things on a call sheet by id. */
#pragma once

#include "shoot/callsheet.h"
#include "shoot/codes.h"

enum id_kind {
    ID_TALENT = 1,
    ID_ITEM = 2,
    ID_PARTY = 4,
    ID_PLACE = 8,
    ID_DAY = 16,
    ID_LOOK = 32,
    ID_SHOT = 64,
    ID_LICENCE = 128,
};

struct id_entry {
    str id;
    enum id_kind kind;
    uint32_t line;
    size_t at;   /* index in its list of the call sheet; of a shot, in its look */
    size_t look; /* of a shot */
};

/* Sorted by id; of equal ids the first in the text comes first. */
struct id_list {
    struct id_entry *at;
    size_t n;
};

/* Talent, items, licences and parties share one list: an id alone must say what is meant. */
struct callsheet_index {
    const struct names *names;      /* shoot/names.h */
    const struct item_words *words; /* shoot/print.h; one for each item */
    struct id_list things, places, days, looks, shots;
    struct codes channels, territories;
};

struct callsheet_index *callsheet_index_make(const struct callsheet *c, struct arena *a);

/* The first entry with this id, or NULL. */
const struct id_entry *id_find(const struct id_list *list, str id);
