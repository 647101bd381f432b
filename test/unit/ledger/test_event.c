/* The example of docs/format/event.md, whose digests were computed with Python's hashlib, and texts
 * that say anything in another form. */
#include "../arena.h"
#include "../test.h"
#include "base/hash.h"
#include "ledger/event.h"

#define HEAD                                                                                       \
    "gatefold-event/v1\nseq 1\nstream party/studio-nord\nversion 1\ntype party_added\n"            \
    "at 2022-10-04T09:12:44.310Z\nactor person/p1\n\n"
#define PAYLOAD "{\"kind\":\"supplier\",\"name\":\"Studio Nord\",\"party\":\"studio-nord\"}"

static struct event example(void)
{
    struct event e = {
        .seq = 1,
        .stream = S("party/studio-nord"),
        .version = 1,
        .type = S("party_added"),
        .at_ms = INT64_C(1664874764310), /* date -u -d 2022-10-04T09:12:44Z +%s */
        .actor = S("person/p1"),
        .payload = S(PAYLOAD),
    };
    for (size_t i = 0; i < sizeof e.salt; i++)
        e.salt[i] = (uint8_t)i;
    return e;
}

static void the_worked_example(void **state)
{
    (void)state;
    struct event e = example();
    assert_str(event_text(&e, &arena), S(HEAD PAYLOAD));
    assert_str(digest_hex(sha256(event_text(&e, &arena)), &arena),
               S("836ea14b82b16c13f560e1f58ffe3a1f672ec62f9c8afad457773738553e4037"));
    str leaf = event_leaf(&e, &arena);
    assert_str(leaf, S("gatefold-leaf/v1\nseq 1\ntype party_added\nminute 2022-10-04T09:12Z\n"
                       "commitment a10e488e03f8e350b57c2e2162df7400383a561f3c8014fb6fbe855bd360019a"
                       "\n"));
    str hashed = str_format(&arena, "\1%.*s", STR(leaf));
    ((char *)hashed.p)[0] = 0;
    assert_str(digest_hex(sha256(hashed), &arena),
               S("9b5e57cccb98552d4f0aa355dc45f5e204455ad0211a42d04eb0b5d8a0fef707"));
}

static void what_is_read_is_what_was_written(void **state)
{
    (void)state;
    struct event e = {0}, want = example();
    struct err err;
    assert_ok(event_read(S(HEAD PAYLOAD), &e, &err), err);
    assert_int_equal(e.seq, want.seq);
    assert_str(e.stream, want.stream);
    assert_int_equal(e.version, want.version);
    assert_str(e.type, want.type);
    assert_int_equal(e.at_ms, want.at_ms);
    assert_str(e.actor, want.actor);
    assert_str(e.payload, want.payload);
}

/* Each byte of the head matters: with any other in its place the text is refused, or says
 * something that is written with that byte. */
static void no_text_is_read_in_two_ways(void **state)
{
    (void)state;
    char text[] = HEAD PAYLOAD;
    for (size_t i = 0; i < sizeof HEAD - 1; i++)
        for (int byte = 0; byte < 256; byte++) {
            char was = text[i];
            text[i] = (char)byte;
            struct event e = {0};
            struct err err;
            struct arena scratch = arena;
            if (event_read((str){text, sizeof text - 1}, &e, &err))
                assert_str(event_text(&e, &scratch), ((str){text, sizeof text - 1}));
            else
                assert_int_equal(err.kind, ERR_INVALID);
            text[i] = was;
        }
}

static void what_is_not_as_written_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "gatefold-event/v2\n",
        "gatefold-event/v1\nseq 01\nstream s\nversion 1\ntype t\nat 2022-10-04T09:12:44.310Z\n"
        "actor a\n\n{}",
        "gatefold-event/v1\nseq -1\nstream s\nversion 1\ntype t\nat 2022-10-04T09:12:44.310Z\n"
        "actor a\n\n{}",
        "gatefold-event/v1\nseq 1\nstream s\nversion 0\ntype t\nat 2022-10-04T09:12:44.310Z\n"
        "actor a\n\n{}",
        "gatefold-event/v1\nseq 1\nstream s s\nversion 1\ntype t\nat 2022-10-04T09:12:44.310Z\n"
        "actor a\n\n{}",
        "gatefold-event/v1\nseq 1\nstream s\nversion 1\ntype T\nat 2022-10-04T09:12:44.310Z\n"
        "actor a\n\n{}",
        "gatefold-event/v1\nseq 1\nstream s\nversion 1\ntype t\nat 2022-02-29T09:12:44.310Z\n"
        "actor a\n\n{}",
        "gatefold-event/v1\nseq 1\nstream s\nversion 1\ntype t\nat 2022-10-04T24:00:00.000Z\n"
        "actor a\n\n{}",
        "gatefold-event/v1\nseq 1\nstream s\nversion 1\ntype t\nat 2022-10-04T09:12:44.310Z\n"
        "actor a\n{}",
        "gatefold-event/v1\nseq 1\nstream s\nversion 1\ntype t\nat 2022-10-04T09:12:44.310Z\n"
        "actor a\n\n",
        "gatefold-event/v1\nstream s\nseq 1\nversion 1\ntype t\nat 2022-10-04T09:12:44.310Z\n"
        "actor a\n\n{}",
        "gatefold-event/v1\nseq 1\nseq 1\nstream s\nversion 1\ntype t\n"
        "at 2022-10-04T09:12:44.310Z\nactor a\n\n{}",
    };
    for (size_t i = 0; i < countof(bad); i++) {
        struct event e = {0};
        struct err err;
        assert_err(event_read(str_of(bad[i]), &e, &err), err, ERR_INVALID);
    }
}

static void times_are_read_in_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms; /* date -u -d TEXT +%s%3N; -1: refused */
    } rows[] = {
        {"1970-01-01T00:00:00.000Z", 0},
        {"2024-02-29T23:59:59.999Z", INT64_C(1709251199999)},
        {"9999-12-31T23:59:59.999Z", INT64_C(253402300799999)},
        {"1969-12-31T23:59:59.999Z", -1},
        {"2100-02-29T00:00:00.000Z", -1},
        {"2022-10-04T09:60:44.310Z", -1},
        {"2022-10-04T09:12:60.310Z", -1},
        {"2022-10-04T09:12:44.310", -1},
        {"2022-10-04T09:12:44.310ZZ", -1},
        {"2022-10-04T-1:12:44.310Z", -1},
        {"2022-10-04t09:12:44.310Z", -1},
        {"2022-10-04T09:12:44,310Z", -1},
        {"", -1},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        int64_t ms = -1;
        assert_int_equal(event_time_parse(str_of(rows[i].text), &ms), rows[i].ms >= 0);
        assert_int_equal(ms, rows[i].ms);
        if (ms >= 0)
            assert_str(event_time_print(ms, &arena), str_of(rows[i].text));
    }
}

static void everything_said_is_under_the_commitment(void **state)
{
    (void)state;
    struct event e = example();
    str leaf = event_leaf(&e, &arena);
    struct event others[] = {e, e, e, e, e, e};
    others[0].stream = S("party/studio-sud");
    others[1].version = 2;
    others[2].at_ms++;
    others[3].actor = S("person/p2");
    others[4].payload = S("{}");
    others[5].salt[31] ^= 1;
    for (size_t i = 0; i < countof(others); i++)
        assert_false(str_eq(leaf, event_leaf(&others[i], &arena)));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example),
        cmocka_unit_test(what_is_read_is_what_was_written),
        cmocka_unit_test(no_text_is_read_in_two_ways),
        cmocka_unit_test(what_is_not_as_written_is_refused),
        cmocka_unit_test(times_are_read_in_one_form),
        cmocka_unit_test(everything_said_is_under_the_commitment),
    };
    return cmocka_run_group_tests_name("event", tests, arena_set_up, arena_tear_down);
}
