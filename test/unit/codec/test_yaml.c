/* Scalars follow the core schema of YAML 1.2.2 (10.3.2) and its examples (chapters 2 and 5 to 8);
 * what is refused follows codec/yaml.h. Trees are compared by their canonical JSON. */
#include "../arena.h"
#include "../test.h"
#include "place.h"

#include "codec/json.h"
#include "codec/yaml.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

static const struct {
    const char *plain;
    enum node_kind kind;
    int64_t integer;
    double real;
} scalars[] = {
    {"null", NODE_NULL, 0, 0},
    {"Null", NODE_NULL, 0, 0},
    {"NULL", NODE_NULL, 0, 0},
    {"~", NODE_NULL, 0, 0},
    {"nULL", NODE_TEXT, 0, 0},
    {"true", NODE_BOOL, 1, 0},
    {"True", NODE_BOOL, 1, 0},
    {"TRUE", NODE_BOOL, 1, 0},
    {"false", NODE_BOOL, 0, 0},
    {"False", NODE_BOOL, 0, 0},
    {"FALSE", NODE_BOOL, 0, 0},
    {"tRUE", NODE_TEXT, 0, 0},
    /* words of YAML 1.1 */
    {"yes", NODE_TEXT, 0, 0},
    {"No", NODE_TEXT, 0, 0},
    {"on", NODE_TEXT, 0, 0},
    {"OFF", NODE_TEXT, 0, 0},
    {"y", NODE_TEXT, 0, 0},
    {"n", NODE_TEXT, 0, 0},
    {"0", NODE_INT, 0, 0},
    {"-0", NODE_INT, 0, 0},
    {"+12", NODE_INT, 12, 0},
    {"-19", NODE_INT, -19, 0},
    {"007", NODE_INT, 7, 0},
    {"9223372036854775807", NODE_INT, INT64_MAX, 0},
    {"-9223372036854775808", NODE_INT, INT64_MIN, 0},
    {"+", NODE_TEXT, 0, 0},
    {"1-2", NODE_TEXT, 0, 0},
    {"1_000", NODE_TEXT, 0, 0},
    {"1,000", NODE_TEXT, 0, 0},
    {"0o14", NODE_TEXT, 0, 0},
    {"0xC", NODE_TEXT, 0, 0},
    {"0b1", NODE_TEXT, 0, 0},
    {"190:20:30", NODE_TEXT, 0, 0},
    {"12:30", NODE_TEXT, 0, 0},
    {"1.5", NODE_FLOAT, 0, 1.5},
    {"-0.25", NODE_FLOAT, 0, -0.25},
    {"1.", NODE_FLOAT, 0, 1},
    {".5", NODE_FLOAT, 0, 0.5},
    {"+.5", NODE_FLOAT, 0, 0.5},
    {"1e3", NODE_FLOAT, 0, 1000},
    {"1.25E+2", NODE_FLOAT, 0, 125},
    {"5e-1", NODE_FLOAT, 0, 0.5},
    {".", NODE_TEXT, 0, 0},
    {"-.", NODE_TEXT, 0, 0},
    {".e1", NODE_TEXT, 0, 0},
    {"1e", NODE_TEXT, 0, 0},
    {"1.2.3", NODE_TEXT, 0, 0},
    {"0x1p3", NODE_TEXT, 0, 0},
    {"inf", NODE_TEXT, 0, 0},
    {"nan", NODE_TEXT, 0, 0},
    {"2022-11-16", NODE_TEXT, 0, 0},
    {"2001-12-14t21:59:43.10-05:00", NODE_TEXT, 0, 0},
    {"a b", NODE_TEXT, 0, 0},
    {"=", NODE_TEXT, 0, 0},
};

static void test_scalars(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(scalars); i++) {
        struct node tree;
        struct err err;
        str text = str_of(scalars[i].plain);
        if (!yaml_read(text, &arena, &tree, &err))
            fail_msg("%s: %s", scalars[i].plain, err.msg);
        if (tree.kind != scalars[i].kind)
            fail_msg("%s is %s", scalars[i].plain, node_kind_words(tree.kind));
        if (tree.kind == NODE_INT)
            assert_true(tree.integer == scalars[i].integer);
        if (tree.kind == NODE_BOOL)
            assert_true(tree.boolean == (scalars[i].integer != 0));
        if (tree.kind == NODE_FLOAT)
            assert_true(tree.real == scalars[i].real);
        if (tree.kind == NODE_TEXT)
            assert_str(tree.text, text);
        /* In quotes everything is text. */
        text = str_format(&arena, "'%s'", scalars[i].plain);
        assert_ok(yaml_read(text, &arena, &tree, &err), err);
        assert_int_equal(tree.kind, NODE_TEXT);
        assert_str(tree.text, str_of(scalars[i].plain));
    }
}

static const struct {
    str yaml;
    const char *json;
} documents[] = {
    /* 2.1: collections */
    {TEXT("- a\n- b\n"), "[\"a\",\"b\"]"},
    {TEXT("hr: 65\navg: high\n"), "{\"avg\":\"high\",\"hr\":65}"},
    {TEXT("a:\n- 1\n- 2\nb:\n  - 3\n"), "{\"a\":[1,2],\"b\":[3]}"},
    {TEXT("-\n  a: 1\n  b: 2\n- c: 3\n"), "[{\"a\":1,\"b\":2},{\"c\":3}]"},
    {TEXT("- [a, 1]\n- {b: 2, c: [x, y]}\n"), "[[\"a\",1],{\"b\":2,\"c\":[\"x\",\"y\"]}]"},
    {TEXT("{a, b: , c: 1}"), "{\"a\":null,\"b\":null,\"c\":1}"},
    {TEXT("[a: 1, b]"), "[{\"a\":1},\"b\"]"},
    {TEXT("[]"), "[]"},
    {TEXT("{}"), "{}"},
    {TEXT("a: []\nb: {}\n"), "{\"a\":[],\"b\":{}}"},
    {TEXT("-\n-\n"), "[null,null]"},
    {TEXT("a:\nb:\n"), "{\"a\":null,\"b\":null}"},
    {TEXT("{\"a\":1,\"b\":[true,null]}"), "{\"a\":1,\"b\":[true,null]}"},
    {TEXT("? a\n: 1\n? b\n"), "{\"a\":1,\"b\":null}"},
    /* keys are texts */
    {TEXT("2011: a\nno: b\ntrue: c\n"), "{\"2011\":\"a\",\"no\":\"b\",\"true\":\"c\"}"},
    {TEXT("\"a b\": 1\n'': 2\n\"<<\": 3\n"), "{\"\":2,\"<<\":3,\"a b\":1}"},
    {TEXT("a: 1\nA: 2\n"), "{\"A\":2,\"a\":1}"},
    /* comments, markers, directive, line ends, byte-order mark */
    {TEXT("# a\na: 1 # b\n# c\n"), "{\"a\":1}"},
    {TEXT("a: b#c\n"), "{\"a\":\"b#c\"}"},
    {TEXT("---\na: 1\n...\n"), "{\"a\":1}"},
    {TEXT("%YAML 1.2\n---\na: yes\n"), "{\"a\":\"yes\"}"},
    {TEXT("---\n"), "null"},
    {TEXT("a: 1\r\nb:\r\n  - c\r\n"), "{\"a\":1,\"b\":[\"c\"]}"},
    {TEXT("\xef\xbb\xbf"
          "a: 1\n"),
     "{\"a\":1}"},
    {TEXT("a:\t1\n"), "{\"a\":1}"},
    /* 7.3: flow scalars */
    {TEXT("'it''s'"), "\"it's\""},
    {TEXT("'a\\nb'"), "\"a\\\\nb\""},
    {TEXT("\"a\\nb\\t\\\"\\\\\\/\\x41\\u00e4\\U0001F600\""),
     "\"a\\nb\\t\\\"\\\\/A\xc3\xa4\xf0\x9f\x98\x80\""},
    {TEXT("\"a\n  b\n\n  c\""), "\"a b\\nc\""},
    {TEXT("a: one\n  two\n  three\n"), "{\"a\":\"one two three\"}"},
    {TEXT("a: \"\"\nb: ''\n"), "{\"a\":\"\",\"b\":\"\"}"},
    {TEXT("a: http://example.org/x?y=1\n"), "{\"a\":\"http://example.org/x?y=1\"}"},
    {TEXT("\xc3\xa4: \xe6\x97\xa5\xe6\x9c\xac\n"), "{\"\xc3\xa4\":\"\xe6\x97\xa5\xe6\x9c\xac\"}"},
    /* 8.1: block scalars */
    {TEXT("a: |\n  one\n  two\n"), "{\"a\":\"one\\ntwo\\n\"}"},
    {TEXT("a: |-\n  one\n  two\n\n"), "{\"a\":\"one\\ntwo\"}"},
    {TEXT("a: |+\n  one\n\nb: 1\n"), "{\"a\":\"one\\n\\n\",\"b\":1}"},
    {TEXT("a: |2\n   one\n  two\n"), "{\"a\":\" one\\ntwo\\n\"}"},
    {TEXT("a: >\n  one\n  two\n\n  three\n"), "{\"a\":\"one two\\nthree\\n\"}"},
    {TEXT("a: >-\n  one\n    two\n  three\n"), "{\"a\":\"one\\n  two\\nthree\"}"},
    {TEXT("a: |\r\n  one\r\n  two\r\n"), "{\"a\":\"one\\ntwo\\n\"}"},
    {TEXT("a: |\n  # not a comment\n  &no *marks !here\n"),
     "{\"a\":\"# not a comment\\n&no *marks !here\\n\"}"},
    {TEXT("a: |\n  1\n"), "{\"a\":\"1\\n\"}"},
};

static void test_documents(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(documents); i++) {
        struct node tree;
        struct err err;
        if (!yaml_read(documents[i].yaml, &arena, &tree, &err))
            fail_msg("%.*s: %s", STR(documents[i].yaml), err.msg);
        CLEANUP(buf_done) struct buf out = {0};
        json_write(&tree, &out);
        assert_str(buf_str(&out), str_of(documents[i].json));
    }
}

static const struct {
    str yaml;
    const char *message; /* how it begins */
} refused[] = {
    {TEXT(""), "line 1, column 1: there is nothing in this text"},
    {TEXT("# only a comment\n"), "line 1, column 1: there is nothing in this text"},
    {TEXT("a: &x 1\nb: 2\n"), "line 1, column 4: anchors (&) are not accepted"},
    {TEXT("a: &x [1]\n"), "line 1, column 4: anchors (&) are not accepted"},
    {TEXT("a: &x {b: 1}\n"), "line 1, column 4: anchors (&) are not accepted"},
    {TEXT("&k a: 1\n"), "line 1, column 1: anchors (&) are not accepted"},
    {TEXT("a: 1\nb: *x\n"), "line 2, column 4: aliases (*) are not accepted"},
    {TEXT("a: 1\n*x : 2\n"), "line 2, column 1: aliases (*) are not accepted"},
    {TEXT("a: !!str 1\n"), "line 1, column 4: tags (!) are not accepted"},
    {TEXT("a: ! 1\n"), "line 1, column 4: tags (!) are not accepted"},
    {TEXT("a: !python/object:os.system [x]\n"), "line 1, column 4: tags (!) are not accepted"},
    {TEXT("a: !!map {b: 1}\n"), "line 1, column 4: tags (!) are not accepted"},
    {TEXT("!t a: 1\n"), "line 1, column 1: tags (!) are not accepted"},
    {TEXT("a: 1\n<<: {b: 1}\n"), "line 2, column 1: merge keys (<<) are not accepted"},
    {TEXT("a: 1\nb: 2\na: 3\n"),
     "line 3, column 1: the key \"a\" comes twice; it is in line 1 already"},
    {TEXT("x:\n  - a: 1\n    \"\\x61\": 3\n"),
     "line 3, column 5: the key \"a\" comes twice; it is in line 2 already"},
    {TEXT("{a: 1, 'a': 2}"),
     "line 1, column 8: the key \"a\" comes twice; it is in line 1 already"},
    {TEXT("a: 1\n---\nb: 2\n"), "line 2, column 1: a second document starts here"},
    {TEXT("a: 1\n...\n---\n"), "line 3, column 1: a second document starts here"},
    {TEXT("%YAML 1.1\n---\na: 1\n"), "line 1, column 1: only YAML 1.2 is accepted"},
    {TEXT("%TAG ! tag:example.org:\n---\na: 1\n"), "line 1, column 1: tags are not accepted"},
    {TEXT("[a]: 1\n"), "line 1, column 1: a key must be a text"},
    {TEXT("? {a: 1}\n: 1\n"), "line 1, column 3: a key must be a text"},
    {TEXT("?\n: 2\n"), "line 1, column 2: a key is missing before the colon"},
    {TEXT("a: 1\n: 2\n"), "line 2, column 1: this does not fit here"},
    {TEXT("a: 9223372036854775808\n"), "line 1, column 4: this number is too large"},
    {TEXT("a: 1e400\n"), "line 1, column 4: this number is too large"},
    {TEXT("a: .inf\n"), "line 1, column 4: infinity and"},
    {TEXT("a: -.INF\n"), "line 1, column 4: infinity and"},
    {TEXT("a: .NaN\n"), "line 1, column 4: infinity and"},
    {TEXT("a: \"x\\0y\"\n"), "line 1, column 4: a NUL character in a text"},
    {TEXT("\"\\0\": 1\n"), "line 1, column 1: a NUL character in a text"},
    {TEXT("a: x\0y\n"), "line 1, column 5: a NUL byte"},
    {TEXT("a: 1\nb: \xff\n"), "line 2, column 4: these bytes are not UTF-8"},
    {TEXT("\xff\xfe"
          "a\0:\0"),
     "line 1, column 1: these bytes are not UTF-8"},
    {TEXT("\xc3\xa4: \xed\xa0\x80\n"), "line 1, column 4: these bytes are not UTF-8"},
    {TEXT("a: \"\\ud800\"\n"), "line 1, column "},
    {TEXT("a: \x1b[0m\n"), "line 1, column 4: "},
    {TEXT("a: 1\nb: x\x7f\n"), "line 2, column 5: "},
    {TEXT("a: 1\nb: x\xe2\x80\xa8y\n"), "line 2, column 5: an invisible line separator"},
    {TEXT("a: 1\nb: x\xc2\x85y\n"), "line 2, column 5: an invisible line separator"},
    {TEXT("a:\n\tb: 1\n"), "line 2, column 1: YAML does not indent by tabs; use spaces"},
    {TEXT("a:\n  b: 1\n\tc: 1\n"), "line 3, column 1: YAML does not indent by tabs; use spaces"},
    {TEXT("a:\n  - x\n \t- y\n"), "line 3, column "},
    {TEXT("a: [1, 2\n"), "line 2, column 1: "},
    {TEXT("a: {b: 1\n"), "line 2, column 1: "},
    {TEXT("a: \"b\n"), "line 2, column 1: a quote is not closed"},
    {TEXT("a: 'b\n"), "line 2, column 1: "},
    {TEXT("a: b: c\n"), "line 1, column 5: a colon does not fit here"},
    {TEXT("a: 1\n b: 2\n"), "line 2, column 3: "},
    {TEXT("a: 1\nb\n"), "line 3, column 1: a colon is missing after a key"},
    {TEXT("- a\nb: 1\n"), "line 2, column 1: "},
    {TEXT("a: @b\n"), "line 1, column 4: a text that begins with this character needs quotes"},
    {TEXT("a: `b`\n"), "line 1, column 4: "},
    {TEXT("a: %b\n"), "line 1, column 4: "},
    {TEXT("a: \"\\q\"\n"), "line 1, column "},
    {TEXT("[a]]\n"), "line 1, column 4: "},
    {TEXT("a: |x\n  b\n"), "line 1, column "},
};

static void test_refused(void **state)
{
    (void)state;
    size_t bad = 0;
    for (size_t i = 0; i < countof(refused); i++) {
        struct node tree;
        struct err err;
        if (yaml_read(refused[i].yaml, &arena, &tree, &err)) {
            print_error("accepted: %.*s\n", STR(refused[i].yaml));
            bad++;
        } else if (err.kind != ERR_INVALID ||
                   !str_starts(str_of(err.msg), str_of(refused[i].message))) {
            print_error("%.*s: got \"%s\", want \"%s\"\n", STR(refused[i].yaml), err.msg,
                        refused[i].message);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
}

static void test_places(void **state)
{
    (void)state;
    static const char text[] = "\xef\xbb\xbf# c\r\n"
                               "\xc3\xa4\xc3\xa4: x\r\n"
                               "list:\r\n"
                               "  - a: 1\r\n"
                               "    b: |\r\n"
                               "      t\r\n"
                               "  - [\xc3\xa4, {c: d}]\r\n"
                               "  -\r\n"
                               "last: 'q'\r\n";
    struct node tree;
    struct err err;
    assert_ok(yaml_read(str_of(text), &arena, &tree, &err), err);
    check_place(&tree, 2, 1);
    check_place(&tree.map.at[0].value, 2, 5);
    const struct node *list = node_get(&tree, S("list"));
    assert_non_null(list);
    check_place(list, 4, 3);
    assert_int_equal(list->list.n, 3);
    const struct node *first = &list->list.at[0];
    check_place(first, 4, 5);
    assert_int_equal(first->map.at[1].line, 5);
    assert_int_equal(first->map.at[1].column, 5);
    check_place(&first->map.at[1].value, 5, 8);
    const struct node *second = &list->list.at[1];
    check_place(second, 7, 5);
    check_place(&second->list.at[0], 7, 6);
    check_place(&second->list.at[1], 7, 9);
    check_place(node_get(&second->list.at[1], S("c")), 7, 13);
    assert_int_equal(list->list.at[2].kind, NODE_NULL);
    assert_int_equal(list->list.at[2].line, 8);
    check_place(node_get(&tree, S("last")), 9, 7);
}

static void repeat(struct buf *out, const char *what, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_put(out, str_of(what));
}

static void test_depth(void **state)
{
    (void)state;
    struct node tree;
    struct err err;
    CLEANUP(buf_done) struct buf flow = {0};
    repeat(&flow, "[", NODE_DEPTH_MAX);
    repeat(&flow, "]", NODE_DEPTH_MAX);
    assert_ok(yaml_read(buf_str(&flow), &arena, &tree, &err), err);
    CLEANUP(buf_done) struct buf deeper = {0};
    buf_put(&deeper, S("-\n "));
    buf_put(&deeper, buf_str(&flow));
    assert_err(yaml_read(buf_str(&deeper), &arena, &tree, &err), err, ERR_LIMIT);
    assert_true(str_starts(str_of(err.msg), S("line 2, column 65: ")));

    CLEANUP(buf_done) struct buf block = {0};
    repeat(&block, "- ", NODE_DEPTH_MAX);
    assert_ok(yaml_read(buf_str(&block), &arena, &tree, &err), err);
    repeat(&block, "- ", 1);
    assert_err(yaml_read(buf_str(&block), &arena, &tree, &err), err, ERR_LIMIT);

    /* libyaml looks ahead for a colon, so what is far too deep must stay cheap as well. */
    static const char *const openers[] = {"[", "{", "- ", "? ", "[{a: ", "\n["};
    for (size_t i = 0; i < countof(openers); i++) {
        CLEANUP(buf_done) struct buf far = {0};
        repeat(&far, openers[i], (1 << 20) / strlen(openers[i]));
        assert_false(yaml_read(buf_str(&far), &arena, &tree, &err));
        assert_true(err.kind == ERR_LIMIT || err.kind == ERR_INVALID);
    }
}

static void test_limits(void **state)
{
    (void)state;
    struct node tree;
    struct err err;
    CLEANUP(buf_done) struct buf large = {0};
    repeat(&large, "#", NODE_INPUT_MAX_BYTES - 2);
    buf_put(&large, S("\n1"));
    assert_ok(yaml_read(buf_str(&large), &arena, &tree, &err), err);
    buf_put(&large, S("1"));
    assert_err(yaml_read(buf_str(&large), &arena, &tree, &err), err, ERR_LIMIT);

    struct arena kept = arena;
    CLEANUP(buf_done) struct buf many = {0};
    repeat(&many, "-\n", NODE_COUNT_MAX - 1);
    assert_ok(yaml_read(buf_str(&many), &arena, &tree, &err), err);
    assert_int_equal(tree.list.n, NODE_COUNT_MAX - 1);
    repeat(&many, "-\n", 1);
    assert_err(yaml_read(buf_str(&many), &arena, &tree, &err), err, ERR_LIMIT);
    arena.beg = kept.beg;
}

static void test_memory(void **state)
{
    (void)state;
    static const char *const units[] = {"a,", "{a},", "{a: []},", "[],", "[a: b],"};
    for (size_t i = 0; i < countof(units); i++) {
        struct node tree;
        struct err err;
        CLEANUP(buf_done) struct buf text = {0};
        buf_byte(&text, '[');
        repeat(&text, units[i], 100000);
        buf_byte(&text, ']');
        size_t before = arena_room(arena);
        assert_ok(yaml_read(buf_str(&text), &arena, &tree, &err), err);
        assert_true(before - arena_room(arena) < NODE_BYTES_PER_INPUT_BYTE * text.n);
    }
}

static void test_many_keys(void **state)
{
    (void)state;
    struct node tree;
    struct err err;
    CLEANUP(buf_done) struct buf text = {0};
    for (int i = 0; i < 200000; i++)
        buf_format(&text, "k%d: 0\n", i);
    assert_ok(yaml_read(buf_str(&text), &arena, &tree, &err), err);
    assert_int_equal(tree.map.n, 200000);
    buf_put(&text, S("k9: 1\nk0: 1\n"));
    assert_err(yaml_read(buf_str(&text), &arena, &tree, &err), err, ERR_INVALID);
    assert_string_equal(
        err.msg, "line 200001, column 1: the key \"k9\" comes twice; it is in line 10 already");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalars), cmocka_unit_test(test_documents),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_places),
        cmocka_unit_test(test_depth),   cmocka_unit_test(test_limits),
        cmocka_unit_test(test_memory),  cmocka_unit_test(test_many_keys),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
