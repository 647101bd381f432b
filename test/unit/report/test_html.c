#include "report/html.h"

#include "../test.h"

static void test_escapes(void **state)
{
    (void)state;
    /* HTML, 13.1.2.3 and 13.1.2.4: what must not stand raw in an attribute or in text. */
    static const struct {
        str in, out;
    } rows[] = {
        {S("plain · \xc3\xa9"), S("plain · \xc3\xa9")},
        {S("<a href=\"x\">&'"), S("&lt;a href=&quot;x&quot;&gt;&amp;&#39;")},
        {S("&amp;"), S("&amp;amp;")},
        {S("two\nlines\tand"), S("two\nlines\tand")},
        {S("\x1b[31m\x7f"), S("\\x1b[31m\\x7f")},
        {S("\xe2\x80\xae"), S("\\u202e")},
        {S("\xe2\x80\xa8"), S("\\u2028")},
        {S("\xff<\xc3"), S("\xef\xbf\xbd&lt;\xef\xbf\xbd")},
        {S("a\0b"), S("a\\x00b")},
        {S(""), S("")},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        CLEANUP(buf_done) struct buf text = {0}, attr = {0};
        struct html h = html_fragment(&text);
        html_element(&h, "p", NULL, rows[i].in);
        assert_true(html_done(&h));
        struct arena a = arena_open(1 << 16);
        assert_str(buf_str(&text), str_format(&a, "<p>%.*s</p>", STR(rows[i].out)));
        h = html_fragment(&attr);
        html_open(&h, "p", NULL);
        html_attr(&h, "title", rows[i].in);
        html_close(&h, "p");
        assert_str(buf_str(&attr), str_format(&a, "<p title=\"%.*s\"></p>", STR(rows[i].out)));
        arena_close(&a);
    }
}

static void test_elements(void **state)
{
    (void)state;
    CLEANUP(buf_done) struct buf out = {0};
    struct html h = html_document(&out);
    html_open(&h, "div", "a b");
    html_number(&h, "tabindex", -1);
    html_open(&h, "img", NULL);
    html_attr(&h, "alt", S(""));
    html_close(&h, "img");
    html_format(&h, "%d < %s", 1, "2>");
    html_splice(&h, S("<b>done</b>"));
    assert_false(html_done(&h));
    html_close(&h, "div");
    assert_true(html_done(&h));
    assert_str(buf_str(&out),
               S("<!DOCTYPE html>\n<div class=\"a b\" tabindex=\"-1\"><img alt=\"\">1 "
                 "&lt; 2&gt;<b>done</b></div>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_elements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
