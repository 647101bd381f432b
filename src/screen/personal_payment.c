#include "screen/personal_kinds.h"

#include <string.h>

#include "screen/personal_text.h"

enum {
    CARD_DIGITS_MAX = 19,
    IBAN_MAX = 34,
};

/* Digits from `at` on, single spaces, dots or hyphens between them allowed: into digits, with the
 * end in the text after each. It starts at a true digit. */
struct digits {
    char at[CARD_DIGITS_MAX + 1];
    size_t end[CARD_DIGITS_MAX + 1];
    size_t n;
    size_t groups;
};

static struct digits digits_at(str text, size_t at, const char *separators)
{
    struct digits d = {.groups = 1};
    for (size_t i = at; i < text.n && d.n <= CARD_DIGITS_MAX; i++) {
        char digit = digit_read(text.p[i]);
        if (!digit && d.n && i + 1 < text.n && strchr(separators, text.p[i]) &&
            digit_read(text.p[i + 1])) {
            d.groups++;
            continue;
        }
        if (!digit || text.p[i] == '\0')
            break;
        d.at[d.n] = digit;
        d.end[d.n++] = i + 1;
    }
    return d;
}

/* Issuer ranges as the schemes publish them. */
static bool card_length(const char *digits, size_t n)
{
    int two = number(digits, 2), three = number(digits, 3), four = number(digits, 4);
    if (digits[0] == '4')
        return n == 13 || n == 16 || n == 19;
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))
        return n == 16;
    if (two == 34 || two == 37)
        return n == 15;
    if (two == 36 || two == 38 || two == 39 || (three >= 300 && three <= 305))
        return n == 14;
    if (four == 6011 || two == 65 || (three >= 644 && three <= 649) || two == 62 ||
        (four >= 3528 && four <= 3589))
        return n >= 16 && n <= 19;
    return false;
}

static bool luhn(const char *digits, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        int v = digits[n - 1 - i] - '0';
        v = i % 2 ? v * 2 : v;
        sum += v > 9 ? v - 9 : v;
    }
    return sum % 10 == 0;
}

size_t personal_payment_card(str text, size_t at)
{
    if (!is_digit(text.p[at]) || word_before(text, at))
        return 0;
    struct digits d = digits_at(text, at, " -.");
    for (size_t n = MIN(d.n, (size_t)CARD_DIGITS_MAX); n >= 13; n--)
        if (card_length(d.at, n) && luhn(d.at, n) && !word_after(text, d.end[n - 1]))
            return d.end[n - 1];
    return 0;
}

/* SWIFT's IBAN registry: country and length. */
static const char iban_lengths[][5] = {
    "AD24", "AE23", "AL28", "AT20", "AZ28", "BA20", "BE16", "BG22", "BH22", "BR29", "BY28", "CH21",
    "CR22", "CY28", "CZ24", "DE22", "DK18", "DO28", "EE20", "EG29", "ES24", "FI18", "FO18", "FR27",
    "GB22", "GE22", "GI23", "GL18", "GR27", "GT28", "HR21", "HU28", "IE22", "IL23", "IQ23", "IS26",
    "IT27", "JO30", "KW30", "KZ20", "LB28", "LC32", "LI21", "LT20", "LU20", "LV21", "LY25", "MC27",
    "MD24", "ME22", "MK19", "MR27", "MT31", "MU30", "NL18", "NO15", "OM23", "PK24", "PL28", "PS29",
    "PT25", "QA29", "RO24", "RS22", "SA24", "SC31", "SE24", "SI19", "SK24", "SM27", "ST25", "SV28",
    "TL23", "TN24", "TR26", "UA29", "VA22", "VG24", "XK20",
};

static size_t iban_length(const char *iban)
{
    for (size_t i = 0; i < countof(iban_lengths); i++)
        if (memcmp(iban_lengths[i], iban, 2) == 0)
            return (size_t)number(iban_lengths[i] + 2, 2);
    return 0;
}

static bool mod_97_is_1(const char *iban, size_t n)
{
    int rest = 0;
    for (size_t i = 0; i < n; i++) {
        char c = iban[(i + 4) % n];
        rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest == 1;
}

size_t personal_iban(str text, size_t at)
{
    char plain[IBAN_MAX];
    size_t n = 0, want = 0, i = at;
    if (!is_letter(text.p[at]) || word_before(text, at))
        return 0;
    for (; i < text.n && (n < 4 || n < want); i++) {
        char c = text.p[i];
        if (c == ' ' && n % 4 == 0 && n)
            continue;
        if (!is_word(c))
            return 0;
        /* The check digits are digits, whatever they look like. */
        plain[n] = n == 2 || n == 3 ? digit_read(c) : upper(c);
        if (!plain[n++])
            return 0;
        if (n == 4)
            want = iban_length(plain);
    }
    if (n < 4 || n != want || word_after(text, i) || !mod_97_is_1(plain, n))
        return 0;
    return i;
}
