/* Notes: the vectors, the form, the rules for known keys, and what a changed bit does. */

#include "../test.h"
#include "sign/note.h"
#include "vectors.h"

#define LOG_NOTE LOG_TEXT "\n" LOG_LINE WITNESS_LINE
#define DASH     "\xE2\x80\x94 "

static struct arena arena;

static struct verify_key key_of(const char *line)
{
    struct verify_key key;
    struct err err;
    assert_ok(verify_key_parse(str_of(line), &key, &err), err);
    return key;
}

static struct sign_key key_from(uint8_t first, str name)
{
    uint8_t seed[ED25519_SEED_BYTES];
    for (size_t i = 0; i < sizeof seed; i++)
        seed[i] = (uint8_t)(first + i);
    struct sign_key key;
    struct err err;
    assert_ok(sign_key_make(name, KEY_NOTE, seed, &key, &err), err);
    return key;
}

static void verifies_what_others_signed(void **state)
{
    (void)state;
    static const struct {
        const char *note, *key, *text;
        size_t lines;
    } rows[] = {
        {LOG_NOTE, LOG_KEY, LOG_TEXT, 2},
        {FOO_TEXT "\n" FOO_LINE, FOO_KEY, FOO_TEXT, 1},
        {TESSERA_TEXT "\n" TESSERA_LINE, TESSERA_KEY, TESSERA_TEXT, 1},
        {STATUS_TEXT "\n" STATUS_LINE, STATUS_KEY, STATUS_TEXT, 1},
    };
    const struct verify_key keys[] = {key_of(FOO_KEY), key_of(LOG_KEY), key_of(TESSERA_KEY),
                                      key_of(STATUS_KEY)};
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = arena;
        struct verify_key own = key_of(rows[i].key);
        struct note note;
        struct note_signers by;
        struct err err;
        str bytes;
        assert_ok(note_parse(str_of(rows[i].note), &a, &note, &err), err);
        assert_str(note.text, str_of(rows[i].text));
        assert_int_equal(note.n_signatures, rows[i].lines);
        assert_ok(note_verify(&note, keys, countof(keys), &by, &err), err);
        assert_int_equal(by.n, 1);
        assert_str(by.keys[0]->name, own.name);
        assert_ok(note_verify(&note, &own, 1, &by, &err), err);
        assert_ok(note_compose(note.text, note.signatures, note.n_signatures, &a, &bytes, &err),
                  err);
        assert_str(bytes, str_of(rows[i].note));
    }
}

/* Ed25519 is deterministic: the bytes are those that the others wrote. */
static void signs_as_others_did(void **state)
{
    (void)state;
    struct arena a = arena;
    struct sign_key log = key_from(0x00, S(LOG_NAME)), status = key_from(0x60, S(STATUS_NAME));
    struct note_signature signature;
    struct err err;
    str bytes;
    assert_ok(note_sign(S(STATUS_TEXT), &status, &a, &signature, &err), err);
    assert_ok(note_compose(S(STATUS_TEXT), &signature, 1, &a, &bytes, &err), err);
    assert_str(bytes, S(STATUS_TEXT "\n" STATUS_LINE));
    assert_ok(note_sign(S(LOG_TEXT), &log, &a, &signature, &err), err);
    assert_ok(note_compose(S(LOG_TEXT), &signature, 1, &a, &bytes, &err), err);
    assert_str(bytes, S(LOG_TEXT "\n" LOG_LINE));

    /* A cosigner's line is added to a note that came. */
    struct note came;
    assert_ok(note_parse(S(LOG_NOTE), &a, &came, &err), err);
    assert_str(came.signatures[1].name, S(WITNESS_NAME));
    assert_int_equal(came.signatures[1].id, 0x20324abe);
    assert_int_equal(came.signatures[1].bytes.n, 8 + ED25519_SIGNATURE_BYTES);
    assert_memory_equal(came.signatures[1].bytes.p, "\0\0\0\0\x65\x53\xf1\0", 8);
    const struct note_signature both[] = {signature, came.signatures[1]};
    assert_ok(note_compose(came.text, both, 2, &a, &bytes, &err), err);
    assert_str(bytes, S(LOG_NOTE));
}

static void the_form(void **state)
{
    (void)state;
    static const struct {
        str note;
        const char *why; /* NULL: it is well formed */
    } rows[] = {
        {S("t\n\n" DASH "n AAAAAAA=\n"), NULL},
        {S("\n\n" DASH "n AAAAAAA=\n"), NULL},         /* a text of one empty line */
        {S("t\n\nu\n\n\n" DASH "n AAAAAAA=\n"), NULL}, /* blank lines in the text */
        {S("t\n\n" DASH "x AAAAAAA=\n\n" DASH "n AAAAAAA=\n"),
         NULL}, /* what looks like signatures */
        {S("t\xC3\xA9\x7F\n\n" DASH "n\xC3\xA9 AAAAAAA=\n"), NULL},
        {S(""), "line break"},
        {S("\n"), "no blank line"},
        {S("t\n"), "no blank line"},
        {S("\n" DASH "n AAAAAAA=\n"), "no blank line"},
        {S("t\n" DASH "n AAAAAAA=\n"), "no blank line"},
        {S("t\n\n"), "no signature"},
        {S("\n\n"), "no signature"},
        {S("t\n\n" DASH "n AAAAAAA=\n\n"), "no signature"},
        {S("t\n\n" DASH "n AAAAAAA="), "line break"},
        {S("t\n\n" DASH "n AAAAAAA=\nx\n"), "signature line 2"},
        {S("t\n\nx\n" DASH "n AAAAAAA=\n"), "signature line 1"},
        {S("t\n\n- n AAAAAAA=\n"), "signature line 1"}, /* another dash */
        {S("t\n\n\xE2\x80\x93 n AAAAAAA=\n"), "signature line 1"},
        {S("t\n\n\xE2\x80\x94n AAAAAAA=\n"), "signature line 1"},
        {S("t\n\n " DASH "n AAAAAAA=\n"), "signature line 1"},
        {S("t\n\n" DASH " n AAAAAAA=\n"), "signature line 1"},
        {S("t\n\n" DASH "n  AAAAAAA=\n"), "signature line 1"},
        {S("t\n\n" DASH "n AAAAAAA= \n"), "signature line 1"},
        {S("t\n\n" DASH "n\n"), "signature line 1"},
        {S("t\n\n" DASH "n \n"), "signature line 1"},
        {S("t\n\n" DASH "\n"), "signature line 1"},
        {S("t\n\n" DASH " AAAAAAA=\n"), "signature line 1"},
        {S("t\n\n" DASH "n+m AAAAAAA=\n"), "signature line 1"},
        {S("t\n\n" DASH "n\xC2\xA0m AAAAAAA=\n"), "signature line 1"},
        {S("t\n\n" DASH "n AAAAAA==\n"), "signature line 1"}, /* an id and no signature */
        {S("t\n\n" DASH "n AAAA\n"), "signature line 1"},
        {S("t\n\n" DASH "n AAAAAAA\n"), "signature line 1"},  /* no padding */
        {S("t\n\n" DASH "n AAAAAAB=\n"), "signature line 1"}, /* bits left over */
        {S("t\n\n" DASH "n AAAAAAA=AAAA\n"), "signature line 1"},
        {S("t\n\n" DASH "n AAAAAA-_\n"), "signature line 1"},
        {S("t\r\n\n" DASH "n AAAAAAA=\n"), "line 1 of the note holds the control byte 0x0d"},
        {S("t\n\n" DASH "n AAAAAAA=\r\n"), "line 3 of the note holds the control byte 0x0d"},
        {S("t\tu\n\n" DASH "n AAAAAAA=\n"), "control byte 0x09"},
        {S("t\0u\n\n" DASH "n AAAAAAA=\n"), "control byte 0x00"},
        {S("t\xFFu\n\n" DASH "n AAAAAAA=\n"), "line 1 of the note is not UTF-8"},
        {S("t\n\n" DASH "n\xC0\x80 AAAAAAA=\n"), "line 3 of the note is not UTF-8"},
        {S("t\n\n" DASH "n\xED\xA0\x80 AAAAAAA=\n"), "line 3 of the note is not UTF-8"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = arena;
        struct note note;
        struct err err;
        if (!rows[i].why) {
            str again;
            assert_ok(note_parse(rows[i].note, &a, &note, &err), err);
            assert_int_equal(note.n_signatures, 1);
            assert_int_equal(note.signatures[0].id, 0);
            assert_int_equal(note.signatures[0].bytes.n, 1);
            assert_ok(note_compose(note.text, note.signatures, 1, &a, &again, &err), err);
            assert_str(again, rows[i].note);
            continue;
        }
        if (note_parse(rows[i].note, &a, &note, &err))
            fail_msg("row %zu is taken", i);
        assert_int_equal(err.kind, ERR_INVALID);
        if (!strstr(err.msg, rows[i].why))
            fail_msg("row %zu: \"%s\" does not say \"%s\"", i, err.msg, rows[i].why);
    }
}

/* n lines of size bytes each after a text that makes the whole as long as asked. */
static str big_note(size_t lines, size_t total, struct arena *a)
{
    static const char line[] = DASH "n AAAAAAA=\n";
    char *p = arena_new(a, char, total);
    size_t tail = lines * (sizeof line - 1);
    memset(p, 't', total);
    p[total - tail - 2] = p[total - tail - 1] = '\n';
    for (size_t i = 0; i < lines; i++)
        memcpy(p + total - tail + i * (sizeof line - 1), line, sizeof line - 1);
    return (str){p, total};
}

static void limits(void **state)
{
    (void)state;
    struct arena input = arena_open(8 << 20);
    struct note note;
    struct err err;
    str again;
    struct arena a = arena;
    assert_ok(note_parse(big_note(100, 1 << 20, &input), &a, &note, &err), err);
    assert_int_equal(note.n_signatures, NOTE_SIGNATURES_MAX);
    assert_ok(note_compose(note.text, note.signatures, 100, &a, &again, &err), err);
    assert_int_equal(again.n, 1 << 20);
    a = arena;
    assert_err(note_parse(big_note(101, 4096, &input), &a, &note, &err), err, ERR_LIMIT);
    assert_err(note_parse(big_note(1, (1 << 20) + 1, &input), &a, &note, &err), err, ERR_LIMIT);

    /* The most that a note takes of its arena: one signature as long as there is room for. */
    size_t n = 1 << 20, start = sizeof "\n\n" DASH "n " - 1, digits = (n - start - 1) / 4 * 4;
    char *p = arena_new(&input, char, n);
    memset(p, 'A', n);
    memcpy(p, "\n\n" DASH "n ", start);
    p[start + digits] = '\n';
    a = arena;
    size_t room = arena_room(a);
    assert_ok(note_parse((str){p, start + digits + 1}, &a, &note, &err), err);
    assert_true(room - arena_room(a) <= NOTE_MAX_BYTES + 4096);
    assert_ok(note_compose(note.text, note.signatures, 1, &a, &again, &err), err);
    assert_int_equal(again.n, start + digits + 1);

    struct note_signature many[NOTE_SIGNATURES_MAX + 1];
    for (size_t i = 0; i < countof(many); i++)
        many[i] = (struct note_signature){S("n"), 0, S("s")};
    assert_err(note_compose(S("t\n"), many, 101, &a, &again, &err), err, ERR_LIMIT);
    str long_text = big_note(0, (1 << 20) - 8, &input);
    assert_err(note_compose(long_text, many, 1, &a, &again, &err), err, ERR_LIMIT);
    arena_close(&input);
}

static void does_not_write_what_it_would_not_read(void **state)
{
    (void)state;
    struct arena a = arena;
    struct sign_key key = key_from(0, S("k"));
    static const str texts[] = {S(""), S("t"), S("t\r\n"), S("\xFF\n"), S("t\0\n")};
    struct note_signature signature = {S("n"), 1, S("s")}, made = {.id = 77};
    struct err err;
    str bytes = S("untouched");
    for (size_t i = 0; i < countof(texts); i++) {
        assert_err(note_compose(texts[i], &signature, 1, &a, &bytes, &err), err, ERR_INVALID);
        assert_err(note_sign(texts[i], &key, &a, &made, &err), err, ERR_INVALID);
    }
    static const struct note_signature bad[] = {
        {S(""), 1, S("s")},     {S("a b"), 1, S("s")},   {S("a+b"), 1, S("s")},
        {S("a\nb"), 1, S("s")}, {S("a\x01"), 1, S("s")}, {S("a\xFF"), 1, S("s")},
        {S("a"), 1, S("")},
    };
    for (size_t i = 0; i < countof(bad); i++)
        assert_err(note_compose(S("t\n"), &bad[i], 1, &a, &bytes, &err), err, ERR_INVALID);
    assert_str(bytes, S("untouched"));
    assert_int_equal(made.id, 77);
}

/* What each list of known keys says about each note. Lines of the same key twice are no second
 * signer; a line that only has the known name, or only the known id, is an unknown one. */
static void rules_for_known_keys(void **state)
{
    (void)state;
    static const char bad_line[] =
        DASH LOG_NAME " yvPcwgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    static const char short_line[] = DASH LOG_NAME " yvPcwgA=\n";
    static const char same_name[] = DASH LOG_NAME " AAAAAAA=\n";
    static const char same_id[] = DASH "other.example " LOG_BASE64 "\n";
    const struct verify_key log = key_of(LOG_KEY), foo = key_of(FOO_KEY);
    const struct verify_key witness = key_of(WITNESS_KEY);
    struct verify_key clash = log;
    clash.public_key[0] ^= 1;
    const struct verify_key both[] = {foo, log}, twice[] = {log, log}, clashing[] = {log, clash};
    const struct verify_key mixed[] = {log, witness};
    const struct {
        const char *lines[4];
        const struct verify_key *keys;
        size_t n_keys;
        enum err_kind kind; /* ERR_NONE: one signer, the log */
    } rows[] = {
        {{LOG_LINE}, &log, 1, ERR_NONE},
        {{LOG_LINE}, both, 2, ERR_NONE},
        {{LOG_LINE}, twice, 2, ERR_NONE},
        {{LOG_LINE, LOG_LINE}, &log, 1, ERR_NONE},
        {{LOG_LINE, LOG_LINE}, twice, 2, ERR_NONE},
        {{same_name, WITNESS_LINE, same_id, LOG_LINE}, &log, 1, ERR_NONE},
        {{FOO_LINE, LOG_LINE}, &log, 1, ERR_NONE}, /* foo is not known here */

        {{LOG_LINE, bad_line}, &log, 1, ERR_CORRUPT},
        {{bad_line, LOG_LINE}, &log, 1, ERR_CORRUPT},
        {{LOG_LINE, short_line}, &log, 1, ERR_CORRUPT},
        {{FOO_LINE, LOG_LINE}, both, 2, ERR_CORRUPT}, /* foo signed another text */
        {{LOG_LINE, LOG_LINE, LOG_LINE, bad_line}, &log, 1, ERR_CORRUPT},

        {{LOG_LINE}, NULL, 0, ERR_DENIED},
        {{LOG_LINE}, &foo, 1, ERR_DENIED},
        {{same_name, same_id}, &log, 1, ERR_DENIED},
        {{WITNESS_LINE}, &log, 1, ERR_DENIED},

        {{LOG_LINE}, clashing, 2, ERR_INVALID},
        {{LOG_LINE, WITNESS_LINE}, mixed, 2, ERR_INVALID}, /* a cosigner's key is not for texts */
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = arena;
        str bytes = str_format(&a, LOG_TEXT "\n");
        for (size_t k = 0; k < countof(rows[i].lines) && rows[i].lines[k]; k++)
            bytes = str_format(&a, "%.*s%s", STR(bytes), rows[i].lines[k]);
        struct note note;
        struct note_signers by = {.n = 99};
        struct err err = {0};
        assert_ok(note_parse(bytes, &a, &note, &err), err);
        bool ok = note_verify(&note, rows[i].keys, rows[i].n_keys, &by, &err);
        if (ok != (rows[i].kind == ERR_NONE) || err.kind != rows[i].kind)
            fail_msg("row %zu: %d, %s", i, ok, err.msg);
        assert_int_equal(by.n, ok ? 1 : 99);
        if (ok)
            assert_str(by.keys[0]->name, S(LOG_NAME));
    }
}

static void tells_each_signer_once(void **state)
{
    (void)state;
    struct arena a = arena;
    struct sign_key first = key_from(1, S("first")), second = key_from(2, S("second"));
    struct note_signature s[3];
    struct note note;
    struct note_signers by;
    struct err err;
    str bytes;
    assert_ok(note_sign(S("t\n"), &second, &a, &s[0], &err), err);
    assert_ok(note_sign(S("t\n"), &first, &a, &s[1], &err), err);
    s[2] = s[0];
    assert_ok(note_compose(S("t\n"), s, 3, &a, &bytes, &err), err);
    assert_ok(note_parse(bytes, &a, &note, &err), err);
    const struct verify_key keys[] = {first.verify_key, second.verify_key};
    assert_ok(note_verify(&note, keys, 2, &by, &err), err);
    assert_int_equal(by.n, 2);
    assert_ptr_equal(by.keys[0], &keys[1]);
    assert_ptr_equal(by.keys[1], &keys[0]);
}

/* What a changed or missing byte may do: nothing to the text and nothing to who signed it. Only in
 * the line of a key that is not known can a note be changed and still be good. */
static void no_change_goes_unseen(void **state)
{
    (void)state;
    static const char good[] = LOG_NOTE;
    const size_t n = sizeof good - 1, witness_line = n - (sizeof WITNESS_LINE - 1);
    const struct verify_key log = key_of(LOG_KEY);
    struct note note;
    struct note_signers by;
    struct err err;
    char changed[sizeof good];
    int taken = 0;
    for (size_t bit = 0; bit < n * 8; bit++) {
        struct arena a = arena;
        memcpy(changed, good, n);
        changed[bit / 8] = (char)(changed[bit / 8] ^ 1 << bit % 8);
        if (!note_parse((str){changed, n}, &a, &note, &err) ||
            !note_verify(&note, &log, 1, &by, &err))
            continue;
        taken++;
        if (bit / 8 < witness_line)
            fail_msg("bit %zu of byte %zu may be changed", bit % 8, bit / 8);
        assert_str(note.text, S(LOG_TEXT));
        assert_int_equal(by.n, 1);
        assert_int_equal(note.n_signatures, 2);
    }
    assert_true(taken > 0); /* or the rule above was never tried */

    for (size_t end = 0; end < n; end++) {
        struct arena a = arena;
        bool ok =
            note_parse((str){good, end}, &a, &note, &err) && note_verify(&note, &log, 1, &by, &err);
        if (ok != (end == witness_line))
            fail_msg("the first %zu bytes", end);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verifies_what_others_signed),
        cmocka_unit_test(signs_as_others_did),
        cmocka_unit_test(the_form),
        cmocka_unit_test(limits),
        cmocka_unit_test(does_not_write_what_it_would_not_read),
        cmocka_unit_test(rules_for_known_keys),
        cmocka_unit_test(tells_each_signer_once),
        cmocka_unit_test(no_change_goes_unseen),
    };
    arena = arena_open(8 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(&arena);
    return failed;
}
