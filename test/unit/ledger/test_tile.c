/* Tiles and bundles, on a tree of 70,000 entries "0", "1", ... whose files, roots and proofs are as
 * golang.org/x/mod/sumdb/tlog gives them, and on the entries of another log. */
#include <stdio.h>

#include "ledger/proof.h"
#include "ledger/tile_reader.h"
#include "samples.h"

enum {
    SIZE = 70000,
};

static struct arena arena;
static struct files *big;
static struct digest big_root;

static void append(struct tile_builder *b, uint64_t from, uint64_t to)
{
    struct err err;
    for (uint64_t i = from; i < to; i++) {
        char text[24];
        snprintf(text, sizeof text, "%llu", (unsigned long long)i);
        assert_ok(tile_builder_append(b, str_of(text), &err), err);
    }
}

static struct files *files_new(void)
{
    struct files *f = arena_new(&arena, struct files, 1);
    f->a = &arena;
    return f;
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(512 << 20);
    big = files_new();
    CLEANUP(tile_builder_closep) struct tile_builder *b = tile_builder_open(files_sink(big));
    struct err err;
    uint64_t size;
    append(b, 0, SIZE);
    if (!tile_builder_flush(b, &size, &big_root, &err) || size != SIZE)
        return 1;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void paths_both_ways(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        struct tile_id id;
    } rows[] = {
        {"tile/0/000", {0, 0, 256}},
        {"tile/0/255", {0, 255, 256}},
        {"tile/0/x001/000", {0, 1000, 256}},
        {"tile/1/272", {1, 272, 256}},
        {"tile/entries/x001/x234/067", {TILE_ENTRIES, 1234067, 256}},
        {"tile/63/x001/x234/067.p/255", {63, 1234067, 255}},
        {"tile/entries/273.p/112", {TILE_ENTRIES, 273, 112}},
        {"tile/2/000.p/1", {2, 0, 1}},
        {"tile/0/x036/x028/x797/x018/x963/967", {0, 36028797018963967, 256}}, /* 2^55 - 1 */
    };
    static const char *const bad[] = {
        "",
        "tile",
        "/tile/0/000",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/-1/000",
        "tile/64/000",
        "tile/x/000",
        "tile//000",
        "tile/8/0/000",
        "tile/data/000",
        "tile/0/000/",
        "tile/0/000 ",
        "tile/0/x000/001",
        "tile/0/x001/00",
        "tile/0/x001",
        "tile/0/001/000",
        "tile/0/xx001/000",
        "tile/0/x1/000",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/1/",
        "tile/0/000.p/18446744073709551617",
        "tile/0/x036/x028/x797/x018/x963/968",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/18446744073709551616",
        "tile/entries/-01",
        "tile/Entries/000",
    };
    for (size_t i = 0; i < countof(rows); i++) {
        char path[TILE_PATH_MAX];
        struct tile_id id;
        assert_str(tile_path(rows[i].id, path), str_of(rows[i].path));
        assert_true(tile_path_parse(str_of(path), &id));
        assert_int_equal(id.level, rows[i].id.level);
        assert_int_equal(id.index, rows[i].id.index);
        assert_int_equal(id.width, rows[i].id.width);
    }
    for (size_t i = 0; i < countof(bad); i++) {
        struct tile_id id;
        if (tile_path_parse(str_of(bad[i]), &id))
            fail_msg("taken: \"%s\"", bad[i]);
    }
    struct tile_id id;
    assert_false(tile_path_parse((str){"tile/0/000\0", 11}, &id));
}

/* What a size implies, as written out in the specification's terms. */
static void tiles_of_a_size(void **state)
{
    (void)state;
    static const struct {
        uint64_t old_size, size;
        const char *paths;
    } rows[] = {
        {0, 0, ""},
        {0, 1, "tile/entries/000.p/1 tile/0/000.p/1 "},
        {0, 256, "tile/entries/000 tile/0/000 tile/1/000.p/1 "},
        {255, 256, "tile/entries/000 tile/0/000 tile/1/000.p/1 "},
        {256, 257, "tile/entries/001.p/1 tile/0/001.p/1 "},
        {256, 256, ""},
        {200, 520,
         "tile/entries/000 tile/entries/001 tile/entries/002.p/8 "
         "tile/0/000 tile/0/001 tile/0/002.p/8 tile/1/000.p/2 "},
        {65535, 65537,
         "tile/entries/255 tile/entries/256.p/1 tile/0/255 tile/0/256.p/1 "
         "tile/1/000 tile/2/000.p/1 "},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct tile_walk w = tile_walk_from(rows[i].old_size, rows[i].size);
        struct tile_id id;
        CLEANUP(buf_done) struct buf out = {0};
        while (tile_walk_next(&w, &id)) {
            char path[TILE_PATH_MAX];
            buf_put(&out, tile_path(id, path));
            buf_byte(&out, ' ');
        }
        assert_str(buf_str(&out), str_of(rows[i].paths));
    }
    size_t n = 0;
    struct tile_walk w = tile_walk_from(0, SIZE);
    for (struct tile_id id; tile_walk_next(&w, &id); n++) {
        char path[TILE_PATH_MAX];
        assert_non_null(files_find(big, tile_path(id, path)));
    }
    assert_int_equal(n, 2 * 274 + 2 + 1);
    assert_int_equal(big->n, n);
    assert_int_equal(tile_width(8, 0, TREE_SIZE_MAX), 0);
    assert_int_equal(tile_width(7, 0, TREE_SIZE_MAX), 127);
    assert_int_equal(tile_width(0, UINT64_MAX, TREE_SIZE_MAX), 0);
}

static void files_of_70000(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t bytes;
        const char *sha256;
    } rows[] = {
        {"tile/0/000", 8192, "b9704a8bfbee2c61185ceb38904a49f3f703c81e194b5b2ccdc254c2bdaaa62b"},
        {"tile/0/272", 8192, "c2f1c18b351a6cde9fbab7bd56276cb209b7dabaf10512b6fc863db3ef9a76b2"},
        {"tile/0/273.p/112", 3584,
         "4d21244557c976993a9a89bf928a46b5a876585228df279878239fd84489e5a5"},
        {"tile/1/000", 8192, "ea7b038bc73489c89c31a27ac355aaca65a4ed73f0dd7484e68deb29d30f10a2"},
        {"tile/1/001.p/17", 544,
         "adfaca2731630fe7944a4b98a0f98ef3e98685eafda09e6f81070218fb759ce4"},
        {"tile/2/000.p/1", 32, "f0113c8bad855b49f9a5dd661d50012cd94f19aae87a45eb8334666835e3caea"},
        {"tile/entries/000", 1170,
         "94693d5c6d6a0355ec07bac8214516c1ce6a5100b0588f226fd95f26571157d7"},
        {"tile/entries/273.p/112", 784,
         "36c3ec44895d1b8098dbe8523078d6750bf09e0f12cd64671ebfe165b7647405"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        const struct file *f = files_find(big, str_of(rows[i].path));
        assert_non_null(f);
        assert_int_equal(f->bytes.n, rows[i].bytes);
        assert_true(digest_eq(sha256(f->bytes), hex_digest(rows[i].sha256)));
    }
}

static void roots_on_the_way_to_70000(void **state)
{
    (void)state;
    static const struct {
        uint64_t size;
        const char *root;
    } rows[] = {
        {1, "db3426e878068d28d269b6c87172322ce5372b65756d0789001d34835f601c03"},
        {2, "cb00989d94a569c0a678ae042b63dcd4625db96440517f37a6eb7976ea24ed4b"},
        {255, "32f85bcaa87d7bcd05728f09e9aeba350ba6a2f733830087f0597682848be5cb"},
        {256, "828515d033c19d8c901f37eccb8aed919667703486f8d2fff1cf7040321c5db1"},
        {257, "1eda049a4351d86f76252bd7ec0b7746ad75b7fa0316ad5f541dbda458a312c4"},
        {511, "5f3d69e102370be409122d11a2e605e6b653b071b8b4b4bd2833fae40652f11d"},
        {512, "d4b2162495ca609dc06390d353ca0c55107765c609e0226eb747d89105dc8d55"},
        {65535, "74f13a0e1a75689372efb990cf68c664e44c763d9304844955b2eaff624e8df1"},
        {65536, "f025d06ed804859fd274a1bdacadd6e48ea87634aa91e1edb20143f9498cd02b"},
        {65537, "dc8795a25fd4bd52a0b84f639fd3139ba160824023d188e428eb5db0f3ce221a"},
        {70000, "1a4cdfcb66374a0c0dcbef49acbd4976d13ee864fb3cb241fc943cad04f02f7e"},
    };
    struct err err;
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena scratch = arena;
        struct tile_reader *r = tile_reader_new(files_source(big), SIZE, &scratch);
        struct digest root;
        assert_ok(tree_root_of(tile_reader_nodes(r), rows[i].size, &root, &err), err);
        assert_true(digest_eq(root, hex_digest(rows[i].root)));
    }
    assert_true(digest_eq(big_root, hex_digest(rows[countof(rows) - 1].root)));
}

static void proofs_of_70000(void **state)
{
    (void)state;
    static const struct {
        bool consistency;
        uint64_t from;
        size_t n;
        const char *sha256;
        size_t files; /* at most, from cold */
    } rows[] = {
        {false, 0, 17, "834e90bf94e0793f400559c4912e0ea1e6265be0e53eb0ef946aceac71f62881", 5},
        {false, 69888, 10, "a7236aab7b9598add188fb35803d7bbe09a952adc58cb747baba2daa29f60cef", 3},
        {false, 69999, 9, "06840adeb9aef6246e85c1dd08b547ca4a0b6f7c20da6a20ceed1be00bebfe4c", 3},
        {true, 255, 18, "4ef356a060559dfce1ef44dace21e77b4135cd7a00a3f70e8db569827e94e643", 5},
        {true, 256, 9, "7ba523d54a784f421a1d5af22742ebafb01bedf4c5b4375b6eef8a49090e9116", 5},
        {true, 65536, 1, "08c5072bb2047f204fc175859dde7118068845dfd749145d47cc2d450b1f351b", 2},
        {true, 69999, 10, "ca14402a1c3a57366260e6ec029e1d346ee0f5bfffa146bd3830ed20d20fcc01", 3},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena scratch = arena;
        struct tile_reader *r = tile_reader_new(files_source(big), SIZE, &scratch);
        struct proof p;
        struct err err;
        big->gets = 0;
        assert_ok((rows[i].consistency ? proof_of_consistency : proof_of_inclusion)(
                      tile_reader_nodes(r), rows[i].from, SIZE, &p, &err),
                  err);
        assert_int_equal(p.n, rows[i].n);
        assert_true(digest_eq(sha256((str){(const char *)p.at, p.n * DIGEST_BYTES}),
                              hex_digest(rows[i].sha256)));
        assert_true(big->gets <= rows[i].files);
    }
}

/* Built in pieces, each time from what was published, it is the same tree. */
static void goes_on_from_what_is_published(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {0,   1,   1,    255,   256,   257,   300,
                                     512, 700, 1000, 65535, 65536, 65600, SIZE};
    struct arena keep = arena;
    struct files *f = files_new();
    struct err err;
    uint64_t size = 0;
    struct digest root = sha256(S(""));
    for (size_t i = 0; i < countof(sizes); i++) {
        CLEANUP(tile_builder_closep) struct tile_builder *b = tile_builder_open(files_sink(f));
        assert_ok(tile_builder_resume(b, files_source(f), size, root, arena, &err), err);
        append(b, size, sizes[i]);
        assert_ok(tile_builder_flush(b, &size, &root, &err), err);
        assert_int_equal(size, sizes[i]);
    }
    assert_true(digest_eq(root, big_root));
    for (size_t i = 0; i < big->n; i++) {
        const struct file *same = files_find(f, big->at[i].path);
        assert_non_null(same);
        assert_str(same->bytes, big->at[i].bytes);
    }
    arena = keep;
}

static void damaged_tiles_do_not_go_on(void **state)
{
    (void)state;
    static const char *const paths[] = {"tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
                                        "tile/entries/273.p/112"};
    struct err err;
    for (size_t i = 0; i < countof(paths); i++) {
        struct file *file = files_find(big, str_of(paths[i]));
        str good = file->bytes;
        for (size_t at = 0; at <= good.n; at += 97) {
            struct arena scratch = arena;
            char *p = str_c(good, &scratch);
            CLEANUP(tile_builder_closep)
            struct tile_builder *b = tile_builder_open(files_sink(big));
            file->bytes = (str){p, at};
            if (at < good.n) { /* short, and then whole with a bit flipped */
                assert_err(tile_builder_resume(b, files_source(big), SIZE, big_root, scratch, &err),
                           err, ERR_CORRUPT);
                tile_builder_closep(&b);
                b = tile_builder_open(files_sink(big));
                p[at] ^= 16;
                file->bytes = (str){p, good.n};
            } else {
                file->bytes = (str){p, good.n + 1};
            }
            assert_err(tile_builder_resume(b, files_source(big), SIZE, big_root, scratch, &err),
                       err, ERR_CORRUPT);
        }
        file->bytes = good;
    }
    CLEANUP(tile_builder_closep) struct tile_builder *b = tile_builder_open(files_sink(big));
    assert_ok(tile_builder_resume(b, files_source(big), SIZE, big_root, arena, &err), err);
}

static void a_partial_tile_is_cut_from_the_full_one(void **state)
{
    (void)state;
    struct err err;
    struct arena scratch = arena;
    str hashes, entries[TILE_WIDTH];
    assert_ok(tile_read(files_source(big), (struct tile_id){0, 3, 200}, &scratch, &hashes, &err),
              err);
    assert_str(hashes, str_first(files_find(big, S("tile/0/003"))->bytes, 200 * DIGEST_BYTES));
    assert_ok(bundle_read(files_source(big), (struct tile_id){TILE_ENTRIES, 3, 200}, &scratch,
                          entries, &err),
              err);
    assert_str(entries[199], S("967"));
    assert_err(tile_read(files_source(big), (struct tile_id){0, 273, 111}, &scratch, &hashes, &err),
               err, ERR_NOT_FOUND);
    assert_err(tile_read(files_source(big), (struct tile_id){0, 273, 256}, &scratch, &hashes, &err),
               err, ERR_NOT_FOUND);
}

static void bundles(void **state)
{
    (void)state;
    /* Entries of the test data of transparency-dev/tessera, whose root another program signed. */
    static const char *const words[] = {"one",    "two",   "three",    "four",    "five",
                                        "six",    "seven", "eit",      "nain",    "ten",
                                        "ileven", "twelf", "threeten", "fourten", "fivten"};
    CLEANUP(buf_done) struct buf b = {0};
    struct err err;
    struct tree t = {0};
    for (size_t i = 0; i < countof(words); i++)
        assert_ok(bundle_put(&b, str_of(words[i]), &err), err);
    str bytes = buf_str(&b), entries[TILE_WIDTH];
    assert_true(str_starts(bytes, S("\x00\x03one\x00\x03two\x00\x05three")));
    assert_ok(bundle_parse(bytes, countof(words), entries, &err), err);
    for (size_t i = 0; i < countof(words); i++) {
        assert_str(entries[i], str_of(words[i]));
        tree_append(&t, tree_leaf(entries[i]));
    }
    assert_true(
        digest_eq(tree_root(&t),
                  hex_digest("aca6c38a90af86e5f5199ee0e4105ef2c03a05b27b8daff59e4e36eefdfcddcb")));

    assert_err(bundle_parse(bytes, countof(words) - 1, entries, &err), err, ERR_CORRUPT);
    assert_err(bundle_parse(bytes, countof(words) + 1, entries, &err), err, ERR_CORRUPT);
    for (size_t n = 0; n < bytes.n; n++)
        assert_err(bundle_parse(str_first(bytes, n), countof(words), entries, &err), err,
                   ERR_CORRUPT);

    /* The largest there is. */
    char *longest = arena_new(&arena, char, ENTRY_MAX_BYTES + 1);
    CLEANUP(buf_done) struct buf full = BUF_MAX(BUNDLE_MAX_BYTES);
    assert_err(bundle_put(&full, (str){longest, ENTRY_MAX_BYTES + 1}, &err), err, ERR_LIMIT);
    for (int i = 0; i < TILE_WIDTH; i++)
        assert_ok(bundle_put(&full, (str){longest, ENTRY_MAX_BYTES}, &err), err);
    assert_true(buf_ok(&full));
    assert_ok(bundle_parse(buf_str(&full), TILE_WIDTH, entries, &err), err);
    assert_int_equal(entries[255].n, ENTRY_MAX_BYTES);
}

static bool full_disk(void *self, const char *path, str bytes, struct err *err)
{
    (void)bytes;
    if (!strstr(path, self))
        return true;
    return err_set(err, ERR_UNAVAILABLE, "no space left");
}

static void a_failing_sink_fails_the_builder(void **state)
{
    (void)state;
    static const char *const paths[] = {"tile/entries/000", "tile/0/000", "tile/1/000.p/1"};
    for (size_t i = 0; i < countof(paths); i++) {
        char part[32];
        snprintf(part, sizeof part, "%s", paths[i]);
        CLEANUP(tile_builder_closep)
        struct tile_builder *b = tile_builder_open((struct tile_sink){part, full_disk});
        struct err err;
        struct digest root;
        uint64_t size;
        append(b, 0, 255);
        bool ok =
            tile_builder_append(b, S("255"), &err) && tile_builder_flush(b, &size, &root, &err);
        assert_err(ok, err, ERR_UNAVAILABLE);
        assert_non_null(strstr(err.msg, paths[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_both_ways),
        cmocka_unit_test(tiles_of_a_size),
        cmocka_unit_test(files_of_70000),
        cmocka_unit_test(roots_on_the_way_to_70000),
        cmocka_unit_test(proofs_of_70000),
        cmocka_unit_test(goes_on_from_what_is_published),
        cmocka_unit_test(damaged_tiles_do_not_go_on),
        cmocka_unit_test(a_partial_tile_is_cut_from_the_full_one),
        cmocka_unit_test(bundles),
        cmocka_unit_test(a_failing_sink_fails_the_builder),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
