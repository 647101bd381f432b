#include "ledger/proof_text.h"

#include "base/hex.h"

void proof_text_put(const struct proof *p, struct arena scratch, struct buf *out)
{
    for (size_t i = 0; i < p->n; i++) {
        buf_put(out, base64_encode((str){(const char *)p->at[i].b, DIGEST_BYTES}, &scratch));
        buf_byte(out, '\n');
    }
    buf_byte(out, '\n');
}

bool proof_text_cut(str *rest, size_t max, size_t line, struct proof *ret, struct err *err)
{
    assert(max <= PROOF_MAX);
    struct proof p = {.n = 0};
    str s = *rest, hash;
    while (str_cut(&s, '\n', &hash) && s.p) {
        if (!hash.n) {
            *rest = s;
            *ret = p;
            return true;
        }
        if (p.n == max)
            return err_set(err, ERR_INVALID, "line %zu: more than %zu hashes", line + p.n, max);
        if (!base64_decode(hash, p.at[p.n].b, DIGEST_BYTES))
            return err_set(err, ERR_INVALID, "line %zu: no hash, base64 of 32 bytes", line + p.n);
        p.n++;
    }
    return err_set(err, ERR_INVALID, "line %zu: the text ends before the checkpoint", line + p.n);
}
