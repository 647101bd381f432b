#include "policy/page.h"

#include "codec/json.h"
#include "policy/loaded.h"

/* A sentence in running text: what Markdown would take for its own is escaped. */
static void put_text(str s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\' || c == '*' || c == '_' || c == '`' || c == '<' || c == '[' || c == ']' ||
            c == '|')
            buf_byte(out, '\\');
        buf_byte(out, c == '\n' ? ' ' : c);
    }
}

static void put_quote(const char *label, str s, struct buf *out)
{
    buf_format(out, "%s\n\n> ", label);
    put_text(str_trim(s), out);
    buf_put(out, S("\n\n"));
}

static void put_code(str s, struct buf *out)
{
    buf_format(out, "```\n%.*s\n```\n\n", STR(str_trim(s)));
}

static void put_effect(const struct pack_rule *r, bool shadow, struct buf *out)
{
    if (shadow)
        buf_put(out, S("A **shadow**, which decides nothing; otherwise it: "));
    if (r->need.present) {
        int64_t count = r->need.count == INT_ABSENT ? 1 : r->need.count;
        buf_format(out, "**Needs** %lld signature%s of `%.*s`", (long long)count,
                   count == 1 ? "" : "s", STR(r->need.role));
        if (r->need.party.p)
            buf_format(out, " (of `%.*s`)", STR(r->need.party));
    } else if (r->effect == EFFECT_BLOCK) {
        buf_put(out, S("**Blocks**: it must not go out, whoever signs"));
    } else {
        buf_put(out, S("**Advises**: the picture can still be clear"));
    }
    if (r->each.p)
        buf_format(out, ", for each `it` of `%.*s`,", STR(str_trim(r->each)));
    buf_put(out, S(" when\n\n"));
}

static void put_citations(const struct pack_rule *r, struct buf *out)
{
    if (r->citations.n == 0)
        return;
    buf_put(out, S("It rests on:\n\n"));
    for (size_t i = 0; i < r->citations.n; i++) {
        const struct pack_citation *c = &r->citations.at[i];
        buf_put(out, S("- "));
        put_text(c->name, out);
        if (c->confirmed == FLAG_YES && c->rule.p) {
            buf_byte(out, ' ');
            put_text(c->rule, out);
        }
        if (c->url.p)
            buf_format(out, ", <%.*s>", STR(c->url));
        buf_byte(out, '\n');
    }
    buf_byte(out, '\n');
}

static void put_examples(const char *label, const struct node *opt_list, struct buf *out)
{
    buf_format(out, "%s\n\n```json\n", label);
    for (size_t i = 0; pack_item(opt_list, i); i++) {
        json_write(pack_item(opt_list, i), out);
        buf_byte(out, '\n');
    }
    buf_put(out, S("```\n\n"));
}

static void put_rule(const struct pack_rule *r, bool shadow, const struct node *node,
                     struct buf *out)
{
    const struct node *examples = pack_child(node, "examples");
    buf_format(out, "## %.*s\n\n", STR(r->id));
    put_effect(r, shadow, out);
    put_code(r->when, out);
    put_quote("It says:", r->because, out);
    put_quote("What to do:", r->fix, out);
    put_citations(r, out);
    put_examples("It fires for facts such as", pack_child(examples, "fires"), out);
    put_examples("and not for", pack_child(examples, "passes"), out);
}

static void put_head(const struct pack *pack, str file, struct buf *out)
{
    buf_format(out,
               "<!-- Written from %.*s by `gatefold policy page`: change the pack, not this page. "
               "-->\n# Pack `%.*s`\n\nVersion %lld, owner ",
               STR(file), STR(pack->pack), (long long)pack->version);
    put_text(pack->owner, out);
    buf_format(out, ", for facts of version %lld.\n\n", (long long)pack->facts);
    if (pack->about.p) {
        put_text(str_trim(pack->about), out);
        buf_put(out, S("\n\n"));
    }
    for (size_t i = 0; i < pack->territories.n; i++)
        buf_format(out, "%s%.*s", i ? ", " : "It speaks for the territories ",
                   STR(pack->territories.at[i]));
    buf_put(out, pack->territories.n ? S(".\n\n") : S(""));
    for (size_t i = 0; i < pack->changelog.n; i++) {
        const struct pack_change *c = &pack->changelog.at[i];
        buf_format(out, "- Version %lld, %04d-%02d-%02d: ", (long long)c->version, c->date.year,
                   c->date.month, c->date.day);
        put_text(str_trim(c->change), out);
        buf_byte(out, '\n');
    }
    buf_put(out, pack->changelog.n ? S("\n") : S(""));
}

static void put_list(const struct pack *pack, struct buf *out)
{
    buf_put(out, S("| rule | effect |\n| --- | --- |\n"));
    for (size_t i = 0; i < pack->rules.n; i++) {
        const struct pack_rule *r = &pack->rules.at[i];
        buf_format(out, "| [%.*s](#%.*s) | %s%s%s%.*s |\n", STR(r->id), STR(r->id),
                   pack->shadow || r->shadow ? "shadow: " : "",
                   r->need.present ? "needs" : words_name(&effect_words, r->effect),
                   r->need.present ? " " : "", STR(r->need.present ? r->need.role : S("")));
    }
    buf_byte(out, '\n');
}

void policy_page(const struct policy *p, str pack_yaml, str file, struct buf *out)
{
    const struct pack_records *records = &loaded_frame(p)->records;
    struct arena a CLEANUP(arena_close) = arena_open(pack_read_bytes(records, pack_yaml.n));
    struct diags diags = {.a = &a};
    struct pack_text text;
    bool read = pack_read(records, pack_yaml, &a, &diags, &text);
    assert(read && "it loaded before");
    (void)read;
    put_head(text.pack, file, out);
    put_list(text.pack, out);
    const struct node *rules = pack_child(&text.tree, "rules");
    for (size_t i = 0; i < text.pack->rules.n; i++)
        put_rule(&text.pack->rules.at[i], text.pack->shadow || text.pack->rules.at[i].shadow,
                 pack_item(rules, i), out);
    out->n -= out->n > 0 && buf_ok(out); /* one line feed at the end */
}
