/* screen/personal.h -- personal data by pattern: numbers that carry their own proof (check digits,
 * rules of the issuer), addresses, and labelled dates of birth.
 *
 * Works on text as it was read. Where digits are wanted, the letters that readers of pictures take
 * for digits (O, o, l, I, |) count as such; the check digits decide. Pure; any bytes may come in.
 */
#pragma once

#include "base/str.h"

enum personal_kind {
    PERSONAL_PAYMENT_CARD, /* ISO/IEC 7812: issuer range, length, Luhn */
    PERSONAL_IBAN,         /* ISO 13616: country's length, mod 97 */
    PERSONAL_EMAIL,
    PERSONAL_PHONE,      /* +country; labelled; the grouped forms of the UK and North America */
    PERSONAL_UK_NINO,    /* prefix rules of HMRC's manual NIM39110 */
    PERSONAL_US_SSN,     /* ranges that the SSA never issues are left out */
    PERSONAL_PASSPORT,   /* machine-readable zone, ICAO 9303: TD1, TD2, TD3, check digits */
    PERSONAL_BIRTH_DATE, /* only with a label such as "date of birth" */
    PERSONAL_KINDS,
};

extern const char *const personal_kind_names[PERSONAL_KINDS]; /* "payment-card", ... */

enum {
    PERSONAL_MATCHES_MAX = 1000,
    PERSONAL_TEXT_MAX_BYTES = 1 << 20, /* the rest of a longer text is not searched: refuse it */
};

struct personal_match {
    enum personal_kind kind;
    size_t start, end; /* bytes of the text, without end */
};

/* Matches of the kinds whose bits (1 << kind) are set, by start; they do not overlap: the longer of
 * two wins. The text must not be longer than PERSONAL_TEXT_MAX_BYTES. At PERSONAL_MATCHES_MAX it
 * stops. */
size_t personal_find(str text, unsigned kinds, struct arena *a, struct personal_match **ret);

/* The text with all but the first and last two characters of each match as "*", byte for byte in
 * place, so that offsets still hold; what is four bytes or less is starred whole. */
str personal_mask(str text, const struct personal_match *matches, size_t n, struct arena *a);
