/* The shipped packs against the facts that shoot makes. */
#include <stdio.h>

#include "../test.h"
#include "packs.h"

static void print_diags(const struct diags *d, const char *name)
{
    for (size_t i = 0; i < d->n; i++)
        print_message("# %s.yaml:%u:%u: %.*s\n", name, d->at[i].line, d->at[i].column,
                      STR(d->at[i].what));
}

static void shipped_packs_load(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_close) = arena_open(POLICY_BYTES);
    struct policy *p = policy_new(&facts_record, FACTS_VERSION, &a);
    for (size_t i = 0; i < countof(shipped_packs); i++) {
        struct diags diags = {.a = &a};
        bool added = policy_add(p, pack_bytes(shipped_packs[i], &a), &diags);
        print_diags(&diags, shipped_packs[i]);
        assert_true(added);
        assert_int_equal(diags.n, 0);
    }
    policy_done(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_packs_load),
    };
    return cmocka_run_group_tests_name("policy packs", tests, NULL, NULL);
}
