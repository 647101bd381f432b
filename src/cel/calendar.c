#include "cel/calendar.h"

#include <stdio.h>

#include "base/date.h"

enum {
    NS_PER_S = 1000000000,
    DAY_S = 86400
};

bool time_make(int64_t s, int64_t ns, struct cel_value *ret_time)
{
    int64_t carry = ns / NS_PER_S;
    ns %= NS_PER_S;
    if (ns < 0) {
        ns += NS_PER_S;
        carry--;
    }
    if (__builtin_add_overflow(s, carry, &s) || s < TIME_MIN_S || s > TIME_MAX_S)
        return false;
    *ret_time = (struct cel_value){.kind = CEL_TIMESTAMP, .n = (uint32_t)ns, .i = s};
    return true;
}

/* A fraction of a second after its point: 1 to 9 digits. */
static bool take_fraction(str *s, int32_t *ret_ns)
{
    int32_t ns = 0, n = 0;
    for (; s->n && s->p[0] >= '0' && s->p[0] <= '9'; n++) {
        if (n == 9)
            return false;
        ns = ns * 10 + (s->p[0] - '0');
        *s = str_from(*s, 1);
    }
    for (int32_t i = n; i < 9; i++)
        ns *= 10;
    *ret_ns = ns;
    return n > 0;
}

static bool take_hh_mm(str *s, int32_t most_hours, int32_t *ret_s)
{
    int32_t h, m;
    if (!str_cut_digits(s, 2, &h) || !str_skip(s, S(":")) || !str_cut_digits(s, 2, &m) ||
        h > most_hours || m > 59)
        return false;
    *ret_s = h * 3600 + m * 60;
    return true;
}

bool zone_parse_offset(str s, int32_t *ret_s)
{
    bool minus = str_skip(&s, S("-"));
    if (!minus)
        str_skip(&s, S("+"));
    if (!take_hh_mm(&s, 23, ret_s) || s.n)
        return false;
    if (minus)
        *ret_s = -*ret_s;
    return true;
}

bool time_parse(str s, struct cel_value *ret_time)
{
    struct date date;
    int32_t hm, second, ns = 0, offset = 0;
    if (!date_cut(&s, &date) || !(str_skip(&s, S("T")) || str_skip(&s, S("t"))) ||
        !take_hh_mm(&s, 23, &hm) || !str_skip(&s, S(":")) || !str_cut_digits(&s, 2, &second))
        return false;
    if (str_skip(&s, S(".")) && !take_fraction(&s, &ns))
        return false;
    if (!str_skip(&s, S("Z")) && !str_skip(&s, S("z"))) {
        if (!s.n || (s.p[0] != '+' && s.p[0] != '-') || !zone_parse_offset(s, &offset))
            return false;
        s.n = 0;
    }
    if (s.n || second > 59)
        return false;
    return time_make(date_days(date) * DAY_S + hm + second - offset, ns, ret_time);
}

bool span_parse(str s, int64_t *ret_ns)
{
    static const struct {
        str name;
        int64_t ns;
    } units[] = {
        {{"ns", 2}, 1},
        {{"us", 2}, 1000},
        {{"\xC2\xB5s", 3}, 1000},
        {{"ms", 2}, 1000000},
        {{"s", 1}, NS_PER_S},
        {{"m", 1}, 60 * (int64_t)NS_PER_S},
        {{"h", 1}, 3600 * (int64_t)NS_PER_S},
    };
    bool minus = str_skip(&s, S("-"));
    if (!minus)
        str_skip(&s, S("+"));
    if (str_eq(s, S("0"))) {
        *ret_ns = 0;
        return true;
    }
    int64_t sum = 0; /* negative, so that the smallest fits */
    if (!s.n)
        return false;
    while (s.n) {
        int64_t whole = 0;
        size_t n = 0;
        for (; s.n && s.p[0] >= '0' && s.p[0] <= '9'; n++) {
            if (__builtin_mul_overflow(whole, INT64_C(10), &whole) ||
                __builtin_add_overflow(whole, (int64_t)(s.p[0] - '0'), &whole))
                return false;
            s = str_from(s, 1);
        }
        int64_t part = 0, scale = 1;
        if (str_skip(&s, S("."))) {
            for (; s.n && s.p[0] >= '0' && s.p[0] <= '9'; n++) {
                if (scale < NS_PER_S) { /* what is below a nanosecond of an hour is dropped */
                    part = part * 10 + (s.p[0] - '0');
                    scale *= 10;
                }
                s = str_from(s, 1);
            }
        }
        size_t u = 0;
        while (u < countof(units) && !str_starts(s, units[u].name))
            u++;
        /* "m" is also the beginning of "ms", which stands before it in the table. */
        if (!n || u == countof(units))
            return false;
        s = str_from(s, units[u].name.n);
        int64_t value;
        __int128 fraction = (__int128)part * units[u].ns / scale;
        if (__builtin_mul_overflow(whole, units[u].ns, &value) ||
            __builtin_sub_overflow(sum, value, &sum) ||
            __builtin_sub_overflow(sum, (int64_t)fraction, &sum))
            return false;
    }
    if (!minus && sum == INT64_MIN)
        return false;
    *ret_ns = minus ? sum : -sum;
    return true;
}

/* Nanoseconds as a fraction without trailing zeros: ".5"; nothing for 0. */
static size_t print_fraction(uint32_t ns, char *text)
{
    if (!ns)
        return 0;
    size_t n = (size_t)sprintf(text, ".%09u", ns);
    while (text[n - 1] == '0')
        n--;
    return n;
}

str time_print(struct cel_value time, char *text)
{
    struct time_parts p = time_parts(time.i);
    int n = sprintf(text, "%04d-%02d-%02dT%02d:%02d:%02d", p.year, p.month, p.day, p.hour, p.minute,
                    p.second);
    size_t w = (size_t)n;
    w += print_fraction(time.n, text + w);
    text[w++] = 'Z';
    return (str){text, w};
}

str span_print(int64_t ns, char *text)
{
    uint64_t u = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;
    size_t w =
        (size_t)sprintf(text, "%s%llu", ns < 0 ? "-" : "", (unsigned long long)(u / NS_PER_S));
    w += print_fraction((uint32_t)(u % NS_PER_S), text + w);
    text[w++] = 's';
    return (str){text, w};
}

struct time_parts time_parts(int64_t local_s)
{
    int64_t days = local_s / DAY_S, second = local_s % DAY_S;
    if (second < 0) {
        second += DAY_S;
        days--;
    }
    struct date d = date_from_days(days), new_year = {d.year, 1, 1};
    return (struct time_parts){
        .year = d.year,
        .month = d.month,
        .day = d.day,
        .day_of_year = (int32_t)(days - date_days(new_year)),
        .day_of_week = (int32_t)(((days + 4) % 7 + 7) % 7), /* 1970-01-01 was a Thursday */
        .hour = (int32_t)(second / 3600),
        .minute = (int32_t)(second / 60 % 60),
        .second = (int32_t)(second % 60),
    };
}
