/* Packs of hostile bytes: never a crash, and what does not load is never clear. */
#include "../fuzz.h"
#include "base/base.h"
#include "toy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16)
        return 0;
    /* Opened once: the address sanitizer marks every byte of an arena when it is opened. */
    static struct arena whole;
    if (!whole.base)
        whole = arena_open(2 * POLICY_BYTES);
    struct arena a = whole;
    struct policy *p = policy_new(&toy_record, TOY_VERSION, &a);
    struct diags diags = {.a = &a};
    bool added = policy_add(p, (str){(const char *)data, size}, &diags);
    assert(added == (diags.n == 0));
    struct toy toy = toy_clear();
    struct verdict v = policy_judge(p, &toy, &a);
    assert(added || v.kind == VERDICT_BLOCKED);
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&verdict_record, &v, &json);
    policy_done(p);
    return 0;
}
