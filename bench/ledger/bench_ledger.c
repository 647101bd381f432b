/* What the ledger's mathematics costs, on a tree of a million entries of 150 bytes: computing its
 * root again from the entries (goal: 1 s), writing its tiles, an inclusion proof from the tiles'
 * files with nothing kept (goal: 1 ms), and checking such a proof. Processor time of one core,
 * medians; the files are in the system's cache. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../bench.h"
#include "folder.h"
#include "ledger/proof.h"
#include "ledger/tile_builder.h"
#include "ledger/tile_reader.h"

enum {
    ENTRIES = 1000000,
    ENTRY_BYTES = 150,
    ROUNDS = 5,
    PROOFS = 1000,
};

static void must(bool ok, const struct err *err)
{
    if (!ok) {
        fprintf(stderr, "bench_ledger: %s\n", err->msg);
        exit(1);
    }
}

static str entry(uint64_t i)
{
    static char bytes[ENTRY_BYTES];
    memcpy(bytes, &i, sizeof i);
    return (str){bytes, sizeof bytes};
}

/* Tiles of hashes into a folder, no bundles. */
static bool put_tile(void *self, const char *path, str bytes, struct err *err)
{
    return str_starts(str_of(path), S("tile/entries/")) || folder_put(self, path, bytes, err);
}

static bool put_nowhere(void *self, const char *path, str bytes, struct err *err)
{
    (void)path;
    (void)err;
    *(size_t *)self += bytes.n;
    return true;
}

static struct digest build(struct tile_sink sink)
{
    CLEANUP(tile_builder_closep) struct tile_builder *b = tile_builder_open(sink);
    struct err err;
    uint64_t size;
    struct digest root;
    for (uint64_t i = 0; i < ENTRIES; i++)
        must(tile_builder_append(b, entry(i), &err), &err);
    must(tile_builder_flush(b, &size, &root, &err), &err);
    return root;
}

static int drop(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path);
}

static void bench_tree(struct digest want)
{
    double s[ROUNDS], tiles_s[ROUNDS];
    size_t bytes = 0;
    for (int r = 0; r < ROUNDS; r++) {
        struct tree t = {0};
        double start = now_s(CLOCK_PROCESS_CPUTIME_ID);
        for (uint64_t i = 0; i < ENTRIES; i++)
            tree_append(&t, tree_leaf(entry(i)));
        struct digest root = tree_root(&t);
        s[r] = now_s(CLOCK_PROCESS_CPUTIME_ID) - start;
        bytes = 0;
        struct digest same = build((struct tile_sink){&bytes, put_nowhere});
        tiles_s[r] = now_s(CLOCK_PROCESS_CPUTIME_ID) - start - s[r];
        if (!digest_eq(root, want) || !digest_eq(same, want))
            abort(); /* other trees measure something else */
    }
    double tree_s = median(s, ROUNDS);
    printf("tree of %d entries of %d bytes: %.2f s, %.0f leaves a second\n", ENTRIES, ENTRY_BYTES,
           tree_s, ENTRIES / tree_s);
    printf("the same with tiles and bundles made (%zu MB, not written): %.2f s\n", bytes >> 20,
           median(tiles_s, ROUNDS));
}

static void bench_proofs(char *folder, struct digest root)
{
    struct arena arena = arena_open(64 << 20);
    double make_s[PROOFS], check_s[PROOFS];
    uint64_t x = 1;
    size_t hashes = 0;
    for (int i = 0; i < PROOFS; i++) {
        struct arena a = arena;
        struct err err;
        struct proof p;
        x = x * 6364136223846793005 + 1442695040888963407;
        uint64_t index = (x >> 33) % ENTRIES;
        double start = now_s(CLOCK_PROCESS_CPUTIME_ID);
        struct tile_reader *r =
            tile_reader_new((struct tile_source){folder, folder_get}, ENTRIES, &a);
        must(proof_of_inclusion(tile_reader_nodes(r), index, ENTRIES, &p, &err), &err);
        make_s[i] = now_s(CLOCK_PROCESS_CPUTIME_ID) - start;
        start = now_s(CLOCK_PROCESS_CPUTIME_ID);
        bool ok = proof_includes(&p, index, ENTRIES, tree_leaf(entry(index)), root);
        check_s[i] = now_s(CLOCK_PROCESS_CPUTIME_ID) - start;
        hashes += p.n;
        if (!ok)
            abort();
    }
    double check = median(check_s, PROOFS);
    printf("inclusion proof from tiles in a folder, none kept: %.3f ms (%.1f hashes)\n",
           1e3 * median(make_s, PROOFS), (double)hashes / PROOFS);
    printf("checking one: %.1f us, %.0f a second\n", 1e6 * check, 1 / check);
    arena_close(&arena);
}

int main(void)
{
    char folder[] = "/tmp/gatefold-bench.XXXXXX";
    if (!mkdtemp(folder)) {
        perror(folder);
        return 1;
    }
    struct digest root = build((struct tile_sink){folder, put_tile});
    bench_tree(root);
    bench_proofs(folder, root);
    if (nftw(folder, drop, 16, FTW_DEPTH | FTW_PHYS) != 0)
        perror(folder);
    return 0;
}
