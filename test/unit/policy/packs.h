/* test/unit/policy/packs.h -- the shipped packs, for tests and benchmarks. */
#pragma once

#include "base/file.h"
#include "policy/policy.h"
#include "shoot/facts.h"

static const char *const shipped_packs[] = {"base",     "people", "items",
                                            "metadata", "scope",  "uk-cap"};

static inline str pack_bytes(const char *name, struct arena *a)
{
    struct err err;
    str bytes = {0};
    char *path = str_c(str_format(a, "%s/%s.yaml", SHIPPED_PACKS, name), a);
    if (!file_read(path, POLICY_PACK_MAX_BYTES, a, &bytes, &err))
        bytes = (str){0};
    return bytes;
}
