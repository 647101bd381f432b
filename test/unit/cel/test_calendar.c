/* Timestamps, durations and time zones. Expected values: GNU date with the same zone's file, and
 * RFC 3339's own examples. */
#include <string.h>

#include "base/file.h"
#include "cel/cel.h"

#include "../test.h"

struct zone_file {
    str tzif;
    size_t cut; /* bytes to give, 0 for all */
};

static bool load(void *self, str name, struct arena *a, str *ret_tzif)
{
    const struct zone_file *f = self;
    (void)a;
    if (!str_eq(name, S("Europe/Paris")))
        return false;
    *ret_tzif = f->cut ? str_first(f->tzif, f->cut) : f->tzif;
    return true;
}

static struct arena a, scratch;
static struct zone_file paris;

static int set_up(void **state)
{
    (void)state;
    a = arena_open(CEL_COMPILE_BYTES);
    scratch = arena_open(CEL_COMPILE_BYTES);
    struct err err;
    assert_ok(file_read(TEST_VECTORS "/europe_paris.tzif", 1 << 20, &a, &paris.tzif, &err), err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&a);
    arena_close(&scratch);
    return 0;
}

static bool evaluate(str source, struct cel_value *ret, struct err *err)
{
    struct cel_env env = {.zones = {load, &paris}};
    struct cel_program *p;
    if (!cel_compile(&env, source, NULL, &a, scratch, &p, NULL, err))
        return false;
    return cel_eval(p, NULL, CEL_BUDGET_DEFAULT, &a, ret, err);
}

static void zones_follow_their_table(void **state)
{
    (void)state;
    /* TZ=Europe/Paris date -d @N '+%Y %H %M' */
    static const struct {
        int64_t at;
        int year, hour, minute;
    } rows[] = {
        {-2524521600, 1890, 0, 9}, {-1000000000, 1938, 23, 13}, {0, 1970, 1, 0},
        {1000000000, 2001, 3, 46}, {1668589200, 2022, 10, 0},   {1656662400, 2022, 10, 0},
        {1679792399, 2023, 1, 59}, {1679792400, 2023, 3, 0},    {2140000000, 2037, 14, 26},
        {2224713600, 2040, 2, 0},  {2547320399, 2050, 22, 59},  {4102444800, 2100, 1, 0},
        {2216156400, 2040, 0, 0},  {2216249999, 2040, 1, 59},   {2216250000, 2040, 3, 0},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct cel_value v;
        struct err err;
        str source = str_format(&a,
                                "[timestamp(%lld)].map(t, [t.getFullYear('Europe/Paris'), "
                                "t.getHours('Europe/Paris'), t.getMinutes('Europe/Paris')])[0]",
                                (long long)rows[i].at);
        assert_ok(evaluate(source, &v, &err), err);
        assert_int_equal(v.list[0].i, rows[i].year);
        assert_int_equal(v.list[1].i, rows[i].hour);
        assert_int_equal(v.list[2].i, rows[i].minute);
    }
}

/* A file of version 2 without a table, with this footer. */
static bool load_rule(void *self, str name, struct arena *arena, str *ret_tzif)
{
    (void)name;
    char *p = arena_new(arena, char, 2 * (44 + 6 + 4) + strlen(self) + 2), *w = p;
    for (int block = 0; block < 2; block++) {
        memcpy(w, "TZif2", 5);
        w[39] = 1; /* types */
        w[43] = 4; /* bytes of their names */
        w += 44 + 6 + 4;
    }
    *w++ = '\n';
    w = stpcpy(w, self);
    *w++ = '\n';
    *ret_tzif = (str){p, (size_t)(w - p)};
    return true;
}

static bool offset_by_rule(const char *rule, int64_t at, int64_t *ret_s, struct err *err)
{
    struct cel_env env = {.zones = {load_rule, (void *)(uintptr_t)rule}};
    struct cel_program *p;
    struct cel_value v;
    str source = str_format(&a,
                            "[timestamp(%lld)].map(t, [t.getDayOfYear('A/B') - t.getDayOfYear(), "
                            "t.getHours('A/B') - t.getHours(), t.getMinutes('A/B') - "
                            "t.getMinutes()])[0]",
                            (long long)at);
    if (!cel_compile(&env, source, NULL, &a, scratch, &p, NULL, err) ||
        !cel_eval(p, NULL, CEL_BUDGET_DEFAULT, &a, &v, err))
        return false;
    *ret_s = v.list[0].i * 86400 + v.list[1].i * 3600 + v.list[2].i * 60;
    return true;
}

static void rules_go_on_where_tables_end(void **state)
{
    (void)state;
    /* TZ=RULE date -d @N +%z */
    static const struct {
        const char *rule;
        int64_t at;
        int64_t offset_s;
    } rows[] = {
        {"CET-1CEST,M3.5.0,M10.5.0/3", 2224713600, 7200},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 2216249999, 3600},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 2216250000, 7200},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 2235600000, 3600},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 4107542399, 3600},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 3537671202, 3600},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 2748563996, 3600},
        {"EST5EDT,M3.2.0,M11.1.0", 2224713600, -14400},
        {"EST5EDT,M3.2.0,M11.1.0", 2216249999, -14400},
        {"EST5EDT,M3.2.0,M11.1.0", 2216250000, -14400},
        {"EST5EDT,M3.2.0,M11.1.0", 2235600000, -14400},
        {"EST5EDT,M3.2.0,M11.1.0", 4107542399, -18000},
        {"EST5EDT,M3.2.0,M11.1.0", 3792975436, -18000},
        {"EST5EDT,M3.2.0,M11.1.0", 2969949150, -18000},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2224713600, 37800},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2216249999, 39600},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2216250000, 39600},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2235600000, 39600},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 4107542399, 39600},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 3907665179, 39600},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 3682723311, 37800},
        {"<-03>3", 2224713600, -10800},
        {"<-03>3", 2216249999, -10800},
        {"<-03>3", 2216250000, -10800},
        {"<-03>3", 2235600000, -10800},
        {"<-03>3", 4107542399, -10800},
        {"<-03>3", 4007131032, -10800},
        {"<-03>3", 3788920084, -10800},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 2224713600, 3600},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 2216249999, 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 2216250000, 3600},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 2235600000, 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 4107542399, 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 3600227407, 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 4180677840, 3600},
        {"XST-2XDT,J60/0,J300/1:30", 2224713600, 10800},
        {"XST-2XDT,J60/0,J300/1:30", 2216249999, 10800},
        {"XST-2XDT,J60/0,J300/1:30", 2216250000, 10800},
        {"XST-2XDT,J60/0,J300/1:30", 2235600000, 7200},
        {"XST-2XDT,J60/0,J300/1:30", 4107542399, 10800},
        {"XST-2XDT,J60/0,J300/1:30", 3338251922, 10800},
        {"XST-2XDT,J60/0,J300/1:30", 2262288247, 10800},
        {"XST4XDT,59/0,299", 2224713600, -10800},
        {"XST4XDT,59/0,299", 2216249999, -10800},
        {"XST4XDT,59/0,299", 2216250000, -10800},
        {"XST4XDT,59/0,299", 2235600000, -14400},
        {"XST4XDT,59/0,299", 4107542399, -14400},
        {"XST4XDT,59/0,299", 4004633855, -14400},
        {"XST4XDT,59/0,299", 3199917037, -10800},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", 2224713600, 10800},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", 2216249999, 10800},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", 2216250000, 10800},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", 2235600000, 7200},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", 4107542399, 7200},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", 3866358331, 10800},
        {"EET-2EEST,M3.4.4/50,M10.4.4/50", 2734836507, 10800},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct err err;
        int64_t s;
        assert_ok(offset_by_rule(rows[i].rule, rows[i].at, &s, &err), err);
        if (s != rows[i].offset_s)
            fail_msg("%s at %lld: %lld", rows[i].rule, (long long)rows[i].at, (long long)s);
    }
    static const char *const bad[] = {"",
                                      "CE",
                                      "CET",
                                      "CET-1CEST",
                                      "CET-1CEST,",
                                      "CET-1CEST,M3",
                                      "CET-25",
                                      "CET-1CEST,M13.1.0,M10.5.0",
                                      "CET-1x",
                                      "<CET-1",
                                      "CET-1CEST,M3.5.0,M10.5.0/200"};
    for (size_t i = 0; i < countof(bad); i++) {
        struct err err;
        int64_t s;
        assert_err(offset_by_rule(bad[i], 2224713600, &s, &err), err, ERR_INVALID);
    }
}

static void a_zone_that_cannot_tell_is_an_error(void **state)
{
    (void)state;
    static const char source[] = "timestamp(1668589200).getHours('Europe/Paris')";
    struct cel_value v;
    struct err err;
    assert_err(evaluate(S("timestamp(0).getHours('Europe/Pari' + 's')"), &v, &err), err,
               ERR_INVALID);
    for (paris.cut = 1; paris.cut + 32 < paris.tzif.n; paris.cut += 7)
        assert_err(evaluate(str_of(source), &v, &err), err, ERR_INVALID);
    paris.cut = 0;
    assert_ok(evaluate(str_of(source), &v, &err), err);
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const good[] = {
        "1985-04-12T23:20:50.52Z", "1996-12-19T16:39:57-08:00",      "2000-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z",    "9999-12-31T23:59:59.999999999Z", "1937-01-01T12:00:27.87+00:20",
        "2022-11-16t09:00:00z",
    };
    static const char *const bad[] = {
        "",
        "2022-11-16",
        "2022-11-16T09:00Z",
        "2022-11-16T09:00:00",
        "2022-11-16 09:00:00Z",
        "2022-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2022-13-01T00:00:00Z",
        "2022-00-01T00:00:00Z",
        "2022-01-32T00:00:00Z",
        "2022-01-01T24:00:00Z",
        "2022-01-01T00:60:00Z",
        "2022-01-01T00:00:60Z",
        "2022-01-01T00:00:00.Z",
        "2022-01-01T00:00:00.0000000001Z",
        "2022-01-01T00:00:00+24:00",
        "2022-01-01T00:00:00+0100",
        "2022-01-01T00:00:00ZZ",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "10000-01-01T00:00:00Z",
    };
    struct cel_value v;
    struct err err;
    for (size_t i = 0; i < countof(good); i++)
        assert_ok(evaluate(str_format(&a, "timestamp('%s')", good[i]), &v, &err), err);
    for (size_t i = 0; i < countof(bad); i++)
        assert_err(evaluate(str_format(&a, "timestamp('%s')", bad[i]), &v, &err), err, ERR_INVALID);
}

static void durations_have_units(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ns;
    } good[] = {
        {"0", 0},
        {"1ns", 1},
        {"1us", 1000},
        {"1\xC2\xB5s", 1000},
        {"1.5ms", 1500000},
        {"-1.5h", -5400000000000},
        {"1h2m3s4ms", 3723004000000},
        {"+.5s", 500000000},
        {"9223372036.854775807s", INT64_MAX},
        {"-9223372036.854775808s", INT64_MIN},
    };
    static const char *const bad[] = {"",   "1",   "s",    "-",           "1x",       "1 s",
                                      ".s", "1s ", "--1s", "9223372037s", "3000000h", "1h-2m"};
    struct cel_value v;
    struct err err;
    for (size_t i = 0; i < countof(good); i++) {
        assert_ok(evaluate(str_format(&a, "duration('%s')", good[i].text), &v, &err), err);
        assert_int_equal(v.kind, CEL_DURATION);
        assert_true(v.i == good[i].ns);
    }
    for (size_t i = 0; i < countof(bad); i++)
        assert_err(evaluate(str_format(&a, "duration('%s')", bad[i]), &v, &err), err, ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zones_follow_their_table),
        cmocka_unit_test(rules_go_on_where_tables_end),
        cmocka_unit_test(a_zone_that_cannot_tell_is_an_error),
        cmocka_unit_test(dates_that_do_not_exist_are_refused),
        cmocka_unit_test(durations_have_units),
    };
    return cmocka_run_group_tests_name("calendar", tests, set_up, tear_down);
}
