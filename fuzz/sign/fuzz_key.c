/* Lines of keys: whatever is taken is printed again byte for byte, and a private key's public line
 * is taken too. */
#include <stdlib.h>

#include "../fuzz.h"
#include "sign/key.h"

static void must(bool ok)
{
    if (!ok)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    if (!arena.base)
        arena = arena_open(1 << 20);
    struct arena a = arena;
    str line = {(const char *)data, size};
    struct verify_key verify_key;
    struct sign_key sign_key;
    struct err err;
    if (verify_key_parse(line, &verify_key, &err)) {
        must(str_eq(verify_key_print(&verify_key, &a), line));
        must(verify_key.name.n <= KEY_NAME_MAX_BYTES && key_name_ok(verify_key.name));
    }
    if (sign_key_parse(line, &a, &sign_key, &err)) {
        char room[SIGN_KEY_LINE_BYTES];
        must(str_eq(sign_key_print(&sign_key, room), line));
        must(verify_key_parse(verify_key_print(&sign_key.verify_key, &a), &verify_key, &err));
        sign_key_done(&sign_key);
    }
    return 0;
}
