/* app/paths.h -- where an installed or freshly built Gatefold finds its data, models and runtime.
 *
 * Data (packs, watch-lists): $GATEFOLD_DATA, then `data/` of the source tree this program was built
 * in, then PREFIX/share/gatefold. Models: $GATEFOLD_MODELS, then `models/` likewise. The runtime:
 * $GATEFOLD_ORT alone if it is set, else libonnxruntime in the models folder, then by the system's
 * names. "This program's tree" is found from the program's own path, so a build can be moved. */
#pragma once

#include "base/err.h"
#include "codec/record.h"

struct paths {
    str data;
    str models;
    struct texts runtimes;
};

nodiscard bool paths_find(struct arena *a, struct paths *ret_paths, struct err *err);

/* Everything in a folder of packs or of watch-lists, sorted by name; paths NUL-terminated. Names
 * that begin with a dot are an editor's or the system's. INVALID names the first other entry
 * without one of the two suffixes (the second may be NULL): a rule that somebody believes in must
 * not be passed over for its name. */
nodiscard bool paths_list(str folder, const char *suffix, const char *opt_other, struct arena *a,
                          struct texts *ret_paths, struct err *err);

/* The packs in the data folder, sorted by name; and that the shipped packs and watch-lists are all
 * there, by name. A folder with half of them would clear what the other half forbids. What is in
 * each is the house's own affair: the result names the digest of the packs. NOT_FOUND names the
 * first that is missing. */
nodiscard bool paths_packs(str data, struct arena *a, struct texts *ret_paths, struct err *err);
nodiscard bool paths_need_watchlists(str data, struct arena scratch, struct err *err);
