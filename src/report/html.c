#include "report/html.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct html html_fragment(struct buf *out)
{
    return (struct html){.out = out};
}

struct html html_document(struct buf *out)
{
    buf_put(out, S("<!DOCTYPE html>\n"));
    return (struct html){.out = out};
}

/* Elements that have no end tag (HTML, 13.1.2). */
static bool is_void(const char *tag)
{
    static const char *const tags[] = {"img", "meta", "br", "hr", "link"};
    for (size_t i = 0; i < countof(tags); i++)
        if (strcmp(tag, tags[i]) == 0)
            return true;
    return false;
}

static void end_tag(struct html *h)
{
    if (h->in_tag)
        buf_byte(h->out, '>');
    h->in_tag = false;
}

void html_open(struct html *h, const char *tag, const char *opt_class)
{
    assert(h->depth < HTML_DEPTH_MAX);
    assert(h->depth == 0 || h->in_tag || !is_void(h->open[h->depth - 1]));

    end_tag(h);
    buf_byte(h->out, '<');
    buf_put(h->out, str_of(tag));
    h->open[h->depth++] = tag;
    h->in_tag = true;
    if (opt_class)
        html_attr(h, "class", str_of(opt_class));
}

void html_close(struct html *h, const char *tag)
{
    assert(h->depth > 0 && strcmp(h->open[h->depth - 1], tag) == 0);

    h->depth--;
    end_tag(h);
    if (is_void(tag))
        return;
    buf_put(h->out, S("</"));
    buf_put(h->out, str_of(tag));
    buf_byte(h->out, '>');
}

static void put_code_point(struct buf *out, uint32_t c, str as_is)
{
    if (c == '&')
        buf_put(out, S("&amp;"));
    else if (c == '<')
        buf_put(out, S("&lt;"));
    else if (c == '>')
        buf_put(out, S("&gt;"));
    else if (c == '"')
        buf_put(out, S("&quot;"));
    else if (c == '\'')
        buf_put(out, S("&#39;"));
    else if (c == '\n' || c == '\t' || !utf8_is_control(c))
        buf_put(out, as_is);
    else
        buf_format(out, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
}

/* The same escapes for text and for attributes, which are always in double quotes. */
static void put_escaped(struct buf *out, str s)
{
    while (s.n) {
        str rest = s;
        uint32_t c;
        if (utf8_next(&rest, &c)) {
            put_code_point(out, c, str_first(s, s.n - rest.n));
            s = rest;
        } else {
            utf8_put(out, 0xFFFD);
            s = str_from(s, 1);
        }
    }
}

void html_attr(struct html *h, const char *name, str value)
{
    assert(h->in_tag);

    buf_byte(h->out, ' ');
    buf_put(h->out, str_of(name));
    buf_put(h->out, S("=\""));
    put_escaped(h->out, value);
    buf_byte(h->out, '"');
}

void html_number(struct html *h, const char *name, int64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)value);
    html_attr(h, name, str_of(digits));
}

void html_text(struct html *h, str text)
{
    assert(h->depth == 0 || h->in_tag || !is_void(h->open[h->depth - 1]));

    end_tag(h);
    put_escaped(h->out, text);
}

void html_format(struct html *h, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char *words;
    int n = vasprintf(&words, fmt, args);
    va_end(args);
    if (n < 0)
        h->out->failed = true;
    else
        html_text(h, (str){words, (size_t)n});
    if (n >= 0)
        free(words);
}

void html_element(struct html *h, const char *tag, const char *opt_class, str text)
{
    html_open(h, tag, opt_class);
    html_text(h, text);
    html_close(h, tag);
}

void html_splice(struct html *h, str finished)
{
    end_tag(h);
    buf_put(h->out, finished);
}

bool html_done(const struct html *h)
{
    return h->depth == 0 && !h->in_tag;
}
