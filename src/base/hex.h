/* base/hex.h -- lower-case hex, and base64 (RFC 4648 section 4, padded). */
#pragma once

#include "base/str.h"

str hex_encode(str bytes, struct arena *a);

/* Exactly n bytes from 2n lower-case digits; false otherwise, with out untouched on a wrong length
 * and unspecified on a wrong digit. */
bool hex_decode(str hex, uint8_t *out, size_t n);

str base64_encode(str bytes, struct arena *a);

/* Strictly: padded, no white space, no bit set that the encoder would not set. So equal bytes have
 * one text. base64_decode fills exactly n bytes, else false, with out unspecified. */
bool base64_decode(str text, uint8_t *out, size_t n);
bool base64_bytes(str text, struct arena *a, str *ret_bytes);
