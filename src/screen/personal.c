#include "screen/personal.h"

#include <stdlib.h>
#include <string.h>

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

enum {
    CARD_DIGITS_MAX = 19,
    IBAN_MAX = 34,
    PHONE_DIGITS_MAX = 15,
    EMAIL_PART_MAX = 64,
};

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return upper(c) >= 'A' && upper(c) <= 'Z';
}

static bool is_word(char c)
{
    return is_digit(c) || is_letter(c);
}

/* The digit a character stands for, or was read for; '\0' if none. */
static char digit_read(char c)
{
    switch (c) {
    case 'O':
    case 'o':
        return '0';
    case 'l':
    case 'I':
    case '|':
        return '1';
    default:
        return is_digit(c) ? c : '\0';
    }
}

static bool word_before(str text, size_t at)
{
    return at > 0 && is_word(text.p[at - 1]);
}

static bool word_after(str text, size_t end)
{
    return end < text.n && is_word(text.p[end]);
}

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

static int number(const char *digits, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
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

static size_t payment_card(str text, size_t at)
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

static size_t iban(str text, size_t at)
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

static bool email_local(char c)
{
    return is_word(c) || (c && strchr("._%+-", c));
}

/* Found from its @. */
static size_t email(str text, size_t at, size_t *ret_start)
{
    size_t start = at, end = at + 1, dot = 0;
    if (text.p[at] != '@')
        return 0;
    while (start > 0 && at - start < EMAIL_PART_MAX && email_local(text.p[start - 1]))
        start--;
    while (end < text.n && end - at < 2 * EMAIL_PART_MAX &&
           (is_word(text.p[end]) || text.p[end] == '-' ||
            (text.p[end] == '.' && end + 1 < text.n && is_word(text.p[end + 1])))) {
        if (text.p[end] == '.')
            dot = end;
        end++;
    }
    bool named = start < at && is_word(text.p[at - 1]);
    bool top = dot > at + 1 && end - dot > 2;
    for (size_t i = dot + 1; top && i < end; i++)
        top = is_letter(text.p[i]);
    *ret_start = start;
    return named && top ? end : 0;
}

static bool same_word(str text, size_t at, const char *word)
{
    size_t n = strlen(word);
    if (at + n > text.n || word_before(text, at))
        return false;
    for (size_t i = 0; i < n; i++)
        if (upper(text.p[at + i]) != upper(word[i]))
            return false;
    return true;
}

/* After one of the labels: where what is labelled begins; 0 if none stands here. */
static size_t after_label(str text, size_t at, const char *const *labels, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!same_word(text, at, labels[i]))
            continue;
        size_t end = at + strlen(labels[i]);
        if (word_after(text, end))
            continue;
        for (size_t k = 0; k < 4 && end < text.n && strchr(" .:;#/()\n\t", text.p[end]); k++)
            end++;
        return end;
    }
    return 0;
}

/* Parts of a phone number: digits with brackets, spaces, dots, slashes or hyphens between. */
static size_t phone_digits(str text, size_t at, char *digits, size_t *ret_end)
{
    size_t n = 0, gap = 0;
    *ret_end = at;
    for (size_t i = at; i < text.n; i++) {
        char c = text.p[i];
        if (is_digit(c)) {
            if (n == PHONE_DIGITS_MAX)
                return 0;
            digits[n++] = c;
            *ret_end = i + 1;
            gap = 0;
        } else if (!strchr(" .-/()", c) || c == '\0' || ++gap > 2) {
            break;
        }
    }
    return word_after(text, *ret_end) ? 0 : n;
}

/* Groups as written, "3-3-4", of the digits up to end. */
static bool grouped(str text, size_t at, size_t end, const char *const *shapes, size_t n)
{
    char shape[2 * PHONE_DIGITS_MAX + 1];
    size_t used = 0, run = 0;
    for (size_t i = at; i <= end; i++) {
        if (i < end && is_digit(text.p[i])) {
            run++;
        } else if (run) {
            if (run > 9 || used + 2 >= sizeof shape)
                return false;
            shape[used++] = (char)('0' + run);
            run = 0;
        }
    }
    shape[used] = '\0';
    for (size_t i = 0; i < n; i++)
        if (strcmp(shape, shapes[i]) == 0)
            return true;
    return false;
}

static size_t phone(str text, size_t at, size_t *ret_start)
{
    static const char *const labels[] = {"telephone", "tel",     "phone",    "mobile",
                                         "mob",       "cell",    "fax",      "handy",
                                         "ph",        "telefon", "teléfono", "portable"};
    static const char *const british[] = {"344", "434", "533", "353", "335",
                                          "56",  "55",  "46",  "36",  "37"};
    static const char *const american[] = {"334", "1334"};
    char d[PHONE_DIGITS_MAX];
    size_t end, n;
    size_t labelled = after_label(text, at, labels, countof(labels));
    if (labelled && labelled < text.n) {
        size_t from = labelled + (text.p[labelled] == '+');
        n = phone_digits(text, from, d, &end);
        *ret_start = labelled;
        return n >= 7 ? end : 0;
    }
    if (text.p[at] == '+' && at + 1 < text.n && !word_before(text, at)) {
        n = phone_digits(text, at + 1, d, &end);
        return n >= 8 && d[0] != '0' ? end : 0;
    }
    bool bracket = text.p[at] == '(';
    if ((!is_digit(text.p[at]) && !bracket) || word_before(text, at))
        return 0;
    if (at > 0 && strchr("-.+/(", text.p[at - 1]))
        return 0; /* the tail of something longer */
    n = phone_digits(text, at, d, &end);
    if (n >= 10 && n <= 11 && d[0] == '0' && d[1] != '0' && (d[1] <= '3' || d[1] >= '7'))
        return grouped(text, at, end, british, countof(british)) || n == end - at ? end : 0;
    size_t area = n == 11 && d[0] == '1' ? 1 : 0;
    if (n - area == 10 && d[area] >= '2' && d[area + 3] >= '2' &&
        grouped(text, at, end, american, countof(american)))
        return end;
    return 0;
}

static size_t uk_nino(str text, size_t at)
{
    static const char *const never[] = {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"};
    char c[2];
    if (at + 9 > text.n || word_before(text, at))
        return 0;
    for (int i = 0; i < 2; i++) {
        c[i] = text.p[at + (size_t)i];
        if (c[i] < 'A' || c[i] > 'Z' || strchr(i ? "DFIOQUV" : "DFIQUV", c[i]))
            return 0;
    }
    for (size_t i = 0; i < countof(never); i++)
        if (memcmp(never[i], c, 2) == 0)
            return 0;
    size_t i = at + 2, digits = 0, spaces = 0;
    for (; i < text.n && digits < 6; i++) {
        if (text.p[i] == ' ' && ++spaces <= 4)
            continue;
        if (!digit_read(text.p[i]))
            return 0;
        digits++;
    }
    if (i < text.n && text.p[i] == ' ')
        i++;
    if (digits < 6 || i >= text.n || text.p[i] < 'A' || text.p[i] > 'D' || word_after(text, i + 1))
        return 0;
    return i + 1;
}

static size_t us_ssn(str text, size_t at)
{
    if (at + 11 > text.n || word_before(text, at) || word_after(text, at + 11))
        return 0;
    char d[9];
    size_t n = 0;
    char separator = text.p[at + 3];
    if (separator != '-' && separator != ' ')
        return 0;
    for (size_t i = 0; i < 11; i++) {
        char c = text.p[at + i];
        if (i == 3 || i == 6) {
            if (c != separator)
                return 0;
        } else if (!(d[n++] = digit_read(c))) {
            return 0;
        }
    }
    /* Longer numbers in groups are something else. */
    if ((at > 0 && strchr("-./", text.p[at - 1])) || (at + 11 < text.n && text.p[at + 11] == '-'))
        return 0;
    int area = number(d, 3);
    bool issued = area != 0 && area != 666 && area < 900 && number(d + 3, 2) && number(d + 5, 4);
    return issued ? at + 11 : 0;
}

/* ICAO 9303-3, 4.9: weights 7, 3, 1; A is 10; < is 0. */
static int zone_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    return c == '<' ? 0 : -1;
}

static bool zone_check(const char *field, size_t n, char check)
{
    static const int weight[3] = {7, 3, 1};
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += zone_value(field[i]) * weight[i % 3];
    char digit = digit_read(check);
    return (digit ? digit : check == '<' ? '0' : '\0') == '0' + sum % 10;
}

static bool all_digits(const char *field, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_digit(field[i]))
            return false;
    return true;
}

/* One line of a zone: dates and checks of the lower line of TD3 (44) and TD2 (36), the middle line
 * of TD1 (30). */
static size_t passport(str text, size_t at)
{
    char zone[44];
    size_t n = 0;
    if (word_before(text, at) || (at > 0 && text.p[at - 1] == '<') || zone_value(text.p[at]) < 0)
        return 0;
    size_t i = at;
    for (; i < text.n && n <= countof(zone); i++) {
        if (text.p[i] == ' ')
            continue; /* a reader's spaces */
        if (zone_value(text.p[i]) < 0 || n == countof(zone))
            break;
        zone[n++] = text.p[i];
    }
    if (i < text.n && zone_value(text.p[i]) >= 0)
        return 0;
    size_t birth = n == 30 ? 0 : 13, expiry = n == 30 ? 8 : 21;
    if (n != 30 && n != 36 && n != 44)
        return 0;
    bool dates = all_digits(zone + birth, 6) && all_digits(zone + expiry, 6) &&
                 zone_check(zone + birth, 6, zone[birth + 6]) &&
                 zone_check(zone + expiry, 6, zone[expiry + 6]);
    bool numbered = n == 30 || zone_check(zone, 9, zone[9]);
    char sex = zone[n == 30 ? 7 : 20];
    return dates && numbered && strchr("MFX<", sex) ? i : 0;
}

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec"};

static bool year(int value)
{
    return value >= 1900 && value <= 2099;
}

/* 30.04.2011, 30/4/11, 2011-04-30: where it ends, or 0. */
static size_t date_in_numbers(str text, size_t at)
{
    int part[3] = {0};
    size_t width[3] = {0}, k = 0, i = at;
    for (; i < text.n && k < 3; i++) {
        char digit = digit_read(text.p[i]);
        if (digit && width[k] < 4) {
            part[k] = part[k] * 10 + (digit - '0');
            width[k]++;
        } else if (width[k] && k < 2 && strchr("./- ", text.p[i]) && text.p[i]) {
            k++;
            while (i + 1 < text.n && text.p[i + 1] == ' ')
                i++;
        } else {
            break;
        }
    }
    if (k != 2 || !width[2])
        return 0;
    bool first = width[0] == 4;
    int y = first ? part[0] : part[2], m = part[1], d = first ? part[2] : part[0];
    bool year_known = first || width[2] == 4 ? year(y) : width[2] == 2;
    bool day_month =
        (m >= 1 && m <= 12 && d >= 1 && d <= 31) || (d >= 1 && d <= 12 && m >= 1 && m <= 31);
    return year_known && day_month ? i : 0;
}

/* "30 April 2011", "April 30, 2011": where it ends, or 0. */
static size_t date_in_words(str text, size_t at)
{
    bool month = false, day = false, years = false;
    size_t i = at, end = 0;
    while (i < text.n && i - at < 32 && !(month && day && years)) {
        if (is_digit(text.p[i])) {
            size_t from = i;
            while (i < text.n && is_digit(text.p[i]))
                i++;
            if (i - from == 4)
                years = year(number(text.p + from, 4));
            else if (i - from <= 2)
                day = true;
            else
                return 0;
            end = i;
        } else if (is_letter(text.p[i])) {
            for (size_t m = 0; m < countof(months) && !month; m++)
                month = same_word(text, i, months[m]);
            bool ordinal = day && !month;
            while (i < text.n && is_letter(text.p[i]))
                i++;
            if (!month && !ordinal)
                return 0;
            end = i;
        } else {
            i++;
        }
    }
    return month && day && years ? end : 0;
}

static size_t birth_date(str text, size_t at, size_t *ret_start)
{
    static const char *const labels[] = {
        "date of birth",
        "birth date",
        "birthdate",
        "DOB",
        "D.O.B",
        "born on",
        "geboren am",
        "geburtsdatum",
        "date de naissance",
        "data di nascita",
        "fecha de nacimiento",
        "data de nascimento",
        "geboortedatum",
    };
    size_t from = after_label(text, at, labels, countof(labels));
    if (!from || from >= text.n)
        return 0;
    size_t end = date_in_numbers(text, from);
    *ret_start = from;
    return end ? end : date_in_words(text, from);
}

static size_t starts_at(enum personal_kind kind, str text, size_t at, size_t *ret_start)
{
    *ret_start = at;
    switch (kind) {
    case PERSONAL_PAYMENT_CARD:
        return payment_card(text, at);
    case PERSONAL_IBAN:
        return iban(text, at);
    case PERSONAL_EMAIL:
        return email(text, at, ret_start);
    case PERSONAL_PHONE:
        return phone(text, at, ret_start);
    case PERSONAL_UK_NINO:
        return uk_nino(text, at);
    case PERSONAL_US_SSN:
        return us_ssn(text, at);
    case PERSONAL_PASSPORT:
        return passport(text, at);
    case PERSONAL_BIRTH_DATE:
        return birth_date(text, at, ret_start);
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
