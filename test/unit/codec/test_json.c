/* Accepted and refused texts follow RFC 8259, section by section, and the few points where it
 * leaves a choice and codec/json.h makes it. */
#include "../arena.h"
#include "../test.h"
#include "place.h"

#include <stdio.h>

#include "base/buf.h"
#include "codec/json.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

static const struct {
    str text;
    const char *canonical; /* NULL: it holds a number with a fraction */
} accepted[] = {
    /* section 2: white space and any value at the top */
    {TEXT(" \t\n\r null \t\n\r "), "null"},
    {TEXT("true"), "true"},
    {TEXT("false"), "false"},
    {TEXT("0"), "0"},
    {TEXT("\"\""), "\"\""},
    {TEXT("[ ]"), "[]"},
    {TEXT("{\n}"), "{}"},
    /* section 4: objects; names may be empty, and the order is ours */
    {TEXT("{\"\":0}"), "{\"\":0}"},
    {TEXT("{\"b\":1,\"a\":2,\"B\":3}"), "{\"B\":3,\"a\":2,\"b\":1}"},
    {TEXT("{\"a\":{\"a\":1}}"), "{\"a\":{\"a\":1}}"},
    {TEXT("{\"\xc3\xa9\":1,\"z\":2}"), "{\"z\":2,\"\xc3\xa9\":1}"},
    /* U+FFFF before U+10000 by bytes; by UTF-16 units it is the other way round */
    {TEXT("{\"\\ud800\\udc00\":1,\"\\uffff\":2}"), "{\"\xef\xbf\xbf\":2,\"\xf0\x90\x80\x80\":1}"},
    /* section 5: arrays of mixed values */
    {TEXT("[1,\"a\",null,[],{}]"), "[1,\"a\",null,[],{}]"},
    {TEXT("[[[[]]]]"), "[[[[]]]]"},
    /* section 6: numbers */
    {TEXT("-0"), "0"},
    {TEXT("-1"), "-1"},
    {TEXT("9223372036854775807"), "9223372036854775807"},
    {TEXT("-9223372036854775808"), "-9223372036854775808"},
    {TEXT("1.5"), NULL},
    {TEXT("-0.0"), NULL},
    {TEXT("1e2"), NULL},
    {TEXT("1E+2"), NULL},
    {TEXT("1e-2"), NULL},
    {TEXT("0e0"), NULL},
    {TEXT("1e308"), NULL},
    {TEXT("1e-400"), NULL},
    /* section 7: strings and escapes */
    {TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
    {TEXT("\"\\u0001\\u001F\\u007f\""), "\"\\u0001\\u001f\x7f\""},
    {TEXT("\"\x7f\""), "\"\x7f\""},
    {TEXT("\"\\u00E9\\u20ac\""), "\"\xc3\xa9\xe2\x82\xac\""},
    {TEXT("\"\\uD83D\\uDE00\""), "\"\xf0\x9f\x98\x80\""},
    {TEXT("\"\\\\u0041\""), "\"\\\\u0041\""},
    {TEXT("\"\xe2\x80\xa8\""), "\"\xe2\x80\xa8\""},
    {TEXT("\"\xef\xbb\xbf\""), "\"\xef\xbb\xbf\""},
    {TEXT("\"\xf4\x8f\xbf\xbf\""), "\"\xf4\x8f\xbf\xbf\""},
};

static const struct {
    str text;
    uint32_t line, column; /* 0, 0: any */
} refused[] = {
    {TEXT(""), 1, 1},
    {TEXT("  \n "), 2, 2},
    {TEXT("\xef\xbb\xbfnull"), 1, 1},
    /* names are in small letters, and there are three of them */
    {TEXT("nul"), 1, 1},
    {TEXT("[nulll]"), 1, 2},
    {TEXT("True"), 1, 1},
    {TEXT("[\n  NaN]"), 2, 3},
    {TEXT("Infinity"), 1, 1},
    {TEXT("undefined"), 1, 1},
    /* structure */
    {TEXT("["), 1, 2},
    {TEXT("]"), 1, 1},
    {TEXT("[1"), 1, 3},
    {TEXT("[1,]"), 1, 4},
    {TEXT("[,1]"), 1, 2},
    {TEXT("[1,,2]"), 1, 4},
    {TEXT("[1 2]"), 1, 4},
    {TEXT("[1}"), 1, 3},
    {TEXT("[1:2]"), 1, 3},
    {TEXT("{"), 1, 2},
    {TEXT("{\"a\"}"), 1, 5},
    {TEXT("{\"a\":}"), 1, 6},
    {TEXT("{\"a\":1,}"), 1, 8},
    {TEXT("{\"a\" 1}"), 1, 6},
    {TEXT("{\"a\":1 \"b\":2}"), 1, 8},
    {TEXT("{a:1}"), 1, 2},
    {TEXT("{1:1}"), 1, 2},
    {TEXT("{null:1}"), 1, 2},
    {TEXT("{'a':1}"), 1, 2},
    {TEXT("{[]:1}"), 1, 2},
    {TEXT("{\"a\"::1}"), 1, 6},
    {TEXT("1 2"), 1, 3},
    {TEXT("{}{}"), 1, 3},
    {TEXT("[]]"), 1, 3},
    {TEXT("{}\n#"), 2, 1},
    {TEXT("[1] // two"), 1, 5},
    {TEXT("/* */ 1"), 1, 1},
    /* white space is four characters only */
    {TEXT("[\v1]"), 1, 2},
    {TEXT("[\f1]"), 1, 2},
    {TEXT("[\xc2\xa0"
          "1]"),
     1, 2},
    /* numbers */
    {TEXT("+1"), 1, 1},
    {TEXT("01"), 0, 0},
    {TEXT("-01"), 0, 0},
    {TEXT("00"), 0, 0},
    {TEXT("-"), 1, 1},
    {TEXT("--1"), 1, 1},
    {TEXT("1."), 0, 0},
    {TEXT(".5"), 1, 1},
    {TEXT("1.e1"), 0, 0},
    {TEXT("1e"), 0, 0},
    {TEXT("1e+"), 0, 0},
    {TEXT("1eE2"), 0, 0},
    {TEXT("1.2.3"), 0, 0},
    {TEXT("0x10"), 0, 0},
    {TEXT("1_000"), 0, 0},
    {TEXT("1,5"), 0, 0},
    {TEXT("\xef\xbc\x91"), 1, 1},
    {TEXT("9223372036854775808"), 1, 1},
    {TEXT("[\n-9223372036854775809]"), 2, 1},
    {TEXT("1e400"), 1, 1},
    {TEXT("-1e400"), 1, 1},
    /* strings */
    {TEXT("\""), 0, 0},
    {TEXT("\"a"), 0, 0},
    {TEXT("\"a\nb\""), 0, 0},
    {TEXT("\"a\tb\""), 0, 0},
    {TEXT("\"\x1f\""), 0, 0},
    {TEXT("'a'"), 1, 1},
    {TEXT("\"\\x41\""), 0, 0},
    {TEXT("\"\\a\""), 0, 0},
    {TEXT("\"\\'\""), 0, 0},
    {TEXT("\"\\"), 0, 0},
    {TEXT("\"\\u\""), 0, 0},
    {TEXT("\"\\u12\""), 0, 0},
    {TEXT("\"\\u12G4\""), 0, 0},
    {TEXT("\"\\U00000041\""), 0, 0},
    /* NUL, plain and escaped, in a value and in a key */
    {TEXT("\0"), 1, 1},
    {TEXT("[1,\n\"a\0\"]"), 2, 3},
    {TEXT("1\0"), 1, 2},
    {TEXT("\"\\u0000\""), 0, 0},
    {TEXT("{\"\\u0000\":1}"), 0, 0},
    /* surrogates */
    {TEXT("\"\\ud800\""), 0, 0},
    {TEXT("\"\\udc00\""), 0, 0},
    {TEXT("\"\\ud800\\ud800\""), 0, 0},
    {TEXT("\"\\udc00\\ud800\""), 0, 0},
    {TEXT("\"\\ud800x\""), 0, 0},
    {TEXT("\"\\ud83d\\u0041\""), 0, 0},
    {TEXT("\"\xed\xa0\x80\""), 1, 2},
    /* not UTF-8 */
    {TEXT("\"\xff\""), 1, 2},
    {TEXT("[\"\xc3\xa4\xc3\xa4\x80\"]"), 1, 5},
    {TEXT("\"\xc0\x80\""), 1, 2},
    {TEXT("\"\xe2\x82\""), 1, 2},
    {TEXT("\"\xf4\x90\x80\x80\""), 1, 2},
    {TEXT("\xff\xfe[\0]\0"), 1, 1},
    /* the same key twice, also when it is spelt differently */
    {TEXT("{\"a\":1,\"a\":1}"), 1, 8},
    {TEXT("{\"a\":1,\n \"\\u0061\":2}"), 2, 2},
    {TEXT("{\"/\":1,\"\\/\":2}"), 1, 8},
    {TEXT("{\"\":1,\"\":2}"), 1, 7},
    {TEXT("[{\"b\":{\"a\":1,\"c\":0,\"a\":1}}]"), 1, 20},
};

static void test_accepted(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(accepted); i++) {
        struct node tree;
        struct err err;
        if (!json_read(accepted[i].text, &arena, &tree, &err))
            fail_msg("%.*s: %s", STR(accepted[i].text), err.msg);
        if (!accepted[i].canonical) {
            assert_int_equal(tree.kind, NODE_FLOAT);
            continue;
        }
        CLEANUP(buf_done) struct buf out = {0};
        json_write(&tree, &out);
        assert_str(buf_str(&out), str_of(accepted[i].canonical));
    }
}

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(refused); i++) {
        struct node tree;
        struct err err;
        if (json_read(refused[i].text, &arena, &tree, &err))
            fail_msg("accepted: %.*s", STR(refused[i].text));
        assert_int_equal(err.kind, ERR_INVALID);
        char want[64];
        snprintf(want, sizeof want, "line %u, column %u: ", refused[i].line, refused[i].column);
        if (refused[i].line && !str_starts(str_of(err.msg), str_of(want)))
            fail_msg("%.*s: got \"%s\", want %s", STR(refused[i].text), err.msg, want);
    }
}

static void test_floats(void **state)
{
    (void)state;
    static const struct {
        str text;
        double value;
    } floats[] = {{TEXT("1.5"), 1.5}, {TEXT("-2.5e-1"), -0.25}, {TEXT("1E3"), 1000.0}};
    for (size_t i = 0; i < countof(floats); i++) {
        struct node tree;
        struct err err;
        assert_ok(json_read(floats[i].text, &arena, &tree, &err), err);
        assert_true(tree.kind == NODE_FLOAT && tree.real == floats[i].value);
    }
}

static void test_places(void **state)
{
    (void)state;
    /* Brackets, quotes and escapes inside texts must not mislead, and columns are code points. */
    static const char text[] = "\r\n"
                               "{\"\xc3\xa9\": [1,\r\n"
                               "   \"]}\\\",\" , {} ,[ ]],\n"
                               "\n"
                               "\t\"\\u0061\":{\"z\" :null,\"b\":-1.5}, \"t\": true}\n";
    struct node tree;
    struct err err;
    assert_ok(json_read(str_of(text), &arena, &tree, &err), err);
    check_place(&tree, 2, 1);
    assert_int_equal(tree.map.n, 3);
    assert_str(tree.map.at[0].key, S("\xc3\xa9"));
    assert_int_equal(tree.map.at[0].column, 2);
    const struct node *list = &tree.map.at[0].value;
    check_place(list, 2, 7);
    assert_int_equal(list->list.n, 4);
    check_place(&list->list.at[0], 2, 8);
    check_place(&list->list.at[1], 3, 4);
    assert_str(list->list.at[1].text, S("]}\","));
    check_place(&list->list.at[2], 3, 14);
    check_place(&list->list.at[3], 3, 18);
    assert_str(tree.map.at[1].key, S("a"));
    assert_int_equal(tree.map.at[1].line, 5);
    assert_int_equal(tree.map.at[1].column, 2);
    const struct node *map = node_get(&tree, S("a"));
    assert_non_null(map);
    check_place(map, 5, 11);
    check_place(node_get(map, S("z")), 5, 17);
    check_place(node_get(map, S("b")), 5, 26);
    check_place(node_get(&tree, S("t")), 5, 38);
    assert_null(node_get(&tree, S("z")));
}

/* n times what, then the rest. */
static str repeat(const char *what, size_t n, const char *rest)
{
    size_t len = strlen(what);
    char *p = arena_new(&arena, char, n *len + strlen(rest));
    for (size_t i = 0; i < n; i++)
        memcpy(p + i * len, what, len);
    memcpy(p + n * len, rest, strlen(rest));
    return (str){p, n * len + strlen(rest)};
}

static void test_depth(void **state)
{
    (void)state;
    struct node tree;
    struct err err;
    CLEANUP(buf_done) struct buf text = {0};
    buf_put(&text, repeat("[", NODE_DEPTH_MAX, ""));
    buf_put(&text, repeat("]", NODE_DEPTH_MAX, ""));
    assert_ok(json_read(buf_str(&text), &arena, &tree, &err), err);

    CLEANUP(buf_done) struct buf deeper = {0};
    buf_put(&deeper, S("{\"a\":\n"));
    buf_put(&deeper, buf_str(&text));
    buf_put(&deeper, S("}"));
    assert_err(json_read(buf_str(&deeper), &arena, &tree, &err), err, ERR_LIMIT);
    assert_true(str_starts(str_of(err.msg), S("line 2, column 64: ")));

    assert_err(json_read(repeat("[", NODE_INPUT_MAX_BYTES, ""), &arena, &tree, &err), err,
               ERR_LIMIT);
    assert_err(json_read(repeat("{\"a\":", 1 << 20, ""), &arena, &tree, &err), err, ERR_LIMIT);
    /* Siblings are not depth. */
    assert_ok(json_read(repeat("[[],", 1, "[],[],[]]"), &arena, &tree, &err), err);
}

static void test_limits(void **state)
{
    (void)state;
    struct arena kept = arena;
    struct node tree;
    struct err err;
    assert_err(json_read(repeat(" ", NODE_INPUT_MAX_BYTES, "1"), &arena, &tree, &err), err,
               ERR_LIMIT);
    assert_ok(json_read(repeat(" ", NODE_INPUT_MAX_BYTES - 1, "1"), &arena, &tree, &err), err);
    arena.beg = kept.beg;

    /* NODE_COUNT_MAX values: a list and what is in it. */
    str most = repeat("1,", NODE_COUNT_MAX - 1, "");
    char *bytes = arena_new(&arena, char, most.n + 3);
    bytes[0] = '[';
    memcpy(bytes + 1, most.p, most.n);
    bytes[most.n] = ']'; /* over the last comma */
    assert_ok(json_read((str){bytes, most.n + 1}, &arena, &tree, &err), err);
    assert_int_equal(tree.list.n, NODE_COUNT_MAX - 1);
    memcpy(bytes + most.n, ",1]", 3);
    assert_err(json_read((str){bytes, most.n + 3}, &arena, &tree, &err), err, ERR_LIMIT);
    arena.beg = kept.beg;
}

/* The worst for memory that we know: the smallest text for a pair, a list and their places. */
static void test_memory(void **state)
{
    (void)state;
    struct node tree;
    struct err err;
    CLEANUP(buf_done) struct buf text = {0};
    buf_put(&text, S("[0"));
    for (int i = 0; i < 100000; i++)
        buf_put(&text, S(",{\"\":[]}"));
    buf_put(&text, S("]"));
    size_t before = arena_room(arena);
    assert_ok(json_read(buf_str(&text), &arena, &tree, &err), err);
    assert_true(before - arena_room(arena) < NODE_BYTES_PER_INPUT_BYTE * text.n);
}

/* Half a million keys, and the last one again: quadratic work would never end. */
static void test_many_keys(void **state)
{
    (void)state;
    struct node tree;
    struct err err;
    CLEANUP(buf_done) struct buf text = {0};
    for (int i = 0; i < 200000; i++)
        buf_format(&text, "%c\"k%d\":0", i ? ',' : '{', i);
    size_t n = text.n;
    buf_byte(&text, '}');
    assert_ok(json_read(buf_str(&text), &arena, &tree, &err), err);
    assert_int_equal(tree.map.n, 200000);
    assert_str(tree.map.at[199999].key, S("k199999"));

    text.n = n;
    buf_put(&text, S(",\n\"k\\u003199999\":0}"));
    assert_err(json_read(buf_str(&text), &arena, &tree, &err), err, ERR_INVALID);
    assert_string_equal(err.msg, "line 2, column 1: the key \"k\\u003199999\" comes twice");
}

static void test_message_is_printable(void **state)
{
    (void)state;
    struct node tree;
    struct err err;
    assert_err(json_read(S("[\x1b[31m]"), &arena, &tree, &err), err, ERR_INVALID);
    for (const char *p = err.msg; *p; p++)
        assert_true((uint8_t)*p >= 0x20 && *p != 0x7f);
}

static void test_pretty(void **state)
{
    (void)state;
    struct node tree;
    struct err err;
    assert_ok(json_read(S("{\"b\":[1,{}],\"a\":{\"c\":[]}}"), &arena, &tree, &err), err);
    CLEANUP(buf_done) struct buf out = {0};
    json_write_pretty(&tree, &out);
    assert_str(buf_str(&out), S("{\n"
                                "  \"a\": {\n"
                                "    \"c\": []\n"
                                "  },\n"
                                "  \"b\": [\n"
                                "    1,\n"
                                "    {}\n"
                                "  ]\n"
                                "}\n"));
}

int main(void)
{
    json_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accepted), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_floats),   cmocka_unit_test(test_places),
        cmocka_unit_test(test_depth),    cmocka_unit_test(test_limits),
        cmocka_unit_test(test_memory),   cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_pretty),   cmocka_unit_test(test_message_is_printable),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
