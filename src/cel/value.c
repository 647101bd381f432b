#include "cel/value.h"

#include <string.h>

/* ---- order and equality ---- */

static enum order order_of(int c)
{
    return c < 0 ? ORDER_LESS : c > 0 ? ORDER_MORE : ORDER_SAME;
}

static enum order order_doubles(double x, double y)
{
    return x < y ? ORDER_LESS : x > y ? ORDER_MORE : x == y ? ORDER_SAME : ORDER_NONE;
}

/* The specification compares an integer with a double as doubles, once the double is known to be
 * in the integer's range: above 2^53 neighbours are equal (comparisons/lt_literal, "lossy"). */
static enum order order_int_double(int64_t i, double d)
{
    if (d < -0x1p63)
        return ORDER_MORE;
    if (d > 0x1p63)
        return ORDER_LESS;
    return order_doubles((double)i, d);
}

static enum order order_uint_double(uint64_t u, double d)
{
    if (d < 0)
        return ORDER_MORE;
    if (d > 0x1p64)
        return ORDER_LESS;
    return order_doubles((double)u, d);
}

static enum order flip(enum order o)
{
    return o == ORDER_NONE ? o : (enum order) - (int)o;
}

static bool numeric(struct cel_value v)
{
    return v.kind == CEL_INT || v.kind == CEL_UINT || v.kind == CEL_DOUBLE;
}

static enum order order_numbers(struct cel_value x, struct cel_value y)
{
    if (x.kind == y.kind) {
        if (x.kind == CEL_INT)
            return order_of((x.i > y.i) - (x.i < y.i));
        if (x.kind == CEL_UINT)
            return order_of((x.u > y.u) - (x.u < y.u));
        return order_doubles(x.d, y.d);
    }
    if (x.kind == CEL_INT)
        return y.kind == CEL_DOUBLE ? order_int_double(x.i, y.d)
               : x.i < 0            ? ORDER_LESS
                                    : order_of(((uint64_t)x.i > y.u) - ((uint64_t)x.i < y.u));
    if (x.kind == CEL_UINT && y.kind == CEL_DOUBLE)
        return order_uint_double(x.u, y.d);
    return flip(order_numbers(y, x));
}

enum order value_order(struct cel_value x, struct cel_value y)
{
    if (numeric(x) && numeric(y))
        return order_numbers(x, y);
    if (x.kind != y.kind)
        return ORDER_NONE;
    switch (x.kind) {
    case CEL_BOOL:
        return order_of(x.b - y.b);
    case CEL_STRING: /* the order of UTF-8 bytes is that of code points */
    case CEL_BYTES:
        return order_of(str_cmp(value_str(x), value_str(y)));
    case CEL_TIMESTAMP:
        return x.i != y.i ? order_of((x.i > y.i) - (x.i < y.i))
                          : order_of((x.n > y.n) - (x.n < y.n));
    case CEL_DURATION:
        return order_of((x.i > y.i) - (x.i < y.i));
    default:
        return ORDER_NONE;
    }
}

static bool equal_text(struct eval *opt_e, struct cel_value x, struct cel_value y)
{
    if (x.n != y.n)
        return false;
    if (x.p == y.p || !x.n)
        return true;
    if (x.n > 16 && opt_e && !eval_charge_bytes(opt_e, x.n))
        return false;
    return memcmp(x.p, y.p, x.n) == 0;
}

static bool equal(struct eval *opt_e, struct cel_value x, struct cel_value y)
{
    if (x.kind != y.kind)
        return numeric(x) && numeric(y) && order_numbers(x, y) == ORDER_SAME;
    switch (x.kind) {
    case CEL_ABSENT:
    case CEL_NULL:
        return true;
    case CEL_STRING:
    case CEL_BYTES:
    case CEL_TYPE:
        return equal_text(opt_e, x, y);
    case CEL_LIST:
    case CEL_OPTIONAL:
        if (x.n != y.n || (opt_e && !eval_charge(opt_e, x.n)))
            return false;
        for (uint32_t i = 0; i < x.n; i++) {
            if (!equal(opt_e, x.list[i], y.list[i]))
                return false;
        }
        return true;
    case CEL_MAP: /* sorted by key: equal maps agree entry by entry */
        if (x.map->n != y.map->n || (opt_e && !eval_charge(opt_e, x.map->n)))
            return false;
        for (size_t i = 0; i < x.map->n; i++) {
            if (!equal(opt_e, x.map->entries[i].key, y.map->entries[i].key) ||
                !equal(opt_e, x.map->entries[i].value, y.map->entries[i].value))
                return false;
        }
        return true;
    case CEL_OBJECT:
        if (x.object->type != y.object->type || (opt_e && !eval_charge(opt_e, x.object->type->n)))
            return false;
        for (size_t i = 0; i < x.object->type->n; i++) {
            if (!equal(opt_e, x.object->field[i], y.object->field[i]))
                return false;
        }
        return true;
    default:
        return value_order(x, y) == ORDER_SAME;
    }
}

bool value_equal(struct eval *e, struct cel_value x, struct cel_value y)
{
    return equal(e, x, y);
}

bool cel_equal(struct cel_value x, struct cel_value y)
{
    return equal(NULL, x, y);
}

/* ---- maps ---- */

bool value_is_key(struct cel_value v)
{
    return v.kind == CEL_BOOL || v.kind == CEL_INT || v.kind == CEL_UINT || v.kind == CEL_STRING;
}

bool value_index(struct cel_value v, int64_t *ret_index)
{
    if (v.kind == CEL_UINT && v.u <= UINT32_MAX)
        *ret_index = (int64_t)v.u;
    else if (v.kind == CEL_DOUBLE && v.d >= 0 && v.d <= UINT32_MAX && v.d == (double)(uint32_t)v.d)
        *ret_index = (int64_t)v.d;
    else if (v.kind == CEL_INT)
        *ret_index = v.i;
    else
        return false;
    return true;
}

/* Bools before numbers before strings. */
static int key_class(struct cel_value v)
{
    return v.kind == CEL_BOOL ? 0 : v.kind == CEL_STRING ? 2 : 1;
}

static int key_compare(const void *x, const void *y)
{
    const struct cel_value *a = x, *b = y; /* of entries, whose keys come first */
    int c = key_class(*a) - key_class(*b);
    return c ? c : (int)value_order(*a, *b);
}

bool value_sort_entries(struct cel_entry *entries, size_t n, struct cel_value *ret_twice)
{
    /* Heapsort: qsort may take memory from the system. */
    for (size_t heap = n / 2, end = n; end > 1;) {
        struct cel_entry moving;
        if (heap) {
            moving = entries[--heap];
        } else {
            moving = entries[--end];
            entries[end] = entries[0];
        }
        size_t at = heap;
        for (size_t child; (child = 2 * at + 1) < end; at = child) {
            if (child + 1 < end && key_compare(&entries[child], &entries[child + 1]) < 0)
                child++;
            if (key_compare(&moving, &entries[child]) >= 0)
                break;
            entries[at] = entries[child];
        }
        entries[at] = moving;
    }
    for (size_t i = 1; i < n; i++) {
        if (key_compare(&entries[i - 1], &entries[i]) == 0) {
            *ret_twice = entries[i].key;
            return false;
        }
    }
    return true;
}

struct cel_value value_lookup(const struct cel_map *m, struct cel_value key)
{
    if (key.kind == CEL_DOUBLE) {
        /* A whole number finds its integer, exactly. */
        if (key.d >= 0 && key.d < 0x1p64 && key.d == (double)(uint64_t)key.d)
            key = (struct cel_value){.kind = CEL_UINT, .u = (uint64_t)key.d};
        else if (key.d < 0 && key.d >= -0x1p63 && key.d == (double)(int64_t)key.d)
            key = cel_of_int((int64_t)key.d);
    }
    if (!value_is_key(key))
        return (struct cel_value){0};
    size_t low = 0, high = m->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int c = key_compare(&key, &m->entries[middle]);
        if (c == 0)
            return m->entries[middle].value;
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return (struct cel_value){0};
}

bool cel_map_make(struct cel_entry *entries, size_t n, struct arena *a, struct cel_value *ret_map,
                  struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!value_is_key(entries[i].key))
            return err_set(err, ERR_INVALID, "a map's key is a bool, int, uint or string, not %.*s",
                           STR(value_kind_word(entries[i].key)));
    }
    struct cel_value twice;
    if (!value_sort_entries(entries, n, &twice)) {
        CLEANUP(buf_done) struct buf b = BUF_MAX(200);
        cel_print(&b, twice);
        return err_set(err, ERR_INVALID, "the key %.*s comes twice", (int)b.n, b.p);
    }
    struct cel_map *m = arena_new(a, struct cel_map, 1);
    *m = (struct cel_map){.n = n, .entries = entries};
    *ret_map = (struct cel_value){.kind = CEL_MAP, .map = m};
    return true;
}

/* ---- objects ---- */

struct cel_object *cel_object_new(struct arena *a, const struct cel_type *type)
{
    assert(type->kind == CEL_OBJECT);
    char *p = arena_alloc(a, sizeof(struct cel_object) + type->n * sizeof(struct cel_value),
                          _Alignof(struct cel_object), 1);
    struct cel_object *o = (struct cel_object *)(void *)p;
    o->type = type;
    return o;
}

void cel_object_set(struct cel_object *o, const char *name, struct cel_value v)
{
    for (size_t i = 0; i < o->type->n; i++) {
        if (strcmp(o->type->fields[i].name, name) == 0) {
            o->field[i] = v;
            return;
        }
    }
    assert(false && "the field is declared");
}

bool cel_fits(struct cel_value v, const struct cel_type *t)
{
    if (v.kind == CEL_ABSENT || v.kind == CEL_ERROR)
        return false;
    if (t->kind == CEL_DYN)
        return true;
    if (v.kind != t->kind)
        return false;
    switch (t->kind) {
    case CEL_LIST:
    case CEL_OPTIONAL:
        for (uint32_t i = 0; i < v.n; i++) {
            if (!cel_fits(v.list[i], t->elem))
                return false;
        }
        return true;
    case CEL_MAP:
        for (size_t i = 0; i < v.map->n; i++) {
            if (!cel_fits(v.map->entries[i].key, t->key) ||
                !cel_fits(v.map->entries[i].value, t->elem))
                return false;
        }
        return true;
    case CEL_OBJECT:
        if (v.object->type != t)
            return false;
        for (size_t i = 0; i < t->n; i++) {
            if (v.object->field[i].kind != CEL_ABSENT &&
                !cel_fits(v.object->field[i], t->fields[i].type))
                return false;
        }
        return true;
    default:
        return true;
    }
}
