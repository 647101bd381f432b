#include "workspace/event_line.h"

#include "base/hex.h"
#include "codec/json.h"

void event_line_print(const struct event *e, struct arena scratch, struct buf *out)
{
    buf_put(out, S("{\"actor\":"));
    json_write_text(e->actor, out);
    buf_format(out, ",\"at\":\"%.*s\",\"payload\":", STR(event_time_print(e->at_ms, &scratch)));
    buf_put(out, e->payload);
    str salt = hex_encode((str){(const char *)e->salt, sizeof e->salt}, &scratch);
    buf_format(out, ",\"salt\":\"%.*s\",\"seq\":%llu,\"stream\":", STR(salt),
               (unsigned long long)e->seq);
    json_write_text(e->stream, out);
    buf_format(out, ",\"type\":\"%.*s\",\"version\":%llu}\n", STR(e->type),
               (unsigned long long)e->version);
}

static str text_at(const struct node *map, str key)
{
    const struct node *n = node_get(map, key);
    return n && n->kind == NODE_TEXT ? n->text : (str){0};
}

static bool number_at(const struct node *map, str key, uint64_t *ret)
{
    const struct node *n = node_get(map, key);
    if (!n || n->kind != NODE_INT || n->integer < 0)
        return false;
    *ret = (uint64_t)n->integer;
    return true;
}

/* What printing it again cannot tell apart is not looked at here. */
static bool take_apart(const struct node *tree, struct arena *a, struct event *ret)
{
    struct event e = {0};
    CLEANUP(buf_done) struct buf payload = BUF_MAX(EVENT_LINE_MAX);
    if (tree->kind != NODE_MAP)
        return false;
    const struct node *said = node_get(tree, S("payload"));
    e.actor = text_at(tree, S("actor"));
    e.stream = text_at(tree, S("stream"));
    e.type = text_at(tree, S("type"));
    if (!e.actor.p || !e.stream.p || !e.type.p || !said || said->kind != NODE_MAP ||
        !number_at(tree, S("seq"), &e.seq) || !number_at(tree, S("version"), &e.version) ||
        !event_time_parse(text_at(tree, S("at")), &e.at_ms) ||
        !hex_decode(text_at(tree, S("salt")), e.salt, sizeof e.salt))
        return false;
    json_write(said, &payload);
    if (!buf_ok(&payload))
        return false;
    e.payload = str_copy(buf_str(&payload), a);
    *ret = e;
    return true;
}

/* json_write takes no fractions: a payload of ours has none. */
static bool has_fraction(const struct node *n)
{
    bool has = n->kind == NODE_FLOAT;
    if (n->kind == NODE_LIST)
        for (size_t i = 0; i < n->list.n && !has; i++)
            has = has_fraction(&n->list.at[i]);
    if (n->kind == NODE_MAP)
        for (size_t i = 0; i < n->map.n && !has; i++)
            has = has_fraction(&n->map.at[i].value);
    return has;
}

bool event_line_read(str line, struct arena *a, struct event *ret, struct err *err)
{
    struct node tree;
    struct event e;
    struct err why;
    CLEANUP(buf_done) struct buf again = BUF_MAX((size_t)2 * EVENT_LINE_MAX);
    if (line.n > EVENT_LINE_MAX)
        return err_set(err, ERR_LIMIT, "over %d bytes: no event is so long", EVENT_LINE_MAX);
    if (!json_read(line, a, &tree, err))
        return false;
    if (has_fraction(&tree) || !take_apart(&tree, a, &e) || !event_check(&e, &why))
        return err_set(err, ERR_INVALID, "is no event");
    event_line_print(&e, *a, &again);
    if (!buf_ok(&again) || !str_eq(buf_str(&again), line))
        return err_set(err, ERR_INVALID, "is not as gatefold log --json writes it");
    *ret = e;
    return true;
}
