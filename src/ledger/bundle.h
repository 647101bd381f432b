/* ledger/bundle.h -- an entry bundle: up to 256 entries, each with its length before it in two
 * bytes, big-endian (C2SP tlog-tiles). Entries may be empty. Written and read as bytes; what is
 * read is not trusted until the leaf hashes are held against a checkpoint. */
#pragma once

#include "base/buf.h"
#include "ledger/tile.h"

enum {
    ENTRY_MAX_BYTES = 65535,
    BUNDLE_MAX_BYTES = TILE_WIDTH * (2 + ENTRY_MAX_BYTES),
};

/* Append one entry. LIMIT if it is over ENTRY_MAX_BYTES. */
nodiscard bool bundle_put(struct buf *bundle, str entry, struct err *err);

/* The entries, views of `bytes`: exactly `width` of them and nothing after, else CORRUPT. */
nodiscard bool bundle_parse(str bytes, unsigned width, str ret_entries[static TILE_WIDTH],
                            struct err *err);

/* Read and parse the bundle of id (level TILE_ENTRIES); a partial one that is not there any more is
 * cut from the full one. The entries live in a. */
nodiscard bool bundle_read(struct tile_source src, struct tile_id id, struct arena *a,
                           str ret_entries[static TILE_WIDTH], struct err *err);
