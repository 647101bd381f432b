#include "base/date.h"

static bool leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int32_t year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool date_cut(str *s, struct date *ret_date)
{
    str rest = *s;
    int32_t year, month, day;
    if (!str_cut_digits(&rest, 4, &year) || !str_skip(&rest, S("-")) ||
        !str_cut_digits(&rest, 2, &month) || !str_skip(&rest, S("-")) ||
        !str_cut_digits(&rest, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *s = rest;
    *ret_date = (struct date){year, (uint8_t)month, (uint8_t)day};
    return true;
}

bool date_parse(str s, struct date *ret_date)
{
    struct date d;
    if (!date_cut(&s, &d) || s.n || d.year < 1900 || d.year > 2199)
        return false;
    *ret_date = d;
    return true;
}

str date_print(struct date d, struct arena *a)
{
    return str_format(a, "%04d-%02d-%02d", (int)d.year, d.month, d.day);
}

int date_cmp(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

/* Years are counted from 1 March, so that the leap day comes last (the era arithmetic of Howard
 * Hinnant's "chrono-Compatible Low-Level Date Algorithms"). */
int64_t date_days(struct date d)
{
    int64_t y = d.year - (d.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct date date_from_days(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct date){
        .year = (int32_t)(year_of_era + era * 400 + (month <= 2)),
        .month = (uint8_t)month,
        .day = (uint8_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
    };
}

int date_age(struct date birth, struct date on)
{
    assert(date_cmp(birth, on) <= 0);
    bool before_birthday =
        on.month < birth.month || (on.month == birth.month && on.day < birth.day);
    return on.year - birth.year - before_birthday;
}
