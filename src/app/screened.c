#include "app/screened.h"

#include "base/hash.h"
#include "codec/json.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_space(struct screened_text *t)
{
    while (t->rest.n > 0 && is_space(t->rest.p[0])) {
        t->line += t->rest.p[0] == '\n';
        t->rest = str_from(t->rest, 1);
    }
}

/* A document that people wrote goes over lines; one that a program printed is a line. */
struct screened_text screened_open(str bytes)
{
    struct screened_text t = {.rest = bytes, .line = 1};
    skip_space(&t);
    str rest = t.rest, line = {0};
    str_cut(&rest, '\n', &line);
    t.by_lines = str_ends(str_trim(line), S("}"));
    return t;
}

static const struct word *find_verdict(const struct node *opt_node)
{
    for (size_t i = 0; opt_node && opt_node->kind == NODE_TEXT && i < verdict_words.n; i++)
        if (str_eq(str_of(verdict_words.at[i].name), opt_node->text))
            return &verdict_words.at[i];
    return NULL;
}

/* Facts of another version lack what these have, or mean something else. */
static bool check_version(const struct node *facts, struct err *err)
{
    const struct node *version = node_get(facts, S("version"));
    if (version && version->kind == NODE_INT && version->integer != FACTS_VERSION)
        return err_set(err, ERR_UNSUPPORTED,
                       "these are facts of version %lld, this program reads version %d: screen "
                       "the picture again",
                       (long long)version->integer, FACTS_VERSION);
    return true;
}

static bool check_digest(const struct node *result, const struct facts *facts, struct arena *a,
                         struct err *err)
{
    const struct node *digest = node_get(result, S("facts_sha256"));
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&facts_record, facts, &json);
    if (digest && digest->kind == NODE_TEXT &&
        str_eq(digest->text, digest_hex(sha256(buf_str(&json)), a)))
        return true;
    return err_set(err, ERR_CORRUPT,
                   "the facts are not those of their digest (facts_sha256): somebody changed one");
}

static bool read_document(const struct node *tree, struct arena *a, struct screened *ret,
                          struct err *err)
{
    if (tree->kind != NODE_MAP)
        return err_set(err, ERR_CORRUPT, "facts or a result must be a map of keys, here it is %s",
                       node_kind_words(tree->kind));
    const struct node *opt_facts = node_get(tree, S("facts"));
    const struct node *facts = opt_facts ? opt_facts : tree;
    if (facts->kind == NODE_MAP && !check_version(facts, err))
        return false;
    struct diags *diags = arena_new(a, struct diags, 1);
    diags->a = a;
    if (!record_read(&facts_record, facts, a, diags, &ret->facts))
        return err_set(err, ERR_CORRUPT,
                       "column %u: %.*s (if another version wrote it, screen the picture again)",
                       diags->at[0].column, STR(diags->at[0].what));
    if (!opt_facts)
        return true;
    const struct node *path = node_get(tree, S("path"));
    const struct word *verdict = find_verdict(node_get(tree, S("verdict")));
    ret->path = path && path->kind == NODE_TEXT ? path->text : (str){0};
    ret->verdict = verdict ? verdict->value : 0;
    return check_digest(tree, &ret->facts, a, err);
}

bool screened_next(struct screened_text *t, struct arena *a, struct screened *ret, struct err *err)
{
    skip_space(t);
    if (t->rest.n == 0) {
        err->kind = ERR_NONE;
        return false;
    }
    str document = t->rest;
    uint32_t line = t->line;
    if (t->by_lines) {
        str_cut(&t->rest, '\n', &document);
        t->line++;
    } else {
        t->rest = (str){0};
    }
    *ret = (struct screened){.line = line};
    struct node tree;
    return (json_read(document, a, &tree, err) && read_document(&tree, a, ret, err)) ||
           err_wrap(err, "line %u", line);
}
