/* A call sheet of any bytes: what is split is joined again, and splits into the same. */
#include "shoot/personal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool get(void *self, str id, struct arena *a, str *ret_json)
{
    const struct callsheet_parts *parts = self;
    (void)a;
    for (size_t i = 0; i < parts->people.n; i++)
        if (str_eq(parts->people.at[i].id, id)) {
            *ret_json = parts->people.at[i].json;
            return true;
        }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        INPUT_MAX_BYTES = 64 << 10,
        ARENA_BYTES = 512 << 20
    };
    if (size > INPUT_MAX_BYTES)
        return 0;
    struct arena a = arena_open(ARENA_BYTES);
    struct diags *diags = arena_new(&a, struct diags, 1);
    diags->a = &a;
    struct callsheet c, again;
    struct callsheet_parts parts, twice;
    struct err err;
    str json;
    if (callsheet_read((str){(const char *)data, size}, &a, diags, &c) &&
        callsheet_split(&c, &a, diags, &parts)) {
        bool good = callsheet_join(parts.public_json, (struct personal_source){get, &parts}, &a,
                                   &json, &err) &&
                    callsheet_read(json, &a, diags, &again) &&
                    callsheet_split(&again, &a, diags, &twice);
        assert(good && str_eq(parts.public_json, twice.public_json));
        (void)good;
    }
    arena_close(&a);
    return 0;
}
