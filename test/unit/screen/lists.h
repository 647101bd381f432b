/* test/unit/screen/lists.h -- the shipped watch-lists, read from data/watchlists. */
#pragma once

#include "base/file.h"
#include "screen/watchlist.h"

#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const shipped_lists[] = {"brands", "child-abuse", "court-papers", "hate",
                                            "personal-data"};

static inline struct watchlist list_shipped(const char *name, struct arena *a)
{
    char path[512];
    const char *folder = getenv("GATEFOLD_DATA");
    snprintf(path, sizeof path, "%s/watchlists/%s.txt", folder ? folder : "data", name);
    str text;
    struct err err;
    assert_ok(file_read(path, WATCHLIST_MAX_BYTES, a, &text, &err), err);
    struct diags diags = {.a = a};
    struct watchlist list;
    if (!watchlist_read(text, a, &diags, &list))
        fail_msg("%s: line %u: %.*s", path, diags.at[0].line, STR(diags.at[0].what));
    assert_str(list.name, str_of(name));
    return list;
}
