#include "ledger/cosignature.h"

#include <inttypes.h>

#include "base/buf.h"

enum {
    TIME_BYTES = 8,
    COSIGNATURE_BYTES = TIME_BYTES + ED25519_SIGNATURE_BYTES,
};

/* What is signed. */
static void put_message(str checkpoint_text, uint64_t at_s, struct buf *b)
{
    buf_format(b, "cosignature/v1\ntime %" PRIu64 "\n", at_s);
    buf_put(b, checkpoint_text);
}

bool cosignature_verify(str checkpoint_text, const struct note_signature *signature,
                        const struct verify_key *witness, uint64_t *ret_at_s, struct err *err)
{
    if (witness->type != KEY_COSIGNER)
        return err_set(err, ERR_INVALID, "key %.*s is of type 0x%02x; witnesses' are of type 0x04",
                       STR(witness->name), witness->type);
    uint64_t at_s = 0;
    if (signature->bytes.n != COSIGNATURE_BYTES)
        return err_set(err, ERR_CORRUPT, "the cosignature of %.*s has %zu bytes, want %d",
                       STR(witness->name), signature->bytes.n, COSIGNATURE_BYTES);
    for (int i = 0; i < TIME_BYTES; i++)
        at_s = at_s << 8 | (uint8_t)signature->bytes.p[i];
    CLEANUP(buf_done) struct buf message = {0};
    put_message(checkpoint_text, at_s, &message);
    if (at_s > INT64_MAX || !buf_ok(&message) ||
        !ed25519_verify(witness->public_key, buf_str(&message),
                        str_from(signature->bytes, TIME_BYTES)))
        return err_set(
            err, ERR_CORRUPT,
            "the cosignature of %.*s does not verify: this is not the checkpoint that it "
            "signed",
            STR(witness->name));
    *ret_at_s = at_s;
    return true;
}

struct note_signature cosignature_make(str checkpoint_text, uint64_t at_s,
                                       const struct sign_key *witness, struct arena *a)
{
    assert(witness->verify_key.type == KEY_COSIGNER && at_s <= INT64_MAX);
    CLEANUP(buf_done) struct buf message = {0};
    put_message(checkpoint_text, at_s, &message);
    uint8_t *bytes = arena_new(a, uint8_t, COSIGNATURE_BYTES);
    for (int i = 0; i < TIME_BYTES; i++)
        bytes[i] = (uint8_t)(at_s >> (8 * (TIME_BYTES - 1 - i)));
    ed25519_sign(witness->seed, buf_str(&message), bytes + TIME_BYTES);
    return (struct note_signature){
        .name = witness->verify_key.name,
        .id = witness->verify_key.id,
        .bytes = {(const char *)bytes, COSIGNATURE_BYTES},
    };
}
