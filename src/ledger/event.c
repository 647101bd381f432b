#include "ledger/event.h"

#include <string.h>

#include "base/date.h"

#define TEXT_FIRST   "gatefold-event/v1\n"
#define LEAF_FIRST   "gatefold-leaf/v1\n"
#define COMMIT_FIRST "gatefold-commitment/v1\n"

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    MINUTE_BYTES = sizeof "2022-10-04T09:12" - 1,
};

static const int64_t TIME_END_MS = INT64_C(253402300800000); /* 10000-01-01 */

/* Printable ASCII without a space. */
static bool is_word(str s, size_t max)
{
    if (s.n == 0 || s.n > max)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~')
            return false;
    return true;
}

static bool is_type(str s)
{
    if (s.n == 0 || s.n > EVENT_TYPE_MAX || s.p[0] < 'a' || s.p[0] > 'z')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] == '_' || (s.p[i] >= 'a' && s.p[i] <= 'z')))
            return false;
    return true;
}

bool event_check(const struct event *e, struct err *err)
{
    if (e->seq > INT64_MAX)
        return err_set(err, ERR_INVALID, "seq %llu is beyond what a ledger holds",
                       (unsigned long long)e->seq);
    if (!is_word(e->stream, EVENT_STREAM_MAX))
        return err_set(err, ERR_INVALID,
                       "stream: must be 1 to %d bytes of printable ASCII without spaces",
                       EVENT_STREAM_MAX);
    if (e->version == 0 || e->version > INT64_MAX)
        return err_set(err, ERR_INVALID, "version: must be 1 or more");
    if (!is_type(e->type))
        return err_set(err, ERR_INVALID, "type: must be a word of a to z and _, %d bytes at most",
                       EVENT_TYPE_MAX);
    if (e->at_ms < 0 || e->at_ms >= TIME_END_MS)
        return err_set(err, ERR_INVALID, "at: must be in the years 1970 to 9999");
    if (!is_word(e->actor, EVENT_STREAM_MAX))
        return err_set(err, ERR_INVALID,
                       "actor: must be 1 to %d bytes of printable ASCII without spaces",
                       EVENT_STREAM_MAX);
    if (e->payload.n == 0 || e->payload.n > EVENT_PAYLOAD_MAX)
        return err_set(err, ERR_INVALID, "payload: has %zu bytes, must have 1 to %d", e->payload.n,
                       EVENT_PAYLOAD_MAX);
    if (memchr(e->payload.p, 0, e->payload.n))
        return err_set(err, ERR_INVALID, "payload: holds a NUL byte, which JSON cannot");
    return true;
}

str event_time_print(int64_t at_ms, struct arena *a)
{
    assert(at_ms >= 0 && at_ms < TIME_END_MS);
    struct date day = date_from_days(at_ms / DAY_MS);
    int in_day = (int)(at_ms % DAY_MS);
    return str_format(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", day.year, day.month, day.day,
                      in_day / 3600000, in_day / 60000 % 60, in_day / 1000 % 60, in_day % 1000);
}

bool event_time_parse(str s, int64_t *ret_ms)
{
    struct date day;
    int32_t hour, minute, second, ms;
    if (!date_cut(&s, &day) || !str_skip(&s, S("T")) || !str_cut_digits(&s, 2, &hour) ||
        !str_skip(&s, S(":")) || !str_cut_digits(&s, 2, &minute) || !str_skip(&s, S(":")) ||
        !str_cut_digits(&s, 2, &second) || !str_skip(&s, S(".")) || !str_cut_digits(&s, 3, &ms) ||
        !str_eq(s, S("Z")))
        return false;
    if (day.year < 1970 || hour > 23 || minute > 59 || second > 59)
        return false;
    *ret_ms = date_days(day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * INT64_C(1000) + ms;
    return true;
}

str event_text(const struct event *e, struct arena *a)
{
    struct err err;
    bool well = event_check(e, &err);
    assert(well);
    (void)well;
    return str_format(a,
                      TEXT_FIRST "seq %llu\nstream %.*s\nversion %llu\ntype %.*s\nat %.*s\n"
                                 "actor %.*s\n\n%.*s",
                      (unsigned long long)e->seq, STR(e->stream), (unsigned long long)e->version,
                      STR(e->type), STR(event_time_print(e->at_ms, a)), STR(e->actor),
                      STR(e->payload));
}

/* The value of the next line of a text, which must begin with this key. */
static bool cut_line(str *text, const char *key, str *ret_value, struct err *err)
{
    str line;
    size_t n = strlen(key);
    if (!str_cut(text, '\n', &line) || !text->p || !str_starts(line, (str){key, n}) ||
        line.n <= n || line.p[n] != ' ')
        return err_set(err, ERR_INVALID, "no line '%s ...' where one must be", key);
    *ret_value = str_from(line, n + 1);
    return true;
}

static bool cut_number(str *text, const char *key, uint64_t *ret, struct err *err)
{
    str digits;
    if (!cut_line(text, key, &digits, err))
        return false;
    return str_to_u64(digits, ret) ||
           err_set(err, ERR_INVALID, "%s: '%.*s' is no number as written by event_text", key,
                   (int)MIN(digits.n, (size_t)40), digits.p);
}

bool event_read(str text, struct event *ret_event, struct err *err)
{
    if (!str_starts(text, S(TEXT_FIRST)))
        return err_set(err, ERR_INVALID, "an event's text begins with 'gatefold-event/v1'");
    if (text.n > EVENT_TEXT_MAX)
        return err_set(err, ERR_INVALID, "an event's text has %d bytes at most", EVENT_TEXT_MAX);
    text = str_from(text, sizeof TEXT_FIRST - 1);
    struct event e;
    memcpy(e.salt, ret_event->salt, sizeof e.salt);
    str at, empty;
    if (!cut_number(&text, "seq", &e.seq, err) || !cut_line(&text, "stream", &e.stream, err) ||
        !cut_number(&text, "version", &e.version, err) || !cut_line(&text, "type", &e.type, err) ||
        !cut_line(&text, "at", &at, err) || !cut_line(&text, "actor", &e.actor, err))
        return err_wrap(err, "event");
    if (!event_time_parse(at, &e.at_ms))
        return err_set(err, ERR_INVALID, "event: at: must look like 2022-10-04T09:12:44.310Z");
    if (!str_cut(&text, '\n', &empty) || empty.n || !text.p)
        return err_set(err, ERR_INVALID, "event: an empty line must come before the payload");
    e.payload = text;
    if (!event_check(&e, err))
        return err_wrap(err, "event");
    *ret_event = e;
    return true;
}

str event_leaf(const struct event *e, struct arena *a)
{
    str text = event_text(e, a);
    struct sha256 *h = sha256_open();
    sha256_add(h, COMMIT_FIRST, sizeof COMMIT_FIRST - 1);
    sha256_add(h, e->salt, sizeof e->salt);
    sha256_add(h, text.p, text.n);
    str commitment = digest_hex(sha256_close(h), a);
    return str_format(a, LEAF_FIRST "seq %llu\ntype %.*s\nminute %.*sZ\ncommitment %.*s\n",
                      (unsigned long long)e->seq, STR(e->type), MINUTE_BYTES,
                      event_time_print(e->at_ms, a).p, STR(commitment));
}
