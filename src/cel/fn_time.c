/* Timestamps and durations: arithmetic and parts. */
#include "cel/calendar.h"
#include "cel/functions.h"

static struct cel_value shifted(struct eval *e, struct cel_value time, __int128 by_ns)
{
    struct cel_value v;
    if (time_make(time.i + (int64_t)(by_ns / 1000000000), time.n + (int64_t)(by_ns % 1000000000),
                  &v))
        return v;
    return eval_fail(e, ERR_INVALID, "range: a timestamp is in the years 1 to 9999");
}

struct cel_value fn_add_time_span(struct eval *e, const struct cel_value *args)
{
    return shifted(e, args[0], args[1].i);
}

struct cel_value fn_add_span_time(struct eval *e, const struct cel_value *args)
{
    return shifted(e, args[1], args[0].i);
}

struct cel_value fn_sub_time_span(struct eval *e, const struct cel_value *args)
{
    return shifted(e, args[0], -(__int128)args[1].i);
}

struct cel_value fn_sub_time_time(struct eval *e, const struct cel_value *args)
{
    __int128 ns =
        ((__int128)args[0].i - args[1].i) * 1000000000 + ((int64_t)args[0].n - (int64_t)args[1].n);
    if (ns > INT64_MAX || ns < INT64_MIN)
        return eval_fail(e, ERR_INVALID, "range: these moments are more than 292 years apart");
    return (struct cel_value){.kind = CEL_DURATION, .i = (int64_t)ns};
}

/* The wall clock's reading, in UTC or the zone that the member call names; an error in
 * *ret_error. */
static bool local_parts(struct eval *e, const struct cel_value *args, bool zoned,
                        struct time_parts *ret_parts, struct cel_value *ret_error)
{
    int32_t offset = 0;
    if (zoned) {
        str name = value_str(args[1]);
        const struct zone *z = e->program->zones;
        while (z && !str_eq(z->name, name))
            z = z->next;
        const char *why =
            "only UTC, an offset such as +02:00 or a constant zone name is known here";
        if (z ? !zone_offset(z->tzif, args[0].i, &offset, &why)
              : !str_eq(name, S("UTC")) && !zone_parse_offset(name, &offset)) {
            *ret_error = eval_fail(e, ERR_INVALID, "time zone \"%.*s\": %s",
                                   (int)MIN(name.n, (size_t)60), name.p, why);
            return false;
        }
    }
    *ret_parts = time_parts(args[0].i + offset);
    return true;
}

#define PART(name, expr)                                                                           \
    struct cel_value name(struct eval *e, const struct cel_value *args)                            \
    {                                                                                              \
        struct time_parts p;                                                                       \
        struct cel_value error;                                                                    \
        return local_parts(e, args, false, &p, &error) ? cel_of_int(expr) : error;                 \
    }                                                                                              \
    struct cel_value name##_in(struct eval *e, const struct cel_value *args)                       \
    {                                                                                              \
        struct time_parts p;                                                                       \
        struct cel_value error;                                                                    \
        return local_parts(e, args, true, &p, &error) ? cel_of_int(expr) : error;                  \
    }

PART(fn_full_year, p.year)
PART(fn_month, p.month - 1)
PART(fn_day_of_year, p.day_of_year)
PART(fn_day_of_month, p.day - 1)
PART(fn_date, p.day)
PART(fn_day_of_week, p.day_of_week)
PART(fn_hours, p.hour)
PART(fn_minutes, p.minute)
PART(fn_seconds, p.second)
PART(fn_milliseconds, args[0].n / 1000000)

/* Of a duration: all of it in the unit, but for milliseconds, which are those beyond the second
 * (as the specification's conformance tests have it). */
#define SPAN(name, expr)                                                                           \
    struct cel_value name(struct eval *e, const struct cel_value *args)                            \
    {                                                                                              \
        (void)e;                                                                                   \
        return cel_of_int(expr);                                                                   \
    }

SPAN(fn_span_hours, args[0].i / INT64_C(3600000000000))
SPAN(fn_span_minutes, args[0].i / INT64_C(60000000000))
SPAN(fn_span_seconds, args[0].i / INT64_C(1000000000))
SPAN(fn_span_milliseconds, args[0].i / 1000000 % 1000)
