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

/* The files in folder/ with this suffix, sorted by name; paths NUL-terminated. */
nodiscard bool paths_list(str folder, str suffix, struct arena *a, struct texts *ret_paths,
                          struct err *err);

/* That the shipped packs and watch-lists are all in the data folder, by name. A folder with half of
 * them would clear what the other half forbids. What is in each is the house's own affair: the
 * result names the digest of the packs. NOT_FOUND names the first that is missing. */
nodiscard bool paths_need_packs(str data, struct arena scratch, struct err *err);
nodiscard bool paths_need_watchlists(str data, struct arena scratch, struct err *err);
