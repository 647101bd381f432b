#include "policy/draft.h"

#include "base/utf8.h"
#include "cel/cel.h"
#include "codec/json.h"

static const struct word patterns[] = {
    {"together", DRAFT_TOGETHER, "an item of a theme, with somebody or with another item"},
    {"paper", DRAFT_PAPER, "somebody in the picture without a paper"},
    {"signed", DRAFT_SIGNED, "something or somebody that a role has not signed for"},
    {"text", DRAFT_TEXT, "words that can be read in the picture"},
};
const struct words draft_pattern_words = {patterns, countof(patterns)};

static const struct word whos[] = {
    {"anybody", DRAFT_ANYBODY, "whoever is named for the shot"},
    {"minor", DRAFT_MINOR, "under 18, or of unknown age"},
    {"under_13", DRAFT_UNDER_13, "under 13, or of unknown age"},
    {"under_16", DRAFT_UNDER_16, "under 16, or of unknown age"},
    {"under_25", DRAFT_UNDER_25, "under 25, or of unknown age"},
};
const struct words draft_who_words = {whos, countof(whos)};

/* ---- words ---- */

/* In the sentences of a rule a brace opens an expression. */
static str sentence(struct arena *a, str s)
{
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < s.n; i++) {
        buf_byte(&b, s.p[i]);
        if (s.p[i] == '{' || s.p[i] == '}')
            buf_byte(&b, s.p[i]);
    }
    return b.n > 0 ? str_copy(buf_str(&b), a) : S("");
}

/* A text as CEL has it, in double quotes. */
static str cel_quoted(struct arena *a, str s)
{
    CLEANUP(buf_done) struct buf b = {0};
    cel_print(&b, cel_of_str(s));
    return str_copy(buf_str(&b), a);
}

static str yaml_quoted(struct arena *a, str s)
{
    CLEANUP(buf_done) struct buf b = {0};
    json_write_text(s, &b);
    return str_copy(buf_str(&b), a);
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* As it is where that cannot be taken for anything else, which the pack's own check then judges. */
static str yaml_plain(struct arena *a, str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_word(s.p[i]) && s.p[i] != '-')
            return yaml_quoted(a, s);
    return s.n > 0 && !(s.p[0] >= '0' && s.p[0] <= '9') && s.p[0] != '-' ? s : yaml_quoted(a, s);
}

/* A pattern for these words: in small or large letters, with any space between them, and whole
 * where they begin and end in a letter that \b knows. */
static str pattern_of(struct arena *a, str words)
{
    CLEANUP(buf_done) struct buf b = {0};
    buf_put(&b, S("(?i)"));
    buf_put(&b, is_word(words.p[0]) ? S("\\b") : S(""));
    for (size_t i = 0; i < words.n; i++) {
        char c = words.p[i];
        bool space = c == ' ' || c == '\t' || c == '\n';
        if (space) {
            if (b.n > 0 && b.p[b.n - 1] != '+')
                buf_put(&b, S("\\s+"));
        } else if (is_word(c) || (uint8_t)c >= 0x80) {
            buf_byte(&b, c);
        } else {
            buf_format(&b, "\\%c", c);
        }
    }
    buf_put(&b, is_word(words.p[words.n - 1]) ? S("\\b") : S(""));
    return str_copy(buf_str(&b), a);
}

/* Small letters, digits and hyphens, as an id must be. */
static str slug(struct arena *a, str s)
{
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < s.n && b.n < 40; i++) {
        char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
        if (is_word(c))
            buf_byte(&b, c);
        else if (b.n > 0 && b.p[b.n - 1] != '-')
            buf_byte(&b, '-');
    }
    while (b.n > 0 && b.p[b.n - 1] == '-')
        b.n--;
    return b.n > 0 ? str_copy(buf_str(&b), a) : S("it");
}

/* ---- people ---- */

static const char *who_field(int who)
{
    static const char *const fields[] = {
        [DRAFT_MINOR] = "minor",
        [DRAFT_UNDER_13] = "under_13",
        [DRAFT_UNDER_16] = "under_16",
        [DRAFT_UNDER_25] = "under_25",
    };
    return fields[who];
}

static const char *who_words(int who)
{
    static const char *const words[] = {
        [DRAFT_ANYBODY] = "somebody",           [DRAFT_MINOR] = "somebody under 18",
        [DRAFT_UNDER_13] = "somebody under 13", [DRAFT_UNDER_16] = "somebody under 16",
        [DRAFT_UNDER_25] = "somebody under 25",
    };
    return words[who];
}

/* A person of the group in an example; of others where not. */
static str person(struct arena *a, int who, bool in)
{
    if (who == DRAFT_ANYBODY || !in)
        return S("{id: talent-1}");
    return str_format(a, "{id: talent-1, %s: true}", who_field(who));
}

/* ---- the parts of a rule ---- */

struct parts {
    str each, when, because, fix;
    str fires[2], passes[3]; /* absent: fewer */
    size_t n_fires, n_passes;
};

static str themed(struct arena *a, const char *id, str theme)
{
    return str_format(a, "{id: %s, assessed: true, themes: [%.*s]}", id, STR(theme));
}

static struct parts together_people(const struct draft *d, struct arena *a)
{
    str item = themed(a, "thing", d->theme), none = themed(a, "thing", S(""));
    str in = person(a, d->who, true);
    const char *who = who_words(d->who);
    bool any = d->who == DRAFT_ANYBODY;
    struct parts p = {
        .each = S("items"),
        .when = any ? str_format(a, "'%.*s' in it.themes && people.size() > 0", STR(d->theme))
                    : str_format(a, "'%.*s' in it.themes && people.exists(p, p.%s)", STR(d->theme),
                                 who_field(d->who)),
        .because = str_format(a,
                              "Item {it.id} ({it.name}) is themed %.*s, and %s may be in the "
                              "picture.",
                              STR(d->theme), who),
        .fix = str_format(a, "Take {it.id} off this set-up, or shoot it without %s.",
                          any ? "anybody" : who),
    };
    p.fires[p.n_fires++] = str_format(a, "{people: [%.*s], items: [%.*s]}", STR(in), STR(item));
    p.passes[p.n_passes++] = str_format(a, "{people: [%.*s], items: [%.*s]}", STR(in), STR(none));
    p.passes[p.n_passes++] = any ? str_format(a, "{items: [%.*s]}", STR(item))
                                 : str_format(a, "{people: [%.*s], items: [%.*s]}",
                                              STR(person(a, d->who, false)), STR(item));
    return p;
}

static struct parts together_items(const struct draft *d, struct arena *a)
{
    str one = themed(a, "one", d->theme), other = themed(a, "other", d->other_theme);
    struct parts p = {
        .each = S("items"),
        .when = str_format(a, "'%.*s' in it.themes && items.exists(i, '%.*s' in i.themes)",
                           STR(d->theme), STR(d->other_theme)),
        .because = str_format(a,
                              "Item {it.id} ({it.name}) is themed %.*s, and with it may be in the "
                              "picture what is themed %.*s: "
                              "{items.filter(i, '%.*s' in i.themes).map(i, i.id)}.",
                              STR(d->theme), STR(d->other_theme), STR(d->other_theme)),
        .fix = S("Take one of them off this set-up."),
    };
    p.fires[p.n_fires++] = str_format(a, "{items: [%.*s, %.*s]}", STR(one), STR(other));
    p.passes[p.n_passes++] = str_format(a, "{items: [%.*s]}", STR(one));
    p.passes[p.n_passes++] = str_format(a, "{items: [%.*s]}", STR(other));
    return p;
}

static struct parts paper(const struct draft *d, struct arena *a)
{
    str words = cel_quoted(a, d->words), name = yaml_quoted(a, d->words);
    bool any = d->who == DRAFT_ANYBODY;
    struct parts p = {
        .each = S("people"),
        .when = str_format(a, "%s%s%sit.missing.exists(m, m.contains(%.*s))", any ? "" : "it.",
                           any ? "" : who_field(d->who), any ? "" : " && ", STR(words)),
        .because = str_format(a, "{it.id} may be in the picture, and a paper is missing or out of "
                                 "date: {it.missing}."),
        .fix = str_format(a,
                          "Get it (%.*s) and put it on the call sheet, or use a picture without "
                          "{it.id}.",
                          STR(sentence(a, d->words))),
    };
    str in = any ? S("") : str_format(a, ", %s: true", who_field(d->who));
    p.fires[p.n_fires++] =
        str_format(a, "{people: [{id: talent-1%.*s, missing: [%.*s]}]}", STR(in), STR(name));
    p.passes[p.n_passes++] = str_format(a, "{people: [{id: talent-1%.*s}]}", STR(in));
    if (!any)
        p.passes[p.n_passes++] =
            str_format(a, "{people: [{id: talent-1, missing: [%.*s]}]}", STR(name));
    return p;
}

static struct parts signed_for(const struct draft *d, struct arena *a)
{
    struct parts p = {0};
    if (d->theme.p) {
        p.each = S("items");
        p.when = str_format(a, "'%.*s' in it.themes", STR(d->theme));
        p.because = str_format(a, "Item {it.id} ({it.name}) is themed %.*s.", STR(d->theme));
        p.fires[p.n_fires++] = str_format(a, "{items: [%.*s]}", STR(themed(a, "thing", d->theme)));
        p.passes[p.n_passes++] = str_format(a, "{items: [%.*s]}", STR(themed(a, "thing", S(""))));
    } else {
        bool any = d->who == DRAFT_ANYBODY;
        p.each = S("people");
        p.when = any ? S("true") : str_format(a, "it.%s", who_field(d->who));
        p.because = S("{it.id} (band {it.band}) may be in the picture.");
        p.fires[p.n_fires++] = str_format(a, "{people: [%.*s]}", STR(person(a, d->who, true)));
        p.passes[p.n_passes++] =
            any ? S("{people: []}")
                : str_format(a, "{people: [%.*s]}", STR(person(a, d->who, false)));
    }
    p.fix = str_format(a, "Somebody who is %.*s looks at the picture and signs, or it is not used.",
                       STR(d->role));
    return p;
}

static struct parts text(const struct draft *d, struct arena *a)
{
    struct parts p = {
        .each = S("texts"),
        .when = str_format(a, "it.text.matches(%.*s)", STR(cel_quoted(a, pattern_of(a, d->words)))),
        .because = S("Words that must not be read are in the picture ({it.id}): \"{it.text}\""),
        .fix = S("Take it out of the picture."),
    };
    p.fires[p.n_fires++] =
        str_format(a, "{texts: [{id: t1, text: %.*s}]}", STR(yaml_quoted(a, d->words)));
    p.passes[p.n_passes++] = S("{texts: [{id: t1, text: \"\"}]}");
    return p;
}

/* ---- the rule ---- */

static str rule_id(const struct draft *d, struct arena *a)
{
    if (d->id.p)
        return d->id;
    str who = d->who ? str_of(words_name(&draft_who_words, d->who)) : d->other_theme;
    switch ((enum draft_pattern)d->pattern) {
    case DRAFT_TOGETHER:
        return slug(a, str_format(a, "%.*s with %.*s", STR(d->theme), STR(who)));
    case DRAFT_PAPER:
        return slug(a, str_format(a, "%.*s without %.*s", STR(who), STR(d->words)));
    case DRAFT_SIGNED:
        return slug(a,
                    str_format(a, "%.*s for %.*s", STR(d->theme.p ? d->theme : who), STR(d->role)));
    case DRAFT_TEXT:
        return slug(a, str_format(a, "text %.*s", STR(d->words)));
    }
    assert(false && "no such pattern");
    return S("it");
}

static struct parts parts_of(const struct draft *d, struct arena *a)
{
    if (d->pattern == DRAFT_TOGETHER)
        return d->who ? together_people(d, a) : together_items(d, a);
    if (d->pattern == DRAFT_PAPER)
        return paper(d, a);
    return d->pattern == DRAFT_SIGNED ? signed_for(d, a) : text(d, a);
}

static bool check_words(const struct draft *d, struct err *err)
{
    if (d->pattern != DRAFT_PAPER && d->pattern != DRAFT_TEXT)
        return true;
    if (!d->words.p || str_trim(d->words).n != d->words.n || d->words.n == 0 || d->words.n > 200)
        return err_set(err, ERR_INVALID, "the words must be 1 to 200 bytes, without space around");
    if (!utf8_valid(d->words))
        return err_set(err, ERR_INVALID, "the words are no text in UTF-8");
    for (size_t i = 0; i < d->words.n; i++)
        if ((uint8_t)d->words.p[i] < 0x20 || d->words.p[i] == 0x7F)
            return err_set(err, ERR_INVALID, "the words have a control character");
    return true;
}

static void put(struct buf *b, const char *key, str value)
{
    buf_format(b, "    %s: ", key);
    json_write_text(value, b);
    buf_byte(b, '\n');
}

bool draft_rule(const struct draft *d, struct arena *a, str *ret_yaml, struct err *err)
{
    if (!check_words(d, err))
        return false;
    struct parts p = parts_of(d, a);
    str role = d->role.p ? yaml_plain(a, d->role) : S("");
    CLEANUP(buf_done) struct buf b = {0};
    buf_format(&b, "  - id: %.*s\n", STR(yaml_plain(a, rule_id(d, a))));
    if (d->effect != EFFECT_NEED)
        buf_format(&b, "    effect: %s\n", words_name(&effect_words, d->effect));
    else if (d->count > 1)
        buf_format(&b, "    need: {role: %.*s, count: %lld}\n", STR(role), (long long)d->count);
    else
        buf_format(&b, "    need: {role: %.*s}\n", STR(role));
    buf_format(&b, "    each: %.*s\n", STR(p.each));
    put(&b, "when", p.when);
    put(&b, "because", p.because);
    put(&b, "fix", p.fix);
    buf_put(&b, S("    examples:\n      fires:\n"));
    for (size_t i = 0; i < p.n_fires; i++)
        buf_format(&b, "        - %.*s\n", STR(p.fires[i]));
    buf_put(&b, S("      passes:\n"));
    for (size_t i = 0; i < p.n_passes; i++)
        buf_format(&b, "        - %.*s\n", STR(p.passes[i]));
    *ret_yaml = str_copy(buf_str(&b), a);
    return true;
}

str draft_pack(str name, str owner, struct date date, str change, struct arena *a)
{
    return str_format(a,
                      "pack: %.*s\nversion: 1\nowner: %.*s\nchangelog:\n"
                      "  - {version: 1, date: %.*s, change: %.*s}\nfacts: 1\nrules:\n",
                      STR(name), STR(yaml_quoted(a, owner)), STR(date_print(date, a)),
                      STR(yaml_quoted(a, change)));
}
