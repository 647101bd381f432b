/* AES-256-GCM against the test cases that its authors gave NIST (McGrew and Viega, "The
 * Galois/Counter Mode of Operation", appendix B, cases 13 to 16). */
#include "../arena.h"
#include "../test.h"
#include "base/aead.h"
#include "base/hex.h"

#define ZERO_16 "00000000000000000000000000000000"
#define KEY_16  "feffe9928665731c6d6a8f9467308308"
#define PLAIN_60                                                                                   \
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"                             \
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
#define CIPHER_60                                                                                  \
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"                             \
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"

static const struct {
    const char *key, *nonce, *data, *plain, *sealed;
} cases[] = {
    {ZERO_16 ZERO_16, "000000000000000000000000", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {ZERO_16 ZERO_16, "000000000000000000000000", "", ZERO_16,
     "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {KEY_16 KEY_16, "cafebabefacedbaddecaf888", "", PLAIN_60 "1aafd255",
     CIPHER_60 "898015adb094dac5d93471bdec1a502270e3cc6c"},
    {KEY_16 KEY_16, "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     PLAIN_60, CIPHER_60 "76fc6ece0f4e1768cddf8853bb2d551b"},
};

static str from_hex(const char *hex)
{
    size_t n = strlen(hex) / 2;
    uint8_t *bytes = arena_new(&arena, uint8_t, n);
    assert_true(hex_decode(str_of(hex), bytes, n));
    return (str){(const char *)bytes, n};
}

#define U8(s) ((const uint8_t *)(s).p)

static void the_published_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        str key = from_hex(cases[i].key), nonce = from_hex(cases[i].nonce), plain;
        str data = from_hex(cases[i].data), sealed = from_hex(cases[i].sealed);
        assert_str(aead_seal(U8(key), U8(nonce), data, from_hex(cases[i].plain), &arena), sealed);
        assert_true(aead_open(U8(key), U8(nonce), data, sealed, &arena, &plain));
        assert_str(plain, from_hex(cases[i].plain));
    }
}

static void a_changed_bit_anywhere_does_not_open(void **state)
{
    (void)state;
    str parts[] = {from_hex(cases[3].key), from_hex(cases[3].nonce), from_hex(cases[3].data),
                   from_hex(cases[3].sealed)};
    for (size_t p = 0; p < countof(parts); p++)
        for (size_t bit = 0; bit < 8 * parts[p].n; bit++) {
            struct arena a = arena;
            char *byte = (char *)parts[p].p + bit / 8, was = *byte;
            str plain = S("untouched");
            *byte = (char)(was ^ (1 << bit % 8));
            assert_false(aead_open(U8(parts[0]), U8(parts[1]), parts[2], parts[3], &a, &plain));
            assert_str(plain, S("untouched"));
            *byte = was;
        }
    for (size_t n = 0; n < parts[3].n; n++) {
        struct arena a = arena;
        str plain;
        assert_false(
            aead_open(U8(parts[0]), U8(parts[1]), parts[2], str_first(parts[3], n), &a, &plain));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_cases),
        cmocka_unit_test(a_changed_bit_anywhere_does_not_open),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
