/* Incidents of hostile bytes: never a crash, and what cannot be read is none. */
#include "../fuzz.h"
#include "policy/incident.h"
#include "toy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16)
        return 0;
    static struct arena whole;
    if (!whole.base)
        whole = arena_open(2 * POLICY_BYTES);
    struct arena a = whole;
    str yaml = {(const char *)data, size};
    struct policy *p = policy_new(&toy_record, TOY_VERSION, &a);
    struct diags diags = {.a = &a};
    struct incident_base base;
    struct incident incident;
    if (!incident_base_read(p, yaml, &a, &diags, &base)) {
        assert(diags.n > 0);
        str in_order = S("about: a\nfacts: {version: 3, callsheet: {present: true}}\n");
        bool read = incident_base_read(p, in_order, &a, &diags, &base);
        assert(read);
    }
    size_t before = diags.n + diags.dropped;
    if (incident_read(p, &base, yaml, &a, &diags, &incident)) {
        struct incident_answer answer = incident_ask(p, &base, &incident, &a);
        /* There is no pack, so everything is blocked. */
        assert(answer.holds && answer.base_too);
    } else {
        assert(diags.n + diags.dropped > before);
    }
    policy_done(p);
    return 0;
}
