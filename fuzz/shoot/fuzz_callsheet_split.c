/* A call sheet of any bytes: what is split is joined again, and splits into the same. */
#include "../fuzz.h"
#include "shoot/personal.h"

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
    struct fuzz f;
    if (!fuzz_open(&f, data, size, 512 << 20))
        return 0;
    struct callsheet c, again;
    struct callsheet_parts parts, twice;
    struct err err;
    str json;
    if (callsheet_read(f.text, &f.a, &f.diags, &c) && callsheet_split(&c, &f.a, &f.diags, &parts)) {
        bool good = callsheet_join(parts.public_json, (struct personal_source){get, &parts}, &f.a,
                                   &json, &err) &&
                    callsheet_read(json, &f.a, &f.diags, &again) &&
                    callsheet_split(&again, &f.a, &f.diags, &twice);
        assert(good && str_eq(parts.public_json, twice.public_json));
        (void)good;
    }
    fuzz_close(&f);
    return 0;
}
