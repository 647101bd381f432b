#include "ledger/tlog_proof.h"

#include <inttypes.h>

#include "base/hex.h"
#include "ledger/proof_text.h"

#define FIRST_LINE "c2sp.org/tlog-proof@v1"
#define EXTRA      S("extra ")
#define INDEX      S("index ")

/* The last step of checking, and what is checked before a proof is given away. */
static bool check_inclusion(const struct tlog_proof *p, str entry, const struct checkpoint *head,
                            struct err *err)
{
    return proof_includes(&p->proof, p->index, head->size, tree_leaf(entry), head->root) ||
           err_set(err, ERR_CORRUPT,
                   "inclusion: the hashes do not lead from this entry at index %" PRIu64
                   " to the root of the checkpoint of size %" PRIu64,
                   p->index, head->size);
}

bool tlog_proof_make(struct tree_nodes nodes, uint64_t index, str entry,
                     const struct checkpoint *head, str note, struct tlog_proof *ret_proof,
                     struct err *err)
{
    struct tlog_proof p = {.index = index, .checkpoint = note};
    if (!proof_of_inclusion(nodes, index, head->size, &p.proof, err) ||
        !check_inclusion(&p, entry, head, err))
        return false;
    *ret_proof = p;
    return true;
}

bool tlog_proof_print(const struct tlog_proof *p, struct arena *a, str *ret_bytes, struct err *err)
{
    CLEANUP(buf_done) struct buf b = BUF_MAX(TLOG_PROOF_MAX_BYTES);
    struct arena scratch = *a; /* the result comes into a only at the end */
    buf_put(&b, S(FIRST_LINE "\n"));
    if (p->extra.p) {
        buf_put(&b, EXTRA);
        buf_put(&b, base64_encode(p->extra, &scratch));
        buf_byte(&b, '\n');
    }
    buf_format(&b, "index %" PRIu64 "\n", p->index);
    proof_text_put(&p->proof, scratch, &b);
    buf_put(&b, p->checkpoint);
    if (!buf_ok(&b))
        return err_set(err, ERR_LIMIT, "the proof would have more than %d bytes",
                       TLOG_PROOF_MAX_BYTES);
    *ret_bytes = str_copy(buf_str(&b), a);
    return true;
}

bool tlog_proof_parse(str bytes, struct arena *a, struct tlog_proof *ret_proof, struct err *err)
{
    struct tlog_proof p = {.extra = {0}};
    str rest = bytes, line;
    size_t n = 2; /* the line that is read next */
    if (bytes.n > TLOG_PROOF_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "the proof has %zu bytes, more than %d", bytes.n,
                       TLOG_PROOF_MAX_BYTES);
    if (!str_cut(&rest, '\n', &line) || !str_eq(line, S(FIRST_LINE)))
        return err_set(err, ERR_INVALID, "line 1: a proof begins with \"" FIRST_LINE "\"");
    line = S("");
    if (rest.p && str_starts(rest, EXTRA)) {
        if (!str_cut(&rest, '\n', &line) || !base64_bytes(str_from(line, EXTRA.n), a, &p.extra))
            return err_set(err, ERR_INVALID, "line 2: what follows \"extra\" is not base64");
        n++;
    }
    if (!str_cut(&rest, '\n', &line) || !str_starts(line, INDEX) ||
        !str_to_u64(str_from(line, INDEX.n), &p.index))
        return err_set(err, ERR_INVALID, "line %zu: want \"index\", a space and a decimal number",
                       n);
    if (!rest.p)
        return err_set(err, ERR_INVALID, "line %zu: the text ends before the checkpoint", n);
    if (!proof_text_cut(&rest, PROOF_MAX, n + 1, &p.proof, err))
        return false;
    p.checkpoint = rest;
    *ret_proof = p;
    return true;
}

bool tlog_proof_verify(const struct tlog_proof *p, str entry, const struct tlog_policy *policy,
                       struct arena *a, struct cosigned *ret_cosigned, struct err *err)
{
    struct cosigned c;
    if (!cosigned_open(p->checkpoint, policy, a, &c, err) ||
        !check_inclusion(p, entry, &c.checkpoint, err))
        return false;
    *ret_cosigned = c;
    return true;
}
