/* What is damaged is found, and named: each file of the ledger dropped, cut, grown, flipped and put
 * in another's place; each byte of what was signed; blobs and keys. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../arena.h"
#include "../test.h"
#include "base/file.h"
#include "codec/json.h"
#include "gate/decide.h"
#include "shoot/callsheet.h"
#include "workspace/advance.h"
#include "workspace/fsck.h"
#include "workspace/operations.h"
#include "workspace/rebuild.h"

enum {
    PARTIES = 298, /* with the workspace and a person: 300 events, over one full tile */
    FLIPS = 6,     /* of each file of the ledger, at seeded places */
};

static char folder[64];

static const char *const ledger_paths[] = {
    "ledger/tile/entries/000", "ledger/tile/entries/001.p/44", "ledger/tile/0/000",
    "ledger/tile/0/001.p/44",  "ledger/tile/1/000.p/1",
};

static const char *path_of(const char *below, struct arena *a)
{
    return workspace_path(str_of(folder), below, a);
}

/* ---- what the check says ---- */

struct told {
    struct fsck_found found;
    char text[64 << 10];
    size_t n;
};

static void told_line(void *self, enum fsck_kind kind, str line)
{
    struct told *t = self;
    int n = snprintf(t->text + t->n, sizeof t->text - t->n, "%d %.*s\n", kind, STR(line));
    if (n > 0 && (size_t)n < sizeof t->text - t->n)
        t->n += (size_t)n;
}

static const struct told *check(void)
{
    static struct told told;
    struct err err;
    told = (struct told){0};
    assert_ok(
        workspace_fsck(str_of(folder), (struct fsck_look){&told, told_line}, &told.found, &err),
        err);
    return &told;
}

static void assert_clean(void)
{
    const struct told *t = check();
    if (!fsck_is_clean(&t->found))
        fail_msg("not clean:\n%s", t->text);
}

static void assert_named(const char *below, const char *how)
{
    const struct told *t = check();
    if (fsck_is_clean(&t->found) || !strstr(t->text, below))
        fail_msg("%s %s is not told:\n%s", below, how, t->text);
}

/* ---- a file, and what it was ---- */

static str read_whole(const char *path)
{
    struct err err;
    str bytes;
    assert_ok(file_read(path, 32 << 20, &arena, &bytes, &err), err);
    return bytes;
}

static void write_whole(const char *path, str bytes, mode_t mode)
{
    (void)!unlink(path);
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static void flipped(const char *path, str was, size_t at, mode_t mode)
{
    char *p = str_c(was, &arena);
    p[at] ^= 1;
    write_whole(path, (str){p, was.n}, mode);
}

/* ---- the tests ---- */

static void ledger_files_damaged(void **state)
{
    (void)state;
    struct arena before = arena;
    uint32_t seed = 7;
    for (size_t i = 0; i < countof(ledger_paths); i++, arena = before) {
        const char *below = ledger_paths[i], *path = path_of(below, &arena);
        str was = read_whole(path);
        assert_int_equal(unlink(path), 0);
        assert_named(below, "dropped");
        write_whole(path, str_first(was, was.n - 1), 0644);
        assert_named(below, "cut");
        write_whole(path, str_format(&arena, "%.*s", 0, ""), 0644);
        assert_named(below, "emptied");
        for (int k = 0; k < FLIPS; k++) {
            seed = seed * 1664525u + 1013904223u;
            flipped(path, was, seed % was.n, 0644);
            assert_named(below, "with a byte flipped");
        }
        const char *other = ledger_paths[(i + 1) % countof(ledger_paths)];
        write_whole(path, read_whole(path_of(other, &arena)), 0644);
        assert_named(below, "in another's place");
        write_whole(path, was, 0644);
    }
    assert_clean();
}

/* Files that no event gives. */
static void ledger_files_extra(void **state)
{
    (void)state;
    static const char *const extra[] = {"ledger/tile/0/001.p/45", "ledger/tile/0/002",
                                        "ledger/tile/2/000.p/1"};
    struct arena before = arena;
    str bytes = read_whole(path_of("ledger/tile/1/000.p/1", &arena));
    assert_int_equal(mkdir(path_of("ledger/tile/2", &arena), 0755), 0);
    assert_int_equal(mkdir(path_of("ledger/tile/2/000.p", &arena), 0755), 0);
    for (size_t i = 0; i < countof(extra); i++) {
        const char *path = path_of(extra[i], &arena);
        write_whole(path, bytes, 0644);
        assert_named(extra[i], "beyond the events");
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(symlink("001.p", path_of("ledger/tile/0/003", &arena)), 0);
    assert_non_null(strstr(check()->text, "ledger/tile/0/003: is no file of the ledger"));
    assert_int_equal(unlink(path_of("ledger/tile/0/003", &arena)), 0);
    assert_clean();
    arena = before;
}

static void each_byte_signed(void **state)
{
    (void)state;
    static const struct {
        const char *below;
        mode_t mode;
        size_t step; /* the second is the same note */
    } heads[] = {{"ledger/checkpoint", 0644, 1}, {"keys/log.signed", 0600, 5}};
    for (size_t i = 0; i < countof(heads); i++) {
        struct arena before = arena;
        const char *path = path_of(heads[i].below, &arena);
        str was = read_whole(path);
        for (size_t at = 0; at < was.n; at += heads[i].step) {
            struct arena one = arena;
            flipped(path, was, at, heads[i].mode);
            assert_named(heads[i].below, "with a byte flipped");
            arena = one;
        }
        assert_int_equal(unlink(path), 0);
        assert_named(heads[i].below, "dropped");
        write_whole(path, was, heads[i].mode);
        arena = before;
    }
    assert_clean();
}

static void keys_and_strangers(void **state)
{
    (void)state;
    struct arena before = arena;
    const char *key = path_of("keys/people/nora", &arena);
    str was = read_whole(key);
    flipped(key, was, was.n - 2, 0600);
    assert_non_null(strstr(check()->text, "nora"));
    assert_false(fsck_is_clean(&check()->found));
    write_whole(key, was, 0644);
    assert_named("keys/people/nora", "open to others");
    assert_int_equal(unlink(key), 0);
    assert_int_equal(check()->found.told[FSCK_NOTE], 1);
    write_whole(key, was, 0600);

    const char *blob = path_of("blobs/stranger", &arena);
    write_whole(blob, S("x"), 0600);
    assert_named("blobs/stranger", "no blob");
    assert_int_equal(unlink(blob), 0);
    assert_clean();
    arena = before;
}

/* What was damaged is written anew, and what was signed stays. */
static void rebuilt(void **state)
{
    (void)state;
    struct arena before = arena;
    struct workspace w;
    struct ledger_rebuilt done;
    struct err err;
    str was = read_whole(path_of("keys/log.signed", &arena));
    for (size_t i = 0; i < countof(ledger_paths); i++)
        write_whole(path_of(ledger_paths[i], &arena), S("x"), 0644);
    assert_ok(workspace_open(str_of(folder), STORE_WRITE, &arena, &w, &err), err);
    assert_ok(ledger_rebuild(&w, &arena, &done, &err), err);
    assert_int_equal(done.files, countof(ledger_paths));
    assert_false(done.head);
    workspace_close(&w);
    assert_str(read_whole(path_of("keys/log.signed", &arena)), was);
    assert_clean();
    arena = before;
}

/* ---- one workspace for all ---- */

static int make(void **state)
{
    struct workspace w;
    struct act act;
    struct outcome outcome;
    struct advanced advanced;
    struct err err;
    arena_set_up(state);
    json_start();
    snprintf(folder, sizeof folder, "/tmp/gatefold-fsck-XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_ok(workspace_create(str_of(folder), S("press.example/test"), &arena, &err), err);
    assert_ok(workspace_open(str_of(folder), STORE_WRITE, &arena, &w, &err), err);
    assert_ok(act_begin(&act, &w, (str){0}, &err), err);
    for (int i = 0; i < PARTIES; i++) {
        struct fold_party fold = {0};
        struct party_added want = {
            .party = str_format(&act.a, "p%d", i), .kind = PARTY_SUPPLIER, .name = S("Props")};
        struct decision d = decide_party(&act.asked, &fold, &want);
        assert_ok(act_append(&act, &d, &err), err);
    }
    assert_ok(act_commit(&act, &err), err);
    act_end(&act);
    assert_ok(person_add(&w, (str){0}, S("nora"), S("p1"), S("{\"name\":\"Nora Example\"}"), &arena,
                         &outcome, &err),
              err);
    assert_ok(ledger_advance(&w, &arena, &advanced, &err), err);
    assert_int_equal(advanced.head.size, PARTIES + 2);
    workspace_close(&w);
    assert_clean();
    return 0;
}

static int unmake(void **state)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    return arena_tear_down(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledger_files_damaged),
        cmocka_unit_test(ledger_files_extra),
        cmocka_unit_test(each_byte_signed),
        cmocka_unit_test(keys_and_strangers),
        cmocka_unit_test(rebuilt),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make, unmake);
}
