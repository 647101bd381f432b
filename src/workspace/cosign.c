#include "workspace/cosign.h"

#include <string.h>

#include "base/fd.h"
#include "ledger/cosigned.h"
#include "workspace/ledger.h"

/* The newest checkpoint as a note, and what is put beside its signature. */
struct cosigned_head {
    const struct tlog_policy *policy;
    const struct verify_key *keys;
    size_t n_keys;
    struct note note;
    struct note_signature signatures[NOTE_SIGNATURES_MAX];
    size_t n;
};

/* The signatures of an answer, over the text of the newest checkpoint. */
static bool read_answer(str answer, str text, struct arena *a, struct note *ret, struct err *err)
{
    bool whole = note_parse(answer, a, ret, err);
    if (whole)
        return str_eq(ret->text, text) ||
               err_set(err, ERR_CONFLICT,
                       "the note is over another checkpoint than the newest: ask the witness again "
                       "(gatefold -C DIR ledger consistency)");
    str as_note = str_format(a, "%.*s\n%.*s", STR(text), STR(answer));
    return note_parse(as_note, a, ret, err) ||
           err_wrap(err, "neither a note nor lines of cosignatures");
}

static bool same_signer(const struct note_signature *x, const struct note_signature *y)
{
    return x->id == y->id && str_eq(x->name, y->name);
}

/* NULL once it is among those of the head; else why not. */
static const char *take(struct cosigned_head *h, const struct note_signature *s, struct err *err)
{
    const struct tlog_policy *policy = h->policy;
    const struct verify_key *witness;
    uint64_t at_s, had_at_s;
    if (!verify_key_find(policy->witnesses, policy->n_witnesses, s->name, s->id, &witness, err))
        return err->msg;
    if (!witness)
        return "is no witness of the policy";
    if (!cosignature_verify(h->note.text, s, witness, &at_s, err))
        return "did not sign the newest checkpoint with this";
    for (size_t i = 0; i < h->n; i++) {
        if (!same_signer(&h->signatures[i], s))
            continue;
        if (cosignature_verify(h->note.text, &h->signatures[i], witness, &had_at_s, err) &&
            had_at_s > at_s)
            return "has cosigned later than that already";
        h->signatures[i] = *s;
        return NULL;
    }
    if (h->n == NOTE_SIGNATURES_MAX)
        return "there is no room for more signatures";
    h->signatures[h->n++] = *s;
    return NULL;
}

/* The ledger's own signature, which comes back with a whole note. */
static bool is_own(const struct cosigned_head *h, const struct note_signature *s)
{
    for (size_t i = 0; i < h->n_keys; i++)
        if (h->keys[i].id == s->id && str_eq(h->keys[i].name, s->name))
            return true;
    return false;
}

static bool open_head(struct workspace *w, const struct ledger_folder *folder, struct arena *a,
                      struct cosigned_head *h, struct checkpoint *ret, struct err *err)
{
    struct verify_key *keys;
    str bytes;
    if (!ledger_keys(w, a, &keys, &h->n_keys, err))
        return false;
    h->keys = keys;
    if (!ledger_folder_head(folder, keys, h->n_keys, a, &bytes, ret, err))
        return err->kind == ERR_NONE
                   ? err_set(err, ERR_NOT_FOUND,
                             "there is no checkpoint yet: gatefold -C DIR ledger advance")
                   : false;
    if (!note_parse(bytes, a, &h->note, err))
        return false;
    h->n = h->note.n_signatures;
    for (size_t i = 0; i < h->n; i++)
        h->signatures[i] = h->note.signatures[i];
    return true;
}

static bool quorum_met(const struct cosigned_head *h)
{
    bool cosigned[TLOG_POLICY_MAX] = {false};
    struct err err;
    for (size_t i = 0; i < h->n; i++) {
        const struct verify_key *witness;
        uint64_t at_s;
        if (verify_key_find(h->policy->witnesses, h->policy->n_witnesses, h->signatures[i].name,
                            h->signatures[i].id, &witness, &err) &&
            witness && cosignature_verify(h->note.text, &h->signatures[i], witness, &at_s, &err))
            cosigned[witness - h->policy->witnesses] = true;
    }
    return tlog_policy_quorum_met(h->policy, cosigned);
}

bool ledger_cosign(struct workspace *w, str answer, const struct tlog_policy *policy,
                   struct arena *a, struct cosigning *run, struct err *err)
{
    CLEANUP(fd_closep) int lock = -1;
    struct ledger_folder folder = workspace_ledger(w, a);
    struct cosigned_head h = {.policy = policy};
    struct checkpoint head;
    struct note came;
    str note;
    run->taken = run->not_taken = 0;
    if (!ledger_lock(w, a, &lock, err) || !open_head(w, &folder, a, &h, &head, err) ||
        !read_answer(answer, h.note.text, a, &came, err))
        return false;
    for (size_t i = 0; i < came.n_signatures; i++) {
        struct err why;
        if (is_own(&h, &came.signatures[i]))
            continue;
        const char *why_not = take(&h, &came.signatures[i], &why);
        run->taken += !why_not;
        run->not_taken += why_not != NULL;
        run->told(run->self, came.signatures[i].name, why_not);
    }
    run->size = head.size;
    run->quorum_met = quorum_met(&h);
    return !run->taken || (note_compose(h.note.text, h.signatures, h.n, a, &note, err) &&
                           ledger_folder_set_head(&folder, note, *a, err));
}
