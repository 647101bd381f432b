/* ledger/tile_builder.h -- entries in, tiles and bundles out.
 *
 * Full tiles and bundles are put as soon as they are full; tile_builder_flush puts the partial
 * ones. When it returns, everything that the size implies is written, and the checkpoint may be: a
 * tree is published in this order, never the checkpoint first. What is put twice is put with the
 * same bytes, so an interrupted run is simply run again. One thread uses a builder at a time. */
#pragma once

#include "ledger/bundle.h"
#include "ledger/tree.h"

/* Where the files go. The bytes are the caller's: copy what is to be kept. */
struct tile_sink {
    void *self;
    bool (*put)(void *self, const char *path, str bytes, struct err *err);
};

struct tile_builder;

/* An empty tree. Close it also after errors. */
struct tile_builder *tile_builder_open(struct tile_sink sink);
void tile_builder_close(struct tile_builder *take_b);
void tile_builder_closep(struct tile_builder **b); /* for CLEANUP */

/* Go on from the tree of `size` with this root: reads its partial tiles and bundle. CORRUPT where
 * they do not belong to that root or to one another. On a builder that is still empty only. */
nodiscard bool tile_builder_resume(struct tile_builder *b, struct tile_source src, uint64_t size,
                                   struct digest root, struct arena scratch, struct err *err);

/* LIMIT for an entry over ENTRY_MAX_BYTES (nothing has changed then); else what the sink failed
 * with, and the builder must be closed. */
nodiscard bool tile_builder_append(struct tile_builder *b, str entry, struct err *err);

/* Puts the partial tiles and bundle and tells size and root. More may be appended after it. */
nodiscard bool tile_builder_flush(struct tile_builder *b, uint64_t *ret_size,
                                  struct digest *ret_root, struct err *err);
