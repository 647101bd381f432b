#include "report/shell.h"

#include "base/hash.h"
#include "base/hex.h"

/* Nothing is loaded but pictures of the folder (a file's origin is not 'self' in every browser),
 * and no style but the one sheet, by its digest: what slipped through would be inert. */
static void put_policy(struct html *h, str style)
{
    struct arena a = arena_open(1 << 16);
    struct digest digest = sha256(style);
    str policy = str_format(&a,
                            "default-src 'none'; img-src 'self' file:; style-src 'sha256-%.*s'; "
                            "base-uri 'none'; form-action 'none'",
                            STR(base64_encode((str){(const char *)digest.b, DIGEST_BYTES}, &a)));
    html_open(h, "meta", NULL);
    html_attr(h, "http-equiv", S("Content-Security-Policy"));
    html_attr(h, "content", policy);
    html_close(h, "meta");
    arena_close(&a);
}

static void put_meta(struct html *h, str name, str content)
{
    html_open(h, "meta", NULL);
    html_attr(h, "name", name);
    html_attr(h, "content", content);
    html_close(h, "meta");
}

struct html shell_open(struct buf *out, str title)
{
    struct html h = html_document(out);
    str style = report_style();
    html_open(&h, "html", NULL);
    html_attr(&h, "lang", S("en"));
    html_open(&h, "head", NULL);
    html_open(&h, "meta", NULL);
    html_attr(&h, "charset", S("utf-8"));
    html_close(&h, "meta");
    put_policy(&h, style);
    put_meta(&h, S("viewport"), S("width=device-width, initial-scale=1"));
    put_meta(&h, S("color-scheme"), S("light dark"));
    put_meta(&h, S("referrer"), S("no-referrer"));
    put_meta(&h, S("robots"), S("noindex"));
    html_element(&h, "title", NULL, title);
    html_open(&h, "style", NULL);
    html_splice(&h, style);
    html_close(&h, "style");
    html_close(&h, "head");
    html_open(&h, "body", NULL);
    shell_link(&h, "skip", S("#main"), S("Skip to the content"));
    return h;
}

void shell_close(struct html *h)
{
    html_close(h, "body");
    html_close(h, "html");
    assert(html_done(h));
}

str verdict_title(int verdict)
{
    switch ((enum verdict_kind)verdict) {
    case VERDICT_BLOCKED:
        return S("Blocked");
    case VERDICT_NEEDS:
        return S("Needs a person");
    case VERDICT_CLEAR:
        return S("Clear");
    }
    assert(false);
    return S("Blocked");
}

const char *verdict_class(int verdict)
{
    return verdict == VERDICT_CLEAR ? "clear" : verdict == VERDICT_NEEDS ? "needs" : "blocked";
}

str effect_title(int effect)
{
    switch ((enum effect)effect) {
    case EFFECT_BLOCK:
        return S("Blocks");
    case EFFECT_NEED:
        return S("Needs a person");
    case EFFECT_ADVISE:
        return S("Note");
    }
    assert(false);
    return S("Blocks");
}

const char *effect_class(int effect)
{
    return effect == EFFECT_ADVISE ? "note" : effect == EFFECT_NEED ? "needs" : "blocked";
}

/* A cross in a square, a diamond, a tick in a circle: told apart without colour. */
static void put_sign(struct html *h, const char *class)
{
    html_open(h, "svg", "sign");
    html_attr(h, "viewBox", S("0 0 16 16"));
    html_attr(h, "aria-hidden", S("true"));
    html_open(h, "path", NULL);
    str path = class[0] == 'b'                      ? S("M2 2h12v12H2zM5 5l6 6M11 5l-6 6")
               : class[0] == 'n' && class[1] == 'e' ? S("M8 1l7 7-7 7-7-7zM8 5v4M8 11v.5")
               : class[0] == 'c' ? S("M8 1.5a6.5 6.5 0 1 0 .1 0zM4.8 8.2l2.3 2.3 4.2-4.6")
                                 : S("M2 4h12M2 8h12M2 12h8");
    html_attr(h, "d", path);
    html_close(h, "path");
    html_close(h, "svg");
}

static void put_badge(struct html *h, const char *class, str words)
{
    html_open(h, "span", "badge");
    html_open(h, "span", class);
    put_sign(h, class);
    html_text(h, words);
    html_close(h, "span");
    html_close(h, "span");
}

void shell_verdict(struct html *h, int verdict)
{
    put_badge(h, verdict_class(verdict), verdict_title(verdict));
}

void shell_effect(struct html *h, int effect)
{
    put_badge(h, effect_class(effect), effect_title(effect));
}

void shell_marks(struct html *h, int64_t rating, str words)
{
    html_open(h, "span", "rated");
    if (rating != INT_ABSENT && rating > 0) {
        html_open(h, "span", NULL);
        html_attr(h, "aria-hidden", S("true"));
        for (int64_t i = 0; i < rating; i++)
            html_text(h, S("★"));
        html_close(h, "span");
        html_text(h, S(" "));
    }
    html_text(h, words);
    html_close(h, "span");
}

static void put_citation(struct html *h, const struct citation *c)
{
    bool web = str_starts(c->url, S("https://")) || str_starts(c->url, S("http://"));
    html_text(h, S(" · "));
    if (web) {
        html_open(h, "a", NULL);
        html_attr(h, "href", c->url);
        html_attr(h, "rel", S("noopener noreferrer"));
    }
    html_text(h, c->name);
    if (c->rule.n) {
        html_text(h, S(" "));
        html_text(h, c->rule);
    }
    if (web)
        html_close(h, "a");
}

void shell_rule(struct html *h, const struct reason *reason)
{
    html_open(h, "p", "rule");
    html_open(h, "code", NULL);
    html_text(h, reason->pack);
    html_text(h, S("/"));
    html_text(h, reason->rule);
    html_close(h, "code");
    for (size_t i = 0; i < reason->citations.n; i++)
        put_citation(h, &reason->citations.at[i]);
    html_close(h, "p");
}

void shell_link(struct html *h, const char *opt_class, str href, str text)
{
    html_open(h, "a", opt_class);
    html_attr(h, "href", href);
    html_text(h, text);
    html_close(h, "a");
}

void shell_term(struct html *h, const char *term, str value)
{
    html_open(h, "div", NULL);
    html_element(h, "dt", NULL, str_of(term));
    html_element(h, "dd", NULL, value);
    html_close(h, "div");
}
