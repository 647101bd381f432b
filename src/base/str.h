/* base/str.h -- string views: a pointer and a length, by value, never owned.
 *
 * Bytes may hold anything, NUL included. A str whose p is NULL is "absent"; S("") is empty and
 * present. Whoever made the bytes keeps them alive (an arena, mostly). */
#pragma once

#include "base/arena.h"
#include "base/base.h"

typedef struct str {
    const char *p;
    size_t n;
} str;

#define S(literal) ((str){"" literal, sizeof(literal) - 1})
/* For printf: "%.*s", STR(s). */
#define STR(s) (int)(s).n, (s).p

str str_of(const char *c);            /* a view of a C string */
str str_copy(str s, struct arena *a); /* a copy in a; absent stays absent */
char *str_c(str s, struct arena *a);  /* a NUL-terminated copy */
str str_format(struct arena *a, const char *fmt, ...) PRINTF(2, 3);

bool str_eq(str a, str b); /* same bytes; absent equals only absent */
int str_cmp(str a, str b); /* order by bytes, like memcmp */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
bool str_contains(str s, str part);

str str_from(str s, size_t at); /* s[at..]; at <= n */
str str_first(str s, size_t n); /* s[..n]; n <= s.n */
str str_trim(str s);            /* without ASCII white space at both ends */

/* Split at the first separator byte: *ret_head gets what is before, *s what is after. False, with
 * nothing written, once *s is absent. The last piece leaves *s absent. */
bool str_cut(str *s, char separator, str *ret_head);

/* Go past a prefix; false, with nothing changed, where it is not. */
bool str_skip(str *s, str prefix);
/* Exactly n decimal digits, 9 at most, off the front; false, with nothing written, for fewer. */
bool str_cut_digits(str *s, size_t n, int32_t *ret_value);

/* A whole decimal number with an optional minus; false if it is anything else or overflows. */
bool str_to_i64(str s, int64_t *ret_value);

/* The same from 0 on, and only as it would be printed: no sign, no zero in front. */
bool str_to_u64(str s, uint64_t *ret_value);

/* Smallest number of insertions, deletions and substitutions of bytes between a and b, or limit
 * if it is that or more. For "did you mean"; both at most 64 bytes, longer answers limit. */
unsigned str_distance(str a, str b, unsigned limit);
