/* Summer time after the end of a zone's table, by the rule in its file's footer: POSIX's TZ
 * variable
 * ("CET-1CEST,M3.5.0,M10.5.0/3") as RFC 8536, section 3.3, extends it. */
#include "base/date.h"
#include "cel/calendar.h"

enum {
    DAY_S = 86400,
    HOUR_S = 3600,
    CHANGE_DEFAULT_S = 2 * HOUR_S,
    OFFSET_HOURS_MAX = 24,
    CHANGE_HOURS_MAX = 167,
};

/* One to three digits, at most `most`. */
static bool take_number(str *s, int32_t least, int32_t most, int32_t *ret)
{
    int32_t v = 0;
    size_t n = 0;
    for (; n < 3 && n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++)
        v = v * 10 + (s->p[n] - '0');
    *s = str_from(*s, n);
    *ret = v;
    return n && v >= least && v <= most;
}

/* [+-]hh[:mm[:ss]], in seconds. */
static bool take_time(str *s, int32_t most_hours, int32_t *ret_s)
{
    int32_t sign = str_skip(s, S("-")) ? -1 : 1, h, m = 0, sec = 0;
    if (sign > 0)
        (void)str_skip(s, S("+"));
    if (!take_number(s, 0, most_hours, &h))
        return false;
    if (str_skip(s, S(":")) &&
        (!take_number(s, 0, 59, &m) || (str_skip(s, S(":")) && !take_number(s, 0, 59, &sec))))
        return false;
    *ret_s = sign * (h * HOUR_S + m * 60 + sec);
    return true;
}

/* Letters, or anything between < and >. */
static bool take_name(str *s)
{
    size_t n = 0;
    if (str_skip(s, S("<"))) {
        while (n < s->n && s->p[n] != '>')
            n++;
        *s = str_from(*s, n);
        return n && str_skip(s, S(">"));
    }
    while (n < s->n && ((s->p[n] | 0x20) >= 'a' && (s->p[n] | 0x20) <= 'z'))
        n++;
    *s = str_from(*s, n);
    return n >= 3;
}

struct change {
    char kind; /* M: month, week, day of the week; J: day 1 to 365; 0: day 0 to 365 */
    int32_t month, week, day;
    int32_t time_s;
};

static bool take_change(str *s, struct change *ret)
{
    *ret = (struct change){.kind = '0', .time_s = CHANGE_DEFAULT_S};
    bool ok;
    if (str_skip(s, S("M"))) {
        ret->kind = 'M';
        ok = take_number(s, 1, 12, &ret->month) && str_skip(s, S(".")) &&
             take_number(s, 1, 5, &ret->week) && str_skip(s, S(".")) &&
             take_number(s, 0, 6, &ret->day);
    } else if (str_skip(s, S("J"))) {
        ret->kind = 'J';
        ok = take_number(s, 1, 365, &ret->day);
    } else {
        ok = take_number(s, 0, 365, &ret->day);
    }
    return ok && (!str_skip(s, S("/")) || take_time(s, CHANGE_HOURS_MAX, &ret->time_s));
}

static int64_t day_of(int32_t year, int32_t month, int32_t day)
{
    return date_days((struct date){year, (uint8_t)month, (uint8_t)day});
}

/* When the change comes in this year, as the wall clock before it shows. */
static int64_t change_at(const struct change *c, int32_t year)
{
    int64_t day;
    if (c->kind == 'M') {
        int64_t first = day_of(year, c->month, 1);
        int64_t next = c->month == 12 ? day_of(year + 1, 1, 1) : day_of(year, c->month + 1, 1);
        int32_t weekday = (int32_t)(((first + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
        day = first + (c->day - weekday + 7) % 7 + 7 * (c->week - 1);
        if (day >= next) /* week 5 is the last */
            day -= 7;
    } else {
        bool leap = day_of(year, 3, 1) - day_of(year, 2, 1) == 29;
        day = day_of(year, 1, 1) + c->day;
        if (c->kind == 'J') /* 29 February is not counted */
            day += leap && c->day > 59 ? 0 : -1;
    }
    return day * DAY_S + c->time_s;
}

bool zone_rule_offset(str rule, int64_t utc_s, int32_t *ret_s)
{
    int32_t west, summer_west;
    if (!take_name(&rule) || !take_time(&rule, OFFSET_HOURS_MAX, &west))
        return false;
    if (!rule.n) {
        *ret_s = -west;
        return true;
    }
    struct change start, end;
    if (!take_name(&rule))
        return false;
    summer_west = west - HOUR_S;
    if (rule.n && rule.p[0] != ',' && !take_time(&rule, OFFSET_HOURS_MAX, &summer_west))
        return false;
    if (!str_skip(&rule, S(",")) || !take_change(&rule, &start) || !str_skip(&rule, S(",")) ||
        !take_change(&rule, &end) || rule.n)
        return false;
    int32_t year = time_parts(utc_s - west).year;
    int64_t from = change_at(&start, year) + west, to = change_at(&end, year) + summer_west;
    bool summer = from < to ? utc_s >= from && utc_s < to : utc_s >= from || utc_s < to;
    *ret_s = summer ? -summer_west : -west;
    return true;
}
