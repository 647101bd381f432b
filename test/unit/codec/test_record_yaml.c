/* YAML for people: what is written reads as the same, whatever the texts are (YAML 1.2.2, 7.3.3 and
 * 8.1 say which need quotes), and looks as a person would write it. */
#include "../arena.h"
#include "../test.h"

#include "codec/record.h"
#include "codec/yaml.h"

struct leaf {
    bool present;
    str id, words;
    struct date day;
};
struct sheet_of {
    str title;
    int64_t count;
    struct leaf leaf;
    struct texts names;
    LIST_OF(struct leaf) leaves;
};

#define AT(type, member) .offset = offsetof(struct type, member)
static const struct field leaf_fields[] = {
    {.kind = FIELD_PRESENT, AT(leaf, present)},
    {"id", FIELD_TEXT, AT(leaf, id), .doc = "d"},
    {"words", FIELD_TEXT, AT(leaf, words), .doc = "d"},
    {"day", FIELD_DATE, AT(leaf, day), .doc = "d"},
};
static const struct record leaf_record = RECORD("leaf", struct leaf, "d", leaf_fields);
static const struct field top_fields[] = {
    {"title", FIELD_TEXT, AT(sheet_of, title), .doc = "d"},
    {"count", FIELD_INT, AT(sheet_of, count), .doc = "d"},
    {"leaf", FIELD_RECORD, AT(sheet_of, leaf), .record = &leaf_record, .doc = "d"},
    {"names", FIELD_TEXTS, AT(sheet_of, names), .doc = "d"},
    {"leaves", FIELD_RECORDS, AT(sheet_of, leaves), .record = &leaf_record, .doc = "d"},
};
static const struct record top_record = RECORD("top", struct sheet_of, "d", top_fields);

static str yaml_of(const struct sheet_of *value)
{
    CLEANUP(buf_done) struct buf out = {0};
    record_write_yaml(&top_record, value, &out);
    return str_copy(buf_str(&out), &arena);
}

static const char *const awkward[] = {
    "plain",
    "two words",
    "yes",
    "No",
    "on",
    "null",
    "~",
    "true",
    "1",
    "1.5",
    "0x1f",
    "-",
    "- a",
    "?",
    ":",
    "a: b",
    "a:b",
    "a #b",
    "#x",
    "'x",
    "\"x\"",
    "it's",
    " lead",
    "trail ",
    "",
    "[x]",
    "{x}",
    "*a",
    "&a",
    "!t",
    "%d",
    "@x",
    "`x",
    "a,b",
    "a\\b",
    "---",
    "...",
    "|",
    ">",
    "<<",
    "=",
    "2022-09-14",
    "12:30",
    "l1\nl2",
    "l1\nl2\n",
    "l1\n\nl2\n",
    "l1\n\n",
    "\nl1",
    " l1\nl2",
    "l1 \nl2",
    "- a\n- b",
    "#\n#",
    "tab\there",
    "a\ttab\nb",
    "\x01",
    "\x7f",
    "\xc2\x85",
    "\xe2\x80\xa8",
    "\xef\xbb\xbf",
    "\xc3\xa9t\xc3\xa9",
    "\xf0\x9f\x98\x80",
    "\xef\xbf\xbe",
    "cr\rlf",
    "a\r\nb",
    "k: |\n  v\n",
};

static void check_read(const struct sheet_of *value)
{
    struct node tree;
    struct err err;
    struct diags diags = {.a = &arena};
    struct sheet_of again;
    str yaml = yaml_of(value);
    if (!yaml_read(yaml, &arena, &tree, &err))
        fail_msg("%s in\n%.*s", err.msg, STR(yaml));
    if (!record_read(&top_record, &tree, &arena, &diags, &again))
        fail_msg("%.*s in\n%.*s", STR(diags.at[0].what), STR(yaml));
    assert_str(again.title, value->title);
    assert_str(again.leaf.words, value->leaf.words);
    assert_int_equal(again.names.n, value->names.n);
    for (size_t i = 0; i < again.names.n; i++)
        assert_str(again.names.at[i], value->names.at[i]);
    assert_int_equal(again.leaves.n, value->leaves.n);
    for (size_t i = 0; i < again.leaves.n; i++)
        assert_str(again.leaves.at[i].words, value->leaves.at[i].words);
}

/* As a value, in a list, on one line in braces, and in a block. */
static void test_reads_back(void **state)
{
    (void)state;
    static char longest[300];
    memset(longest, 'x', sizeof longest - 1);
    for (size_t i = 0; i < countof(awkward); i++)
        for (size_t k = 0; k < 2; k++) {
            str text = str_of(awkward[i]), names[] = {text, S("b"), k ? str_of(longest) : text};
            struct leaf leaves[] = {
                {.present = true, .id = S("a"), .words = text},
                {.present = true, .id = S("b"), .words = k ? str_of(longest) : text}};
            struct sheet_of value = {.title = text,
                                     .count = 3,
                                     .leaf = {.present = true, .words = text},
                                     .names = {names, countof(names)},
                                     .leaves = {leaves, countof(leaves)}};
            check_read(&value);
        }
}

static void test_looks(void **state)
{
    (void)state;
    str names[] = {S("a"), S("b c"), S("d,e")};
    struct leaf leaves[] = {{.present = true, .id = S("x"), .day = {2022, 9, 14}},
                            {.present = true, .id = S("v"), .words = S("two: words")}};
    struct sheet_of value = {.title = S("First line\nsecond"),
                             .count = INT_ABSENT,
                             .names = {names, 3},
                             .leaves = {leaves, 2}};
    assert_str(yaml_of(&value), S("title: |-\n"
                                  "  First line\n"
                                  "  second\n"
                                  "names: [a, b c, \"d,e\"]\n"
                                  "\n"
                                  "leaves:\n"
                                  "  - {id: x, day: 2022-09-14}\n"
                                  "  - {id: v, words: \"two: words\"}\n"));
    leaves[1].words = S("one\ntwo\n");
    struct sheet_of block = {.title = S("t"),
                             .count = 3,
                             .leaves = {leaves, 2},
                             .leaf = {.present = true, .id = S("z")}};
    assert_str(yaml_of(&block), S("title: t\n"
                                  "count: 3\n"
                                  "\n"
                                  "leaf: {id: z}\n"
                                  "\n"
                                  "leaves:\n"
                                  "  - id: x\n"
                                  "    day: 2022-09-14\n"
                                  "\n"
                                  "  - id: v\n"
                                  "    words: |\n"
                                  "      one\n"
                                  "      two\n"));
    struct sheet_of empty = {.count = INT_ABSENT, .names = {names, 0}, .leaf = {.present = true}};
    assert_str(yaml_of(&empty), S("leaf: {}\nnames: []\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_back),
        cmocka_unit_test(test_looks),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
