#include "../test.h"

#include "codec/json.h"
#include "codec/record.h"
#include "codec/yaml.h"

#include "sample.h"

static struct arena arena;

static const char whole_yaml[] = "# a comment\n"
                                 "id: plush-bear\n"
                                 "name: \"B\\u00e4r \\\"1\\\"\"\n"
                                 "birth_date: 2011-04-30\n"
                                 "count: 3\n"
                                 "minor: true\n"
                                 "print: false\n"
                                 "main:\n"
                                 "  kind: guardian\n"
                                 "themes: [weapon, adult]\n"
                                 "frames: []\n"
                                 "releases:\n"
                                 "  - kind: model\n"
                                 "    since: 2022-11-16\n"
                                 "  - kind: guardian\n";

static const char whole_json[] =
    "{\"birth_date\":\"2011-04-30\",\"count\":3,\"frames\":[],\"id\":\"plush-bear\","
    "\"main\":{\"kind\":\"guardian\"},\"minor\":true,\"name\":\"B\xc3\xa4r \\\"1\\\"\","
    "\"print\":false,\"releases\":[{\"kind\":\"model\",\"since\":\"2022-11-16\"},"
    "{\"kind\":\"guardian\"}],\"themes\":[\"weapon\",\"adult\"]}";

static struct diags diags;

static bool read_yaml(const char *text, struct sheet *ret)
{
    struct err err;
    struct node tree;
    assert_ok(yaml_read(str_of(text), &arena, &tree, &err), err);
    diags = (struct diags){.a = &arena, .file = S("sheet.yaml")};
    return record_read(&sheet_record, &tree, &arena, &diags, ret);
}

static void check_whole(const struct sheet *s)
{
    assert_str(s->id, S("plush-bear"));
    assert_str(s->name, S("B\xc3\xa4r \"1\""));
    assert_int_equal(date_cmp(s->birth_date, (struct date){2011, 4, 30}), 0);
    assert_int_equal(s->count, 3);
    assert_true(s->minor);
    assert_int_equal(s->print, FLAG_NO);
    assert_true(s->main.present);
    assert_int_equal(s->main.kind, RELEASE_GUARDIAN);
    assert_false(date_present(s->main.since));
    assert_int_equal(s->themes.n, 2);
    assert_str(s->themes.at[0], S("weapon"));
    assert_str(s->themes.at[1], S("adult"));
    assert_non_null(s->frames.at);
    assert_int_equal(s->frames.n, 0);
    assert_int_equal(s->releases.n, 2);
    assert_int_equal(s->releases.at[0].kind, RELEASE_MODEL);
    assert_int_equal(date_cmp(s->releases.at[0].since, (struct date){2022, 11, 16}), 0);
    assert_int_equal(s->releases.at[1].kind, RELEASE_GUARDIAN);
}

static void test_reads_and_writes(void **state)
{
    (void)state;
    struct sheet sheet;
    assert_true(read_yaml(whole_yaml, &sheet));
    check_whole(&sheet);
    assert_int_equal(sheet.line, 2);
    assert_int_equal(sheet.main.line, 9);
    assert_int_equal(sheet.releases.at[1].line, 15);

    CLEANUP(buf_done) struct buf out = {0};
    record_write_json(&sheet_record, &sheet, &out);
    assert_true(buf_ok(&out));
    assert_str(buf_str(&out), str_of(whole_json));

    struct sheet again;
    struct err err;
    assert_ok(record_read_json(&sheet_record, buf_str(&out), &arena, &again, &err), err);
    check_whole(&again);
}

static void test_absent(void **state)
{
    (void)state;
    struct sheet s;
    memset(&s, 0xaa, sizeof s);
    assert_true(read_yaml("id: a\n", &s));
    assert_null(s.name.p);
    assert_false(date_present(s.birth_date));
    assert_true(s.count == INT_ABSENT);
    assert_false(s.minor);
    assert_int_equal(s.print, FLAG_ABSENT);
    assert_false(s.main.present);
    assert_int_equal(s.main.kind, RELEASE_ABSENT);
    assert_null(s.themes.at);
    assert_null(s.frames.at);
    assert_null(s.releases.at);

    CLEANUP(buf_done) struct buf out = {0};
    record_write_json(&sheet_record, &s, &out);
    assert_str(buf_str(&out), S("{\"id\":\"a\",\"minor\":false}"));
}

static const struct mistake {
    const char *yaml;
    uint32_t line, column;
    const char *what;
    const char *example;
} mistakes[] = {
    {"id: a\nbirthdate: 2011-04-30\n", 2, 1,
     "unknown key \"birthdate\": did you mean \"birth_date\"?", "birth_date: 2011-04-30"},
    {"id: a\nzzzzzzzzzzzz: 1\n", 2, 1,
     "unknown key \"zzzzzzzzzzzz\"; known here are id, name, birth_date, count, minor, print, "
     "main, "
     "themes, frames, releases",
     NULL},
    {"\nname: a\n", 2, 1, "missing \"id\"", "id: plush-bear"},
    {"id: a\nbirth_date:\n  - 2011\n", 3, 3,
     "\"birth_date\" must be a date such as 2022-11-16, here it is a list",
     "birth_date: 2011-04-30"},
    {"id: a\nbirth_date: 30.04.2011\n", 2, 13,
     "\"birth_date\" must be a date such as 2022-11-16, here it is \"30.04.2011\"",
     "birth_date: 2011-04-30"},
    {"id: a\nbirth_date: 2011-02-29\n", 2, 13,
     "\"birth_date\" must be a date such as 2022-11-16, here it is \"2011-02-29\"",
     "birth_date: 2011-04-30"},
    {"id: Plush\n", 1, 5,
     "\"id\" must be an id of small letters, digits, \"_\", \".\" and \"-\", at most 64, that "
     "starts "
     "with a letter or digit, here it is \"Plush\"",
     "id: plush-bear"},
    {"id: 7\n", 1, 5, "\"id\" must be a text in quotes, here it is 7", "id: plush-bear"},
    {"id: [a]\n", 1, 5, "\"id\" must be a text, here it is a list", "id: plush-bear"},
    {"id: a\nname: \"\"\n", 2, 7, "\"name\" must not be empty", "name: Plush bear"},
    {"id: a\nname: aaaaaaaaaaaaaaaaaaaaa\n", 2, 7, "\"name\" has 21 bytes, it must have 1 to 20",
     "name: Plush bear"},
    {"id: a\nname:\n", 2, 6, "\"name\" has no value: write one or leave the key out",
     "name: Plush bear"},
    {"id: a\ncount: 0\n", 2, 8, "\"count\" must be a whole number from 1 to 500, here it is 0",
     "count: 3"},
    {"id: a\ncount: 501\n", 2, 8, "\"count\" must be a whole number from 1 to 500, here it is 501",
     "count: 3"},
    {"id: a\ncount: 1.5\n", 2, 8,
     "\"count\" must be a whole number from 1 to 500, here it is a number with a fraction",
     "count: 3"},
    {"id: a\nminor: yes\n", 2, 8, "\"minor\" must be true or false, here it is \"yes\"", NULL},
    {"id: a\nprint: 1\n", 2, 8, "\"print\" must be true or false, here it is 1", NULL},
    {"id: a\nmain: {kind: gardian}\n", 2, 14,
     "\"kind\" must be one of model, guardian; here it is \"gardian\": did you mean \"guardian\"?",
     "kind: model"},
    {"id: a\nmain: {kind: 12345}\n", 2, 14,
     "\"kind\" must be one of model, guardian; here it is 12345", "kind: model"},
    {"id: a\nmain: {}\n", 2, 7, "missing \"kind\"", "kind: model"},
    {"id: a\nmain: model\n", 2, 7, "a release must be a map of keys, here it is \"model\"", NULL},
    {"id: a\nthemes: adult\n", 2, 9, "\"themes\" must be a list, here it is \"adult\"",
     "themes: [adult]"},
    {"id: a\nthemes: [adult, wepon]\n", 2, 17,
     "an item of \"themes\" must be one of adult, weapon; here it is \"wepon\": did you mean "
     "\"weapon\"?",
     "themes: [adult]"},
    {"id: a\nthemes: [adult, adult, adult, adult]\n", 2, 9,
     "\"themes\" has 4 items, at most 3 are allowed", "themes: [adult]"},
    {"id: a\nframes: [1, -1]\n", 2, 13,
     "an item of \"frames\" must be a whole number from 0 to 9007199254740992, here it is -1",
     NULL},
    {"id: a\nframes: [9007199254740993]\n", 2, 10,
     "an item of \"frames\" must be a whole number from 0 to 9007199254740992, here it is "
     "9007199254740993",
     NULL},
    {"id: a\nreleases:\n  - kind: model\n  - since: 2022-11-16\n", 4, 5, "missing \"kind\"",
     "kind: model"},
    {"[1]\n", 1, 1, "a sheet must be a map of keys, here it is a list", NULL},
};

static void test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(mistakes); i++) {
        const struct mistake *m = &mistakes[i];
        struct sheet sheet;
        if (read_yaml(m->yaml, &sheet))
            fail_msg("accepted: %s", m->yaml);
        if (diags.n != 1)
            fail_msg("%zu diags for: %s", diags.n, m->yaml);
        const struct diag *d = &diags.at[0];
        assert_str(d->what, str_of(m->what));
        assert_str(d->example, m->example ? str_of(m->example) : (str){0});
        if (d->line != m->line || d->column != m->column)
            fail_msg("%s: line %u, column %u, want %u, %u", m->what, d->line, d->column, m->line,
                     m->column);
    }
}

static void test_all_mistakes_at_once(void **state)
{
    (void)state;
    struct sheet s;
    assert_false(read_yaml("count: x\nname: ok\nminor: 3\nreleases:\n  - kind: x\n  - 5\n", &s));
    static const uint32_t lines[] = {1, 3, 5, 6, 1};
    assert_int_equal(diags.n, countof(lines));
    for (size_t i = 0; i < countof(lines); i++)
        assert_int_equal(diags.at[i].line, lines[i]);
    assert_str(s.name, S("ok"));
}

/* A map of unknown keys stays cheap: what is beyond DIAGS_MAX is counted, not worked out. */
static void test_many_unknown_keys(void **state)
{
    (void)state;
    enum {
        KEYS = 100000
    };
    CLEANUP(buf_done) struct buf text = {0};
    buf_put(&text, S("id: a\n"));
    for (int i = 0; i < KEYS; i++)
        buf_format(&text, "birth_dat%d: 1\n", i);
    buf_byte(&text, '\0');
    struct sheet s;
    assert_false(read_yaml(buf_str(&text).p, &s));
    assert_int_equal(diags.n, DIAGS_MAX);
    assert_int_equal(diags.dropped, KEYS - DIAGS_MAX);
}

static void test_read_json_is_corrupt(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "{", "[]", "{}", "{\"id\":\"A\"}", "{\"id\":null}"};
    for (size_t i = 0; i < countof(bad); i++) {
        struct sheet s;
        struct err err;
        assert_err(record_read_json(&sheet_record, str_of(bad[i]), &arena, &s, &err), err,
                   ERR_CORRUPT);
    }
    struct sheet s;
    struct err err;
    assert_err(record_read_json(&sheet_record, S("{\n \"id\": 1}"), &arena, &s, &err), err,
               ERR_CORRUPT);
    assert_string_equal(err.msg,
                        "sheet: line 2, column 8: \"id\" must be a text in quotes, here it is 1");
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(256 << 20);
    json_start();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_and_writes),  cmocka_unit_test(test_absent),
        cmocka_unit_test(test_mistakes),          cmocka_unit_test(test_all_mistakes_at_once),
        cmocka_unit_test(test_many_unknown_keys), cmocka_unit_test(test_read_json_is_corrupt),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
