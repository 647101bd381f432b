#include "gate/follow.h"

bool party_follows(const struct fold_party *f, enum event_kind kind, const union payload *p,
                   struct err *err)
{
    (void)p;
    if (kind != EVENT_PARTY_ADDED)
        return err_set(err, ERR_INVALID, "a party's stream holds nothing of this type");
    if (f->head.version > 0)
        return err_set(err, ERR_INVALID,
                       "party %.*s is there already, and says something else: choose another id",
                       STR(f->party));
    return true;
}

bool fold_party_add(struct fold_party *f, const struct event *e, struct arena *a,
                    struct arena scratch, struct err *err)
{
    enum event_kind kind;
    union payload p;
    if (!fold_take(&f->head, e, a, scratch, &kind, &p, err) ||
        !fold_done(&f->head, e, party_follows(f, kind, &p, err), a, err))
        return false;
    f->party = p.party_added.party;
    f->kind = p.party_added.kind;
    f->name = p.party_added.name;
    return true;
}
