/* paths.h -- a store with a few events, and a folder of blobs, for tests of what can befall files.
 */
#pragma once

#include "events.h"
#include "store/blobs.h"

enum {
    AT_FIRST = 8, /* events */
};

struct paths {
    const char *store, *blobs, *copy;
};

static inline struct paths fresh(void)
{
    struct err err;
    const char *folder = folder_new();
    struct paths p = {path_in(folder, "store"), path_in(folder, "blobs"), path_in(folder, "copy")};
    assert_ok(store_create(p.store, &err), err);
    struct store *s = store_open(p.store, STORE_WRITE, &err);
    assert_ok(s, err);
    append_until(s, AT_FIRST);
    store_close(s);
    assert_ok(blobs_create(p.blobs, &err), err);
    return p;
}
