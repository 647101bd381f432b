#include "ledger/checkpoint.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/hex.h"

bool checkpoint_parse(str text, struct checkpoint *ret_checkpoint, struct err *err)
{
    struct checkpoint c;
    str rest = text, size, root;
    if (!str_cut(&rest, '\n', &c.origin) || !str_cut(&rest, '\n', &size) ||
        !str_cut(&rest, '\n', &root) || !rest.p)
        return err_set(err, ERR_INVALID, "it has fewer than three lines: origin, size and root");
    if (!c.origin.n)
        return err_set(err, ERR_INVALID, "line 1, the origin, is empty");
    if (!str_to_u64(size, &c.size) || c.size > TREE_SIZE_MAX)
        return err_set(err, ERR_INVALID, "line 2, the size, is no decimal number below 2^63");
    if (!base64_decode(root, c.root.b, DIGEST_BYTES))
        return err_set(err, ERR_INVALID, "line 3, the root, is not base64 of 32 bytes");
    c.extensions = rest;
    if (rest.n &&
        (!str_ends(rest, S("\n")) || str_starts(rest, S("\n")) || str_contains(rest, S("\n\n"))))
        return err_set(err, ERR_INVALID, "the lines after the third must not be empty or cut");
    *ret_checkpoint = c;
    return true;
}

str checkpoint_print(const struct checkpoint *c, struct arena *a)
{
    assert(c->size <= TREE_SIZE_MAX);
    struct arena scratch = *a; /* the result comes into a only at the end */
    CLEANUP(buf_done) struct buf b = {0};
    buf_put(&b, c->origin);
    buf_format(&b, "\n%" PRIu64 "\n", c->size);
    buf_put(&b, base64_encode((str){(const char *)c->root.b, DIGEST_BYTES}, &scratch));
    buf_byte(&b, '\n');
    buf_put(&b, c->extensions);
    return str_copy(buf_str(&b), a);
}

bool checkpoint_sign(const struct checkpoint *c, const struct sign_key *key, struct arena *a,
                     str *ret_note, struct err *err)
{
    struct checkpoint same;
    struct note_signature signature;
    str text = checkpoint_print(c, a);
    if (!str_eq(key->verify_key.name, c->origin))
        return err_set(err, ERR_INVALID, "the ledger %.*s cannot be signed with the key of %.*s",
                       STR(c->origin), STR(key->verify_key.name));
    return checkpoint_parse(text, &same, err) && note_sign(text, key, a, &signature, err) &&
           note_compose(text, &signature, 1, a, ret_note, err);
}

bool checkpoint_open(str bytes, const struct verify_key *keys, size_t n_keys, struct arena *a,
                     struct note *ret_note, struct checkpoint *ret_checkpoint, struct err *err)
{
    struct note note;
    struct checkpoint c;
    struct note_signers signers;
    if (!note_parse(bytes, a, &note, err) || !checkpoint_parse(note.text, &c, err))
        return err_wrap(err, "checkpoint");
    if (!note_verify(&note, keys, n_keys, &signers, err))
        return err_wrap(err, "log signature");
    for (size_t i = 0; i < signers.n; i++) {
        if (str_eq(signers.keys[i]->name, c.origin)) {
            *ret_note = note;
            *ret_checkpoint = c;
            return true;
        }
    }
    return err_set(err, ERR_DENIED,
                   "log signature: signed by %.*s, but the checkpoint is of another ledger",
                   STR(signers.keys[0]->name));
}
