/* Time zone files (TZif): whatever the bytes, a part of a timestamp or an error. */
#include <stdlib.h>

#include "../fuzz.h"
#include "cel/cel.h"

static bool load(void *self, str name, struct arena *a, str *ret_tzif)
{
    (void)name;
    (void)a;
    *ret_tzif = *(const str *)self;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena, scratch;
    if (!scratch.base) {
        arena = arena_open(CEL_COMPILE_BYTES);
        scratch = arena_open(CEL_COMPILE_BYTES);
    }
    struct arena a = arena;
    str bytes = {(const char *)data, size};
    struct cel_env env = {.zones = {load, &bytes}};
    struct cel_program *p;
    struct cel_value v;
    struct err err;
    str source = S("[-4000000000, 0, 1668589200, 253402300799].map(t, "
                   "timestamp(t).getFullYear('A/B')).all(y, y > 1842 && y < 10001)");
    if (!cel_compile(&env, source, &cel_bool, &a, scratch, &p, NULL, &err))
        abort();
    if (cel_eval(p, NULL, CEL_BUDGET_DEFAULT, &a, &v, &err) && !v.b)
        abort();
    return 0;
}
