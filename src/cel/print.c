#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cel/calendar.h"
#include "cel/value.h"

str value_type_name(struct cel_value v)
{
    static const char *const names[] = {
        [CEL_ABSENT] = "absent",
        [CEL_ERROR] = "error",
        [CEL_NULL] = "null_type",
        [CEL_BOOL] = "bool",
        [CEL_INT] = "int",
        [CEL_UINT] = "uint",
        [CEL_DOUBLE] = "double",
        [CEL_STRING] = "string",
        [CEL_BYTES] = "bytes",
        [CEL_TIMESTAMP] = "google.protobuf.Timestamp",
        [CEL_DURATION] = "google.protobuf.Duration",
        [CEL_LIST] = "list",
        [CEL_MAP] = "map",
        [CEL_OPTIONAL] = "optional_type",
        [CEL_TYPE] = "type",
    };
    if (v.kind == CEL_OBJECT)
        return v.object->type->name ? str_of(v.object->type->name) : S("object");
    return str_of(names[v.kind]);
}

str value_kind_word(struct cel_value v)
{
    return v.kind == CEL_TIMESTAMP  ? S("timestamp")
           : v.kind == CEL_DURATION ? S("duration")
           : v.kind == CEL_NULL     ? S("null")
                                    : value_type_name(v);
}

/* Digits and exponent as ECMAScript's Number::toString places them, which keeps whole numbers
 * readable up to 10^21. */
size_t value_print_double(double d, char *out)
{
    if (isnan(d) || isinf(d)) {
        const char *word = isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity";
        memcpy(out, word, strlen(word));
        return strlen(word);
    }
    /* 15 digits hold every shorter decimal, which then ends in zeros, but for doubles too small to
     * have that many; 17 hold every double. */
    char e[32];
    for (int precision = fabs(d) < DBL_MIN ? 0 : 14; precision < 17; precision++) {
        snprintf(e, sizeof e, "%.*e", precision, fabs(d));
        if (strtod(e, NULL) == fabs(d))
            break;
    }
    char digits[20];
    size_t n = 0;
    const char *p = e;
    for (; *p != 'e'; p++) {
        if (*p != '.')
            digits[n++] = *p;
    }
    while (n > 1 && digits[n - 1] == '0')
        n--;
    int point = atoi(p + 1) + 1; /* digits before the decimal point */
    size_t w = 0;
    if (signbit(d))
        out[w++] = '-';
    if (point > 21 || point < -5) {
        out[w++] = digits[0];
        if (n > 1) {
            out[w++] = '.';
            memcpy(out + w, digits + 1, n - 1);
            w += n - 1;
        }
        return w + (size_t)snprintf(out + w, 8, "e%+d", point - 1);
    }
    if (point <= 0) {
        out[w++] = '0';
        out[w++] = '.';
        for (int i = point; i < 0; i++)
            out[w++] = '0';
        memcpy(out + w, digits, n);
        return w + n;
    }
    for (size_t i = 0; i < MAX(n, (size_t)point); i++) {
        if (i == (size_t)point)
            out[w++] = '.';
        out[w++] = i < n ? digits[i] : '0';
    }
    return w;
}

static void print_quoted(struct buf *b, str s, bool bytes)
{
    if (bytes)
        buf_byte(b, 'b');
    buf_byte(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            buf_format(b, "\\%c", c);
        else if (c == '\n')
            buf_put(b, S("\\n"));
        else if (c < 0x20 || c == 0x7F || (bytes && c >= 0x80))
            buf_format(b, "\\x%02x", c);
        else
            buf_byte(b, (char)c);
    }
    buf_byte(b, '"');
}

static void print_object(struct buf *b, const struct cel_object *o)
{
    buf_put(b, o->type->name ? str_of(o->type->name) : S(""));
    buf_byte(b, '{');
    bool first = true;
    for (size_t i = 0; i < o->type->n; i++) {
        if (o->field[i].kind == CEL_ABSENT)
            continue;
        buf_format(b, "%s%s: ", first ? "" : ", ", o->type->fields[i].name);
        cel_print(b, o->field[i]);
        first = false;
    }
    buf_byte(b, '}');
}

void cel_print(struct buf *b, struct cel_value v)
{
    char text[64];
    switch ((enum cel_kind)v.kind) {
    case CEL_NULL:
        buf_put(b, S("null"));
        return;
    case CEL_BOOL:
        buf_put(b, v.b ? S("true") : S("false"));
        return;
    case CEL_INT:
        buf_format(b, "%lld", (long long)v.i);
        return;
    case CEL_UINT:
        buf_format(b, "%lluu", (unsigned long long)v.u);
        return;
    case CEL_DOUBLE: {
        str s = {text, value_print_double(v.d, text)};
        buf_put(b, s);
        if (isfinite(v.d) && !memchr(s.p, '.', s.n) && !memchr(s.p, 'e', s.n))
            buf_put(b, S(".0"));
        return;
    }
    case CEL_STRING:
    case CEL_BYTES:
        print_quoted(b, value_str(v), v.kind == CEL_BYTES);
        return;
    case CEL_TIMESTAMP:
        buf_format(b, "timestamp(\"%.*s\")", STR(time_print(v, text)));
        return;
    case CEL_DURATION:
        buf_format(b, "duration(\"%.*s\")", STR(span_print(v.i, text)));
        return;
    case CEL_LIST:
        buf_byte(b, '[');
        for (uint32_t i = 0; i < v.n; i++) {
            if (i)
                buf_put(b, S(", "));
            cel_print(b, v.list[i]);
        }
        buf_byte(b, ']');
        return;
    case CEL_OPTIONAL:
        buf_put(b, v.n ? S("optional.of(") : S("optional.none("));
        if (v.n)
            cel_print(b, v.list[0]);
        buf_byte(b, ')');
        return;
    case CEL_MAP:
        buf_byte(b, '{');
        for (size_t i = 0; i < v.map->n; i++) {
            if (i)
                buf_put(b, S(", "));
            cel_print(b, v.map->entries[i].key);
            buf_put(b, S(": "));
            cel_print(b, v.map->entries[i].value);
        }
        buf_byte(b, '}');
        return;
    case CEL_OBJECT:
        print_object(b, v.object);
        return;
    case CEL_TYPE:
        buf_put(b, value_str(v));
        return;
    case CEL_ERROR:
        buf_format(b, "<error: %.*s>", STR(v.error->msg));
        return;
    case CEL_ABSENT:
    case CEL_DYN:
    case CEL_PARAM:
        buf_put(b, S("<absent>"));
        return;
    }
}
