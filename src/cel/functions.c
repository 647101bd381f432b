#include "cel/functions.h"

const struct cel_type type_a = {.kind = CEL_PARAM, .n = 0}, type_b = {.kind = CEL_PARAM, .n = 1},
                      type_list_a = {.kind = CEL_LIST, .elem = &type_a},
                      type_map_ab = {.kind = CEL_MAP, .key = &type_a, .elem = &type_b},
                      type_strings = {.kind = CEL_LIST, .elem = &cel_string},
                      type_type_a = {.kind = CEL_TYPE, .elem = &type_a},
                      type_opt_a = {.kind = CEL_OPTIONAL, .elem = &type_a},
                      type_opt_list = {.kind = CEL_OPTIONAL, .elem = &type_list_a},
                      type_opt_map = {.kind = CEL_OPTIONAL, .elem = &type_map_ab},
                      type_opt_b = {.kind = CEL_OPTIONAL, .elem = &type_b},
                      type_list_opt = {.kind = CEL_LIST, .elem = &type_opt_a};
static const struct cel_type type_ints = {.kind = CEL_LIST, .elem = &cel_int},
                             type_uints = {.kind = CEL_LIST, .elem = &cel_uint},
                             type_doubles = {.kind = CEL_LIST, .elem = &cel_double},
                             type_dyns = {.kind = CEL_LIST, .elem = &cel_dyn};

#define T_A   &type_a
#define T_B   &type_b
#define T_LA  &type_list_a
#define T_MAP &type_map_ab
#define T_LS  &type_strings
#define T_N   &cel_null
#define T_BO  &cel_bool
#define T_I   &cel_int
#define T_U   &cel_uint
#define T_D   &cel_double
#define T_S   &cel_string
#define T_BY  &cel_bytes
#define T_TS  &cel_timestamp
#define T_DU  &cel_duration

#define T_OA   &type_opt_a
#define T_OB   &type_opt_b
#define T_OLA  &type_opt_list
#define T_OMAP &type_opt_map
#define T_DYN  &cel_dyn

#define ONE(name, style, x, result, fn)                                                            \
    {                                                                                              \
        name, style, 1, {x}, result, fn                                                            \
    }
#define TWO(name, style, x, y, result, fn)                                                         \
    {                                                                                              \
        name, style, 2, {x, y}, result, fn                                                         \
    }
#define OPERATOR(name, x, y, result, fn) TWO(name, CALL_PLAIN, x, y, result, fn)
#define METHOD(name, result, fn, ...)                                                              \
    {                                                                                              \
        name, CALL_MEMBER, sizeof((const struct cel_type *[]){__VA_ARGS__}) / sizeof(void *),      \
            {__VA_ARGS__}, result, fn                                                              \
    }
#define CONVERSION(name, x, result, fn) ONE(name, CALL_PLAIN, x, result, fn)

/* Order across the numeric types is mathematical. */
#define ORDER(name, fn)                                                                            \
    OPERATOR(name, T_BO, T_BO, T_BO, fn), OPERATOR(name, T_I, T_I, T_BO, fn),                      \
        OPERATOR(name, T_I, T_U, T_BO, fn), OPERATOR(name, T_I, T_D, T_BO, fn),                    \
        OPERATOR(name, T_U, T_I, T_BO, fn), OPERATOR(name, T_U, T_U, T_BO, fn),                    \
        OPERATOR(name, T_U, T_D, T_BO, fn), OPERATOR(name, T_D, T_I, T_BO, fn),                    \
        OPERATOR(name, T_D, T_U, T_BO, fn), OPERATOR(name, T_D, T_D, T_BO, fn),                    \
        OPERATOR(name, T_S, T_S, T_BO, fn), OPERATOR(name, T_BY, T_BY, T_BO, fn),                  \
        OPERATOR(name, T_TS, T_TS, T_BO, fn), OPERATOR(name, T_DU, T_DU, T_BO, fn)

/* A part of a timestamp, in UTC or in a zone; some exist of durations too. */
#define TIME_PART(name, fn)                                                                        \
    ONE(name, CALL_MEMBER, T_TS, T_I, fn), TWO(name, CALL_MEMBER, T_TS, T_S, T_I, fn##_in)
#define UNARY_MATH(name, fn)                                                                       \
    CONVERSION(name, T_I, T_I, fn##_int), CONVERSION(name, T_U, T_U, fn##_uint),                   \
        CONVERSION(name, T_D, T_D, fn##_double)
#define BITS(name, fn) OPERATOR(name, T_I, T_I, T_I, fn), OPERATOR(name, T_U, T_U, T_U, fn)
#define EXTREME(name, fn)                                                                          \
    CONVERSION(name, T_I, T_I, fn_same), CONVERSION(name, T_U, T_U, fn_same),                      \
        CONVERSION(name, T_D, T_D, fn_same), OPERATOR(name, T_I, T_I, T_I, fn),                    \
        OPERATOR(name, T_U, T_U, T_U, fn), OPERATOR(name, T_D, T_D, T_D, fn),                      \
        OPERATOR(name, T_I, T_U, T_DYN, fn), OPERATOR(name, T_I, T_D, T_DYN, fn),                  \
        OPERATOR(name, T_U, T_I, T_DYN, fn), OPERATOR(name, T_U, T_D, T_DYN, fn),                  \
        OPERATOR(name, T_D, T_I, T_DYN, fn), OPERATOR(name, T_D, T_U, T_DYN, fn),                  \
        CONVERSION(name, &type_ints, T_I, fn##_of), CONVERSION(name, &type_uints, T_U, fn##_of),   \
        CONVERSION(name, &type_doubles, T_D, fn##_of),                                             \
        CONVERSION(name, &type_dyns, T_DYN, fn##_of)
#define SPAN_PART(name, fn) ONE(name, CALL_MEMBER, T_DU, T_I, fn)

const struct overload overloads[] = {
    OPERATOR("_==_", T_A, T_A, T_BO, fn_equal),
    OPERATOR("_!=_", T_A, T_A, T_BO, fn_unequal),
    ORDER("_<_", fn_less),
    ORDER("_<=_", fn_less_equal),
    ORDER("_>_", fn_greater),
    ORDER("_>=_", fn_greater_equal),
    OPERATOR("@in", T_A, T_LA, T_BO, fn_in_list),
    OPERATOR("@in", T_A, T_MAP, T_BO, fn_in_map),
    CONVERSION("!_", T_BO, T_BO, fn_not),
    OPERATOR("_[_]", T_LA, T_I, T_A, fn_index_list),
    OPERATOR("_[_]", T_MAP, T_A, T_B, fn_index_map),
    OPERATOR("_[_]", T_OLA, T_I, T_OA, fn_find),
    OPERATOR("_[_]", T_OMAP, T_A, T_OB, fn_find),
    {"_[_]", CALL_RUN_TIME, 2, {T_LA, T_DYN}, T_DYN, fn_index_list},
    OPERATOR("_[?_]", T_LA, T_I, T_OA, fn_find),
    OPERATOR("_[?_]", T_MAP, T_A, T_OB, fn_find),
    OPERATOR("_[?_]", T_OLA, T_I, T_OA, fn_find),
    OPERATOR("_[?_]", T_OMAP, T_A, T_OB, fn_find),
    {"_[?_]", CALL_RUN_TIME, 2, {T_LA, T_DYN}, T_DYN, fn_find},

    OPERATOR("_+_", T_BY, T_BY, T_BY, fn_add_text),
    OPERATOR("_+_", T_D, T_D, T_D, fn_add_double),
    OPERATOR("_+_", T_DU, T_DU, T_DU, fn_add_int),
    OPERATOR("_+_", T_DU, T_TS, T_TS, fn_add_span_time),
    OPERATOR("_+_", T_TS, T_DU, T_TS, fn_add_time_span),
    OPERATOR("_+_", T_I, T_I, T_I, fn_add_int),
    OPERATOR("_+_", T_LA, T_LA, T_LA, fn_add_list),
    OPERATOR("_+_", T_S, T_S, T_S, fn_add_text),
    OPERATOR("_+_", T_U, T_U, T_U, fn_add_uint),
    OPERATOR("_-_", T_D, T_D, T_D, fn_sub_double),
    OPERATOR("_-_", T_DU, T_DU, T_DU, fn_sub_int),
    OPERATOR("_-_", T_I, T_I, T_I, fn_sub_int),
    OPERATOR("_-_", T_TS, T_DU, T_TS, fn_sub_time_span),
    OPERATOR("_-_", T_TS, T_TS, T_DU, fn_sub_time_time),
    OPERATOR("_-_", T_U, T_U, T_U, fn_sub_uint),
    OPERATOR("_*_", T_D, T_D, T_D, fn_mul_double),
    OPERATOR("_*_", T_I, T_I, T_I, fn_mul_int),
    OPERATOR("_*_", T_U, T_U, T_U, fn_mul_uint),
    OPERATOR("_/_", T_D, T_D, T_D, fn_div_double),
    OPERATOR("_/_", T_I, T_I, T_I, fn_div_int),
    OPERATOR("_/_", T_U, T_U, T_U, fn_div_uint),
    OPERATOR("_%_", T_I, T_I, T_I, fn_mod_int),
    OPERATOR("_%_", T_U, T_U, T_U, fn_mod_uint),
    CONVERSION("-_", T_D, T_D, fn_neg_double),
    CONVERSION("-_", T_I, T_I, fn_neg_int),

    ONE("size", CALL_BOTH, T_S, T_I, fn_size_string),
    ONE("size", CALL_BOTH, T_BY, T_I, fn_size_bytes),
    ONE("size", CALL_BOTH, T_LA, T_I, fn_size_list),
    ONE("size", CALL_BOTH, T_MAP, T_I, fn_size_map),
    TWO("contains", CALL_MEMBER, T_S, T_S, T_BO, fn_contains),
    TWO("startsWith", CALL_MEMBER, T_S, T_S, T_BO, fn_starts_with),
    TWO("endsWith", CALL_MEMBER, T_S, T_S, T_BO, fn_ends_with),
    TWO("matches", CALL_BOTH, T_S, T_S, T_BO, fn_matches),

    METHOD("charAt", T_S, fn_char_at, T_S, T_I),
    METHOD("substring", T_S, fn_substring, T_S, T_I),
    METHOD("substring", T_S, fn_substring_to, T_S, T_I, T_I),
    METHOD("indexOf", T_I, fn_index_of, T_S, T_S),
    METHOD("indexOf", T_I, fn_index_of_from, T_S, T_S, T_I),
    METHOD("lastIndexOf", T_I, fn_last_index_of, T_S, T_S),
    METHOD("lastIndexOf", T_I, fn_last_index_of_from, T_S, T_S, T_I),
    METHOD("lowerAscii", T_S, fn_lower_ascii, T_S),
    METHOD("upperAscii", T_S, fn_upper_ascii, T_S),
    METHOD("trim", T_S, fn_trim, T_S),
    METHOD("split", T_LS, fn_split, T_S, T_S),
    METHOD("split", T_LS, fn_split_most, T_S, T_S, T_I),
    METHOD("join", T_S, fn_join, T_LS),
    METHOD("join", T_S, fn_join_with, T_LS, T_S),
    METHOD("replace", T_S, fn_replace, T_S, T_S, T_S),
    METHOD("replace", T_S, fn_replace_most, T_S, T_S, T_S, T_I),

    METHOD("format", T_S, fn_format, T_S, &type_dyns),
    CONVERSION("strings.quote", T_S, T_S, fn_quote),

    EXTREME("math.greatest", fn_greatest),
    EXTREME("math.least", fn_least),
    CONVERSION("math.ceil", T_D, T_D, fn_ceil),
    CONVERSION("math.floor", T_D, T_D, fn_floor),
    CONVERSION("math.round", T_D, T_D, fn_round),
    CONVERSION("math.trunc", T_D, T_D, fn_trunc),
    CONVERSION("math.isNaN", T_D, T_BO, fn_is_nan),
    CONVERSION("math.isInf", T_D, T_BO, fn_is_inf),
    CONVERSION("math.isFinite", T_D, T_BO, fn_is_finite),
    UNARY_MATH("math.abs", fn_abs),
    UNARY_MATH("math.sign", fn_sign),
    BITS("math.bitAnd", fn_bit_and),
    BITS("math.bitOr", fn_bit_or),
    BITS("math.bitXor", fn_bit_xor),
    CONVERSION("math.bitNot", T_I, T_I, fn_bit_not),
    CONVERSION("math.bitNot", T_U, T_U, fn_bit_not),
    OPERATOR("math.bitShiftLeft", T_I, T_I, T_I, fn_shift_left),
    OPERATOR("math.bitShiftLeft", T_U, T_I, T_U, fn_shift_left),
    OPERATOR("math.bitShiftRight", T_I, T_I, T_I, fn_shift_right),
    OPERATOR("math.bitShiftRight", T_U, T_I, T_U, fn_shift_right),

    CONVERSION("base64.encode", T_BY, T_S, fn_base64_encode),
    CONVERSION("base64.decode", T_S, T_BY, fn_base64_decode),

    CONVERSION("optional.of", T_A, T_OA, fn_optional_of),
    CONVERSION("optional.ofNonZeroValue", T_A, T_OA, fn_optional_of_non_zero),
    {"optional.none", CALL_PLAIN, 0, {NULL}, T_OA, fn_optional_none},
    CONVERSION("optional.unwrap", &type_list_opt, T_LA, fn_unwrap),
    METHOD("unwrapOpt", T_LA, fn_unwrap, &type_list_opt),
    METHOD("hasValue", T_BO, fn_has_value, T_OA),
    METHOD("value", T_A, fn_value, T_OA),
    METHOD("or", T_OA, NULL, T_OA, T_OA),    /* has a node of its own: eval_or_other */
    METHOD("orValue", T_A, NULL, T_OA, T_A), /* eval_or_value */
    METHOD("first", T_OA, fn_first, T_LA),
    METHOD("last", T_OA, fn_last, T_LA),

    CONVERSION("dyn", T_A, &cel_dyn, fn_same),
    CONVERSION("type", T_A, &type_type_a, fn_type),
    CONVERSION("int", T_I, T_I, fn_same),
    CONVERSION("int", T_U, T_I, fn_int_of_uint),
    CONVERSION("int", T_D, T_I, fn_int_of_double),
    CONVERSION("int", T_S, T_I, fn_int_of_string),
    CONVERSION("int", T_TS, T_I, fn_int_of_timestamp),
    CONVERSION("uint", T_U, T_U, fn_same),
    CONVERSION("uint", T_I, T_U, fn_uint_of_int),
    CONVERSION("uint", T_D, T_U, fn_uint_of_double),
    CONVERSION("uint", T_S, T_U, fn_uint_of_string),
    CONVERSION("double", T_D, T_D, fn_same),
    CONVERSION("double", T_I, T_D, fn_double_of_int),
    CONVERSION("double", T_U, T_D, fn_double_of_uint),
    CONVERSION("double", T_S, T_D, fn_double_of_string),
    CONVERSION("string", T_S, T_S, fn_same),
    CONVERSION("string", T_BO, T_S, fn_string_of_any),
    CONVERSION("string", T_I, T_S, fn_string_of_any),
    CONVERSION("string", T_U, T_S, fn_string_of_any),
    CONVERSION("string", T_D, T_S, fn_string_of_any),
    CONVERSION("string", T_BY, T_S, fn_string_of_bytes),
    CONVERSION("string", T_TS, T_S, fn_string_of_any),
    CONVERSION("string", T_DU, T_S, fn_string_of_any),
    CONVERSION("bytes", T_BY, T_BY, fn_same),
    CONVERSION("bytes", T_S, T_BY, fn_bytes_of_string),
    CONVERSION("bool", T_BO, T_BO, fn_same),
    CONVERSION("bool", T_S, T_BO, fn_bool_of_string),
    CONVERSION("timestamp", T_TS, T_TS, fn_same),
    CONVERSION("timestamp", T_S, T_TS, fn_timestamp_of_string),
    CONVERSION("timestamp", T_I, T_TS, fn_timestamp_of_int),
    CONVERSION("duration", T_DU, T_DU, fn_same),
    CONVERSION("duration", T_S, T_DU, fn_duration_of_string),

    TIME_PART("getFullYear", fn_full_year),
    TIME_PART("getMonth", fn_month),
    TIME_PART("getDayOfYear", fn_day_of_year),
    TIME_PART("getDayOfMonth", fn_day_of_month),
    TIME_PART("getDate", fn_date),
    TIME_PART("getDayOfWeek", fn_day_of_week),
    TIME_PART("getHours", fn_hours),
    SPAN_PART("getHours", fn_span_hours),
    TIME_PART("getMinutes", fn_minutes),
    SPAN_PART("getMinutes", fn_span_minutes),
    TIME_PART("getSeconds", fn_seconds),
    SPAN_PART("getSeconds", fn_span_seconds),
    TIME_PART("getMilliseconds", fn_milliseconds),
    SPAN_PART("getMilliseconds", fn_span_milliseconds),
};
const size_t n_overloads = countof(overloads);

size_t overloads_named(str name, size_t *ret_first)
{
    size_t first = 0;
    while (first < n_overloads && !str_eq(name, str_of(overloads[first].name)))
        first++;
    size_t n = 0;
    while (first + n < n_overloads && str_eq(name, str_of(overloads[first + n].name)))
        n++;
    *ret_first = first;
    return n;
}

bool overloads_space(str name)
{
    static const char *const spaces[] = {"base64", "math", "optional", "strings"};
    for (size_t i = 0; i < countof(spaces); i++) {
        if (str_eq(name, str_of(spaces[i])))
            return true;
    }
    return false;
}

str overload_shown(str name)
{
    if (str_eq(name, S("@in")))
        return S("in");
    if (str_eq(name, S("_[_]")))
        return S("[]");
    if (str_eq(name, S("_[?_]")))
        return S("[?]");
    if (name.n > 2 && name.p[0] == '_' && name.p[name.n - 1] == '_')
        return (str){name.p + 1, name.n - 2};
    if (name.n == 2 && name.p[1] == '_')
        return str_first(name, 1);
    return name;
}
