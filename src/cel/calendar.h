/* cel/calendar.h -- timestamps and durations as text and as parts of a calendar. Private to this
 * folder.
 *
 * A timestamp is seconds since 1970 with nanoseconds, from year 1 to 9999; a duration is
 * nanoseconds in an int64_t, so about 292 years. */
#pragma once

#include "cel/value.h"

#define TIME_MIN_S INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define TIME_MAX_S INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

/* RFC 3339; false if it is not, or not in range. */
bool time_parse(str s, struct cel_value *ret_time);
/* "1h30m", "1.5s", "-2ms": units h m s ms us ns. False if it is not that or is out of range. */
bool span_parse(str s, int64_t *ret_ns);

/* Into 64 bytes. */
str time_print(struct cel_value time, char *text);
str span_print(int64_t ns, char *text);

/* A timestamp of so many seconds and nanoseconds (any sign and size); false if out of range. */
bool time_make(int64_t s, int64_t ns, struct cel_value *ret_time);

struct time_parts {
    int32_t year, month, day;         /* month and day from 1 */
    int32_t day_of_year, day_of_week; /* from 0; 0 is Sunday */
    int32_t hour, minute, second;
};
/* Of local time: seconds since 1970 as the wall clock shows them. */
struct time_parts time_parts(int64_t local_s);

/* "+02:00", "-02:30", "02:00": seconds east of UTC. */
bool zone_parse_offset(str s, int32_t *ret_s);

/* Seconds east of UTC at this moment by a TZif file (RFC 8536), its last version's block. False,
 * with a reason, if the bytes are not one or the moment is beyond its table and no rule goes on. */
bool zone_offset(str tzif, int64_t utc_s, int32_t *ret_s, const char **ret_why);

/* The same by the rule of its footer alone; false if that is no rule. */
bool zone_rule_offset(str rule, int64_t utc_s, int32_t *ret_s);
