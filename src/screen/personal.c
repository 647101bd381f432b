#include "screen/personal.h"

#include <stdlib.h>
#include <string.h>

#include "screen/personal_kinds.h"

const char *const personal_kind_names[PERSONAL_KINDS] = {
    [PERSONAL_PAYMENT_CARD] = "payment-card",
    [PERSONAL_IBAN] = "iban",
    [PERSONAL_EMAIL] = "email",
    [PERSONAL_PHONE] = "phone",
    [PERSONAL_UK_NINO] = "uk-nino",
    [PERSONAL_US_SSN] = "us-ssn",
    [PERSONAL_PASSPORT] = "passport",
    [PERSONAL_BIRTH_DATE] = "birth-date",
};

static size_t starts_at(enum personal_kind kind, str text, size_t at, size_t *ret_start)
{
    *ret_start = at;
    switch (kind) {
    case PERSONAL_PAYMENT_CARD:
        return personal_payment_card(text, at);
    case PERSONAL_IBAN:
        return personal_iban(text, at);
    case PERSONAL_EMAIL:
        return personal_email(text, at, ret_start);
    case PERSONAL_PHONE:
        return personal_phone(text, at, ret_start);
    case PERSONAL_UK_NINO:
        return personal_uk_nino(text, at);
    case PERSONAL_US_SSN:
        return personal_us_ssn(text, at);
    case PERSONAL_PASSPORT:
        return personal_passport(text, at);
    case PERSONAL_BIRTH_DATE:
        return personal_birth_date(text, at, ret_start);
    case PERSONAL_KINDS:
        break;
    }
    return 0;
}

static int by_start(const void *a, const void *b)
{
    const struct personal_match *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end;
}

size_t personal_find(str text, unsigned kinds, struct arena *a, struct personal_match **ret)
{
    assert(text.n <= PERSONAL_TEXT_MAX_BYTES);
    struct personal_match *at = arena_new(a, struct personal_match, PERSONAL_MATCHES_MAX);
    size_t found = 0;
    for (int kind = 0; kind < PERSONAL_KINDS; kind++) {
        for (size_t i = 0; (kinds >> kind & 1) && i < text.n && found < PERSONAL_MATCHES_MAX; i++) {
            size_t start, end = starts_at((enum personal_kind)kind, text, i, &start);
            if (!end)
                continue;
            at[found++] = (struct personal_match){(enum personal_kind)kind, start, end};
            i = MAX(end, i + 1) - 1;
        }
    }
    qsort(at, found, sizeof *at, by_start);
    size_t kept = 0;
    for (size_t i = 0; i < found; i++) {
        if (kept && at[i].start < at[kept - 1].end) {
            size_t longest = at[kept - 1].end - at[kept - 1].start;
            if (at[i].end - at[i].start <= longest)
                continue;
            kept--;
        }
        at[kept++] = at[i];
    }
    *ret = at;
    return kept;
}

str personal_mask(str text, const struct personal_match *matches, size_t n, struct arena *a)
{
    char *masked = arena_new(a, char, text.n);
    memcpy(masked, text.p, text.n);
    for (size_t i = 0; i < n; i++) {
        size_t shown = matches[i].end - matches[i].start > 4 ? 2 : 0;
        for (size_t k = matches[i].start + shown; k < matches[i].end - shown; k++)
            if (masked[k] != '\n')
                masked[k] = '*';
    }
    return (str){masked, text.n};
}
