/* screen/model.h -- the model files that the detectors need, and the check of their bytes.
 *
 * Models are not part of the source: set-up fetches them from the packages named here into a
 * models folder. Whoever reads the files passes bytes; nothing here opens a file. A model that is
 * missing or has other bytes is an error that says how to repair it, and never a detector that
 * quietly sees nothing. */
#pragma once

#include "base/err.h"
#include "base/hash.h"

enum model_id {
    MODEL_TEXT_DETECT,
    MODEL_TEXT_READ,
    MODEL_TEXT_TURN, /* upside down? */
    MODEL_TEXT_KEYS, /* the reader's characters, one a line */
    MODEL_FACES,
    MODEL_COUNT,
};

struct model_file {
    const char *name; /* of the file in the models folder */
    size_t bytes;
    const char *sha256;  /* 64 lower-case digits */
    const char *used_by; /* name of the detector */
    const char *from;    /* package and version */
};

extern const struct model_file model_files[MODEL_COUNT];

/* The bytes of each model, in the order of enum model_id; absent where the file is missing. */
struct model_bytes {
    str at[MODEL_COUNT];
};

/* That bytes are that model: NOT_FOUND if they are absent, CORRUPT if they are others. */
nodiscard bool model_check(enum model_id id, str bytes, struct err *err);
