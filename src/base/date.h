/* base/date.h -- calendar dates (proleptic Gregorian), with no clock and no time zone. */
#pragma once

#include "base/str.h"

struct date {
    int32_t year; /* 0 with month 0: no date */
    uint8_t month;
    uint8_t day;
};

/* "YYYY-MM-DD" off the front of s: years 0000 to 9999, days that exist. */
bool date_cut(str *s, struct date *ret_date);

/* "YYYY-MM-DD" and nothing else, years 1900 to 2199, days that exist. */
bool date_parse(str s, struct date *ret_date);
str date_print(struct date d, struct arena *a);

static inline bool date_present(struct date d)
{
    return d.month != 0;
}

int date_cmp(struct date a, struct date b);
int64_t date_days(struct date d); /* days since 1970-01-01 */
struct date date_from_days(int64_t days);

/* Full years from birth to on; a person born on 29 February has his birthday on 1 March in other
 * years. on must not be before birth. */
int date_age(struct date birth, struct date on);
