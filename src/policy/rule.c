#include "policy/rule.h"

enum {
    REASON_ROOM_BYTES = 1 << 20, /* more than one reason and a longer list of them take */
};

void rule_close(struct rule *r)
{
    cel_program_close(r->opt_each);
    cel_program_close(r->when);
    message_close(&r->because);
    message_close(&r->fix);
    r->opt_each = r->when = NULL;
}

static bool sentence(const struct message *m, struct asking *q, struct arena scratch, str *ret,
                     struct err *err)
{
    CLEANUP(buf_done) struct buf out = {0};
    if (!message_write(m, q->vars, &q->budget, scratch, &out, err))
        return false;
    *ret = str_copy(buf_str(&out), q->a);
    return true;
}

static str subject_of(str id, struct arena *a)
{
    CLEANUP(buf_done) struct buf line = {0};
    message_line(&line, id, MESSAGE_SHOWN_BYTES);
    return line.n > 0 ? str_copy(buf_str(&line), a) : S("");
}

/* What the rule is about: an object of the facts by its id, a string by itself. */
static void set_subject(const struct rule *r, const struct asking *q, struct reason *reason)
{
    reason->subject = S("");
    struct cel_value it = q->vars[q->it];
    if (!r->opt_each)
        return;
    if (it.kind == CEL_STRING)
        reason->subject = subject_of((str){it.p, it.n}, q->a);
    if (it.kind == CEL_OBJECT && r->opt_it && it.object->type == &r->opt_it->object) {
        reason->subject = subject_of(shape_id(r->opt_it, it.object), q->a);
        reason->has_region = shape_region(r->opt_it, it.object, &reason->region);
    }
}

static bool fire(const struct rule *r, struct asking *q, struct arena scratch, struct err *err)
{
    if (arena_room(*q->a) < REASON_ROOM_BYTES) {
        q->reasons.full = true;
        return err_set(err, ERR_LIMIT, "there is no room for more reasons");
    }
    struct reason reason = {.pack = r->pack, .rule = r->id, .effect = r->effect};
    reason.citations.at = r->citations.at;
    reason.citations.n = r->citations.n;
    if (!sentence(&r->because, q, scratch, &reason.because, err) ||
        !sentence(&r->fix, q, scratch, &reason.fix, err))
        return false;
    set_subject(r, q, &reason);
    if (!reasons_add(&q->reasons, reason))
        return err_set(err, ERR_LIMIT, "there are more reasons than %d", POLICY_REASONS_MAX);
    return true;
}

static bool ask_once(const struct rule *r, struct asking *q, struct arena scratch, struct err *err)
{
    struct cel_value yes;
    if (!cel_eval_within(r->when, q->vars, &q->budget, &scratch, &yes, err))
        return false;
    /* The checker saw to it that it is a bool; a gate asks again. */
    if (yes.kind != CEL_BOOL)
        return err_set(err, ERR_INTERNAL, "the rule gave no true or false");
    return !yes.b || fire(r, q, scratch, err);
}

bool rule_ask(const struct rule *r, struct asking *q, struct err *err)
{
    struct arena work = q->work;
    struct cel_value list;
    q->vars[q->it] = (struct cel_value){.kind = CEL_ABSENT};
    if (!r->opt_each)
        return ask_once(r, q, work, err);
    if (!cel_eval_within(r->opt_each, q->vars, &q->budget, &work, &list, err))
        return false;
    if (list.kind != CEL_LIST)
        return err_set(err, ERR_INTERNAL, "`each` gave no list");
    for (size_t i = 0; i < list.n; i++) {
        q->vars[q->it] = list.list[i];
        if (!ask_once(r, q, work, err))
            return false;
    }
    return true;
}
