/* store/blobs_parts.h -- what blobs.c and blobs_check.c share. */
#pragma once

#include "store/blobs.h"

#define BLOB_TEMPORARY ".new-"

struct blobs {
    char *path;
    int fd;
    enum store_access access;
};

struct blob_temporary {
    char at[sizeof BLOB_TEMPORARY + 16];
};

/* An error from errno, about a file of the folder. */
bool blobs_failed(const struct blobs *b, const char *name, struct err *err);

/* All that a descriptor holds. False with errno. */
nodiscard bool blobs_hash(int fd, struct digest *ret);

/* Remove temporaries that no process holds locked. */
nodiscard bool blobs_sweep(const struct blobs *b, struct err *err);
