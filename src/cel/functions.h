/* cel/functions.h -- the table of overloads: every operator and function with its types and the C
 * function behind it. Adding a function is adding a row. Private to this folder.
 *
 * Rows of one name stand together. At run time the arguments' kinds are checked against the row
 * again, so an implementation may rely on them whatever was bound; DYN and PARAM take any kind. */
#pragma once

#include "cel/eval.h"

enum {
    OVERLOAD_ARGS_MAX = 4
};

/* Never returns ABSENT. Charges for what it does beyond a step. */
typedef struct cel_value overload_fn(struct eval *e, const struct cel_value *args);

enum call_style {
    CALL_PLAIN = 1,
    CALL_MEMBER = 2,
    CALL_BOTH = 3,
    CALL_RUN_TIME = 4, /* only of arguments whose type the checker did not know */
};

struct overload {
    const char *name; /* operators as the specification calls them: _+_ */
    uint8_t style;
    uint8_t n_args;
    const struct cel_type *args[OVERLOAD_ARGS_MAX];
    const struct cel_type *result;
    overload_fn *fn;
};

extern const struct overload overloads[];
extern const size_t n_overloads;

/* The rows of this name: how many, and the first in *ret_first. */
size_t overloads_named(str name, size_t *ret_first);

/* Is this what stands before the dot in functions such as math.abs? */
bool overloads_space(str name);

/* How a person would write the function: "+" for "_+_". */
str overload_shown(str name);

/* Parameters and generic types for rows. */
extern const struct cel_type type_a, type_b, type_list_a, type_map_ab, type_strings, type_type_a,
    type_opt_a, type_opt_b, type_opt_list, type_opt_map, type_list_opt;

/* The implementations, by file. */
#define OVERLOAD(f) struct cel_value f(struct eval *e, const struct cel_value *args)
/* fn_compare.c */
OVERLOAD(fn_equal);
OVERLOAD(fn_unequal);
OVERLOAD(fn_less);
OVERLOAD(fn_less_equal);
OVERLOAD(fn_greater);
OVERLOAD(fn_greater_equal);
OVERLOAD(fn_in_list);
OVERLOAD(fn_in_map);
OVERLOAD(fn_not);
OVERLOAD(fn_index_list);
OVERLOAD(fn_index_map);
/* fn_math.c */
OVERLOAD(fn_add_int);
OVERLOAD(fn_add_uint);
OVERLOAD(fn_add_double);
OVERLOAD(fn_sub_int);
OVERLOAD(fn_sub_uint);
OVERLOAD(fn_sub_double);
OVERLOAD(fn_mul_int);
OVERLOAD(fn_mul_uint);
OVERLOAD(fn_mul_double);
OVERLOAD(fn_div_int);
OVERLOAD(fn_div_uint);
OVERLOAD(fn_div_double);
OVERLOAD(fn_mod_int);
OVERLOAD(fn_mod_uint);
OVERLOAD(fn_neg_int);
OVERLOAD(fn_neg_double);
OVERLOAD(fn_greatest);
OVERLOAD(fn_greatest_of);
OVERLOAD(fn_least);
OVERLOAD(fn_least_of);
OVERLOAD(fn_ceil);
OVERLOAD(fn_floor);
OVERLOAD(fn_round);
OVERLOAD(fn_trunc);
OVERLOAD(fn_is_nan);
OVERLOAD(fn_is_inf);
OVERLOAD(fn_is_finite);
OVERLOAD(fn_abs_int);
OVERLOAD(fn_abs_uint);
OVERLOAD(fn_abs_double);
OVERLOAD(fn_sign_int);
OVERLOAD(fn_sign_uint);
OVERLOAD(fn_sign_double);
/* fn_text.c */
OVERLOAD(fn_add_text);
OVERLOAD(fn_add_list);
OVERLOAD(fn_size_string);
OVERLOAD(fn_size_bytes);
OVERLOAD(fn_size_list);
OVERLOAD(fn_size_map);
OVERLOAD(fn_contains);
OVERLOAD(fn_starts_with);
OVERLOAD(fn_ends_with);
OVERLOAD(fn_matches);
/* fn_strings.c */
OVERLOAD(fn_char_at);
OVERLOAD(fn_substring);
OVERLOAD(fn_substring_to);
OVERLOAD(fn_index_of);
OVERLOAD(fn_index_of_from);
OVERLOAD(fn_last_index_of);
OVERLOAD(fn_last_index_of_from);
OVERLOAD(fn_lower_ascii);
OVERLOAD(fn_upper_ascii);
OVERLOAD(fn_trim);
OVERLOAD(fn_split);
OVERLOAD(fn_split_most);
OVERLOAD(fn_join);
OVERLOAD(fn_join_with);
OVERLOAD(fn_replace);
OVERLOAD(fn_replace_most);
/* fn_format.c */
OVERLOAD(fn_format);
OVERLOAD(fn_quote);
/* fn_bits.c */
OVERLOAD(fn_bit_and);
OVERLOAD(fn_bit_or);
OVERLOAD(fn_bit_xor);
OVERLOAD(fn_bit_not);
OVERLOAD(fn_shift_left);
OVERLOAD(fn_shift_right);
OVERLOAD(fn_base64_encode);
OVERLOAD(fn_base64_decode);
/* fn_optional.c */
OVERLOAD(fn_optional_of);
OVERLOAD(fn_optional_of_non_zero);
OVERLOAD(fn_optional_none);
OVERLOAD(fn_has_value);
OVERLOAD(fn_value);
OVERLOAD(fn_unwrap);
OVERLOAD(fn_first);
OVERLOAD(fn_last);
OVERLOAD(fn_find);
/* fn_convert.c */
OVERLOAD(fn_same);
OVERLOAD(fn_type);
OVERLOAD(fn_int_of_uint);
OVERLOAD(fn_int_of_double);
OVERLOAD(fn_int_of_string);
OVERLOAD(fn_int_of_timestamp);
OVERLOAD(fn_uint_of_int);
OVERLOAD(fn_uint_of_double);
OVERLOAD(fn_uint_of_string);
OVERLOAD(fn_double_of_int);
OVERLOAD(fn_double_of_uint);
OVERLOAD(fn_double_of_string);
OVERLOAD(fn_string_of_any);
OVERLOAD(fn_string_of_bytes);
OVERLOAD(fn_bytes_of_string);
OVERLOAD(fn_bool_of_string);
OVERLOAD(fn_timestamp_of_string);
OVERLOAD(fn_timestamp_of_int);
OVERLOAD(fn_duration_of_string);
/* fn_time.c */
OVERLOAD(fn_add_time_span);
OVERLOAD(fn_add_span_time);
OVERLOAD(fn_sub_time_span);
OVERLOAD(fn_sub_time_time);
OVERLOAD(fn_full_year);
OVERLOAD(fn_full_year_in);
OVERLOAD(fn_month);
OVERLOAD(fn_month_in);
OVERLOAD(fn_day_of_year);
OVERLOAD(fn_day_of_year_in);
OVERLOAD(fn_day_of_month);
OVERLOAD(fn_day_of_month_in);
OVERLOAD(fn_date);
OVERLOAD(fn_date_in);
OVERLOAD(fn_day_of_week);
OVERLOAD(fn_day_of_week_in);
OVERLOAD(fn_hours);
OVERLOAD(fn_hours_in);
OVERLOAD(fn_minutes);
OVERLOAD(fn_minutes_in);
OVERLOAD(fn_seconds);
OVERLOAD(fn_seconds_in);
OVERLOAD(fn_milliseconds);
OVERLOAD(fn_milliseconds_in);
OVERLOAD(fn_span_hours);
OVERLOAD(fn_span_minutes);
OVERLOAD(fn_span_seconds);
OVERLOAD(fn_span_milliseconds);
#undef OVERLOAD
