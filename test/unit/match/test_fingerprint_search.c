#include "match/fingerprint_search.h"

#include "../arena.h"
#include "../test.h"

static struct fingerprint parse(const char *hex)
{
    struct fingerprint f;
    struct err err = {0};
    assert_ok(fingerprint_parse(str_of(hex), &f, &err), err);
    return f;
}

/* f with the first n bits from bit `at` on turned over. */
static struct fingerprint changed(struct fingerprint f, int at, int n)
{
    for (int k = at; k < at + n; k++)
        f.word[k / 64] ^= (uint64_t)1 << (k % 64);
    return f;
}

/* A row of test/vectors/pdq_synthetic.tsv: noise of 5 x 5. */
static const char *const noise[PDQ_VARIANTS] = {
    "3b0ec6f1c4f1390e95a4c3709b263c1f6e5bc6f13b0ec6f1c4f1390e91a4c3f0",
    "6e5b9b2691a464d993a49e27c6f161d8685b9b266e5b9b2691a464d993a49e27",
    "6e5b6c5b91a493a4c0f129cace7396a53b0e6c5b6e5b6c4b91a493a4c4f1695a",
    "3b0e318cc4f1ce73c6f13c8d93a4cb723d0e318c3b0e358cc4f1ce73c6f1348d",
    "3b0e390ec4f1c6f195a43c9f9b26c3f06e5b390e3b0e390ec4f1c6f191a43c0f",
    "6e5b93a491a46c5bc4f19625ce73695a3b0e93a46e5b93a491a46c5bc4f196a5",
    "6e5b64d991a49b2693a469d8c6f19e27685b64d96e5b65d991a49b2693a461d8",
    "3b0eca73c4f1318cc6f1c37293a4348d3d0ece733b0eca63c4f1318cc6f1cb72",
};

static void finds_each_variant_up_to_the_radius(void **state)
{
    (void)state;
    struct arena a = arena;
    struct fingerprint variants[PDQ_VARIANTS], list[2 * PDQ_VARIANTS];
    for (int i = 0; i < PDQ_VARIANTS; i++)
        variants[i] = parse(noise[i]);
    for (int i = 0; i < PDQ_VARIANTS; i++) {
        list[2 * i] = changed(variants[i], 13 * i, 32);
        list[2 * i + 1] = changed(variants[i], 13 * i, 31 - i);
    }
    struct fingerprint_list l = {list, countof(list)};
    struct fingerprint_hits hits = fingerprint_search(l, variants, FINGERPRINT_RADIUS, &a);
    assert_int_equal(hits.n, PDQ_VARIANTS);
    for (size_t i = 0; i < hits.n; i++) {
        int variant = PDQ_VARIANTS - 1 - (int)i; /* the nearest is the last */
        assert_int_equal(hits.v[i].index, 2 * variant + 1);
        assert_int_equal(hits.v[i].distance, 31 - variant);
        assert_int_equal(hits.v[i].variant, variant);
    }
    assert_int_equal(fingerprint_search(l, variants, 32, &a).n, 2 * PDQ_VARIANTS);
    assert_int_equal(fingerprint_search(l, variants, 23, &a).n, 0);
}

static void equal_distances_keep_the_order_of_the_list(void **state)
{
    (void)state;
    struct arena a = arena;
    struct fingerprint variants[PDQ_VARIANTS], list[5];
    for (int i = 0; i < PDQ_VARIANTS; i++)
        variants[i] = parse(noise[i]);
    for (size_t i = 0; i < countof(list); i++)
        list[i] = changed(variants[0], (int)(50 * i), 3);
    struct fingerprint_hits hits =
        fingerprint_search((struct fingerprint_list){list, countof(list)}, variants, 31, &a);
    assert_int_equal(hits.n, countof(list));
    for (size_t i = 0; i < hits.n; i++) {
        assert_int_equal(hits.v[i].index, i);
        assert_int_equal(hits.v[i].variant, PDQ_AS_IS);
    }
    assert_int_equal(fingerprint_search((struct fingerprint_list){0}, variants, 256, &a).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_each_variant_up_to_the_radius),
        cmocka_unit_test(equal_distances_keep_the_order_of_the_list),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
