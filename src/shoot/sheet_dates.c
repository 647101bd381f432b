/* Dates as people type them. */
#include <stdio.h>
#include <string.h>

#include "shoot/sheet_table.h"

/* In English, French and Italian, as they are written short and long; compared as keys. */
static const char *const months[12] = {
    "january|jan|janvier|janv|gennaio|gen",
    "february|feb|février|fév|févr|febbraio",
    "march|mar|mars|marzo",
    "april|apr|avril|avr|aprile",
    "may|mai|maggio|mag",
    "june|jun|juin|giugno|giu",
    "july|jul|juillet|juil|luglio|lug",
    "august|aug|août|agosto|ago",
    "september|sep|sept|septembre|settembre|set",
    "october|oct|octobre|ottobre|ott",
    "november|nov|novembre",
    "december|dec|décembre|déc|dicembre|dic",
};

enum {
    DATE_MAX_BYTES = 64,
    KEY_ROOM_BYTES = 64 << 10,
};

static uint8_t month_named(str word)
{
    struct arena a CLEANUP(arena_close) = arena_open(KEY_ROOM_BYTES);
    str key = sheet_key(word, &a);
    for (size_t m = 0; key.n && m < countof(months); m++)
        if (sheet_named(months[m], key, a))
            return (uint8_t)(m + 1);
    return 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Three parts with something that parts them; what comes after is not a date any more. */
static bool three_parts(str text, str parts[3])
{
    size_t n = 0;
    while (text.n > 0) {
        size_t len = 0;
        bool digits = is_digit(text.p[0]);
        while (len < text.n && !strchr("/.- ,\t", text.p[len]) && is_digit(text.p[len]) == digits)
            len++;
        if (len > 0) {
            if (n == 3)
                return false;
            parts[n++] = str_first(text, len);
            text = str_from(text, len);
        } else {
            text = str_from(text, 1);
        }
    }
    return n == 3;
}

static bool number_of(str part, size_t most_digits, int *ret)
{
    int64_t v;
    if (part.n == 0 || part.n > most_digits || !is_digit(part.p[0]) || !str_to_i64(part, &v))
        return false;
    *ret = (int)v;
    return true;
}

static bool make(int year, int month, int day, struct date *ret)
{
    char text[48];
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    return date_parse(str_of(text), ret);
}

static bool wrong(const char **ret_wrong, const char *words)
{
    *ret_wrong = words;
    return false;
}

/* 14 sept. 2022, September 14, 2022 and so on: the month is a word, so nothing is in doubt. */
static bool with_month_word(str parts[3], struct date *ret, const char **ret_wrong)
{
    int day, year;
    for (size_t at = 0; at < 2; at++) {
        uint8_t month = is_digit(parts[at].p[0]) ? 0 : month_named(parts[at]);
        if (month && number_of(parts[1 - at], 2, &day) && number_of(parts[2], 4, &year) &&
            parts[2].n == 4 && make(year, month, day, ret))
            return true;
    }
    return wrong(ret_wrong, "is not a date; write it as 2022-09-14");
}

bool sheet_date(str text, enum date_order order, struct date *ret, bool *ret_ambiguous,
                const char **ret_wrong)
{
    str parts[3];
    int v[3];
    *ret_ambiguous = false;
    *ret_wrong = "is not a date; write it as 2022-09-14";
    text = str_trim(text);
    if (date_parse(text, ret))
        return true;
    if (text.n > DATE_MAX_BYTES || !three_parts(text, parts))
        return false;
    if (!is_digit(parts[0].p[0]) || !is_digit(parts[1].p[0]))
        return with_month_word(parts, ret, ret_wrong);
    for (size_t i = 0; i < 3; i++)
        if (!number_of(parts[i], 4, &v[i]))
            return false;
    if (parts[0].n == 4)
        return make(v[0], v[1], v[2], ret);
    if (parts[2].n != 4)
        return wrong(ret_wrong, "is a date whose year has not four digits; write it as 2022-09-14");
    if (order == DATES_YMD)
        return wrong(ret_wrong, "is a date whose year does not come first, as was said of all");
    struct date dmy, mdy;
    bool day_first = make(v[2], v[1], v[0], &dmy), month_first = make(v[2], v[0], v[1], &mdy);
    if (!day_first && !month_first)
        return false;
    if (order == DATES_UNSAID && day_first && month_first && date_cmp(dmy, mdy) != 0) {
        *ret_ambiguous = true;
        return wrong(ret_wrong, "is two dates: day first or month first? Say --dates dmy or "
                                "--dates mdy, or write it as 2022-09-14");
    }
    if (order == DATES_DMY ? !day_first : order == DATES_MDY && !month_first)
        return wrong(ret_wrong, order == DATES_DMY
                                    ? "does not begin with the day, as was said of all dates"
                                    : "does not begin with the month, as was said of all dates");
    *ret = order == DATES_MDY || !day_first ? mdy : dmy;
    return true;
}
