/* Ledgers of known answers, in memory. */
#pragma once

#include "../test.h"
#include "base/hash.h"
#include "ledger/tile.h"
#include "ledger/tile_builder.h"

/* The eight entries of Certificate Transparency's first test log. */
extern const str eight_entries[8];

/* Files by path, as a source and as a sink. A file put twice must be put with the same bytes. */
struct files {
    struct arena *a;
    struct file {
        str path;
        str bytes;
    } at[1024];
    size_t n;
    size_t gets;
};

struct tile_source files_source(struct files *f);
struct tile_sink files_sink(struct files *f);
struct file *files_find(struct files *f, str path); /* NULL: none */
void files_drop(struct files *f, str path);

/* The nodes of a tree straight from its definition, for proofs without tiles. */
struct leaves {
    struct digest at[70000];
    size_t n;
};

struct tree_nodes leaves_nodes(struct leaves *l);

struct digest hex_digest(const char *hex); /* fails the test unless 64 digits */
