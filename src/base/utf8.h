/* base/utf8.h -- UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above
 * U+10FFFF. */
#pragma once

#include "base/buf.h"

bool utf8_valid(str s);

/* Take one code point off the front. False, with *s untouched, at the end or on a bad sequence. */
bool utf8_next(str *s, uint32_t *ret_code_point);

/* Append one code point; it must be a valid scalar value. */
void utf8_put(struct buf *b, uint32_t code_point);

/* A copy that is UTF-8 for sure: bytes that are not become U+FFFD. Absent stays absent. */
str utf8_clean(str s, struct arena *a);

/* Controls (C0, DEL, C1), line separators, and the marks that turn the direction of writing: what a
 * stranger's text must not bring into what people read. */
bool utf8_is_control(uint32_t code_point);
