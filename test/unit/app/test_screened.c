/* Facts read back: one document or lines of results, and texts that are neither, changed by
 * somebody, or very large. */
#include "../test.h"

#include "app/screened.h"
#include "base/hash.h"

struct bench {
    struct arena a;
    str facts;  /* canonical JSON of facts */
    str result; /* as gatefold screen prints it, as far as it is read */
};

static int set_up(void **state)
{
    static struct bench b;
    b.a = arena_open(2 * SCREENED_BYTES);
    struct facts_of of = {.path = S("a.jpg"), .sha256 = S("")};
    struct facts facts = facts_make(&of, &b.a);
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&facts_record, &facts, &json);
    b.facts = str_copy(buf_str(&json), &b.a);
    b.result = str_format(&b.a,
                          "{\"path\":\"a.jpg\",\"verdict\":\"blocked\",\"facts_sha256\":\"%.*s\","
                          "\"facts\":%.*s}",
                          STR(digest_hex(sha256(b.facts), &b.a)), STR(b.facts));
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    arena_close(&b->a);
    return 0;
}

/* How many documents, and the error after them ("" for none). */
static size_t read_all(str bytes, struct arena a, struct err *err)
{
    struct screened_text text = screened_open(bytes);
    size_t n = 0;
    for (;; n++) {
        struct arena scratch = a;
        struct screened picture;
        if (!screened_next(&text, &scratch, &picture, err))
            return n;
    }
}

static void documents_and_lines_are_read(void **state)
{
    struct bench *b = *state;
    struct arena a = b->a;
    struct err err;
    const struct {
        str bytes;
        size_t n;
    } rows[] = {
        {S(""), 0},
        {S("\n \n"), 0},
        {b->facts, 1},
        {b->result, 1},
        {str_format(&a, "%.*s\n", STR(b->facts)), 1},
        {str_format(&a, "\n{\n%.*s", STR(str_from(b->facts, 1))), 1},
        {str_format(&a, "%.*s\n%.*s\n\n%.*s", STR(b->result), STR(b->facts), STR(b->result)), 3},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        assert_int_equal(read_all(rows[i].bytes, a, &err), rows[i].n);
        assert_int_equal(err.kind, ERR_NONE);
    }
    struct screened_text text = screened_open(b->result);
    struct screened picture;
    assert_ok(screened_next(&text, &a, &picture, &err), err);
    assert_str(picture.path, S("a.jpg"));
    assert_int_equal(picture.verdict, VERDICT_BLOCKED);
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&facts_record, &picture.facts, &json);
    assert_str(buf_str(&json), b->facts);
}

static str replaced(str s, const char *from, const char *to, struct arena *a)
{
    const char *at = memmem(s.p, s.n, from, strlen(from));
    assert_non_null(at);
    size_t before = (size_t)(at - s.p);
    return str_format(a, "%.*s%s%.*s", (int)before, s.p, to,
                      STR(str_from(s, before + strlen(from))));
}

static void what_is_wrong_is_an_error(void **state)
{
    struct bench *b = *state;
    struct arena a = b->a;
    const struct {
        str bytes;
        size_t n;
        enum err_kind kind;
        const char *msg;
    } rows[] = {
        {S("x"), 0, ERR_INVALID, "line 1: "},
        {S("[]"), 0, ERR_CORRUPT, "line 1: facts or a result must be a map"},
        {S("{}"), 0, ERR_CORRUPT, "line 1: column 1: missing "},
        {S("{\"facts\":7}"), 0, ERR_CORRUPT, "line 1: column 10: a facts must be a map"},
        {replaced(b->result, "\"counted\":0", "\"counted\":1", &a), 0, ERR_CORRUPT,
         "line 1: the facts are not those of their digest"},
        {replaced(b->result, "facts_sha256", "facts_sha255", &a), 0, ERR_CORRUPT,
         "line 1: the facts are not those of their digest"},
        {replaced(b->facts, "\"version\":", "\"version\":9", &a), 0, ERR_UNSUPPORTED,
         "line 1: these are facts of version 9"},
        {replaced(b->facts, "\"present\":false", "\"present\":0", &a), 0, ERR_CORRUPT, "line 1: "},
        {str_format(&a, "%.*s\n{\"facts\":\n", STR(b->result)), 1, ERR_INVALID, "line 2: "},
        {str_first(b->result, b->result.n - 1), 0, ERR_INVALID, "line 1: "},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct err err;
        assert_int_equal(read_all(rows[i].bytes, a, &err), rows[i].n);
        if (err.kind != rows[i].kind || !str_starts(str_of(err.msg), str_of(rows[i].msg)))
            fail_msg("row %zu: %s: %s", i, err_kind_word(err.kind), err.msg);
    }
}

/* 10 MB of lists, keys, texts and depth: an error or facts, within the room that is promised. */
static void ten_megabytes_end(void **state)
{
    struct bench *b = *state;
    static const char *const pieces[] = {"[",  "{\"a\":",         "{},",    "\"\",",
                                         "0,", "{\"id\":\"x\"},", "\\u0041"};
    enum {
        BYTES = 10 << 20
    };
    for (size_t i = 0; i < countof(pieces); i++) {
        struct arena a = b->a;
        CLEANUP(buf_done) struct buf text = {0};
        buf_format(&text, "{\"items\":%s", i == 6 ? "\"" : "[");
        while (text.n < BYTES)
            buf_put(&text, str_of(pieces[i]));
        if (i >= 2 && i < 6)
            text.n--;
        buf_put(&text, i == 6 ? S("\"}") : S("]}"));
        struct err err;
        assert_int_equal(read_all(buf_str(&text), a, &err), 0);
        assert_int_not_equal(err.kind, ERR_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_and_lines_are_read),
        cmocka_unit_test(what_is_wrong_is_an_error),
        cmocka_unit_test(ten_megabytes_end),
    };
    return cmocka_run_group_tests_name("screened", tests, set_up, tear_down);
}
