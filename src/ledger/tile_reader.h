/* ledger/tile_reader.h -- any node of a tree from its tiles.
 *
 * It keeps the tile that it read last at each level, so that a proof reads each tile it needs once,
 * mostly one a level. One thread uses a reader at a time; it owns nothing outside the arena. */
#pragma once

#include "ledger/tile.h"
#include "ledger/tree.h"

struct tile_reader;

/* Over the tiles of a tree of `size` (<= TREE_SIZE_MAX); everything lives in a, which must outlive
 * it. What the source gives is read into a's room and freed again: it needs room for one file. */
struct tile_reader *tile_reader_new(struct tile_source src, uint64_t size, struct arena *a);

/* The nodes of that tree: errors are those of tile_read. Asking for a node beyond the tree asserts.
 */
struct tree_nodes tile_reader_nodes(struct tile_reader *r);
