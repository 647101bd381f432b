/* The tree and its proofs, on the vectors of Certificate Transparency's first log (its hashes and
 * proofs as golang.org/x/mod/sumdb/tlog gives them), on transparency-dev/merkle's good and bad
 * proofs, and on every index and size up to 39. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hex.h"
#include "ledger/proof.h"
#include "samples.h"

enum {
    SIZES = 39,
};

static struct leaves leaves;
static struct digest roots[SIZES + 1];

static int set_up(void **state)
{
    (void)state;
    struct tree t = {0};
    for (int i = 0; i < SIZES; i++) {
        char text[8];
        roots[i] = tree_root(&t);
        snprintf(text, sizeof text, "%d", i);
        leaves.at[i] = tree_leaf(i < 8 ? eight_entries[i] : str_of(text));
        tree_append(&t, leaves.at[i]);
    }
    roots[SIZES] = tree_root(&t);
    leaves.n = SIZES;
    return 0;
}

static void leaves_and_roots_of_the_classic_log(void **state)
{
    (void)state;
    static const char *const rows[8][2] = {
        {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
         "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
    };
    struct tree t = {0};
    assert_true(
        digest_eq(tree_root(&t),
                  hex_digest("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")));
    for (size_t i = 0; i < countof(rows); i++) {
        struct err err;
        struct digest root;
        assert_true(digest_eq(leaves.at[i], hex_digest(rows[i][0])));
        tree_append(&t, leaves.at[i]);
        assert_true(digest_eq(tree_root(&t), hex_digest(rows[i][1])));
        assert_ok(tree_root_of(leaves_nodes(&leaves), i + 1, &root, &err), err);
        assert_true(digest_eq(root, hex_digest(rows[i][1])));
    }
}

#define A "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
#define B "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
#define C "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
#define D "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
#define E "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
#define F "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
#define G "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"

static void proofs_of_the_classic_log(void **state)
{
    (void)state;
    static const struct {
        bool consistency;
        uint64_t from, size;
        const char *hashes[4];
    } rows[] = {
        {false, 0, 1, {0}},
        {false, 0, 8, {A, B, C}},
        {false, 5, 8, {D, E, F}},
        {false, 2, 3, {G}},
        {false, 1, 5, {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", B, D}},
        {false, 6, 7, {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", F}},
        {true, 1, 8, {A, B, C}},
        {true, 2, 5, {B, D}},
        {true,
         3,
         7,
         {"0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
          "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7", G,
          "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e"}},
        {true, 4, 8, {C}},
        {true, 6, 8, {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", E, F}},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct proof p;
        struct err err;
        assert_ok((rows[i].consistency ? proof_of_consistency : proof_of_inclusion)(
                      leaves_nodes(&leaves), rows[i].from, rows[i].size, &p, &err),
                  err);
        size_t n = 0;
        while (n < countof(rows[i].hashes) && rows[i].hashes[n])
            n++;
        assert_int_equal(p.n, n);
        for (size_t k = 0; k < n; k++)
            assert_true(digest_eq(p.at[k], hex_digest(rows[i].hashes[k])));
    }
}

/* The vectors hold 2^64 - 1, which jansson's integers do not: the numbers are read as texts. */
static uint64_t number_of(const char *line, const char *key)
{
    char quoted[32];
    snprintf(quoted, sizeof quoted, "\"%s\": ", key);
    const char *at = strstr(line, quoted);
    assert_non_null(at);
    return strtoull(at + strlen(quoted), NULL, 10);
}

/* False where it is no hash; "don't care 1" and its like, which are only compared, are filled up.
 */
static bool hash_of(const json_t *o, const char *key, struct digest *ret)
{
    str base64 = str_of(json_string_value(json_object_get(o, key)));
    *ret = (struct digest){{0}};
    enum {
        DONT_CARE_BYTES = sizeof "don't care 1" - 1
    };
    if (base64_decode(base64, ret->b, DONT_CARE_BYTES))
        return str_starts((str){(const char *)ret->b, DONT_CARE_BYTES}, S("don't care"));
    return base64_decode(base64, ret->b, DIGEST_BYTES);
}

/* False where a hash has another length: such a proof cannot be written down. */
static bool proof_of(const json_t *list, struct proof *ret)
{
    ret->n = json_array_size(list);
    if (ret->n > PROOF_MAX)
        return false;
    for (size_t i = 0; i < ret->n; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (!base64_decode(str_of(text), ret->at[i].b, DIGEST_BYTES))
            return false;
    }
    return true;
}

static bool holds(const char *line, const json_t *o)
{
    struct proof p;
    struct digest first, second;
    if (!proof_of(json_object_get(o, "proof"), &p))
        return false;
    if (strcmp(json_string_value(json_object_get(o, "kind")), "inclusion") == 0)
        return hash_of(o, "leafHash", &first) && hash_of(o, "root", &second) &&
               proof_includes(&p, number_of(line, "leafIdx"), number_of(line, "treeSize"), first,
                              second);
    return hash_of(o, "root1", &first) && hash_of(o, "root2", &second) &&
           proof_is_consistent(&p, number_of(line, "size1"), number_of(line, "size2"), first,
                               second);
}

static void proofs_of_transparency_dev(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    struct err err;
    str text, line;
    int n[2] = {0}, good = 0;
    assert_ok(file_read(TEST_VECTORS "/merkle_proofs.ndjson", 1 << 18, &a, &text, &err), err);
    while (str_cut(&text, '\n', &line) && line.n) {
        struct arena scratch = a;
        json_error_t where;
        const char *c = str_c(line, &scratch);
        json_t *o = json_loads(c, JSON_DECODE_INT_AS_REAL, &where);
        assert_non_null(o);
        bool want = !json_is_true(json_object_get(o, "wantErr"));
        if (holds(c, o) != want)
            fail_msg("%s: %s", json_string_value(json_object_get(o, "name")),
                     want ? "refused" : "taken");
        n[strcmp(json_string_value(json_object_get(o, "kind")), "inclusion") == 0]++;
        good += want;
        json_decref(o);
    }
    assert_int_equal(n[0], 98);
    assert_int_equal(n[1], 98);
    assert_true(good > 10);
    arena_close(&a);
}

/* Flips each bit, drops each hash and repeats each hash: none of it may hold. */
static int damaged_ones_that_hold(const struct proof *good, uint64_t from, uint64_t size,
                                  bool consistency, bool each_bit)
{
    int held = 0;
    struct proof p = *good;
#define HOLDS()                                                                                    \
    (consistency ? proof_is_consistent(&p, from, size, roots[from], roots[size])                   \
                 : proof_includes(&p, from, size, leaves.at[from], roots[size]))
    if (!HOLDS())
        return -1;
    for (size_t i = 0; i < p.n; i++) {
        for (int bit = 0; bit < 8 * DIGEST_BYTES; bit += each_bit ? 1 : 37) {
            p.at[i].b[bit / 8] ^= (uint8_t)(1 << bit % 8);
            held += HOLDS();
            p.at[i] = good->at[i];
        }
        p.n--;
        memmove(&p.at[i], &p.at[i + 1], (p.n - i) * sizeof *p.at);
        held += HOLDS();
        p = *good;
        memmove(&p.at[i + 1], &p.at[i], (p.n++ - i) * sizeof *p.at);
        held += HOLDS();
        p = *good;
    }
    p.at[p.n++] = roots[1];
    held += HOLDS();
#undef HOLDS
    return held;
}

static void every_proof_up_to_39(void **state)
{
    (void)state;
    struct tree_nodes nodes = leaves_nodes(&leaves);
    struct err err;
    for (uint64_t size = 1; size <= SIZES; size++) {
        bool each_bit = size == 7 || size == 8 || size == SIZES;
        for (uint64_t i = 0; i < size; i++) {
            struct proof p;
            assert_ok(proof_of_inclusion(nodes, i, size, &p, &err), err);
            assert_int_equal(damaged_ones_that_hold(&p, i, size, false, each_bit), 0);
            for (uint64_t other = 0; other < size; other++) {
                if (proof_includes(&p, other, size, leaves.at[i], roots[size]) != (other == i))
                    fail_msg("entry %d proved as %d", (int)i, (int)other);
            }
        }
        for (uint64_t old = 1; old <= size; old++) {
            struct proof p;
            assert_ok(proof_of_consistency(nodes, old, size, &p, &err), err);
            assert_int_equal(damaged_ones_that_hold(&p, old, size, true, each_bit), 0);
            assert_false(proof_is_consistent(&p, old, size, roots[old - 1], roots[size]));
            assert_false(proof_is_consistent(&p, old, size, roots[old], roots[size - 1]));
        }
    }
}

static void what_no_tree_has_is_refused(void **state)
{
    (void)state;
    struct tree_nodes nodes = leaves_nodes(&leaves);
    struct err err;
    struct proof p = {.n = 0};
    assert_err(proof_of_inclusion(nodes, 3, 3, &p, &err), err, ERR_INVALID);
    assert_err(proof_of_inclusion(nodes, 0, UINT64_MAX, &p, &err), err, ERR_INVALID);
    assert_err(proof_of_consistency(nodes, 4, 3, &p, &err), err, ERR_INVALID);
    assert_err(proof_of_consistency(nodes, 4, UINT64_MAX, &p, &err), err, ERR_INVALID);
    assert_ok(proof_of_consistency(nodes, 0, 8, &p, &err), err);
    assert_int_equal(p.n, 0);

    assert_false(proof_includes(&p, 0, 0, roots[0], roots[0]));
    assert_false(proof_includes(&p, UINT64_MAX, UINT64_MAX, roots[0], roots[0]));
    assert_false(proof_is_consistent(&p, 0, 0, roots[0], roots[0]));
    assert_false(proof_is_consistent(&p, 0, 8, roots[0], roots[8]));
    assert_false(proof_is_consistent(&p, 8, 7, roots[8], roots[7]));
    assert_true(proof_is_consistent(&p, 8, 8, roots[8], roots[8]));
    assert_false(proof_is_consistent(&p, 8, 8, roots[8], roots[7]));
}

/* The longest proofs there are: nodes that are all alike make a tree of any size. */
static bool alike(void *self, unsigned level, uint64_t index, struct digest *ret, struct err *err)
{
    (void)index;
    (void)err;
    *ret = ((const struct digest *)self)[level];
    return true;
}

static void the_largest_tree(void **state)
{
    (void)state;
    struct digest full[TREE_LEVELS] = {tree_leaf(S("0"))};
    for (int i = 1; i < TREE_LEVELS; i++)
        full[i] = tree_node(full[i - 1], full[i - 1]);
    struct tree_nodes nodes = {full, alike};
    struct proof p;
    struct err err;
    struct digest root, old_root;
    assert_ok(tree_root_of(nodes, TREE_SIZE_MAX, &root, &err), err);
    assert_ok(proof_of_inclusion(nodes, 5, TREE_SIZE_MAX, &p, &err), err);
    assert_int_equal(p.n, 63);
    assert_true(proof_includes(&p, 5, TREE_SIZE_MAX, full[0], root));
    for (uint64_t old = 1; old < 1000; old += 7) {
        assert_ok(proof_of_consistency(nodes, old, TREE_SIZE_MAX, &p, &err), err);
        assert_ok(tree_root_of(nodes, old, &old_root, &err), err);
        assert_true(proof_is_consistent(&p, old, TREE_SIZE_MAX, old_root, root));
    }
    assert_ok(proof_of_consistency(nodes, TREE_SIZE_MAX - 1, TREE_SIZE_MAX, &p, &err), err);
    assert_ok(tree_root_of(nodes, TREE_SIZE_MAX - 1, &old_root, &err), err);
    assert_true(proof_is_consistent(&p, TREE_SIZE_MAX - 1, TREE_SIZE_MAX, old_root, root));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_and_roots_of_the_classic_log),
        cmocka_unit_test(proofs_of_the_classic_log),
        cmocka_unit_test(proofs_of_transparency_dev),
        cmocka_unit_test(every_proof_up_to_39),
        cmocka_unit_test(what_no_tree_has_is_refused),
        cmocka_unit_test(the_largest_tree),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
