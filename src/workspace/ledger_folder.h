/* workspace/ledger_folder.h -- a ledger's files in a folder: tiles, bundles, checkpoint, named as
 * C2SP tlog-tiles has them below the folder, so that any static web server publishes it. */
#pragma once

#include "ledger/checkpoint.h"
#include "ledger/tile_builder.h"
#include "ledger/tile_reader.h"

#define LEDGER_CHECKPOINT "checkpoint"

struct ledger_folder {
    str path; /* NUL-terminated */
};

/* Both borrow the folder. Files are put durably, for all to read; NOT_FOUND where there is none. */
struct tile_source ledger_folder_source(const struct ledger_folder *f);
struct tile_sink ledger_folder_sink(const struct ledger_folder *f);

/* A checkpoint in a file, held against the keys of the ledger. False with ERR_NONE and nothing
 * written when there is none. */
nodiscard bool ledger_head_read(const char *path, const struct verify_key *keys, size_t n_keys,
                                struct arena *a, str *ret_note, struct checkpoint *ret_head,
                                struct err *err);
/* The newest that is there. */
nodiscard bool ledger_folder_head(const struct ledger_folder *f, const struct verify_key *keys,
                                  size_t n_keys, struct arena *a, str *ret_note,
                                  struct checkpoint *ret_head, struct err *err);
nodiscard bool ledger_folder_set_head(const struct ledger_folder *f, str note, struct arena scratch,
                                      struct err *err);

/* Copy what a tree of `size` has and one of old_size has not. A file that is there already is the
 * same: full tiles never change, and partial ones are named by their width. */
nodiscard bool ledger_folder_copy(const struct ledger_folder *from, const struct ledger_folder *to,
                                  uint64_t old_size, uint64_t size, struct err *err);
