#include "sign/note.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/utf8.h"

/* An em dash and a space. */
#define LINE_START S("\xE2\x80\x94 ")

static bool check_characters(str s, struct err *err)
{
    unsigned line = 1;
    while (s.n) {
        uint32_t c;
        if (!utf8_next(&s, &c))
            return err_set(err, ERR_INVALID, "line %u of the note is not UTF-8", line);
        if (c < 0x20 && c != '\n')
            return err_set(err, ERR_INVALID, "line %u of the note holds the control byte 0x%02x",
                           line, c);
        line += c == '\n';
    }
    return true;
}

static bool check_text(str text, struct err *err)
{
    if (!str_ends(text, S("\n")))
        return err_set(err, ERR_INVALID, "a note's text must end with a line break");
    return check_characters(text, err);
}

static bool parse_signature(str line, struct arena *a, struct note_signature *ret)
{
    if (!str_starts(line, LINE_START))
        return false;
    str name, rest = str_from(line, LINE_START.n);
    if (!str_cut(&rest, ' ', &name) || !rest.p || !key_name_ok(name))
        return false;
    str blob;
    if (!base64_bytes(rest, a, &blob) || blob.n <= KEY_ID_BYTES)
        return false;
    *ret = (struct note_signature){
        .name = name,
        .id = key_id_read((const uint8_t *)blob.p),
        .bytes = str_from(blob, KEY_ID_BYTES),
    };
    return true;
}

bool note_parse(str bytes, struct arena *a, struct note *ret_note, struct err *err)
{
    if (bytes.n > NOTE_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "the note has %zu bytes, more than %d", bytes.n,
                       NOTE_MAX_BYTES);
    if (!str_ends(bytes, S("\n")))
        return err_set(err, ERR_INVALID, "the note does not end with a line break: is it whole?");
    if (!check_characters(bytes, err))
        return false;

    /* The text may hold blank lines; the last one of the note separates. */
    size_t end = bytes.n - 1;
    while (end > 0 && !(bytes.p[end] == '\n' && bytes.p[end - 1] == '\n'))
        end--;
    if (end == 0)
        return err_set(err, ERR_INVALID, "the note has no blank line before its signatures");
    str lines = str_from(bytes, end + 1);
    size_t n = 0;
    for (size_t i = 0; i < lines.n; i++)
        n += lines.p[i] == '\n';
    if (n == 0)
        return err_set(err, ERR_INVALID, "the note has no signature after its last blank line");
    if (n > NOTE_SIGNATURES_MAX)
        return err_set(err, ERR_LIMIT, "the note has %zu lines of signatures, more than %d", n,
                       NOTE_SIGNATURES_MAX);

    struct note_signature *signatures = arena_new(a, struct note_signature, n);
    for (size_t i = 0; i < n; i++) {
        str line;
        if (!str_cut(&lines, '\n', &line) || !parse_signature(line, a, &signatures[i]))
            return err_set(err, ERR_INVALID,
                           "signature line %zu of the note is malformed: want a long dash, a "
                           "space, a key's name, a space, base64",
                           i + 1);
    }
    *ret_note = (struct note){str_first(bytes, end), signatures, n};
    return true;
}

static bool has_signed(const struct note_signers *signers, const struct verify_key *key)
{
    for (size_t i = 0; i < signers->n; i++)
        if (signers->keys[i] == key)
            return true;
    return false;
}

bool note_verify(const struct note *note, const struct verify_key *keys, size_t n_keys,
                 struct note_signers *ret_signers, struct err *err)
{
    for (size_t i = 0; i < n_keys; i++)
        if (keys[i].type != KEY_NOTE)
            return err_set(err, ERR_INVALID,
                           "key %.*s is of type 0x%02x; a note's text is signed by keys of type "
                           "0x01",
                           STR(keys[i].name), keys[i].type);

    struct note_signers signers = {0};
    for (size_t i = 0; i < note->n_signatures; i++) {
        const struct note_signature *s = &note->signatures[i];
        const struct verify_key *key;
        if (!verify_key_find(keys, n_keys, s->name, s->id, &key, err))
            return false;
        if (!key)
            continue;
        if (!ed25519_verify(key->public_key, note->text, s->bytes))
            return err_set(err, ERR_CORRUPT,
                           "the signature of %.*s (key %08x) does not verify: this is not the text "
                           "that it signed",
                           STR(s->name), s->id);
        if (!has_signed(&signers, key))
            signers.keys[signers.n++] = key;
    }
    if (signers.n == 0)
        return err_set(err, ERR_DENIED, "none of the %zu known keys has signed this note", n_keys);
    *ret_signers = signers;
    return true;
}

bool note_sign(str text, const struct sign_key *key, struct arena *a,
               struct note_signature *ret_signature, struct err *err)
{
    assert(key->verify_key.type == KEY_NOTE);
    if (!check_text(text, err))
        return false;
    uint8_t *bytes = arena_new(a, uint8_t, ED25519_SIGNATURE_BYTES);
    ed25519_sign(key->seed, text, bytes);
    *ret_signature = (struct note_signature){
        .name = key->verify_key.name,
        .id = key->verify_key.id,
        .bytes = {(const char *)bytes, ED25519_SIGNATURE_BYTES},
    };
    return true;
}

bool note_compose(str text, const struct note_signature *signatures, size_t n, struct arena *a,
                  str *ret_bytes, struct err *err)
{
    assert(n > 0);
    if (!check_text(text, err))
        return false;
    if (n > NOTE_SIGNATURES_MAX)
        return err_set(err, ERR_LIMIT, "a note of %zu signatures, more than %d", n,
                       NOTE_SIGNATURES_MAX);

    CLEANUP(buf_done) struct buf b = BUF_MAX(NOTE_MAX_BYTES);
    buf_put(&b, text);
    buf_byte(&b, '\n');
    struct arena scratch = *a; /* the result comes into a only at the end */
    for (size_t i = 0; i < n; i++) {
        const struct note_signature *s = &signatures[i];
        if (!key_name_ok(s->name) || !s->bytes.n)
            return err_set(err, ERR_INVALID, "signature %zu has no name or no bytes to write",
                           i + 1);
        CLEANUP(buf_done) struct buf blob = BUF_MAX(NOTE_MAX_BYTES);
        for (int shift = 24; shift >= 0; shift -= 8)
            buf_byte(&blob, (char)(s->id >> shift));
        buf_put(&blob, s->bytes);
        if (!buf_ok(&blob))
            return err_set(err, ERR_LIMIT, "signature %zu has %zu bytes", i + 1, s->bytes.n);
        buf_put(&b, LINE_START);
        buf_put(&b, s->name);
        buf_byte(&b, ' ');
        buf_put(&b, base64_encode(buf_str(&blob), &scratch));
        buf_byte(&b, '\n');
    }
    if (!buf_ok(&b))
        return err_set(err, ERR_LIMIT, "the note would have more than %d bytes", NOTE_MAX_BYTES);
    *ret_bytes = str_copy(buf_str(&b), a);
    return true;
}
