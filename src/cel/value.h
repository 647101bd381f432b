/* cel/value.h -- equality, order and keys of values. Private to this folder. */
#pragma once

#include "cel/eval.h"

static inline str value_str(struct cel_value v)
{
    return (str){v.p, v.n};
}

/* The type's name as type() shows it: "int", "list", "google.protobuf.Timestamp". */
str value_type_name(struct cel_value v);

/* A word for messages: "int", "timestamp", "Person". */
str value_kind_word(struct cel_value v);

/* Equality, charged to e. */
bool value_equal(struct eval *e, struct cel_value x, struct cel_value y);

enum order {
    ORDER_LESS = -1,
    ORDER_SAME = 0,
    ORDER_MORE = 1,
    ORDER_NONE = 2, /* NaN, or kinds without an order between them */
};
enum order value_order(struct cel_value x, struct cel_value y);

/* The value under key, or ABSENT. key may be of any kind. */
struct cel_value value_lookup(const struct cel_map *m, struct cel_value key);

/* A list's index: a whole number of any kind (only a dyn index can be a uint or a double). */
bool value_index(struct cel_value v, int64_t *ret_index);

bool value_is_key(struct cel_value v);

/* Sort entries by key; false with *ret_twice set if a key comes twice. */
bool value_sort_entries(struct cel_entry *entries, size_t n, struct cel_value *ret_twice);

/* Shortest decimal that reads back as d; at least 32 bytes. Returns the length. */
size_t value_print_double(double d, char *out);
