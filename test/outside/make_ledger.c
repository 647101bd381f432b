/* Makes a ledger in a folder for programs that are not ours: make_ledger FOLDER SIZE...
 *
 * Publishes a checkpoint of each size in turn, going on from what the folder holds. Prints the
 * vkey. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/sign/vectors.h"
#include "folder.h"
#include "ledger/checkpoint.h"
#include "ledger/tile_builder.h"

enum {
    ARENA_BYTES = 256 << 20,
    LONG_EVERY = 97, /* entries of a length that needs both bytes */
};

static void must(bool ok, const struct err *err)
{
    if (!ok) {
        fprintf(stderr, "make_ledger: %s\n", err->msg);
        exit(2);
    }
}

static str entry(uint64_t i, struct arena *a)
{
    static char filler[5000];
    if (i == 3)
        return S("");
    return str_format(a, "entry %d%.*s", (int)i, i % LONG_EVERY ? 0 : (int)sizeof filler,
                      (const char *)memset(filler, 'x', sizeof filler));
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: make_ledger FOLDER SIZE...\n");
        return 2;
    }
    struct arena arena = arena_open(ARENA_BYTES);
    struct err err;
    struct sign_key key;
    must(sign_key_parse(S(LOG_PRIVATE), &arena, &key, &err), &err);
    struct checkpoint head = {.origin = key.verify_key.name, .root = sha256(S(""))};
    for (int i = 2; i < argc; i++) {
        struct arena a = arena;
        uint64_t size = strtoull(argv[i], NULL, 10);
        str note;
        CLEANUP(tile_builder_closep)
        struct tile_builder *b = tile_builder_open((struct tile_sink){argv[1], folder_put});
        must(tile_builder_resume(b, (struct tile_source){argv[1], folder_get}, head.size, head.root,
                                 a, &err),
             &err);
        for (uint64_t at = head.size; at < size; at++) {
            struct arena scratch = a;
            must(tile_builder_append(b, entry(at, &scratch), &err), &err);
        }
        must(tile_builder_flush(b, &head.size, &head.root, &err), &err);
        must(checkpoint_sign(&head, &key, &a, &note, &err), &err);
        must(folder_put(argv[1], "checkpoint", note, &err), &err);
    }
    printf("%s\n", LOG_KEY);
    sign_key_done(&key);
    arena_close(&arena);
    return 0;
}
