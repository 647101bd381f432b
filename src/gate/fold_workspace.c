#include "gate/follow.h"

/* A vkey is NAME+ID+KEY (docs/format/key.md). */
static str key_name(str vkey)
{
    str name;
    return str_cut(&vkey, '+', &name) ? name : vkey;
}

static bool created_follows(const struct fold_workspace *f, const struct workspace_created *p,
                            struct err *err)
{
    if (f->head.version > 0)
        return err_set(err, ERR_INVALID, "the workspace is there already: %.*s", STR(f->origin));
    if (str_eq(p->log, p->issuer) || str_eq(p->log, p->status) || str_eq(p->issuer, p->status))
        return err_set(err, ERR_INVALID, "log, issuer and status must have a key each");
    if (!str_eq(key_name(p->log), p->origin))
        return err_set(err, ERR_INVALID, "the log key's name is %.*s, not the origin %.*s",
                       STR(key_name(p->log)), STR(p->origin));
    return true;
}

bool workspace_follows(const struct fold_workspace *f, enum event_kind kind, const union payload *p,
                       struct err *err)
{
    const struct key_rotated *rotated = &p->key_rotated;
    if (kind == EVENT_WORKSPACE_CREATED)
        return created_follows(f, &p->workspace_created, err);
    if (kind != EVENT_KEY_ROTATED)
        return err_set(err, ERR_INVALID, "the workspace's stream holds nothing of this type");
    if (f->head.version == 0)
        return err_set(err, ERR_INVALID, "there is no workspace yet");
    if (!str_eq(f->keys[rotated->use].key, rotated->old_key))
        return err_set(err, ERR_INVALID, "the %s key in force is %.*s, not %.*s",
                       words_name(&key_use_words, rotated->use), STR(f->keys[rotated->use].key),
                       STR(rotated->old_key));
    if (!str_eq(key_name(rotated->new_key), key_name(rotated->old_key)))
        return err_set(err, ERR_INVALID, "the new key's name is %.*s, the old one's %.*s",
                       STR(key_name(rotated->new_key)), STR(key_name(rotated->old_key)));
    for (int use = KEY_LOG; use <= KEY_USES; use++)
        if (str_eq(f->keys[use].key, rotated->new_key))
            return err_set(err, ERR_INVALID, "the new key is the %s key: make one that is new",
                           words_name(&key_use_words, use));
    return true;
}

bool fold_workspace_add(struct fold_workspace *f, const struct event *e, struct arena *a,
                        struct arena scratch, struct err *err)
{
    enum event_kind kind;
    union payload p;
    if (!fold_take(&f->head, e, a, scratch, &kind, &p, err) ||
        !fold_done(&f->head, e, workspace_follows(f, kind, &p, err), a, err))
        return false;
    if (kind == EVENT_WORKSPACE_CREATED) {
        f->origin = p.workspace_created.origin;
        f->keys[KEY_LOG] = (struct fold_key){p.workspace_created.log, e->seq};
        f->keys[KEY_ISSUER] = (struct fold_key){p.workspace_created.issuer, e->seq};
        f->keys[KEY_STATUS] = (struct fold_key){p.workspace_created.status, e->seq};
    } else {
        f->keys[p.key_rotated.use] = (struct fold_key){p.key_rotated.new_key, e->seq};
    }
    return true;
}
