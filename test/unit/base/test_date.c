#include "base/date.h"

#include "../test.h"

static struct date day(const char *s)
{
    struct date d;
    assert_true(date_parse(str_of(s), &d));
    return d;
}

static void parses_only_days_that_exist(void **state)
{
    (void)state;
    const char *bad[] = {"",           "2022-02-29", "1900-02-29", "2022-13-01", "2022-00-10",
                         "2022-01-00", "2022-04-31", "22-01-01",   "2022-1-01",  "2022-01-01 ",
                         "01.02.2022", "2022/01/01", "1899-12-31", "2200-01-01"};
    for (size_t i = 0; i < countof(bad); i++) {
        struct date d;
        assert_false(date_parse(str_of(bad[i]), &d));
    }
    assert_int_equal(day("2000-02-29").day, 29);
    assert_int_equal(day("2024-02-29").month, 2);
}

static void counts_days_from_1970(void **state)
{
    (void)state;
    /* from `date -u -d DAY +%s` / 86400 */
    assert_int_equal(date_days(day("1970-01-01")), 0);
    assert_int_equal(date_days(day("2000-03-01")), 11017);
    assert_int_equal(date_days(day("2022-11-16")), 19312);
    assert_int_equal(date_days(day("1900-01-01")), -25567);
    for (int64_t days = -25567; days < 84000; days += 37) {
        struct date d = date_from_days(days);
        assert_int_equal(date_days(d), days);
    }
}

static void age_turns_on_the_birthday(void **state)
{
    (void)state;
    static const struct {
        const char *birth, *on;
        int age;
    } rows[] = {
        {"2010-06-15", "2022-06-14", 11}, {"2010-06-15", "2022-06-15", 12},
        {"2010-06-15", "2022-12-31", 12}, {"2008-02-29", "2021-02-28", 12},
        {"2008-02-29", "2021-03-01", 13}, {"2008-02-29", "2024-02-29", 16},
        {"2022-01-01", "2022-01-01", 0},
    };
    for (size_t i = 0; i < countof(rows); i++)
        assert_int_equal(date_age(day(rows[i].birth), day(rows[i].on)), rows[i].age);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_only_days_that_exist),
        cmocka_unit_test(counts_days_from_1970),
        cmocka_unit_test(age_turns_on_the_birthday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
