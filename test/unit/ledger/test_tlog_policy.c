/* Policies, good and bad, as C2SP tlog-policy has them; each refusal with its line. */

#include "ledger/tlog_policy.h"
#include "samples.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(64 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

/* The vkey of the i-th made-up witness or log. */
static str vkey(enum key_type type, int i)
{
    struct err err;
    struct sign_key key;
    uint8_t seed[ED25519_SEED_BYTES] = {(uint8_t)i, (uint8_t)(i >> 8), (uint8_t)type};
    str name = str_format(&arena, "%s.example/%d", type == KEY_NOTE ? "log" : "witness", i);
    assert_ok(sign_key_make(name, type, seed, &key, &err), err);
    return verify_key_print(&key.verify_key, &arena);
}

/* $1 to $6 stand for the vkeys of six witnesses, @1 and @2 for those of two logs. */
static str expand(const char *text)
{
    CLEANUP(buf_done) struct buf b = {0};
    for (; *text; text++) {
        if (*text == '$' || *text == '@') {
            enum key_type type = *text == '$' ? KEY_COSIGNER : KEY_NOTE;
            buf_put(&b, vkey(type, *++text - '0'));
        } else {
            buf_byte(&b, *text);
        }
    }
    return str_copy(buf_str(&b), &arena);
}

static bool parse(str text, struct tlog_policy *ret, struct diags *diags)
{
    *diags = (struct diags){.a = &arena};
    return tlog_policy_parse(text, diags, ret);
}

#define SIX                                                                                        \
    "witness X1 $1\nwitness X2 $2\nwitness X3 $3\n"                                                \
    "witness Y1 $4\nwitness Y2 $5\nwitness Y3 $6\n"

/* The example of the specification, and smaller ones. A quorum is met by a set of witnesses, given
 * as letters a to f, exactly if `met` says so. */
static void quorums(void **state)
{
    (void)state;
#define NESTED                                                                                     \
    "log @1\n" SIX "group X-witnesses 2 X1 X2 X3\n"                                                \
    "group Y-witnesses any Y1 Y2 Y3\n"                                                             \
    "group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
    static const struct {
        const char *policy, *cosigned;
        bool met;
    } rows[] = {
        {NESTED, "", false},
        {NESTED, "abc", false},
        {NESTED, "def", false},
        {NESTED, "adef", false},
        {NESTED, "abd", true},
        {NESTED, "bcf", true},
        {NESTED, "abcdef", true},
        {SIX "quorum X2\n", "acdef", false},
        {SIX "quorum X2\n", "b", true},
        {SIX "quorum none\n", "", true},
        {"quorum none\n", "", true},
        {SIX "group g all X1 X2\nquorum g\n", "a", false},
        {SIX "group g all X1 X2\nquorum g\n", "ab", true},
        {SIX "group g 1 X1 X2\nquorum g\n", "b", true},
        {SIX "group g any X1 X2\nquorum g\n", "c", false},
        /* A group that is no part of the quorum changes nothing. */
        {SIX "group g any X1 X2\ngroup h 3 g Y1 Y2 Y3\nquorum X3\n", "abdef", false},
        {SIX "group g any X1 X2\ngroup h 3 g Y1 Y2 Y3\nquorum h\n", "bde", true},
        {SIX "group g any X1 X2\ngroup h 3 g Y1 Y2 Y3\nquorum h\n", "abd", false},
        /* White space, comments, URLs, names of any bytes. */
        {"\n # a comment \xff\n\t log \t@1  https://log.example \t\n#quorum none\n  \n"
         "witness \xe2\x84\xaa $1 https://w.example/+x\ngroup all all \xe2\x84\xaa\nquorum all\n",
         "a", true},
        {"witness K $1\nwitness \xe2\x84\xaa $2\nquorum \xe2\x84\xaa\n", "a", false},
    };
    static struct diags diags;
    for (size_t i = 0; i < countof(rows); i++) {
        struct tlog_policy p;
        bool cosigned[TLOG_POLICY_MAX] = {false};
        if (!parse(expand(rows[i].policy), &p, &diags))
            fail_msg("row %zu, line %u: %.*s", i, diags.at[0].line, STR(diags.at[0].what));
        for (const char *c = rows[i].cosigned; *c; c++)
            cosigned[*c - 'a'] = true;
        if (tlog_policy_quorum_met(&p, cosigned) != rows[i].met)
            fail_msg("row %zu: %smet by \"%s\"", i, rows[i].met ? "not " : "", rows[i].cosigned);
    }
    struct tlog_policy unsaid = {.quorum = QUORUM_UNSAID};
    assert_false(tlog_policy_quorum_met(&unsaid, NULL));
}

static void urls_are_kept(void **state)
{
    (void)state;
    static struct diags diags;
    struct tlog_policy p;
    assert_true(parse(expand("log @1 https://log.example\nlog @2\nwitness w $1 https://w.example\n"
                             "quorum w\n"),
                      &p, &diags));
    assert_int_equal(p.n_logs, 2);
    assert_str(p.log_urls[0], S("https://log.example"));
    assert_null(p.log_urls[1].p);
    assert_str(p.witness_urls[0], S("https://w.example"));
    assert_str(p.logs[1].name, S("log.example/2"));
}

static void refused_with_the_line(void **state)
{
    (void)state;
    static const struct {
        const char *policy;
        uint32_t line; /* 0: the whole */
        const char *says;
    } rows[] = {
        {"", 0, "quorum"},
        {"log @1\n", 0, "quorum"},
        {"quorum none", 1, "line feed"},
        {"log @1\nquorum none\nquorum none\n", 3, "line 2"},
        {"quorum\n", 1, "missing"},
        {"quorum w\n", 1, "no witness or group"},
        {"quorum w\nwitness w $1\n", 1, "no witness or group"},
        {"quorum none more\n", 1, "too many: more"},
        {"Quorum none\n", 1, "begins with"},
        {"quorum None\n", 1, "no witness or group"},
        {"requirement x\nquorum none\n", 1, "begins with"},
        {"log\nquorum none\n", 1, "missing"},
        {"log @1 url more\nquorum none\n", 1, "too many: more"},
        {"log @1\nlog @1\nquorum none\n", 2, "twice"},
        {"log $1\nquorum none\n", 1, "type 0x04"},
        {"log @1x\nquorum none\n", 1, "base64"},
        {"log gatefold.example/log+caf3dcc3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n"
         "quorum none\n",
         1, "copy the line again"},
        {"witness\nquorum none\n", 1, "name is missing"},
        {"witness w\nquorum none\n", 1, "key is missing"},
        {"witness w @1\nquorum none\n", 1, "type 0x01"},
        {"witness w $1\nwitness v $1\nquorum none\n", 2, "twice"},
        {"witness w $1\nwitness w $2\nquorum none\n", 2, "line 1"},
        {"witness none $1\nquorum none\n", 1, "\"none\""},
        {"witness w $1\ngroup w any w\nquorum w\n", 2, "line 1"},
        {"witness w $1\ngroup none any w\nquorum none\n", 2, "\"none\""},
        {"group g\nquorum none\n", 1, "no members"},
        {"group g any\nquorum none\n", 1, "no members"},
        {"group g any w\nquorum none\n", 1, "no witness or group"},
        {"group g any none\nquorum none\n", 1, "no witness or group"},
        {"group g any g\nquorum none\n", 1, "no witness or group"},
        {SIX "group g 0 X1 X2\nquorum g\n", 7, "1 to 2"},
        {SIX "group g 3 X1 X2\nquorum g\n", 7, "1 to 2"},
        {SIX "group g 01 X1 X2\nquorum g\n", 7, "1 to 2"},
        {SIX "group g -1 X1 X2\nquorum g\n", 7, "1 to 2"},
        {SIX "group g most X1 X2\nquorum g\n", 7, "1 to 2"},
        {SIX "group g 18446744073709551617 X1 X2\nquorum g\n", 7, "1 to 2"},
        {SIX "group g 2 X1 X1\nquorum g\n", 7, "member already"},
        {SIX "group g 2 X1 X2\ngroup h 1 X1\nquorum g\n", 8, "member already"},
        {SIX "group g 2 X1 X2\ngroup h 1 g\ngroup i 1 g\nquorum h\n", 9, "member already"},
        {"log @1\r\nquorum none\n", 1, "0x0d"},
        {"quorum none\r\n", 1, "0x0d"},
        {"# \x7f\nquorum none\n", 1, "0x7f"},
        {"# \x01\nquorum none\n", 1, "0x01"},
        {"quorum\vnone\n", 1, "0x0b"},
    };
    static struct diags diags;
    for (size_t i = 0; i < countof(rows); i++) {
        struct tlog_policy p;
        if (parse(expand(rows[i].policy), &p, &diags))
            fail_msg("row %zu: taken", i);
        if (diags.n == 0)
            fail_msg("row %zu: refused without a word", i);
        str what = diags.at[0].what;
        if (diags.at[0].line != rows[i].line || !str_contains(what, str_of(rows[i].says)))
            fail_msg("row %zu: line %u: %.*s", i, diags.at[0].line, STR(what));
    }
    struct tlog_policy p;
    assert_false(parse((str){"quorum none\n\0", 13}, &p, &diags));
    assert_false(parse((str){"# \0\nquorum none\n", 16}, &p, &diags));
}

static void all_mistakes_are_told(void **state)
{
    (void)state;
    static struct diags diags;
    struct tlog_policy p;
    assert_false(parse(S("logs\nlog x\nwitness none y\n"), &p, &diags));
    assert_int_equal(diags.n, 4);
}

/* The most there may be; of each kind the specification wants 32 or more. */
static void the_largest_policy(void **state)
{
    (void)state;
    CLEANUP(buf_done) struct buf b = {0};
    static struct diags diags;
    struct tlog_policy p;
    for (int i = 0; i < TLOG_POLICY_MAX; i++)
        buf_format(&b, "log %.*s\n", STR(vkey(KEY_NOTE, i)));
    for (int i = 0; i < TLOG_POLICY_MAX / 2; i++)
        buf_format(&b, "witness w%d %.*s\n", i, STR(vkey(KEY_COSIGNER, i)));
    /* A chain: each group has the one before and one witness. */
    buf_put(&b, S("group g0 all w0\n"));
    for (int i = 1; i < TLOG_POLICY_MAX / 2; i++)
        buf_format(&b, "group g%d all w%d g%d\n", i, i, i - 1);
    str start = str_copy(buf_str(&b), &arena);
    buf_format(&b, "quorum g%d\n", TLOG_POLICY_MAX / 2 - 1);
    assert_true(parse(buf_str(&b), &p, &diags));
    assert_int_equal(p.n_logs, TLOG_POLICY_MAX);

    bool cosigned[TLOG_POLICY_MAX] = {false};
    for (size_t i = 0; i < p.n_witnesses; i++) {
        assert_false(tlog_policy_quorum_met(&p, cosigned));
        cosigned[i] = true;
    }
    assert_true(tlog_policy_quorum_met(&p, cosigned));
    cosigned[0] = false;
    assert_false(tlog_policy_quorum_met(&p, cosigned));

    b.n = start.n;
    buf_format(&b, "group one-more all g%d\nquorum none\n", TLOG_POLICY_MAX / 2 - 1);
    assert_false(parse(buf_str(&b), &p, &diags));
    b.n = start.n;
    buf_format(&b, "log %.*s\nquorum none\n", STR(vkey(KEY_NOTE, TLOG_POLICY_MAX)));
    assert_false(parse(buf_str(&b), &p, &diags));
}

/* Lines that make the reader take the most room, refused or not. */
static void hostile_policies_stay_in_their_room(void **state)
{
    (void)state;
    static struct diags diags;
    struct arena small = arena_open(TLOG_POLICY_ARENA_BYTES);
    CLEANUP(buf_done) struct buf b = {0};
    for (int i = 0; i < TLOG_POLICY_MAX; i++)
        buf_format(&b, "log %.*s\n", STR(vkey(KEY_NOTE, i)));
    for (int i = 0; i < TLOG_POLICY_MAX - 1; i++)
        buf_format(&b, "witness w%d %.*s\n", i, STR(vkey(KEY_COSIGNER, i)));
    while (b.n < TLOG_POLICY_MAX_BYTES - 8)
        buf_put(&b, S("group g\n"));
    struct tlog_policy p;
    diags = (struct diags){.a = &small};
    assert_false(tlog_policy_parse(buf_str(&b), &diags, &p));
    assert_int_equal(diags.n, DIAGS_MAX);
    arena_close(&small);

    b.n = 0;
    small = arena_open(TLOG_POLICY_ARENA_BYTES);
    while (b.n < TLOG_POLICY_MAX_BYTES)
        buf_byte(&b, 'x');
    diags = (struct diags){.a = &small};
    assert_false(tlog_policy_parse(buf_str(&b), &diags, &p));
    buf_byte(&b, '\n');
    assert_false(tlog_policy_parse(buf_str(&b), &diags, &p));
    arena_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quorums),
        cmocka_unit_test(urls_are_kept),
        cmocka_unit_test(refused_with_the_line),
        cmocka_unit_test(all_mistakes_are_told),
        cmocka_unit_test(the_largest_policy),
        cmocka_unit_test(hostile_policies_stay_in_their_room),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
