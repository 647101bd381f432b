/* ed25519: Wycheproof, RFC 8032, and the keys under which anybody can sign. */
#include <stdio.h>
#include <stdlib.h>

#include "../test.h"
#include "base/hex.h"
#include "sign/ed25519.h"

static str bytes_of(str hex, struct arena *a)
{
    if (str_eq(hex, S("-")))
        return S("");
    uint8_t *p = arena_new(a, uint8_t, hex.n / 2);
    assert_true(hex_decode(hex, p, hex.n / 2));
    return (str){(const char *)p, hex.n / 2};
}

static void agrees_with_wycheproof(void **state)
{
    (void)state;
    const char *folder = getenv("TEST_VECTORS");
    char path[4096], line[4096];
    assert_non_null(folder);
    snprintf(path, sizeof path, "%s/ed25519_wycheproof.tsv", folder);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    struct arena arena CLEANUP(arena_close) = arena_open(1 << 20);
    int n = 0, valid = 0;
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        struct arena a = arena;
        str rest = str_of(line), column[5] = {{0}};
        for (size_t i = 0; i < countof(column); i++)
            assert_true(str_cut(&rest, '\t', &column[i]));
        bool want = str_eq(column[1], S("valid"));
        str key = bytes_of(column[2], &a), message = bytes_of(column[3], &a);
        assert_int_equal(key.n, ED25519_KEY_BYTES);
        if (ed25519_verify((const uint8_t *)key.p, message, bytes_of(column[4], &a)) != want)
            fail_msg("test %.*s must be %.*s", STR(column[0]), STR(column[1]));
        n++;
        valid += want;
    }
    fclose(f);
    assert_int_equal(n, 151);
    assert_int_equal(valid, 88);
}

/* RFC 8032 section 7.1, tests 1 to 3. */
static void signs_as_the_rfc(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_close) = arena_open(1 << 20);
    static const char *const rows[][4] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "-",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
         "cf9"
         "b46bd25bf5f0595bbe24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
         "0f1"
         "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7609"
         "84d"
         "c6594a7c15e9716ed28dc027beceea1ec40a"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        const uint8_t *seed = (const uint8_t *)bytes_of(str_of(rows[i][0]), &a).p;
        str message = bytes_of(str_of(rows[i][2]), &a);
        uint8_t key[ED25519_KEY_BYTES], signature[ED25519_SIGNATURE_BYTES];
        ed25519_public_key(seed, key);
        assert_str(hex_encode((str){(const char *)key, sizeof key}, &a), str_of(rows[i][1]));
        ed25519_sign(seed, message, signature);
        str s = {(const char *)signature, sizeof signature};
        assert_str(hex_encode(s, &a), str_of(rows[i][3]));
        assert_true(ed25519_verify(key, message, s));
        assert_false(ed25519_verify(key, S("other"), s));
        assert_false(ed25519_verify(key, message, str_first(s, s.n - 1)));
        assert_false(ed25519_verify(key, message, (str){0}));
    }
}

/* The points whose order divides 8, with both signs of x, and what names some point a second time:
 * y from 2^255 - 19 on. Computed from the curve's equation of RFC 8032 section 5.1. */
static void keys_of_everybody_are_refused(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_close) = arena_open(1 << 20);
    static const struct {
        const char *key;
        bool ok;
    } rows[] = {
        {"0100000000000000000000000000000000000000000000000000000000000000", false},
        {"0100000000000000000000000000000000000000000000000000000000000080", false},
        {"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
        {"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
        {"0000000000000000000000000000000000000000000000000000000000000000", false},
        {"0000000000000000000000000000000000000000000000000000000000000080", false},
        {"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", false},
        {"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", false},
        {"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", false},
        {"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", false},
        {"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
        {"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
        {"f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
        {"ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", true},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7e", true},
        {"fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe7f", true},
        {"0200000000000000000000000000000000000000000000000000000000000000", true},
        {"5866666666666666666666666666666666666666666666666666666666666666", true},
    };
    /* R is the neutral point and S is 0: good under the first key for whatever message. */
    str forged =
        bytes_of(str_of("0100000000000000000000000000000000000000000000000000000000000000"
                        "0000000000000000000000000000000000000000000000000000000000000000"),
                 &a);
    for (size_t i = 0; i < countof(rows); i++) {
        const uint8_t *key = (const uint8_t *)bytes_of(str_of(rows[i].key), &a).p;
        if (ed25519_key_ok(key) != rows[i].ok)
            fail_msg("key %s", rows[i].key);
        assert_false(ed25519_verify(key, S("anything"), forged));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_wycheproof),
        cmocka_unit_test(signs_as_the_rfc),
        cmocka_unit_test(keys_of_everybody_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
