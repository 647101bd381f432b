/* screen/personal_kinds.h -- the finders of personal data, one a kind. Each looks at one place of
 * the text, and returns where what begins there ends, or 0. Those that have a ret_start may find it
 * to begin elsewhere (before the @, after the label), and leave *ret_start alone where it does not.
 * Private to this folder. */
#pragma once

#include "base/str.h"

/* personal_payment.c */
size_t personal_payment_card(str text, size_t at);
size_t personal_iban(str text, size_t at);

/* personal_contact.c */
size_t personal_email(str text, size_t at, size_t *ret_start);
size_t personal_phone(str text, size_t at, size_t *ret_start);

/* personal_identity.c */
size_t personal_uk_nino(str text, size_t at);
size_t personal_us_ssn(str text, size_t at);
size_t personal_passport(str text, size_t at);
size_t personal_birth_date(str text, size_t at, size_t *ret_start);
