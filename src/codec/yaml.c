#include "codec/yaml.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "codec/text.h"
#include "codec/yaml_scalar.h"

/* A list or map that is not closed yet; its entries are reader.entries[first..]. */
struct frame {
    enum node_kind kind;
    struct place place;
    size_t first;
    bool has_key; /* a key was read whose value comes next */
    struct node_pair key;
};

struct reader {
    yaml_parser_t parser;
    str text;
    struct arena *a;
    struct err *err;
    struct frame frames[NODE_DEPTH_MAX];
    size_t depth;
    struct node_pair *entries; /* finished values of open containers; lists leave the key unused */
    size_t n, cap;
    size_t count; /* of values */
    struct node root;
};

static void reader_done(struct reader *r)
{
    yaml_parser_delete(&r->parser);
    free(r->entries);
}

static struct place place_of(yaml_mark_t mark)
{
    return (struct place){(uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

static bool refuse(struct reader *r, struct place place, const char *what)
{
    return err_set(r->err, ERR_INVALID, "line %u, column %u: %s", place.line, place.column, what);
}

static bool refuse_limit(struct reader *r, struct place place, const char *what, int limit)
{
    return err_set(r->err, ERR_LIMIT, "line %u, column %u: %s %d", place.line, place.column, what,
                   limit);
}

static bool refuse_key(struct reader *r, struct place place, str key, uint32_t first_line)
{
    char shown[SHOWN_BYTES];
    return err_set(r->err, ERR_INVALID,
                   "line %u, column %u: the key \"%s\" comes twice; it is in line %u already",
                   place.line, place.column, text_shown(key, shown), first_line);
}

/* The byte at a place that libyaml names, or NUL. */
static char byte_at(str text, struct place place)
{
    str line;
    for (uint32_t i = 0; i < place.line; i++) {
        if (!str_cut(&text, '\n', &line))
            return '\0';
    }
    for (size_t at = 0, column = 1; at < line.n; at++) {
        if (((uint8_t)line.p[at] & 0xc0) == 0x80)
            continue;
        if (column++ == place.column)
            return line.p[at];
    }
    return '\0';
}

/* The usual slips in words for people who do not know how a YAML parser sees the world. */
static const char *in_plain_words(const char *problem)
{
    static const struct {
        const char *libyaml, *words;
    } table[] = {
        {"did not find expected key",
         "this does not fit here; look at its indentation and at the quotes before it"},
        {"mapping values are not allowed in this context",
         "a colon does not fit here; put the text in quotes, or look at the indentation"},
        {"could not find expected ':'", "a colon is missing after a key"},
        {"found character that cannot start any token",
         "a text that begins with this character needs quotes"},
        {"found unexpected end of stream", "a quote is not closed"},
    };
    for (size_t i = 0; i < countof(table); i++) {
        if (strcmp(table[i].libyaml, problem) == 0)
            return table[i].words;
    }
    return problem;
}

static bool refuse_syntax(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    char shown[SHOWN_BYTES];
    if (p->error == YAML_MEMORY_ERROR)
        return err_set(r->err, ERR_LIMIT, "too large for the memory there is");
    const char *problem = p->problem ? in_plain_words(p->problem) : "not YAML";
    if (p->error == YAML_READER_ERROR) {
        size_t at = MIN(p->problem_offset, r->text.n);
        return refuse(r, place_after(PLACE_START, str_first(r->text, at)), problem);
    }
    struct place place = place_of(p->problem_mark);
    if (byte_at(r->text, place) == '\t')
        return refuse(r, place, "YAML does not indent by tabs; use spaces");
    if (!p->context)
        return refuse(r, place, problem);
    return err_set(r->err, ERR_INVALID, "line %u, column %u: %s (%s that starts in line %zu)",
                   place.line, place.column, problem, text_shown(str_of(p->context), shown),
                   p->context_mark.line + 1);
}

static int by_key(const void *a, const void *b)
{
    const struct node_pair *const *x = a, *const *y = b;
    int c = str_cmp((*x)->key, (*y)->key);
    return c ? c : (*x > *y) - (*x < *y);
}

/* Sorted, so that a map of many keys takes no quadratic time. The first key that repeats an earlier
 * one is named. */
static bool check_keys(struct reader *r, const struct node_pair *pairs, size_t n)
{
    const struct node_pair **sorted = calloc(n + 1, sizeof(struct node_pair *));
    if (!sorted)
        return err_set(r->err, ERR_LIMIT, "too large for the memory there is");
    for (size_t i = 0; i < n; i++)
        sorted[i] = &pairs[i];
    qsort(sorted, n, sizeof *sorted, by_key);
    const struct node_pair *first = NULL, *again = NULL;
    for (size_t i = 1; i < n; i++) {
        if (str_eq(sorted[i - 1]->key, sorted[i]->key) && (!again || sorted[i] < again)) {
            first = sorted[i - 1];
            again = sorted[i];
        }
    }
    free(sorted);
    if (!again)
        return true;
    return refuse_key(r, (struct place){again->line, again->column}, again->key, first->line);
}

static bool add_value(struct reader *r, struct node value)
{
    if (r->depth == 0) {
        r->root = value;
        return true;
    }
    if (r->n == r->cap) {
        size_t cap = r->cap ? 2 * r->cap : 64;
        struct node_pair *bigger = realloc(r->entries, cap * sizeof *bigger);
        if (!bigger)
            return err_set(r->err, ERR_LIMIT, "too large for the memory there is");
        r->entries = bigger;
        r->cap = cap;
    }
    struct frame *top = &r->frames[r->depth - 1];
    struct node_pair entry = top->key;
    entry.value = value;
    r->entries[r->n++] = entry;
    top->has_key = false;
    return true;
}

/* Whether the next scalar is a key. */
static bool wants_key(const struct reader *r)
{
    return r->depth > 0 && r->frames[r->depth - 1].kind == NODE_MAP &&
           !r->frames[r->depth - 1].has_key;
}

static bool count_value(struct reader *r, struct place place)
{
    if (++r->count > NODE_COUNT_MAX)
        return refuse_limit(r, place, "the number of values is limited to", NODE_COUNT_MAX);
    return true;
}

static bool open_frame(struct reader *r, struct place place, enum node_kind kind)
{
    if (wants_key(r))
        return refuse(r, place, "a key must be a text, here it is a list or a map");
    if (!count_value(r, place))
        return false;
    if (r->depth == NODE_DEPTH_MAX)
        return refuse_limit(r, place, "the number of nested levels is limited to", NODE_DEPTH_MAX);
    r->frames[r->depth++] = (struct frame){.kind = kind, .place = place, .first = r->n};
    return true;
}

static bool close_frame(struct reader *r)
{
    struct frame frame = r->frames[--r->depth];
    size_t n = r->n - frame.first;
    const struct node_pair *entries = n > 0 ? r->entries + frame.first : NULL;
    struct node node = {.kind = frame.kind, .line = frame.place.line, .column = frame.place.column};
    if (frame.kind == NODE_MAP) {
        if (!check_keys(r, entries, n))
            return false;
        node.map.n = n;
        node.map.at = arena_new(r->a, struct node_pair, n);
        if (n > 0)
            memcpy(node.map.at, entries, n * sizeof *entries);
    } else {
        node.list.n = n;
        node.list.at = arena_new(r->a, struct node, n);
        for (size_t i = 0; i < n; i++)
            node.list.at[i] = entries[i].value;
    }
    r->n = frame.first;
    return add_value(r, node);
}

static bool read_key(struct reader *r, struct place place, str text, bool plain)
{
    if (plain && str_eq(text, S("<<")))
        return refuse(r, place, "merge keys (<<) are not accepted; write the keys out");
    if (plain && text.n == 0)
        return refuse(r, place, "a key is missing before the colon");
    struct frame *top = &r->frames[r->depth - 1];
    top->key =
        (struct node_pair){.key = str_copy(text, r->a), .line = place.line, .column = place.column};
    top->has_key = true;
    return true;
}

static bool read_scalar(struct reader *r, const yaml_event_t *event, struct place place)
{
    str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (text.n > 0 && memchr(text.p, 0, text.n))
        return refuse(r, place, "a NUL character in a text");
    if (wants_key(r))
        return read_key(r, place, text, plain);
    if (!count_value(r, place))
        return false;

    struct node node = {.line = place.line, .column = place.column};
    if (plain) {
        const char *wrong = yaml_scalar_resolve(text, &node);
        if (wrong)
            return refuse(r, place, wrong);
    } else {
        node.kind = NODE_TEXT;
        node.text = text;
    }
    if (node.kind == NODE_TEXT)
        node.text = str_copy(node.text, r->a);
    return add_value(r, node);
}

static bool refuse_marks(struct reader *r, struct place place, const yaml_char_t *anchor,
                         const yaml_char_t *tag)
{
    if (anchor)
        return refuse(r, place, "anchors (&) are not accepted; write the value out");
    if (tag)
        return refuse(r, place, "tags (!) are not accepted; a text goes in quotes");
    return true;
}

static bool check_document(struct reader *r, const yaml_event_t *event, struct place place)
{
    const yaml_version_directive_t *version = event->data.document_start.version_directive;
    if (version && (version->major != 1 || version->minor != 2))
        return refuse(r, place, "only YAML 1.2 is accepted");
    if (event->data.document_start.tag_directives.start !=
        event->data.document_start.tag_directives.end)
        return refuse(r, place, "tags are not accepted");
    return true;
}

static bool take_event(struct reader *r, const yaml_event_t *event, size_t *documents)
{
    struct place place = place_of(event->start_mark);
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++*documents > 1)
            return refuse(r, place, "a second document starts here; one file holds one");
        return check_document(r, event, place);
    case YAML_ALIAS_EVENT:
        return refuse(r, place, "aliases (*) are not accepted; write the value out");
    case YAML_SCALAR_EVENT:
        return refuse_marks(r, place, event->data.scalar.anchor, event->data.scalar.tag) &&
               read_scalar(r, event, place);
    case YAML_SEQUENCE_START_EVENT:
        return refuse_marks(r, place, event->data.sequence_start.anchor,
                            event->data.sequence_start.tag) &&
               open_frame(r, place, NODE_LIST);
    case YAML_MAPPING_START_EVENT:
        return refuse_marks(r, place, event->data.mapping_start.anchor,
                            event->data.mapping_start.tag) &&
               open_frame(r, place, NODE_MAP);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_frame(r);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return true;
}

/* NEL, LS and PS: libyaml takes them for line ends, as YAML 1.1 has it. */
static bool check_line_ends(struct reader *r)
{
    static const str ends[] = {{"\xc2\x85", 2}, {"\xe2\x80\xa8", 3}, {"\xe2\x80\xa9", 3}};
    for (size_t i = 0; i < countof(ends); i++) {
        const char *at = r->text.n > 0 ? memmem(r->text.p, r->text.n, ends[i].p, ends[i].n) : NULL;
        if (at)
            return refuse(
                r, place_after(PLACE_START, (str){r->text.p, (size_t)(at - r->text.p)}),
                "an invisible line separator (U+0085, U+2028 or U+2029); put a space there");
    }
    return true;
}

bool yaml_read(str bytes, struct arena *a, struct node *ret_tree, struct err *err)
{
    if (!text_check(bytes, err))
        return false;
    if (str_starts(bytes, S("\xef\xbb\xbf")))
        bytes = str_from(bytes, 3);

    CLEANUP(reader_done) struct reader r = {.text = bytes, .a = a, .err = err};
    if (!check_line_ends(&r))
        return false;
    if (!yaml_parser_initialize(&r.parser))
        return err_set(err, ERR_LIMIT, "too large for the memory there is");
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const uint8_t *)(bytes.n > 0 ? bytes.p : ""), bytes.n);

    size_t documents = 0;
    for (bool ended = false; !ended;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r.parser, &event))
            return refuse_syntax(&r);
        ended = event.type == YAML_STREAM_END_EVENT;
        bool good = take_event(&r, &event, &documents);
        yaml_event_delete(&event);
        if (!good)
            return false;
    }
    if (documents == 0)
        return err_set(err, ERR_INVALID, "line 1, column 1: there is nothing in this text");
    *ret_tree = r.root;
    return true;
}
