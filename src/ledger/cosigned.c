#include "ledger/cosigned.h"

/* One signature line, of whomever. */
static bool take_signature(const struct note *note, const struct note_signature *signature,
                           const struct tlog_policy *policy, bool *cosigned, uint64_t *at_s,
                           struct err *err)
{
    const struct verify_key *key;
    uint64_t when;
    if (!verify_key_find(policy->witnesses, policy->n_witnesses, signature->name, signature->id,
                         &key, err))
        return false;
    if (!key)
        return true;
    if (!cosignature_verify(note->text, signature, key, &when, err))
        return false;
    size_t i = (size_t)(key - policy->witnesses);
    cosigned[i] = true;
    at_s[i] = MAX(at_s[i], when);
    return true;
}

static bool check_quorum(const struct note *note, const struct tlog_policy *policy, struct arena *a,
                         struct cosigner **ret_cosigners, size_t *ret_n, struct err *err)
{
    bool cosigned[TLOG_POLICY_MAX] = {false};
    uint64_t at_s[TLOG_POLICY_MAX] = {0};
    for (size_t i = 0; i < note->n_signatures; i++) {
        if (!take_signature(note, &note->signatures[i], policy, cosigned, at_s, err))
            return err_wrap(err, "witness");
    }
    struct cosigner *list = arena_new(a, struct cosigner, policy->n_witnesses);
    size_t n = 0;
    for (size_t i = 0; i < policy->n_witnesses; i++) {
        if (cosigned[i])
            list[n++] = (struct cosigner){i, at_s[i]};
    }
    if (!tlog_policy_quorum_met(policy, cosigned))
        return err_set(err, ERR_DENIED,
                       "quorum: %zu of the %zu known witnesses have cosigned, and they are not "
                       "enough for the policy",
                       n, policy->n_witnesses);
    *ret_cosigners = list;
    *ret_n = n;
    return true;
}

bool cosigned_open(str bytes, const struct tlog_policy *policy, struct arena *a,
                   struct cosigned *ret, struct err *err)
{
    struct cosigned c;
    if (!checkpoint_open(bytes, policy->logs, policy->n_logs, a, &c.note, &c.checkpoint, err) ||
        !check_quorum(&c.note, policy, a, &c.cosigners, &c.n_cosigners, err))
        return false;
    *ret = c;
    return true;
}
