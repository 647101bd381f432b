/* Keys as lines: the vectors, what is refused, and that each key has one line. */
#include "../test.h"
#include "sign/key.h"
#include "vectors.h"

static struct arena arena;

/* The bytes first, first + 1, ... that the vectors' keys are made of. */
static struct sign_key key_from(uint8_t first, str name, enum key_type type)
{
    uint8_t seed[ED25519_SEED_BYTES];
    for (size_t i = 0; i < sizeof seed; i++)
        seed[i] = (uint8_t)(first + i);
    struct sign_key key;
    struct err err;
    assert_ok(sign_key_make(name, type, seed, &key, &err), err);
    return key;
}

static void prints_the_lines_of_known_keys(void **state)
{
    (void)state;
    struct arena a = arena;
    static const struct {
        uint8_t first;
        const char *name, *line;
        enum key_type type;
        uint32_t id;
    } made[] = {
        {0x00, LOG_NAME, LOG_KEY, KEY_NOTE, 0xcaf3dcc2},
        {0x20, WITNESS_NAME, WITNESS_KEY, KEY_COSIGNER, 0x20324abe},
        {0x40, ISSUER_NAME, ISSUER_KEY, KEY_NOTE, 0x461c535a},
        {0x60, STATUS_NAME, STATUS_KEY, KEY_NOTE, 0x98756ef7},
    };
    for (size_t i = 0; i < countof(made); i++) {
        struct sign_key key = key_from(made[i].first, str_of(made[i].name), made[i].type);
        assert_int_equal(key.verify_key.id, made[i].id);
        assert_str(verify_key_print(&key.verify_key, &a), str_of(made[i].line));
    }

    static const char *const lines[] = {LOG_KEY, WITNESS_KEY, FOO_KEY, TESSERA_KEY};
    for (size_t i = 0; i < countof(lines); i++) {
        struct verify_key key;
        struct err err;
        assert_ok(verify_key_parse(str_of(lines[i]), &key, &err), err);
        assert_str(verify_key_print(&key, &a), str_of(lines[i]));
    }
}

#define OF_LOG "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define X32    "12345678901234567890123456789012"
#define X256   X32 X32 X32 X32 X32 X32 X32 X32

static const struct {
    const char *line;
    enum err_kind kind;
    const char *why;
} refused[] = {
    {"", ERR_INVALID, "fewer parts"},
    {LOG_NAME, ERR_INVALID, "fewer parts"},
    {LOG_NAME "+caf3dcc2", ERR_INVALID, "fewer parts"},
    {"+caf3dcc2+" OF_LOG, ERR_INVALID, "not empty"},
    {"a b+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\tb+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\xC2\x85+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\xC2\xA0+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\xE1\x9A\x80+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\xE2\x80\x8A+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\xE2\x80\xA8+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\xE2\x80\xAF+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\xE2\x81\x9F+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\xE3\x80\x80+caf3dcc2+" OF_LOG, ERR_INVALID, "white space"},
    {"a\xFF+caf3dcc2+" OF_LOG, ERR_INVALID, "UTF-8"},
    {"a\x01+caf3dcc2+" OF_LOG, ERR_INVALID, "control bytes"},
    {"a\x7F+caf3dcc2+" OF_LOG, ERR_INVALID, "U+007F"},
    {"a\xE2\x80\xAE"
     "b+caf3dcc2+" OF_LOG,
     ERR_INVALID, "U+202E"},
    {X256 "+caf3dcc2+" OF_LOG, ERR_INVALID, "256 bytes"},
    {LOG_NAME "+CAF3DCC2+" OF_LOG, ERR_INVALID, "lower-case"},
    {LOG_NAME "+caf3dcc+" OF_LOG, ERR_INVALID, "8 lower-case hex"},
    {LOG_NAME "+caf3dcc20+" OF_LOG, ERR_INVALID, "8 lower-case hex"},
    {LOG_NAME "+0xf3dcc2+" OF_LOG, ERR_INVALID, "8 lower-case hex"},
    {"a+b+caf3dcc2+" OF_LOG, ERR_INVALID, "8 lower-case hex"}, /* a '+' in the name */
    {LOG_NAME "+caf3dcc3+" OF_LOG, ERR_INVALID, "give caf3dcc2"},
    {"gatefold.example/lag+caf3dcc2+" OF_LOG, ERR_INVALID, "its id is caf3dcc2"},
    {LOG_NAME "+caf3dcc2+AQ", ERR_INVALID, "base64"},
    {LOG_NAME "+caf3dcc2+", ERR_INVALID, "base64"},
    {LOG_KEY "\n", ERR_INVALID, "base64"},
    {LOG_KEY "==", ERR_INVALID, "base64"},
    {LOG_KEY "AAAA", ERR_INVALID, "base64"},
    /* Of Go's tests: one byte too many, and an unknown type, each with the id that fits. */
    {"PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", ERR_INVALID,
     "base64"},
    {"PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", ERR_UNSUPPORTED,
     "type 0x65"},
};

static void refuses_malformed_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(refused); i++) {
        struct arena a = arena;
        struct verify_key key = {.type = 99};
        struct sign_key sign_key = {.verify_key.type = 99};
        struct err err;
        assert_err(verify_key_parse(str_of(refused[i].line), &key, &err), err, refused[i].kind);
        if (!strstr(err.msg, refused[i].why))
            fail_msg("\"%s\" does not say \"%s\"", err.msg, refused[i].why);
        assert_int_equal(key.type, 99);

        /* As a private key it is no better. */
        str line = str_format(&a, "PRIVATE+KEY+%s", refused[i].line);
        assert_err(sign_key_parse(line, &a, &sign_key, &err), err, refused[i].kind);
        assert_int_equal(sign_key.verify_key.type, 99);
    }
}

/* y = 1, under which R = y, S = 0 signs everything; the id is the one that name and key give
 * (printf 'weak\n\001\001\0...' | sha256sum). */
static void refuses_keys_of_everybody(void **state)
{
    (void)state;
    struct verify_key key;
    struct err err;
    str line = S("weak+8b94416d+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_err(verify_key_parse(line, &key, &err), err, ERR_INVALID);
    if (!strstr(err.msg, "anybody can sign"))
        fail_msg("%s", err.msg);
}

/* Whatever single byte is changed, the line is refused; so is every part of it. */
static void one_line_for_each_key(void **state)
{
    (void)state;
    static const char line[] = LOG_KEY;
    struct verify_key key;
    struct err err;
    for (size_t i = 0; i < sizeof line - 1; i++) {
        char changed[sizeof line];
        memcpy(changed, line, sizeof line);
        for (int b = 1; b < 256; b++) {
            changed[i] = (char)(line[i] ^ b);
            if (verify_key_parse((str){changed, sizeof line - 1}, &key, &err))
                fail_msg("byte %zu as %02x is taken", i, changed[i] & 0xffu);
        }
        assert_false(verify_key_parse((str){line, i}, &key, &err));
        assert_true(i == 0 || !verify_key_parse((str){line + i, sizeof line - 1 - i}, &key, &err));
    }
}

/* A private key that Go's generator made; its public line is in Go's tests. */
#define GO_NAME    "PeterNeumann"
#define GO_PRIVATE "PRIVATE+KEY+" GO_NAME "+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define GO_PUBLIC  GO_NAME "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

static void reads_and_prints_private_keys(void **state)
{
    (void)state;
    struct arena a = arena;
    struct sign_key key;
    struct err err;
    char line[] = GO_PRIVATE;
    assert_ok(sign_key_parse(str_of(line), &a, &key, &err), err);
    explicit_bzero(line, sizeof line); /* what callers do with it: the key has a name of its own */
    assert_str(verify_key_print(&key.verify_key, &a), S(GO_PUBLIC));
    char room[SIGN_KEY_LINE_BYTES];
    assert_str(sign_key_print(&key, room), S(GO_PRIVATE));
    assert_ok(sign_key_parse(S(LOG_PRIVATE), &a, &key, &err), err);
    assert_str(verify_key_print(&key.verify_key, &a), S(LOG_KEY));
    assert_str(sign_key_print(&key, room), S(LOG_PRIVATE));
    sign_key_done(&key);
    for (size_t i = 0; i < sizeof key.seed; i++)
        assert_int_equal(key.seed[i], 0);

    /* The longest name fits, and the type is kept. */
    char name[KEY_NAME_MAX_BYTES];
    memset(name, 'n', sizeof name);
    struct sign_key longest = key_from(7, (str){name, sizeof name}, KEY_COSIGNER), again;
    str printed = sign_key_print(&longest, room);
    assert_int_equal(printed.n, SIGN_KEY_LINE_BYTES - 1);
    assert_ok(sign_key_parse(printed, &a, &again, &err), err);
    assert_int_equal(again.verify_key.type, KEY_COSIGNER);
    assert_memory_equal(again.seed, longest.seed, sizeof again.seed);

    assert_err(sign_key_parse(S(GO_PUBLIC), &a, &key, &err), err, ERR_INVALID);
    char changed[] = GO_PRIVATE;
    for (size_t i = 0; i < sizeof changed - 1; i++) {
        changed[i]++;
        assert_false(sign_key_parse(str_of(changed), &a, &key, &err));
        /* A seed of another digit makes another id, so the message may show ids and no more. */
        assert_null(strstr(err.msg, "AYEKFALV"));
        changed[i]--;
    }
}

static void finds_the_one_key_of_name_and_id(void **state)
{
    (void)state;
    struct verify_key log = key_from(0, S("a"), KEY_NOTE).verify_key, same_id = log, other = log;
    same_id.public_key[0] ^= 1; /* ids are short: somebody may look for such a key */
    other.name = S("b");
    const struct verify_key keys[] = {other, log, log}, clash[] = {log, other, same_id};
    const struct verify_key *found;
    struct err err;
    assert_ok(verify_key_find(keys, 3, S("a"), log.id, &found, &err), err);
    assert_ptr_equal(found, &keys[1]);
    assert_ok(verify_key_find(keys, 3, S("a"), log.id + 1, &found, &err), err);
    assert_null(found);
    assert_ok(verify_key_find(keys, 3, S("c"), log.id, &found, &err), err);
    assert_null(found);
    assert_ok(verify_key_find(keys, 0, S("a"), log.id, &found, &err), err);
    assert_null(found);
    assert_err(verify_key_find(clash, 3, S("a"), log.id, &found, &err), err, ERR_INVALID);
    assert_ok(verify_key_find(clash, 3, S("b"), log.id, &found, &err), err);
    assert_ptr_equal(found, &clash[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_the_lines_of_known_keys),
        cmocka_unit_test(refuses_malformed_lines),
        cmocka_unit_test(refuses_keys_of_everybody),
        cmocka_unit_test(one_line_for_each_key),
        cmocka_unit_test(reads_and_prints_private_keys),
        cmocka_unit_test(finds_the_one_key_of_name_and_id),
    };
    arena = arena_open(1 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(&arena);
    return failed;
}
