/* Sealed personal records, against ones that Python's `cryptography` sealed. */
#include "../test.h"
#include "base/hash.h"
#include "gate/seal.h"

static struct arena arena;
static uint8_t key[AEAD_KEY_BYTES], nonce[AEAD_NONCE_BYTES];

static int arena_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)64 << 20);
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)(0x20 + i);
    for (size_t i = 0; i < sizeof nonce; i++)
        nonce[i] = (uint8_t)i;
    return 0;
}

static int arena_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

#define RECORD "{\"id\":\"child-a\",\"name\":\"Wren Abelard\"}"
/* base64(n + AESGCM(k).encrypt(n, RECORD.ljust(256),
 *                              b"gatefold-personal/v1\nperson spring/child-a\n")) */
#define SEALED                                                                                     \
    "AAECAwQFBgcICQoLJ3A0w2gPyY/UkKWiCxJ8EDEeiAkPM5wzc3+21JvAqf1Av2BZOWJkxcpb2tjs6wqREinN3npz16WG" \
    "HSyJBZ1Dj2XnqzrW/Zz5c0G2U3lZ27WnHb+S4D1yO0v/PSujedthZwZ5rAVCbK3ee+bBxD8JS/DdJla/LUkTqaDXPSQK" \
    "uH47p6cQOKIjtPSXdNFFxTGVHubaYqwS8l/WuHD8l4dnR+fPUHxJEi1yoV8bNZlsl9m0RCChsbEHOP2QruL3uYUpj3D2" \
    "2SaSV+aSn9mgW8doBASRutxXvlKatmKu9Rz/Bb6fK+UQGzRw4IwJDOIFUWYidvJYCSY/NmVWWyzk6PVg/yS0UuJgk2Pz" \
    "sf1QJ9+RxDI="

static void as_another_program_seals(void **state)
{
    (void)state;
    str record;
    struct err err;
    assert_str(personal_seal(S("spring/child-a"), S(RECORD), key, nonce, &arena), S(SEALED));
    assert_ok(personal_open(S("spring/child-a"), S(SEALED), key, &arena, &record, &err), err);
    assert_str(record, S(RECORD));
    /* A record of exactly one multiple is not padded by another. */
    char long_record[256];
    memset(long_record, 'x', sizeof long_record);
    str sealed = personal_seal(S("nora"), (str){long_record, 256}, key, nonce, &arena);
    assert_int_equal(sealed.n, 380);
    assert_str(digest_hex(sha256(sealed), &arena),
               S("ee181ead25d6186d28c76429b1700727782202e94c2af1f4df7d01274b1e9b80"));
}

/* Every failure reads the same: who tries keys or bytes learns nothing. */
static void what_does_not_open_says_nothing_more(void **state)
{
    (void)state;
    uint8_t other[AEAD_KEY_BYTES] = {0};
    const struct {
        const char *person, *sealed;
        const uint8_t *key;
    } bad[] = {
        {"spring/child-a", SEALED, other},     {"spring/child-a", "", key},
        {"spring/child-a", "AAAA", key},       {"spring/child-a", SEALED "AAAA", key},
        {"spring/child-a", "no base64!", key},
    };
    struct err first, err;
    str record = S("untouched");
    assert_err(personal_open(S("spring/child-a"), S(SEALED), other, &arena, &record, &first), first,
               ERR_CORRUPT);
    for (size_t i = 0; i < countof(bad); i++) {
        assert_err(personal_open(str_of(bad[i].person), str_of(bad[i].sealed), bad[i].key, &arena,
                                 &record, &err),
                   err, ERR_CORRUPT);
        assert_string_equal(err.msg, first.msg);
    }
    assert_err(personal_open(S("spring/child-b"), S(SEALED), key, &arena, &record, &err), err,
               ERR_CORRUPT);
    char flipped[] = SEALED;
    for (size_t i = 0; i < sizeof flipped - 1; i++) {
        struct arena a = arena;
        flipped[i] = flipped[i] == 'A' ? 'B' : 'A';
        assert_err(personal_open(S("spring/child-a"), str_of(flipped), key, &a, &record, &err), err,
                   ERR_CORRUPT);
        flipped[i] = SEALED[i];
    }
    assert_str(record, S("untouched"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_another_program_seals),
        cmocka_unit_test(what_does_not_open_says_nothing_more),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
