#include "screen/personal_kinds.h"

#include <string.h>

#include "screen/personal_text.h"

size_t personal_uk_nino(str text, size_t at)
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

size_t personal_us_ssn(str text, size_t at)
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
size_t personal_passport(str text, size_t at)
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
                month = personal_same_word(text, i, months[m]);
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

size_t personal_birth_date(str text, size_t at, size_t *ret_start)
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
    size_t from = personal_after_label(text, at, labels, countof(labels));
    if (!from || from >= text.n)
        return 0;
    size_t end = date_in_numbers(text, from);
    *ret_start = from;
    return end ? end : date_in_words(text, from);
}
