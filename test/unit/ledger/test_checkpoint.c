/* Checkpoints, cosignatures, offline proofs and requests to witnesses: the bytes that
 * golang.org/x/mod/sumdb/note and tlog give for fixed keys (the vectors of ../sign/vectors.h), both
 * ways, and what must be refused, with the step that refuses it. */

#include "../sign/vectors.h"
#include "ledger/tlog_proof.h"
#include "ledger/witness_request.h"
#include "samples.h"

#define CHECKPOINT LOG_TEXT "\n" LOG_LINE
#define COSIGNED   CHECKPOINT WITNESS_LINE
#define ROOT_8     "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

#define PROOF_HEAD                                                                                 \
    "c2sp.org/tlog-proof@v1\n"                                                                     \
    "index 5\n"                                                                                    \
    "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=\n"                                               \
    "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=\n"                                               \
    "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=\n"                                               \
    "\n"

#define POLICY "log " LOG_KEY "\nwitness w1 " WITNESS_KEY "\n"

static struct arena arena;
static struct sign_key log_key, witness_key;
static struct leaves leaves;
static struct checkpoint head; /* of the eight entries */

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(32 << 20);
    struct err err;
    uint8_t seed[ED25519_SEED_BYTES];
    for (int i = 0; i < ED25519_SEED_BYTES; i++)
        seed[i] = (uint8_t)(0x20 + i);
    assert_ok(sign_key_parse(S(LOG_PRIVATE), &arena, &log_key, &err), err);
    assert_ok(sign_key_make(S(WITNESS_NAME), KEY_COSIGNER, seed, &witness_key, &err), err);
    struct tree t = {0};
    for (size_t i = 0; i < countof(eight_entries); i++) {
        leaves.at[leaves.n++] = tree_leaf(eight_entries[i]);
        tree_append(&t, leaves.at[i]);
    }
    head = (struct checkpoint){.origin = S(LOG_NAME), .size = t.size, .root = tree_root(&t)};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sign_key_done(&log_key);
    sign_key_done(&witness_key);
    arena_close(&arena);
    return 0;
}

static struct tlog_policy policy_of(const char *text)
{
    static struct diags diags;
    struct tlog_policy p;
    diags = (struct diags){.a = &arena};
    if (!tlog_policy_parse(str_of(text), &diags, &p))
        fail_msg("line %u: %.*s", diags.at[0].line, STR(diags.at[0].what));
    return p;
}

static void the_checkpoint_of_eight_entries(void **state)
{
    (void)state;
    struct err err;
    str note;
    assert_true(digest_eq(head.root, hex_digest(ROOT_8)));
    assert_str(checkpoint_print(&head, &arena), S(LOG_TEXT));
    assert_ok(checkpoint_sign(&head, &log_key, &arena, &note, &err), err);
    assert_str(note, S(CHECKPOINT));

    struct note parsed;
    struct checkpoint c;
    assert_ok(checkpoint_open(note, &log_key.verify_key, 1, &arena, &parsed, &c, &err), err);
    assert_str(c.origin, S(LOG_NAME));
    assert_int_equal(c.size, 8);
    assert_true(digest_eq(c.root, head.root));
    assert_int_equal(c.extensions.n, 0);

    struct checkpoint other = head;
    other.origin = S("gatefold.example/other");
    assert_err(checkpoint_sign(&other, &log_key, &arena, &note, &err), err, ERR_INVALID);
    other = head;
    other.extensions = S("a line without its end");
    assert_err(checkpoint_sign(&other, &log_key, &arena, &note, &err), err, ERR_INVALID);
}

static void the_checkpoint_of_another_program(void **state)
{
    (void)state;
    struct err err;
    struct verify_key key;
    struct note note;
    struct checkpoint c;
    assert_ok(verify_key_parse(S(TESSERA_KEY), &key, &err), err);
    assert_ok(checkpoint_open(S(TESSERA_TEXT "\n" TESSERA_LINE), &key, 1, &arena, &note, &c, &err),
              err);
    assert_int_equal(c.size, 15);
    assert_true(digest_eq(
        c.root, hex_digest("aca6c38a90af86e5f5199ee0e4105ef2c03a05b27b8daff59e4e36eefdfcddcb")));
}

static void texts_that_are_no_checkpoint(void **state)
{
    (void)state;
#define ROOT "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
    static const char *const good[] = {
        "o\n0\n" ROOT "\n",
        "o\n9223372036854775807\n" ROOT "\n",
        "o\n8\n" ROOT "\nan extension\n",
        "o\n8\n" ROOT "\none\ntwo \n",
    };
    static const char *const bad[] = {
        "",
        "\n",
        "o\n8\n",
        "o\n8\n" ROOT,
        "\n8\n" ROOT "\n",
        "o\n\n" ROOT "\n",
        "o\n08\n" ROOT "\n",
        "o\n+8\n" ROOT "\n",
        "o\n-8\n" ROOT "\n",
        "o\n 8\n" ROOT "\n",
        "o\n8 \n" ROOT "\n",
        "o\n8\r\n" ROOT "\n",
        "o\n0x8\n" ROOT "\n",
        "o\n9223372036854775808\n" ROOT "\n",
        "o\n18446744073709551624\n" ROOT "\n",
        "o\n8\n" ROOT " \n",
        "o\n8\n" ROOT "\r\n",
        "o\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg\n",
        "o\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n", /* trailing bits */
        "o\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQygA\n",
        "o\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/Rg\n",
        "o\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz-Nw7_RgQyg=\n",
        "o\n8\n" ROOT "\n\n",
        "o\n8\n" ROOT "\n\nextension\n",
        "o\n8\n" ROOT "\nextension\n\n",
        "o\n8\n" ROOT "\nextension",
    };
    struct err err;
    struct checkpoint c;
    for (size_t i = 0; i < countof(good); i++) {
        assert_ok(checkpoint_parse(str_of(good[i]), &c, &err), err);
        assert_str(checkpoint_print(&c, &arena), str_of(good[i]));
    }
    for (size_t i = 0; i < countof(bad); i++) {
        if (checkpoint_parse(str_of(bad[i]), &c, &err))
            fail_msg("taken: \"%s\"", bad[i]);
        assert_int_equal(err.kind, ERR_INVALID);
    }
}

static void the_cosignature_of_the_witness(void **state)
{
    (void)state;
    struct err err;
    struct note_signature mine = cosignature_make(S(LOG_TEXT), 1700000000, &witness_key, &arena);
    str note;
    assert_ok(note_compose(S(LOG_TEXT), &mine, 1, &arena, &note, &err), err);
    assert_str(note, S(LOG_TEXT "\n" WITNESS_LINE));

    uint64_t at_s = 0;
    assert_ok(cosignature_verify(S(LOG_TEXT), &mine, &witness_key.verify_key, &at_s, &err), err);
    assert_int_equal(at_s, 1700000000);
    assert_err(cosignature_verify(S(LOG_TEXT "x\n"), &mine, &witness_key.verify_key, &at_s, &err),
               err, ERR_CORRUPT);
    assert_err(cosignature_verify(S(LOG_TEXT), &mine, &log_key.verify_key, &at_s, &err), err,
               ERR_INVALID);
    char bytes[73];
    memcpy(bytes, mine.bytes.p, 72);
    for (int bit = 0; bit < 72 * 8; bit++) {
        struct note_signature bad = mine;
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        bad.bytes = (str){bytes, 72};
        assert_err(cosignature_verify(S(LOG_TEXT), &bad, &witness_key.verify_key, &at_s, &err), err,
                   ERR_CORRUPT);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
    for (size_t n = 1; n <= 73; n++) {
        struct note_signature bad = mine;
        bad.bytes = (str){bytes, n};
        if (n != 72)
            assert_err(cosignature_verify(S(LOG_TEXT), &bad, &witness_key.verify_key, &at_s, &err),
                       err, ERR_CORRUPT);
    }
    /* A time of 2^63 and more is none, even well signed by somebody's program. */
    struct note_signature last = cosignature_make(S(LOG_TEXT), INT64_MAX, &witness_key, &arena);
    assert_ok(cosignature_verify(S(LOG_TEXT), &last, &witness_key.verify_key, &at_s, &err), err);
    assert_true(at_s == INT64_MAX);
}

/* What a policy says of a note: NULL, or how the message must begin. */
static void policies_and_notes(void **state)
{
    (void)state;
    static char broken_log[] = COSIGNED, broken_witness[] = COSIGNED, other_text[] = COSIGNED;
    strstr(broken_log, "yvPcwiWI")[10] ^= 1;
    strstr(broken_witness, "WP5Vr")[2] ^= 3;
    strstr(other_text, "\n8\n")[1] = '9';
    static const struct {
        const char *policy, *note, *step;
        enum err_kind kind;
        size_t n_cosigners;
    } rows[] = {
        {POLICY "quorum w1\n", COSIGNED, NULL, ERR_NONE, 1},
        {POLICY "quorum none\n", COSIGNED, NULL, ERR_NONE, 1},
        {POLICY "quorum none\n", CHECKPOINT, NULL, ERR_NONE, 0},
        {POLICY "quorum w1\n", COSIGNED WITNESS_LINE, NULL, ERR_NONE, 1},
        {"log " LOG_KEY "\nquorum none\n", COSIGNED FOO_LINE, NULL, ERR_NONE, 0},
        {POLICY "quorum w1\n", CHECKPOINT, "quorum: ", ERR_DENIED, 0},
        {POLICY "quorum w1\n", LOG_TEXT "\n" WITNESS_LINE, "log signature: ", ERR_DENIED, 0},
        {POLICY "quorum w1\n", broken_log, "log signature: ", ERR_CORRUPT, 0},
        {POLICY "quorum w1\n", broken_witness, "witness: ", ERR_CORRUPT, 0},
        {POLICY "quorum none\n", broken_witness, "witness: ", ERR_CORRUPT, 0},
        {POLICY "quorum w1\n", other_text, "log signature: ", ERR_CORRUPT, 0},
        {"quorum none\n", COSIGNED, "log signature: ", ERR_DENIED, 0},
        {"log " TESSERA_KEY "\nquorum none\n", COSIGNED, "log signature: ", ERR_DENIED, 0},
        {POLICY "quorum none\n", "", "checkpoint: ", ERR_INVALID, 0},
        {POLICY "quorum none\n", LOG_TEXT, "checkpoint: ", ERR_INVALID, 0},
        {POLICY "quorum none\n", "a\n\n" LOG_LINE, "checkpoint: ", ERR_INVALID, 0},
        /* A log of the policy vouches for its own ledger only. */
        {"log " LOG_KEY "\nlog " TESSERA_KEY "\nquorum none\n", TESSERA_TEXT "\n" TESSERA_LINE,
         NULL, ERR_NONE, 0},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct tlog_policy p = policy_of(rows[i].policy);
        struct cosigned c;
        struct err err = {0};
        bool ok = cosigned_open(str_of(rows[i].note), &p, &arena, &c, &err);
        if (ok != !rows[i].step || err.kind != rows[i].kind ||
            (!ok && !str_starts(str_of(err.msg), str_of(rows[i].step))))
            fail_msg("row %zu: %s: %s", i, ok ? "taken" : "refused", err.msg);
        if (!ok)
            continue;
        assert_int_equal(c.n_cosigners, rows[i].n_cosigners);
        if (c.n_cosigners) {
            assert_int_equal(c.cosigners[0].witness, 0);
            assert_int_equal(c.cosigners[0].at_s, 1700000000);
        }
    }
}

/* Signed well, by a key that is in the policy, for another ledger's origin. */
static void a_log_does_not_vouch_for_another(void **state)
{
    (void)state;
    struct err err;
    struct note_signature signature;
    struct cosigned c;
    str note;
    str text = S(TESSERA_TEXT);
    assert_ok(note_sign(text, &log_key, &arena, &signature, &err), err);
    assert_ok(note_compose(text, &signature, 1, &arena, &note, &err), err);
    struct tlog_policy p = policy_of("log " LOG_KEY "\nlog " TESSERA_KEY "\nquorum none\n");
    assert_err(cosigned_open(note, &p, &arena, &c, &err), err, ERR_DENIED);
    assert_true(str_starts(str_of(err.msg), S("log signature: ")));
}

static void the_latest_time_of_a_witness_counts(void **state)
{
    (void)state;
    static const uint64_t times[] = {1700000007, 1800000000, 1600000000};
    struct err err;
    struct note_signature signatures[1 + countof(times)];
    str note;
    assert_ok(note_sign(S(LOG_TEXT), &log_key, &arena, &signatures[0], &err), err);
    for (size_t i = 0; i < countof(times); i++)
        signatures[i + 1] = cosignature_make(S(LOG_TEXT), times[i], &witness_key, &arena);
    assert_ok(note_compose(S(LOG_TEXT), signatures, countof(signatures), &arena, &note, &err), err);
    struct tlog_policy p = policy_of(POLICY "quorum w1\n");
    struct cosigned c;
    assert_ok(cosigned_open(note, &p, &arena, &c, &err), err);
    assert_int_equal(c.n_cosigners, 1);
    assert_int_equal(c.cosigners[0].at_s, 1800000000);
}

static void the_offline_proof_of_entry_5(void **state)
{
    (void)state;
    struct err err;
    struct tlog_proof p;
    struct cosigned c;
    struct tlog_policy policy = policy_of(POLICY "quorum w1\n");
    str bytes;
    assert_ok(
        tlog_proof_make(leaves_nodes(&leaves), 5, eight_entries[5], &head, S(COSIGNED), &p, &err),
        err);
    assert_ok(tlog_proof_print(&p, &arena, &bytes, &err), err);
    assert_str(bytes, S(PROOF_HEAD COSIGNED));

    assert_ok(tlog_proof_parse(bytes, &arena, &p, &err), err);
    assert_ok(tlog_proof_verify(&p, eight_entries[5], &policy, &arena, &c, &err), err);
    assert_int_equal(c.checkpoint.size, 8);
    assert_err(tlog_proof_verify(&p, eight_entries[4], &policy, &arena, &c, &err), err,
               ERR_CORRUPT);
    assert_true(str_starts(str_of(err.msg), S("inclusion: ")));

    p.extra = S("anything \xff");
    assert_ok(tlog_proof_print(&p, &arena, &bytes, &err), err);
    assert_true(str_starts(bytes, S("c2sp.org/tlog-proof@v1\nextra YW55dGhpbmcg/w==\nindex 5\n")));
    assert_ok(tlog_proof_parse(bytes, &arena, &p, &err), err);
    assert_str(p.extra, S("anything \xff"));
    assert_ok(tlog_proof_verify(&p, eight_entries[5], &policy, &arena, &c, &err), err);

    /* What does not hold is not given away. */
    struct checkpoint wrong = head;
    wrong.root.b[0] ^= 1;
    assert_err(
        tlog_proof_make(leaves_nodes(&leaves), 5, eight_entries[5], &wrong, S(COSIGNED), &p, &err),
        err, ERR_CORRUPT);
    assert_err(
        tlog_proof_make(leaves_nodes(&leaves), 5, eight_entries[6], &head, S(COSIGNED), &p, &err),
        err, ERR_CORRUPT);
    assert_err(
        tlog_proof_make(leaves_nodes(&leaves), 8, eight_entries[5], &head, S(COSIGNED), &p, &err),
        err, ERR_INVALID);
}

/* Each bit of the file flipped: refused, or (in the proof's own words about nothing that is
 * vouched for) not this file any more. */
static void a_proof_with_any_bit_flipped(void **state)
{
    (void)state;
    static const char good[] = PROOF_HEAD COSIGNED;
    struct tlog_policy policy = policy_of(POLICY "quorum w1\n");
    for (size_t i = 0; i < sizeof good - 1; i++) {
        for (int bit = 0; bit < 8; bit++) {
            struct arena scratch = arena;
            char *bytes = str_c(S(PROOF_HEAD COSIGNED), &scratch);
            struct tlog_proof p;
            struct cosigned c;
            struct err err;
            bytes[i] ^= (char)(1 << bit);
            if (tlog_proof_parse((str){bytes, sizeof good - 1}, &scratch, &p, &err) &&
                tlog_proof_verify(&p, eight_entries[5], &policy, &scratch, &c, &err))
                fail_msg("byte %zu, bit %d: taken", i, bit);
        }
    }
    for (size_t n = 0; n < sizeof good - 1; n++) {
        struct arena scratch = arena;
        struct tlog_proof p;
        struct cosigned c;
        struct err err;
        if (tlog_proof_parse((str){good, n}, &scratch, &p, &err) &&
            tlog_proof_verify(&p, eight_entries[5], &policy, &scratch, &c, &err))
            fail_msg("cut to %zu bytes: taken", n);
    }
}

static void texts_that_are_no_proof(void **state)
{
    (void)state;
#define HASH "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms="
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "line 1: "},
        {"c2sp.org/tlog-proof@v1", "line 2: "},
        {"c2sp.org/tlog-proof@v2\nindex 0\n\n", "line 1: "},
        {"c2sp.org/tlog-proof@v1\r\nindex 0\n\n", "line 1: "},
        {"c2sp.org/tlog-proof@v1\nindex 00\n\n", "line 2: "},
        {"c2sp.org/tlog-proof@v1\nindex -1\n\n", "line 2: "},
        {"c2sp.org/tlog-proof@v1\nindex 18446744073709551616\n\n", "line 2: "},
        {"c2sp.org/tlog-proof@v1\nindex 0", "line 2: "},
        {"c2sp.org/tlog-proof@v1\nindex 0\n", "line 3: "},
        {"c2sp.org/tlog-proof@v1\nindex 0\n" HASH "\n", "line 4: "},
        {"c2sp.org/tlog-proof@v1\nindex 0\n" HASH " \n\n", "line 3: "},
        {"c2sp.org/tlog-proof@v1\nindex 0\n" HASH "\nQUJD\n\n", "line 4: "},
        {"c2sp.org/tlog-proof@v1\nextra QUJD\n", "line 3: "},
        {"c2sp.org/tlog-proof@v1\nextra QUJ\nindex 0\n\n", "line 2: "},
        {"c2sp.org/tlog-proof@v1\nextra QUJD", "line 3: "},
        {"c2sp.org/tlog-proof@v1\nextra QUJD\nextra QUJD\nindex 0\n\n", "line 3: "},
        {"c2sp.org/tlog-proof@v1\nindex 0\nextra QUJD\n\n", "line 3: "},
    };
    struct err err;
    struct tlog_proof p;
    for (size_t i = 0; i < countof(rows); i++) {
        assert_err(tlog_proof_parse(str_of(rows[i].text), &arena, &p, &err), err, ERR_INVALID);
        if (!str_starts(str_of(err.msg), str_of(rows[i].says)))
            fail_msg("row %zu: \"%s\", want \"%s...\"", i, err.msg, rows[i].says);
    }
    CLEANUP(buf_done) struct buf long_one = {0};
    buf_put(&long_one, S("c2sp.org/tlog-proof@v1\nindex 0\n"));
    for (int i = 0; i < 65; i++)
        buf_put(&long_one, S(HASH "\n"));
    buf_put(&long_one, S("\n" COSIGNED));
    assert_err(tlog_proof_parse(buf_str(&long_one), &arena, &p, &err), err, ERR_INVALID);
    assert_true(str_starts(str_of(err.msg), S("line 67: ")));
}

#define REQUEST_HEAD                                                                               \
    "old 3\n"                                                                                      \
    "ApjRIpBtz8EIkstTpzmS/FufST6kybrbJ7eRtBJ6f+c=\n"                                               \
    "B1Bqhf2d0vEg62lPhgEeW7RmLlxBWmKRcDPUqWJEh+c=\n"                                               \
    "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=\n"                                               \
    "g327FS6bB5AQcX6E6GXaTrwPoZioBtWdMb8VrM7yLQ4=\n"                                               \
    "\n"
#define REQUEST                                                                                    \
    REQUEST_HEAD LOG_NAME "\n7\n3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=\n\n"                  \
                          "\xE2\x80\x94 " LOG_NAME                                                 \
                          " yvPcwkJRBu9It8if1BxGOvw2+H0XaP5wedFwPVeBKViQoWZSrUZB79mtQ96WWsSuxng"   \
                          "gaR9ludtxzUFNRu+cXOgamAQ=\n"

static void the_request_from_3_to_7(void **state)
{
    (void)state;
    struct err err;
    struct witness_request r = {.old_size = 3};
    struct checkpoint seven = {.origin = S(LOG_NAME), .size = 7};
    str bytes;
    assert_ok(tree_root_of(leaves_nodes(&leaves), 7, &seven.root, &err), err);
    assert_ok(proof_of_consistency(leaves_nodes(&leaves), 3, 7, &r.proof, &err), err);
    assert_ok(checkpoint_sign(&seven, &log_key, &arena, &r.checkpoint, &err), err);
    assert_ok(witness_request_print(&r, &arena, &bytes, &err), err);
    assert_str(bytes, S(REQUEST));

    struct witness_request back;
    assert_ok(witness_request_parse(bytes, &back, &err), err);
    assert_int_equal(back.old_size, 3);
    assert_int_equal(back.proof.n, 4);
    assert_str(back.checkpoint, r.checkpoint);

    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "line 1: "},
        {"old 3", "line 1: "},
        {"old 03\n\n", "line 1: "},
        {"old  3\n\n", "line 1: "},
        {"old 9223372036854775808\n\n", "line 1: "},
        {"new 3\n\n", "line 1: "},
        {"old 3\n", "line 2: "},
        {"old 3\n" HASH "\n", "line 3: "},
        {"old 3\n" HASH "\n" HASH "=\n\n", "line 3: "},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        assert_err(witness_request_parse(str_of(rows[i].text), &back, &err), err, ERR_INVALID);
        if (!str_starts(str_of(err.msg), str_of(rows[i].says)))
            fail_msg("row %zu: \"%s\", want \"%s...\"", i, err.msg, rows[i].says);
    }
    for (size_t n = 63; n <= 64; n++) {
        CLEANUP(buf_done) struct buf b = {0};
        buf_put(&b, S("old 3\n"));
        for (size_t i = 0; i < n; i++)
            buf_put(&b, S(HASH "\n"));
        buf_put(&b, S("\n" COSIGNED));
        r.proof.n = n;
        if (n == 63) {
            assert_ok(witness_request_parse(buf_str(&b), &back, &err), err);
            assert_ok(witness_request_print(&r, &arena, &bytes, &err), err);
        } else {
            assert_err(witness_request_parse(buf_str(&b), &back, &err), err, ERR_INVALID);
            assert_err(witness_request_print(&r, &arena, &bytes, &err), err, ERR_LIMIT);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checkpoint_of_eight_entries),
        cmocka_unit_test(the_checkpoint_of_another_program),
        cmocka_unit_test(texts_that_are_no_checkpoint),
        cmocka_unit_test(the_cosignature_of_the_witness),
        cmocka_unit_test(policies_and_notes),
        cmocka_unit_test(a_log_does_not_vouch_for_another),
        cmocka_unit_test(the_latest_time_of_a_witness_counts),
        cmocka_unit_test(the_offline_proof_of_entry_5),
        cmocka_unit_test(a_proof_with_any_bit_flipped),
        cmocka_unit_test(texts_that_are_no_proof),
        cmocka_unit_test(the_request_from_3_to_7),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
