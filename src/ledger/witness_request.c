#include "ledger/witness_request.h"

#include <inttypes.h>

#include "ledger/proof_text.h"
#include "sign/note.h"

enum {
    REQUEST_MAX_BYTES = NOTE_MAX_BYTES + (4 << 10)
};

#define OLD S("old ")

bool witness_request_print(const struct witness_request *r, struct arena *a, str *ret_bytes,
                           struct err *err)
{
    CLEANUP(buf_done) struct buf b = BUF_MAX(REQUEST_MAX_BYTES);
    if (r->proof.n > WITNESS_PROOF_MAX)
        return err_set(err, ERR_LIMIT, "a proof of %zu hashes; witnesses take %d", r->proof.n,
                       WITNESS_PROOF_MAX);
    buf_format(&b, "old %" PRIu64 "\n", r->old_size);
    proof_text_put(&r->proof, *a, &b);
    buf_put(&b, r->checkpoint);
    if (!buf_ok(&b))
        return err_set(err, ERR_LIMIT, "the request would have more than %d bytes",
                       REQUEST_MAX_BYTES);
    *ret_bytes = str_copy(buf_str(&b), a);
    return true;
}

bool witness_request_parse(str bytes, struct witness_request *ret_request, struct err *err)
{
    struct witness_request r;
    str rest = bytes, line;
    if (bytes.n > REQUEST_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "the request has %zu bytes, more than %d", bytes.n,
                       REQUEST_MAX_BYTES);
    if (!str_cut(&rest, '\n', &line) || !rest.p || !str_starts(line, OLD) ||
        !str_to_u64(str_from(line, OLD.n), &r.old_size) || r.old_size > TREE_SIZE_MAX)
        return err_set(err, ERR_INVALID,
                       "line 1: want \"old\", a space and a decimal number below 2^63");
    if (!proof_text_cut(&rest, WITNESS_PROOF_MAX, 2, &r.proof, err))
        return false;
    r.checkpoint = rest;
    *ret_request = r;
    return true;
}
