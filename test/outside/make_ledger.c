/* Makes a ledger in a folder for programs that are not ours: make_ledger FOLDER SIZE...
 *
 * Publishes a checkpoint of each size in turn, going on from what the folder holds. Prints the
 * vkey. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../unit/sign/vectors.h"
#include "base/file.h"
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

/* The path of a file of the ledger, its folders made. */
static const char *place(const char *folder, const char *path, struct arena *a)
{
    char *whole = str_c(str_format(a, "%s/%s", folder, path), a);
    for (char *c = whole + 1; *c; c++) {
        if (*c == '/') {
            *c = 0;
            if (mkdir(whole, 0777) != 0 && errno != EEXIST)
                perror(whole);
            *c = '/';
        }
    }
    return whole;
}

static bool get(void *self, const char *path, struct arena *a, str *ret, struct err *err)
{
    return file_read(place(self, path, a), BUNDLE_MAX_BYTES, a, ret, err);
}

static bool put(void *self, const char *path, str bytes, struct err *err)
{
    struct arena a = arena_open(1 << 20);
    bool ok = file_write(place(self, path, &a), bytes, err);
    arena_close(&a);
    return ok;
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
        struct tile_builder *b = tile_builder_open((struct tile_sink){argv[1], put});
        must(tile_builder_resume(b, (struct tile_source){argv[1], get}, head.size, head.root, a,
                                 &err),
             &err);
        for (uint64_t at = head.size; at < size; at++) {
            struct arena scratch = a;
            must(tile_builder_append(b, entry(at, &scratch), &err), &err);
        }
        must(tile_builder_flush(b, &head.size, &head.root, &err), &err);
        must(checkpoint_sign(&head, &key, &a, &note, &err), &err);
        must(file_write(place(argv[1], "checkpoint", &a), note, &err), &err);
    }
    printf("%s\n", LOG_KEY);
    sign_key_done(&key);
    arena_close(&arena);
    return 0;
}
