/* workspace/leftovers.h -- temporaries of writes that were killed (base/durable.h), in the
 * workspace's folder, in keys/ and below ledger/. While the ledger is locked none of them is in
 * use; those in blobs/ are its own affair. */
#pragma once

#include "workspace/workspace.h"

struct leftovers_look {
    void *self;
    void (*one)(void *self, const char *path);
};

/* Folders that are not there have none. False where one could not be read; the rest was gone over.
 */
nodiscard bool leftovers_find(const struct workspace *w, struct leftovers_look look,
                              struct err *err);
