/* witness NAME BYTE            prints the vkey of a witness whose seed is 32 times BYTE
 * witness NAME BYTE SECONDS    reads a checkpoint's note, and prints that witness's cosignature */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "ledger/cosignature.h"

static void put_line(const struct note_signature *s, struct arena *a)
{
    uint8_t id[4] = {(uint8_t)(s->id >> 24), (uint8_t)(s->id >> 16), (uint8_t)(s->id >> 8),
                     (uint8_t)s->id};
    char *p = arena_new(a, char, 4 + s->bytes.n);
    memcpy(p, id, 4);
    memcpy(p + 4, s->bytes.p, s->bytes.n);
    printf("\xe2\x80\x94 %.*s %.*s\n", STR(s->name),
           STR(base64_encode((str){p, 4 + s->bytes.n}, a)));
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: witness NAME BYTE [SECONDS < NOTE]\n");
        return 2;
    }
    static char bytes[NOTE_MAX_BYTES];
    struct arena a = arena_open((size_t)4 << 20);
    struct err err;
    struct note note;
    struct sign_key key;
    uint8_t seed[ED25519_SEED_BYTES];
    memset(seed, atoi(argv[2]), sizeof seed);
    if (!sign_key_make(str_of(argv[1]), KEY_COSIGNER, seed, &key, &err)) {
        fprintf(stderr, "witness: %s\n", err.msg);
        return 1;
    }
    if (argc == 3) {
        printf("%.*s\n", STR(verify_key_print(&key.verify_key, &a)));
        return 0;
    }
    size_t n = fread(bytes, 1, sizeof bytes, stdin);
    if (!note_parse((str){bytes, n}, &a, &note, &err)) {
        fprintf(stderr, "witness: %s\n", err.msg);
        return 1;
    }
    struct note_signature s = cosignature_make(note.text, strtoull(argv[3], NULL, 10), &key, &a);
    put_line(&s, &a);
    arena_close(&a);
}
