/* Runs a fuzz target over the files of a corpus folder, without libFuzzer, so that every build and
 * every sanitizer replays what the fuzzers found. Prints TAP: one test a file. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static int replay(const char *path, int number, const char *name)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return 1;
    size_t cap = 1 << 20, n = 0;
    uint8_t *bytes = malloc(cap);
    while (bytes) {
        n += fread(bytes + n, 1, cap - n, f);
        if (n < cap)
            break;
        uint8_t *bigger = realloc(bytes, cap *= 2);
        if (!bigger)
            free(bytes);
        bytes = bigger;
    }
    fclose(f);
    if (!bytes)
        return 1;
    /* An exact-size copy, so that the address sanitizer sees the first byte past the end. */
    uint8_t *exact = malloc(n ? n : 1);
    if (exact) {
        memcpy(exact, bytes, n);
        LLVMFuzzerTestOneInput(exact, n);
        printf("ok %d - %s\n", number, name);
    }
    free(exact);
    free(bytes);
    return exact == NULL;
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s CORPUS-FOLDER\n", argv[0]);
        return 2;
    }
    struct dirent **entries;
    int n = scandir(argv[1], &entries, visible, alphasort);
    if (n <= 0) {
        fprintf(stderr, "%s: no corpus\n", argv[1]);
        return 1;
    }
    printf("1..%d\n", n);
    int failed = 0;
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        if (replay(path, i + 1, entries[i]->d_name)) {
            printf("not ok %d - %s\n", i + 1, entries[i]->d_name);
            failed = 1;
        }
        free(entries[i]);
    }
    free(entries);
    return failed;
}
