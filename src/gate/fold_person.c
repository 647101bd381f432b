#include "gate/follow.h"

/* The four types have their person at the same place. */
static str person_of(enum event_kind kind, const union payload *p)
{
    return kind == EVENT_PERSON_RECORDED ? p->person_recorded.person : p->about_person.person;
}

static bool forget_follows(const struct fold_person *f, struct err *err)
{
    if (f->holds == 1)
        return err_set(err, ERR_INVALID,
                       "a legal hold stands on person %.*s (event %llu: \"%.*s\"): nothing of it "
                       "may be destroyed until the hold is lifted",
                       STR(f->person), (unsigned long long)f->hold_seq, STR(f->hold_reason));
    if (f->holds > 1)
        return err_set(err, ERR_INVALID,
                       "%zu legal holds stand on person %.*s (the last, event %llu: \"%.*s\"): "
                       "nothing of it may be destroyed until they are lifted",
                       f->holds, STR(f->person), (unsigned long long)f->hold_seq,
                       STR(f->hold_reason));
    return true;
}

bool person_follows(const struct fold_person *f, enum event_kind kind, const union payload *p,
                    struct err *err)
{
    if (kind < EVENT_PERSON_RECORDED || kind > EVENT_PERSON_FORGOTTEN)
        return err_set(err, ERR_INVALID, "a person's stream holds nothing of this type");
    str person = person_of(kind, p);
    if (kind != EVENT_PERSON_RECORDED && !f->sealed.p)
        return err_set(err, ERR_INVALID, "nobody is recorded as person %.*s", STR(person));
    if (f->forgotten)
        return err_set(err, ERR_INVALID,
                       "person %.*s was forgotten, which cannot be undone: use another id, or on a "
                       "call sheet say nothing of the person but id and name: forgotten",
                       STR(person));
    if (kind == EVENT_HOLD_LIFTED && f->holds == 0)
        return err_set(err, ERR_INVALID, "no legal hold stands on person %.*s", STR(person));
    return kind != EVENT_PERSON_FORGOTTEN || forget_follows(f, err);
}

bool fold_person_add(struct fold_person *f, const struct event *e, struct arena *a,
                     struct arena scratch, struct err *err)
{
    enum event_kind kind;
    union payload p;
    if (!fold_take(&f->head, e, a, scratch, &kind, &p, err) ||
        !fold_done(&f->head, e, person_follows(f, kind, &p, err), a, err))
        return false;
    f->person = person_of(kind, &p);
    if (kind == EVENT_PERSON_RECORDED) {
        f->party = p.person_recorded.party;
        f->sealed = p.person_recorded.sealed;
    } else if (kind == EVENT_HOLD_PLACED) {
        f->holds++;
        f->hold_seq = e->seq;
        f->hold_reason = p.about_person.reason;
    } else if (kind == EVENT_HOLD_LIFTED) {
        f->holds--;
    } else {
        f->forgotten = true;
    }
    return true;
}
